"""An image model at OpenAI: a picture, held against what was asked for, and made into a print file."""

from __future__ import annotations

from typing import Any

from podpusher_cli.core.designs import Artwork, DesignSpec, Source
from podpusher_cli.core.making import Asked, Attempt, Order
from podpusher_cli.core.prompts import Prompt
from podpusher_cli.core.spending import Estimate, Rates, check_model, image_estimate
from podpusher_cli.providers.openai.errors import EmptyPicture
from podpusher_cli.providers.openai.picture import check_picture, picture_in
from podpusher_cli.providers.openai.prompts import design
from podpusher_cli.providers.openai.wire import OpenAIWire

SETTING = "openai.image_model"
WIDTH, HEIGHT = 1600, 1920  # five to six, like the print file; both divisible by 16 (reference/openai.md, section 2)
_OLDER = {"gpt-image-1.5": (1024, 1536), "chatgpt-image-latest": (1024, 1536)}  # they have three sizes only


class OpenAIImages:
    """Makes print files with `model`, from pictures of `size` (such as `1024x1536`; empty: the best that the model has).

    Raises RetiredModel for one that OpenAI has shut down.
    """

    name: Source = "openai"

    def __init__(
        self, wire: OpenAIWire, model: str, *, prompt: Prompt, quality: str, rates: Rates | None, size: str = ""
    ) -> None:
        self._wire = wire
        self._model = check_model(model) if wire.dialect == "openai" else model
        self._prompt = prompt
        self._quality = quality
        self.rates = rates
        self._width, self._height = _size(model, size)

    def estimate(self) -> Estimate | None:
        """See ImageModel."""
        return self._price()

    def asked(self, spec: DesignSpec) -> Asked:
        """See BatchImages."""
        price = self._price().micros
        order = Order("image", self.name, self._model, self._prompt.mark, spec.seed, price)
        return Asked(order, "/images/generations", self._body(spec), self.rates)

    def draw(self, spec: DesignSpec, attempt: Attempt) -> Artwork:
        """See ImageModel. Raises NoPicture, PerhapsBilled and what a refusal means."""
        from podpusher_cli.providers.printfile import print_file

        asked = self.asked(spec)
        answer = self._wire.ask(attempt, asked.order, asked.path, asked.body, rates=self.rates, setting=SETTING)
        picture = picture_in(answer, self._wire.fetch)
        check_picture(picture, self._width, self._height, strict=self._wire.strict)
        canvas = spec.canvas
        png = print_file(picture, canvas)
        if png is None:
            raise EmptyPicture(provider="openai")
        return Artwork(png, canvas.width, canvas.height, canvas.dpi, "picture", "", (), spec.seed, "", self._model)

    def _price(self) -> Estimate:
        return image_estimate(self._model, self.rates, quality=self._quality, width=self._width, height=self._height)

    def _body(self, spec: DesignSpec) -> dict[str, Any]:
        strict = self._wire.strict
        prompt = design(self._prompt, spec.idea, spec.garment, transparent=strict)
        body: dict[str, Any] = {"model": self._model, "prompt": prompt, "size": f"{self._width}x{self._height}"}
        if strict:
            return body | {"n": 1, "background": "transparent", "output_format": "png", "quality": self._quality}
        return body | {"response_format": "b64_json"}


def _size(model: str, said: str) -> tuple[int, int]:
    if said:
        width, _, height = said.partition("x")
        return int(width), int(height)
    return _OLDER.get(model, (WIDTH, HEIGHT))
