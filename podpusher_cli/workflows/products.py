"""Change and remove products."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.money import parse_price
from podpusher_cli.core.products import Content, Product
from podpusher_cli.core.text import N_
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.products import Products
from podpusher_cli.store.settings import Settings


class InShop(BadInput):
    code = "products.in_shop"
    message = N_("“{title}” is in the shop; forgetting it here would leave it there.")
    hint = N_("Delete it at Printify first, then run this again.")


@dataclass(frozen=True, slots=True)
class Changes:
    """What `products edit` was given; None where nothing was said. Texts are as typed."""

    title: str | None = None
    description: str | None = None
    tags: str | None = None
    design: str | None = None
    blueprint: int | None = None
    print_provider: int | None = None
    variants: str | None = None
    price: str | None = None


def split_tags(text: str) -> tuple[str, ...]:
    """Tags by comma, spaces folded, empty ones dropped."""
    return tuple(tag for tag in (" ".join(part.split()) for part in text.split(",")) if tag)


def split_variants(text: str) -> tuple[str, ...]:
    """Variants by semicolon."""
    return tuple(part for part in (" ".join(each.split()) for each in text.split(";")) if part)


def edit(
    name: str, changes: Changes, *, products: Products, designs: Designs, settings: Settings, clock: Clock
) -> Product:
    """Apply the changes. Raises NotFound, BadPrice or BadInput."""
    old = products.get(name).content
    said: dict[str, Any] = {
        "title": changes.title,
        "description": changes.description,
        "tags": split_tags(changes.tags) if changes.tags is not None else None,
        "design_id": designs.get(changes.design).id if changes.design else None,
        "blueprint_id": changes.blueprint,
        "print_provider_id": changes.print_provider,
        "variants": split_variants(changes.variants) if changes.variants is not None else None,
        "price": parse_price(changes.price, settings.get("currency")) if changes.price is not None else None,
    }
    new: Content = replace(old, **{field: value for field, value in said.items() if value is not None})
    return products.edit(name, new, clock.now())


def remove(name: str, *, products: Products, confirm: Callable[..., bool]) -> Product:
    """Forget a product. Raises InShop for one that Printify has."""
    product = products.get(name)
    if product.printify.product_id:
        raise InShop(title=product.title)
    if confirm(N_("Forget “{title}”?"), title=product.title):
        products.remove(name)
    return product
