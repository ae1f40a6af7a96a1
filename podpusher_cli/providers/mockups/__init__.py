"""Previews: a design on the thing it is sold on, with folds and shade. Made here, so nobody is asked and nothing is paid."""

from __future__ import annotations

from pathlib import Path

PREVIEW_WIDTH = 1000


def preview(design: bytes | Path, garment: str, colour: str, *, width: int = PREVIEW_WIDTH) -> bytes:
    """A JPEG of the print file on a garment of that colour, `width` pixels wide and a tenth more high.

    `garment` is a kind of `core.blanks`; `colour` is the cloth's, as `#rrggbb`. Raises UnreadablePicture.
    """
    from podpusher_cli.core.printing import UnreadablePicture
    from podpusher_cli.providers.mockups.laying import dressed
    from podpusher_cli.providers.vips import pyvips

    name = design.name if isinstance(design, Path) else "file"
    try:
        made: bytes = dressed(design, garment, colour, width).jpegsave_buffer(Q=88, optimize_coding=True, keep="none")
    except pyvips.Error as error:
        raise UnreadablePicture(name=name, details={"reason": str(error).strip()}) from error
    return made
