"""podpusher trends history, signals, seasons: whole, on what a profile has kept."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from html.parser import HTMLParser

import pytest

from podpusher_cli.core.keywords import display, key_of
from podpusher_cli.core.trends import Kind, Scale, Signal
from podpusher_cli.deps import Deps
from podpusher_cli.store.db import connect
from podpusher_cli.store.trends import Signals
from tests.support.clock import START, FakeClock

DAY = timedelta(days=1)
HOSTILE = "<script>alert(1)</script>[red]x\x1b[31m"


def seen(keyword: str, days_ago: float = 0, **changes: object) -> Signal:
    made = Signal(
        source="tiktok", route="tiktok.hashtag_list", keyword=display(keyword), key=key_of(display(keyword)), kind=Kind.HASHTAG, category="Pets",
        metric_name="views", metric_value=1000, metric_scale=Scale.ABSOLUTE, rank=3, region="US", observed_at=START - days_ago * DAY,
    )  # fmt: skip
    return replace(made, **changes)


CURVE = [
    seen("CozyCore", 6 - place, metric_value=value)
    for place, value in enumerate((100, 200, 300, None, 500, 900, 800))
    if value
]


@pytest.fixture
def run(cli):
    """The program on a day in November."""

    class Then(Deps):
        @cached_property
        def clock(self):
            return FakeClock()

    cli.make_deps = Then
    return cli


@pytest.fixture
def keep(cli):
    def add(*signals: Signal) -> None:
        with closing(connect(cli.home / "profiles" / "default" / "state.db")) as database:
            Signals(database).add(signals)

    return add


def test_a_keyword_s_curve_is_drawn_with_its_gap(run, keep):
    keep(*CURVE, seen("other", metric_value=7))
    lines = run("trends", "history", "cozycore", check=0).stdout.splitlines()
    assert lines[0] == "TikTok · US · views"
    assert lines[1].strip() == "▁▂▃ ▅█▇"
    assert lines[2].strip() == "Nov 17, 2026: 100 … Nov 23, 2026: 800"
    assert len(lines) == 3
    german = run("trends", "history", "#CozyCore", "--lang", "de", check=0).stdout
    assert "17.11.2026" in german


def test_the_series_as_json(run, keep):
    keep(*CURVE, seen("cozycore", 0.1, metric_value=850, rank=1))
    found = run("trends", "history", "CozyCore", "--json", check=0).data
    assert (found["keyword"], found["key"], found["span"]) == ("CozyCore", "cozycore", "day")
    (series,) = found["series"]
    assert (series["source"], series["region"], series["metric_name"], series["metric_scale"]) == (
        "tiktok",
        "US",
        "views",
        "absolute",
    )
    assert series["points"][-1] == {
        "at": "2026-11-23T00:00:00Z", "seen": 2, "best_rank": 1, "low": 800, "high": 850, "value": 800,
    }  # fmt: skip
    assert len(series["points"]) == 6


@pytest.mark.parametrize(("by", "points"), [("hour", 7), ("day", 6), ("week", 2)])
def test_a_curve_by_hour_by_day_or_by_week(run, keep, by, points):
    keep(*CURVE, seen("cozycore", 0.1, metric_value=850, rank=1))
    found = run("trends", "history", "CozyCore", "--by", by, "--json", check=0).data
    assert len(found["series"][0]["points"]) == points
    text = run("trends", "history", "CozyCore", "--by", by, "--days", "10", check=0).stdout
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "█" in text


def test_curves_that_do_not_compare_stand_apart(run, keep):
    keep(
        seen("cat"),
        seen("cat", source="pinterest", metric_name="search_index", metric_value=80, metric_scale=Scale.INDEX100),
        seen("cat", region="DE"),
        seen("cat", source="google", metric_name="searches", metric_value=2000, metric_scale=Scale.LOWER_BOUND),
        seen("cat", extra={"period": 30}, observed_at=START - timedelta(minutes=1)),
        seen(
            "cat", source="etsy", metric_name="listings_with_tag", metric_scale=Scale.SAMPLE, extra={"tag": "cat shirt"}
        ),
        seen("cat", source="reddit", metric_name=None, metric_value=None, metric_scale=Scale.NONE),
    )
    text = run("trends", "history", "cat", check=0).stdout
    headings = [line for line in text.splitlines() if " · " in line]
    assert len(headings) == 7
    assert any("over 30 days" in line for line in headings)
    assert any("for “cat shirt”" in line for line in headings)
    assert any("an index: only its shape tells something" in line for line in headings)
    assert any("at least" in line for line in headings)
    assert "Nov 23, 2026: No. 3" in text
    one = run("trends", "history", "cat", "--source", "tiktok", "--region", "de", "--json", check=0).data
    assert [(each["source"], each["region"]) for each in one["series"]] == [("tiktok", "DE")]


def test_a_time_without_observations_and_a_keyword_nobody_has_seen(run, keep):
    keep(seen("cat", 50))
    assert run("trends", "history", "cat", "--days", "5", check=0).stdout == "Nothing was observed in that time.\n"
    failed = run("trends", "history", "dog mom", "--json", check=4)
    assert failed.json["error"]["code"] == "trends.unseen"
    assert failed.json["error"]["hint"] == "podpusher trends --search 'dog mom'"
    assert (
        run("trends", "history", "cat", "--source", "corkboard", "--json", check=2).json["error"]["code"]
        == "trends.source"
    )


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


def test_the_chart_is_one_page_without_anything_from_elsewhere(run, keep, tmp_path):
    keep(*[replace(each, keyword=display(HOSTILE), key=key_of(display(HOSTILE))) for each in CURVE])
    file = tmp_path / "chart.html"
    said = run("trends", "history", HOSTILE, "--html", str(file), check=0)
    text = file.read_text()
    page = Page(text)
    assert "script" not in page.tags
    assert page.tags.count("circle") == 6
    assert page.tags.count("path") == 4, "no line over the gap"
    assert "<script>alert(1)</script>" in page.text
    assert not re.search(r"https?://|url\(|@import|\bsrc=", text)
    assert "\x1b" not in text + said.stdout
    assert str(file) in said.stderr.replace("\n", "")
    assert "900" in page.text


def test_a_chart_replaces_a_file_only_when_that_is_said(run, keep, tmp_path):
    keep(seen("cat"))
    file = tmp_path / "chart.html"
    file.write_text("mine")
    run("trends", "history", "cat", "--html", str(file), check=2)
    assert file.read_text() == "mine"
    run("trends", "history", "cat", "--html", str(file), "--yes", check=0)
    assert file.read_text().startswith("<!doctype html>")
    run("trends", "history", "cat", "--html", str(tmp_path / "none" / "chart.html"), check=9)


def test_a_chart_of_places_and_of_nothing(run, keep, tmp_path):
    keep(seen("cat", metric_value=None), seen("cat", source="etsy", metric_value=None, rank=None))
    run("trends", "history", "cat", "--html", str(tmp_path / "a.html"), check=0)
    text = Page((tmp_path / "a.html").read_text()).text
    assert "No. 3" in text
    assert "It was seen, without a number." in text
    run("trends", "history", "cat", "--days", "1", "--region", "FR", "--html", str(tmp_path / "b.html"), check=0)
    assert "Nothing was observed" in (tmp_path / "b.html").read_text()


def test_every_observation_is_listed_page_by_page(run, keep):
    keep(*[seen(f"k{number}", number / 24) for number in range(5)], seen("de", region="DE"))
    found, cursor = [], None
    while cursor or not found:
        more = ("--cursor", cursor) if cursor else ()
        result = run("trends", "signals", "--source", "tiktok", "--limit", "2", "--json", *more, check=0)
        found += [each["keyword"] for each in result.data]
        cursor = result.json["meta"]["next_cursor"]
    assert found == ["k0", "k1", "k2", "k3", "k4"]
    text = run("trends", "signals", "--source", "tiktok", "--region", "DE", check=0).stdout
    assert "1,000 views" in text
    assert (
        run("trends", "signals", "--source", "tiktok", "--region", "FR", check=0).stdout
        == "No observation is kept of it.\n"
    )
    other = run("trends", "signals", "--source", "tiktok", "--limit", "2", "--json", check=0).json["meta"][
        "next_cursor"
    ]
    run("trends", "signals", "--source", "tiktok", "--region", "DE", "--cursor", other, check=2)


def test_the_selling_events_to_come(run):
    text = run("trends", "seasons", check=0).stdout
    assert all(len(line) <= 80 for line in text.splitlines())
    lines = text.splitlines()
    assert lines[2].startswith("Thanksgiving")
    assert lines[2].rstrip().endswith("too late")
    assert "Dec 9, 2026" in next(line for line in lines if line.startswith("Christmas"))
    german = run("trends", "seasons", "--region", "DE", "--json", check=0).data
    assert "thanksgiving" not in [each["code"] for each in german]
    assert german[1] == {
        "code": "christmas", "name": "Christmas", "day": "2026-12-25", "list_by": "2026-10-02", "order_by": "2026-12-09", "stage": "selling",
    }  # fmt: skip


def test_lead_times_are_the_seller_s_own(run):
    run("settings", "set", "seasons.production_days", "1", check=0)
    run("settings", "set", "seasons.shipping_days", "1", check=0)
    first = run("trends", "seasons", "--json", "--limit", "1", check=0)
    assert first.data[0]["order_by"] == "2026-11-24"
    assert first.data[0]["stage"] == "selling"
    second = run("trends", "seasons", "--json", "--limit", "1", "--cursor", first.json["meta"]["next_cursor"], check=0)
    assert second.data[0]["code"] == "black_friday"
