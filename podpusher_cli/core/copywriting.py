"""A listing's text, and Etsy's rules for it as pure checks (reference/etsy.md, section 6)."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.text import N_, NN_, printable

Field = Literal["title", "description", "tags", "materials", "alt"]
Severity = Literal["refuse", "warn"]

LANGUAGES = ("en", "es", "fr", "de")

MOST_TITLE = 140
SHORT_TITLE_WORDS = 15
MOST_TAGS, MOST_TAG = 13, 20
MOST_MATERIALS, MOST_MATERIAL = 13, 45
MOST_ALT = 500
MOST_CAPITAL_WORDS, SHORT_SHOUT = 3, 10  # over it Printify answers 61003 (reference/printify.md, section 7)

ONCE = "%:&+"
"""Signs that a title may have once each."""
_MARKS = frozenset("™©®")


@dataclass(frozen=True, slots=True)
class Copy:
    """What a buyer reads and searches. `language` is that of the text: en, es, fr or de.

    `alt` says what the picture shows, for those who do not see it.
    """

    title: str
    description: str
    tags: tuple[str, ...]
    materials: tuple[str, ...] = ()
    language: str = "en"
    alt: str = ""


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


class UnknownLanguage(BadInput):
    code = "generate.language"
    message = N_("Listings can be written in {languages}, not in “{language}”.")


def languages_of(text: str, own: str) -> tuple[str, ...]:
    """Languages by comma, each once, without a listing's `own`. Raises UnknownLanguage."""
    named = list(dict.fromkeys(word.strip().lower() for word in text.split(",") if word.strip()))
    for each in named:
        if each not in LANGUAGES:
            raise UnknownLanguage(languages=", ".join(LANGUAGES), language=each)
    return tuple(each for each in named if each != own)


def check_copy(copy: Copy) -> tuple[Finding, ...]:
    """Every finding, what would be refused first. Nothing with severity `refuse` means: Etsy takes it."""
    found = [
        *_title(copy.title), *_tags(copy.tags), *_description(copy.description), *_materials(copy.materials), *_alt(copy.alt),
    ]  # fmt: skip
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
    if often := [sign for sign in ONCE if title.count(sign) > 1]:
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
            "tags_long", "tags", "refuse", NN_(
                "This tag is longer than {most} characters: {tags}.",
                "These tags are longer than {most} characters: {tags}.",
            ),
            NN_(
                "Shorten it to {most} characters, spaces included.",
                "Shorten them to {most} characters, spaces included.",
            ),
            {"tags": ", ".join(long), "count": len(long), "most": MOST_TAG},
        )  # fmt: skip
    if bad := _strange("".join(tags), in_tag):
        yield Finding(
            "tags_characters", "tags", "refuse", N_("Etsy takes no {characters} in a tag."),
            N_("Use letters, digits, spaces, hyphens and apostrophes."), {"characters": bad},
        )  # fmt: skip
    if any(not tag.strip() for tag in tags):
        yield Finding("tags_empty", "tags", "refuse", N_("A tag is empty."), N_("Take out the empty tag."))
    if len({same_tag(tag) for tag in tags}) < len(tags):
        yield Finding(
            "tags_twice", "tags", "refuse", N_("A tag is there twice."), N_("Put another tag in its place."),
        )  # fmt: skip
    if len(tags) < MOST_TAGS:
        yield Finding(
            "tags_few", "tags", "warn", NN_(
                "There is {count} tag of {most}; buyers search by them.",
                "There are {count} tags of {most}; buyers search by them.",
            ),
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
            "materials_form", "materials", "refuse", NN_(
                "Etsy does not take this material: {materials}.",
                "Etsy does not take these materials: {materials}.",
            ),
            N_("Use at most {most} letters, digits and spaces each."),
            {"materials": ", ".join(wrong), "count": len(wrong), "most": MOST_MATERIAL},
        )  # fmt: skip


def _alt(alt: str) -> Iterator[Finding]:
    if len(alt) > MOST_ALT:
        yield Finding(
            "alt_long", "alt", "refuse", N_("The picture's alt text has {count} characters; Etsy takes {most}."),
            N_("Say in a sentence what the picture shows."), {"count": len(alt), "most": MOST_ALT},
        )  # fmt: skip


def _material_fits(material: str) -> bool:
    return 0 < len(material.strip()) <= len(material) <= MOST_MATERIAL and all(map(in_material, material))


def _strange(text: str, allowed: Callable[[str], bool]) -> str:
    """The characters that are not allowed, each once; those that cannot be seen by their code points."""
    found = dict.fromkeys(letter for letter in text if not allowed(letter))
    return " ".join(letter if printable(letter).strip() else f"U+{ord(letter):04X}" for letter in list(found)[:8])


def same_tag(tag: str) -> str:
    """A tag for comparing: capitals and blanks make no other one."""
    return " ".join(tag.split()).casefold()
