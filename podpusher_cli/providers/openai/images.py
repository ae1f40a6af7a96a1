"""An image model at OpenAI: a picture, held against what was asked for, and made into a print file."""

from __future__ import annotations

from typing import Any

from podpusher_cli.core.designs import Artwork, DesignSpec, Source
from podpusher_cli.core.making import Attempt, Order
from podpusher_cli.core.prompts import Prompt
from podpusher_cli.core.spending import Estimate, Rates, check_model, image_estimate
from podpusher_cli.providers.openai.errors import EmptyPicture
from podpusher_cli.providers.openai.picture import check_picture, picture_in
from podpusher_cli.providers.openai.prompts import design
from podpusher_cli.providers.openai.wire import OpenAIWire

SETTING = "openai.image_model"
WIDTH, HEIGHT = 1600, 1920  # five to six, like the print file; both divisible by 16 (reference/openai.md, section 2)


class OpenAIImages:
    """Makes print files with `model`. Raises RetiredModel for one that OpenAI has shut down."""

    name: Source = "openai"

    def __init__(self, wire: OpenAIWire, model: str, *, prompt: Prompt, quality: str, rates: Rates | None) -> None:
        self._wire = wire
        self._model = check_model(model) if wire.dialect == "openai" else model
        self._prompt = prompt
        self._quality = quality
        self._rates = rates

    def estimate(self) -> Estimate | None:
        """See ImageModel."""
        return image_estimate(self._model, self._rates, quality=self._quality, width=WIDTH, height=HEIGHT)

    def draw(self, spec: DesignSpec, attempt: Attempt) -> Artwork:
        """See ImageModel. Raises NoPicture, PerhapsBilled and what a refusal means."""
        from podpusher_cli.providers.printfile import print_file

        order = Order("image", self.name, self._model, self._prompt.mark, spec.seed)
        answer = self._wire.ask(
            attempt, order, "/images/generations", self._body(spec), rates=self._rates, setting=SETTING
        )
        picture = picture_in(answer, self._wire.fetch)
        check_picture(picture, WIDTH, HEIGHT, strict=self._wire.dialect == "openai")
        canvas = spec.canvas
        png = print_file(picture, canvas)
        if png is None:
            raise EmptyPicture(provider="openai")
        return Artwork(png, canvas.width, canvas.height, canvas.dpi, "picture", "", (), spec.seed, "", self._model)

    def _body(self, spec: DesignSpec) -> dict[str, Any]:
        strict = self._wire.dialect == "openai"
        prompt = design(self._prompt, spec.idea, spec.garment, transparent=strict)
        body: dict[str, Any] = {"model": self._model, "prompt": prompt, "size": f"{WIDTH}x{HEIGHT}"}
        if strict:
            return body | {"n": 1, "background": "transparent", "output_format": "png", "quality": self._quality}
        return body | {"response_format": "b64_json"}
