"""Twenty processes at the last ten units, and a death at each line: nothing beyond the limit, nothing lost, nothing twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from podpusher_cli.core.plans import Limits, Resource
from podpusher_cli.core.quota import OverQuota, Taker, Unit
from podpusher_cli.store.db import connect, transaction
from podpusher_cli.store.quota import QuotaLedger
from tests.support.accounts import ROOT
from tests.support.clock import FakeClock
from tests.support.kill import in_child
from tests.support.lines import folder_in_memory, killed_at
from tests.support.quota import ledger_of, states

FILES = ("store/db.py", "store/quota.py", "store/quota_counts.py", "store/notices.py")
REFRESHES = Resource.TREND_REFRESHES
LIMIT = 3
ME = Taker("r-1", "trends refresh")

AT_ONCE = """
import sys
from pathlib import Path
from podpusher_cli.core.plans import Limits, Resource
from podpusher_cli.core.quota import OverQuota, Taker, Unit
from podpusher_cli.store.db import connect
from tests.support.clock import FakeClock
from tests.support.quota import ledger_of
path, name = sys.argv[1:]
ledger = ledger_of(connect(Path(path)), FakeClock(), Limits(trend_refreshes=30))
print("ready", flush=True)
sys.stdin.readline()
try:
    ledger.take([Unit(name, Resource.TREND_REFRESHES)], Taker(None, "trends refresh"))
    print("granted", flush=True)
except OverQuota:
    print("refused", flush=True)
sys.stdin.read()
"""


def test_twenty_processes_at_the_last_ten_units_get_exactly_ten(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    db = connect(path)
    ledger = ledger_of(db, FakeClock(), Limits(trend_refreshes=30))
    with transaction(db):
        ledger.reserve([Unit(f"used {number}", REFRESHES) for number in range(20)], ME)
        ledger.use(f"used {number}" for number in range(20))
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", AT_ONCE, str(path), f"process {number}"], cwd=ROOT, env={"PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(20)
    ]  # fmt: skip
    for each in begun:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in begun:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    answers = Counter(each.stdout.readline().strip() for each in begun if each.stdout)
    entries = states(db)
    for each in begun:
        each.communicate()

    assert answers == {"granted": 10, "refused": 10}
    assert Counter(entries.values()) == {"used": 20, "reserved": 10}
    assert {each.returncode for each in begun} == {0}


@pytest.fixture
def home() -> Iterator[Path]:
    with folder_in_memory() as folder:
        yield folder


def ledger_in(home: Path) -> QuotaLedger:
    return ledger_of(connect(home / "state.db"), FakeClock(), Limits(trend_refreshes=LIMIT))


def reserving(ledger: QuotaLedger) -> None:
    ledger.take([Unit("x", REFRESHES)], ME)


def reserving_in(home: Path) -> None:
    reserving(ledger_in(home))


def filling(home: Path) -> None:
    ledger_in(home).take([Unit(f"dead {number}", REFRESHES) for number in range(LIMIT)], ME)


def using(ledger: QuotaLedger) -> None:
    with transaction(ledger._db):
        ledger.use(["x"])


def giving_back(ledger: QuotaLedger) -> None:
    with transaction(ledger._db):
        ledger.give_back(["x"])


def killed_within(home: Path, act: Callable[[QuotaLedger], None], line: int) -> bool:
    """Whether a process that does this died before its line; what it does begins when the ledger is open."""
    ledger_in(home)

    def work() -> None:
        ledger = ledger_in(home)
        if act is not reserving:
            reserving(ledger)
        act(ledger)

    return killed_at(line, work, FILES, within=INSIDE[act.__name__])


INSIDE = {"reserving": "take", "using": "use", "giving_back": "give_back"}


@pytest.mark.parametrize("act", [reserving, using, giving_back], ids=lambda act: act.__name__)
def test_a_death_at_any_line_leaks_nothing_and_doubles_nothing(home: Path, act: Callable[[QuotaLedger], None]) -> None:
    lines = 0
    for line in count(1):
        place = home / str(line)
        killed = killed_within(place, act, line)
        settle_and_check(place, f"line {line} of {act.__name__}", done="" if killed else act.__name__)
        if not killed:
            lines = line - 1
            break
    assert lines > {"reserving": 40, "using": 5, "giving_back": 2}[act.__name__]


def test_a_death_while_the_dead_are_buried_leaks_nothing(home: Path) -> None:
    for line in count(1):
        place = home / str(line)
        ledger_in(place)
        in_child(partial(filling, place))
        killed = killed_at(line, partial(reserving_in, place), FILES, within="take")
        ledger = ledger_in(place)
        found = Counter(states(ledger._db).values())
        assert found in ({"reserved": LIMIT}, {"released": LIMIT, "reserved": 1}), f"line {line}: {found}"
        assert ledger.usage(REFRESHES).taken == 0
        ledger._db.close()
        if not killed:
            break
    assert line > 50


def settle_and_check(home: Path, where: str, *, done: str) -> None:
    """The invariant, then the same item once more, then everything that is left: never more than the limit in all."""
    ledger = ledger_in(home)
    found = states(ledger._db)
    assert set(found.values()) <= {"reserved", "used", "released"}, where
    assert len(found) <= 1, where
    usage = ledger.usage(REFRESHES)
    used = list(found.values()).count("used")
    assert (usage.used, usage.reserved) == (used, 0), f"{where}: what the dead have reserved is nobody's"
    if done:
        expected = {"reserving": "reserved", "using": "used", "giving_back": "released"}[done]
        assert list(found.values()) == [expected], where

    reserving(ledger)
    with transaction(ledger._db):
        ledger.use(["x"])
    granted = 0
    for number in range(LIMIT + 2):
        try:
            ledger.take([Unit(f"other {number}", REFRESHES)], ME)
            granted += 1
        except OverQuota:
            pass
    assert granted == LIMIT - 1, where
    assert Counter(states(ledger._db).values()) == {"used": 1, "reserved": LIMIT - 1}, where
    ledger._db.close()
