"""The lists that texts are checked against: they travel with podpusher, each with its date."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from podpusher_cli.core.content.lists import Entry, Lists, WordList, read_list
from podpusher_cli.core.content.phrases import Phrases
from podpusher_cli.core.copywriting import LANGUAGES


@cache
def wordlists() -> Lists:
    """All lists, read once a process."""
    phrases: Phrases[Entry] = Phrases()

    def listed(name: str) -> WordList:
        return read_list(name, _text(name), phrases)

    return Lists(
        names=(
            ("brand", listed("brands")),
            ("brand", listed("brands-trade")),
            ("celebrity", listed("celebrities")),
            ("franchise", listed("franchises")),
            ("franchise", listed("franchises-names")),
        ),
        claims={language: listed(f"claims.{language}") for language in LANGUAGES},
        policy=listed("policy"),
        injection=listed("injection"),
        harmless=listed("harmless"),
        signs=listed("signs"),
        tails=frozenset(_text("tails").split()),
        phrases=phrases,
    )


def _text(name: str) -> str:
    return files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
