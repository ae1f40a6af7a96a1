"""Prompts listed and shown, and two of them held against each other over the same ideas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.generating import Progress
from podpusher_cli.core.making import Attempt, CopyBrief, Order, Receipt, TextModel
from podpusher_cli.core.prompts import Comparison, Measured, NotAlike, Prompt, PromptSheet, diversity
from podpusher_cli.core.seo import score_copy, words_of
from podpusher_cli.core.spending import PerhapsBilled, Purpose, to_money, total
from podpusher_cli.providers.promptfiles import PromptFiles
from podpusher_cli.store.spending import Ledger

Inspect = Callable[[Copy, CopyBrief], Iterable[str]]
"""The classes of what the content check finds in a listing, each once."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is compared, and with what: the model that each prompt's texts are asked of, the ideas, the ledger."""

    prompts: tuple[Prompt, Prompt]
    models: Mapping[str, TextModel]
    model: str
    briefs: Sequence[CopyBrief]
    ledger: Ledger
    inspect: Inspect
    watch: Callable[[Progress], None]


def listing(prompts: PromptFiles, used: Mapping[str, str]) -> tuple[PromptSheet, ...]:
    """Every prompt; `used` names by kind the one that the settings ask for. Raises BadPrompt."""
    found = prompts.all()
    asked = {each.kind: prompts.used(each.kind, used.get(each.kind, "")).name for each in found}
    return tuple(
        PromptSheet(each.name, each.kind, each.note, each.own, asked[each.kind] == each.name) for each in found
    )


def sheet(prompts: PromptFiles, name: str, used: Mapping[str, str]) -> PromptSheet:
    """One prompt with its texts. Raises NoSuchPrompt and BadPrompt."""
    prompt = prompts.get(name)
    asked = prompts.used(prompt.kind, used.get(prompt.kind, "")).name == prompt.name
    return PromptSheet(prompt.name, prompt.kind, prompt.note, prompt.own, asked, prompt.texts)


def check_pair(first: Prompt, second: Prompt) -> tuple[Prompt, Prompt]:
    """Both prompts. Raises NotAlike unless both are for listings."""
    for each in (first, second):
        if each.kind != "listing":
            raise NotAlike(name=each.name)
    return first, second


def plan(trial: Trial) -> Comparison:
    """How many listings a comparison asks for and what they cost, about."""
    listings = len(trial.prompts) * len(trial.briefs)
    estimates = [trial.models[each.name].estimate() for each in trial.prompts]
    known = [each.micros for each in estimates if each is not None and each.micros is not None]
    cost = to_money(sum(known) * len(trial.briefs)) if len(known) == len(estimates) else None
    return Comparison(trial.model, listings, cost)


def compare(trial: Trial) -> Comparison:
    """Ask for every listing, one after the other, and measure them.

    An answer that was paid for before a crash is taken, not asked for again. Raises what concerns all requests: no key, no
    credit, no network.
    """
    attempts = {
        (prompt.name, place): _Watched(trial.ledger, _item(trial, prompt, brief))
        for prompt in trial.prompts
        for place, brief in enumerate(trial.briefs)
    }
    written: dict[tuple[str, int], Copy | PodpusherError] = {}
    for done, (key, attempt) in enumerate(attempts.items()):
        trial.watch(Progress(len(attempts), done))
        name, place = key
        try:
            written[key] = trial.models[name].write(trial.briefs[place], attempt)
        except PodpusherError as error:
            if error.exit_status in {3, 6, 9, 130} or (error.exit_status == 7 and not isinstance(error, PerhapsBilled)):
                raise
            written[key] = error
    trial.watch(Progress(len(attempts), len(attempts)))
    measured = tuple(_measured(trial, prompt, attempts, written) for prompt in trial.prompts)
    for attempt in attempts.values():
        trial.ledger.close(attempt.item)
    planned = plan(trial)
    return Comparison(planned.model, planned.listings, planned.estimate, measured)


class _Watched:
    """An Attempt that remembers what was asked for through it."""

    def __init__(self, ledger: Ledger, item: str) -> None:
        self._attempt: Attempt = ledger.attempt(item)
        self.item = item
        self.asked: set[Purpose] = set()

    def kept(self, purpose: Purpose) -> bytes | None:
        self.asked.add(purpose)
        return self._attempt.kept(purpose)

    def sending(self, order: Order) -> None:
        self._attempt.sending(order)

    def paid(self, purpose: Purpose, receipt: Receipt, answer: bytes) -> None:
        self._attempt.paid(purpose, receipt, answer)

    def free(self, purpose: Purpose, request_id: str | None, charged: Receipt | None = None) -> None:
        self._attempt.free(purpose, request_id, charged)

    def perhaps(self, purpose: Purpose) -> None:
        self._attempt.perhaps(purpose)


def _item(trial: Trial, prompt: Prompt, brief: CopyBrief) -> str:
    """The ledger's name of one listing: one whose answer is still kept, else one that nothing was sent for yet."""
    told = sha256(f"{prompt.mark}\n{trial.model}\n{brief.language}\n{brief.idea}".encode()).hexdigest()[:16]
    names = (f"trial-{told}-{number}" for number in count(1))
    return next(
        name for name in names if not trial.ledger.spends(name) or trial.ledger.attempt(name).kept("text") is not None
    )


def _measured(
    trial: Trial,
    prompt: Prompt,
    attempts: Mapping[tuple[str, int], _Watched],
    written: Mapping[tuple[str, int], Copy | PodpusherError],
) -> Measured:
    outcomes = [written[prompt.name, place] for place in range(len(trial.briefs))]
    own = [attempts[prompt.name, place] for place in range(len(trial.briefs))]
    copies = [(brief, copy) for brief, copy in zip(trial.briefs, outcomes, strict=True) if isinstance(copy, Copy)]
    spends = [spend for each in own for spend in trial.ledger.spends(each.item)]
    hits = Counter(found for brief, copy in copies for found in trial.inspect(copy, brief))
    unknown = sum(isinstance(each, PerhapsBilled) for each in outcomes)
    return Measured(
        prompt=prompt.name,
        listings=len(outcomes),
        valid_at_once=sum(
            isinstance(each, Copy) and "repair" not in tried.asked for each, tried in zip(outcomes, own, strict=True)
        ),
        valid=len(copies),
        refused=len(outcomes) - len(copies) - unknown,
        unknown=unknown,
        hits=dict(sorted(hits.items())),
        diversity=round(diversity(words_of(text) for _, copy in copies for text in (copy.title, *copy.tags)), 3),
        seo=round(sum(score_copy(copy).score for _, copy in copies) / len(copies)) if copies else 0,
        cost=total(spends),
    )
