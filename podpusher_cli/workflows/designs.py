"""One design with all that is known of it, and pictures of it on what it is sold on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from podpusher_cli.core.designs import Design, DesignSheet
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.inking import cloths_in
from podpusher_cli.core.previews import Preview, cloths_for, file_name
from podpusher_cli.core.printing import PrintFinding, UnreadablePicture
from podpusher_cli.core.prints import PrintSheet
from podpusher_cli.core.products import Content
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.files import make_folder, replace_file
from podpusher_cli.store.products import Products
from podpusher_cli.store.spending import Ledger
from podpusher_cli.workflows.inspecting import Inspector, unreadable

Paint = Callable[[Path, str, str], bytes]
"""Draws a print file on a garment of a colour: see providers/mockups."""


def sheet(name: str, *, designs: Designs, products: Products, ledger: Ledger, inspector: Inspector) -> DesignSheet:
    """What is known of a design; its file is measured now if it never was. Raises NoSuchDesign."""
    design = designs.get(name)
    known, findings = _measured(design, inspector, _contents(design, designs, products))
    return DesignSheet(
        design,
        str(designs.path(design)),
        designs.products(design.id),
        ledger.spends(design.id),
        findings,
        known.original if known else None,
    )


def _measured(
    design: Design, inspector: Inspector, contents: Sequence[Content]
) -> tuple[PrintSheet | None, tuple[PrintFinding, ...]]:
    """Its measurements and what is amiss, on the colours it is sold in; a file that cannot be read is a finding itself."""
    cloths = cloths_in(word for each in contents for word in each.variants)
    try:
        return inspector.sheet(design), inspector.findings(design, cloths=cloths)
    except UnreadablePicture as error:
        return None, (unreadable(error),)


def _contents(design: Design, designs: Designs, products: Products) -> list[Content]:
    return [products.get(each).content for each in designs.products(design.id)]


def previews(
    shown: DesignSheet, *, products: Products, paint: Paint, kind: str | None, colours: Sequence[str], folder: Path,
    kind_of: Callable[[int], str],
) -> DesignSheet:  # fmt: skip
    """The sheet with a picture for each colour, written into the folder. `kind_of` gives what a blueprint is.

    Raises UnknownColour, UnreadablePicture or DiskTrouble.
    """
    contents = [products.get(each).content for each in shown.products]
    garment = kind or next((kind_of(each.blueprint_id) for each in contents if each.blueprint_id), "tee")
    variants = [word for each in contents for word in each.variants]
    made = []
    for cloth in cloths_for(colours, variants, shown.design.garment):
        path = folder / file_name(shown.design.id, garment, cloth)
        picture = paint(Path(shown.path), garment, cloth.colour)
        try:
            make_folder(folder)
            replace_file(path, picture)
        except OSError as error:
            raise DiskTrouble(path=path, problem=error.strerror or error) from error
        made.append(Preview(garment, cloth.name, str(path)))
    return replace(shown, previews=tuple(made))
