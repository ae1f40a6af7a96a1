"""What a product still lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from podpusher_cli.core.money import Money
from podpusher_cli.core.products import Content

WHOLE = Content("Plant dad", "A shirt.", ("plant",), "d-1", 706, 29, ("Black / M",), Money(2699))


def test_a_whole_product_lacks_nothing() -> None:
    assert WHOLE.missing() == ()
    assert replace(WHOLE, tags=()).missing() == (), "tags are advice, not a need"


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("title", "", "title"),
        ("description", "", "description"),
        ("design_id", None, "design"),
        ("blueprint_id", None, "blueprint"),
        ("print_provider_id", None, "print_provider"),
        ("variants", (), "variants"),
        ("price", None, "price"),
    ],
)
def test_each_thing_that_it_lacks_is_named(field: str, value: object, name: str) -> None:
    assert replace(WHOLE, **{field: value}).missing() == (name,)  # type: ignore[arg-type]


def test_what_is_named_has_the_order_in_which_it_is_filled() -> None:
    assert Content("", "", (), None).missing() == (
        "title",
        "description",
        "design",
        "blueprint",
        "print_provider",
        "variants",
        "price",
    )
