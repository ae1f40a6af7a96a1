"""A listing's text without what may not be said in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from podpusher_cli.core.blanks import Facts as BlankFacts
from podpusher_cli.core.content.facts import Facts
from podpusher_cli.core.content.findings import Field, Finding, Verdict
from podpusher_cli.core.content.folding import folded_words
from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.errors import fill

Judge = Callable[[str, Field], Verdict]

_HAZARDS = frozenset(("false_claim", "brand", "celebrity", "franchise", "policy", "injection"))
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[\"'”»)]*[^\S\n]*|[.!?]+|\n+")
_CLAUSE = re.compile(r"(?:(?! [-–—|] |[,;:|] )[\s\S])+(?: [-–—|] |[,;:|] )?")
_ROUNDS = 3  # what stands side by side after a cut may be a finding of its own
_THINGS = {
    "tee": "T-shirt", "sweatshirt": "sweatshirt", "hoodie": "hoodie", "longsleeve": "long sleeve shirt", "tank": "tank top",
    "baby": "baby bodysuit", "mug": "mug", "poster": "poster", "tote": "tote bag", "cap": "dad hat",
}  # fmt: skip


def facts_of_blank(blank: BlankFacts) -> Facts:
    """What is known of a blank, as the checks take it."""
    return Facts(material=", ".join(blank.materials), garment=_THINGS.get(blank.kind, ""), sizes=blank.sizes)


def objections(copy: Copy, idea: str, judge: Judge) -> list[str]:
    """What may not be said, a sentence for each, for the model that wrote it. See `cleaned` for `idea`."""
    said = frozenset(folded_words(idea))
    texts: list[tuple[str, Field]] = [(copy.title, "title"), (copy.description, "description")]
    texts += [(tag, "tag") for tag in copy.tags]
    found = [each for text, field in texts for each in _faults(text, field, said, judge)]
    return list(dict.fromkeys(f"{fill(each.reason, each.values)} {fill(each.fix, each.values)}" for each in found))


def cleaned(copy: Copy, idea: str, judge: Judge) -> Copy | None:
    """The copy without the sentences, clauses and tags that may not be said; None where no title or description is left.

    What was only warned of in the `idea` itself may be said: the seller, who chose it, has let it pass.
    """
    said = frozenset(folded_words(idea))
    title = _without(copy.title, "title", _CLAUSE, said, judge)
    description = _without(copy.description, "description", _SENTENCE, said, judge)
    if title is None or description is None:
        return None
    tags = tuple(tag for tag in copy.tags if not _faults(tag, "tag", said, judge))
    return replace(copy, title=title, description=description, tags=tags)


def _without(text: str, field: Field, part: re.Pattern[str], said: Collection[str], judge: Judge) -> str | None:
    """The text without the parts that hold a fault; None where nothing is left, or the fault is in no one part."""
    for _ in range(_ROUNDS):
        faults = _faults(text, field, said, judge)
        if not faults:
            return text or None
        kept = [found[0] for found in part.finditer(text) if not _holds(found, faults)]
        text = re.sub(r"\n{3,}", "\n\n", "".join(kept)).strip(" \n,;:|-–—")
    return None


def _holds(found: re.Match[str], faults: Collection[Finding]) -> bool:
    return any(each.start < found.end() and found.start() < each.end for each in faults)


def _faults(text: str, field: Field, said: Collection[str], judge: Judge) -> list[Finding]:
    return list(_faults_in(judge(text, field), said))


def _faults_in(verdict: Verdict, said: Collection[str]) -> Iterator[Finding]:
    for each in verdict.findings:
        own = each.severity == "warn" and set(folded_words(verdict.text[each.start : each.end])) <= set(said)
        if each.kind in _HAZARDS and not own:
            yield each
