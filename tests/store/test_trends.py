"""Signals and kept bodies."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.results import BadCursor
from podpusher_cli.core.trends import Kind, Scale, Signal
from podpusher_cli.store.db import connect
from podpusher_cli.store.rollups import Rollups
from podpusher_cli.store.trends import Bodies, Signals
from tests.support.clock import START, FakeClock
from tests.support.history import observed, signal_of

ONE = Signal(
    source="tiktok", route="tiktok.hashtag_list", keyword="かわいい猫🐱", key="かわいい猫🐱", kind=Kind.HASHTAG, category=None, metric_name="views",
    metric_value=13_178_730_685_000, metric_scale=Scale.ABSOLUTE, rank=None, region="US", observed_at=START + timedelta(microseconds=123_457),
    extra={"posts": None, "curve": [[1794268800, 22.5]], "id": "7400795988650407919", "ü": "ß"},
)  # fmt: skip


@pytest.fixture
def signals(tmp_path: Path) -> Signals:
    return Signals(connect(tmp_path / "state.db"))


def present(signals, *sources, region="US", upto=None):
    found = signals.present(sources or ("tiktok",), region, upto=signals.newest() if upto is None else upto)
    return sorted(each.key for each in found)


def test_a_signal_comes_back_as_it_was_kept(signals):
    assert signals.newest() == 0
    assert signals.add([ONE, replace(ONE, key="b", metric_value=0, rank=3)]) == 2
    assert signals.newest() == 2
    found = signals.present(["tiktok"], "US", upto=2)
    assert sorted(found, key=lambda each: each.key)[1] == ONE


def test_the_same_observation_is_kept_once(signals):
    assert signals.add([ONE]) == 1
    assert signals.add([ONE, replace(ONE, key="b")]) == 1
    assert signals.add([]) == 0
    assert signals.add([replace(ONE, observed_at=START + timedelta(hours=1))]) == 1


def test_the_present_is_the_last_day_that_was_seen(signals):
    signals.add(
        [replace(ONE, key=f"h{hours}", observed_at=START - timedelta(hours=hours)) for hours in (0, 3, 23, 25, 300)]
    )
    assert present(signals) == ["h0", "h23", "h3"]


def test_the_present_may_be_long_ago(signals):
    signals.add([replace(ONE, observed_at=START - timedelta(days=400))])
    assert present(signals) == [ONE.key]


def test_sources_and_regions_are_told_apart(signals):
    signals.add(
        [
            replace(ONE, key="us"),
            replace(ONE, key="de", region="DE"),
            replace(ONE, key="pin", source="pinterest", observed_at=START - timedelta(days=9)),
        ]
    )
    assert present(signals) == ["us"]
    assert present(signals, region="DE") == ["de"]
    assert present(signals, "pinterest", "tiktok") == ["pin", "us"]
    assert present(signals, region="FR") == []


def test_what_came_later_is_not_in_an_earlier_list(signals):
    signals.add([replace(ONE, key="early")])
    upto = signals.newest()
    signals.add([replace(ONE, key="late", observed_at=START + timedelta(days=2))])
    assert present(signals, upto=upto) == ["early"]
    assert present(signals) == ["late"]


def test_each_route_says_when_it_last_gave_something(signals):
    assert signals.last_seen() == {}
    signals.add(
        [
            ONE,
            replace(ONE, observed_at=START + timedelta(hours=2)),
            replace(ONE, route="tiktok.page_state", observed_at=START - timedelta(hours=9)),
        ]
    )
    assert signals.last_seen() == {
        "tiktok.hashtag_list": START + timedelta(hours=2),
        "tiktok.page_state": START - timedelta(hours=9),
    }


def test_one_body_a_route_and_day_is_kept_for_the_owner_alone(tmp_path):
    clock = FakeClock()
    bodies = Bodies(tmp_path / "home" / "cache" / "trends", clock)
    first = bodies.keep("tiktok.page_state", b"<p>1</p>")
    assert bodies.keep("tiktok.page_state", b"<p>2</p>") == first
    assert Path(first).read_bytes() == b"<p>2</p>"
    assert stat.S_IMODE(Path(first).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(first).parent.stat().st_mode) == 0o700
    clock.advance(86_400)
    assert bodies.keep("tiktok.page_state", b"x") != first


def test_no_more_than_thirty_bodies_are_kept(tmp_path):
    clock = FakeClock()
    bodies = Bodies(tmp_path, clock)
    paths = []
    for _ in range(35):
        paths.append(Path(bodies.keep("r", b"x")))
        clock.advance(86_400)
    assert len(list(tmp_path.iterdir())) == 30
    assert paths[-1].exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DiskTrouble):
        Bodies(tmp_path / "file", FakeClock()).keep("r", b"x")


def page_through(signals, limit=3, source="tiktok"):
    found, cursor = [], None
    while True:
        page = signals.page(source, "US", limit=limit, cursor=cursor)
        found.append([each.key for each in page.items])
        cursor = page.next_cursor
        if cursor is None:
            return found


def test_pages_are_newest_first_and_leave_nothing_out(signals):
    made = [
        replace(ONE, key=f"k{hours}{name}", observed_at=START - timedelta(hours=hours))
        for hours in range(4)
        for name in "ab"
    ]
    signals.add([*made, replace(ONE, key="de", region="DE"), replace(ONE, key="pin", source="pinterest")])
    assert page_through(signals) == [["k0b", "k0a", "k1b"], ["k1a", "k2b", "k2a"], ["k3b", "k3a"]]
    assert page_through(signals, source="pinterest") == [["pin"]]
    assert page_through(signals, source="etsy") == [[]]
    assert signals.page("tiktok", "US", limit=8).items[0] == made[1]


def test_a_page_goes_on_where_the_last_one_ended_whatever_arrived(signals):
    signals.add([replace(ONE, key=f"k{hours}", observed_at=START - timedelta(hours=hours)) for hours in range(6)])
    first = signals.page("tiktok", "US", limit=3)
    signals.add(
        [
            replace(ONE, key="new", observed_at=START + timedelta(hours=1)),
            replace(ONE, key="zz", observed_at=START - timedelta(hours=1)),
        ]
    )
    second = signals.page("tiktok", "US", limit=9, cursor=first.next_cursor)
    assert [each.key for each in second.items] == ["k3", "k4", "k5"]


def test_a_deep_page_is_found_as_the_first_is(signals):
    signals.add([replace(ONE, key=f"k{number:04}") for number in range(3000)])

    def steps(cursor):
        count = 0

        def step():
            nonlocal count
            count += 1

        signals._db.set_progress_handler(step, 1)
        page = signals.page("tiktok", "US", limit=50, cursor=cursor)
        signals._db.set_progress_handler(None, 1)
        return count, page.next_cursor

    counts, cursor = [], None
    for _ in range(55):
        count, cursor = steps(cursor)
        counts.append(count)
    assert len(set(counts[1:])) == 1, "the database does as much for the last page as for the second"
    assert counts[1] < counts[0] * 1.1


def test_a_cursor_of_another_list_is_refused(signals):
    signals.add([replace(ONE, key=f"k{number}") for number in range(5)])
    cursor = signals.page("tiktok", "US", limit=2).next_cursor
    for source, region in (("tiktok", "DE"), ("pinterest", "US")):
        with pytest.raises(BadCursor):
            signals.page(source, region, limit=2, cursor=cursor)


def test_the_last_signal_of_each_day_is_found_by_its_keyword(signals):
    times = [START, START - timedelta(hours=1), START - timedelta(days=3)]
    signals.add([replace(ONE, key="cat", rank=place, observed_at=at) for place, at in enumerate(times, 1)])
    signals.add([replace(ONE, key="dog"), replace(ONE, key="cat", region="DE")])
    Rollups(signals._db).refresh()
    found = signals.of_keys(["cat", "none"], ["tiktok", "etsy"], "US", upto=9)
    assert sorted(each.rank for each in found) == [1, 3]
    assert signals.of_keys(["cat"], ["etsy"], "US", upto=9) == []
    assert [each.rank for each in signals.of_keys(["cat"], ["tiktok"], "US", upto=1)] == [1]


def test_the_latest_of_a_keyword_is_one_a_source_and_of_the_region_where_there_is_one(signals):
    later = START + timedelta(days=1)
    signals.add([replace(ONE, key="cat", rank=1), replace(ONE, key="cat", rank=2, observed_at=later)])
    signals.add([replace(ONE, key="cat", rank=3, region="DE", observed_at=later + timedelta(days=1))])
    signals.add([replace(ONE, key="cat", source="etsy", rank=4, region="global"), replace(ONE, key="dog", rank=5)])
    Rollups(signals._db).refresh()
    found = signals.latest("cat", ["tiktok", "etsy", "google"], "US")
    assert sorted((each.source, each.region, each.rank) for each in found) == [
        ("etsy", "global", 4),
        ("tiktok", "US", 2),
    ]
    assert signals.latest("fox", ["tiktok"], "US") == []


def test_signals_are_kept_in_one_transaction_with_a_statement_each(signals):
    told = []
    signals._db.set_trace_callback(told.append)
    signals.add(map(signal_of, observed(500)))
    signals._db.set_trace_callback(None)
    assert [each.split()[0] for each in told] == ["begin", *["insert"] * 500, "commit"]
