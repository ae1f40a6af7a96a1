"""Prompts listed and shown, and two of them held against each other over the same ideas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count

from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.generating import Progress
from podpusher_cli.core.making import CopyBrief, TextModel
from podpusher_cli.core.prompts import Comparison, Measured, NotAlike, Prompt, PromptSheet, diversity
from podpusher_cli.core.seo import score_copy, words_of
from podpusher_cli.core.spending import PerhapsBilled, to_money, total
from podpusher_cli.providers.promptfiles import PromptFiles
from podpusher_cli.store.spending import Ledger
from podpusher_cli.workflows.making import concerns_all

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
    credit, no price, no network.
    """
    items = {
        (prompt.name, place): _item(trial, prompt, brief)
        for prompt in trial.prompts
        for place, brief in enumerate(trial.briefs)
    }
    written: dict[tuple[str, int], Copy | PodpusherError] = {}
    for done, (key, item) in enumerate(items.items()):
        trial.watch(Progress(len(items), done))
        name, place = key
        try:
            written[key] = trial.models[name].write(trial.briefs[place], trial.ledger.attempt(item))
        except PodpusherError as error:
            if concerns_all(error):
                raise
            written[key] = error
    trial.watch(Progress(len(items), len(items)))
    measured = tuple(_measured(trial, prompt, items, written) for prompt in trial.prompts)
    for item in items.values():
        trial.ledger.close(item)
    planned = plan(trial)
    return Comparison(planned.model, planned.listings, planned.estimate, measured)


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
    items: Mapping[tuple[str, int], str],
    written: Mapping[tuple[str, int], Copy | PodpusherError],
) -> Measured:
    outcomes = [written[prompt.name, place] for place in range(len(trial.briefs))]
    spends = [trial.ledger.spends(items[prompt.name, place]) for place in range(len(trial.briefs))]
    copies = [(brief, copy) for brief, copy in zip(trial.briefs, outcomes, strict=True) if isinstance(copy, Copy)]
    hits = Counter(found for brief, copy in copies for found in trial.inspect(copy, brief))
    unknown = sum(isinstance(each, PerhapsBilled) for each in outcomes)
    return Measured(
        prompt=prompt.name,
        listings=len(outcomes),
        valid_at_once=sum(
            isinstance(each, Copy) and all(spend.purpose != "repair" for spend in spent)
            for each, spent in zip(outcomes, spends, strict=True)
        ),
        valid=len(copies),
        refused=len(outcomes) - len(copies) - unknown,
        unknown=unknown,
        hits=dict(sorted(hits.items())),
        diversity=round(diversity(words_of(text) for _, copy in copies for text in (copy.title, *copy.tags)), 3),
        seo=round(sum(score_copy(copy).score for _, copy in copies) / len(copies)) if copies else 0,
        cost=total(chain.from_iterable(spends)),
    )
