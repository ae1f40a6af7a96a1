"""Printify's catalogue: which blanks there are, who prints them, and the facts that a listing may state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from podpusher_cli.core.blanks import Blank, Facts, Kind, kind_of, maker, matching, materials_in, sizes_in
from podpusher_cli.core.errors import BadInput, NotFound, PodpusherError
from podpusher_cli.core.inking import Cloth, cloths_in
from podpusher_cli.core.printify import Blueprint, PrintProvider, Variant
from podpusher_cli.core.printing import PrintArea
from podpusher_cli.core.products import ProductBase
from podpusher_cli.core.publishing import find_variants
from podpusher_cli.core.results import Cursors, Page
from podpusher_cli.core.text import N_
from podpusher_cli.core.traffic import Cache

T = TypeVar("T")
FRESH_SECONDS = 24 * 3600.0
KEPT_SECONDS = 30 * 24 * 3600.0  # what Printify cannot be asked for is taken from what it said in the last weeks


class NoSuchBlank(BadInput):
    code = "template.blueprint"
    message = N_("Printify has no blueprint {blueprint} from print provider {print_provider}.")
    hint = "podpusher blueprints"


class NoSuchBlueprint(NotFound):
    message = N_("Printify has no blueprint {name}.")
    hint = "podpusher blueprints"


class Catalogue(Protocol):
    """A catalogue of blanks."""

    def blueprints(self) -> Sequence[Blueprint]:
        """All of them."""
        ...

    def print_providers(self, blueprint: int) -> Sequence[PrintProvider]:
        """Who prints this blueprint."""
        ...

    def variants(self, blueprint: int, print_provider: int) -> Sequence[Variant]:
        """The variants in stock."""
        ...


class CachedCatalogue:
    """Printify's catalogue, asked at most once a day. `printer` gives the client, or raises NotConnected."""

    def __init__(self, printer: Callable[[], Catalogue], cache: Cache) -> None:
        self._printer = printer
        self._cache = cache

    def blueprints(self) -> Sequence[Blueprint]:
        """See Catalogue."""
        return self._read("blueprints", tuple[Blueprint, ...], lambda: self._printer().blueprints())

    def print_providers(self, blueprint: int) -> Sequence[PrintProvider]:
        """See Catalogue. Raises NoSuchBlueprint."""

        def fetch() -> Sequence[PrintProvider]:
            try:
                return self._printer().print_providers(blueprint)
            except PodpusherError as error:
                if error.details.get("status") != 404:
                    raise
                raise NoSuchBlueprint(name=str(blueprint)) from error

        return self._read(f"providers:{blueprint}", tuple[PrintProvider, ...], fetch)

    def variants(self, blueprint: int, print_provider: int) -> Sequence[Variant]:
        """See Catalogue. Raises NoSuchBlank."""

        def fetch() -> Sequence[Variant]:
            try:
                return self._printer().variants(blueprint, print_provider)
            except PodpusherError as error:
                if error.details.get("status") != 404:
                    raise
                raise NoSuchBlank(blueprint=blueprint, print_provider=print_provider) from error

        return self._read(f"variants:{blueprint}:{print_provider}", tuple[Variant, ...], fetch)

    def _read(self, key: str, kind: Any, fetch: Callable[[], T]) -> T:
        kept = self._cache.get(f"printify:{key}")
        if kept is None or kept.age > FRESH_SECONDS:
            try:
                told = fetch()
            except PodpusherError as error:
                if kept is None or not is_passing(error):
                    raise
            else:
                self._cache.put(f"printify:{key}", msgspec.json.encode(told), KEPT_SECONDS)
                return told
        found: T = msgspec.json.decode(kept.value, type=kind)
        return found


def is_passing(error: PodpusherError) -> bool:
    """Whether Printify only cannot be asked now: not connected, or not answering."""
    return error.exit_status in {3, 7}


def listing(
    catalogue: Catalogue, query: str | None, *, limit: int, cursor: str | None, cursors: Cursors
) -> Page[Blueprint]:
    """The blueprints that have every word of the query, in the catalogue's order. Raises NotConnected or BadCursor."""
    start = cursors.row(cursor) or 0
    found = matching(catalogue.blueprints(), query)
    end = start + limit
    return Page(found[start:end], cursors.made(end) if end < len(found) else None)


def sheet(catalogue: Catalogue, blueprint: int) -> Blank:
    """One blueprint with who prints it. Raises NoSuchBlueprint or NotConnected."""
    found = blueprint_of(catalogue, blueprint)
    makers = [maker(each, catalogue.variants(found.id, each.id)) for each in catalogue.print_providers(found.id)]
    return Blank(found.id, found.title, found.brand, found.model, tuple(makers))


def blueprint_of(catalogue: Catalogue, blueprint: int) -> Blueprint:
    """One blueprint of the catalogue. Raises NoSuchBlueprint or NotConnected."""
    found = next((each for each in catalogue.blueprints() if each.id == blueprint), None)
    if found is None:
        raise NoSuchBlueprint(name=str(blueprint))
    return found


def kind_of_blueprint(catalogue: Catalogue, blueprint: int) -> Kind:
    """What a blueprint is: a shirt where there is none of that number, or Printify cannot be asked."""
    try:
        return kind_of(blueprint_of(catalogue, blueprint).title)
    except PodpusherError:
        return "tee"


def facts_of(base: ProductBase, catalogue: Catalogue) -> tuple[Facts, PrintArea | None]:
    """What is known of the product's blank, and its print area.

    Without a blueprint a shirt is meant. Where Printify cannot be asked, nothing is claimed. Raises NoSuchBlueprint or NoSuchBlank.
    """
    if base.blueprint_id is None:
        return Facts(), None
    try:
        blueprint = blueprint_of(catalogue, base.blueprint_id)
        variants = catalogue.variants(blueprint.id, base.print_provider_id) if base.print_provider_id else ()
    except PodpusherError as error:
        if not is_passing(error):
            raise
        return Facts(kind="thing"), None
    facts = Facts(kind_of(blueprint.title), materials_in(blueprint.description), sizes_in(variants, base.variants))
    area = next((placed for each in variants if (placed := each.placeholder())), None)
    return facts, PrintArea(area.position, area.width, area.height) if area else None


def cloths_of(base: ProductBase, catalogue: Catalogue) -> tuple[Cloth, ...]:
    """The colours of the variants that are chosen; none where no blank is, or where Printify cannot be asked."""
    if base.blueprint_id is None or base.print_provider_id is None:
        return ()
    try:
        chosen, _ = find_variants(base.variants, catalogue.variants(base.blueprint_id, base.print_provider_id))
    except PodpusherError:
        return ()
    return cloths_in(each.title for each in chosen)
