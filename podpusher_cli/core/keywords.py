"""Keywords as they are shown and compared (reference/trend-sources.md, section 1)."""

from __future__ import annotations

import unicodedata

from podpusher_cli.core.text import one_line

_MOST_KEYWORD = 200
_HASHES = "#＃"
# What is used to be seen, not meant: no shirt says it.
_PLATFORM_WORDS = frozenset({
    "fyp", "fypシ", "fypage", "fypツ", "foryou", "foryoupage", "foryourpage", "viral", "viralvideo", "trending", "trend",
    "explore", "explorepage", "xyzbca", "tiktok", "parati", "pourtoi", "fürdich", "perte", "neiperte", "keşfet", "follow",
    "like", "share", "duet", "stitch", "capcut", "greenscreen",
})  # fmt: skip


def display(text: object) -> str:
    """A keyword as it is shown: NFC, one line, no controls, no leading `#`; empty when it is none."""
    if not isinstance(text, str):
        return ""
    return one_line(unicodedata.normalize("NFC", one_line(text).lstrip(_HASHES + " ")))[:_MOST_KEYWORD].strip()


def key_of(keyword: str) -> str:
    """What tells keywords apart: NFKC, case folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", keyword).casefold())


def searchable(text: str) -> str:
    """A keyword as it is searched: its key, without the accents that keyboards leave out."""
    bare = "".join(char for char in unicodedata.normalize("NFD", key_of(text)) if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", bare)


def printable_idea(keyword: str) -> bool:
    """Whether something could be printed of it: letters in it, and more than the platform's own small talk."""
    return (
        any(unicodedata.category(char).startswith("L") for char in keyword) and key_of(keyword) not in _PLATFORM_WORDS
    )


_LANGUAGES = {
    "es": "AR CL CO EC ES MX PE UY VE", "fr": "BE FR LU MC", "de": "AT CH DE LI",
}  # fmt: skip


def language_of(region: str) -> str:
    """The language of ours that most keywords of a region are in; English where it is none of them."""
    return next((language for language, regions in _LANGUAGES.items() if region.upper() in regions.split()), "en")
