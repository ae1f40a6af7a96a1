"""A text model at OpenAI: a listing in a strict shape, held against Etsy's rules, repaired once, then trimmed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from podpusher_cli.core.copywriting import Copy, Finding, check_copy, fit_copy, refusals
from podpusher_cli.core.errors import fill
from podpusher_cli.core.making import Attempt, CopyBrief, Order
from podpusher_cli.core.spending import Estimate, Purpose, Rates, check_model, text_estimate
from podpusher_cli.providers.copywriter import disclosure
from podpusher_cli.providers.openai.errors import CutOff, NoListing, Refused, listing_problem
from podpusher_cli.providers.openai.prompts import LISTING, SCHEMA, listing, repair
from podpusher_cli.providers.openai.wire import OpenAIWire

SETTING = "openai.text_model"
_SHAPE = {"type": "json_schema", "json_schema": {"name": "listing", "strict": True, "schema": SCHEMA}}


class OpenAITexts:
    """Writes listings with `model`. Raises RetiredModel for one that OpenAI has shut down."""

    name = "openai"

    def __init__(self, wire: OpenAIWire, model: str, *, rates: Rates | None) -> None:
        self._wire = wire
        self._model = check_model(model)
        self._rates = rates

    def estimate(self) -> Estimate | None:
        """See TextModel."""
        return text_estimate(self._model, self._rates)

    def write(self, brief: CopyBrief, attempt: Attempt) -> Copy:
        """See TextModel. Raises Refused, CutOff, NoListing, PerhapsBilled and what a refusal means."""
        messages = listing(brief)
        answer = self._ask(attempt, "text", brief, messages)
        copy, broken = _read(answer, brief)
        if broken:
            answer = self._ask(attempt, "repair", brief, repair(messages, answer, broken))
            copy, _ = _read(answer, brief)
        fitted = fit_copy(copy or Copy("", "", ()))
        left = refusals(check_copy(fitted))
        if left:
            raise NoListing(provider="openai", problem=_sentences(left)[0], details={"answer": listing_problem(answer)})
        if brief.disclose_ai:
            return replace(fitted, description=f"{fitted.description}\n\n{disclosure(brief.language)}")
        return fitted

    def _ask(self, attempt: Attempt, purpose: Purpose, brief: CopyBrief, messages: Sequence[Mapping[str, str]]) -> str:
        """The model's text."""
        body = {"model": self._model, "messages": messages, "response_format": _SHAPE}
        order = Order(purpose, self.name, self._model, LISTING, brief.seed)
        return _text(self._wire.ask(attempt, order, "/chat/completions", body, rates=self._rates, setting=SETTING))


def _text(answer: Mapping[str, Any]) -> str:
    """The text of the first choice. Raises Refused, CutOff or NoListing."""
    choices = answer.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    message = choice.get("message")
    if not isinstance(message, dict):
        raise NoListing(provider="openai", problem="the answer has no text in it")
    if isinstance(message.get("refusal"), str):
        raise Refused(provider="openai", reason="refusal", problem=message["refusal"])
    if choice.get("finish_reason") in {"length", "content_filter"}:
        raise CutOff(provider="openai", reason="cut_off", problem=choice["finish_reason"])
    return str(message.get("content") or "")


def _read(text: str, brief: CopyBrief) -> tuple[Copy | None, list[str]]:
    """The listing that the text is, and the rules it breaks; none of both is a whole listing."""
    try:
        told = json.loads(text)
        copy = Copy(
            str(told["title"]),
            str(told["description"]),
            tuple(str(tag) for tag in told["tags"]),
            language=brief.language,
        )
    except (ValueError, KeyError, TypeError):
        return None, ["The answer is not JSON with title, description and tags."]
    return copy, _sentences(refusals(check_copy(copy)))


def _sentences(findings: Sequence[Finding]) -> list[str]:
    return [fill(finding.message, finding.values) for finding in findings]
