"""reference/trend-sources.md, section 3: TikTok's list and page, and their walls."""

from __future__ import annotations

import json

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

LIST = "/CreativeOne/KnowledgeAPI/GetHashtagList"
PAGE = "/creative/creativeCenter/trends/hashtag"
HEADERS = {"origin": "https://ads.tiktok.com", "agw-js-conv": "str"}


@pytest.fixture
def tiktok(sandbox):
    with httpx.Client(base_url=sandbox.url + "/trends/tiktok", verify=False) as client:
        yield client


def ask(tiktok, headers=HEADERS, **changes):
    body = {"timeRange": 7, "countryCode": "US", "page": 1, "limit": 20} | changes
    return tiktok.post(LIST, json=body, headers=headers)


def state_of(html):
    for script in LexborHTMLParser(html).css('script[type="application/json"]'):
        value = json.loads(script.text())
        if "loaderData" in value:
            return value
    raise AssertionError(html)


def rows_of(state):
    queries = state["loaderData"]["creativeCenter/trends/(tab)/page"]["dehydratedState"]["queries"]
    return next(q for q in queries if q["queryKey"][0] == "hashtagList")["state"]["data"]["pages"][0]["data"]


def test_signed_out_there_are_three_rows_whatever_the_limit(tiktok):
    answer = ask(tiktok)
    assert answer.headers["x-tt-logid"]
    body = answer.json()
    assert body["BaseResp"]["StatusCode"] == 0
    assert [row["rankIndex"] for row in body["items"]] == ["1", "2", "3"]
    assert body["pagination"] == {"hasMore": False, "limit": 20, "page": 1, "totalCount": 3}
    row = body["items"][0]
    assert {"hashtagID", "hashtagName", "industryIDs", "popularityCurve", "publishCnt", "topCreators", "vv"} <= set(row)
    assert not row["hashtagName"].startswith("#")
    assert len(row["popularityCurve"]) == 7


def test_numbers_are_text_only_when_asked_for(tiktok):
    row = ask(tiktok, headers={}).json()["items"][0]
    assert isinstance(row["vv"], int)
    assert row["hashtagID"] > 2**53
    assert isinstance(ask(tiktok).json()["items"][0]["vv"], str)


def test_signed_in_there_are_twenty_a_page_and_a_hundred_in_all(tiktok):
    headers = HEADERS | {"cookie": "sessionid=abc"}
    pages = [ask(tiktok, headers=headers, page=number).json() for number in range(1, 7)]
    assert [len(page["items"]) for page in pages] == [20, 20, 20, 20, 20, 0]
    assert [page["pagination"]["hasMore"] for page in pages] == [True, True, True, True, False, False]
    assert len({row["hashtagName"] for page in pages for row in page["items"]}) == 100


def test_fifteen_industries_give_different_rows(tiktok):
    industries = [f"{n}000000000" for n in (10, 11, 12, 14, 15, 17, 18, 19, 21, 22, 23, 25, 27, 28, 29)]
    found = set()
    for industry in industries:
        rows = ask(tiktok, industryID=industry).json()["items"]
        assert {tuple(row["industryIDs"]) for row in rows} == {(industry,)}
        found |= {row["hashtagName"] for row in rows}
    assert len(found) == 45


def test_countries_and_periods_differ_and_the_same_question_has_the_same_answer(tiktok):
    names = lambda **asked: [row["hashtagName"] for row in ask(tiktok, **asked).json()["items"]]  # noqa: E731
    assert names() == names()
    assert names() != names(countryCode="DE")
    first, longer = (ask(tiktok, timeRange=days).json()["items"][0] for days in (7, 30))
    assert int(longer["vv"]) > int(first["vv"])


@pytest.mark.parametrize(
    "changes", [{"timeRange": 8}, {"countryCode": "XX"}, {"industryID": "1"}, {"page": 0}, {"limit": 500}]
)
def test_bad_parameters_are_a_business_error_under_200(tiktok, changes):
    answer = ask(tiktok, **changes)
    assert answer.status_code == 200
    assert answer.json()["BaseResp"]["StatusCode"] == 10001
    assert answer.json()["items"] == []


def test_a_form_or_nothing_is_refused_too(tiktok):
    assert tiktok.post(LIST, data={"timeRange": 7}).json()["BaseResp"]["StatusCode"] == 10001
    assert tiktok.post(LIST, content=b"{", headers={"content-type": "application/json"}).json()["items"] == []


def test_the_page_carries_the_same_rows_as_state(tiktok):
    page = tiktok.get(PAGE, params={"region": "US", "period": 7})
    assert rows_of(state_of(page.text)) == ask(tiktok).json()["items"]
    alone = tiktok.get(PAGE, params={"region": "US", "period": 7, "__loader": "x", "__ssrDirect": "true"})
    assert alone.json() == state_of(page.text)


@pytest.mark.parametrize(
    ("kind", "status", "sign"),
    [
        ("login_wall", 200, '"code":40101'),
        ("captcha", 200, "captcha_verify_container"),
        ("blocked", 403, "Access Denied"),
        ("empty_body", 200, ""),
        ("layout_changed", 200, '"trendList"'),
        ("empty_list", 200, '"items":[]'),
    ],
)
def test_walls_of_the_list(tiktok, sandbox, kind, status, sign):
    sandbox.fault("trends POST /tiktok/*", kind)
    answer = ask(tiktok)
    assert answer.status_code == status
    assert sign in answer.text
    assert bool(answer.content) is (kind != "empty_body")
    assert len(ask(tiktok).json()["items"]) == 3


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        ("captcha", "Drag the slider"),
        ("blocked", "Access Denied"),
        ("layout_changed", "trend-board"),
        ("empty_list", "No results match"),
    ],
)
def test_walls_of_the_page(tiktok, sandbox, kind, sign):
    sandbox.fault("trends GET /tiktok/*", kind)
    assert sign in tiktok.get(PAGE).text


def test_the_login_wall_of_the_page_is_a_redirect(tiktok, sandbox):
    sandbox.fault("trends GET /tiktok/creative/*", "login_wall")
    answer = tiktok.get(PAGE, follow_redirects=True)
    assert answer.url.path.endswith("/login")
    assert 'type="password"' in answer.text


def test_rate_limits_and_errors(tiktok, sandbox):
    sandbox.fault("trends POST *", "rate_limit", retry_after=60)
    sandbox.fault("trends POST *", "status", nth=2, status=502)
    first = ask(tiktok)
    assert (first.status_code, first.headers["retry-after"]) == (429, "60")
    assert ask(tiktok).status_code == 502


def test_other_pages_are_404(tiktok):
    assert tiktok.get("/nothing").status_code == 404
