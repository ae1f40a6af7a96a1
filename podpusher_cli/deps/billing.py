"""The plan in force."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from podpusher_cli.deps.apps import Apps

if TYPE_CHECKING:
    from podpusher_cli.core.plans import Plan
    from podpusher_cli.store.quota import QuotaLedger

_GUARDS = "quota."  # settings that begin so are the local plan's limits


class Billing(Apps):
    """What the seller may use."""

    @cached_property
    def plan(self) -> Plan:
        """The plan in force now, as the database knows it; nobody is asked."""
        from podpusher_cli.core.plans import LOCAL, Limits, Plan, month_of

        said = self.settings.all().items()
        guards = {key.removeprefix(_GUARDS): value for key, value in said if key.startswith(_GUARDS)}
        return Plan(LOCAL, Limits().overridden(guards), month_of(self.clock.now()))

    @cached_property
    def quota(self) -> QuotaLedger:
        """What is used of the plan."""
        from podpusher_cli.core.quota import Overage
        from podpusher_cli.store.quota import QuotaLedger

        return QuotaLedger(
            self.db,
            plan=lambda: self.plan,
            overage=lambda: Overage(self.settings.get("quota.overage")),
            clock=self.clock,
        )
