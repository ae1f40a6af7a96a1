"""A listing's text, and Etsy's rules for it as pure checks (reference/etsy.md, section 6)."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from podpusher_cli.core.text import N_, printable

Field = Literal["title", "description", "tags", "materials"]
Severity = Literal["refuse", "warn"]

LANGUAGES = ("en", "es", "fr", "de")

MOST_TITLE = 140
SHORT_TITLE_WORDS = 15
MOST_TAGS, MOST_TAG = 13, 20
MOST_MATERIALS, MOST_MATERIAL = 13, 45
MOST_CAPITAL_WORDS, SHORT_SHOUT = 3, 10  # over it Printify answers 61003 (reference/printify.md, section 7)

_MARKS = frozenset("™©®")
_ONCE = "%:&+"
_IN_WORDS = {
    "en": {"&": "and", "+": "plus", "%": "percent"},
    "es": {"&": "y", "+": "más", "%": "por ciento"},
    "fr": {"&": "et", "+": "plus", "%": "pour cent"},
    "de": {"&": "und", "+": "plus", "%": "Prozent"},
}


@dataclass(frozen=True, slots=True)
class Copy:
    """What a buyer reads and searches. `language` is that of the text: en, es, fr or de."""

    title: str
    description: str
    tags: tuple[str, ...]
    materials: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken (`refuse`: Etsy or Printify would not take it) or advice that is not followed (`warn`).

    `name` never changes; `values` fill both sentences.
    """

    name: str
    field: Field
    severity: Severity
    message: str
    fix: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)


def check_copy(copy: Copy) -> tuple[Finding, ...]:
    """Every finding, what would be refused first. Nothing with severity `refuse` means: Etsy takes it."""
    found = [*_title(copy.title), *_tags(copy.tags), *_description(copy.description), *_materials(copy.materials)]
    return tuple(sorted(found, key=lambda finding: finding.severity != "refuse"))


def refusals(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stand in the way of a listing."""
    return tuple(finding for finding in findings if finding.severity == "refuse")


# What may stand where


def in_title(letter: str) -> bool:
    """Letters, digits, punctuation, mathematical signs, spaces and the three marks."""
    kind = unicodedata.category(letter)
    return kind[0] in "LP" or kind in {"Nd", "Sm", "Zs"} or letter in _MARKS


def in_tag(letter: str) -> bool:
    """Letters, digits, spaces, `-`, `'` and the three marks."""
    return in_material(letter) or letter in "-'" or letter in _MARKS


def in_material(letter: str) -> bool:
    """Letters, digits and spaces."""
    kind = unicodedata.category(letter)
    return kind[0] == "L" or kind in {"Nd", "Zs"}


def capital_words(title: str) -> int:
    """How many words of two letters or more are all in capitals."""
    words = ("".join(filter(str.isalpha, word)) for word in title.split())
    return sum(len(word) > 1 and word.isupper() for word in words)


def shouts(title: str) -> bool:
    """Whether a title has more capitals than Printify lets through."""
    cased = [letter for letter in title if letter.isupper() or letter.islower()]
    mostly = len(cased) >= SHORT_SHOUT and sum(map(str.isupper, cased)) > len(cased) / 2
    return mostly or capital_words(title) > MOST_CAPITAL_WORDS


# The checks


def _title(title: str) -> Iterator[Finding]:
    if not title.strip():
        yield Finding("title_missing", "title", "refuse", N_("The title is empty."), N_("Give the listing a title."))
        return
    if len(title) > MOST_TITLE:
        yield Finding(
            "title_long", "title", "refuse", N_("The title has {count} characters; Etsy takes {most}."),
            N_("Shorten the title to {most} characters."), {"count": len(title), "most": MOST_TITLE},
        )  # fmt: skip
    if bad := _strange(title, in_title):
        yield Finding(
            "title_characters", "title", "refuse", N_("Etsy takes no {characters} in a title."),
            N_("Leave out {characters}; emoji, currency signs and line breaks are not allowed."), {"characters": bad},
        )  # fmt: skip
    if often := [sign for sign in _ONCE if title.count(sign) > 1]:
        yield Finding(
            "title_signs", "title", "refuse", N_("{signs} may stand only once in a title."),
            N_("Write the word in place of the sign."), {"signs": " ".join(often)},
        )  # fmt: skip
    if shouts(title):
        yield Finding(
            "title_capitals", "title", "refuse", N_("The title has too many words in capitals; Printify refuses that."),
            N_("Write at most {most} words in capitals."), {"most": MOST_CAPITAL_WORDS},
        )  # fmt: skip
    if (words := len(title.split())) >= SHORT_TITLE_WORDS:
        yield Finding(
            "title_wordy", "title", "warn", N_("The title has {count} words; Etsy advises fewer than {most}."),
            N_("Move some of the words into the tags."), {"count": words, "most": SHORT_TITLE_WORDS},
        )  # fmt: skip


def _tags(tags: Sequence[str]) -> Iterator[Finding]:
    if len(tags) > MOST_TAGS:
        yield Finding(
            "tags_many", "tags", "refuse", N_("There are {count} tags; Etsy takes {most}."),
            N_("Keep the {most} best tags."), {"count": len(tags), "most": MOST_TAGS},
        )  # fmt: skip
    if long := [tag for tag in tags if len(tag) > MOST_TAG]:
        yield Finding(
            "tags_long", "tags", "refuse", N_("These tags are longer than {most} characters: {tags}."),
            N_("Shorten them to {most} characters, spaces included."), {"tags": ", ".join(long), "most": MOST_TAG},
        )  # fmt: skip
    if bad := _strange("".join(tags), in_tag):
        yield Finding(
            "tags_characters", "tags", "refuse", N_("Etsy takes no {characters} in a tag."),
            N_("Use letters, digits, spaces, hyphens and apostrophes."), {"characters": bad},
        )  # fmt: skip
    if any(not tag.strip() for tag in tags):
        yield Finding("tags_empty", "tags", "refuse", N_("A tag is empty."), N_("Take out the empty tag."))
    if len({_same(tag) for tag in tags}) < len(tags):
        yield Finding(
            "tags_twice", "tags", "refuse", N_("A tag stands there twice."), N_("Put another tag in its place."),
        )  # fmt: skip
    if len(tags) < MOST_TAGS:
        yield Finding(
            "tags_few", "tags", "warn", N_("There are {count} tags of {most}; buyers search by them."),
            N_("Add tags until there are {most}."), {"count": len(tags), "most": MOST_TAGS},
        )  # fmt: skip


def _description(description: str) -> Iterator[Finding]:
    if not description.strip():
        yield Finding(
            "description_missing", "description", "refuse", N_("The description is empty."),
            N_("Say what the buyer gets."),
        )  # fmt: skip
    if description != printable(description):
        yield Finding(
            "description_characters", "description", "refuse",
            N_("The description has control characters that no page can show."), N_("Take them out."),
        )  # fmt: skip


def _materials(materials: Sequence[str]) -> Iterator[Finding]:
    if len(materials) > MOST_MATERIALS:
        yield Finding(
            "materials_many", "materials", "refuse", N_("There are {count} materials; Etsy takes {most}."),
            N_("Keep the {most} that matter."), {"count": len(materials), "most": MOST_MATERIALS},
        )  # fmt: skip
    if wrong := [each for each in materials if not _material_fits(each)]:
        yield Finding(
            "materials_form", "materials", "refuse", N_("Etsy does not take these materials: {materials}."),
            N_("Use at most {most} letters, digits and spaces each."),
            {"materials": ", ".join(wrong), "most": MOST_MATERIAL},
        )  # fmt: skip


def _material_fits(material: str) -> bool:
    return 0 < len(material.strip()) <= len(material) <= MOST_MATERIAL and all(map(in_material, material))


def _strange(text: str, allowed: Callable[[str], bool]) -> str:
    """The characters that are not allowed, each once; those that cannot be seen by their code points."""
    found = dict.fromkeys(letter for letter in text if not allowed(letter))
    return " ".join(letter if printable(letter).strip() else f"U+{ord(letter):04X}" for letter in list(found)[:8])


def _same(tag: str) -> str:
    return " ".join(tag.split()).casefold()


# Trims: always the same text for the same text, and never a broken rule after them


def fit_copy(copy: Copy) -> Copy:
    """The nearest text that Etsy takes. A title or description without any usable letter comes back empty."""
    return Copy(
        title=fit_title(copy.title, copy.language),
        description=fit_description(copy.description),
        tags=fit_tags(copy.tags),
        materials=fit_materials(copy.materials),
        language=copy.language,
    )


def fit_title(title: str, language: str = "en", most: int = MOST_TITLE) -> str:
    """The title without what Etsy refuses, cut at a comma or between words."""
    text = _allowed(title, in_title)
    words = _IN_WORDS.get(language, _IN_WORDS["en"])
    for sign in _ONCE:
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
            kept.setdefault(_same(fitted), fitted)
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
