"""The local designer: an idea in words made into a print-ready design, on this machine alone."""

from __future__ import annotations

from dataclasses import dataclass

from podpusher_cli.core.designs import LAYOUTS, Artwork, DesignSpec, Source, UnknownLayout, layouts_for
from podpusher_cli.core.making import Attempt
from podpusher_cli.core.spending import Estimate
from podpusher_cli.providers.typography.art import Art
from podpusher_cli.providers.typography.cleaning import SPELLING, clean
from podpusher_cli.providers.typography.dice import Dice
from podpusher_cli.providers.typography.faces import CATALOGUE
from podpusher_cli.providers.typography.keywords import ALIKE, emoji_in, icon_for
from podpusher_cli.providers.typography.layouts import (
    arched,
    badge,
    banner,
    checklist,
    crest,
    distressed,
    echo,
    minimal,
    overlay,
    quote,
    retro,
    row,
    split,
    stacked,
    stamp,
    sunburst,
    ticket,
    varsity,
    wave,
    wreath,
)
from podpusher_cli.providers.typography.layouts.brief import Brief
from podpusher_cli.providers.typography.palettes import Palette, palettes_for
from podpusher_cli.providers.typography.render import fit, paint, to_png
from podpusher_cli.providers.typography.texture import worn
from podpusher_cli.providers.typography.wording import moods_of, words_of

MODEL = "typographer-2"

COMPOSERS = {
    "stacked": stacked.compose,
    "arched": arched.compose,
    "badge": badge.compose,
    "retro": retro.compose,
    "distressed": distressed.compose,
    "banner": banner.compose,
    "varsity": varsity.compose,
    "wave": wave.compose,
    "script": overlay.compose,
    "quote": quote.compose,
    "checklist": checklist.compose,
    "minimal": minimal.compose,
    "ticket": ticket.compose,
    "crest": crest.compose,
    "row": row.compose,
    "split": split.compose,
    "echo": echo.compose,
    "sunburst": sunburst.compose,
    "stamp": stamp.compose,
    "wreath": wreath.compose,
}


class Typographer:
    """Sets an idea as lettering. The same spec gives the same bytes with the same versions of the libraries."""

    name: Source = "local"

    def estimate(self) -> Estimate | None:
        """Nothing is spent."""
        return None

    def draw(self, spec: DesignSpec, attempt: Attempt | None = None) -> Artwork:  # noqa: ARG002 - only paid models need it
        """Draw the spec. Raises NothingToPrint, UnprintableText, TooMuchText or UnknownLayout."""
        made = composed(spec)
        picture = paint(made.art, made.palette.inks, spec.canvas)
        if made.layout == "distressed":
            picture = worn(picture, made.dice)
        return Artwork(
            png=to_png(picture, spec.canvas),
            width=spec.canvas.width,
            height=spec.canvas.height,
            dpi=spec.canvas.dpi,
            layout=made.layout,
            palette=made.palette.name,
            fonts=tuple(CATALOGUE[name].title for name in made.faces),
            seed=spec.seed,
            text=made.text,
            model=MODEL,
        )


@dataclass(frozen=True, slots=True)
class Composition:
    """A design before it is painted: its shapes where they come on the canvas, and what was chosen for it."""

    text: str
    layout: str
    palette: Palette
    faces: tuple[str, ...]
    art: Art
    dice: Dice


def composed(spec: DesignSpec) -> Composition:
    """The spec worked out, nothing painted. Raises NothingToPrint, UnprintableText, TooMuchText or UnknownLayout."""
    text = clean(spec.idea)
    layout = spec.layout or _layout(text, spec.seed)
    if layout not in COMPOSERS:
        raise UnknownLayout(layout=layout, layouts=", ".join(LAYOUTS))
    palettes = palettes_for(spec.garment, spec.cloths)
    dice = Dice(f"{MODEL} {spec.seed} {layout} {text}")
    words = words_of(text, lambda word: icon_for(word) is not None)
    brief = Brief(text, words, moods_of(text), _picture(spec.idea, text, dice), dice)
    art = fit(COMPOSERS[layout](brief), spec.canvas)
    return Composition(text, layout, palettes[spec.seed % len(palettes)], tuple(brief.used), art, dice)


def _layout(text: str, seed: int) -> str:
    """The layout whose turn it is, or some other one where it does not suit the text."""
    suited = layouts_for(len(text), len(text.split()))
    due = LAYOUTS[seed % len(LAYOUTS)]
    return due if due in suited else suited[(seed // len(LAYOUTS) + 7 * len(text)) % len(suited)]


def _picture(idea: str, text: str, dice: Dice) -> str | None:
    """The picture for an idea: that of an emoji in it, else one that its words call for."""
    shown = emoji_in("".join(letter for letter in idea.translate(SPELLING) if letter not in text))
    if shown:
        return shown[0]
    called = icon_for(text)
    return dice.pick((called, called, *ALIKE.get(called, ""))) if called else None
