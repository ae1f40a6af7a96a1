"""Trend sources: one file each. A source is that file and its name here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podpusher_cli.core.trend_routes import Source

NAMES = ("tiktok", "instagram", "twitter", "pinterest", "etsy", "reddit", "google")


def load(name: str) -> Source:
    """A source by name. Raises UnknownSource."""
    if name not in NAMES:
        from podpusher_cli.core.trend_errors import UnknownSource

        raise UnknownSource(name=name, names=", ".join(NAMES))
    found: Source = import_module(f"{__name__}.{name}").source
    return found
