"""What new products start from: the profile's blueprint, print provider, variants and price."""

from __future__ import annotations

from dataclasses import dataclass

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.money import parse_price
from podpusher_cli.core.products import ProductBase
from podpusher_cli.core.publishing import find_variants
from podpusher_cli.core.setting_values import checked
from podpusher_cli.core.text import N_
from podpusher_cli.core.unpublished import NoSuchVariant
from podpusher_cli.store.settings import Settings
from podpusher_cli.workflows.blanks import Catalogue, NoSuchBlank
from podpusher_cli.workflows.products import split_variants


class BadNumber(BadInput):
    code = "template.number"
    message = N_("“{text}” is not a number.")
    hint = N_("podpusher settings set template.blueprint NUMBER sets it later.")


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
    if template.price:  # typed as an option, it is no setting yet: first, for that is what is said of it
        parse_price(template.price, settings.get("currency"))
    for key, value in template.values().items():
        checked(key, value)


def base_of(template: Template, settings: Settings) -> ProductBase:
    """What was said this once, over the profile's template, which counts for its own blueprint only.

    Raises BadPrice or BadSetting.
    """
    check(template, settings)
    values, said = settings.all(), template.values()
    if said.get("template.blueprint", values["template.blueprint"]) != values["template.blueprint"]:
        values |= {"template.print_provider": "", "template.variants": "", "template.price": ""}
    values |= said
    return ProductBase(
        blueprint_id=int(values["template.blueprint"]) if values["template.blueprint"] else None,
        print_provider_id=int(values["template.print_provider"]) if values["template.print_provider"] else None,
        variants=split_variants(values["template.variants"]),
        price=parse_price(values["template.price"], values["currency"]) if values["template.price"] else None,
    )


def keep(template: Template, settings: Settings, catalogue: Catalogue) -> None:
    """Make the template the profile's. Raises what `prove` does."""
    prove(template, settings, catalogue)
    settings.set(template.values())


def prove(template: Template, settings: Settings, catalogue: Catalogue) -> None:
    """Hold the template against the catalogue. Raises what `check` does, NoSuchBlueprint, NoSuchBlank or NoSuchVariant."""
    check(template, settings)
    blueprint, print_provider = template.blueprint, template.print_provider
    if blueprint is not None and print_provider is None:
        catalogue.print_providers(blueprint)
    elif blueprint is not None and print_provider is not None:
        there = catalogue.variants(blueprint, print_provider)
        if not there:
            raise NoSuchBlank(blueprint=blueprint, print_provider=print_provider)
        _, unknown = find_variants(split_variants(template.variants or "all"), there)
        if unknown:
            raise NoSuchVariant(words=", ".join(unknown), blueprint=blueprint)
