"""A text model at OpenAI: a listing in a strict shape, held against Etsy's rules, repaired once, then trimmed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import msgspec

from podpusher_cli.core.copywriting import Copy, Finding, check_copy, refusals
from podpusher_cli.core.errors import fill
from podpusher_cli.core.fitting import fit_copy
from podpusher_cli.core.learning import NOTHING, Learnt
from podpusher_cli.core.making import Asked, Attempt, CopyBrief, Order
from podpusher_cli.core.prompts import Prompt
from podpusher_cli.core.spending import Estimate, Purpose, Rates, check_model, text_estimate
from podpusher_cli.providers.copywriter import alt_text, disclosure
from podpusher_cli.providers.openai.answers import content_of
from podpusher_cli.providers.openai.errors import CutOff, NoListing, Refused
from podpusher_cli.providers.openai.prompts import SCHEMA, listing, repair
from podpusher_cli.providers.openai.wire import OpenAIWire

SETTING = "openai.text_model"
_SHAPE = {"type": "json_schema", "json_schema": {"name": "listing", "strict": True, "schema": SCHEMA}}
_SHOWN = 80  # letters of an answer that is no listing


class _Listing(msgspec.Struct):
    """What SCHEMA asks for."""

    title: str
    description: str
    tags: list[str]


class OpenAITexts:
    """Writes listings with `model`. Raises RetiredModel for one that OpenAI has shut down.

    `disclosures`: the seller's own sentences on artwork by a model, by language. `learnt`: titles that the seller liked and
    did not like. `objections`: what a text says that may not be said, a sentence each, which the model is asked to mend.
    """

    name = "openai"

    def __init__(
        self, wire: OpenAIWire, model: str, *, prompt: Prompt, rates: Rates | None, disclosures: Mapping[str, str] | None = None,
        learnt: Learnt = NOTHING, objections: Callable[[Copy, CopyBrief], list[str]] = lambda _copy, _brief: [],
    ) -> None:  # fmt: skip
        self._wire = wire
        self._model = check_model(model) if wire.dialect == "openai" else model
        self._prompt = prompt
        self.rates = rates
        self._disclosures = disclosures or {}
        self._learnt = learnt
        self._objections = objections

    def estimate(self) -> Estimate | None:
        """See TextModel."""
        return text_estimate(self._model, self.rates)

    def asked(self, brief: CopyBrief) -> Asked:
        """See BatchTexts."""
        return self._asked(_purpose("text", brief), brief, listing(self._prompt, brief, self._learnt))

    def write(self, brief: CopyBrief, attempt: Attempt) -> Copy:
        """See TextModel. Raises Refused, CutOff, NoListing, PerhapsBilled and what a refusal means."""
        messages = listing(self._prompt, brief, self._learnt)
        answer = self._ask(attempt, _purpose("text", brief), brief, messages)
        copy, broken = _read(answer, brief.language)
        broken += self._objections(copy, brief) if copy else []
        if broken:
            copy = self._repaired(attempt, brief, repair(self._prompt, messages, answer, broken), copy)
        fitted = fit_copy(copy) if copy else None
        if fitted is None or refusals(check_copy(fitted)):
            raise NoListing(provider="openai", details={"answer": answer[:_SHOWN]})
        description = fitted.description
        if brief.disclose_ai:
            description = f"{description}\n\n{disclosure(brief.language, self._disclosures)}"
        return replace(fitted, description=description, alt=alt_text(brief))

    def _repaired(
        self, attempt: Attempt, brief: CopyBrief, messages: Sequence[Mapping[str, str]], first: Copy | None
    ) -> Copy | None:
        """What the model makes of the second chance; the first copy where that is nothing."""
        try:
            answer = self._ask(attempt, _purpose("repair", brief), brief, messages)
        except (Refused, CutOff, NoListing):
            if first is None:
                raise
            return first
        return _read(answer, brief.language)[0] or first

    def _asked(self, purpose: Purpose, brief: CopyBrief, messages: Sequence[Mapping[str, str]]) -> Asked:
        body = {"model": self._model, "messages": messages, "response_format": _SHAPE}
        price = text_estimate(self._model, self.rates).micros
        order = Order(purpose, self.name, self._model, self._prompt.mark, brief.seed, price)
        return Asked(order, "/chat/completions", body, self.rates)

    def _ask(self, attempt: Attempt, purpose: Purpose, brief: CopyBrief, messages: Sequence[Mapping[str, str]]) -> str:
        """The model's text."""
        asked = self._asked(purpose, brief, messages)
        answer = self._wire.ask(attempt, asked.order, asked.path, asked.body, rates=self.rates, setting=SETTING)
        content = content_of(answer)
        if content is None:
            raise NoListing(provider="openai")
        return content


def _purpose(what: Purpose, brief: CopyBrief) -> Purpose:
    """What a request is for; a translation is another one than the listing."""
    return f"{what}.{brief.language}" if brief.translation else what


def _read(text: str, language: str) -> tuple[Copy | None, list[str]]:
    """The listing that the text is, and the rules it breaks; none of both is a whole listing."""
    try:
        told = msgspec.convert(
            json.loads(text), _Listing
        )  # json takes half a surrogate pair, which fit_copy leaves out
    except (ValueError, RecursionError):
        return None, ["The answer must be JSON with title (a text), description (a text) and tags (a list of texts)."]
    copy = Copy(told.title, told.description, tuple(told.tags), language=language)
    return copy, _sentences(refusals(check_copy(copy)))


def _sentences(findings: Sequence[Finding]) -> list[str]:
    """The broken rules and how to keep them, for the model."""
    return [f"{fill(each.message, each.values)} {fill(each.fix, each.values)}" for each in findings]
