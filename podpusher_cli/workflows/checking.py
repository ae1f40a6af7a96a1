"""Hold texts against the facts, the lists and Etsy's rules, and keep what the seller lets pass."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from podpusher_cli.core.blanks import described
from podpusher_cli.core.content.decisions import Decision, allowing, settled
from podpusher_cli.core.content.facts import Facts, read_facts
from podpusher_cli.core.content.findings import FIELDS, Field, Verdict
from podpusher_cli.core.content.inspecting import inspect
from podpusher_cli.core.content.lists import Lists, OwnWords
from podpusher_cli.core.content.report import Checked, CheckedLine, told
from podpusher_cli.core.content.tongue import language_of
from podpusher_cli.core.copywriting import LANGUAGES
from podpusher_cli.core.errors import BadInput, PartlyFailed, PodpusherError
from podpusher_cli.core.products import Product
from podpusher_cli.core.text import N_
from podpusher_cli.store.decisions import Decisions
from podpusher_cli.workflows.blanks import Catalogue, NoSuchBlueprint, blueprint_of, is_passing
from podpusher_cli.workflows.given import read_given

_COLUMNS = frozenset(("id", "text", "field", "lang", "facts"))


class BadLine(BadInput):
    code = "check.line"
    message = N_("Line {line} cannot be read: {problem}")
    hint = N_("A line is a JSON object with id, text, field, lang and facts.")


class NoLines(BadInput):
    code = "check.file"
    message = N_("{file} has no line that can be checked.")
    hint = N_("Each line is a JSON object with id, text, field, lang and facts.")


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
        return told([(field, self.verdict(text, field, language, facts))], self.decisions.of(text, field))


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


def check_product(checker: Checker, product: Product, language: str, facts: Facts) -> Checked:
    """The verdict on a product's title, description and tags together."""
    content = product.content
    texts: list[tuple[Field, str]] = [("title", content.title), ("description", content.description)]
    texts += [("tag", tag) for tag in content.tags]
    decisions = [each for field, text in texts for each in checker.decisions.of(text, field)]
    return told([(field, checker.verdict(text, field, language, facts)) for field, text in texts], decisions)


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


# Batches


def check_batch(
    checker: Checker, file: Path, language: str | None, usual: str
) -> tuple[list[CheckedLine], PodpusherError | None]:
    """Every line's verdict in order, and the error that names the lines that cannot be read.

    `language` is that of lines without `lang`; None: what each reads like, `usual` where that does not show. Raises
    NoSuchFile, CannotRead or NoLines.
    """
    done: list[CheckedLine] = []
    bad: list[BadLine] = []
    for number, line in _lines(file):
        try:
            done.append(_checked_line(checker, number, line, language, usual))
        except BadLine as error:
            bad.append(error)
    if not done:
        nothing: PodpusherError = bad[0] if len(bad) == 1 else NoLines(file=file)
        nothing.details["items"] = [_item(each) for each in bad]
        raise nothing
    if not bad:
        return done, None
    details = {"items": [_item(each) for each in bad]}
    return done, PartlyFailed(failed=len(bad), total=len(done) + len(bad), hint=BadLine.hint, details=details)


def _item(error: BadLine) -> dict[str, str]:
    told_hint = error.plain_hint()
    return {"id": str(error.fields["line"]), "code": error.full_code, "message": error.plain(), "hint": told_hint}


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers."""
    for number, line in enumerate(read_given(file).removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield number, line


def _checked_line(checker: Checker, number: int, line: bytes, language: str | None, usual: str) -> CheckedLine:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(line=number, problem=str(error)) from error
    if not isinstance(row, dict):
        raise BadLine(line=number, problem=str(row)[:80])
    text, field, lang = _text(row.get("text")), row.get("field") or "description", row.get("lang") or language
    if text is None:
        raise BadLine(line=number, problem="text")
    lang = lang or language_of(text, usual)
    field = {"tags": "tag"}.get(field, field) if isinstance(field, str) else field
    spoken = lang.replace("_", "-").split("-")[0].lower() if isinstance(lang, str) else lang
    if field not in FIELDS:
        raise BadLine(line=number, problem=f"field: {str(field)[:80]}")
    if spoken not in LANGUAGES:
        raise BadLine(line=number, problem=f"lang: {str(lang)[:80]}")
    try:
        facts = read_facts(row.get("facts"))
    except BadInput as error:
        raise BadLine(line=number, problem=error.plain()) from error
    name = row.get("id")
    known = name if isinstance(name, str | int) and not isinstance(name, bool) else number
    return {"id": known, **checker.checked(text, field, spoken, facts)}


def _text(given: Any) -> str | None:
    """A text, or a list of tags as one."""
    if isinstance(given, list) and all(isinstance(each, str) for each in given):
        return ", ".join(given)
    return given if isinstance(given, str) else None
