"""What a draft takes of the template."""

from __future__ import annotations

from dataclasses import replace

import pytest

from podpusher_cli.core.money import Money
from podpusher_cli.core.products import Content, ProductBase
from podpusher_cli.workflows.drafts import filled

BARE = Content("Plant dad shirt", "Of cotton.", ("plant dad",), "d-1")
BASE = ProductBase(6, 29, ("all",), Money(2699, "USD"))


def test_a_draft_without_a_blueprint_takes_all_of_it() -> None:
    done = filled(BARE, BASE, for_shirts=True)
    assert done.missing() == ()
    assert replace(done, blueprint_id=None, print_provider_id=None, variants=(), price=None) == BARE


def test_what_the_seller_said_stays() -> None:
    said = replace(BARE, blueprint_id=6, price=Money(1999, "USD"))
    done = filled(said, BASE, for_shirts=False)
    assert (done.price, done.print_provider_id, done.variants) == (Money(1999, "USD"), 29, ("all",))


@pytest.mark.parametrize(
    ("content", "for_shirts"),
    [
        (BARE, False),
        (replace(BARE, blueprint_id=68), True),
        (replace(BARE, blueprint_id=6, print_provider_id=99), True),
    ],
    ids=["written for a shirt", "of another blueprint", "of another print provider"],
)
def test_what_is_for_another_thing_stays_as_it_is(content: Content, for_shirts: bool) -> None:
    assert filled(content, BASE, for_shirts=for_shirts) == content
