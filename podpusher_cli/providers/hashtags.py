"""Hashtags read as words: `adoptdontshop` is “adopt don't shop”."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_LEAST = 5  # letters; a shorter tag is a word already
_APOSTROPHES = {
    "dont": "don't", "cant": "can't", "wont": "won't", "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't", "im": "I'm",
    "ive": "I've", "youre": "you're", "thats": "that's", "lets": "let's", "mothersday": "mother's day", "fathersday": "father's day",
}  # fmt: skip


def spelled_out(tag: str, language: str = "en") -> str:
    """The tag as words of the language, its first letter a capital. What has spaces or cannot be read stays as it is."""
    if " " in tag or len(tag) < _LEAST or not tag.isalnum():
        return tag
    parts = re.findall(r"[A-ZÀ-Þ]?[^\WA-ZÀ-Þ\d_]+|[A-ZÀ-Þ]+(?![^\WA-ZÀ-Þ\d_])|\d+", tag)
    words = [word for part in parts for word in _split(part, language)]
    if not words or "".join(words).casefold() != tag.casefold() or _shreds(words):
        words = [tag]
    told = " ".join(_APOSTROPHES.get(word.casefold(), word) if language == "en" else word for word in words)
    return told[:1].upper() + told[1:]


def _split(part: str, language: str) -> list[str]:
    if not (part.isascii() or language != "en") or len(part) < _LEAST:
        return [part]
    found: list[str] = _model(language).split(part)
    return found


def _shreds(words: list[str]) -> bool:
    """Whether it was cut into letters, as a name or another language's word is."""
    letters = [word for word in words if word.isalpha()]
    return any(len(word) == 1 and word.casefold() not in {"a", "à", "e", "i", "o", "y"} for word in letters)


@cache
def _model(language: str) -> Any:
    from wordninja_enhanced import LanguageModel

    return LanguageModel(language)
