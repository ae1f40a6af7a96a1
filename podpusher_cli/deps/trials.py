"""What comparing prompts works with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from podpusher_cli.deps.work import Work

if TYPE_CHECKING:
    from podpusher_cli.core.content.findings import Field
    from podpusher_cli.core.copywriting import Copy
    from podpusher_cli.core.generating import Progress
    from podpusher_cli.core.making import CopyBrief
    from podpusher_cli.core.prompts import Prompt
    from podpusher_cli.workflows.prompts import Trial


class Trials(Work):
    """Prompts held against each other."""

    def trial(self, pair: tuple[Prompt, Prompt], watch: Callable[[Progress], None]) -> Trial:
        """These two prompts, over the fixed set of ideas. Raises NotConnected, RetiredModel or BadRates."""
        from podpusher_cli.providers.promptfiles import briefs
        from podpusher_cli.workflows.prompts import Trial

        return Trial(
            prompts=pair,
            models={each.name: self.text_model(each) for each in pair},
            model=self.settings.get("openai.text_model"),
            briefs=briefs(),
            ledger=self.ledger,
            inspect=self._found_in,
            watch=watch,
        )

    def _found_in(self, copy: Copy, brief: CopyBrief) -> set[str]:
        """The classes of what is wrong with a listing's text, Etsy's rules and the score aside: those are counted apart."""
        from podpusher_cli.core.content.facts import Facts

        facts = Facts(material=", ".join(brief.facts.materials), garment=brief.facts.kind, sizes=brief.facts.sizes)
        texts: list[tuple[Field, str]] = [
            ("title", copy.title),
            ("description", copy.description),
            *(("tag", tag) for tag in copy.tags),
        ]
        verdicts = [self.checker.verdict(text, field, copy.language, facts) for field, text in texts]
        return {str(each.kind) for verdict in verdicts for each in verdict.findings} - {"etsy_rule", "seo"}
