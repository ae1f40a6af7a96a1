"""What finding ideas works with: the book of ideas, its makers, and what the seller's verdicts teach."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from podpusher_cli.deps.studio import MOST_TRENDS
from podpusher_cli.deps.work import Work

if TYPE_CHECKING:
    from podpusher_cli.core.ideabook import Blocked
    from podpusher_cli.core.ideation import IdeaMaker
    from podpusher_cli.core.trends import Signal, Trend
    from podpusher_cli.store.ideas import Ideas
    from podpusher_cli.workflows.idea_subjects import Topics
    from podpusher_cli.workflows.ideas import IdeaDesk


class Thinking(Work):
    """What finding ideas works with."""

    @cached_property
    def ideas(self) -> Ideas:
        """The ideas of the profile."""
        from podpusher_cli.store.ideas import Ideas

        return Ideas(self.db)

    def idea_desk(self, model: str) -> IdeaDesk:
        """Everything that making ideas works with. Raises NotConnected, RetiredModel or BadRates for a paid model."""
        from podpusher_cli.core.learning import learn
        from podpusher_cli.store.idea_searches import Searches
        from podpusher_cli.workflows.ideas import IdeaDesk

        return IdeaDesk(
            ideas=self.ideas,
            searches=Searches(self.db),
            ledger=self.ledger,
            maker=self._idea_maker(model),
            topics=self._topics(),
            inspect=self._inspected,
            learnt=lambda: learn(self.ideas.voices()),
            clock=self.clock,
        )

    def _inspected(self, text: str, language: str) -> Blocked | None:
        """The worst that is found in an idea, less what the seller lets pass; an idea nobody asked for need not be a risk."""
        from podpusher_cli.core.content.facts import Facts
        from podpusher_cli.core.ideabook import Blocked

        found = self.checker.verdict(text, "idea", language, Facts()).findings
        return Blocked(text, found[0].kind, found[0].reason, dict(found[0].values)) if found else None

    def _idea_maker(self, model: str) -> IdeaMaker:
        if model == "local":
            from podpusher_cli.providers.ideamaker import LocalIdeas

            return LocalIdeas()
        from podpusher_cli.providers.openai.ideas import OpenAIIdeas

        said, rates = self.settings.all(), self._text_rates
        return OpenAIIdeas(
            self.openai_wire(said["openai.dialect"]),
            said["openai.text_model"],
            prompt=self.prompts.used("ideas", said["openai.ideas_prompt"]),
            rates=rates,
        )

    def _topics(self) -> Topics:
        from podpusher_cli.core.keywords import language_of
        from podpusher_cli.providers.hashtags import spelled_out
        from podpusher_cli.workflows.idea_subjects import Topics

        region = self.settings.get("trends.region")
        return Topics(
            trends=lambda: self.trends.top(MOST_TRENDS),
            observed=self._observed,
            taken=lambda: self.generations.trends() | self.ideas.trends(),
            spelled=lambda tag: spelled_out(tag, language_of(region)),
            seasons=lambda: self.seasons,
        )

    def _observed(self, trend: Trend) -> list[Signal]:
        """The newest kept observation of a trend at each source."""
        from podpusher_cli.store.trends import Signals

        return Signals(self.db).latest(trend.key, trend.sources, trend.region)
