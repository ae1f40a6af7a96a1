"""Products as tables and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.products import Product
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import cell, state, table

if TYPE_CHECKING:
    from rich.console import RenderableType

STATES = (N_("draft"), N_("ready"), N_("publishing"), N_("waiting"), N_("published"), N_("failed"))
FIELDS = (
    N_("title"),
    N_("description"),
    N_("design"),
    N_("blueprint"),
    N_("print_provider"),
    N_("variants"),
    N_("price"),
)


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


def listing(page: Page[Product]) -> RenderableType:
    """A page of products, or a sentence that there are none."""
    if not page.items:
        return _("No products yet. podpusher generate makes some; podpusher bulk import FILE takes yours.")
    return table_of(page.items)


def sheet(product: Product) -> RenderableType:
    """One product, a line a fact."""
    from rich.table import Table

    made = Table.grid(padding=(0, 2))
    made.add_column(style="bold", no_wrap=True)
    made.add_column(overflow="fold")
    content = product.content
    facts: list[tuple[str, object]] = [
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
        (N_("Etsy state"), product.etsy.state),
        (N_("Changed"), current().moment(product.updated_at)),
        (N_("Description"), content.description),
    ]
    made.add_row(cell(_(N_("State"))), state(product.state))
    for name, value in facts:
        if value not in {None, ""}:
            made.add_row(cell(_(name)), cell(value))
    if missing := content.missing():
        made.add_row(cell(_(N_("Missing"))), cell(", ".join(_(name) for name in missing)))
    if product.error:
        made.add_row(cell(_(N_("Trouble"))), cell(f"{product.error.message} ({product.error.code})"))
    return made
