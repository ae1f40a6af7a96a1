"""TikTok's trending hashtags from trends.json: the same figures for the same country, period and day (all invented)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from podpusher_cli.sandbox.answers import dumps, loads

PERIODS = (7, 30, 90, 120)
SIGNED_OUT_ROWS = 3
MOST_ROWS = 100
_PAGE_ROWS = 20
_DAY = 86_400

NO_PERMISSION = {"code": 40101, "msg": "no permission", "request_id": "20261118101500AAAA", "data": {}}
CHANGED_LIST = {
    "BaseResp": {"StatusCode": 0, "StatusMessage": ""},
    "result": {"trendList": [{"tag": {"name": "cozycore", "id": "0"}, "stats": {"playCount": 39645620}}]},
}
LOGIN_PAGE = (
    "<!doctype html><html><head><title>Log in | TikTok For Business</title></head><body><form>"
    '<input name="email"><input type="password" name="password"><button type="submit">Log in</button></form></body></html>'
)
CAPTCHA_PAGE = (
    '<!doctype html><html><head><title>TikTok</title></head><body><div class="captcha_verify_container">'
    '<div class="captcha_verify_bar">Verify to continue: <span>Drag the slider to fit the puzzle</span></div>'
    '<img id="captcha-verify-image" src="data:,"><div class="secsdk-captcha-drag-icon"></div></div></body></html>'
)
BLOCKED_PAGE = (
    "<!doctype html><html><head><title>Access Denied</title></head><body><h1>Access Denied</h1></body></html>"
)
EMPTY_PAGE = (
    "<!doctype html><html><head><title>TikTok One Creative Suite</title></head><body><main><h1>Trending hashtags</h1>"
    "<p>No results match your filters</p></main></body></html>"
)
CHANGED_PAGE = (
    '<!doctype html><html><head><title>Creative Hub</title></head><body><section data-x="trend-board"><article>'
    "<h4>cozycore</h4><em>59.4M</em></article><article><h4>dogmomlife</h4><em>987K</em></article></section></body></html>"
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for. `industry` None: all of them."""

    period: int
    country: str
    industry: str | None
    page: int
    limit: int


@dataclass(frozen=True, slots=True)
class Row:
    """One hashtag. `curve` is (epoch seconds, 0 to 100) by day."""

    id: int
    name: str
    industry: str | None
    rank: int
    views: int
    posts: int
    curve: tuple[tuple[int, float], ...]

    def public(self, *, text: bool) -> dict[str, Any]:
        """As the site gives it; `text` turns whole numbers into strings."""

        def whole(number: int) -> int | str:
            return str(number) if text else number

        return {
            "hashtagID": whole(self.id),
            "hashtagName": self.name,
            "industryIDs": [whole(int(self.industry))] if self.industry else [],
            "popularityCurve": [{"timestamp": whole(at), "value": value} for at, value in self.curve],
            "publishCnt": whole(self.posts),
            "rankIndex": whole(self.rank),
            "topCreators": [{"handleName": "maker_1", "nickname": "Maker 1", "followedCnt": whole(1001)}],
            "vv": whole(self.views),
        }


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = loads(Path(__file__).with_name("trends.json").read_bytes())
    return data


def _number(*words: object) -> int:
    return int.from_bytes(hashlib.sha256(" ".join(map(str, words)).encode()).digest()[:7])


def read_query(asked: dict[str, Any]) -> Query | None:
    """The request's fields, or None when one is out of range."""
    period, country, industry = asked.get("timeRange"), asked.get("countryCode"), asked.get("industryID")
    page, limit = asked.get("page", 1), asked.get("limit", _PAGE_ROWS)
    industry = str(industry) if industry else None
    known = (
        period in PERIODS
        and country in _data()["countries"]
        and (industry is None or industry in _data()["industries"])
    )
    counts = isinstance(page, int) and isinstance(limit, int) and page >= 1 and 1 <= limit <= MOST_ROWS
    return Query(int(period), str(country), industry, page, limit) if known and counts and period else None


def _tags(query: Query) -> list[tuple[str, str | None]]:
    """Every hashtag of the industry (or of all), and the country's own."""
    industries = _data()["industries"]
    wanted = [query.industry] if query.industry else list(industries)
    tags: list[tuple[str, str | None]] = [(tag, key) for key in wanted for tag in industries[key]["hashtags"]]
    if query.industry is None:
        tags += [(tag, None) for tag in _data()["local"].get(query.country, [])]
    return tags


def rows(query: Query, now: float, *, signed_in: bool) -> tuple[list[Row], int]:
    """The page asked for and how many rows there are in all: three for the signed out, a hundred at most."""
    day = int(now) // _DAY * _DAY

    def views(tag: str) -> int:
        steady = _number(tag, query.country) % 40_000_000
        return (steady + _number(tag, query.country, day) % 8_000_000 + 90_000) * query.period // 7

    ranked = sorted(_tags(query), key=lambda item: (-views(item[0]), item[0]))
    total = min(len(ranked), MOST_ROWS if signed_in else SIGNED_OUT_ROWS)
    limit = min(query.limit, _PAGE_ROWS)
    start = (query.page - 1) * limit
    made = [
        Row(
            id=7_400_000_000_000_000_000 + _number(tag) % 10**15,
            name=tag,
            industry=industry,
            rank=place,
            views=views(tag),
            posts=views(tag) // (900 + _number(tag, "posts") % 30_000) + 1,
            curve=_curve(tag, day),
        )
        for place, (tag, industry) in enumerate(ranked[:total], 1)
    ]
    return made[start : start + limit], total


def _curve(tag: str, day: int) -> tuple[tuple[int, float], ...]:
    days = [day - back * _DAY for back in range(7, 0, -1)]
    raw = [20 + _number(tag, at) % 60 + place * (_number(tag, "slope") % 12) for place, at in enumerate(days)]
    highest = max(raw)
    return tuple((at, round(value * 100 / highest, 1)) for at, value in zip(days, raw, strict=True))


def envelope(
    items: list[dict[str, Any]],
    limit: int = _PAGE_ROWS,
    page: int = 1,
    total: int = 0,
    *,
    code: int = 0,
    message: str = "",
) -> dict[str, Any]:
    """The list's answer; a business error has a code and no rows."""
    more = page * min(limit, _PAGE_ROWS) < total
    return {
        "BaseResp": {"StatusCode": code, "StatusMessage": message},
        "items": items,
        "pagination": {"hasMore": more, "limit": limit, "page": page, "totalCount": total},
    }


def page_state(items: list[dict[str, Any]], query: Query, total: int) -> dict[str, Any]:
    """What the page carries in its JSON script."""
    pagination = {"hasMore": False, "page": 1, "limit": query.limit, "totalCount": total}
    filters = {"queryKey": ["trendsFilter"], "state": {"data": {"country": [query.country]}, "status": "success"}}
    listed = {
        "queryKey": ["hashtagList", {"countryCode": query.country, "timeRange": query.period}],
        "state": {
            "data": {"pageParams": [1], "pages": [{"data": items, "pagination": pagination}]},
            "status": "success",
        },
    }
    state = {"dehydratedState": {"mutations": [], "queries": [filters, listed]}}
    layout = {"user": None, "locale": "en"}
    return {"loaderData": {"layout": layout, "creativeCenter/trends/(tab)/page": state}}


def page(state: dict[str, Any]) -> str:
    """The whole page."""
    script = dumps(state).replace("</", "<\\/")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>TikTok One Creative Suite</title>'
        '<script>window.__env={"x":1}</script></head><body><div id="root"></div>\n'
        '<script type="application/json">{"unrelated":true}</script>\n'
        f'<script type="application/json" nonce="n">{script}</script>\n'
        '<script>console.log("loaderData not json")</script></body></html>'
    )
