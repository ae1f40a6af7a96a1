"""What a picture file must be to be opened at all: of a known kind, of one picture, and of a bounded size."""

from __future__ import annotations

from podpusher_cli.core.printing import UnreadablePicture
from podpusher_cli.core.text import N_

MOST_PIXELS = 120_000_000  # a poster of 24 x 36 inches has 78 million
MOST_BYTES = 200_000_000  # as much as print-on-demand services take at most

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"8BPS", "Photoshop"),
)
_BRANDS = {b"avif": "heif", b"avis": "heif", b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC"}
RASTERS = frozenset({"png", "jpeg", "webp", "gif", "tiff", "heif"})
_ANIMATION = b"acTL"  # a PNG that has this before its pixels moves
HEAD = 65_536  # bytes that say what a file is


class EmptyFile(UnreadablePicture):
    message = N_("{name} is empty.")
    hint = N_("Save the picture again.")


class NotRasterFile(UnreadablePicture):
    """A drawing or a document: what it shows depends on who draws it."""

    message = N_("{name} is no picture but a file of another kind: {kind}.")
    hint = N_("Export it as PNG, 4500 x 5400 pixels with a transparent background.")


class AnimatedPicture(UnreadablePicture):
    message = N_("{name} has more than one picture in it.")
    hint = N_("Save the one to be printed as PNG.")


class HugePicture(UnreadablePicture):
    message = N_("{name} has {width} x {height} pixels, more than podpusher opens.")
    hint = N_("Save it with at most {most} million pixels; a print area of 15 x 18 inches has 24 million.")


class HeavyPicture(UnreadablePicture):
    message = N_("{name} has {megabytes} MB, more than podpusher opens.")
    hint = N_("Save it as PNG with fewer pixels; {most} MB are the most.")


def kind_of_file(head: bytes) -> str:
    """What the first bytes of a file (HEAD of them) say it is: one of RASTERS, another kind by its name, or ``."""
    found = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "")
    if not found and b"<svg" in head[:4096]:
        return "SVG"
    return found


def check_head(head: bytes, name: str) -> None:
    """Raise what is wrong with a file that begins so: EmptyFile, NotRasterFile, AnimatedPicture or UnreadablePicture."""
    kind = kind_of_file(head)
    if not head:
        raise EmptyFile(name=name)
    if not kind:
        raise UnreadablePicture(name=name)
    if kind not in RASTERS:
        raise NotRasterFile(name=name, kind=kind)
    if kind == "png" and _ANIMATION in head.split(b"IDAT", maxsplit=1)[0]:
        raise AnimatedPicture(name=name)


def check_size(width: int, height: int, pictures: int, name: str) -> None:
    """Raise AnimatedPicture or HugePicture; nothing was decoded yet, so a small file can still claim to be huge."""
    if pictures > 1:
        raise AnimatedPicture(name=name)
    if width * height > MOST_PIXELS:
        raise HugePicture(name=name, width=width, height=height, most=MOST_PIXELS // 1_000_000)


def check_bytes(size: int, name: str) -> None:
    """Raise HeavyPicture."""
    if size > MOST_BYTES:
        raise HeavyPicture(name=name, megabytes=round(size / 1_000_000), most=MOST_BYTES // 1_000_000)
