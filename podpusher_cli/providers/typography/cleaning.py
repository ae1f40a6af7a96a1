"""An idea made printable: plain spelling, on one line, without what no face has."""

from __future__ import annotations

import re
import unicodedata

from podpusher_cli.core.designs import MOST_LETTERS, NothingToPrint, TooMuchText, UnprintableText
from podpusher_cli.providers.typography.faces import is_emoji, printed
from podpusher_cli.providers.typography.wording import PAUSES

SPELLING = str.maketrans(
    {
        **dict.fromkeys("❤🧡💛💚💙💜🖤🤍🤎💕💖💗", "♥"),
        "'": "’",
        "`": "’",
        "\u00b4": "’",
        "\u2011": "-",
        "\u2010": "-",
        "\u00a0": " ",
    }
)


def clean(idea: str) -> str:
    """The idea as it can be printed: one line, plain spelling, emoji only where they stand for a word, no controls.

    Raises NothingToPrint, UnprintableText (letters that no face has: leaving them out would maim the sentence) and
    TooMuchText.
    """
    kept = "".join(" " if unicodedata.category(letter) in _SPACES else letter for letter in _UNSEEN.sub("", idea))
    text = unicodedata.normalize("NFC", kept.translate(SPELLING)).replace("...", "…")
    plain = "".join(_plain(letter) for letter in text)
    text = " ".join(_lettered([said for word in plain.split() if (said := _said(word))]))
    text = text.strip(PAUSES)
    if not any(letter.isalnum() for letter in text):
        raise NothingToPrint(idea=shortened(idea))
    lost = sorted({letter for letter in text if not all(map(printed, letter + letter.upper()))})
    if lost:
        raise UnprintableText(letters=" ".join(lost[:12]))
    if len(text) > MOST_LETTERS:
        raise TooMuchText(count=len(text), most=MOST_LETTERS)
    return text


# What cannot be seen, but for the mark that keeps Persian letters apart.
_UNSEEN = re.compile(
    "(?<![\u0600-\u06ff])\u200c|\u200c(?![\u0600-\u06ff])"
    "|[\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)


def _said(word: str) -> str:
    """A word as it is printed: without the emoji that cling to it; one of emoji alone as the first of them."""
    letters = "".join(letter for letter in word if not is_emoji(letter))
    if any(letter.isalnum() for letter in letters) or (letters and letters in _SIGNS):
        return letters
    return next((letter for letter in word if is_emoji(letter)), "")


def _lettered(words: list[str]) -> list[str]:
    """The words from the first that is lettering to the last: an emoji in between stands for a word."""
    places = [place for place, word in enumerate(words) if not is_emoji(word[0])]
    return words[places[0] : places[-1] + 1] if places else []


_SIGNS = frozenset("&+–—-/=%#@×÷№$€£")  # these stand for a word by themselves
_SPACES = {"Zs", "Zl", "Zp", "Cc"}
_LETTERS = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No"}


def _plain(letter: str) -> str:
    """The letter as some face has it; nothing for a symbol that none has; a letter that none has stays, to be told."""
    if letter.isspace() or printed(letter):
        return letter
    for form in ("NFKC", "NFKD"):
        other = unicodedata.normalize(form, letter)
        if other != letter and other and all(printed(part) or part == " " for part in other):
            return other
    return letter if unicodedata.category(letter) in _LETTERS else ""


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= most else text[: most - 1] + "…"
