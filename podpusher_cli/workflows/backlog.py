"""What of a run is still to be asked for in batches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from podpusher_cli.core.batches import half
from podpusher_cli.core.blanks import Facts
from podpusher_cli.core.caps import CapReached, RunCap
from podpusher_cli.core.generating import Planned, Wanted
from podpusher_cli.core.making import Asked
from podpusher_cli.core.quota import OverQuota, Taker
from podpusher_cli.core.spending import Estimate, SpendState
from podpusher_cli.workflows.making import COMMAND, Tally
from podpusher_cli.workflows.orders import briefs_of, spec_of, units
from podpusher_cli.workflows.studio import Press, Studio


@dataclass(frozen=True, slots=True)
class Backlog:
    """The items of one run and what each of them lacks. `facts` are those of what its products are printed on."""

    studio: Studio
    press: Press
    wanted: Wanted
    run: str
    facts: Facts

    def items(self) -> Sequence[Planned]:
        """Everything that the run is to make."""
        return self.studio.generations.items(self.run).planned

    def missing(self, item: Planned, waiting: Collection[tuple[str, str]]) -> list[Asked]:
        """The requests of an item that have no answer and are not `waiting` for one, at the batch's price."""
        studio, press = self.studio, self.press
        settled = {each.purpose for each in studio.ledger.spends(item.design_id) if each.state is not SpendState.FREE}
        asked = [] if studio.designs.find(item.design_id) else [press.images.asked(spec_of(self.wanted, item))]
        asked += [press.texts.asked(brief) for brief in briefs_of(self.wanted, item, self.facts, "openai", "picture")]
        return [
            replace(each, order=replace(each.order, estimate=half(each.order.estimate)))
            for each in asked
            if each.order.purpose not in settled and (item.design_id, each.order.purpose) not in waiting
        ]

    def affordable(
        self, waiting: Collection[tuple[str, str]], may: Callable[[str, str], bool], *, cap: RunCap | None, tally: Tally
    ) -> Iterator[tuple[Planned, list[Asked]]]:
        """What the limits on spending and the plan let through of what `may` be asked for; its units are reserved.

        `tally` is told what they do not let through.
        """
        studio, held = self.studio, self.press.batches.planned_price(self.run)
        for item in self.items():
            missing = [each for each in self.missing(item, waiting) if may(item.design_id, each.order.purpose)]
            prices = [Estimate(each.order.model, each.order.estimate) for each in missing]
            if not missing:
                continue
            try:
                studio.ledger.check(prices, cap, held=held)
                studio.quota.take(units(studio, self.wanted, self.run, item), Taker(self.run, COMMAND), queued=True)
            except (CapReached, OverQuota) as error:
                tally.short[item.design_id] = error
            else:
                held += sum(each.micros or 0 for each in prices)
                yield item, missing
