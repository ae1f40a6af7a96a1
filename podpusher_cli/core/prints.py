"""What is kept about a design's print file: what was measured of it, and what was done to make it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from podpusher_cli.core.inking import Cloth, InkFacts, check_ink
from podpusher_cli.core.printing import FULL_DPI, PrintArea, PrintFacts, PrintFinding, check_print
from podpusher_cli.core.text import N_


@dataclass(frozen=True, slots=True)
class PrintSheet:
    """The measurements of a design's file; `ink` is None where nothing is visible. `changes` are names of CHANGES.

    `original` is the path of the seller's own file where another was made of it.
    """

    facts: PrintFacts
    ink: InkFacts | None
    measured_at: datetime
    changes: tuple[str, ...] = ()
    original: str | None = None


CHANGES = {
    "cmyk": (
        N_("The colours were for a printing press (CMYK) and were converted to sRGB, so some may look different."),
        N_("Look at the preview; save the file as sRGB if they are not what you meant."),
    ),
    "profile": (
        N_("The colours were converted to sRGB from the profile in the file."),
        N_("Look at the preview; nothing else needs to be done."),
    ),
}
"""What is done to a seller's file that may change how it looks, in a sentence, and what to do about it."""


def is_laid_out(facts: PrintFacts) -> bool:
    """Whether the file was made for print: it says so by its 300 DPI. Where its artwork lies is the seller's own choice."""
    return facts.dpi is not None and round(facts.dpi) == FULL_DPI


def needs_trimming(facts: PrintFacts) -> bool:
    """Whether clear space around the artwork, or the want of it, is all that keeps a file from fitting well."""
    if not facts.clear_share or facts.ink_box is None or is_laid_out(facts):
        return False
    own = PrintArea("front", facts.width, facts.height)
    return bool({"cut_off", "small", "off_centre"} & {finding.name for finding in check_print(facts, own)})


def check_sheet(sheet: PrintSheet, area: PrintArea, cloths: Sequence[Cloth]) -> tuple[PrintFinding, ...]:
    """Everything amiss with the design on this print area and this cloth, what must be refused first."""
    found = [*check_print(sheet.facts, area), *_changes(sheet)]
    if sheet.ink:
        found += check_ink(sheet.ink, sheet.facts, area, cloths)
    return tuple(sorted(found, key=lambda finding: finding.severity != "refuse"))


def _changes(sheet: PrintSheet) -> Iterator[PrintFinding]:
    for name in sheet.changes:
        if name in CHANGES:
            yield PrintFinding(f"converted_{name}", "warn", *CHANGES[name])
