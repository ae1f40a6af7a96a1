"""Look at designs as they will be printed: measured once, then judged for each print area and cloth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.designs import Design
from podpusher_cli.core.inking import Cloth, InkFacts, cloth_of
from podpusher_cli.core.printing import PrintArea, PrintFacts, PrintFinding, UnreadablePicture
from podpusher_cli.core.prints import PrintSheet, check_sheet
from podpusher_cli.core.twins import Look, check_twins, twins_of
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.prints import Prints


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a file that is not kept yet."""

    facts: PrintFacts
    ink: InkFacts | None


class Inspector:
    """Measures files with `inspect` and remembers it. `elsewhere` gives the looks of other profiles' designs."""

    def __init__(
        self,
        *,
        designs: Designs,
        prints: Prints,
        inspect: Callable[[Path | bytes, str], tuple[PrintFacts, InkFacts | None]],
        elsewhere: Callable[[], Iterable[Look]],
        clock: Clock,
    ) -> None:
        self._designs = designs
        self._prints = prints
        self._inspect = inspect
        self._elsewhere = elsewhere
        self._clock = clock

    def measure(self, picture: bytes, name: str = "file") -> Measured:
        """A print file, or the bytes of `name`, measured in any thread; nothing is kept. Raises UnreadablePicture."""
        return Measured(*self._inspect(picture, name))

    def keep(
        self,
        design: Design,
        measured: Measured,
        *,
        changes: tuple[str, ...] = (),
        original: str | None = None,
        original_sha256: str | None = None,
    ) -> None:
        """Remember what was measured of a design's file, and what it was made of."""
        sheet = PrintSheet(measured.facts, measured.ink, self._clock.now(), changes, original)
        self._prints.keep(design.id, sheet, original_sha256)

    def made_of(self, original_sha256: str) -> str | None:
        """The design that was made of a seller's file with this content."""
        return self._prints.of_original(original_sha256)

    def sheet(self, design: Design) -> PrintSheet:
        """What is known of its file, measured now if it never was. Raises UnreadablePicture."""
        known = self._prints.find(design.id)
        if known is None:
            self.keep(design, Measured(*self._inspect(self._designs.path(design), design.file)))
            known = self._prints.find(design.id)
            assert known
        return known

    def findings(
        self,
        design: Design,
        area: PrintArea | None = None,
        cloths: Sequence[Cloth] = (),
        *,
        others: Sequence[Look] | None = None,
    ) -> tuple[PrintFinding, ...]:
        """Everything amiss, what must be refused first; on its own canvas where no area is known. Raises UnreadablePicture.

        `others` are the looks it is held against, as `looks` gives them: for a caller with many designs.
        """
        ink = self.sheet(design).ink
        found = self.on_cloth(design, area, cloths)
        if ink is None:
            return found
        known = self.looks() if others is None else others
        return found + tuple(check_twins(twins_of(design.id, ink.look, known)))

    def looks(self) -> tuple[Look, ...]:
        """The looks of every design that was measured, in this profile and the others."""
        return (*self._prints.looks(), *self._elsewhere())

    def on_cloth(
        self, design: Design, area: PrintArea | None = None, cloths: Sequence[Cloth] = ()
    ) -> tuple[PrintFinding, ...]:
        """The same without its likeness to other designs."""
        canvas = area or PrintArea("front", design.width, design.height)
        return check_sheet(self.sheet(design), canvas, cloths or (cloth_of(design.garment),))


def unreadable(error: UnreadablePicture) -> PrintFinding:
    """A file that cannot be read, as a finding about its design."""
    return PrintFinding("unreadable", "refuse", error.message, error.hint_text, dict(error.fields))
