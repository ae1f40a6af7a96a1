"""Etsy's own rules and its advice, of one field at a time (core/copywriting.py and core/seo.py know them)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podpusher_cli.core.content.findings import Field, Finding, Severity
from podpusher_cli.core.copywriting import Copy, check_copy
from podpusher_cli.core.seo import score_copy
from podpusher_cli.core.text import N_

_PLACES = {"title": "title", "description": "description", "tag": "tags"}
_OF_THE_WHOLE = frozenset(("tags_few", "title_wordy", "description_missing"))
_ADVICE = frozenset(("title_wordy", "title_repeats"))
_MUCH = 12  # points lost: three words or more said twice
_OFTEN = 3
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,}|(?:https?://|www\.)(?!(?:www\.)?etsy\.)[^\s)]+|(?<![\w-])[\w-]{1,63}\.(?:com|net|shop|store|de|fr|es|co\.uk)/?(?=[\s,.)!]|$)"
    r"|(?:\+|00)\d[\d\s()/-]{7,20}\d",
    re.IGNORECASE,
)
_OUTSIDE = N_("“{text}” leads buyers away from Etsy, which forbids that in listings.")
_OUTSIDE_FIX = N_("Take “{text}” out.")


def rules(text: str, field: Field, language: str) -> Iterator[Finding]:
    """Broken rules (`etsy_rule`) and advice that is not followed (`seo`). A tag field may hold several, by comma."""
    if field == "idea":
        return
    tags = tuple(part.strip() for part in text.split(",")) if field == "tag" else ()
    copy = Copy(text if field == "title" else "-", text if field == "description" else "-", tags, language=language)
    for each in check_copy(copy):
        if each.field == _PLACES[field] and each.name not in _OF_THE_WHOLE:
            severity: Severity = "block" if each.severity == "refuse" else "warn"
            yield Finding("etsy_rule", 0, len(text), severity, each.message, each.fix, each.values)
    for found in _CONTACT.finditer(text):
        yield Finding(
            "etsy_rule", found.start(), found.end(), "warn", _OUTSIDE, _OUTSIDE_FIX, {"text": found[0]}
        )  # fmt: skip
    if field == "title":
        for reason in score_copy(copy).reasons:
            if reason.name in _ADVICE and (reason.name != "title_repeats" or reason.lost >= _MUCH or _stuffed(text)):
                yield Finding("seo", 0, len(text), "warn", reason.message, reason.fix, reason.values)


def _stuffed(title: str) -> bool:
    words = re.findall(r"\w{3,}", title.casefold())
    return any(words.count(word) >= _OFTEN for word in words)
