"""Reddit: what is talked about where wearers and makers meet (reference/trend-sources.md, section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from podpusher_cli.core.counts import whole
from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.keywords import display
from podpusher_cli.core.outcomes import Blocked, LayoutChanged, UpstreamFault
from podpusher_cli.core.text import N_
from podpusher_cli.core.trend_routes import Answer, Mark, Params, Route, Row, Source
from podpusher_cli.core.trends import Kind, Scale, Tier
from podpusher_cli.providers.trends.feeds import feed_of
from podpusher_cli.providers.trends.reading import json_of
from podpusher_cli.providers.trends.signing import with_token

HOST = "https://www.reddit.com"
API = "https://oauth.reddit.com"
# What people wear, make, keep and give; one request for all of them.
PLACES = "streetwear+malefashionadvice+crafts+dogs+cats+gardening+camping+teachers+nursing"
_ROWS = 50
_MARKS = (
    Mark(Blocked, "text", "whoa there, pardner!"),
    Mark(Blocked, "text", "blocked by network security"),
    Mark(Blocked, "title", "Reddit - Please wait for verification"),
)


def build_rss(params: Params) -> Request:
    """The feed, which is open to everybody."""
    asked = {"limit": min(params.limit or _ROWS, _ROWS)}
    return Request("GET", f"{HOST}/r/{PLACES}/hot/.rss", "GET r/hot/.rss", params=asked)


def parse_rss(response: Response) -> Answer:
    """Read `entry`s. A feed has no scores, and none is made up. Raises LayoutChanged when it is no such feed."""
    entries = feed_of(response, "feed").findall("entry")
    rows: list[Row] = []
    for entry in entries:
        if keyword := display(entry.findtext("title")):
            category = entry.find("category")
            place = one_place(category.get("term") if category is not None else None)
            rows.append(Row(keyword, Kind.POST, place, "rank_only", None, Scale.NONE, len(rows) + 1))
    if entries and not rows:
        raise LayoutChanged("no entry has a title")
    return Answer(tuple(rows))


def build_api(params: Params) -> Request:
    """The list with scores, for the seller's own app."""
    asked = {"limit": min(params.limit or _ROWS, _ROWS), "raw_json": 1}
    return Request("GET", f"{API}/r/{PLACES}/hot", "GET r/hot", params=asked)


def build_json(params: Params) -> Request:
    """The list with scores as it was open to everybody until May 2026."""
    asked = {"limit": min(params.limit or _ROWS, _ROWS), "raw_json": 1}
    return Request("GET", f"{HOST}/r/{PLACES}/hot.json", "GET r/hot.json", params=asked)


def parse_json(response: Response) -> Answer:
    """Read `data.children[].data`. What is not for everybody's eyes, or pinned, is left out. Raises LayoutChanged."""
    document = json_of(response)
    if document is None:
        raise UpstreamFault("the answer is cut off")
    data = document.get("data") if isinstance(document, dict) else None
    children = data.get("children") if isinstance(data, dict) else None
    if not isinstance(children, list):
        raise LayoutChanged("no list")
    posts = [child["data"] for child in children if isinstance(child, dict) and isinstance(child.get("data"), dict)]
    named = [(keyword, post) for post in posts if (keyword := display(post.get("title")))]
    if children and not named:
        raise LayoutChanged("no row can be read")
    shown = [(keyword, post) for keyword, post in named if not (post.get("over_18") or post.get("stickied"))]
    return Answer(tuple(_row(keyword, post, place) for place, (keyword, post) in enumerate(shown, 1)))


def _row(keyword: str, post: Mapping[str, Any], place: int) -> Row:
    category = one_place(post.get("subreddit"))
    extra = {"comments": whole(post.get("num_comments"))}
    return Row(keyword, Kind.POST, category, "score", whole(post.get("score")), Scale.ABSOLUTE, place, extra)


def one_place(name: object) -> str | None:
    """The name of a place of Reddit's, or None."""
    return display(name) or None


source = Source(
    name="reddit",
    title="Reddit",
    terms=N_("Reddit's terms allow programs only through its API or with its consent."),
    regions=("global",),
    routes=(
        Route(
            "reddit.api_hot",
            Tier.API,
            build_api,
            parse_json,
            counted=True,
            needs="key:reddit",
            sign=with_token,
            marks=_MARKS,
        ),
        Route("reddit.rss", Tier.HTTP, build_rss, parse_rss, "html", marks=_MARKS, cache_ttl_s=900.0),
        Route("reddit.json", Tier.HTTP, build_json, parse_json, marks=_MARKS, dead_end=True),
    ),
)
