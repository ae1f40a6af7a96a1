"""How artwork comes out on cloth: thin lines, rims, soft tones, contrast, and whether a small picture of it can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from podpusher_cli.core.colours import LEAST_CONTRAST, Tone, colour_named, contrast, tone_of
from podpusher_cli.core.printing import FULL_DPI, PrintArea, PrintFacts, PrintFinding, effective_dpi
from podpusher_cli.core.text import N_

MILLIMETRES = 25.4  # in an inch
LEAST_STROKE_MM = 0.35  # one point: what Printful asks of transfers (its help page 21140050579740); of DTG none says
MOST_HAIRLINES_MM = 60.0  # ours: lettering that is worn on purpose has up to 45 of slivers in all
MOST_SOFT = 0.15  # ours: edges of lettering have a few per cent, a glow or a shadow far more
MOST_RIM = 0.35  # ours: of the half transparent pixels at the edges
MOST_BLURRED = 0.62  # ours: of a thumbnail's pixels with ink; measured on lettering that can just be read
THUMBNAIL = 170  # pixels: the width of Etsy's small pictures (reference/etsy.md, section 6)
INVISIBLE = 1.25  # a contrast below which nobody sees ink on cloth
LEAST_SHOWN = 0.5  # of the ink must have LEAST_CONTRAST to the cloth
LEAST_SEEN = 0.05  # of the ink; where less is visible at all the shirt looks empty
BLACK, WHITE = "#1b1b1b", "#ffffff"


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour of the artwork (`#rrggbb`) and the share of the ink that has it, 0 to 1."""

    colour: str
    share: float


@dataclass(frozen=True, slots=True)
class InkFacts:
    """What was measured of the artwork.

    `hairlines` and `fine_lines`: pixels of length of lines narrower than 4 and 6 pixels. `soft_share`: the part of the
    ink that is half transparent. `pale_rim`, `dark_rim`: the part of the half transparent edge that is much paler or
    darker than the ink beside it. `blurred`: the part of a thumbnail's inked pixels that are neither ink nor ground.
    `inks`: the largest first. `look`: 256 bits in hexadecimal, near for pictures that look alike.
    """

    hairlines: int
    fine_lines: int
    soft_share: float
    pale_rim: float
    dark_rim: float
    blurred: float
    inks: tuple[Ink, ...]
    look: str


@dataclass(frozen=True, slots=True)
class Cloth:
    """A colour that the garment is sold in, as the catalogue names it."""

    name: str
    colour: str


def cloths_in(titles: Iterable[str]) -> tuple[Cloth, ...]:
    """The colours among variants' titles (`Black / M`), each once; what is no colour that is known is left out."""
    found: dict[str, Cloth] = {}
    for title in titles:
        for part in (word.strip() for word in title.split("/")):
            colour = colour_named(part)
            if colour:
                found.setdefault(part.casefold(), Cloth(part, colour))
    return tuple(found.values())


def cloth_of(garment: str) -> Cloth:
    """What stands for a garment of that tone while no colour is chosen."""
    return Cloth("White", WHITE) if garment == "light" else Cloth("Black", BLACK)


def tone_for(ink: InkFacts) -> Tone:
    """The cloth that artwork shows better on."""
    dark, light = (_share(ink, cloth_of(tone), LEAST_CONTRAST) for tone in ("dark", "light"))
    return "light" if light > dark else "dark"


def check_ink(ink: InkFacts, facts: PrintFacts, area: PrintArea, cloths: Sequence[Cloth]) -> list[PrintFinding]:
    """Every finding about the artwork, what must be refused first. `cloths` are the colours it is to be printed on."""
    found = [
        *_lines(ink, effective_dpi(facts, area)),
        *_edges(ink, cloths),
        *_contrast(ink, cloths),
        *_thumbnail(ink),
    ]
    return sorted(found, key=lambda finding: finding.severity != "refuse")


def _lines(ink: InkFacts, dpi: float) -> Iterator[PrintFinding]:
    """One point is 4 pixels at 300 DPI; where a file is printed smaller it is 6."""
    length = (ink.fine_lines if dpi > FULL_DPI * 1.25 else ink.hairlines) / dpi * MILLIMETRES
    if length >= MOST_HAIRLINES_MM:
        yield PrintFinding(
            "hairlines", "warn", N_("{length} mm of lines are thinner than {least} mm and may vanish in the print."),
            N_("Make thin lines and letters thicker, or the whole design larger."),
            {"length": round(length), "least": LEAST_STROKE_MM},
        )  # fmt: skip


def _edges(ink: InkFacts, cloths: Sequence[Cloth]) -> Iterator[PrintFinding]:
    if ink.soft_share > MOST_SOFT:
        yield PrintFinding(
            "soft", "warn", N_("{share}% of the artwork is half transparent, which prints as speckles."),
            N_("Make the artwork opaque, or draw its soft tones as dots."), {"share": round(100 * ink.soft_share)},
        )  # fmt: skip
    tones = {tone_of(each.colour) for each in cloths}
    if ink.pale_rim > MOST_RIM and "dark" in tones:
        yield PrintFinding(
            "pale_rim", "warn", N_("The artwork has a pale rim, which shows on dark cloth."),
            N_("Cut it out again without the white of its old background, or choose light cloth."),
        )  # fmt: skip
    if ink.dark_rim > MOST_RIM and "light" in tones:
        yield PrintFinding(
            "dark_rim", "warn", N_("The artwork has a dark rim, which shows on light cloth."),
            N_("Cut it out again without the black of its old background, or choose dark cloth."),
        )  # fmt: skip


def _contrast(ink: InkFacts, cloths: Sequence[Cloth]) -> Iterator[PrintFinding]:
    unseen = [each for each in cloths if _share(ink, each, INVISIBLE) < LEAST_SEEN]
    faint = [each for each in cloths if each not in unseen and _share(ink, each, LEAST_CONTRAST) < LEAST_SHOWN]
    if unseen:
        yield PrintFinding(
            "invisible", "refuse", N_("The design cannot be seen on this cloth: {colours}."),
            N_("Leave these colours of the garment out, or make the design with --garment {tone}."), _told(unseen),
        )  # fmt: skip
    if faint:
        yield PrintFinding(
            "contrast", "warn", N_("Most of the design hardly shows on this cloth: {colours}."),
            N_("Leave these colours of the garment out, or make the design with --garment {tone}."), _told(faint),
        )  # fmt: skip


def _share(ink: InkFacts, cloth: Cloth, least: float) -> float:
    """The part of the ink that has at least that contrast to the cloth."""
    return sum(each.share for each in ink.inks if contrast(each.colour, cloth.colour) >= least)


def _told(cloths: Sequence[Cloth]) -> dict[str, str]:
    return {"colours": ", ".join(each.name for each in cloths), "tone": tone_of(cloths[0].colour)}


def _thumbnail(ink: InkFacts) -> Iterator[PrintFinding]:
    if ink.blurred > MOST_BLURRED:
        yield PrintFinding(
            "thumbnail", "warn", N_("Much of the artwork is too fine to be made out in a picture {pixels} pixels wide."),
            N_("Use fewer words or larger letters: buyers see the small picture first."), {"pixels": THUMBNAIL},
        )  # fmt: skip
