"""A picture of any size made into a print file: the artwork trimmed, enlarged and centred, with real transparency."""

from __future__ import annotations

from podpusher_cli.core.designs import Canvas
from podpusher_cli.core.printing import PrintFacts
from podpusher_cli.providers.pictures import VISIBLE, read_facts
from podpusher_cli.providers.typography.render import to_png

MARGIN = 0.02  # of the canvas, kept clear on every side


def print_file(picture: bytes, canvas: Canvas) -> bytes | None:
    """The picture as a PNG of the canvas's size and DPI; None where nothing in it can be seen. Raises UnreadablePicture.

    A picture that is opaque all over loses the plain ground around its artwork.
    """
    import pyvips

    from podpusher_cli.providers.cutout import cut_out

    facts = read_facts(picture)
    image = pyvips.Image.new_from_buffer(picture, "").colourspace("srgb").cast("uchar")
    if _is_opaque(facts):
        image = cut_out(image.extract_band(0, n=3).copy_memory())
    left, top, width, height = image.extract_band(3).find_trim(threshold=VISIBLE, background=[0], line_art=True)
    if not (width and height):
        return None
    image = image.crop(left, top, width, height)
    room_x, room_y = canvas.width * (1 - 2 * MARGIN), canvas.height * (1 - 2 * MARGIN)
    scale = min(room_x / image.width, room_y / image.height)
    # Colours hang on alpha while they are mixed, or dark edges appear. libvips shrinks with Lanczos and enlarges with
    # its bicubic kernel, whichever of the sharp ones is named.
    image = image.cast("float").premultiply().resize(scale, kernel="lanczos3").unpremultiply()
    image = image.rint().cast("uchar")
    left, top = (canvas.width - image.width) // 2, (canvas.height - image.height) // 2
    image = image.embed(left, top, canvas.width, canvas.height, extend="background", background=[0, 0, 0, 0])
    return to_png(image, canvas)


def _is_opaque(facts: PrintFacts) -> bool:
    return not facts.has_alpha or facts.ink_share == 1
