"""Take the seller's own picture in: checked as a print file, mended where that changes nothing that counts, kept once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.designs import Design
from podpusher_cli.core.errors import BadInput, CannotRead, fill
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.inking import tone_for
from podpusher_cli.core.picture_files import check_bytes
from podpusher_cli.core.printing import PrintArea, PrintFacts, check_print
from podpusher_cli.core.prints import needs_trimming
from podpusher_cli.core.text import N_
from podpusher_cli.store.designs import Designs
from podpusher_cli.workflows.given import check_given, read_given
from podpusher_cli.workflows.inspecting import Inspector, Measured

_SUFFIXES = {"png": ".png", "jpeg": ".jpg", "webp": ".webp", "gif": ".gif", "tiff": ".tif", "heif": ".avif"}
_PRINTED = {"png", "jpeg"}
_MODES = {"RGB", "RGBA"}


class BadPicture(BadInput):
    code = "design.refused"
    message = N_("{name} cannot be printed: {problem}")


def keep_file(path: Path, *, designs: Designs, inspector: Inspector, clock: Clock) -> Design:
    """The picture at `path` as a design. Raises NoSuchFile, UnreadablePicture, BadPicture or DiskTrouble.

    Of a file with other colours than sRGB, or with its artwork at the edge of a large clear space, a print file is made;
    the file itself is kept as it came. How well it fits a print area is checked when it is published, for only then is
    the area known.
    """
    from podpusher_cli.providers.printfile import tidied

    picture = _read(path)
    sha256 = hashlib.sha256(picture).hexdigest()
    known = designs.with_content(sha256, "file") or designs.find(inspector.made_of(sha256) or "")
    if known:
        return known
    measured = inspector.measure(picture, path.name)
    trim = needs_trimming(measured.facts)
    if not trim and _is_plain(measured.facts):
        _refuse_bad(measured.facts, path.name)
        design = designs.keep(_design(path, measured, clock), picture, _suffix(measured.facts))
        inspector.keep(design, measured)
        return design
    made, changes = tidied(picture, trim=trim)
    better = inspector.measure(made, path.name)
    _refuse_bad(better.facts, path.name)
    original = designs.keep_original(picture, sha256, _suffix(measured.facts))
    design = designs.keep(_design(path, better, clock), made)
    inspector.keep(design, better, changes=changes, original=str(original), original_sha256=sha256)
    return design


def _read(path: Path) -> bytes:
    check_given(path, str(path))
    try:
        check_bytes(path.stat().st_size, path.name)
    except OSError as error:
        raise CannotRead(path=path, problem=error.strerror) from error
    return read_given(path)


def _is_plain(facts: PrintFacts) -> bool:
    """Whether a printer takes the file as it is."""
    return facts.format in _PRINTED and facts.mode in _MODES and facts.as_seen


def _refuse_bad(facts: PrintFacts, name: str) -> None:
    for finding in check_print(facts, PrintArea("front", facts.width, facts.height)):
        if finding.severity == "refuse":
            raise BadPicture(name=name, problem=fill(finding.message, finding.values))


def _suffix(facts: PrintFacts) -> str:
    return _SUFFIXES.get(facts.format, ".png")


def _design(path: Path, measured: Measured, clock: Clock) -> Design:
    facts, ink = measured.facts, measured.ink
    return Design(
        id=new_id("d"), idea=path.stem, file="", sha256="", width=facts.width, height=facts.height, dpi=round(facts.dpi or 300),
        source="file", model="file", layout=None, palette=None, fonts=(), seed=None, cost=None,
        garment=tone_for(ink) if ink else "dark", created_at=clock.now(), trend=None,
    )  # fmt: skip
