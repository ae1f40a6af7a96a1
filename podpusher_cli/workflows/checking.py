"""Hold texts against the facts, the lists and Etsy's rules, and keep what the seller lets pass. Many: checking_lines.py."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from podpusher_cli.core.blanks import described
from podpusher_cli.core.content.decisions import Decision, allowing, settled
from podpusher_cli.core.content.facts import Facts, read_facts
from podpusher_cli.core.content.findings import Field, Verdict
from podpusher_cli.core.content.inspecting import inspect
from podpusher_cli.core.content.lists import Lists, OwnWords
from podpusher_cli.core.content.report import Checked, told
from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.errors import BadInput, PodpusherError
from podpusher_cli.core.products import Product
from podpusher_cli.core.text import N_
from podpusher_cli.store.decisions import Decisions
from podpusher_cli.workflows.blanks import Catalogue, NoSuchBlueprint, blueprint_of, is_passing
from podpusher_cli.workflows.given import read_given


class NotJson(BadInput):
    code = "check.json"
    message = N_("{file} is no JSON: {problem}")


@dataclass(frozen=True, slots=True)
class Checker:
    """What texts are held against."""

    lists: Lists
    own: OwnWords
    decisions: Decisions

    def verdict(self, text: str, field: Field, language: str, facts: Facts) -> Verdict:
        """The verdict, less what the seller has let pass."""
        found = inspect(text, field, language, facts, self.lists, self.own)
        return settled(found, self.decisions.of(text, field)) if found.ruling != "ok" else found

    def checked(self, text: str, field: Field, language: str, facts: Facts) -> Checked:
        """The same, as `check` prints it."""
        return told([(field, language, self.verdict(text, field, language, facts))], self.decisions.of(text, field))


def own_words(settings: Mapping[str, str]) -> OwnWords:
    """The seller's own lists, from the settings."""

    def split(key: str) -> tuple[str, ...]:
        return tuple(word for part in settings[key].split(",") if (word := part.strip()))

    return OwnWords(blocked=split("content.blocked"), allowed=split("content.allowed"))


def allow(
    checker: Checker, text: str, field: Field, language: str, facts: Facts, *, reason: str, now: datetime
) -> Decision:
    """Let the warnings about a text pass from now on. Raises NoReason, NothingToAllow or CannotAllow."""
    allowed, sources = allowing(checker.verdict(text, field, language, facts), reason)
    return checker.decisions.add(text, field, reason.strip(), allowed, sources, now)


def check_product(
    checker: Checker, product: Product, translations: Sequence[Copy], language: str, facts: Facts
) -> Checked:
    """The verdict on a product's title, description and tags together, in every language that it is written in."""
    content = product.content
    texts = _texts(language, content.title, content.description, content.tags)
    texts += [text for each in translations for text in _texts(each.language, each.title, each.description, each.tags)]
    verdicts = [(field, tongue, checker.verdict(text, field, tongue, facts)) for field, tongue, text in texts]
    return told(verdicts, [each for field, _, text in texts for each in checker.decisions.of(text, field)])


def _texts(language: str, title: str, description: str, tags: Sequence[str]) -> list[tuple[Field, str, str]]:
    """Each text of a listing with its field and language."""
    return [
        ("title", language, title),
        ("description", language, description),
        *(("tag", language, tag) for tag in tags),
    ]


def facts_of_product(product: Product, catalogue: Catalogue) -> Facts:
    """What Printify says of the product's blank; nothing is known where it has none, or Printify cannot be asked."""
    blueprint = product.content.blueprint_id
    if blueprint is None:
        return Facts()
    try:
        found = blueprint_of(catalogue, blueprint)
        provider = product.content.print_provider_id
        variants = catalogue.variants(blueprint, provider) if provider else ()
    except NoSuchBlueprint:
        return Facts()
    except PodpusherError as error:
        if not is_passing(error):
            raise
        return Facts()
    sizes = dict.fromkeys(part.strip() for each in variants for part in each.title.split("/"))
    return Facts(
        material=described(found.description),
        garment=found.title,
        brand_of_blank=f"{found.brand} {found.model}",
        sizes=tuple(sizes),
    )


def read_facts_file(file: Path) -> Facts:
    """The facts in a JSON file. Raises NoSuchFile, CannotRead, NotJson or BadFacts."""
    try:
        given = json.loads(read_given(file))
    except (ValueError, RecursionError) as error:
        raise NotJson(file=file, problem=error) from error
    return read_facts(given)
