"""Take the seller's own picture in: checked as a print file, copied, and kept once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.designs import Design
from podpusher_cli.core.errors import BadInput, NoSuchFile, fill
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.printing import PrintArea, check_print
from podpusher_cli.core.text import N_
from podpusher_cli.store.designs import Designs
from podpusher_cli.workflows.given import is_there, read_given

_SUFFIXES = {"png": ".png", "jpeg": ".jpg"}


class BadPicture(BadInput):
    code = "design.refused"
    message = N_("{name} cannot be printed: {problem}")


def keep_file(path: Path, *, designs: Designs, clock: Clock) -> Design:
    """The picture at `path` as a design. Raises NoSuchFile, UnreadablePicture, BadPicture or DiskTrouble.

    How well it fits a print area is checked when it is published, for only then is the area known.
    """
    from podpusher_cli.providers.pictures import read_facts

    if not is_there(path):
        raise NoSuchFile(name=str(path))
    picture = read_given(path)
    known = designs.with_content(hashlib.sha256(picture).hexdigest(), "file")
    if known:
        return known
    facts = read_facts(picture, path.name)
    own = PrintArea("front", facts.width, facts.height)
    for finding in check_print(facts, own):
        if finding.severity == "refuse":
            raise BadPicture(name=path.name, problem=fill(finding.message, finding.values))
    design = Design(
        id=new_id("d"), idea=path.stem, file="", sha256="", width=facts.width, height=facts.height, dpi=round(facts.dpi or 300),
        source="file", model="file", layout=None, palette=None, fonts=(), seed=None, cost=None, garment="dark", created_at=clock.now(),
        trend=None,
    )  # fmt: skip
    return designs.keep(design, picture, _SUFFIXES.get(facts.format, ".png"))
