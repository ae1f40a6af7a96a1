"""A picture of any size made into a print file: the artwork trimmed, enlarged and placed, with real transparency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.designs import Canvas
from podpusher_cli.core.placing import CHEST, Placement
from podpusher_cli.core.printing import UnreadablePicture
from podpusher_cli.providers.pictures import GROUND_NOTE, VISIBLE, loaded
from podpusher_cli.providers.typography.render import to_png

if TYPE_CHECKING:
    from podpusher_cli.providers.vips import pyvips

FAR = 4.0  # times as large: from there on the last doubling is linear


def print_file(picture: bytes, canvas: Canvas, placement: Placement = CHEST) -> bytes | None:
    """The picture as an sRGB PNG of the canvas's size and DPI; None where nothing in it can be seen. Raises UnreadablePicture.

    A picture that is opaque all over loses the plain ground around its artwork, unless it is to bleed.
    """
    from podpusher_cli.providers.vips import pyvips

    try:
        return _made(picture, canvas, placement)
    except pyvips.Error as error:
        raise UnreadablePicture(name="file", details={"reason": str(error).strip()}) from error


def _made(picture: bytes, canvas: Canvas, placement: Placement) -> bytes | None:
    from podpusher_cli.providers.cutout import cut_out
    from podpusher_cli.providers.true_colour import to_srgb

    image = to_srgb(loaded(picture, "file"))[0].copy_memory()
    note = None
    if not placement.bleeds and (not image.hasalpha() or image.extract_band(3).min() > VISIBLE):
        cut = cut_out(image.extract_band(0, n=3))
        image, note = cut.picture, cut.refusal or ("encloses" if cut.encloses else None)
    image = image if image.hasalpha() else image.addalpha()
    left, top, width, height = image.extract_band(3).find_trim(threshold=VISIBLE, background=[0], line_art=True)
    if not (width and height):
        return None
    placed = _placed(image.crop(left, top, width, height), canvas, placement)
    if note:
        placed = placed.copy()
        placed.set_type(_text(), GROUND_NOTE, note)
    return to_png(placed, canvas)


def _text() -> int:
    from podpusher_cli.providers.vips import pyvips

    return int(pyvips.GValue.gstr_type)


def _placed(image: pyvips.Image, canvas: Canvas, placement: Placement) -> pyvips.Image:
    """The artwork as large as its place, on the whole canvas."""
    room_x, room_y = canvas.width * (1 - 2 * placement.margin), canvas.height * (1 - 2 * placement.margin)
    choose = max if placement.bleeds else min
    image = _sized(image, choose(room_x / image.width, room_y / image.height))
    above = 0.5 if placement.bleeds else placement.above
    left, top = (canvas.width - image.width) // 2, round((canvas.height - image.height) * above)
    return image.embed(left, top, canvas.width, canvas.height, extend="background", background=[0, 0, 0, 0])


def _sized(image: pyvips.Image, scale: float) -> pyvips.Image:
    """The artwork scaled, without dark edges: colours are mixed by their alpha, or have none clear beside them to mix with.

    libvips shrinks with Lanczos and enlarges with its bicubic kernel, whichever of the sharp ones is named. Far beyond
    what the picture holds, the last doubling is linear: not to be told apart, and it takes a third of the time.
    """
    from podpusher_cli.providers.vips import pyvips

    if scale < 1:
        small = image.cast("float").premultiply().resize(scale, kernel="lanczos3").unpremultiply()
        return small.rint().cast("uchar")
    spread = _spread(image)
    if scale < FAR:
        return spread.resize(scale, kernel="lanczos3")
    linear = pyvips.Image.new_from_array([[1, 2, 1]], scale=4)  # doubled pixels become steps of a quarter
    return spread.resize(scale / 2, kernel="lanczos3").zoom(2, 2).convsep(linear, precision="integer")


def _spread(image: pyvips.Image) -> pyvips.Image:
    """Clear pixels next to the artwork get its colour, so that enlarging mixes in no other."""
    colours, alpha = image.extract_band(0, n=3), image.extract_band(3)
    near = image.cast("float").premultiply().gaussblur(2, min_ampl=0.05).unpremultiply()
    around = near.extract_band(0, n=3).rint().cast("uchar")
    spread = (alpha == 0).ifthenelse(around, colours).bandjoin(alpha)
    return spread.copy(interpretation="srgb").copy_memory()


def tidied(picture: bytes, *, trim: bool) -> tuple[bytes, tuple[str, ...]]:
    """The seller's own picture as an upright sRGB PNG in its own resolution, and what was changed (core.prints.CHANGES).

    `trim`: its artwork in the middle, with a narrow clear margin. Nothing is enlarged, for that would hide how few pixels
    there are. Raises UnreadablePicture.
    """
    from podpusher_cli.providers.true_colour import to_srgb
    from podpusher_cli.providers.vips import pyvips

    try:
        image, changes = to_srgb(loaded(picture, "file"))
        image = image.copy_memory()
        if trim:
            image, changes = _trimmed(image), (*changes, "trimmed")
        return to_png(image, Canvas(image.width, image.height)), changes
    except pyvips.Error as error:
        raise UnreadablePicture(name="file", details={"reason": str(error).strip()}) from error


def _trimmed(image: pyvips.Image) -> pyvips.Image:
    box = image.extract_band(3).find_trim(threshold=VISIBLE, background=[0], line_art=True)
    artwork = image.crop(*box)
    margin = max(4, round(max(artwork.width, artwork.height) * CHEST.margin))
    wide, high = artwork.width + 2 * margin, artwork.height + 2 * margin
    return artwork.embed(margin, margin, wide, high, extend="background", background=[0, 0, 0, 0])
