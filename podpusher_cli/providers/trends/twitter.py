"""X: what is talked about in a place, from its API or from two sites that mirror it (reference/trend-sources.md, section 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.counts import Count, count_of, printed, rank
from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.keywords import display
from podpusher_cli.core.money import Money
from podpusher_cli.core.outcomes import LayoutChanged, UpstreamFault
from podpusher_cli.core.text import N_, one_line
from podpusher_cli.core.trend_routes import Answer, Params, Route, Row, Source
from podpusher_cli.core.trends import Kind, Scale, Tier
from podpusher_cli.providers.trends.reading import is_whole_page, json_of, page_of
from podpusher_cli.providers.trends.signing import with_token

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

API = "https://api.x.com"
WORLD, OWN = "global", "user"
# Each region's number at X, and its name in the addresses of the mirrors.
PLACES: Mapping[str, tuple[int, str]] = {
    WORLD: (1, ""), "US": (23424977, "united-states"), "GB": (23424975, "united-kingdom"), "CA": (23424775, "canada"),
    "AU": (23424748, "australia"), "IE": (23424803, "ireland"), "NZ": (23424916, "new-zealand"), "DE": (23424829, "germany"),
    "AT": (23424750, "austria"), "CH": (23424957, "switzerland"), "FR": (23424819, "france"), "BE": (23424757, "belgium"),
    "NL": (23424909, "netherlands"), "ES": (23424950, "spain"), "IT": (23424853, "italy"), "PT": (23424925, "portugal"),
    "SE": (23424954, "sweden"), "NO": (23424910, "norway"), "DK": (23424796, "denmark"), "PL": (23424923, "poland"),
    "GR": (23424833, "greece"), "TR": (23424969, "turkey"), "UA": (23424976, "ukraine"), "IL": (23424852, "israel"),
    "SA": (23424938, "saudi-arabia"), "AE": (23424738, "united-arab-emirates"), "EG": (23424802, "egypt"),
    "ZA": (23424942, "south-africa"), "NG": (23424908, "nigeria"), "KE": (23424863, "kenya"), "IN": (23424848, "india"),
    "ID": (23424846, "indonesia"), "JP": (23424856, "japan"), "KR": (23424868, "korea"), "MY": (23424901, "malaysia"),
    "PH": (23424934, "philippines"), "SG": (23424948, "singapore"), "TH": (23424960, "thailand"), "VN": (23424984, "vietnam"),
    "BR": (23424768, "brazil"), "MX": (23424900, "mexico"), "AR": (23424747, "argentina"), "CL": (23424782, "chile"),
    "CO": (23424787, "colombia"), "PE": (23424919, "peru"),
}  # fmt: skip
BY_NUMBER = "woeid:"
_NUMBERED = rf"{BY_NUMBER}[1-9][0-9]{{0,9}}"
_NAMED = "|".join(PLACES)
_PAID_S = 900.0  # each call of the API costs money: an answer is good for as long as X's own window
_HOURLY_S = 600.0
_MOST = 50
_UNIT = re.compile(r"\s*(?:tweets?|posts?)\s*$", re.IGNORECASE)
_POINT = re.compile(r"(\d{1,3}),(\d{1,3})")
_HOUR_X, _NOW_X = 20, 140  # a mirror's curve: one hour in points, and where the present is


def build_place(params: Params) -> Request:
    """The trends of a place, by its number at X."""
    place = PLACES.get(params.region)
    number = place[0] if place else params.region.removeprefix(BY_NUMBER)
    asked: dict[str, str | int] = {
        "max_trends": min(params.limit or _MOST, _MOST),
        "trend.fields": "trend_name,tweet_count",
    }
    return Request("GET", f"{API}/2/trends/by/woeid/{number}", "GET trends/by/woeid/{woeid}", params=asked)


def build_own(_params: Params) -> Request:
    """What X shows to the seller, whose own Premium account it takes."""
    asked = {"personalized_trend.fields": "category,post_count,trend_name,trending_since"}
    return Request("GET", f"{API}/2/users/personalized_trends", "GET users/personalized_trends", params=asked)


def parse_place(response: Response) -> Answer:
    """Read `data[]`; the count is of the last day and often missing. Raises LayoutChanged."""
    return _listed(response, "posts_24h", "tweet_count")


def parse_own(response: Response) -> Answer:
    """Read `data[]`, whose counts are printed or numbers. Raises LayoutChanged."""
    return _listed(response, "posts", "post_count")


def _listed(response: Response, metric: str, counted: str) -> Answer:
    document = json_of(response)
    if document is None:
        raise UpstreamFault("the answer is cut off")
    data = document.get("data") if isinstance(document, dict) else None
    if not isinstance(data, list):
        raise LayoutChanged("no list")
    rows: list[Row] = []
    for item in data:
        if isinstance(item, dict) and isinstance(name := item.get("trend_name"), str):
            told = item.get(counted, item.get("tweet_count", item.get("post_count")))
            count = count_of(_UNIT.sub("", told) if isinstance(told, str) else told)
            rows += _row(name, metric, count, len(rows) + 1, category=display(item.get("category")) or None)
    if data and not rows:
        raise LayoutChanged("no row can be read")
    errors = document.get("errors")
    told = [each.get("detail") for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    return Answer(tuple(rows), warnings=tuple(one_line(each)[:200] for each in told if isinstance(each, str)))


def build_trends24(params: Params) -> Request:
    """The mirror's page of a place."""
    slug = PLACES[params.region][1]
    return Request("GET", f"https://trends24.in/{slug}{'/' if slug else ''}", "GET trends24/{place}", headers=_PAGE)


def parse_trends24(response: Response) -> Answer:
    """Read the first list, which is the latest hour's. Raises LayoutChanged, UpstreamFault for half a page."""
    page = page_of(response)
    latest = page.css_first("ol.trend-card__list")
    _whole(response, found=latest is not None)
    assert latest is not None
    rows: list[Row] = []
    for item in latest.css("li"):
        link, count = item.css_first("a.trend-link"), item.css_first("span.tweet-count")
        if link is not None:
            counted = count.attributes.get("data-count") if count is not None else None
            rows += _row(link.text(), "posts", count_of(counted), len(rows) + 1, observed_at_source=_hour(latest))
    if latest.css_first("li") is not None and not rows:
        raise LayoutChanged("no row can be read")
    return Answer(tuple(rows))


def _hour(latest: LexborNode) -> str | None:
    """When the mirror read the list, from the heading before it."""
    heading = latest.parent.css_first("h3.title[data-timestamp]") if latest.parent else None
    stamp = (heading.attributes.get("data-timestamp") or "") if heading is not None else ""
    seconds, _, _ = stamp.partition(".")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 10):
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


def build_getdaytrends(params: Params) -> Request:
    """The other mirror's page of a place."""
    slug = PLACES[params.region][1]
    address = f"https://getdaytrends.com/{slug}{'/' if slug else ''}"
    return Request("GET", address, "GET getdaytrends/{place}", headers=_PAGE)


def parse_getdaytrends(response: Response) -> Answer:
    """Read the table; "Under 10K tweets" is an upper bound. Raises LayoutChanged, UpstreamFault for half a page."""
    table = page_of(response).css_first("table.trends")
    _whole(response, found=table is not None)
    assert table is not None
    rows: list[Row] = []
    for line in table.css("tr"):
        link, place, told = (
            line.css_first("td.main a[href*='/trend/']"),
            line.css_first("th.pos"),
            line.css_first(".desc"),
        )
        if link is not None:
            count = printed(_UNIT.sub("", told.text().strip())) if told is not None else None
            stands = rank(place.text().strip()) if place is not None else None
            rows += _row(link.text(), "posts", count, stands, ranks=_ranks(line))
    if table.css_first("tr") is not None and not rows:
        raise LayoutChanged("no row can be read")
    return Answer(tuple(rows))


def _ranks(line: LexborNode) -> list[list[int]]:
    """`[[hours from now, rank], …]` of the last eight hours, as the small curve beside a trend draws them."""
    curves = [points for drawn in line.css("svg > polyline") if (points := drawn.attributes.get("points"))]
    found = [(int(x), int(y)) for x, y in _POINT.findall(curves[-1])] if curves else []
    return [[(x - _NOW_X) // _HOUR_X, y + 1] for x, y in found if x <= _NOW_X and not (x - _NOW_X) % _HOUR_X]


def _whole(response: Response, *, found: bool) -> None:
    if not is_whole_page(response):
        raise UpstreamFault("the answer is cut off")
    if not found:
        raise LayoutChanged("no list in the page")


def _row(
    name: str, metric: str, count: Count | None, place: int | None, *, category: str | None = None, **extra: Any
) -> list[Row]:
    """A list of the one row, or of none where there is no name."""
    keyword = display(name)
    if not keyword:
        return []
    kind = Kind.HASHTAG if one_line(name).startswith(("#", "＃")) else Kind.KEYWORD
    value, scale = (count.value, count.scale) if count else (None, Scale.ABSOLUTE)
    return [Row(keyword, kind, category, metric, value, scale, place, extra)]


def build_explore(_params: Params) -> Request:
    """X's own page."""
    return Request("GET", "https://x.com/explore/tabs/trending", "GET explore/tabs/trending", headers=_PAGE)


def build_guest(_params: Params) -> Request:
    """A visitor's token, as X once gave it to its own page."""
    return Request("POST", f"{API}/1.1/guest/activate.json", "POST guest/activate.json")


def parse_nothing(response: Response) -> Answer:
    """Nothing that podpusher reads. Raises LayoutChanged."""
    raise LayoutChanged(f"HTTP {response.status}")


_PAGE = {"accept": "text/html"}
source = Source(
    name="twitter",
    title="X",
    terms=N_("X's terms forbid crawling; podpusher reads its API, or two sites that mirror its lists, never X's own pages."),
    regions=(*PLACES, OWN),
    routes=(
        Route(
            "twitter.api_woeid", Tier.API, build_place, parse_place, needs="key:twitter", sign=with_token, cache_ttl_s=_PAID_S,
            sweep_max=75, regions=f"{_NAMED}|{_NUMBERED}", price=Money(1),
        ),
        Route(
            "twitter.api_personal", Tier.API, build_own, parse_own, needs="key:twitter", sign=with_token, cache_ttl_s=_PAID_S,
            sweep_max=10, regions=OWN,
        ),
        Route("twitter.trends24", Tier.HTTP, build_trends24, parse_trends24, "html", cache_ttl_s=_HOURLY_S, regions=_NAMED, robots=True),
        Route(
            "twitter.getdaytrends", Tier.HTTP, build_getdaytrends, parse_getdaytrends, "html", counted=True, cache_ttl_s=_HOURLY_S,
            regions=_NAMED, robots=True,
        ),
        Route("twitter.x_explore", Tier.HTTP, build_explore, parse_nothing, "html", dead_end=True),
        Route("twitter.x_guest", Tier.HTTP, build_guest, parse_nothing, dead_end=True),
    ),
    regions_like=_NUMBERED,
)  # fmt: skip
