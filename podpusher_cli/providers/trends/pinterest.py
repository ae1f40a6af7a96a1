"""Pinterest: what is searched for more and more, from its trends table (reference/trend-sources.md, section 6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

from podpusher_cli.core.counts import finite, printed, whole
from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.keywords import display
from podpusher_cli.core.outcomes import BadRequest, Captcha, LayoutChanged, LoginWall, UpstreamFault
from podpusher_cli.core.text import N_
from podpusher_cli.core.trend_routes import Answer, Mark, Params, Route, Row, Source
from podpusher_cli.core.trends import Kind, Scale, Tier
from podpusher_cli.providers.trends.reading import is_html, is_whole_page, json_of, page_of
from podpusher_cli.providers.trends.rows import answer_of, day_of, document_of, list_of, moment_of, object_of
from podpusher_cli.providers.trends.signing import with_cookies, with_token

HOST = "https://trends.pinterest.com"
API = "https://api.pinterest.com"
REGIONS = (
    "US", "CA", "DE", "FR", "ES", "IT", "DE+AT+CH", "GB+IE", "IT+ES+PT+GR+MT", "PL+RO+HU+SK+CZ", "SE+DK+FI+NO", "NL+BE+LU",
    "AR", "BR", "CO", "MX", "MX+AR+CO+CL", "AU+NZ",
)  # fmt: skip
GROWING = 3
_MOST_TERMS, _MOST_OFFICIAL = 100, 50
_PEAK = 100  # of an index, within one answer
_MOST_GROWTH = 10_000  # per cent; what is beyond is shown as "this or more"
_DAY_S = 86_400.0  # the figures are a week's
_CHANGES = {"wow": "growth_wow_pct", "mom": "growth_mom_pct", "yoy": "growth_yoy_pct"}
# Growing everywhere, then in what shirts, mugs and posters are bought for.
_SWEEP: tuple[Mapping[str, Any], ...] = (
    {"preset": GROWING},
    {"preset": GROWING, "interest": "948967005229", "list": "women's fashion"},
    {"preset": GROWING, "interest": "948192800438", "list": "quotes"},
)
_MARKS = (
    Mark(Captcha, "selector", "iframe[title='reCAPTCHA'], iframe[src*='recaptcha']"),
    Mark(BadRequest, "json", "resource_response.message", "Invalid Resource Request"),
    Mark(LoginWall, "selector", "[data-test-id='login-form'], [data-test-id='registerForm']", rowless=True),
)
_ROWS = "[data-test-id*='trends-keyword-preview-table-row-term']"
_PERCENT = re.compile(r"(?P<sign>[+-]?)(?P<digits>\d[^%]*?)\s*%(?P<more>\+?)")


_HEADERS = {"accept": "application/json", "referer": f"{HOST}/"}


def build_list(_params: Params) -> Request:
    """The newest day that there is a table of; the table is asked for with it."""
    return Request("GET", f"{HOST}/latest_available_date/", "GET latest_available_date", headers=_HEADERS)


def follow_list(response: Response, params: Params) -> Request | None:
    """The table of the day that the first answer names; None when that names none."""
    document = json_of(response)
    day = day_of(document.get("date")) if isinstance(document, dict) else None
    if day is None:
        return None
    asked: dict[str, str | int] = {
        "country": params.region,
        "endDate": day.isoformat(),
        "trendsPreset": params.options["preset"],
        "numTermsToReturn": min(params.limit or _MOST_TERMS, _MOST_TERMS),
    }
    if interest := params.options.get("interest"):
        asked["l1interests"] = interest
    return Request("GET", f"{HOST}/top_trends_filtered/", "GET top_trends_filtered", params=asked, headers=_HEADERS)


def parse_list(response: Response) -> Answer:
    """Read `values[]`; a place in it is the rank. Raises LayoutChanged when there is no list."""
    document = object_of(response)
    day = day_of(document.get("endDate"))
    return answer_of(
        (_term(item, place, day) if isinstance(item, dict) else None)
        for place, item in enumerate(list_of(document.get("values")), 1)
    )


def _term(item: Mapping[str, Any], rank: int, day: date | None) -> Row | None:
    """A term of the table. Changes are fractions there, and 100.01 stands for 100 and everything above."""
    growth: dict[str, Any] = {}
    for name, field in _CHANGES.items():
        change = item.get(f"{name}_change")
        told = change.get("value") if isinstance(change, dict) else None
        value = finite(told)
        per_cent = None if value is None else round(value * 100, 6)
        growth[field] = per_cent if per_cent is None or isinstance(told, float) else int(per_cent)
    return _row(item.get("term"), rank, _index(item.get("searchCount")), day, growth)


def build_official(params: Params) -> Request:
    """What grows, by Pinterest's own API."""
    path = f"/v5/trends/keywords/{quote(params.region, safe='+')}/top/growing"
    asked = {"limit": min(params.limit or _MOST_OFFICIAL, _MOST_OFFICIAL)}
    return Request("GET", API + path, "GET v5/trends/keywords/{region}/top/growing", params=asked)


def parse_official(response: Response) -> Answer:
    """Read `trends[]`. Growth is whole per cent here, the newest point of the series is the index."""
    return answer_of(
        (_official_row(item, place) if isinstance(item, dict) else None)
        for place, item in enumerate(list_of(object_of(response).get("trends")), 1)
    )


def _official_row(item: Mapping[str, Any], rank: int) -> Row | None:
    growth: dict[str, Any] = {}
    for name, field in _CHANGES.items():
        change = item.get(f"pct_growth_{name}")
        growth[field] = change if finite(change) is not None else None
    series = _series(item.get("time_series"))
    day, value = series[-1] if series else (None, None)
    row = _row(item.get("keyword"), rank, value, day, growth)
    if row and series:
        row.extra["curve"] = [[moment_of(at.isoformat()), value] for at, value in series]
    return row


def _series(told: object) -> list[tuple[date, int]]:
    """Days and their index, the newest last; Pinterest sends a map, and has sent a list of objects."""
    pairs: Iterable[tuple[object, object]] = ()
    if isinstance(told, dict):
        pairs = told.items()
    elif isinstance(told, list):
        pairs = ((point.get("date"), point.get("value")) for point in told if isinstance(point, dict))
    read = ((day_of(at), _index(value)) for at, value in pairs)
    return sorted((at, value) for at, value in read if at is not None and value is not None)


def build_page(params: Params) -> Request:
    """The page that people look at."""
    asked: dict[str, str | int] = {"country": params.region, "trendsPreset": GROWING}
    return Request("GET", f"{HOST}/search", "GET search", params=asked, headers={"accept": "text/html"})


def parse_page(response: Response) -> Answer:
    """Read the page's own data, else its table, else its cards. Raises LayoutChanged when there is neither."""
    if not is_html(response):
        return parse_list(response)
    if not is_whole_page(response):
        raise UpstreamFault("the answer is cut off")
    page = page_of(response)
    cells = page.css(_ROWS)
    if cells:
        return answer_of(_page_row(cell.text(), _after(cell), place) for place, cell in enumerate(cells, 1))
    cards = page.css("[data-test-id='topic-card']")
    if not cards:
        raise LayoutChanged("no table in the page")
    names = (card.css_first("h1, h2, h3, h4, a") for card in cards)
    return answer_of(_page_row(name.text() if name else None, [], place) for place, name in enumerate(names, 1))


def _after(cell: Any) -> list[str]:
    """What stands in the row after its term."""
    texts = []
    while (cell := cell.next) is not None:
        if cell.tag != "-text":
            texts.append(cell.text())
    return texts


def _page_row(term: str | None, cells: list[str], rank: int) -> Row | None:
    """A printed row: its three changes, or none of them when there are other columns."""
    known = len(cells) == len(_CHANGES)
    growth = {field: _percent(cells[at]) if known else None for at, field in enumerate(_CHANGES.values())}
    row = _row(term, rank, None, None, growth)
    return replace(row, metric_name="rank_only", metric_scale=Scale.NONE) if row else None


def _percent(text: str) -> int | None:
    """A printed change; a `+` behind it says that it is more than the most."""
    found = _PERCENT.fullmatch(text.strip().replace("\u2212", "-"))
    if found is None or (count := printed(found["digits"])) is None:
        return None
    return -count.value if found["sign"] == "-" else count.value + bool(found["more"])


def build_related(params: Params) -> Request:
    """Terms that are searched for together with one."""
    asked = {"requestTerm": (params.tag or "").lower(), "country": params.region}
    return Request("GET", f"{HOST}/related_terms/", "GET related_terms", params=asked, headers=_HEADERS)


def parse_related(response: Response) -> Answer:
    """Read the terms in Pinterest's order; the last of a term's weeks is its index."""
    return answer_of(
        (_related_row(item, place) if isinstance(item, dict) else None)
        for place, item in enumerate(list_of(document_of(response)), 1)
    )


def _related_row(item: Mapping[str, Any], rank: int) -> Row | None:
    counts = item.get("counts")
    weeks = [_index(count) for count in counts] if isinstance(counts, list) else []
    row = _row(item.get("term"), rank, weeks[-1] if weeks else None, None, {})
    return replace(row, extra={"weeks": weeks}) if row else None


def _row(term: object, rank: int, index: int | None, day: date | None, growth: Mapping[str, Any]) -> Row | None:
    keyword = display(term)
    if not keyword:
        return None
    extra: dict[str, Any] = {name: _capped(value) for name, value in growth.items()}
    if any(value is not None and value > _MOST_GROWTH for value in growth.values()):
        extra["growth_capped"] = True
    if day:
        extra["data_date"] = day.isoformat()
    return Row(keyword, Kind.KEYWORD, None, "search_index", index, Scale.INDEX100, rank, extra)


def _capped(growth: float | None) -> float | None:
    """A growth in per cent; nothing shrinks by more than all of it."""
    return None if growth is None or growth < -_PEAK else min(growth, _MOST_GROWTH)


def _index(value: object) -> int | None:
    number = whole(value)
    return number if number is not None and number <= _PEAK else None


source = Source(
    name="pinterest",
    title="Pinterest",
    terms=N_("Pinterest's terms forbid programs that collect information without its permission."),
    regions=REGIONS,
    routes=(
        Route(
            "pinterest.official", Tier.API, build_official, parse_official, needs="key:pinterest", sign=with_token,
            marks=_MARKS, min_interval_s=1, store="cache_only",
        ),
        Route(
            "pinterest.top_trends", Tier.HTTP, build_list, parse_list, counted=True, follow=follow_list, uses="session:pinterest",
            sign=with_cookies, marks=_MARKS, sweep=_SWEEP, min_interval_s=1, cache_ttl_s=_DAY_S,
            also=("pinterest.latest_date", "pinterest.resource"),
        ),
        Route(
            "pinterest.page_dom", Tier.BROWSER, build_page, parse_page, "html", answers="/top_trends_filtered/",
            ready=_ROWS, uses="session:pinterest", sign=with_cookies, marks=_MARKS, cache_ttl_s=_DAY_S, robots=True,
        ),
        Route(
            "pinterest.related_terms", Tier.HTTP, build_related, parse_related, uses="session:pinterest",
            sign=with_cookies, marks=_MARKS, min_interval_s=1, cache_ttl_s=_DAY_S, seeded=True, by_name=True,
        ),
    ),
)  # fmt: skip
