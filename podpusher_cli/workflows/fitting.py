"""The file that is printed on a product: the design's own, or one made of it that fills the print area to its edges."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from podpusher_cli.core.designs import Canvas, Design
from podpusher_cli.core.inking import cloths_in
from podpusher_cli.core.placing import BLEED, COVER, Placement, covering, cut_off, placement_for
from podpusher_cli.core.printing import PrintArea, PrintFinding, UnreadablePicture
from podpusher_cli.core.products import Content
from podpusher_cli.core.publishing import Artwork
from podpusher_cli.core.text import N_
from podpusher_cli.store.designs import Designs
from podpusher_cli.workflows.inspecting import Inspector, unreadable


@dataclass(frozen=True, slots=True)
class ReadyPrint:
    """The file for a product, and what is amiss with it on this area and in these colours."""

    artwork: Artwork
    findings: tuple[PrintFinding, ...] = ()


class PrintRoom:
    """Gets designs ready for products. `kind_of` gives what a blueprint is; it may ask Printify, so it is asked only where it counts."""

    def __init__(self, *, designs: Designs, inspector: Inspector, kind_of: Callable[[int], str]) -> None:
        self._designs = designs
        self._inspector = inspector
        self._kind_of = kind_of

    def ready(self, content: Content, area: PrintArea, titles: Sequence[str]) -> ReadyPrint:
        """The design of a product on its area; `titles` are of the variants it is sold in. Raises NotFound or DiskTrouble.

        A file that is gone has no findings: whoever sends it will miss it. One that cannot be read has that for a finding.
        """
        assert content.design_id
        design = self._designs.get(content.design_id)
        path = self._designs.path(design)
        own = Artwork(design.sha256, str(path), design.width, design.height, design.dpi)
        cloths = cloths_in(titles)
        try:
            placement = self._placement(design, content.blueprint_id, area)
            if not placement.bleeds:
                return ReadyPrint(own, self._inspector.on_cloth(design, area, cloths))
            judged = covering(design.width, design.height, area)
            findings = self._inspector.on_cloth(design, judged, cloths)
            if any(each.severity == "refuse" for each in findings):
                return ReadyPrint(own, findings)
            return ReadyPrint(self._filling(design, area), (*findings, _bleed(design, area)))
        except UnreadablePicture as error:
            return ReadyPrint(own, (unreadable(error),) if path.is_file() else ())

    def _placement(self, design: Design, blueprint: int | None, area: PrintArea) -> Placement:
        facts = self._inspector.sheet(design).facts
        opaque = not facts.has_alpha or facts.clear_share == 0
        same_shape = cut_off(design.width, design.height, area) < COVER
        kind = self._kind_of(blueprint) if opaque and not same_shape and blueprint else "thing"
        return placement_for(area, kind=kind, opaque=opaque)

    def _filling(self, design: Design, area: PrintArea) -> Artwork:
        """The picture cut to the area's shape; made once, and the same each time."""
        from podpusher_cli.providers.printfile import print_file

        made = self._designs.fitted(design, area.width, area.height)
        if made is None:
            picture = print_file(self._designs.path(design).read_bytes(), Canvas(area.width, area.height), BLEED)
            assert picture
            made = self._designs.keep_fitted(design, area.width, area.height, picture)
        sha256 = hashlib.sha256(made.read_bytes()).hexdigest()
        return Artwork(sha256, str(made), area.width, area.height, design.dpi)


def _bleed(design: Design, area: PrintArea) -> PrintFinding:
    share = round(100 * cut_off(design.width, design.height, area))
    return PrintFinding(
        "bleed", "warn", N_("{share}% of the picture is cut off so that it fills the poster to its edges."),
        N_("Bring a picture of {width} x {height} pixels to choose what is seen."),
        {"share": share, "width": area.width, "height": area.height},
    )  # fmt: skip
