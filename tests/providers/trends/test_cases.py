"""Every recorded case, through the real engine: engine, HTTP client, socket, parser, outcome."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from podpusher_cli.core.trends import Tier
from podpusher_cli.providers.trends import NAMES, load
from tests.support.trend_cases import play, route_of
from tests.support.trends import TrendDesk, body, cases

EVERY = [pytest.param(name, case, id=f"{name}-{case['id']}") for name in NAMES for case in cases(name)]
CASES = [each for each in EVERY if route_of(*each.values).tier is not Tier.BROWSER]
GROUPS = (
    {"signals"},
    {"empty"},
    {"login_wall", "auth_error"},
    {"captcha", "blocked"},
    {"rate_limited"},
    {"layout_changed"},
)
# What one case says of its own question and another does not.
FREE = {"endDate", "numTermsToReturn", "limit", "advertiser_id", "user_id", "timeRange", "trendsPreset"}
# Where an answer names people, or says what they said.
PERSONAL = {"username", "full_name", "nickname", "handleName", "caption", "text", "permalink", "shortcode", "pk"}


@pytest.mark.parametrize(
    ("source", "case"), [each for each in CASES if each.values[1]["expect"]["outcome"] not in {"id", "date"}]
)
def test_a_recorded_answer_comes_to_what_its_case_says(desk, source, case):
    expected = case["expect"]

    outcome, reading = play(desk, source, case)

    assert outcome.outcome == expected["outcome"]
    assert outcome.source == source
    assert outcome.route == route_of(source, case).id
    assert outcome.limited == expected.get("limited")
    assert outcome.has_more == expected.get("has_more", False)
    if "retry_after_s" in expected:
        assert outcome.retry_after == pytest.approx(expected["retry_after_s"], abs=2)
    listed = [*expected.get("signals", []), *expected.get("tag_signals", [])]
    assert outcome.count == expected.get("count", 0)
    for signal, wanted in zip(reading.signals, listed, strict=True):
        for name, value in wanted.items():
            found = getattr(signal, name) if hasattr(signal, name) else signal.extra[name]
            assert found == value, name
            assert type(found) is type(value) or isinstance(found, str)
        assert signal.extra.get("data_date") == expected.get("data_date", signal.extra.get("data_date"))
    assert bool(outcome.hint) == (outcome.outcome != "signals" or bool(outcome.limited))
    assert (outcome.kept is not None) == (outcome.outcome == "layout_changed")


@pytest.mark.parametrize(
    ("source", "case"), [each for each in CASES if each.values[1]["expect"]["outcome"] in {"id", "date"}]
)
def test_a_first_step_leads_to_the_second(desk, source, case):
    play(desk, source, case)
    value = case["expect"][case["expect"]["outcome"]]
    first, second = desk.requests()[:2]
    assert value not in first.target
    assert value in second.target


@pytest.mark.parametrize(("source", "case"), [each for each in CASES if "request" in each.values[1]])
def test_what_is_sent_is_what_the_site_expects(desk, source, case):
    wanted = case["request"]
    play(desk, source, case)
    sent = next(asked for asked in desk.requests() if urlsplit(asked.target).path == urlsplit(wanted["url"]).path)
    assert sent.method == wanted["method"]
    for name, value in wanted.get("headers", {}).items():
        assert value.startswith(("<", "Bearer <")) or sent.headers[name.lower()] == value
        assert sent.headers[name.lower()]
    if "params" in wanted:
        told = dict(parse_qsl(urlsplit(sent.target).query))
        assert set(wanted["params"]) <= set(told)
        for name in wanted["params"].keys() - FREE:
            assert told[name] == str(wanted["params"][name]), name
    if "json" in wanted:
        known = {name for name, value in wanted["json"].items() if value is not None} - FREE
        assert {name: sent.json[name] for name in known} == {name: wanted["json"][name] for name in known}
    needs = route_of(source, case).needs
    assert ("cookie" in sent.headers) == needs.startswith("session:")
    assert "secret" not in sent.target
    assert sent.headers["user-agent"].startswith("podpusher/")


@pytest.mark.parametrize("source", NAMES)
def test_a_source_has_a_case_for_every_way_it_can_go(source):
    known = cases(source)
    assert {route_of(source, case).id for case in known} >= {route.id for route in load(source).routes}
    found = {case["expect"]["outcome"] for case in known}
    for group in GROUPS:
        assert found & group, f"{source} has no case for {' or '.join(sorted(group))}"


@pytest.mark.parametrize("source", NAMES)
def test_people_are_in_no_signal_and_in_no_file(desk, source):
    named: set[str] = set()
    kept = b""
    for _, case in (each.values for each in CASES if each.values[0] == source):
        if case["expect"]["outcome"] == "signals":
            _, reading = play(desk, source, case)
            named |= set(_people(case["file"], source))
            told = json.dumps([[signal.keyword, signal.extra] for signal in reading.signals], ensure_ascii=False)
            assert not [name for name in named if f'"{name}"' in told.replace('"sample":', "")]
            kept += b"".join(row[0] for row in _cached(desk))
    assert kept
    named -= {"sample"}  # a field of ours has this name, too
    assert not [name for name in named if name.encode() in kept]


def _people(file: str, source: str) -> Iterator[str]:
    try:
        waiting: list[Any] = [json.loads(body(file, source))]
    except ValueError:
        return
    while waiting:
        value = waiting.pop()
        waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for name in PERSONAL & value.keys() if isinstance(value, dict) else ():
            if isinstance(value[name], str) and len(value[name]) > 4:
                yield value[name]


def _cached(desk: TrendDesk) -> list[tuple[bytes]]:
    with sqlite3.connect(desk.home / "net.db") as connection:
        return connection.execute("select value from answers").fetchall()
