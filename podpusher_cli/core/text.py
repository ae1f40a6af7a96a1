"""Messages marked for translation, and outside text made harmless."""

from __future__ import annotations

import unicodedata


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Mark a message for the catalogues; it is translated when it is shown."""
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


_WRAPPING = "\"'`\u00ab\u00bb\u2018\u2019\u201c\u201d\u201e\u00a0\u200b\u2060\ufeff \t\r\n"


def bare(text: str) -> str:
    """A key or an address as it was meant, without the blanks, quotes and file marks that came along in copying."""
    return text.strip(_WRAPPING)


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
