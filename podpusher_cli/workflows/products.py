"""Change and remove products."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.copywriting import Copy, Finding, check_copy, refusals
from podpusher_cli.core.errors import BadInput, PodpusherError, fill
from podpusher_cli.core.listings import ProductSheet, sheet_of
from podpusher_cli.core.money import parse_price
from podpusher_cli.core.products import InShop, Product
from podpusher_cli.core.seasons import Season
from podpusher_cli.core.seo import Shelf, listed, score_listing
from podpusher_cli.core.text import N_
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.products import Products
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.translations import Translations

if TYPE_CHECKING:
    from podpusher_cli.workflows.engine.parts import Printer


class TextRefused(BadInput):
    """A text that Etsy or Printify would not take. The first rule that it breaks is the error; `details` has them all."""

    code = "listing.refused"

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        self.message = first.message  # type: ignore[misc]  # this one instance speaks for its rule
        items = [
            {"code": f"listing.{each.name}", "message": fill(each.message, each.values), "hint": fill(each.fix, each.values)}
            for each in findings
        ]
        super().__init__(hint=first.fix, details={"items": items}, **first.values)
        self.full_code = f"listing.{first.name}"


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
    alt: str | None = None


def split_tags(text: str) -> tuple[str, ...]:
    """Tags by comma, spaces folded, empty ones dropped."""
    return tuple(tag for tag in (" ".join(part.split()) for part in text.split(",")) if tag)


def split_variants(text: str) -> tuple[str, ...]:
    """Variants by semicolon."""
    return tuple(part for part in (" ".join(each.split()) for each in text.split(";")) if part)


def edit(
    name: str, changes: Changes, *, products: Products, designs: Designs, settings: Settings, clock: Clock
) -> Product:
    """Apply the changes; an empty text is something to fill in later.

    Raises NotFound, BadPrice, TextRefused, or ProductBusy while a run is at it.
    """
    products.get(name)  # before anything that was said is looked at
    said: dict[str, Any] = {
        "title": changes.title,
        "description": changes.description,
        "tags": split_tags(changes.tags) if changes.tags is not None else None,
        "design_id": designs.get(changes.design).id if changes.design else None,
        "blueprint_id": changes.blueprint,
        "print_provider_id": changes.print_provider,
        "variants": split_variants(changes.variants) if changes.variants is not None else None,
        "price": parse_price(changes.price, settings.get("currency")) if changes.price is not None else None,
        "alt": changes.alt,
    }
    _check_texts({field: said[field] for field in ("title", "description", "tags", "alt") if said[field]})
    changed = {field: value for field, value in said.items() if value is not None}
    return products.edit(name, lambda old: replace(old, **changed), clock.now())


def sheet(name: str, *, products: Products, translations: Translations, seasons: Sequence[Season]) -> ProductSheet:
    """One product with its translations and its score. Raises NoSuchProduct."""
    product = products.get(name)
    content, seo = product.content, None
    if content.title:
        copy = Copy(content.title, content.description, content.tags, alt=content.alt)
        seo = score_listing(name, copy, Shelf(listed(*each) for each in products.texts()), seasons)
    return sheet_of(product, translations.of(name), seo)


def _check_texts(said: Mapping[str, Any]) -> None:
    """The texts that were given, against the rules of a listing."""
    copy = Copy(said.get("title", "-"), said.get("description", "-"), said.get("tags", ()), alt=said.get("alt", ""))
    found = [each for each in refusals(check_copy(copy)) if each.field in said]
    if found:
        raise TextRefused(found)


def remove(
    name: str, *, products: Products, printer: Callable[[], Printer], confirm: Callable[..., bool], clock: Clock
) -> Product | None:
    """Forget a product, which is returned, or None where the seller would rather not.

    `printer` is asked about one that was put there. Raises NotFound, InShop, InDoubt or ProductBusy.
    """
    product = products.get(name)
    there = product.printify
    if there.product_id and not _deleted(printer(), there.shop_id or "", there.product_id):
        raise InShop(title=product.title)
    if not confirm(N_("Forget “{title}”?"), title=product.title or name):
        return None
    products.remove(name, clock.now(), deleted=there.product_id)
    return product


def _deleted(printer: Printer, shop: str, product: str) -> bool:
    try:
        printer.product(shop, product)
    except PodpusherError as error:
        if error.full_code == "printify.gone":
            return True
        raise
    return False
