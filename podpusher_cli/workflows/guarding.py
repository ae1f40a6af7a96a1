"""What may not be made: ideas are looked at before anything is spent, and listings before anybody sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from podpusher_cli.core.content.cleaning import cleaned, facts_of_blank, objections
from podpusher_cli.core.content.facts import Facts
from podpusher_cli.core.content.findings import Field, Verdict
from podpusher_cli.core.content.inspecting import inspect
from podpusher_cli.core.content.tongue import language_of
from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.errors import BadInput, PodpusherError, fill
from podpusher_cli.core.generating import Planned
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.core.text import N_
from podpusher_cli.workflows.checking import Checker

Moderate = Callable[[Sequence[str]], Sequence[tuple[str, ...]]]
_OF_IDEAS = frozenset(("false_claim", "brand", "celebrity", "franchise", "policy", "injection"))


class IdeaBlocked(BadInput):
    code = "generate.blocked"
    message = N_("Nothing is made of this idea. {why}")
    hint = N_("Say it in other words; podpusher check IDEA --field idea tells what it finds.")


class TrendDoubtful(IdeaBlocked):
    """A trend that there are warnings about: nobody has looked at it yet."""

    hint = N_("podpusher check IDEA --field idea --allow REASON lets it pass.")


class IdeaFlagged(IdeaBlocked):
    message = N_("Nothing is made of this idea: OpenAI's moderation flags it ({categories}).")
    hint = N_("Say it in other words.")


class UnfitText(PodpusherError):
    """Too much of a text may not be said for a listing to be left."""

    code = "generate.text"
    exit_status = 2
    message = N_("The listing that was written says what may not be said. {why}")
    hint = N_("Run the same command again with another --seed, or say the idea in other words.")


@dataclass(frozen=True, slots=True)
class Guard:
    """Looks at ideas and texts. `moderate` asks the provider for its flags, where it has any; it costs nothing."""

    checker: Checker
    moderate: Moderate | None = None

    def troubles(self, items: Sequence[Planned], language: str) -> dict[str, IdeaBlocked]:
        """Why nothing is made of some items, by their design's id; `language` is that of the listings. From the main thread."""
        found: dict[str, IdeaBlocked] = {}
        for each in items:
            if trouble := self._trouble(each, language):
                found[each.design_id] = trouble
        left = [each for each in items if each.design_id not in found]
        if self.moderate is not None and left:
            for each, flags in zip(left, self.moderate([each.idea for each in left]), strict=False):
                if flags:
                    found[each.design_id] = IdeaFlagged(categories=", ".join(flags))
        return found

    def _trouble(self, item: Planned, language: str) -> IdeaBlocked | None:
        verdict = self.checker.verdict(item.idea, "idea", language_of(item.idea, language), Facts())
        against = [each for each in verdict.findings if each.kind in _OF_IDEAS]
        if not against or (against[0].severity == "warn" and item.trend is None):
            return None
        kind = IdeaBlocked if against[0].severity == "block" else TrendDoubtful
        return kind(why=fill(against[0].reason, against[0].values))

    def objections(self, copy: Copy, brief: CopyBrief) -> list[str]:
        """What a text says that may not be said, for the model that wrote it."""
        return objections(copy, brief.idea, self._judge(brief))

    def cleaned(self, copy: Copy, brief: CopyBrief) -> Copy:
        """The text without what may not be said. Raises UnfitText where that leaves no listing. From any thread."""
        kept = cleaned(copy, brief.idea, self._judge(brief))
        if kept is None:
            raise UnfitText(why=self.objections(copy, brief)[0])
        return kept

    def _judge(self, brief: CopyBrief) -> Callable[[str, Field], Verdict]:
        lists, own, facts = self.checker.lists, self.checker.own, facts_of_blank(brief.facts)
        return lambda text, field: inspect(text, field, brief.language, facts, lists, own)
