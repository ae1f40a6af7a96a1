"""TikTok: hashtags that rise, from the public list of its Creative Center (reference/trend-sources.md, section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from podpusher_cli.core.counts import CEILING, count_of, finite, rank, whole
from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.keywords import display, key_of
from podpusher_cli.core.outcomes import Captcha, Empty, LayoutChanged, LoginWall, UpstreamFault
from podpusher_cli.core.text import N_, one_line
from podpusher_cli.core.trends import Answer, Kind, Mark, Params, Route, Row, Scale, Source, Tier
from podpusher_cli.providers.trends.reading import is_html, is_whole_page, json_in, json_of, tree_of

HOST = "https://ads.tiktok.com"
LIST = f"{HOST}/CreativeOne/KnowledgeAPI/GetHashtagList"
PAGE = f"{HOST}/creative/creativeCenter/trends/hashtag"
SIGNED_OUT_ROWS = 3
REGIONS = (
    "US", "FR", "DE", "IT", "ES", "GB", "AR", "AU", "BR", "CA", "CO", "EG", "ID", "IL", "JP", "KR", "MY", "MX", "PH", "SA",
    "SG", "ZA", "TW", "TH", "TR", "AE", "VN",
)  # fmt: skip
INDUSTRIES = {
    "10000000000": "Education",
    "11000000000": "Vehicle & Transportation",
    "12000000000": "Baby, Kids & Maternity",
    "14000000000": "Beauty & Personal Care",
    "15000000000": "Tech & Electronics",
    "17000000000": "Travel",
    "18000000000": "Household Products",
    "19000000000": "Pets",
    "21000000000": "Home Improvement",
    "22000000000": "Apparel & Accessories",
    "23000000000": "News & Entertainment",
    "25000000000": "Games",
    "27000000000": "Food & Beverage",
    "28000000000": "Sports & Outdoor",
    "29000000000": "Health",
}
_DAYS = 7
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


def build_list(params: Params) -> Request:
    """The JSON list, as the page itself asks for it. Nothing is signed and no cookie is sent."""
    asked: dict[str, Any] = {
        "timeRange": params.options["period"],
        "countryCode": params.region,
        "page": 1,
        "limit": 20,
    }
    if industry := params.options.get("industry"):
        asked["industryID"] = industry
    headers = {"origin": HOST, "referer": PAGE, "agw-js-conv": "str"}  # the last: 64-bit numbers as text
    return Request("POST", LIST, "POST GetHashtagList", headers=headers, json=asked, repeatable=True)


def parse_list(response: Response) -> Answer:
    """Read `items[]`. Raises UpstreamFault for TikTok's own error codes, LayoutChanged when there is no list."""
    document = json_of(response)
    if document is None:
        raise UpstreamFault("the answer is cut off")
    if not isinstance(document, dict):
        raise LayoutChanged("no object")
    base = document.get("BaseResp")
    for code in (base.get("StatusCode", 0) if isinstance(base, dict) else 0, document.get("code", 0)):
        if whole(code) != 0:
            raise UpstreamFault(f"code {one_line(str(code))[:40]}")
    inner = document.get("data")
    holder = document if "items" in document or not isinstance(inner, dict) else inner
    return _answer(holder.get("items"), holder.get("pagination"))


def build_page(params: Params) -> Request:
    """The page that people look at."""
    asked = {"region": params.region, "period": params.options["period"]}
    return Request("GET", PAGE, "GET trends/hashtag", params=asked, headers={"accept": "text/html"})


def parse_page(response: Response) -> Answer:
    """Read the list out of the JSON that the page carries, wherever in it that lies. Raises LayoutChanged."""
    lists = [found for document in _documents(response) for found in _lists_in(document)]
    named = [found for found in lists if any(isinstance(row, dict) and "hashtagName" in row for row in found[0])]
    for rows, pagination in named or lists:
        return _answer(rows, pagination)
    if not is_whole_page(response) if is_html(response) else json_of(response) is None:
        raise UpstreamFault("the answer is cut off")
    raise LayoutChanged("no list in the page")


def _documents(response: Response) -> Iterator[Any]:
    """Every piece of JSON: the body itself, or the scripts of a page."""
    if not is_html(response):
        yield json_of(response)
        return
    for script in tree_of(response).css("script"):
        text = script.text().strip()
        if text.startswith("{") and (document := json_in(text)) is not None:
            yield document


def _lists_in(document: object) -> Iterator[tuple[list[Any], object]]:
    """Each `pages[].data[]` that stands beside a `pagination`, at any depth."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            pages = value.get("pages")
            for page in pages if isinstance(pages, list) else []:
                if isinstance(page, dict) and isinstance(page.get("data"), list):
                    rows = page["data"]
                    if "pagination" in page or any(isinstance(row, dict) and "hashtagName" in row for row in rows):
                        yield rows, page.get("pagination")
            waiting.extend(reversed(value.values()))


def _answer(items: object, pagination: object) -> Answer:
    if not isinstance(items, list):
        raise LayoutChanged("no list")
    rows: dict[str, Row] = {}
    for item in items:
        row = _row(item) if isinstance(item, dict) else None
        if row:
            rows.setdefault(key_of(row.keyword), row)
    if items and not rows:
        raise LayoutChanged("no row can be read")
    more = isinstance(pagination, dict) and pagination.get("hasMore") in (True, "true")
    limited = "login_for_more" if len(items) == SIGNED_OUT_ROWS and not more else None
    return Answer(tuple(rows.values()), limited, more)


def _row(item: Mapping[str, Any]) -> Row | None:
    keyword = display(item.get("hashtagName"))
    if not keyword:
        return None
    views, posts = count_of(item.get("vv")), count_of(item.get("publishCnt"))
    industries = item.get("industryIDs")
    industry = whole(industries[0]) if isinstance(industries, list) and industries else None
    number = whole(item.get("hashtagID"))
    extra: dict[str, Any] = {"posts": posts.value if posts else None, "curve": _curve(item.get("popularityCurve"))}
    if number is not None:
        extra["id"] = str(number)
    if views and views.value == CEILING:
        extra["saturated"] = True
    return Row(
        keyword=keyword,
        kind=Kind.HASHTAG,
        category=INDUSTRIES.get(str(industry)),
        metric_name="views",
        metric_value=views.value if views else None,
        metric_scale=views.scale if views else Scale.ABSOLUTE,
        rank=rank(item.get("rankIndex")),
        extra=extra,
    )


def _curve(points: object) -> list[list[float]]:
    """`[[epoch seconds, 0-100 of its own peak], …]` in order of time; points that are none are left out."""
    curve: list[list[float]] = []
    for point in points if isinstance(points, list) else []:
        if isinstance(point, dict):
            at, value = whole(point.get("timestamp")), finite(point.get("value"))
            if at is not None and value is not None:
                curve.append([at, value])
    return sorted(curve)


source = Source(
    name="tiktok",
    title="TikTok",
    terms=N_("TikTok's terms forbid automated scripts that collect information."),
    regions=REGIONS,
    routes=(
        Route("tiktok.hashtag_list", Tier.HTTP, build_list, parse_list, "json", marks=_MARKS, sweep=_SWEEP),
        Route("tiktok.page_state", Tier.HTTP, build_page, parse_page, "html", marks=_MARKS, sweep=({"period": _DAYS},)),
    ),
)
