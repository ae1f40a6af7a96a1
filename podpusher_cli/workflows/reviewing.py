"""Review designs: take down each mark at once, draw what is looked at, say at the end how they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.colours import is_colour
from podpusher_cli.core.designs import Design, DesignState, NoSuchDesign
from podpusher_cli.core.inking import Cloth, cloths_in
from podpusher_cli.core.printing import PrintFinding
from podpusher_cli.core.reviewing import GARMENT, BadMark, Mark, Marked, ReviewReport, Standing, checked, cloths_for
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.marks import Marks
from podpusher_cli.store.previews import Previews

SMALL, LARGE = 440, 1000  # pixels wide


class Painter(Protocol):
    """Draws a design on a garment (see providers/mockups)."""

    def __call__(self, design: Path, garment: str, colour: str, *, width: int) -> bytes:
        """A JPEG of it."""
        ...


def chosen(designs: Designs, *, everything: bool, run: str | None, limit: int) -> tuple[Design, ...]:
    """The designs that are to be looked at, newest first: new ones, unless `everything` or those of a `run` are wanted."""
    state = None if everything or run else DesignState.NEW
    return designs.page(limit=limit, state=state, run=run).items


@dataclass(frozen=True, slots=True)
class Review:
    """Designs under review.

    `sold`: the variants of each that is on products. `version` names how previews are drawn just now; `inspect` tells what
    is amiss with a print on cloth.
    """

    shown: tuple[Design, ...]
    sold: Mapping[str, tuple[str, ...]]
    designs: Designs
    marks: Marks
    previews: Previews
    paint: Painter
    version: str
    inspect: Callable[[Design, tuple[Cloth, ...]], tuple[PrintFinding, ...]]
    clock: Clock

    def mark(self, mark: Mark) -> Marked:
        """Make a mark; on the disk when this returns. Raises NoSuchDesign, BadMark, WordsTooLong or TagTooLong."""
        self._design(mark.design)
        return self.marks.mark(checked(mark), self.clock.now())

    def undo(self, done: Marked) -> Standing:
        """Take a mark back. Raises NoSuchDesign, or ChangedMeanwhile."""
        self._design(done.design)
        return self.marks.undo(done, self.clock.now())

    def standings(self) -> Mapping[str, Standing]:
        """How each of them stands."""
        return self.marks.standings(each.id for each in self.shown)

    def cloths(self) -> dict[str, tuple[Cloth, ...]]:
        """What each of them is looked at on: first what it is sold in."""
        return {each.id: cloths_for(each, cloths_in(self.sold.get(each.id, ()))) for each in self.shown}

    def picture(self, name: str, colour: str, large: bool) -> bytes:
        """A JPEG of a design on cloth of a colour (`#rrggbb`); drawn once. Raises NoSuchDesign, BadMark or UnreadablePicture."""
        design = self._design(name)
        if not is_colour(colour):
            raise BadMark
        width = LARGE if large else SMALL
        kept_as = f"{design.sha256[:24]}-{GARMENT}-{colour[1:]}-{width}-{self.version}.jpg"
        known = self.previews.find(kept_as)
        if known is None:
            known = self.paint(self.designs.path(design), GARMENT, colour, width=width)
            self.previews.keep(kept_as, known)
        return known

    def findings(self, name: str) -> tuple[PrintFinding, ...]:
        """What is amiss with how it will print on what it is sold in. Raises NoSuchDesign or UnreadablePicture."""
        design = self._design(name)
        return self.inspect(design, cloths_in(self.sold.get(name, ())))

    def report(self) -> ReviewReport:
        """How they stand."""
        found = self.standings()
        states = [each.state for each in found.values()]
        new = states.count(DesignState.NEW)
        return ReviewReport(
            designs=len(found),
            kept=states.count(DesignState.KEPT),
            dropped=states.count(DesignState.DROPPED),
            undecided=new,
            rated=sum(each.rating is not None for each in found.values()),
            tagged=sum(bool(each.tags) for each in found.values()),
            left=self.designs.count(DesignState.NEW) - new,
        )

    def _design(self, name: str) -> Design:
        found = next((each for each in self.shown if each.id == name), None)
        if found is None:
            raise NoSuchDesign(name=name)
        return found
