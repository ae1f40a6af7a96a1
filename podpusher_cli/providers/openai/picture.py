"""The picture in an image model's answer, held against what was asked for."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

from podpusher_cli.core.picture_files import NotRasterFile
from podpusher_cli.core.printing import PrintFacts, UnreadablePicture
from podpusher_cli.providers.openai.errors import DamagedPicture, NoPicture, NotRaster, OpaquePicture, WrongSize

_RASTER = frozenset({"png", "webp", "jpeg"})
_SAME_SHAPE = 0.02


def picture_in(answer: Mapping[str, Any], fetch: Callable[[str], bytes]) -> bytes:
    """The bytes of the first picture; `fetch` gets one that the answer only names the address of. Raises NoPicture."""
    data = answer.get("data")
    first = data[0] if isinstance(data, list) and data and isinstance(data[0], dict) else {}
    if isinstance(text := first.get("b64_json"), str) and text:
        return _decoded(text)
    if isinstance(url := first.get("url"), str) and url:
        head, _, text = url.partition(",")
        return _decoded(text) if head.startswith("data:") and head.endswith(";base64") else fetch(url)
    raise NoPicture(provider="openai")


def check_picture(picture: bytes, width: int, height: int, *, strict: bool) -> None:
    """See that it can be printed and has the shape that was asked for; `strict`: also its size and transparency.

    Raises NoPicture.
    """
    from podpusher_cli.providers.pictures import read_facts

    try:
        facts = read_facts(picture)
    except NotRasterFile as error:
        raise NotRaster(provider="openai", format=error.fields["kind"]) from error
    except UnreadablePicture as error:
        raise DamagedPicture(provider="openai") from error
    if facts.format not in _RASTER:
        raise NotRaster(provider="openai", format=facts.format)
    if not _has_shape(facts, width, height) or (strict and (facts.width < width or facts.height < height)):
        raise WrongSize(
            provider="openai", width=facts.width, height=facts.height, asked_width=width, asked_height=height
        )
    if strict and not facts.clear_share:
        raise OpaquePicture(provider="openai")


def _has_shape(facts: PrintFacts, width: int, height: int) -> bool:
    return abs(facts.width * height - facts.height * width) <= _SAME_SHAPE * facts.height * width


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DamagedPicture(provider="openai") from error
