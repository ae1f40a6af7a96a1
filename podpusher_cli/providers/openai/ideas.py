"""Ideas by a text model at OpenAI: many in one request, each held against what can be printed."""

from __future__ import annotations

import json

import msgspec

from podpusher_cli.core.ideation import LONG_TEXT, IdeaBrief, Phrase
from podpusher_cli.core.making import Attempt, Order
from podpusher_cli.core.prompts import Prompt
from podpusher_cli.core.spending import Estimate, Rates, Usage, check_model
from podpusher_cli.core.text import one_line
from podpusher_cli.providers.copywriter.topics import plain, words_in
from podpusher_cli.providers.ideamaker import things_about
from podpusher_cli.providers.ideamaker.niches import lexicon
from podpusher_cli.providers.openai.answers import content_of
from podpusher_cli.providers.openai.errors import NoIdeasCame
from podpusher_cli.providers.openai.prompts import IDEAS, ideas
from podpusher_cli.providers.openai.texts import SETTING
from podpusher_cli.providers.openai.wire import OpenAIWire

_SHAPE = {"type": "json_schema", "json_schema": {"name": "ideas", "strict": True, "schema": IDEAS}}
_SPARE = 1.5  # so many are asked for, for each that is wanted: some are known already, or may not be used
_IN, _OUT, _OUT_EACH = 600, 40, 30  # tokens, about
_SHORTEST_WORD = 4


class _Idea(msgspec.Struct):
    text: str
    subject: int


class _Ideas(msgspec.Struct):
    """What IDEAS asks for."""

    ideas: list[_Idea]


class OpenAIIdeas:
    """Makes ideas with `model`. Raises RetiredModel for one that OpenAI has shut down."""

    name = "openai"

    def __init__(self, wire: OpenAIWire, model: str, *, prompt: Prompt, rates: Rates | None) -> None:
        self._wire = wire
        self.model = check_model(model) if wire.dialect == "openai" else model
        self.prompt: str | None = prompt.mark
        self._prompt = prompt
        self._rates = rates

    def estimate(self, count: int) -> Estimate | None:
        """See IdeaMaker."""
        tokens = Usage(text_in=_IN, text_out=_OUT + _OUT_EACH * _asked(count))
        return Estimate(self.model, None if self._rates is None else self._rates.cost(tokens))

    def make(self, brief: IdeaBrief, attempt: Attempt) -> tuple[Phrase, ...]:
        """See IdeaMaker. Raises Refused, CutOff, NoIdeasCame, PerhapsBilled and what a refusal means."""
        estimate = self.estimate(brief.count)
        order = Order(
            "ideas", self.name, self.model, self._prompt.mark, brief.seed, estimate.micros if estimate else None
        )  # fmt: skip
        body = {
            "model": self.model,
            "messages": ideas(self._prompt, brief, _asked(brief.count)),
            "response_format": _SHAPE,
        }
        answer = self._wire.ask(attempt, order, "/chat/completions", body, rates=self._rates, setting=SETTING)
        found = _read(content_of(answer) or "", brief)
        if not found:
            raise NoIdeasCame(provider="openai")
        return found


def _asked(count: int) -> int:
    return round(count * _SPARE) + 1


def _read(text: str, brief: IdeaBrief) -> tuple[Phrase, ...]:
    """The ideas of an answer that can be printed and belong to a subject that was asked about, each once."""
    try:
        told = msgspec.convert(json.loads(text), _Ideas)
    except (ValueError, RecursionError):
        return ()
    found: dict[str, Phrase] = {}
    for each in told.ideas[: 2 * _asked(brief.count)]:
        line = one_line(each.text.encode("utf-8", "ignore").decode())
        place = each.subject - 1
        if 0 <= place < len(brief.subjects) and 0 < len(line) <= LONG_TEXT:
            found.setdefault(line, _phrase(line, place, brief.subjects[place].words, brief.language))
    return tuple(found.values())


def _phrase(line: str, place: int, words: str, language: str) -> Phrase:
    """The idea with the niche that it speaks to, by its words or by those that were asked about."""
    told = lexicon(language)
    things = things_about(told, line) or things_about(told, words)
    said = {plain(word) for word in words_in(line)}
    about = any(len(plain(word)) >= _SHORTEST_WORD and plain(word) in said for word in words_in(words))
    return Phrase(line, place, "own" if things or about else "open", things[0].niche if things else None)
