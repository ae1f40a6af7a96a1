"""Instructions to a machine in the dress of a text: from a trend's name, say, that a model would be given to read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from podpusher_cli.core.content.findings import Finding
from podpusher_cli.core.content.lists import WordList
from podpusher_cli.core.content.reading import Reading
from podpusher_cli.core.text import N_

_ORDERS = N_("“{text}” speaks to a machine rather than to a buyer.")
_HIDDEN = N_("There are letters that nobody sees ({text}); such can carry instructions to a machine.")
_CODE = N_("“{text}” is code or a mark of a conversation with a model, not a listing's text.")
_BLOB = N_("“{text}” is encoded; nobody can read what it says.")
_FIX = N_("Write the text anew without it.")
_TAGS = (
    "script|iframe|object|embed|svg|style|meta|link|form|img|base|prompt|system|instructions?|assistant|user|human|context"
    "|input|admin|s"
)
_SPEAKERS = (
    "system|assistant|developer|user|human|sistema|usuario|asistente|systeme|système|assistante|utilisateur|benutzer|nutzer"
    "|assistent"
)
_MARKS = re.compile(
    rf"<\s?/?\s?(?:{_TAGS})\b[^<>]{{0,200}}>"
    r"|<\|[^|<>]{1,40}\|>|\[/?(?:inst|sys|system|assistant|user|admin)\]|<<\s?/?sys\s?>>"
    r"|\{\{[^{}]{1,80}\}\}|\{%[^{}]{1,80}%\}|\$\{[^{}]{1,80}\}"
    rf"|(?:^|\n|\"|[.!;{{}}\[(]\s?)\s{{0,4}}#{{0,4}}\s?(?:{_SPEAKERS})\s?(?:prompt|message|mensaje|nachricht)?\s?:\s?(?=\S)"
    r"|#{2,}\s?(?:instructions?|system|new|prompt|end|anweisung|instrucciones|consignes|response|task)\b"
    r"|-{3,}\s?(?:end|begin|system|instructions?|fin|ende)\b|```"
    r"|\bon(?:error|load|click|mouseover|focus)\s?=|javascript\s?:|data:text/html|document\.cookie|\beval\(|\balert\("
    r"|(?:^|\s)rm -rf\b|\bcurl\s[^\n]{0,80}\|\s?(?:ba)?sh\b|\bwget\shttp|;\s?drop table|'\s?or\s'?1'?\s?=\s?'?1|union select\b"
    r"|\"role\"\s?:\s?\"|\bos\.system\(|__import__\(|\bsubprocess\.",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"^\s?[=+@-]\s?(?:cmd\||hyperlink\(|importxml\(|webservice\(|dde\(|importdata\()", re.IGNORECASE)
_RUN = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{20,}={0,2}(?![\w+/=])")
_ESCAPES = re.compile(
    r"(?:\\x[0-9a-f]{2}){4,}|(?:\\u[0-9a-f]{4}){3,}|(?:%[0-9a-f]{2}){6,}|\b(?:[0-9a-f]{2}\s){7,}[0-9a-f]{2}\b|\b0x[0-9a-f]{16,}",
    re.IGNORECASE,
)
_JOINING = ("ARABIC", "DEVANAGARI", "BENGALI", "TAMIL", "SINHALA", "MALAYALAM", "KANNADA", "TELUGU", "GUJARATI")
_UNSEEN = frozenset("\u115f\u3164\u2800\u034f")
_EMOJI, _SPACE = 0x1F000, 32


def injection(reading: Reading, listed: WordList) -> Iterator[Finding]:
    """Orders to a model, hidden letters, code and what is encoded."""
    text = reading.folded.text
    for hit in reading.hits[listed.name]:
        if not reading.is_calm(hit):
            yield reading.finding("injection", hit, "block", _ORDERS, _FIX)
    for pattern in (_MARKS, _FORMULA):
        for found in pattern.finditer(text):
            yield _at(text, found.start(), found.end(), _CODE)
    for found in (*_ESCAPES.finditer(text), *(each for each in _RUN.finditer(text) if _is_blob(each[0]))):
        yield _at(text, found.start(), found.end(), _BLOB)
    yield from _unseen(text)


def _is_blob(run: str) -> bool:
    """Whether a long run is a code rather than a long word or a hashtag: small and large letters and digits by turns."""
    if run.endswith("="):
        return True
    turns = sum(_kind(a) != _kind(b) for a, b in pairwise(run))
    return turns > len(run) / 4


def _kind(letter: str) -> str:
    return "digit" if letter.isdigit() else "large" if letter.isupper() else "small"


def _unseen(text: str) -> Iterator[Finding]:
    """Zero-width letters inside words, marks that turn the direction, and tags; joiners in emoji and in scripts that need them stay."""
    places = [place for place, letter in enumerate(text) if _is_unseen(letter) and not _belongs(text, place)]
    if places:
        names = ", ".join(dict.fromkeys(f"U+{ord(text[place]):04X}" for place in places[:8]))
        yield Finding("injection", places[0], places[-1] + 1, "block", _HIDDEN, _FIX, {"text": names})


def _is_unseen(letter: str) -> bool:
    if letter.isascii():
        return (ord(letter) < _SPACE and letter not in "\n\r\t") or letter == "\x7f"
    kind = unicodedata.category(letter)
    return (
        letter in _UNSEEN
        or (kind in {"Cf", "Cc", "Co", "Cs"} and letter != "\u00ad")
        or 0xE0100 <= ord(letter) <= 0xE01EF
    )


def _belongs(text: str, place: int) -> bool:
    """Whether an unseen letter is part of an emoji or of a script that needs it, or only names the direction of one."""
    letter = text[place]
    near = text[max(0, place - 2) : place] + text[place + 1 : place + 3]
    if letter in "\u200d\u200c":
        return any(
            ord(each) > _EMOJI or unicodedata.category(each) in {"So", "Sk", "Mn"} or _joins(each) for each in near
        )
    if letter in "\u200e\u200f\u061c":
        return any(unicodedata.bidirectional(each) in {"R", "AL"} for each in text)
    if 0xE0020 <= ord(letter) <= 0xE007F:  # tags: the flags of England, Scotland and Wales end in them
        return "\U0001f3f4" in text[max(0, place - 8) : place]
    return False


def _joins(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(_JOINING)


def _at(text: str, start: int, end: int, reason: str) -> Finding:
    return Finding("injection", start, end, "block", reason, _FIX, {"text": text[start:end]})
