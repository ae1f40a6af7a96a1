"""Hold many texts against the facts, the lists and Etsy's rules: a JSON Lines file, with a verdict for each line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from podpusher_cli.core.content.facts import BadFacts, read_facts
from podpusher_cli.core.content.findings import FIELDS
from podpusher_cli.core.content.report import CheckedLine
from podpusher_cli.core.content.tongue import language_of
from podpusher_cli.core.copywriting import LANGUAGES
from podpusher_cli.core.errors import BadInput, PartlyFailed, PodpusherError
from podpusher_cli.core.text import N_
from podpusher_cli.workflows.checking import Checker
from podpusher_cli.workflows.given import read_given


class BadLine(BadInput):
    code = "check.line"
    message = N_("Line {line} is no JSON object: {problem}")
    hint = N_("A line is a JSON object with id, text, field, lang and facts.")


class LineWithoutText(BadLine):
    message = N_("Line {line} has no text.")


class LineOfNoField(BadLine):
    message = N_("Line {line}: the field is one of {fields}, not “{field}”.")


class LineOfNoLanguage(BadLine):
    message = N_("Line {line}: the language is one of {languages}, not “{language}”.")


class LineWithBadFacts(BadLine):
    message = N_("Line {line}: its facts are not understood: {problem}")


class NoLines(BadInput):
    code = "check.file"
    message = N_("{file} has no line that can be checked.")
    hint = N_("Each line is a JSON object with id, text, field, lang and facts.")


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
        raise BadLine(line=number, problem=error) from error
    if not isinstance(row, dict):
        raise BadLine(line=number, problem=row)
    text, field, lang = _text(row.get("text")), row.get("field") or "description", row.get("lang") or language
    if text is None:
        raise LineWithoutText(line=number)
    lang = lang or language_of(text, usual)
    field = {"tags": "tag"}.get(field, field) if isinstance(field, str) else field
    spoken = lang.replace("_", "-").split("-")[0].lower() if isinstance(lang, str) else lang
    if field not in FIELDS:
        raise LineOfNoField(line=number, fields=", ".join(FIELDS), field=field)
    if spoken not in LANGUAGES:
        raise LineOfNoLanguage(line=number, languages=", ".join(LANGUAGES), language=lang)
    try:
        facts = read_facts(row.get("facts"))
    except BadFacts as error:
        raise LineWithBadFacts(line=number, problem=error.fields["problem"]) from error
    name = row.get("id")
    known = name if isinstance(name, str | int) and not isinstance(name, bool) else number
    return {"id": known, **checker.checked(text, field, spoken, facts)}


def _text(given: Any) -> str | None:
    """A text, or a list of tags as one."""
    if isinstance(given, list) and all(isinstance(each, str) for each in given):
        return ", ".join(given)
    return given if isinstance(given, str) else None
