"""What a model's work costs: tokens, rates, and the ledger's entries. Amounts are millionths of a US dollar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from podpusher_cli.core.errors import BadInput, OutcomeUnknown
from podpusher_cli.core.money import Money
from podpusher_cli.core.text import N_

Purpose = str
"""What a request asks for: `image`, `text`, `repair` or `ideas`; a translation's has its language too (`text.fr`)."""

MICROS_A_CENT = 10_000
CURRENCY = "USD"


class SpendState(StrEnum):
    """`SENT`: on its way, or cut off before an answer. `PERHAPS`: no answer came, it may have been billed."""

    SENT = "sent"
    BILLED = "billed"
    FREE = "free"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the answer counts them."""

    text_in: int = 0
    image_in: int = 0
    text_out: int = 0
    image_out: int = 0


@dataclass(frozen=True, slots=True)
class Rates:
    """US dollars per million tokens, which is the same as millionths of a dollar per token."""

    text_in: float = 0.0
    image_in: float = 0.0
    text_out: float = 0.0
    image_out: float = 0.0

    def cost(self, usage: Usage) -> int:
        """The cost in millionths of a dollar, rounded up."""
        exact = (
            usage.text_in * self.text_in
            + usage.image_in * self.image_in
            + usage.text_out * self.text_out
            + usage.image_out * self.image_out
        )
        return -int(-exact // 1)


@dataclass(frozen=True, slots=True)
class Spend:
    """An entry of the ledger: one paid request. `micros` is None while it is not known, or has no known rate.

    `item` is the design it was for, `prompt` the name and version of the prompt, `request_id` the provider's. `estimate` is
    what it was expected to cost; `guessed`: the answer counted no tokens, so `micros` is the estimate. `batch`: the batch
    it was sent in, at half the price.
    """

    item: str
    purpose: Purpose
    provider: str
    model: str
    prompt: str
    seed: int
    state: SpendState
    text_in: int
    text_out: int
    image_in: int
    image_out: int
    micros: int | None
    request_id: str | None
    at: datetime
    estimate: int | None = None
    guessed: bool = False
    batch: str | None = None

    @property
    def in_doubt(self) -> bool:
        """Whether it may have been billed and nobody knows."""
        return self.state in {SpendState.SENT, SpendState.PERHAPS}


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a request will cost, about. `micros` is None where the model's rates are not known."""

    model: str
    micros: int | None


def to_money(micros: int) -> Money:
    """The amount in cents, rounded up: what was spent never reads as nothing."""
    return Money(-(-micros // MICROS_A_CENT), CURRENCY)


def total(spends: Iterable[Spend]) -> Money | None:
    """What the entries come to; None when nothing was spent, or nothing is known of it."""
    known = [spend.micros for spend in spends if spend.micros]
    return to_money(sum(known)) if known else None


def total_in_doubt(spends: Iterable[Spend]) -> Money | None:
    """What may have been billed besides, by the estimates; None where nothing is in doubt."""
    open_ones = [spend.estimate for spend in spends if spend.in_doubt and spend.estimate]
    return to_money(sum(open_ones)) if open_ones else None


# Rates, as of 2026-11 (reference/openai.md, section 2.1 for images). An unknown model is never estimated in silence.

IMAGE_RATES: Mapping[str, Rates] = {
    "gpt-image-2.5": Rates(text_in=5, image_in=8, image_out=30),
    "gpt-image-2": Rates(text_in=5, image_in=8, image_out=30),
}
TEXT_RATES: Mapping[str, Rates] = {"gpt-5.5": Rates(text_in=5, text_out=30)}
IMAGE_TOKENS = {"low": 196, "medium": 439, "high": 1_756, "xhigh": 3_122, "max": 7_024}  # at 1024 x 1024
SQUARE = 1024 * 1024
TEXT_TOKENS = Usage(text_in=900, text_out=700)  # what a listing takes, about
PROMPT_TOKENS = 250

RETIRED = {
    "gpt-image-1": "gpt-image-2.5-flare",
    "dall-e-2": "gpt-image-2.5-flare",
    "dall-e-3": "gpt-image-2.5-flare",
}


class RetiredModel(BadInput):
    code = "openai.model_retired"
    message = N_("OpenAI has shut down {model}.")
    hint = N_("podpusher settings set openai.image_model {instead}")


class PerhapsBilled(OutcomeUnknown):
    """An earlier sending of the same request never got its answer, so it is not sent again."""

    code = "spending.perhaps_billed"
    message = N_("{provider} never answered this request, so it may have been billed; it is not sent again.")
    hint = N_("Run generate with this idea alone to pay for a new one.")


class BadRates(BadInput):
    code = "settings.rates"
    message = N_("“{text}” does not read as rates: US dollars per million tokens, in and out, such as 5/30.")
    hint = N_("podpusher settings set {key} 5/30")


def rates_of(model: str, table: Mapping[str, Rates]) -> Rates | None:
    """The rates of a model or of the family its name begins with; None for one that is not in the table.

    Snapshots and variants (`gpt-image-2.5-flare-2026-09-08`) have the family's rates; `gpt-image-2.6` is another family.
    """
    for family in sorted(table, key=len, reverse=True):
        rest = model.removeprefix(family)
        if rest != model and (not rest or rest.startswith("-")):
            return table[family]
    return None


def read_rates(key: str, text: str, *, image: bool) -> Rates | None:
    """The rates of a setting such as `5/30`; None when it is empty. Raises BadRates."""
    if not text:
        return None
    try:
        first, last = (float(part) for part in text.split("/"))
    except ValueError:
        raise BadRates(key=key, text=text) from None
    if not (0 <= first < 1e6 and 0 <= last < 1e6):
        raise BadRates(key=key, text=text)
    return Rates(text_in=first, image_in=first, image_out=last) if image else Rates(text_in=first, text_out=last)


def image_estimate(model: str, rates: Rates | None, *, quality: str, width: int, height: int) -> Estimate:
    """What one picture costs, by the table of tokens and its size."""
    tokens = IMAGE_TOKENS.get(quality)
    if rates is None or tokens is None:
        return Estimate(model, None)
    pixels = width * height / SQUARE
    return Estimate(model, rates.cost(Usage(text_in=PROMPT_TOKENS, image_out=round(tokens * pixels))))


def text_estimate(model: str, rates: Rates | None) -> Estimate:
    """What one listing's text costs."""
    return Estimate(model, None if rates is None else rates.cost(TEXT_TOKENS))


def check_model(model: str) -> str:
    """The model's name. Raises RetiredModel for one that is known to be gone."""
    if instead := RETIRED.get(model):
        raise RetiredModel(model=model, instead=instead)
    return model
