"""Damaged answers of every source: an outcome or fewer rows, never a traceback, never a number that was not there."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from babel.numbers import format_compact_decimal, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.counts import printed
from podpusher_cli.core.http import Response
from podpusher_cli.core.outcomes import Outcome
from podpusher_cli.core.trend_routes import Answer, Route, Row
from podpusher_cli.core.trends import Scale
from podpusher_cli.providers.trends import NAMES, load
from podpusher_cli.providers.trends.walls import read
from tests.support.trend_cases import route_of
from tests.support.trends import body, cases

EVERY = [(name, case) for name in NAMES for case in cases(name)]
ROUTES = {route.id: route for name in NAMES for route in load(name).routes}
FILES = sorted({(name, case["file"], route_of(name, case).id) for name, case in EVERY})
GOOD = sorted({
    (name, case["file"], route_of(name, case).id) for name, case in EVERY if case["expect"]["outcome"] == "signals"
})  # fmt: skip
LISTS = [each for each in GOOD if each[1].endswith(".json")]
PAGES = [each for each in GOOD if each[1].endswith((".html", ".xml"))]
# Nothing that a number could be read from, and what might be taken for one.
NOTHINGS = [None, "", " ", "x", "\x00\x1b[31m", "\ud800", [], [[]], {}, {"a": "b"}, [None], "a" * 100_000]
NUMBERS = [
    True,
    False,
    0,
    -1,
    1.5,
    1e400,
    float("nan"),
    "39.6M",
    10**30,
    "9" * 5000,
    "١٢٣",
    "-5",
    2**63,
    "1,5",
    "12,5 mil",
]
LOCALES = ["en", "de", "de_CH", "fr", "es", "it", "pt_BR", "pl", "sv", "hi_IN", "ja", "ar_EG@numbers=arab"]


def outcome_of(content: bytes, route: Route, **headers: str) -> Answer | None:
    """The rows, or None for any outcome. Anything else that is raised fails the test."""
    try:
        answer = read(Response(200, headers, content, "https://site.example/x"), route)
    except Outcome:
        return None
    for row in answer.rows:
        assert row.keyword == " ".join(row.keyword.split())
        assert not set(row.keyword) & {"\x00", "\x1b"}
        row.keyword.encode()
        json.dumps(row.extra, allow_nan=False)
        assert row.metric_value is None or 0 <= row.metric_value < 2**63
        assert row.rank is None or row.rank >= 1
        assert row.metric_scale is not Scale.INDEX100 or (row.metric_value or 0) <= 100
    return answer


def rows_of(answer: Answer | None) -> dict[tuple[str, str | None], Row]:
    return {(row.keyword, row.metric_name): row for row in answer.rows} if answer else {}


def nothing_invented(damaged: Answer | None, sound: Answer | None, *, moved: bool = False) -> None:
    """Each number of a row is the one that was there, or none; what is counted over a sample may be less.

    A rank may be a place in the answer, and the newest point of a series an older one. `moved`: rows before it may be gone, so that its place is another.
    """
    known = rows_of(sound)
    found = rows_of(damaged)
    for key, row in found.items():
        if key not in known:
            continue
        was = known[key]
        if was.metric_scale is Scale.SAMPLE:
            assert (row.metric_value or 0) <= (was.metric_value or 0), key
            continue
        series = [*was.extra.get("weeks", ()), *(value for _, value in was.extra.get("curve", ()))]
        assert row.metric_value in {None, was.metric_value, *series}, key
        assert moved or row.rank in {None, was.rank, list(found).index(key) + 1}, key
        for name, value in row.extra.items():
            _is_from(value, was.extra.get(name), f"{key} {name}")


def _is_from(value: Any, was: Any, what: str) -> None:
    if isinstance(value, list) and isinstance(was, list):
        assert all(point is None or point in was for point in value), what
    elif isinstance(value, int | float) and not isinstance(value, bool):
        assert value == was, what


@pytest.mark.parametrize(("source", "file", "route"), FILES)
def test_an_answer_that_breaks_off_anywhere_gives_no_wrong_row(source, file, route):
    whole = body(file, source)
    sound = outcome_of(whole, ROUTES[route])
    for end in range(0, len(whole), 64):
        cut = outcome_of(whole[:end], ROUTES[route])
        nothing_invented(cut, sound)
        assert set(rows_of(cut)) <= set(rows_of(sound))


def shortened(document: Any) -> Any:
    """Lists of three, and scripts of two points: the same shape over and over teaches nothing new."""
    if isinstance(document, dict):
        return {name: shortened(each) for name, each in document.items()}
    return [shortened(each) for each in document[:3]] if isinstance(document, list) else document


def documents() -> Iterator[Any]:
    for source, file, route in LISTS:
        yield pytest.param(
            ROUTES[route], shortened(json.loads(body(file, source))), b"", b"", id=f"{source}-{file}-{route}"
        )
    if "tiktok" in NAMES:
        page = body("syn_page_ssr.html")
        start = page.index(b'{"loaderData"')
        end = page.index(b"</script>", start)
        state = shortened(json.loads(page[start:end]))
        yield pytest.param(ROUTES["tiktok.page_state"], state, page[:start], page[end:], id="tiktok-page")


DOCUMENTS = list(documents())


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path into a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield (*path, name)
        yield from places(each, (*path, name))


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        document = document[name]
    return document


@pytest.mark.parametrize(("route", "document", "before", "after"), DOCUMENTS)
def test_a_key_that_is_gone_takes_nothing_else_with_it(route, document, before, after):
    sound = outcome_of(before + json.dumps(document).encode() + after, route)
    assert sound
    for path in list(places(document)):
        damaged = copy.deepcopy(document)
        del at(damaged, path[:-1])[path[-1]]
        found = outcome_of(before + json.dumps(damaged).encode() + after, route)
        nothing_invented(found, sound, moved=isinstance(path[-1], int))


@pytest.mark.parametrize(("route", "document", "before", "after"), DOCUMENTS)
def test_another_type_in_any_place_is_borne(route, document, before, after):
    sound = outcome_of(before + json.dumps(document).encode() + after, route)
    for number, path in enumerate(places(document)):
        damaged = copy.deepcopy(document)
        for odd in (NOTHINGS[number % len(NOTHINGS)], NOTHINGS[(number * 5 + 3) % len(NOTHINGS)]):
            at(damaged, path[:-1])[path[-1]] = odd
            nothing_invented(outcome_of(before + json.dumps(damaged).encode() + after, route), sound, moved=True)
        at(damaged, path[:-1])[path[-1]] = NUMBERS[number % len(NUMBERS)]
        outcome_of(before + json.dumps(damaged).encode() + after, route)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_number_printed_for_people_is_itself_or_none(locale):
    read_at_all = 0
    for each in DOCUMENTS:
        route, document, before, after = each.values
        sound = outcome_of(before + json.dumps(document).encode() + after, route)
        for path in places(document):
            value = at(document, path)
            if isinstance(value, bool) or not str(value).isascii() or not str(value).isdigit() or len(str(value)) > 15:
                continue
            damaged = copy.deepcopy(document)
            at(damaged, path[:-1])[path[-1]] = in_words(int(value), locale)
            found = outcome_of(before + json.dumps(damaged).encode() + after, route)
            nothing_invented(found, sound, moved=True)
            read_at_all += found is not None
    assert read_at_all


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("source", "file", "route"), PAGES)
def test_a_number_on_a_page_is_itself_or_none(source, file, route, locale):
    page = body(file, source).decode()
    sound = outcome_of(page.encode(), ROUTES[route])
    assert sound
    for shown in re.finditer(r">([+-]?)(\d[\d.,]*[KMB]?)(%?)<", page):
        count = printed(shown[2])
        if count is not None:
            text = f">{shown[1]}{in_words(count.value, locale)}{shown[3]}<"
            nothing_invented(
                outcome_of((page[: shown.start()] + text + page[shown.end() :]).encode(), ROUTES[route]), sound
            )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("value", [1_000, 20_000, 300_000, 59_000_000, 1_100_000_000])
def test_an_abbreviated_number_is_itself_or_none(locale, value):
    number = format_compact_decimal(value, locale=locale.partition("@")[0], fraction_digits=1)
    found = printed(number)
    assert found is None or found.value == value, number


def in_words(number: int, locale: str) -> str:
    name, _, digits = locale.partition("@")
    return format_decimal(number, locale=name, numbering_system="arab" if digits else "latn")


@pytest.mark.parametrize("name", ["vv", "publishCnt", "rankIndex"])
@pytest.mark.parametrize("odd", [*NOTHINGS, *NUMBERS])
def test_a_count_that_is_no_count_is_none(name, odd):
    document = json.loads(body("syn_hashtag_list_anon_us.json"))
    document["items"][0][name] = odd
    answer = outcome_of(json.dumps(document).encode(), ROUTES["tiktok.hashtag_list"])
    assert answer
    row = answer.rows[0]
    found = {"vv": row.metric_value, "publishCnt": row.extra["posts"], "rankIndex": row.rank}[name]
    read = {"39.6M": 39_600_000, "١٢٣": 123, "12,5 mil": 12_500, 0: 0}
    known = read if name != "rankIndex" and odd is not False else {}
    assert found == (known.get(odd) if isinstance(odd, str | int) else None)


@pytest.mark.parametrize("route", sorted(ROUTES))
@pytest.mark.parametrize(
    "content",
    [b"\x00" * 500, b"[" * 100_000, b'{"a":' * 50_000, b"<" * 1000, b"<!doctype html>" + b"<div>" * 4_000, b"\xff\xfe{}", b"null", b"7", b'""', b"[]", b"{}",
     b'<script>{"pages":[{"data":[[]],"pagination":1}]}</script></html>', b"<html>\x00\x1b[2J</html>"],
    ids=range(13),
)  # fmt: skip
def test_rubbish_is_an_outcome(route, content):
    assert outcome_of(content, ROUTES[route]) is None


@pytest.mark.parametrize(("source", "file", "route"), GOOD)
def test_controls_and_escapes_are_in_no_keyword(source, file, route):
    """Whatever names a row: NUL, escape and direction marks in front of every word of the answer."""
    whole = body(file, source).decode()
    odd = "\\u0000\\u001b[31m\\u202e" if file.endswith(".json") else "&#27;\x00\x1b[31m\u202e"
    for found in list(re.finditer(r'(?<=[">#])[^\W\d]\w+', whole))[:200]:
        outcome_of((whole[: found.start()] + odd + whole[found.start() :]).encode(), ROUTES[route])
    assert outcome_of(whole.encode(), ROUTES[route])


@given(content=st.binary(max_size=300), route=st.sampled_from(sorted(ROUTES)), html=st.booleans())
def test_any_bytes_at_all_are_an_outcome(content, route, html):
    assert outcome_of(content, ROUTES[route], **({"content-type": "text/html"} if html else {})) is None
