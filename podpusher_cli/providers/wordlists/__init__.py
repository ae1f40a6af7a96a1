"""The lists that texts are checked against: they travel with podpusher, each with its date."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from podpusher_cli.core.content.lists import Lists, WordList, read_list

LANGUAGES = ("en", "es", "fr", "de")


@cache
def wordlists() -> Lists:
    """All lists, read once a process."""
    return Lists(
        names=(
            ("brand", _list("brands")),
            ("brand", _list("brands-trade")),
            ("celebrity", _list("celebrities")),
            ("franchise", _list("franchises")),
            ("franchise", _list("franchises-names")),
        ),
        claims={language: _list(f"claims.{language}") for language in LANGUAGES},
        policy=_list("policy"),
        injection=_list("injection"),
        harmless=_list("harmless"),
        signs=_list("signs"),
        tails=frozenset(_text("tails").split()),
    )


def _list(name: str) -> WordList:
    return read_list(name, _text(name))


def _text(name: str) -> str:
    return files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
