"""Pace, breaker and cache: exact over processes, with the clock handed in."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from podpusher_cli.core.errors import CircuitOpen, DiskTrouble, MachineTrouble, RateLimited
from podpusher_cli.core.http import Limit
from podpusher_cli.core.traffic import Cached
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.cache import SharedCache
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
from tests.support.clock import FakeClock

MINUTE = Limit("minute", 10, 60.0)
WINDOW = 60.5  # with its margin


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def file(tmp_path: Path, clock: FakeClock) -> TrafficFile:
    return TrafficFile(tmp_path / "net.db", clock)


@pytest.fixture
def pace(file: TrafficFile) -> SharedPace:
    return SharedPace(file)


@pytest.fixture
def breaker(file: TrafficFile) -> SharedBreaker:
    return SharedBreaker(file)


def run_together(script: str, *arguments: object, processes: int) -> list[str]:
    """What `script` printed in each of so many processes, started together."""
    begun = [
        subprocess.Popen([sys.executable, "-c", script, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    printed = [process.communicate(timeout=100)[0] for process in begun]
    assert [process.returncode for process in begun] == [0] * processes
    return printed


REAL_CLOCK = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from podpusher_cli.core.errors import CircuitOpen
from podpusher_cli.core.http import Limit
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
class Clock:
    def now(self): return datetime.now(UTC)
    def sleep(self, seconds): time.sleep(seconds)
file = TrafficFile(Path(sys.argv[1]), Clock())
"""


# Pace


def take(pace: SharedPace, count: int, *limits: Limit, at_most: float = 1e6) -> list[float]:
    return [pace.reserve("printify:1", limits, at_most=at_most) for _ in range(count)]


def test_a_free_budget_is_used_at_once(pace):
    assert take(pace, 10, MINUTE) == [0.0] * 10


def test_the_next_one_waits_for_the_oldest_to_leave_the_window(pace, clock):
    take(pace, 4, MINUTE)
    clock.advance(20)
    take(pace, 6, MINUTE)
    clock.advance(10)
    assert take(pace, 5, MINUTE) == pytest.approx([WINDOW - 30] * 4 + [WINDOW - 10])


def test_no_window_ever_holds_more_than_the_limit(pace, clock, file):
    for step in range(100):
        pace.reserve("a", (MINUTE, Limit("second", 3, 1.0)), at_most=1e6)
        clock.advance(step % 7)
    with file.reading() as connection:
        for calls, seconds in ((10, 60.0), (3, 1.0)):
            slots = [row[0] for row in connection.execute("select at from slots where budget = ? order by at", (1,))]
            assert all(later - earlier > seconds for earlier, later in zip(slots, slots[calls:], strict=False))


@pytest.mark.parametrize(("seconds", "margin"), [(1.0, 0.05), (10.0, 0.2), (60.0, 0.5), (1800.0, 0.5)])
def test_the_margin_is_for_jitter_on_the_way(pace, seconds, margin):
    limit = Limit("any", 1, seconds)
    assert take(pace, 2, limit)[1] == pytest.approx(seconds + margin)


def test_the_tightest_limit_decides(pace):
    waits = take(pace, 3, Limit("wide", 100, 60.0), Limit("narrow", 2, 1800.0))
    assert waits == pytest.approx([0, 0, 1800.5])


def test_a_wait_beyond_patience_takes_nothing(pace):
    take(pace, 10, MINUTE)
    with pytest.raises(RateLimited) as caught:
        take(pace, 1, MINUTE, at_most=60)
    assert caught.value.retry_after == pytest.approx(WINDOW)
    assert caught.value.provider == "printify"
    assert take(pace, 1, MINUTE, at_most=61) == pytest.approx([WINDOW])


def test_nobody_waits_more_than_an_hour(pace):
    day = Limit("day", 1, 86_400.0)
    take(pace, 1, day)
    with pytest.raises(RateLimited):
        take(pace, 1, day)


def test_no_limit_no_wait_no_file(pace, file):
    assert pace.reserve("a", (), at_most=0) == 0.0
    assert not file.path.exists()


def test_a_learned_limit_replaces_the_default_and_stays(pace, file, clock):
    pace.learn("printify:1", "minute", 2)
    assert take(SharedPace(TrafficFile(file.path, clock)), 3, MINUTE) == pytest.approx([0, 0, WINDOW])
    pace.learn("printify:1", "minute", 20)
    assert take(pace, 17, MINUTE) == [0.0] * 17


def test_a_pause_holds_back_everything_that_counts_against_it(pace, clock):
    pace.pause("printify:1", ["minute"], 30)
    assert take(pace, 1, MINUTE) == [30.0]
    assert pace.held("printify:1", (MINUTE,)) == 30
    assert pace.held("printify:1", (Limit("other", 1, 1),)) == 0
    assert pace.reserve("printify:2", (MINUTE,), at_most=1) == 0
    pace.pause("printify:1", ["minute"], 5)
    assert pace.held("printify:1", (MINUTE,)) == 30
    clock.advance(31)
    assert pace.held("printify:1", (MINUTE,)) == 0
    assert take(pace, 1, MINUTE) == [0.0]


def test_a_forecast_says_when_the_last_would_go_and_takes_nothing(pace):
    assert pace.forecast("printify:1", (MINUTE,), 10) == 0
    assert pace.forecast("printify:1", (MINUTE,), 25) == pytest.approx(2 * WINDOW)
    take(pace, 10, MINUTE)
    assert pace.forecast("printify:1", (MINUTE,), 1) == pytest.approx(WINDOW)
    pace.learn("printify:1", "minute", 5)
    assert pace.forecast("printify:1", (MINUTE,), 11) == pytest.approx(3 * WINDOW)


@pytest.mark.parametrize("count", [1, 7, 30, 95])
def test_a_forecast_is_what_then_happens(pace, clock, count):
    limits = (MINUTE, Limit("long", 40, 600.0))
    take(pace, 13, *limits)
    clock.advance(42)
    assert pace.forecast("printify:1", limits, count) == pytest.approx(take(pace, count, *limits)[-1])


def test_a_clock_set_back_does_not_block_for_ever(pace, clock):
    clock.advance(86_400)
    take(pace, 10, MINUTE)
    clock.advance(-86_400)
    assert take(pace, 1, MINUTE) == [0.0]


def test_old_slots_are_forgotten(pace, clock, file):
    for _ in range(50):
        take(pace, 1, MINUTE)
        clock.advance(30)
    with file.reading() as connection:
        assert connection.execute("select count(*) from slots").fetchone()[0] <= 3


def test_four_processes_share_one_budget_exactly(tmp_path):
    script = (
        REAL_CLOCK
        + """
import json
slots = []
for _ in range(25):
    before = time.time()
    slots.append(before + SharedPace(file).reserve("a", (Limit("l", 20, 0.5),), at_most=60))
print(json.dumps(slots))
"""
    )
    printed = run_together(script, tmp_path / "net.db", processes=4)
    assert sum(len(json.loads(text)) for text in printed) == 100
    with TrafficFile(tmp_path / "net.db", FakeClock()).reading() as connection:
        slots = [row[0] for row in connection.execute("select at from slots order by at")]
    # What was forgotten meanwhile was older than the window, so that the rest still shows every crowd.
    assert all(later - earlier >= 0.5 for earlier, later in zip(slots, slots[20:], strict=False))
    assert len(slots) >= 60


# Breaker


def fail(breaker: SharedBreaker, times: int) -> None:
    for _ in range(times):
        assert breaker.check("printify") is False
        breaker.failed("printify")


def test_five_failures_in_a_row_open_it(breaker):
    fail(breaker, 4)
    breaker.succeeded("printify")
    fail(breaker, 5)
    with pytest.raises(CircuitOpen) as caught:
        breaker.check("printify")
    assert caught.value.retry_after == pytest.approx(30)
    assert caught.value.provider == "printify"
    assert breaker.check("etsy") is False


def test_one_trial_at_a_time_and_success_closes_it(breaker, clock):
    fail(breaker, 5)
    clock.advance(30)
    assert breaker.check("printify") is True
    with pytest.raises(CircuitOpen):
        breaker.check("printify")
    breaker.succeeded("printify")
    assert breaker.check("printify") is False


def test_every_failed_trial_doubles_the_rest_up_to_ten_minutes(breaker, clock):
    fail(breaker, 5)
    for rest in (30, 60, 120, 240, 480, 600, 600):
        with pytest.raises(CircuitOpen) as caught:
            breaker.check("printify")
        assert caught.value.retry_after == pytest.approx(rest)
        clock.advance(rest)
        assert breaker.check("printify") is True
        breaker.failed("printify")


def test_failures_of_requests_sent_before_it_opened_say_nothing_new(breaker, clock):
    fail(breaker, 5)
    breaker.failed("printify")
    clock.advance(30)
    assert breaker.check("printify") is True


def test_a_trial_given_back_or_lost_goes_to_somebody_else(breaker, clock):
    fail(breaker, 5)
    clock.advance(30)
    assert breaker.check("printify") is True
    breaker.release("printify")
    assert breaker.check("printify") is True
    clock.advance(59)
    with pytest.raises(CircuitOpen):
        breaker.check("printify")
    clock.advance(2)
    assert breaker.check("printify") is True


def test_of_four_processes_exactly_one_gets_the_trial(tmp_path):
    path = tmp_path / "net.db"
    clock = FakeClock()
    breaker = SharedBreaker(TrafficFile(path, clock))
    fail(breaker, 5)  # long ago: the other processes' clock is the real one
    with TrafficFile(path, clock).writing() as connection:
        connection.execute("update breakers set opens = 0")
    script = (
        REAL_CLOCK
        + """
try:
    print(SharedBreaker(file).check("printify"))
except CircuitOpen:
    print("open")
"""
    )
    assert sorted(run_together(script, path, processes=4)) == ["True\n", "open\n", "open\n", "open\n"]


# Cache


def test_an_answer_is_kept_until_it_expires(file, clock):
    cache = SharedCache(file)
    cache.put("a", b"\x00one", 60)
    clock.advance(10)
    assert cache.get("a") == Cached(b"\x00one", 10.0)
    assert cache.get("b") is None
    cache.put("a", b"two", 60)
    assert cache.get("a") == Cached(b"two", 0.0)
    clock.advance(60)
    assert cache.get("a") is None


def test_what_has_expired_is_thrown_out(file, clock):
    cache = SharedCache(file)
    for number in range(20):
        cache.put(str(number), b"x" * 1000, 5)
        clock.advance(1)
    with file.reading() as connection:
        assert connection.execute("select count(*) from answers").fetchone()[0] <= 6


# The file


@pytest.mark.parametrize("attempt", range(3))
def test_eight_processes_may_make_it_together(tmp_path, attempt):
    path = tmp_path / str(attempt) / "deep" / "net.db"
    script = REAL_CLOCK + 'print(SharedPace(file).reserve("a", (Limit("l", 8, 999),), at_most=1))'
    assert run_together(script, path, processes=8) == ["0.0\n"] * 8
    with TrafficFile(path, FakeClock()).reading() as connection:
        assert connection.execute("select count(*) from slots").fetchone()[0] == 8
        assert connection.execute("pragma journal_mode").fetchone()[0] == "wal"
    assert {each.name for each in path.parent.iterdir()} <= {"net.db", "net.db-wal", "net.db-shm"}


def test_a_damaged_file_is_named_with_what_to_do(tmp_path, clock):
    path = tmp_path / "net.db"
    path.write_bytes(b"this is no database, whatever its name says" * 50)
    with pytest.raises(MachineTrouble) as caught:
        SharedPace(TrafficFile(path, clock)).reserve("a", (MINUTE,), at_most=1)
    assert str(path) in str(caught.value)
    assert str(path) in caught.value.plain_hint()


def test_the_file_is_its_owners_alone(tmp_path, clock):
    file = TrafficFile(tmp_path / "net.db", clock)
    SharedCache(file).put("page", b"x", ttl=60)
    assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o600}


def test_a_place_that_cannot_be_written_is_named(tmp_path, clock):
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskTrouble) as caught:
        SharedPace(TrafficFile(tmp_path / "file" / "net.db", clock)).reserve("a", (MINUTE,), at_most=1)
    assert caught.value.plain() == f"Cannot write to {tmp_path / 'file' / 'net.db'}: File exists"


def test_slots_in_order_of_asking(pace):
    waits = take(pace, 40, MINUTE)
    assert all(earlier <= later for earlier, later in pairwise(waits))
