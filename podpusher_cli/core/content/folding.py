"""Text as it sounds rather than as it is spelled: small letters without accents, look-alikes undone, words with their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Cyrillic, Greek and small capitals that pass for Latin letters: each pair is the letter and what it passes for
_PAIRS = (
    "аa вb дd еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd ԛq ԝw αa βb εe ιi κk νv οo ρp τt υu χx γy ηn μm ωw"
    " ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz ıi łl øo đd"
)
_ALIKE = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_LETTERED = (0x1F130, 0x1F150, 0x1F170)  # squared and circled capitals, which Unicode does not decompose
_WORD = re.compile(r"[^\W_]+|[%&+]")
_ROUGH = re.compile(r"[^\s,;:()\[\]{}\"“”„«»/|<>?.]+")
_SPELLED = re.compile(r"(?<![^\W_])(?:[^\W\d_][\s.\-_*·•'’]{1,2}){2,}[^\W\d_](?![^\W_])")
_BROKEN = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}(?:[.\-_*·•][^\W\d_]{2,})+")
_DISGUISES = str.maketrans("0134578@$€!|", "oieastbaseil")
_OTHER_ONE = str.maketrans("0134578@$€!|", "oleastbasell")
_MIXED = re.compile(r"[0-9@$€!|*#]")
_TRIPLED = re.compile(r"(.)\1{2,}")
_BREAK = re.compile(r"[.!?;:\n•|]")
_PLURAL = 4  # letters of a word whose last s may be a plural's or a genitive's
_FEWEST = 3  # letters of a word that may be a disguised one


@dataclass(frozen=True, slots=True)
class Word:
    """A word, folded, with its place in the text as it was given. `begins`: a sentence ends before it; `comma`: a clause.

    `forms`: the word, without the s of a plural or genitive, and with letters for the digits in it.
    """

    text: str
    start: int
    end: int
    begins: bool = False
    comma: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with its words; `hidden` are words that were spelled to be overlooked (`N1ke`, `D i s n e y`, `f*ck`).

    A `*` in a hidden word stands for any letter.
    """

    text: str
    plain: str
    places: Sequence[int]
    words: tuple[Word, ...]
    hidden: tuple[Word, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded letters stands in the text."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """The text made ready to be searched. Time grows with the length alone."""
    plain, places = _plain(text)
    words: list[Word] = []
    end = 0
    for found in _WORD.finditer(plain):
        begins = not words or bool(_BREAK.search(plain, end, found.start()))
        comma = "," in plain[end : found.start()]
        end = found.end()
        words.append(Word(found[0], places[found.start()], places[end - 1] + 1, begins, comma, _forms(found[0])))
    return Folded(text, plain, places, tuple(words), tuple(_hidden(plain, places)))


def _forms(word: str) -> tuple[str, ...]:
    if len(word) >= _PLURAL and not word.isalpha() and not word.isdigit():
        return (word, word.translate(_DISGUISES), word.translate(_OTHER_ONE))
    if len(word) >= _PLURAL and word.endswith("s") and not word.endswith("ss"):
        return (word, word[:-1])
    return (word,)


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a list's entry, as `fold` would give them."""
    if text.isascii() and text.isalnum():
        return (text.lower(),)
    return tuple(found[0] for found in _WORD.finditer(_plain(text)[0]))


def _plain(text: str) -> tuple[str, Sequence[int]]:
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in _fold_letter(letter):
            letters.append(part)
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    for first in _LETTERED:
        if first <= ord(letter) < first + 26:
            return chr(ord("a") + ord(letter) - first)
    if letter in "‘’ʼ`´":
        return "'"
    parts = unicodedata.normalize("NFKD", letter).casefold().translate(_ALIKE)
    return "".join(part for part in parts if unicodedata.category(part) not in {"Mn", "Me", "Cf"})


def _hidden(plain: str, places: Sequence[int]) -> list[Word]:
    """Words in disguise: signs for letters, single letters in a row, words cut by dots, letters drawn out."""
    found: dict[tuple[str, int], Word] = {}

    def add(text: str, start: int, end: int) -> None:
        if len(text) >= _FEWEST:
            found[text, start] = Word(text, places[start], places[end - 1] + 1)

    for rough in _ROUGH.finditer(plain):
        word = rough[0].strip("'!-#*+&")
        if not any(map(str.isalpha, word)):
            continue
        start = rough.start() + rough[0].index(word)
        if _MIXED.search(word):
            for table in (_DISGUISES, _OTHER_ONE):
                add(re.sub(r"[^a-z*]", "", word.translate(table).replace("#", "*")), start, start + len(word))
        if _TRIPLED.search(word):
            add(re.sub(r"[^a-z]", "", _TRIPLED.sub(r"\1", word)), start, start + len(word))
    for pattern in (_SPELLED, _BROKEN):
        for run in pattern.finditer(plain):
            add(re.sub(r"[^a-z0-9]", "", run[0]), run.start(), run.end())
    return list(found.values())
