"""Trims for a listing's text: always the same text for the same text, and never a broken rule after them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from podpusher_cli.core.copywriting import (
    MOST_ALT,
    MOST_MATERIAL,
    MOST_MATERIALS,
    MOST_TAG,
    MOST_TAGS,
    MOST_TITLE,
    ONCE,
    Copy,
    in_material,
    in_tag,
    in_title,
    same_tag,
    shouts,
)
from podpusher_cli.core.text import one_line, printable

_IN_WORDS = {
    "en": {"&": "and", "+": "plus", "%": "percent"},
    "es": {"&": "y", "+": "más", "%": "por ciento"},
    "fr": {"&": "et", "+": "plus", "%": "pour cent"},
    "de": {"&": "und", "+": "plus", "%": "Prozent"},
}


def fit_copy(copy: Copy) -> Copy:
    """The nearest text that Etsy takes. A title or description without any usable letter comes back empty."""
    return Copy(
        title=fit_title(copy.title, copy.language),
        description=fit_description(copy.description),
        tags=fit_tags(copy.tags),
        materials=fit_materials(copy.materials),
        language=copy.language,
        alt=shortened(one_line(copy.alt), MOST_ALT),
    )


def fit_title(title: str, language: str = "en", most: int = MOST_TITLE) -> str:
    """The title without what Etsy refuses, cut at a comma or between words."""
    text = _allowed(title, in_title)
    words = _IN_WORDS.get(language, _IN_WORDS["en"])
    for sign in ONCE:
        text = _only_once(text, sign, words)
    text = " ".join(text.split())
    if shouts(text):
        text = " ".join(_allowed(_calm(text), in_title).split())
    return shortened(text, most)


def fit_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """At most 13 different tags of at most 20 characters; what is left empty is dropped."""
    kept: dict[str, str] = {}
    for tag in tags:
        fitted = fit_tag(tag)
        if fitted:
            kept.setdefault(same_tag(fitted), fitted)
    return tuple(kept.values())[:MOST_TAGS]


def fit_tag(tag: str) -> str:
    """One tag: allowed letters only, cut between words where there are several."""
    return shortened(" ".join(_allowed(tag.translate(_APOSTROPHES), in_tag).split()), MOST_TAG).strip(" -'")


def fit_materials(materials: Iterable[str]) -> tuple[str, ...]:
    """At most 13 materials of at most 45 letters, digits and spaces."""
    fitted = (shortened(" ".join(_allowed(each, in_material).split()), MOST_MATERIAL) for each in materials)
    return tuple(dict.fromkeys(each for each in fitted if each))[:MOST_MATERIALS]


def fit_description(description: str) -> str:
    """The description without control characters, at most one empty line in a row."""
    lines = [line.rstrip() for line in printable(description.replace("\r\n", "\n").replace("\r", "\n")).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def shortened(text: str, most: int) -> str:
    """The text cut to `most` characters: at a clause where one ends in the second half, else between words."""
    if len(text) <= most:
        return text
    head = text[: most + 1]
    clause = max(head.rfind(", "), head.rfind(" - "), head.rfind(" – "), head.rfind(". "), head.rfind("; "))
    space = head.rfind(" ")
    end = clause if clause >= most / 2 else space if space > 0 else most
    return head[:end].rstrip(" ,;:–—-&+/(")


_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´", "'") | dict.fromkeys("–—‐‑", "-") | dict.fromkeys("_/&", " "))


def _allowed(text: str, allowed: Callable[[str], bool]) -> str:
    """The text in allowed letters only: a letter that is not is written in plainer ones, or left out."""
    return "".join(_plainer(letter, allowed) for letter in unicodedata.normalize("NFC", text))


def _plainer(letter: str, allowed: Callable[[str], bool]) -> str:
    if allowed(letter):
        return letter
    if letter.isspace() or unicodedata.category(letter) == "Cc":
        return " "
    for form in ("NFKC", "NFKD"):
        other = "".join(part for part in unicodedata.normalize(form, letter) if allowed(part))
        if other.strip():
            return other
    return " " if unicodedata.category(letter)[0] in "SP" else ""


def _only_once(text: str, sign: str, words: Mapping[str, str]) -> str:
    first = text.find(sign)
    if first < 0:
        return text
    instead = f" {words[sign]} " if sign in words else ", "
    return text[: first + 1] + text[first + 1 :].replace(sign, instead)


def _calm(text: str) -> str:
    """Capitals only where a word of two letters or more begins."""
    return " ".join(_lowered(word) for word in text.split())


def _lowered(word: str) -> str:
    plain = word.lower()
    letters = [place for place, letter in enumerate(plain) if letter.isalpha()]
    if len(letters) < 2:
        return plain
    start = letters[0]
    return plain[:start] + plain[start].upper()[:1] + plain[start + 1 :]
