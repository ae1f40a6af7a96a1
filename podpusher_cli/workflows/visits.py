"""One reading of a source of trends, as the plan counts it: once it goes outside, and only if the source answers."""

from __future__ import annotations

from collections.abc import Callable

from podpusher_cli.core.ids import token
from podpusher_cli.core.plans import Resource
from podpusher_cli.core.quota import Taker, Unit
from podpusher_cli.providers.trends.readings import Reading
from podpusher_cli.store.quota import QuotaLedger


class Visit:
    """`left`: a request went outside, or is about to."""

    def __init__(self, quota: QuotaLedger, source: str, command: str) -> None:
        self._quota = quota
        self._unit = Unit(f"{source}:{token(12)}", Resource.TREND_REFRESHES)
        self._taker = Taker(None, command)
        self.left = False

    def leave(self) -> None:
        """Reserve what this visit takes, however many requests it makes. Raises OverQuota."""
        if not self.left:
            self._quota.take([self._unit], self._taker)
            self.left = True

    def settle(self, reading: Reading) -> Callable[[], None]:
        """What is to be done in the transaction that keeps the reading: a source that did not answer costs nothing."""
        answered = any(each.outcome.is_answer for each in reading.outcomes)
        return lambda: (self._quota.use if answered else self._quota.give_back)([self._unit.item])

    def give_up(self) -> None:
        """It came to nothing."""
        if self.left:
            self._quota.drop([self._unit.item])
