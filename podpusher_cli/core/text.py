"""Messages marked for translation, and outside text made harmless."""

from __future__ import annotations

import re
import unicodedata
from typing import Self


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Mark a message for the catalogues; it is translated when it is shown."""
    return message


class Counted(str):
    """A sentence with two forms. As a text it is the form for many; `fill` takes the one that the number needs.

    `by` names the field that holds the number.
    """

    __slots__ = ("by", "one")
    one: str
    by: str

    def __new__(cls, one: str, many: str, by: str) -> Self:
        made = super().__new__(cls, many)
        made.one, made.by = one, by
        return made

    def __reduce__(self) -> tuple[type[Counted], tuple[str, str, str]]:
        return Counted, (self.one, str(self), self.by)

    def form(self, count: int) -> str:
        """The form that goes with a number."""
        return self.one if count == 1 else str(self)


def NN_(one: str, many: str, by: str = "count") -> Counted:  # noqa: N802 - N_ for a sentence with two forms
    """Mark both forms of a sentence for the catalogues; which is shown goes by the field `by`."""
    return Counted(one, many, by)


def NP_(context: str, message: str) -> str:  # noqa: ARG001, N802 - N_ for a word that goes with another
    """Mark a word for the catalogues that is said of something, such as `new` of an idea: its gender goes by that."""
    return message


_KEPT = {"\n", "\t"}


def printable(text: str) -> str:
    """The text without anything a terminal could obey: controls, escapes, bidi overrides.

    Letters of every script, joiners and emoji stay. Newlines and tabs stay too; a table cell folds them itself.
    """
    return "".join(
        char
        for char in text
        if char in _KEPT
        or not (unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} or char in _BIDI_CONTROLS)
    )


_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def one_line(text: str) -> str:
    """`printable`, on one line, inner white space folded: for a table cell or a log line."""
    return " ".join(printable(" ".join(text.split())).split())


_FOLDING = re.compile(r"[^\S\u00a0\u202f]+")


def kept_together(text: str) -> str:
    """`one_line`, for what people read: blanks that shall not be broken, as before `%` or in `10 000`, stay what they are."""
    return _FOLDING.sub(" ", printable(_FOLDING.sub(" ", text))).strip()


_WRAPPING = "\"'`\u00ab\u00bb\u2018\u2019\u201c\u201d\u201e\u00a0\u200b\u2060\ufeff \t\r\n"


def bare(text: str) -> str:
    """A key or an address as it was meant, without the blanks, quotes and file marks that came along in copying."""
    return text.strip(_WRAPPING)
