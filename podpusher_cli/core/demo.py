"""What the demo shows at its end."""

from __future__ import annotations

from dataclasses import dataclass

from podpusher_cli.core.publishing import Listed


@dataclass(frozen=True, slots=True)
class DemoReport:
    """The listings that were made, where the designs are, the contact sheet of them, and whether the profile was kept."""

    listings: tuple[Listed, ...]
    designs: tuple[str, ...]
    contact_sheet: str
    kept: bool
