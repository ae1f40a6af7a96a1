"""An image model at OpenAI: a picture, held against what was asked for, and made into a print file."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from podpusher_cli.core.designs import Artwork, DesignSpec, Source
from podpusher_cli.core.making import Attempt, Order
from podpusher_cli.core.printing import PrintFacts, UnreadablePicture
from podpusher_cli.core.spending import Estimate, Rates, check_model, image_estimate
from podpusher_cli.providers.openai.errors import NoPicture
from podpusher_cli.providers.openai.prompts import DESIGN, design
from podpusher_cli.providers.openai.wire import OpenAIWire

SETTING = "openai.image_model"
WIDTH, HEIGHT = 1600, 1920  # five to six, like the print file; both divisible by 16 (reference/openai.md, section 2)
_RASTER = frozenset({"png", "webp", "jpeg"})


class OpenAIImages:
    """Makes print files with `model`. Raises RetiredModel for one that OpenAI has shut down."""

    name: Source = "openai"

    def __init__(self, wire: OpenAIWire, model: str, *, quality: str, rates: Rates | None) -> None:
        self._wire = wire
        self._model = check_model(model)
        self._quality = quality
        self._rates = rates

    def estimate(self) -> Estimate | None:
        """See ImageModel."""
        return image_estimate(self._model, self._rates, quality=self._quality, width=WIDTH, height=HEIGHT)

    def draw(self, spec: DesignSpec, attempt: Attempt) -> Artwork:
        """See ImageModel. Raises NoPicture, PerhapsBilled and what a refusal means."""
        from podpusher_cli.providers.printfile import print_file

        strict = self._wire.dialect == "openai"
        prompt = design(spec.idea, spec.garment, transparent=strict)
        body: dict[str, Any] = {"model": self._model, "prompt": prompt, "size": f"{WIDTH}x{HEIGHT}"}
        if strict:
            body |= {"n": 1, "background": "transparent", "output_format": "png", "quality": self._quality}
        else:
            body |= {"response_format": "b64_json"}
        order = Order("image", self.name, self._model, DESIGN, spec.seed)
        answer = self._wire.ask(attempt, order, "/images/generations", body, rates=self._rates, setting=SETTING)
        picture = _picture(answer)
        _check(picture, strict=strict)
        png = print_file(picture, spec.canvas)
        canvas = spec.canvas
        return Artwork(png, canvas.width, canvas.height, canvas.dpi, "picture", "", (), spec.seed, "", self._model)


def _picture(answer: Mapping[str, Any]) -> bytes:
    """The bytes of the first picture."""
    data = answer.get("data")
    first = data[0] if isinstance(data, list) and data else None
    text = first.get("b64_json") if isinstance(first, dict) else None
    if not isinstance(text, str) or not text:
        raise NoPicture(provider="openai", problem="the answer has no picture in it")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoPicture(provider="openai", problem="the picture is damaged") from error


def _check(picture: bytes, *, strict: bool) -> None:
    """Hold the picture against what was asked for."""
    from podpusher_cli.providers.pictures import read_facts

    try:
        facts = read_facts(picture)
    except UnreadablePicture as error:
        raise NoPicture(provider="openai", problem="the picture is damaged") from error
    problem = _problem(facts, strict=strict)
    if problem:
        raise NoPicture(provider="openai", problem=problem)


def _problem(facts: PrintFacts, *, strict: bool) -> str | None:
    if facts.format not in _RASTER:
        return f"it is {facts.format}, not PNG"
    if facts.ink_box is None:
        return "it is empty"
    if abs(facts.width * HEIGHT - facts.height * WIDTH) > 0.02 * facts.height * WIDTH:
        return f"it has {facts.width} x {facts.height} pixels, not {WIDTH} x {HEIGHT}"
    if strict and not facts.clear_share:
        return "its background is not transparent"
    return None
