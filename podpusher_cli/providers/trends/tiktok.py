"""TikTok: hashtags that rise, from the public list of its Creative Center (reference/trend-sources.md, section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sized
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.counts import CEILING, count_of, finite, printed, rank, whole
from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.keywords import display
from podpusher_cli.core.outcomes import (
    BadKey,
    BadRequest,
    Captcha,
    Empty,
    LayoutChanged,
    LoginWall,
    TooMany,
    UpstreamFault,
)
from podpusher_cli.core.text import N_, one_line
from podpusher_cli.core.trend_routes import Answer, Credential, Mark, Params, Route, Row, Source
from podpusher_cli.core.trends import Kind, Scale, Tier
from podpusher_cli.providers.trends.embedded import documents_in, paged_lists_in
from podpusher_cli.providers.trends.reading import is_html, is_whole_page, json_of, page_of
from podpusher_cli.providers.trends.rows import answer_of, list_of, moment_of, object_of
from podpusher_cli.providers.trends.signing import with_cookies

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

HOST = "https://ads.tiktok.com"
LIST = f"{HOST}/CreativeOne/KnowledgeAPI/GetHashtagList"
PAGE = f"{HOST}/creative/creativeCenter/trends/hashtag"
OFFICIAL = "https://business-api.tiktok.com/open_api/v1.3/discovery/trending_list/"
SIGNED_OUT_ROWS = 3
REGIONS = (
    "US", "FR", "DE", "IT", "ES", "GB", "AR", "AU", "BR", "CA", "CO", "EG", "ID", "IL", "JP", "KR", "MY", "MX", "PH", "SA",
    "SG", "ZA", "TW", "TH", "TR", "AE", "VN",
)  # fmt: skip
INDUSTRIES = {
    "10000000000": "Education", "11000000000": "Vehicle & Transportation", "12000000000": "Baby, Kids & Maternity",
    "14000000000": "Beauty & Personal Care", "15000000000": "Tech & Electronics", "17000000000": "Travel",
    "18000000000": "Household Products", "19000000000": "Pets", "21000000000": "Home Improvement",
    "22000000000": "Apparel & Accessories", "23000000000": "News & Entertainment", "25000000000": "Games",
    "27000000000": "Food & Beverage", "28000000000": "Sports & Outdoor", "29000000000": "Health",
}  # fmt: skip
# The fields of a row: now, at the official API, and until the summer of 2026.
_NAMES = {
    "name": "hashtagName", "id": "hashtagID", "rank": "rankIndex", "views": "vv", "posts": "publishCnt",
    "curve": "popularityCurve", "at": "timestamp", "value": "value",
}  # fmt: skip
_OFFICIAL = {
    "name": "hashtag_name", "id": "hashtag_id", "rank": "rank_position", "views": "views", "posts": "posts",
    "curve": "trending_history", "at": "date", "value": "views_daily",
}  # fmt: skip
_FORMER = {
    "name": "hashtag_name", "id": "hashtag_id", "rank": "rank", "views": "video_views", "posts": "publish_cnt",
    "curve": "trend", "at": "time", "value": "value",
}  # fmt: skip
_DAYS, _HOUR_S = 7, 3600.0
# Three rows a list are all that a visitor gets. Of the 45 lists these say most about what people wear and give.
_SWEEP: tuple[Mapping[str, Any], ...] = (
    {"period": _DAYS},
    {"period": _DAYS, "industry": "22000000000", "list": INDUSTRIES["22000000000"]},
    {"period": _DAYS, "industry": "19000000000", "list": INDUSTRIES["19000000000"]},
)
_MARKS = (
    Mark(Captcha, "selector", ".captcha_verify_container, #captcha-verify-image, #captcha_container"),
    Mark(Captcha, "selector", ".secsdk-captcha-drag-icon, img[alt*='captcha_whirl']"),
    Mark(Captcha, "text", "verify to continue"),
    Mark(Captcha, "text", "drag the slider"),
    Mark(Captcha, "text", "drag the puzzle"),
    Mark(LoginWall, "json", "code", "40101"),
    Mark(LoginWall, "selector", "[role=dialog], .byted-modal", rowless=True),
    Mark(LoginWall, "text", "log in or sign up", rowless=True),
    Mark(Empty, "text", "no results match your filters", rowless=True),
    Mark(LoginWall, "title", "TikTok One Creative Suite", rowless=True),
)
_KEY_MARKS = (
    *(Mark(BadKey, "json", "code", code) for code in ("40001", "40101", "40102", "40104", "40105")),
    Mark(BadRequest, "json", "code", "40002"),
    *(Mark(TooMany, "json", "code", code) for code in ("40100", "40133")),
)


def build_list(params: Params) -> Request:
    """The JSON list, as the page itself asks for it."""
    asked = {"timeRange": params.options["period"], "countryCode": params.region, "page": params.page, "limit": 20}
    if industry := params.options.get("industry"):
        asked["industryID"] = industry
    headers = {"origin": HOST, "referer": PAGE, "agw-js-conv": "str"}  # the last: 64-bit numbers as text
    return Request("POST", LIST, "POST GetHashtagList", headers=headers, json=asked, repeatable=True)


def parse_list(response: Response) -> Answer:
    """Read `items[]`, or a former year's `list[]`. Raises UpstreamFault for TikTok's own error codes, LayoutChanged."""
    document = object_of(response)
    base = document.get("BaseResp")
    _no_error(base.get("StatusCode", 0) if isinstance(base, dict) else 0, document.get("code", 0))
    inner = document.get("data")
    holder = document if "items" in document or not isinstance(inner, dict) else inner
    if isinstance(former := holder.get("list"), list) and "items" not in holder:
        return _answer(former, holder.get("pagination"), _FORMER)
    return _answer(holder.get("items"), holder.get("pagination"))


def build_official(params: Params) -> Request:
    """TikTok's own API for advertisers."""
    asked = {"discovery_type": "HASHTAG", "category_name": "ALL", "date_range": f"{_DAYS}DAY"}
    return Request("GET", OFFICIAL, "GET discovery/trending_list", params={**asked, "country_code": params.region})


def sign_official(request: Request, credential: Credential) -> Request:
    """The request with the advertiser's number and token."""
    asked = {**request.params, "advertiser_id": credential.values["advertiser_id"]}
    return replace(request, params=asked, headers={**request.headers, "access-token": credential.values["token"]})


def parse_official(response: Response) -> Answer:
    """Read `data.list[]`. Raises as `parse_list` does."""
    document = object_of(response)
    _no_error(document.get("code", 0))
    data = document.get("data")
    found = list_of(data.get("list") if isinstance(data, dict) else None)
    return answer_of(_row(item, _OFFICIAL) if isinstance(item, dict) else None for item in found)


def build_page(params: Params) -> Request:
    """The page that people look at."""
    asked = {"region": params.region, "period": params.options["period"]}
    return Request("GET", PAGE, "GET trends/hashtag", params=asked, headers={"accept": "text/html"})


def parse_page(response: Response) -> Answer:
    """Read the list out of the JSON that the page carries, wherever in it that lies. Raises LayoutChanged."""
    lists = [found for document in documents_in(response) for found in paged_lists_in(document, "hashtagName")]
    named = [found for found in lists if any(isinstance(row, dict) and "hashtagName" in row for row in found[0])]
    for rows, pagination in named or lists:
        return _answer(rows, pagination)
    if not is_whole_page(response) if is_html(response) else json_of(response) is None:
        raise UpstreamFault("the answer is cut off")
    raise LayoutChanged("no list in the page")


def parse_dom(response: Response) -> Answer:
    """Read the page's own call for data, else its rows as people see them, else the JSON in it. Raises LayoutChanged."""
    if not is_html(response):
        return parse_list(response)
    links = page_of(response).css("a[href*='trends/hashtag/']") if is_whole_page(response) else []
    if not links:
        return parse_page(response)
    return answer_of((_printed_row(link) for link in links), _signed_out(links))


def _printed_row(link: LexborNode) -> Row | None:
    """A row of the page: the tag, then a number before each of the words that say what it counts."""
    keyword = display(link.text())
    texts = _texts_around(link)
    posts, views = (printed(texts[texts.index(word) - 1]) if word in texts[1:] else None for word in ("Posts", "Views"))
    place = next(iter(texts[: texts.index(tag)][-1:]), None) if (tag := link.text().strip()) in texts else None
    category = next((text for text in texts if text in INDUSTRIES.values()), None)
    number = re.search(r"trends/hashtag/(\d{1,20})", link.attributes.get("href") or "")
    extra = {"posts": posts.value if posts else None, "id": number[1] if number else None}
    value, scale = (views.value, views.scale) if views else (None, Scale.ABSOLUTE)
    return Row(keyword, Kind.HASHTAG, category, "views", value, scale, rank(place), extra) if keyword else None


def _texts_around(link: LexborNode) -> list[str]:
    """The pieces of text in the largest element that holds no other row's link."""
    row = link
    while row.parent and row.parent.tag != "body" and len(row.parent.css("a[href*='trends/hashtag/']")) == 1:
        row = row.parent
    return [text for piece in row.text(separator="\n").split("\n") if (text := piece.strip())]


def _no_error(*codes: object) -> None:
    for code in codes:
        if whole(code) != 0:
            raise UpstreamFault(f"code {one_line(str(code))[:40]}")


def _answer(items: object, pagination: object, names: Mapping[str, str] = _NAMES) -> Answer:
    found = list_of(items)
    told = pagination if isinstance(pagination, dict) else {}
    more = (told.get("hasMore") or told.get("has_more")) in (True, "true")
    rows = (_row(item, names) if isinstance(item, dict) else None for item in found)
    return answer_of(rows, None if more else _signed_out(found), has_more=more)


def _signed_out(found: Sized) -> str | None:
    return "login_for_more" if len(found) == SIGNED_OUT_ROWS else None


def _row(item: Mapping[str, Any], names: Mapping[str, str]) -> Row | None:
    keyword = display(item.get(names["name"]))
    if not keyword:
        return None
    views, posts = count_of(item.get(names["views"])), count_of(item.get(names["posts"]))
    industries = item.get("industryIDs")
    industry = whole(industries[0]) if isinstance(industries, list) and industries else None
    number = whole(item.get(names["id"]))
    extra: dict[str, Any] = {"posts": posts.value if posts else None, "curve": _curve(item.get(names["curve"]), names)}
    if number is not None:
        extra["id"] = str(number)
    if isinstance(change := item.get("rank_change"), int) and not isinstance(change, bool):
        extra["rank_change"] = change
    if views and views.value == CEILING:
        extra["saturated"] = True
    return Row(
        keyword=keyword,
        kind=Kind.HASHTAG,
        category=INDUSTRIES.get(str(industry)),
        metric_name="views",
        metric_value=views.value if views else None,
        metric_scale=views.scale if views else Scale.ABSOLUTE,
        rank=rank(item.get(names["rank"])),
        extra=extra,
    )


def _curve(points: object, names: Mapping[str, str]) -> list[list[float]]:
    """`[[epoch seconds, value], …]` in order of time; points that are none are left out."""
    known = [point for point in points if isinstance(point, dict)] if isinstance(points, list) else []
    read = ((moment_of(point.get(names["at"])), finite(point.get(names["value"]))) for point in known)
    return sorted([at, value] for at, value in read if at is not None and value is not None)


source = Source(
    name="tiktok",
    title="TikTok",
    terms=N_("TikTok's terms forbid automated scripts that collect information."),
    regions=REGIONS,
    routes=(
        Route(
            "tiktok.official", Tier.API, build_official, parse_official, counted=True, needs="key:tiktok", sign=sign_official,
            marks=_KEY_MARKS, cache_ttl_s=_HOUR_S,
        ),
        Route(
            "tiktok.hashtag_list", Tier.HTTP, build_list, parse_list, counted=True, marks=_MARKS, sweep=_SWEEP, pages=5,
            uses="session:tiktok", sign=with_cookies, also=("tiktok.hashtag_list_legacy",),
        ),
        Route("tiktok.page_state", Tier.HTTP, build_page, parse_page, "html", counted=True, marks=_MARKS, sweep=_SWEEP[:1], robots=True),
        Route(
            "tiktok.page_dom", Tier.BROWSER, build_page, parse_dom, "html", counted=True, marks=_MARKS, sweep=_SWEEP[:1],
            answers="GetHashtagList", ready="a[href*='trends/hashtag/'], [role=dialog]", robots=True,
        ),
    ),
)  # fmt: skip
