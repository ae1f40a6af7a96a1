"""Google: searches that rise, from the feed of a country (reference/trend-sources.md, section 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.counts import printed
from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.keywords import display
from podpusher_cli.core.outcomes import Captcha, LayoutChanged
from podpusher_cli.core.text import N_
from podpusher_cli.core.trend_routes import Answer, Mark, Params, Route, Row, Source
from podpusher_cli.core.trends import Kind, Scale, Tier
from podpusher_cli.providers.trends.feeds import feed_of, moment

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

HOST = "https://trends.google.com"
REGIONS = (
    "US", "GB", "CA", "AU", "IE", "NZ", "DE", "AT", "CH", "FR", "BE", "NL", "ES", "IT", "PT", "SE", "NO", "DK", "FI", "PL",
    "CZ", "GR", "HU", "RO", "TR", "UA", "IL", "SA", "EG", "ZA", "NG", "KE", "IN", "ID", "JP", "KR", "MY", "PH", "SG", "TW",
    "HK", "TH", "VN", "BR", "MX", "AR", "CL", "CO", "PE",
)  # fmt: skip


_MARKS = (Mark(Captcha, "path", "/sorry/"),)


def build(params: Params) -> Request:
    """The feed that Google offers to feed readers."""
    return Request("GET", f"{HOST}/trending/rss", "GET trending/rss", params={"geo": params.region})


def parse(response: Response) -> Answer:
    """Read `item`s. "20K+" is a lower bound. Raises LayoutChanged when it is no such feed."""
    channel = feed_of(response, "rss").find("channel")
    if channel is None:
        raise LayoutChanged("no channel")
    items = channel.findall("item")
    named = [(keyword, item) for item in items if (keyword := display(item.findtext("title")))]
    if items and not named:
        raise LayoutChanged("no item has a title")
    return Answer(tuple(_row(keyword, item, place) for place, (keyword, item) in enumerate(named, 1)))


def _row(keyword: str, item: Element, place: int) -> Row:
    searches = printed(item.findtext("approx_traffic"))
    return Row(
        keyword=keyword,
        kind=Kind.QUERY,
        metric_name="searches",
        metric_value=searches.value if searches else None,
        metric_scale=Scale.LOWER_BOUND,
        rank=place,
        extra={"started_at": moment(item.findtext("pubDate"))},
    )


def build_explore(params: Params) -> Request:
    """The page that people look at."""
    return Request("GET", f"{HOST}/trends/explore", "GET trends/explore", params={"geo": params.region})


def parse_explore(response: Response) -> Answer:
    """Nothing that podpusher reads. Raises LayoutChanged."""
    raise LayoutChanged(f"HTTP {response.status}")


source = Source(
    name="google",
    title="Google Trends",
    terms=N_("Google's terms forbid automated access that its robots rules do not allow."),
    regions=REGIONS,
    routes=(
        Route(
            "google.rss",
            Tier.HTTP,
            build,
            parse,
            "html",
            counted=True,
            marks=_MARKS,
            cache_ttl_s=1800.0,
            rest_s=24 * 3600.0,
        ),
        Route("google.explore", Tier.HTTP, build_explore, parse_explore, "html", marks=_MARKS, dead_end=True),
    ),
)
