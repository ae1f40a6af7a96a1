"""Print areas, and whether a picture is fit to be printed on one.

Printify takes any picture without a word (reference/printify.md, section 4.1), so the checking is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.text import N_

Severity = Literal["refuse", "warn"]

FULL_DPI = 300
REFUSE_BELOW_DPI = 150
WARN_BELOW_DPI = 220
MOST_BASE64_BYTES = 5_000_000
LEAST_INK_WIDTH = 0.4
MOST_OFF_CENTRE = 0.03


GROUNDS = {
    "uneven": (
        N_("The picture has no plain background that could be cut away, so a full rectangle is printed."),
        N_("Cut the artwork out by hand and bring it with --design, unless the rectangle is wanted."),
    ),
    "touches": (
        N_("The artwork has the background's colour and reaches the picture's edge, so nothing was cut away."),
        N_("Make it again with another seed, or cut it out by hand and bring it with --design."),
    ),
    "leaks": (
        N_("Gaps in the artwork's outline would let the background into it, so nothing was cut away."),
        N_("Make it again with another seed, or cut it out by hand and bring it with --design."),
    ),
    "faint": (
        N_("Artwork beside the background has nearly its colour and would be frayed, so nothing was cut away."),
        N_("Make it again with another seed, or cut it out by hand and bring it with --design."),
    ),
    "encloses": (
        N_("Areas that the artwork encloses have the background's colour and were left; on other cloth they show."),
        N_("Look at the preview; if they are not wanted, cut them out by hand and bring it with --design."),
    ),
    "vanishes": (
        N_("Hardly anything of the picture would be left without its background, so nothing was cut away."),
        N_("Make it again with another seed, or write the idea in other words."),
    ),
}
"""What is amiss with how podpusher cut a picture's background away, or why it did not, and what to do about it."""


@dataclass(frozen=True, slots=True)
class PrintArea:
    """A placeholder of a blueprint, in pixels at 300 DPI."""

    position: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PrintFacts:
    """What was measured of a picture file.

    `dpi` is what the file says, None if it says nothing (or 72, which programs write for nothing). `mode` is `RGB`,
    `RGBA`, `L`, `LA`, `CMYK` or `other`.
    `ink_box` is (left, top, width, height) of everything visible in pixels, None if nothing is; `ink_share` the part of
    all pixels that is visible, 0 to 1; `clear_share` the part that is fully transparent. `size` is in bytes. `ground`: why
    podpusher left the ground around or in the artwork (one of GROUNDS), None where it did not or nobody asked. `as_seen`: the pixels
    are upright and sRGB as they stand; else the file asks for a rotation or brings another profile.
    """

    width: int
    height: int
    dpi: float | None
    has_alpha: bool
    mode: str
    ink_box: tuple[int, int, int, int] | None
    ink_share: float
    clear_share: float = 0.0
    format: str = "png"
    size: int = 0
    ground: str | None = None
    as_seen: bool = True


@dataclass(frozen=True, slots=True)
class PrintFinding:
    """Something amiss: a name that never changes, what it is and what to do, with the values for both sentences."""

    name: str
    severity: Severity
    message: str
    fix: str
    values: dict[str, Any] = field(default_factory=dict)


class UnreadablePicture(BadInput):
    code = "design.unreadable"
    message = N_("{name} is not a picture that podpusher can read.")
    hint = N_("Save it as PNG and try again.")


def effective_dpi(facts: PrintFacts, area: PrintArea) -> float:
    """Pixels an inch on the garment when the picture is fitted into the area (scale 1.0)."""
    return max(FULL_DPI * facts.width / area.width, FULL_DPI * facts.height / area.height)


def check_print(facts: PrintFacts, area: PrintArea) -> list[PrintFinding]:
    """Every finding, what must be refused first. An empty list means: print it."""
    found = [*_file(facts), *_resolution(facts, area), *_ink(facts)]
    return sorted(found, key=lambda finding: finding.severity != "refuse")


def _file(facts: PrintFacts) -> Iterator[PrintFinding]:
    if facts.format not in {"png", "jpeg"}:
        yield PrintFinding(
            "format", "refuse", N_("The file is {format}; printers take PNG and JPEG."), N_("Save it as PNG."),
            {"format": facts.format},
        )  # fmt: skip
    if facts.mode not in {"RGB", "RGBA"}:
        yield PrintFinding(
            "colour_mode", "refuse", N_("The colours are {mode}, not RGB."), N_("Convert the file to sRGB."),
            {"mode": facts.mode},
        )  # fmt: skip
    if facts.size > MOST_BASE64_BYTES:
        yield PrintFinding(
            "file_size", "warn", N_("The file has {megabytes} MB; an upload above {most} MB may be refused."),
            N_("Save it as PNG with stronger compression."),
            {"megabytes": round(facts.size / 1_000_000, 1), "most": MOST_BASE64_BYTES // 1_000_000},
        )  # fmt: skip
    if facts.dpi is None or round(facts.dpi) != FULL_DPI:
        yield PrintFinding(
            "dpi", "warn", N_("The file does not say that it has {dpi} DPI."), N_("Save it with {dpi} DPI."),
            {"dpi": FULL_DPI, "found": facts.dpi},
        )  # fmt: skip


def _resolution(facts: PrintFacts, area: PrintArea) -> Iterator[PrintFinding]:
    dpi = effective_dpi(facts, area)
    if dpi < WARN_BELOW_DPI:
        yield PrintFinding(
            "resolution",
            "refuse" if dpi < REFUSE_BELOW_DPI else "warn",
            N_("{width} x {height} pixels give {dpi} DPI in a print area of {area_width} x {area_height}."),
            N_("Use a picture of {area_width} x {area_height} pixels; {least} DPI is the least that prints well."),
            {
                "width": facts.width, "height": facts.height, "dpi": round(dpi), "area_width": area.width,
                "area_height": area.height, "least": WARN_BELOW_DPI,
            },
        )  # fmt: skip


def _ink(facts: PrintFacts) -> Iterator[PrintFinding]:
    if facts.ink_box is None:
        yield PrintFinding("empty", "refuse", N_("The picture is empty."), N_("Choose another file."))
        return
    if facts.ground in GROUNDS:
        yield PrintFinding(f"ground_{facts.ground}", "warn", *GROUNDS[facts.ground])
    if not facts.has_alpha or facts.clear_share == 0:
        if facts.ground in GROUNDS:
            return
        yield PrintFinding(
            "background", "warn", N_("The picture has no transparent background, so a full rectangle is printed."),
            N_("Save it as PNG with a transparent background, unless the rectangle is wanted."),
        )  # fmt: skip
        return
    left, top, width, height = facts.ink_box
    if min(left, top, facts.width - left - width, facts.height - top - height) <= 0:
        yield PrintFinding(
            "cut_off", "warn", N_("The artwork touches the edge of the file and may look cut off."),
            N_("Leave a few clear pixels on every side."),
        )  # fmt: skip
    if width < LEAST_INK_WIDTH * facts.width and height < LEAST_INK_WIDTH * facts.height:
        yield PrintFinding(
            "small", "warn", N_("The artwork fills only {share}% of the file's width."),
            N_("Trim the file to the artwork, or make the artwork larger."),
            {"share": round(100 * width / facts.width)},
        )  # fmt: skip
    off = (left + width / 2) / facts.width - 0.5
    if abs(off) > MOST_OFF_CENTRE:
        yield PrintFinding(
            "off_centre", "warn", N_("The artwork is off the centre by {share}% of the width."),
            N_("Centre the artwork in the file."), {"share": round(100 * abs(off), 1)},
        )  # fmt: skip
