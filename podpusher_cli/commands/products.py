"""podpusher products: what is for sale, or soon will be."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands.options import (
    Blueprint,
    Cursor,
    Limit,
    Price,
    PrintProvider,
    Variants,
    command,
    deps_of,
    group,
)
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.products import ProductState
from podpusher_cli.core.text import N_

ProductId = Annotated[str, typer.Argument(metavar="PRODUCT", help=N_("A product id, as in `products list`."))]
State = Annotated[
    ProductState | None,
    typer.Option("--state", metavar="STATE", help=N_("Only draft, ready, publishing, waiting, published or failed ones.")),
]
RunId = Annotated[str | None, typer.Option("--run", help=N_("Only what this run made or handled."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "products", help=WORDS["products"].help, bare=list_products)
    command(noun, "products list", list_products, help=N_("List products, newest first."), result="products.Product[]")
    command(
        noun, "products show", show, help=N_("Show one product with everything known of it."), result="listings.ProductSheet"
    )
    command(
        noun, "products edit", edit, help=N_("Change a product, or fill in what it lacks."), result="products.Product"
    )
    command(
        noun, "products remove", remove, help=N_("Forget a product that is not in a shop."), result="products.Product"
    )


def list_products(
    context: typer.Context, limit: Limit = 20, cursor: Cursor = None, state: State = None, run: RunId = None
) -> None:
    from podpusher_cli.ui.views import products as views

    deps = deps_of(context)
    if run is not None:
        deps.runs.get(run)  # a run that never was is said, not shown as an empty one
    page = deps.products.page(limit=limit, cursor=cursor, state=state, run=run)
    deps.out.show(page, lambda found: views.listing(found, chosen=bool(state or run)))


def show(context: typer.Context, product: ProductId) -> None:
    from podpusher_cli.ui.views import products as views
    from podpusher_cli.workflows import products

    deps = deps_of(context)
    sheet = products.sheet(
        product, products=deps.products, translations=deps.translations, seasons=deps.seasons
    )
    deps.out.show(sheet, views.whole)


def edit(
    context: typer.Context,
    product: ProductId,
    title: Annotated[str | None, typer.Option(help=N_("The listing's title."))] = None,
    description: Annotated[str | None, typer.Option(help=N_("The listing's description."))] = None,
    tags: Annotated[str | None, typer.Option(help=N_("Up to 13 tags, by comma."))] = None,
    design: Annotated[str | None, typer.Option(help=N_("A design id, as in `designs list`."))] = None,
    blueprint: Blueprint = None,
    print_provider: PrintProvider = None,
    variants: Variants = None,
    price: Price = None,
    alt: Annotated[str | None, typer.Option(help=N_("What the picture shows, for those who do not see it."))] = None,
) -> None:
    from podpusher_cli.ui.views import products as views
    from podpusher_cli.workflows import products

    deps = deps_of(context)
    changes = products.Changes(title, description, tags, design, blueprint, print_provider, variants, price, alt)
    done = products.edit(
        product, changes, products=deps.products, designs=deps.designs, settings=deps.settings, clock=deps.clock
    )
    deps.out.show(done, views.sheet)
    if {title, description, tags} != {None} and deps.translations.of(product):
        deps.out.warn(N_("The translations of this listing still say what it said before."))


def remove(context: typer.Context, product: ProductId) -> None:
    from podpusher_cli.ui.views import products as views
    from podpusher_cli.workflows import products

    deps = deps_of(context)
    gone = products.remove(
        product, products=deps.products, printer=lambda: deps.printify, confirm=deps.out.confirm, clock=deps.clock
    )
    if gone is not None:
        deps.out.show(gone, views.forgotten)
