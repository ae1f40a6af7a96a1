"""Every recorded case, through the real engine: engine, HTTP client, socket, parser, outcome."""

from __future__ import annotations

import json
import sqlite3
from urllib.parse import parse_qsl, urlsplit

import pytest

from podpusher_cli.providers.trends import NAMES, load
from tests.support.trends import answer_of, cases

CASES = [pytest.param(name, case, id=f"{name}-{case['id']}") for name in NAMES for case in cases(name)]
GROUPS = (
    {"signals"},
    {"empty"},
    {"login_wall", "auth_error"},
    {"captcha", "blocked"},
    {"rate_limited"},
    {"layout_changed"},
)


@pytest.mark.parametrize(("source", "case"), CASES)
def test_a_recorded_answer_comes_to_what_its_case_says(desk, source, case):
    desk.source = load(source)
    desk.server.answers = [answer_of(case, source)]
    expected = case["expect"]

    outcome, reading = desk.only(case["route"], case["region"])

    assert outcome.outcome == expected["outcome"]
    assert outcome.source == source
    assert outcome.route == case["route"]
    assert outcome.limited == expected.get("limited")
    assert outcome.has_more == expected.get("has_more", False)
    if "retry_after_s" in expected:
        assert outcome.retry_after == pytest.approx(expected["retry_after_s"], abs=2)
    assert outcome.count == len(reading.signals) == expected.get("count", 0)
    for signal, wanted in zip(reading.signals, expected.get("signals", []), strict=True):
        for name, value in wanted.items():
            found = getattr(signal, name) if hasattr(signal, name) else signal.extra[name]
            assert found == value, name
            assert type(found) is type(value) or isinstance(found, str)
    assert bool(outcome.hint) == (outcome.outcome != "signals" or bool(outcome.limited))
    assert (outcome.kept is not None) == (outcome.outcome == "layout_changed")


@pytest.mark.parametrize(("source", "case"), [each for each in CASES if "request" in each.values[1]])
def test_what_is_sent_is_what_the_site_expects(desk, source, case):
    wanted = case["request"]
    desk.source = load(source)
    desk.server.answers = [answer_of(case, source)]
    desk.only(case["route"], case["region"])
    sent = desk.requests()[0]
    assert sent.method == wanted["method"]
    assert urlsplit(sent.target).path == urlsplit(wanted["url"]).path
    assert wanted.get("headers", {}).items() <= sent.headers.items()
    if "params" in wanted:
        assert dict(parse_qsl(urlsplit(sent.target).query)) == wanted["params"]
    if "json" in wanted:
        known = {name for name, value in wanted["json"].items() if value is not None} - {"timeRange"}
        assert {name: sent.json[name] for name in known} == {name: wanted["json"][name] for name in known}
        assert sent.json["timeRange"] in {7, 30, 90}
    assert "cookie" not in sent.headers
    assert "authorization" not in sent.headers
    assert sent.headers["user-agent"].startswith("podpusher/")


@pytest.mark.parametrize("source", NAMES)
def test_a_source_has_a_case_for_every_way_it_can_go(source):
    routes = {route.id for route in load(source).routes}
    known = cases(source)
    assert {case["route"] for case in known} == routes
    found = {case["expect"]["outcome"] for case in known}
    for group in GROUPS:
        assert found & group, f"{source} has no case for {' or '.join(sorted(group))}"


@pytest.mark.parametrize("source", NAMES)
def test_people_are_in_no_signal(desk, source):
    desk.source = load(source)
    for case in cases(source):
        if case["expect"]["outcome"] == "signals":
            desk.server.answers = [answer_of(case, source)]
            _, reading = desk.only(case["route"], case["region"])
            told = json.dumps([signal.extra for signal in reading.signals])
            assert "maker" not in told.casefold()
            assert "followed" not in told
    kept = b"".join(row[0] for row in _cached(desk))
    assert kept
    assert b"maker" not in kept.lower()


def _cached(desk):
    with sqlite3.connect(desk.home / "net.db") as connection:
        return connection.execute("select value from answers").fetchall()
