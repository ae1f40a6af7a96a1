"""Damaged answers: an outcome or fewer rows, never a traceback, never a number that was not there."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.http import Response
from podpusher_cli.core.outcomes import Outcome
from podpusher_cli.core.trends import Answer
from podpusher_cli.providers.trends import NAMES, load
from podpusher_cli.providers.trends.walls import read
from tests.support.trends import body, cases

ROUTES = {route.id: route for name in NAMES for route in load(name).routes}
GOOD = {case["file"]: case["route"] for case in cases() if case["expect"]["outcome"] == "signals"}
FILES = sorted({(case["file"], case["route"]) for case in cases()})
LISTS = [name for name in GOOD if name.endswith(".json")]
ODD = [
    None,
    True,
    False,
    0,
    -1,
    1.5,
    1e400,
    float("nan"),
    "",
    " ",
    "39.6M",
    "x",
    "\x00\x1b[31m",
    "\ud800",
    [],
    [[]],
    {},
    {"a": 1},
]
SWAPS = [*ODD, 10**30, "9" * 5000, "١٢٣", "-5", [None], "a" * 100_000]


def outcome_of(content: bytes, route: str, **headers: str) -> Answer | None:
    """The rows, or None for any outcome. Anything else that is raised fails the test."""
    try:
        answer = read(Response(200, headers, content, "https://ads.tiktok.com/x"), ROUTES[route])
    except Outcome:
        return None
    for row in answer.rows:
        assert row.keyword
        assert row.keyword == " ".join(row.keyword.split())
        assert "\x00" not in row.keyword
        assert "\x1b" not in row.keyword
        row.keyword.encode()
        json.dumps(row.extra, allow_nan=False)
        assert row.metric_value is None or 0 <= row.metric_value < 2**63
        assert row.rank is None or row.rank >= 1
    return answer


def numbers(answer: Answer | None) -> dict[str, tuple[Any, ...]]:
    return {row.keyword: (row.metric_value, row.rank, row.extra["posts"]) for row in answer.rows} if answer else {}


def nothing_invented(damaged: Answer | None, sound: Answer | None) -> None:
    """Each number of a row is the one that was there, or none."""
    known = numbers(sound)
    for keyword, found in numbers(damaged).items():
        if keyword in known:
            assert all(value in {None, was} for value, was in zip(found, known[keyword], strict=True)), keyword


@pytest.mark.parametrize(("file", "route"), FILES)
def test_an_answer_that_breaks_off_anywhere_gives_no_wrong_row(file, route):
    whole = body(file)
    sound = outcome_of(whole, route)
    for end in range(0, len(whole), 64):
        cut = outcome_of(whole[:end], route)
        nothing_invented(cut, sound)
        assert set(numbers(cut)) <= set(numbers(sound))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path into a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield (*path, name)
        yield from places(each, (*path, name))


def without_curves(document: Any) -> Any:
    """Shorter lists: the same shape over and over teaches nothing new."""
    if isinstance(document, dict):
        return {
            name: without_curves(each)[:2] if name == "popularityCurve" and each else without_curves(each)
            for name, each in document.items()
        }
    return [without_curves(each) for each in document] if isinstance(document, list) else document


def state_of_page() -> tuple[bytes, Any, bytes]:
    """The page around its JSON, and that."""
    page = body("syn_page_ssr.html")
    start = page.index(b'{"loaderData"')
    end = page.index(b"</script>", start)
    return page[:start], json.loads(page[start:end]), page[end:]


def documents() -> Iterator[tuple[str, Any, bytes, bytes]]:
    for name in LISTS:
        yield GOOD[name], without_curves(json.loads(body(name))), b"", b""
    before, state, after = state_of_page()
    yield "tiktok.page_state", without_curves(state), before, after


@pytest.mark.parametrize(("route", "document", "before", "after"), list(documents()))
def test_a_key_that_is_gone_takes_nothing_else_with_it(route, document, before, after):
    sound = outcome_of(before + json.dumps(document).encode() + after, route)
    assert sound
    for path in list(places(document)):
        damaged = copy.deepcopy(document)
        holder = damaged
        for name in path[:-1]:
            holder = holder[name]
        del holder[path[-1]]
        nothing_invented(outcome_of(before + json.dumps(damaged).encode() + after, route), sound)


@pytest.mark.parametrize(("route", "document", "before", "after"), list(documents()))
def test_another_type_in_any_place_is_borne(route, document, before, after):
    sound = outcome_of(before + json.dumps(document).encode() + after, route)
    for number, path in enumerate(places(document)):
        for odd in (SWAPS[number % len(SWAPS)], SWAPS[(number * 7 + 3) % len(SWAPS)], ODD[number % len(ODD)]):
            damaged = copy.deepcopy(document)
            holder = damaged
            for name in path[:-1]:
                holder = holder[name]
            holder[path[-1]] = odd
            found = outcome_of(before + json.dumps(damaged).encode() + after, route)
            if path[-1] not in {"vv", "rankIndex", "publishCnt"}:
                nothing_invented(found, sound)


@pytest.mark.parametrize("odd", SWAPS)
@pytest.mark.parametrize("name", ["vv", "publishCnt", "rankIndex"])
def test_a_count_that_is_no_count_is_none(name, odd):
    document = json.loads(body("syn_hashtag_list_anon_us.json"))
    document["items"][0][name] = odd
    answer = outcome_of(json.dumps(document).encode(), "tiktok.hashtag_list")
    assert answer
    row = answer.rows[0]
    found = {"vv": row.metric_value, "publishCnt": row.extra["posts"], "rankIndex": row.rank}[name]
    printed = {"39.6M": 39_600_000, "١٢٣": 123, 0: 0} if name != "rankIndex" and odd is not False else {}
    assert found == (printed.get(odd) if isinstance(odd, str | int) else None)


@pytest.mark.parametrize("route", sorted(ROUTES))
@pytest.mark.parametrize(
    "content",
    [b"\x00" * 500, b"[" * 100_000, b'{"a":' * 50_000, b"<" * 1000, b"<!doctype html>" + b"<div>" * 20_000, b"\xff\xfe{}", b"null", b"7", b'""', b"[]", b"{}",
     b'<script>{"pages":[{"data":[[]],"pagination":1}]}</script></html>', b"<html>\x00\x1b[2J</html>"],
)  # fmt: skip
def test_rubbish_is_an_outcome(route, content):
    assert outcome_of(content, route) is None


def test_controls_and_escapes_are_not_in_a_keyword():
    document = json.loads(body("syn_hashtag_list_anon_us.json"))
    document["items"][0]["hashtagName"] = "#\x1b[31mred\x00 \u202eflag\x07  "
    answer = outcome_of(json.dumps(document).encode(), "tiktok.hashtag_list")
    assert answer
    assert answer.rows[0].keyword == "[31mred flag"


@given(content=st.binary(max_size=300), route=st.sampled_from(sorted(ROUTES)), html=st.booleans())
def test_any_bytes_at_all_are_an_outcome(content, route, html):
    assert outcome_of(content, route, **({"content-type": "text/html"} if html else {})) is None
