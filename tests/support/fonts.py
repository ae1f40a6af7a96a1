"""Bring faces into podpusher_cli/fonts: `python tests/support/fonts.py FOLDER`, where npm has put @fontsource packages.

Each file is unpacked from WOFF to TTF, which HarfBuzz reads as it is; nothing in it is changed.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

from podpusher_cli.providers.typography.faces import CATALOGUE, EMOJI, Face

FONTS = Path(__file__).parents[2] / "podpusher_cli" / "fonts"
WEIGHTS = {
    "alegreya": 800, "cairo": 900, "comfortaa": 700, "courier-prime": 700, "dancing-script": 700,
    "fira-sans-extra-condensed": 800, "frank-ruhl-libre": 800, "fredoka": 700, "karantina": 700,
    "league-spartan": 800, "lemonada": 700, "noto-emoji": 700, "oswald": 700, "playfair-display": 800, "rubik": 800,
    "tektur": 800, "aref-ruqaa": 700,
}  # fmt: skip


def bring(face: Face, packages: Path) -> int:
    """The face's files and its licence, from its package. How many bytes they take."""
    package, folder = packages / "@fontsource" / face.name, FONTS / face.name
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    shutil.copyfile(package / "LICENSE", folder / "LICENSE")
    for subset in face.subsets:
        packed = package / "files" / f"{face.name}-{subset}-{WEIGHTS.get(face.name, 400)}-normal.woff"
        if packed.exists():
            font = TTFont(packed)
            font.flavor = None
            font.save(folder / f"{subset}.ttf")
    return sum(file.stat().st_size for file in folder.iterdir())


if __name__ == "__main__":
    print(sum(bring(face, Path(sys.argv[1])) for face in (*CATALOGUE.values(), EMOJI)), "bytes")
