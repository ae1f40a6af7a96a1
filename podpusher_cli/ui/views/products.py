"""Products as tables and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.products import Product
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_, NP_
from podpusher_cli.i18n import _, current, retell
from podpusher_cli.ui.theme import below, cell, facts, state, table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from podpusher_cli.core.copywriting import Copy
    from podpusher_cli.core.listings import ProductSheet
    from podpusher_cli.core.seo import SeoScore

LISTING_STATES = (
    NP_("listing", "draft"), NP_("listing", "active"), NP_("listing", "inactive"), NP_("listing", "sold_out"),
    NP_("listing", "expired"),
)  # fmt: skip
STATES = (N_("draft"), N_("ready"), N_("publishing"), N_("waiting"), N_("published"), N_("failed"))
_FIELDS = {
    "title": N_("title"),
    "description": N_("description"),
    "design": N_("design"),
    "blueprint": N_("blueprint"),
    "print_provider": N_("print provider"),
    "variants": N_("variants"),
    "price": N_("price"),
}


def lacking(product: Product) -> str:
    """What it lacks, by comma."""
    return ", ".join(_(_FIELDS[name]) for name in product.content.missing())


def table_of(products: tuple[Product, ...]) -> RenderableType:
    """Rows of products."""
    made = table(N_("Product"), N_("State"), N_("Title"), N_("Etsy"), wide=2)
    for each in products:
        made.add_row(
            cell(each.id),
            state(each.state),
            cell(each.title),
            cell(each.etsy.listing_id or (each.error.code if each.error else "")),
        )
    return made


def listing(page: Page[Product], *, chosen: bool = False) -> RenderableType:
    """A page of products, or a sentence that there are none; `chosen`: options left some out."""
    if not page.items and chosen:
        return _("There is none that fits the options given.")
    if not page.items:
        return _("No products yet. podpusher generate makes some; podpusher bulk import FILE takes yours.")
    return table_of(page.items)


def sheet(product: Product) -> RenderableType:
    """One product, a line a fact."""
    content, error = product.content, product.error
    return facts(
        [
            (N_("State"), state(product.state)),
            (N_("Product"), product.id),
            (N_("Title"), product.title),
            (N_("Tags"), ", ".join(content.tags)),
            (N_("Design"), product.design_id),
            (N_("Blueprint"), content.blueprint_id),
            (N_("Print provider"), content.print_provider_id),
            (N_("Variants"), "; ".join(content.variants)),
            (N_("Price"), current().money(content.price) if content.price else None),
            (N_("Printify"), product.printify.product_id),
            (N_("Etsy"), product.etsy.url or product.etsy.listing_id),
            (N_("Etsy state"), state(product.etsy.state, "listing") if product.etsy.state else None),
            (N_("Changed"), current().moment(product.updated_at)),
            (N_("Picture"), content.alt),
            (N_("Description"), content.description),
            (N_("Missing"), lacking(product)),
            (N_("Trouble"), f"{retell(error.message)} ({error.code})" if error else None),
        ]
    )


def forgotten(product: Product) -> RenderableType:
    """What is no more."""
    sentence = _("“{title}” is forgotten: {product}. Its design stays.")
    return fill(sentence, {"title": product.title, "product": product.id})


def whole(product: ProductSheet) -> RenderableType:
    """One product with its translations, its score and what would raise it."""
    from rich.console import Group

    parts: list[RenderableType] = [sheet(product)]
    parts += [part for copy in product.translations for part in ("", _translation(copy))]
    if product.seo is not None:
        parts += ["", *score(product.seo)]
    return Group(*parts)


def _translation(copy: Copy) -> RenderableType:
    return facts(
        [
            (N_("Language"), copy.language),
            (N_("Title"), copy.title),
            (N_("Tags"), ", ".join(copy.tags)),
            (N_("Picture"), copy.alt),
            (N_("Description"), copy.description),
        ]
    )


def score(seo: SeoScore) -> list[RenderableType]:
    """The score, and a line or two for each reason that it is not higher."""
    lines: list[RenderableType] = [fill(_("Found by buyers: {score} of 100."), {"score": seo.score})]
    for each in seo.reasons:
        values = {name: _(value) if name == "event" else value for name, value in each.values.items()}
        lines.append(below(f"-{each.lost}  {fill(_(each.message), values)}", 2))
        lines.append(below(fill(_(each.fix), values), 6))
    return lines
