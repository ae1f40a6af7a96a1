"""Fill in what drafts lack once the profile's template is there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import NotFound
from podpusher_cli.core.products import Content, ProductBase, ProductBusy, ProductState
from podpusher_cli.store.products import Products
from podpusher_cli.store.settings import Settings
from podpusher_cli.workflows import templates
from podpusher_cli.workflows.blanks import Catalogue, kind_of_blueprint

_PAGE = 1000


def complete(products: Products, settings: Settings, catalogue: Catalogue, clock: Clock) -> int:
    """Complete the drafts that lack nothing but what the template says; how many are ready now.

    A draft without a blueprint was written for a shirt, so that a template of another thing leaves it alone. Safe to repeat
    after a crash. Raises BadPrice for a template whose price is none.
    """
    base = templates.base_of(templates.Template(), settings)
    if base.blueprint_id is None:
        return 0
    drafts = _drafts(products)
    for_shirts = bool(drafts) and kind_of_blueprint(catalogue, base.blueprint_id) == "tee"
    done = 0
    for name, content in drafts:
        if filled(content, base, for_shirts=for_shirts).missing():
            continue
        with suppress(NotFound, ProductBusy):  # changed meanwhile by somebody else, who knows better
            after = products.edit(name, lambda old: filled(old, base, for_shirts=for_shirts), clock.now())
            done += after.state is ProductState.READY
    return done


def filled(content: Content, base: ProductBase, *, for_shirts: bool) -> Content:
    """The content with what it lacks taken from `base`, where that is of the same blueprint and print provider, or it has none."""
    if content.blueprint_id != base.blueprint_id and (content.blueprint_id is not None or not for_shirts):
        return content
    if content.print_provider_id not in {None, base.print_provider_id}:
        return content
    return replace(
        content,
        blueprint_id=base.blueprint_id,
        print_provider_id=base.print_provider_id,
        variants=content.variants or base.variants,
        price=content.price or base.price,
    )


def _drafts(products: Products) -> list[tuple[str, Content]]:
    found: list[tuple[str, Content]] = []
    cursor = None
    while True:
        page = products.page(limit=_PAGE, cursor=cursor, state=ProductState.DRAFT)
        found += [(each.id, each.content) for each in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found
