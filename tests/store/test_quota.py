"""The quota ledger: nothing counts twice, nothing is granted beyond a limit, and what is dead is given back."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import ANY

import pytest

from podpusher_cli.core.plans import LOCAL, Limits, Resource
from podpusher_cli.core.quota import METERS, Overage, OverQuota, Taker, Unit
from podpusher_cli.core.runs import Holder
from podpusher_cli.store.db import connect, transaction
from podpusher_cli.store.notices import Notices
from podpusher_cli.store.quota import QuotaLedger
from tests.support.clock import START, FakeClock
from tests.support.kill import in_child
from tests.support.quota import ledger_of, states

PUBLISHES, TEXTS, REFRESHES = Resource.PUBLISHES, Resource.TEXTS, Resource.TREND_REFRESHES
ME = Taker(None, "publish")
TWO = Limits(publishes=2, images=2, texts=2, trend_refreshes=2)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    return connect(tmp_path / "state.db")


def reserve(ledger: QuotaLedger, db: sqlite3.Connection, *items: str, resource: Resource = REFRESHES) -> list[bool]:
    """Whether each was granted."""
    with transaction(db):
        return [each is None for each in ledger.reserve([Unit(item, resource) for item in items], ME)]


def settle(ledger: QuotaLedger, db: sqlite3.Connection, *, use: str = "", give_back: str = "") -> None:
    with transaction(db):
        ledger.use(use.split())
        ledger.give_back(give_back.split())


def test_beyond_the_limit_nothing_is_granted_until_something_is_given_back(
    db: sqlite3.Connection, clock: FakeClock
) -> None:
    ledger = ledger_of(db, clock, TWO)
    assert reserve(ledger, db, "a", "b", "c") == [True, True, False]
    settle(ledger, db, use="a", give_back="b")
    assert reserve(ledger, db, "d", "e") == [True, False]
    usage = ledger.usage(REFRESHES)
    assert (usage.used, usage.reserved, usage.limit, usage.left) == (1, 1, 2, 0)


def test_an_item_counts_once_however_often_it_comes_back(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock, TWO)
    assert reserve(ledger, db, "a", "a") == [True, True]
    settle(ledger, db, use="a a")
    settle(ledger, db, give_back="a")
    assert reserve(ledger, db, "b") == [True]
    assert reserve(ledger, db, "a", "b", "c") == [True, True, False]
    assert ledger.counted(REFRESHES, ["a", "b", "c"]) == {"a", "b"}
    assert states(db) == {"a trend_refreshes": "used", "b trend_refreshes": "reserved"}


def test_what_is_owed_is_counted_and_never_refused(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock, Limits(texts=0))
    with transaction(db):
        assert ledger.reserve([Unit("paid", TEXTS, owed=True)], ME) == [None]
    assert ledger.usage(TEXTS).limit == 0
    assert db.execute("select count(*) from quota where item = 'paid' and state = 'reserved'").fetchone()[0] == 1


def test_all_of_several_units_or_none(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock, Limits(images=1, texts=0))
    with pytest.raises(OverQuota) as refused:
        ledger.take([Unit("x", Resource.IMAGES), Unit("x", TEXTS)], ME)
    assert refused.value.details["resource"] == "texts"
    assert states(db) == {}


def test_the_refusal_tells_used_limit_reset_and_both_ways_on(db: sqlite3.Connection, clock: FakeClock) -> None:
    for tier, way in ((LOCAL, "podpusher settings set quota.publishes NUMBER"), ("free", "podpusher upgrade")):
        ledger = ledger_of(db, clock, Limits(publishes=0), tier=tier)
        with transaction(db):
            (refused,) = ledger.reserve([Unit("p-1", PUBLISHES)], ME)
        assert refused is not None
        assert (refused.exit_status, refused.full_code) == (6, "quota.reached")
        assert refused.details == {
            "tier": tier, "resource": "publishes", "used": 0, "reserved": 0, "limit": 0, "resets_at": "2026-12-01T00:00:00Z",
            "ways": [way, "wait until 2026-12-01T00:00:00Z"],
        }  # fmt: skip
        assert way in refused.plain_hint()
        assert "2026-12-01" in refused.plain_hint()
        assert "0 of 0" in refused.plain()


# Periods


def test_a_month_and_a_day_in_utc(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock, Limits(publishes=1, trend_refreshes=1))
    assert reserve(ledger, db, "p", resource=PUBLISHES) == [True]
    assert reserve(ledger, db, "t") == [True]
    settle(ledger, db, use="t")
    clock.advance(86_400)
    assert reserve(ledger, db, "t2") == [True]
    assert reserve(ledger, db, "p2", resource=PUBLISHES) == [True], "the first was nobody's"
    settle(ledger, db, use="p2")
    assert reserve(ledger, db, "p3", resource=PUBLISHES) == [False]
    clock.advance(8 * 86_400)
    assert ledger.usage(PUBLISHES).resets_at == datetime.fromisoformat("2027-01-01T00:00:00Z")
    assert reserve(ledger, db, "p3", resource=PUBLISHES) == [True]


def test_a_period_that_ends_while_an_item_is_under_way_counts_it_where_it_was_reserved(
    db: sqlite3.Connection, clock: FakeClock
) -> None:
    ledger = ledger_of(db, clock, TWO)
    reserve(ledger, db, "late")
    clock.advance(86_400)
    assert ledger.usage(REFRESHES).taken == 0
    settle(ledger, db, use="late")
    assert ledger.usage(REFRESHES).taken == 0
    assert reserve(ledger, db, "late", "a", "b") == [True, True, True]


# The dead


def forget(folder: Path, clock: FakeClock, item: str) -> None:
    """A process reserves and dies."""

    def work() -> None:
        db = connect(folder / "state.db")
        reserve(ledger_of(db, clock, TWO), db, item)
        os._exit(0)

    in_child(work)


def test_what_a_dead_process_reserved_is_free_again(db: sqlite3.Connection, clock: FakeClock, tmp_path: Path) -> None:
    ledger = ledger_of(db, clock, TWO)
    forget(tmp_path, clock, "gone")
    forget(tmp_path, clock, "gone too")
    assert ledger.usage(REFRESHES).reserved == 0
    assert reserve(ledger, db, "a", "b", "c") == [True, True, False]
    assert states(db)["gone trend_refreshes"] == "released"


def test_what_another_machine_reserved_is_free_when_it_has_not_been_heard_of(
    db: sqlite3.Connection, clock: FakeClock
) -> None:
    ledger = ledger_of(db, clock, Limits(trend_refreshes=1))
    reserve(ledger, db, "there")
    db.execute("update quota set holder = ?", (str(Holder("elsewhere", 1, "1")),))
    assert reserve(ledger, db, "here") == [False]
    clock.advance(301)
    assert reserve(ledger, db, "here") == [True]


# Beyond


def test_a_warning_lets_through_and_remembers_that_it_did(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock, Limits(trend_refreshes=1), overage=Overage.WARN)
    assert reserve(ledger, db, "a") == [True]
    assert ledger.passed == {}
    assert reserve(ledger, db, "b", "c") == [True, True]
    assert ledger.passed[REFRESHES].taken == 2
    settle(ledger, db, use="a b c")
    assert db.execute("select count(*) from meter_outbox").fetchone()[0] == 0


def test_a_meter_bills_what_is_used_beyond_and_only_that_each_once(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock, Limits(trend_refreshes=1), overage=Overage.METER, tier="pro")
    assert reserve(ledger, db, "a", "b", "c") == [True, True, True]
    assert ledger.passed == {}
    settle(ledger, db, use="a b", give_back="c")
    settle(ledger, db, use="a b c")
    entry = db.execute("select id from quota where item = 'b'").fetchone()[0]
    assert [tuple(row) for row in db.execute("select * from meter_outbox")] == [
        (entry, METERS[REFRESHES], 1, START.timestamp(), None, None)
    ]


def test_the_local_plan_has_no_meter(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock, Limits(trend_refreshes=0), overage=Overage.METER)
    assert reserve(ledger, db, "a") == [True]
    settle(ledger, db, use="a")
    assert REFRESHES in ledger.passed
    assert db.execute("select count(*) from meter_outbox").fetchone()[0] == 0


# Notices and shares


def kinds(db: sqlite3.Connection) -> list[str]:
    return [each.kind for each in reversed(Notices(db).page(limit=100, cursor=None, unread=False).items)]


def test_a_notice_at_80_and_at_100_per_cent_once_each_in_a_period(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock, Limits(trend_refreshes=5))
    reserve(ledger, db, "a", "b", "c")
    assert kinds(db) == []
    reserve(ledger, db, "d")
    assert kinds(db) == ["quota.trend_refreshes.80"]
    Notices(db).mark_read(None, clock.now())
    settle(ledger, db, give_back="d")
    reserve(ledger, db, "e")
    reserve(ledger, db, "f")
    settle(ledger, db, give_back="f")
    reserve(ledger, db, "g", "h")
    assert kinds(db) == ["quota.trend_refreshes.80", "quota.trend_refreshes.100"]
    clock.advance(86_400)
    reserve(ledger, db, *"12345")
    assert kinds(db)[2:] == ["quota.trend_refreshes.100"], (
        "the whole day's at once: the lesser notice says nothing more"
    )
    told = Notices(db).page(limit=1, cursor=None, unread=True).items[0]
    assert told.fields == {"used": "5", "limit": "5", "resets_at": "2026-11-25T00:00:00Z"}


def test_without_a_limit_there_is_nothing_to_tell(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock)
    assert all(reserve(ledger, db, *(f"i{n}" for n in range(200))))
    assert (ledger.usage(REFRESHES).taken, ledger.usage(REFRESHES).limit, kinds(db)) == (200, None, [])


def test_shares_by_command_and_by_run(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock)
    with transaction(db):
        ledger.reserve([Unit("a", REFRESHES), Unit("b", REFRESHES)], Taker("r-1", "trends refresh"))
        ledger.reserve([Unit("c", REFRESHES)], Taker("r-2", "generate"))
        ledger.use(["a"])
        ledger.give_back(["c"])
        ledger.reserve([Unit("d", REFRESHES)], Taker(None, "generate"))
    told = [(each.key, each.used, each.reserved) for each in ledger.shares("command")]
    assert told == [("trends refresh", 1, 1), ("generate", 0, 1)]
    assert [each.key for each in ledger.shares("run")] == ["r-1", "generate"]


def test_a_plan_whose_end_has_passed_unnoticed_counts_by_the_month(db: sqlite3.Connection, clock: FakeClock) -> None:
    ledger = ledger_of(db, clock, Limits(publishes=1))
    stale = ledger.usage(PUBLISHES)
    frozen = QuotaLedger(db, plan=lambda: plan, overage=lambda: Overage.BLOCK, clock=clock)
    plan = ledger._plan()
    clock.advance(timedelta(days=10).total_seconds())
    assert stale.resets_at == plan.period.end
    assert frozen.usage(PUBLISHES).resets_at == datetime.fromisoformat("2027-01-01T00:00:00Z")
    assert frozen.usage(PUBLISHES).limit == ANY
