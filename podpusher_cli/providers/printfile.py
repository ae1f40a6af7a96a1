"""A picture of any size made into a print file: the artwork trimmed, enlarged and centred, with real transparency."""

from __future__ import annotations

from podpusher_cli.core.designs import Canvas
from podpusher_cli.providers.pictures import read_facts
from podpusher_cli.providers.typography.render import to_png

MARGIN = 0.02  # of the canvas, kept clear on every side


def print_file(picture: bytes, canvas: Canvas) -> bytes:
    """The picture as a PNG of the canvas's size and DPI. Raises UnreadablePicture."""
    import pyvips

    facts = read_facts(picture)
    image = pyvips.Image.new_from_buffer(picture, "").colourspace("srgb")
    if not image.hasalpha():
        image = image.addalpha()
    if facts.ink_box is not None:
        image = image.crop(*facts.ink_box)
    room_x, room_y = canvas.width * (1 - 2 * MARGIN), canvas.height * (1 - 2 * MARGIN)
    scale = min(room_x / image.width, room_y / image.height)
    # Colours hang on alpha while they are mixed, or dark edges appear; Lanczos keeps lines sharp.
    image = image.cast("float").premultiply().resize(scale, kernel="lanczos3").unpremultiply()
    image = image.rint().cast("uchar")
    left, top = (canvas.width - image.width) // 2, (canvas.height - image.height) // 2
    image = image.embed(left, top, canvas.width, canvas.height, extend="background", background=[0, 0, 0, 0])
    return to_png(image, canvas)
