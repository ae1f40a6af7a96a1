"""Any picture file as upright sRGB pixels: profiles, printers' inks, 16 bits, greys and a camera's rotation made plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podpusher_cli.providers.vips import pyvips

_PROFILE = "icc-profile-data"


def to_srgb(picture: pyvips.Image) -> tuple[pyvips.Image, tuple[str, ...]]:
    """RGB or RGBA, 8 bits, the right way up; and which of core.prints.CHANGES this took, or `rotated`."""
    changes = []
    if picture.get_typeof("orientation") and picture.get("orientation") > 1:
        picture = picture.copy_memory().autorot()
        changes.append("rotated")
    if picture.interpretation == "cmyk":
        picture = _converted(picture, "cmyk")
        changes.append("cmyk")
    elif _has_other_profile(picture):
        changes.append("profile")
        picture = _converted(picture, "srgb")
    picture = picture.colourspace("srgb").cast("uchar")
    bands = 4 if picture.hasalpha() else 3
    return picture.extract_band(0, n=bands).copy(interpretation="srgb"), tuple(changes)


def is_as_seen(picture: pyvips.Image) -> bool:
    """Whether the pixels are upright and sRGB as they stand in the file."""
    turned = picture.get_typeof("orientation") and picture.get("orientation") > 1
    return not turned and not _has_other_profile(picture)


def _has_other_profile(picture: pyvips.Image) -> bool:
    """Whether the file brings a profile that is not sRGB under one of its names."""
    if not picture.get_typeof(_PROFILE):
        return False
    profile = bytes(picture.get(_PROFILE))
    return not any(name in profile for name in (b"sRGB", b"s\0R\0G\0B", b"IEC61966"))


def _converted(picture: pyvips.Image, fallback: str) -> pyvips.Image:
    """By the profile in the file; by `fallback` where there is none. A broken profile is as good as none."""
    from podpusher_cli.providers.vips import pyvips

    picture = picture.copy_memory()
    try:
        made = picture.icc_transform("srgb", embedded=True, input_profile=fallback, intent="relative")
        made.crop(0, 0, 1, 1).avg()  # a broken profile shows with the first pixel
    except pyvips.Error:
        return picture if fallback == "srgb" else picture.icc_transform("srgb", input_profile=fallback)
    return made
