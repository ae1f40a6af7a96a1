"""Making things: what a model is asked for, and the protocols that the local makers and OpenAI both follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from podpusher_cli.core.blanks import Facts
from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.designs import Artwork, DesignSpec, Source
from podpusher_cli.core.spending import Estimate, Purpose, Rates, Usage


@dataclass(frozen=True, slots=True)
class CopyBrief:
    """What a text is written from. The same brief gives the same local text; another seed gives another one.

    `lettered`: the design shows the idea's words. `layout` is how the local designer set them. `disclose_ai`: the
    artwork was made by an image model, which the description has to say. `translation`: the listing is in another language
    than its first, so that its paid work is told apart.
    """

    idea: str
    seed: int
    language: str = "en"
    facts: Facts = field(default_factory=Facts)
    trend: str | None = None
    layout: str | None = None
    lettered: bool = True
    disclose_ai: bool = False
    translation: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A paid request about to be sent: for the ledger. `estimate`: what it will cost, about; None where that is not known."""

    purpose: Purpose
    provider: str
    model: str
    prompt: str
    seed: int
    estimate: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A paid request as it would be sent: below the server's address, with its body. `rates` price its answer."""

    order: Order
    path: str
    body: Mapping[str, Any]
    rates: Rates | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the answer said of its cost. `micros` is None where no rate is known.

    `guessed`: it counts no tokens, so `micros` is what was expected.
    """

    usage: Usage
    micros: int | None
    request_id: str | None
    guessed: bool = False


class Attempt(Protocol):
    """The paid work on one item, remembered over a crash. Local makers never touch it."""

    def kept(self, purpose: Purpose) -> bytes | None:
        """The answer that was paid for already, or None."""
        ...

    def sending(self, order: Order) -> None:
        """Note it before anything leaves.

        Raises PerhapsBilled when an earlier sending never got its answer, and CapReached or Unpriced.
        """
        ...

    def paid(self, purpose: Purpose, receipt: Receipt, answer: bytes) -> None:
        """The answer is here: keep it and what it cost, before anything is done with it."""
        ...

    def free(self, purpose: Purpose, request_id: str | None, charged: Receipt | None = None) -> None:
        """It was refused, or never reached the provider: nothing is owed, unless the refusal says that it was `charged`."""
        ...

    def perhaps(self, purpose: Purpose) -> None:
        """No answer came. It may have been billed, so it is never sent again by itself."""
        ...


class ImageModel(Protocol):
    """Makes print files."""

    name: Source

    def estimate(self) -> Estimate | None:
        """What one picture costs, about; None when it costs nothing."""
        ...

    def draw(self, spec: DesignSpec, attempt: Attempt) -> Artwork:
        """The print file of an idea."""
        ...


class TextModel(Protocol):
    """Writes listings."""

    name: str

    def estimate(self) -> Estimate | None:
        """What one listing costs, about; None when it costs nothing."""
        ...

    def write(self, brief: CopyBrief, attempt: Attempt) -> Copy:
        """Title, description and tags that break no rule."""
        ...


class BatchImages(ImageModel, Protocol):
    """An image model whose requests can also be sent many at a time, and answered within a day; `rates` price the answers."""

    @property
    def rates(self) -> Rates | None: ...

    def asked(self, spec: DesignSpec) -> Asked:
        """The request for a picture; `draw` takes an answer to it that the attempt has kept."""
        ...


class BatchTexts(TextModel, Protocol):
    """A text model of the same kind."""

    @property
    def rates(self) -> Rates | None: ...

    def asked(self, brief: CopyBrief) -> Asked:
        """The request for a listing; `write` takes an answer to it that the attempt has kept."""
        ...
