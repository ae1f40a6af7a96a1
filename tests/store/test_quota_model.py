"""Whatever happens in whatever order, the ledger agrees with a simple count, and no limit is ever passed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.plans import Limits, Resource
from podpusher_cli.core.quota import Overage, Taker, Unit
from podpusher_cli.core.runs import Holder
from podpusher_cli.store.db import connect, transaction
from podpusher_cli.store.quota import QuotaLedger
from tests.support.clock import FakeClock
from tests.support.lines import folder_in_memory
from tests.support.quota import ledger_of

REFRESHES = Resource.TREND_REFRESHES
ITEMS = st.sampled_from([f"item {number}" for number in range(8)])
DEAD = str(Holder("elsewhere", 1, "1"))


class Ledger(RuleBasedStateMachine):
    """The model: for each item how it stands, when it was reserved, and whether whoever reserved it still lives."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = folder_in_memory()
        self.db = connect(self.folder.__enter__() / "state.db")
        self.clock = FakeClock()
        self.state: dict[str, str] = {}
        self.since: dict[str, datetime] = {}
        self.dead: set[str] = set()
        self.metered: set[str] = set()
        self.billed: set[str] = set()

    @initialize(limit=st.integers(0, 5), overage=st.sampled_from(Overage))
    def begin(self, limit: int, overage: Overage) -> None:
        self.limit, self.overage = limit, overage

    def ledger(self) -> QuotaLedger:
        """As each process opens it."""
        return ledger_of(self.db, self.clock, Limits(trend_refreshes=self.limit), overage=self.overage, tier="pro")

    def today(self) -> list[str]:
        day = self.clock.now().date()
        return [item for item, state in self.state.items() if state != "released" and self.since[item].date() == day]

    def living(self) -> list[str]:
        return [item for item in self.today() if item not in self.dead]

    @rule(item=ITEMS, owed=st.booleans())
    def reserve(self, item: str, owed: bool) -> None:
        with transaction(self.db):
            (refused,) = self.ledger().reserve([Unit(item, REFRESHES, owed=owed)], Taker(None, "test"))
        if self.state.get(item, "released") != "released":
            assert refused is None, "it is counted already"
            return
        if len(self.today()) >= self.limit:  # then those whose holder is dead are given back, of whatever day
            for gone in self.dead:
                self.state[gone] = "released"
            self.dead.clear()
        beyond = len(self.today()) >= self.limit
        if beyond and self.overage is Overage.BLOCK and not owed:
            assert refused is not None
            assert (refused.usage.taken, refused.usage.limit) == (len(self.today()), self.limit)
            return
        assert refused is None
        self.state[item], self.since[item] = "reserved", self.clock.now()
        (self.metered.add if beyond and self.overage is Overage.METER else self.metered.discard)(item)

    @rule(items=st.lists(ITEMS, max_size=3))
    def use(self, items: list[str]) -> None:
        with transaction(self.db):
            self.ledger().use(items)
        for item in items:
            if self.state.get(item) == "reserved":
                self.state[item] = "used"
                self.dead.discard(item)
                if item in self.metered:
                    self.billed.add(item)

    @rule(items=st.lists(ITEMS, max_size=3))
    def give_back(self, items: list[str]) -> None:
        self.ledger().drop(items)
        for item in items:
            if self.state.get(item) == "reserved":
                self.state[item] = "released"
                self.dead.discard(item)

    @rule(item=ITEMS)
    def die(self, item: str) -> None:
        """Its holder is on another machine and not heard of any more."""
        if self.state.get(item) == "reserved":
            self.db.execute("update quota set holder = ? where item = ?", (DEAD, item))
            self.clock.advance(301)
            self.dead.add(item)

    @rule(item=ITEMS)
    def crash(self, item: str) -> None:
        """Whatever is done in a transaction that never ends has not happened."""
        self.db.execute("begin immediate")
        self.ledger().reserve([Unit(item, REFRESHES, owed=True)], Taker(None, "test"))
        self.ledger().use([item])
        self.db.execute("rollback")

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours).total_seconds())

    @rule(limit=st.integers(0, 5))
    def another_plan(self, limit: int) -> None:
        self.limit = limit

    @invariant()
    def agrees(self) -> None:
        rows = {row["item"]: row for row in self.db.execute("select * from quota")}
        assert {item: row["state"] for item, row in rows.items()} == self.state
        assert {item: from_seconds(row["reserved_at"]) for item, row in rows.items()} == self.since
        if hasattr(self, "limit"):
            usage = self.ledger().usage(REFRESHES)
            counts = Counter(self.state[item] for item in self.living())
            assert (usage.used, usage.reserved) == (counts["used"], counts["reserved"])

    @invariant()
    def bills_each_once(self) -> None:
        identifiers = [row[0] for row in self.db.execute("select identifier from meter_outbox")]
        entries = {row[0]: row[1] for row in self.db.execute("select id, item from quota")}
        assert sorted(entries[each] for each in identifiers) == sorted(self.billed)

    def teardown(self) -> None:
        self.db.close()
        self.folder.__exit__(None, None, None)


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=300, stateful_step_count=30, deadline=None, derandomize=True)
