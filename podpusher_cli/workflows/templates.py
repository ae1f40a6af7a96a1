"""What new products start from: the profile's blueprint, print provider, variants and price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from podpusher_cli.core.errors import BadInput, PodpusherError
from podpusher_cli.core.money import parse_price
from podpusher_cli.core.printify import PrintProvider, Variant
from podpusher_cli.core.publishing import find_variants
from podpusher_cli.core.settings import checked
from podpusher_cli.core.text import N_
from podpusher_cli.store.settings import Settings
from podpusher_cli.workflows.products import split_variants


class NoSuchBlank(BadInput):
    code = "template.blueprint"
    message = N_("Printify has no blueprint {blueprint} from print provider {print_provider}.")
    hint = "podpusher blueprints"


class NoSuchVariant(BadInput):
    code = "template.variants"
    message = N_("Printify has no variant “{words}” for this blueprint and print provider.")
    hint = N_("podpusher blueprints show {blueprint}")


class BadNumber(BadInput):
    code = "template.number"
    message = N_("“{text}” is not a number.")
    hint = N_("podpusher settings set template.blueprint NUMBER sets it later.")


class Catalogue(Protocol):
    """Printify's catalogue, as far as a template needs it."""

    def print_providers(self, blueprint: int) -> Sequence[PrintProvider]:
        """Who prints this blueprint."""
        ...

    def variants(self, blueprint: int, print_provider: int) -> Sequence[Variant]:
        """The variants in stock."""
        ...


@dataclass(frozen=True, slots=True)
class Template:
    """What was said of the template; None where nothing was. `variants` and `price` as typed."""

    blueprint: int | None = None
    print_provider: int | None = None
    variants: str | None = None
    price: str | None = None

    def values(self) -> dict[str, str]:
        """As settings; only what was said."""
        said = {
            "template.blueprint": self.blueprint,
            "template.print_provider": self.print_provider,
            "template.variants": self.variants,
            "template.price": self.price,
        }
        return {key: str(value) for key, value in said.items() if value is not None}


def has_template(settings: Settings) -> bool:
    """Whether anything of it was ever set."""
    return any(value for key, value in settings.all().items() if key.startswith("template."))


def check(template: Template, settings: Settings) -> None:
    """Find what cannot be right without asking anybody. Raises BadPrice or BadSetting."""
    for key, value in template.values().items():
        checked(key, value)
    if template.price:
        parse_price(template.price, settings.get("currency"))


def keep(template: Template, settings: Settings, catalogue: Catalogue) -> None:
    """Hold the template against the catalogue and make it the profile's. Raises NoSuchBlank or NoSuchVariant."""
    check(template, settings)
    blueprint, print_provider = template.blueprint, template.print_provider
    if blueprint is not None and print_provider is not None:
        there = _variants(catalogue, blueprint, print_provider)
        _, unknown = find_variants(split_variants(template.variants or "all"), there)
        if unknown:
            raise NoSuchVariant(words=", ".join(unknown), blueprint=blueprint)
    settings.set(template.values())


def _variants(catalogue: Catalogue, blueprint: int, print_provider: int) -> Sequence[Variant]:
    try:
        there = catalogue.variants(blueprint, print_provider)
    except PodpusherError as error:
        if error.details.get("status") != 404:
            raise
        there = ()
    if not there:
        raise NoSuchBlank(blueprint=blueprint, print_provider=print_provider)
    return there
