"""A language's niches as data: `en.toml` and its like, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from podpusher_cli.providers.copywriter.topics import plain
from podpusher_cli.providers.ideamaker.grammar import forms_of

_WITH = ("profession", "pet", "family")  # the kinds that an event's patterns take, unless it names others
_FIELDS = frozenset({"topic", "words", "lines", "skip", "extra"})
_NAMES = ("one", "many", "ing", "inf")  # forms that call for the thing themselves


@dataclass(frozen=True, slots=True)
class Thing:
    """A nurse, a cat, the beach: `niche` is `kind.name`. `topic` is one of the copywriter's, `words` call for it besides."""

    kind: str
    niche: str
    topic: str
    words: frozenset[str]
    forms: Mapping[str, str]
    lines: tuple[str, ...]
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fete:
    """What is said at an event: `lines` as they are, `patterns` with a thing of these `kinds`, or niches."""

    lines: tuple[str, ...]
    patterns: tuple[str, ...]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's niches; `open` are the patterns that any words fit in."""

    language: str
    open: tuple[str, ...]
    things: tuple[Thing, ...]
    fetes: Mapping[str, Fete]


@cache
def lexicon(language: str) -> Lexicon:
    """The niches of en, es, fr or de."""
    text = resources.files("podpusher_cli.providers.ideamaker").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    things = [_thing(language, niche, each) for niche in told["niche"] for each in niche["thing"]]
    fetes = {
        each["code"]: Fete(tuple(each["lines"]), tuple(each.get("with", ())), frozenset(each.get("with_kinds", _WITH)))
        for each in told["season"]
    }
    return Lexicon(language, tuple(told["open"]), tuple(things), fetes)


def _thing(language: str, niche: Mapping[str, Any], told: Mapping[str, Any]) -> Thing:
    kind, topic = str(niche["kind"]), str(told.get("topic", ""))
    words = str(told.get("words", "")).split()
    forms = forms_of(language, {name: str(value) for name, value in told.items() if name not in _FIELDS})
    named = {plain(forms[name]) for name in _NAMES if " " not in forms.get(name, " ")}
    skipped = set(told.get("skip", ()))
    return Thing(
        kind=kind,
        niche=f"{kind}.{topic or words[0]}",
        topic=topic,
        words=frozenset({*words, *named}),
        forms=forms,
        lines=(*told.get("lines", ()), *told.get("extra", ())),
        patterns=tuple(each for each in niche["patterns"] if each not in skipped),
    )
