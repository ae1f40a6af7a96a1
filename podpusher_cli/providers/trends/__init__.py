"""Trend sources: one file each. A source is that file and its name here."""

from __future__ import annotations

from importlib import import_module

from podpusher_cli.core.trends import Source, UnknownSource

NAMES = ("tiktok",)


def load(name: str) -> Source:
    """A source by name. Raises UnknownSource."""
    if name not in NAMES:
        raise UnknownSource(name=name, names=", ".join(NAMES))
    found: Source = import_module(f"podpusher_cli.providers.trends.{name}").source
    return found
