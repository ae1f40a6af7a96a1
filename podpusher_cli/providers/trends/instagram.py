"""Instagram: how large the tags are that a seller names, and which go with them (reference/trend-sources.md, section 4).

Instagram publishes no list of what rises, so every route is asked about one tag.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from podpusher_cli.core.counts import CEILING, whole
from podpusher_cli.core.http import Limit, Request, Response
from podpusher_cli.core.keywords import display, key_of
from podpusher_cli.core.outcomes import (
    BadKey,
    Captcha,
    Challenge,
    Empty,
    LayoutChanged,
    LoginWall,
    OutcomeKind,
    TooMany,
)
from podpusher_cli.core.text import N_
from podpusher_cli.core.trend_routes import Answer, Credential, Mark, Params, Route, Row, Source
from podpusher_cli.core.trends import Kind, Scale, Tier
from podpusher_cli.providers.trends.reading import json_of
from podpusher_cli.providers.trends.rows import answer_of, list_of, object_of
from podpusher_cli.providers.trends.signing import with_cookies, with_token

HOST = "https://www.instagram.com"
GRAPH = "https://graph.facebook.com/v23.0"
APP_ID = "936619743392459"  # the web page's own
MOST_TAGS = Limit("tags", 30, 7 * 86_400.0)
_DAY_S, _UNTIL_RESET_S = 86_400.0, 365 * 86_400.0  # a held account is its owner's matter
_FIELDS = "id,caption,media_type,like_count,comments_count,timestamp"
_MOST_MEDIA = 50
_HEADERS = {"accept": "application/json", "x-ig-app-id": APP_ID, "x-requested-with": "XMLHttpRequest"}
_GRAPH_MARKS = (
    *(Mark(TooMany, "json", "error.code", code) for code in ("18", "4", "17", "32", "613")),
    *(Mark(BadKey, "json", "error.code", code) for code in ("190", "10", "102", "200")),
    Mark(Empty, "json", "error.code", "24"),  # no such tag
)
_MARKS = (
    Mark(Captcha, "selector", "#recaptcha-iframe-wrapper, iframe[src*='captcha']"),
    Mark(Challenge, "json", "type", "CHALLENGE_REDIRECTION"),
    Mark(BadKey, "json", "authenticated", "False"),
    Mark(LoginWall, "path", "/"),
)


def tag_name(text: str) -> str:
    """A tag as Instagram writes it: letters, vowel signs, digits and underscores, nothing between them."""
    return "".join(char for char in display(text) if _of_a_tag(char))


def tags_in(caption: str) -> Iterator[str]:
    """The tags of a caption as they are written; digits alone make none."""
    for piece in caption.replace("＃", "#").split("#")[1:]:
        end = next((at for at, char in enumerate(piece) if not _of_a_tag(char)), len(piece))
        tag = display(piece[:end])
        if tag and not tag.isdecimal():
            yield tag


def _of_a_tag(char: str) -> bool:
    return char == "_" or unicodedata.category(char)[0] in "LMN"


def build_search(params: Params) -> Request:
    """The tags that a search for a word finds."""
    asked = {"context": "blended", "query": display(params.tag)}
    return Request("GET", f"{HOST}/web/search/topsearch/", "GET web/search/topsearch", params=asked, headers=_HEADERS)


def parse_search(response: Response) -> Answer:
    """Read `hashtags[]`, in Instagram's order. Raises LayoutChanged when there is no list."""
    rows = []
    for place, item in enumerate(list_of(object_of(response).get("hashtags")), 1):
        tag = item.get("hashtag") if isinstance(item, dict) else None
        rows.append(_sized(tag.get("name"), tag.get("media_count"), place) if isinstance(tag, dict) else None)
    return answer_of(rows)


def build_tag(params: Params) -> Request:
    """A tag's own page."""
    asked = {"tag_name": tag_name(params.tag or "")}
    return Request("GET", f"{HOST}/api/v1/tags/web_info/", "GET api/v1/tags/web_info", params=asked, headers=_HEADERS)


def parse_tag(response: Response) -> Answer:
    """Read the tag's size, then the tags that its posts carry, most frequent first. Raises LayoutChanged."""
    data = object_of(response).get("data")
    if not isinstance(data, dict):
        raise LayoutChanged("no tag")
    if row := _former(data):
        return Answer((row,))
    row = _sized(data.get("name"), data.get("media_count"), None)
    if row is None or not {"media_count", "top"} & data.keys():
        raise LayoutChanged("no tag")
    return Answer((row, *_beside(row.keyword, data)))


def _former(data: Mapping[str, Any]) -> Row | None:
    """The tag as Instagram's page told it until 2023."""
    tag = data.get("hashtag")
    media = tag.get("edge_hashtag_to_media") if isinstance(tag, dict) else None
    return (
        _sized(tag.get("name"), media.get("count"), None) if isinstance(tag, dict) and isinstance(media, dict) else None
    )


def _beside(seed: str, data: Mapping[str, Any]) -> Iterator[Row]:
    """The tags that stand beside the seed, each counted once a post. What the posts say otherwise is dropped."""
    posts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for caption in _captions(data):
        tags = list(tags_in(caption))
        posts.update({key_of(tag) for tag in tags} - {key_of(seed)})
        for tag in tags:
            spellings.setdefault(key_of(tag), Counter())[tag] += 1
    ranked = sorted(posts.items(), key=lambda item: (-item[1], item[0]))
    for place, (key, count) in enumerate(ranked, 1):
        keyword = spellings[key].most_common(1)[0][0]
        yield Row(keyword, Kind.HASHTAG, None, "co_occurrence", count, Scale.SAMPLE, place, {"seed": seed})


def _captions(data: Mapping[str, Any]) -> Iterator[str]:
    """The caption of every post, wherever in the page's sections it lies; a post counts once."""
    seen: set[str] = set()
    waiting: list[object] = [data.get("recent"), data.get("top")]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            media = value.get("media")
            caption = media.get("caption") if isinstance(media, dict) else None
            text = caption.get("text") if isinstance(caption, dict) else None
            if isinstance(media, dict) and isinstance(text, str) and str(media.get("pk", text)) not in seen:
                seen.add(str(media.get("pk", text)))
                yield text
            waiting.extend(reversed([each for name, each in value.items() if name != "media"]))


def build_graph(params: Params) -> Request:
    """The tag's number; its posts are asked for with that."""
    return Request(
        "GET", f"{GRAPH}/ig_hashtag_search", "GET ig_hashtag_search", params={"q": tag_name(params.tag or "")}
    )


def follow_graph(response: Response, _params: Params) -> Request | None:
    """The posts of the tag that the first answer numbers; None when that has another shape."""
    document = json_of(response)
    data = document.get("data") if isinstance(document, dict) else None
    first = data[0] if isinstance(data, list) and data else None
    number = whole(first.get("id")) if isinstance(first, dict) and first.keys() == {"id"} else None
    if number is None:
        return None
    asked: dict[str, str | int] = {"fields": _FIELDS, "limit": _MOST_MEDIA}
    return Request("GET", f"{GRAPH}/{number}/top_media", "GET {hashtag}/top_media", params=asked)


def parse_graph(response: Response) -> Answer:
    """Add up what the posts were given; the row is about the tag that was asked for. Raises LayoutChanged.

    An owner may hide the likes of a post: they are missing from the sum then, and the comments are in it.
    """
    data = list_of(object_of(response).get("data"))
    given = [
        [count for name in ("like_count", "comments_count") if (count := whole(post.get(name))) is not None]
        for post in data
        if isinstance(post, dict)
    ]
    counted = [counts for counts in given if counts]
    if data and not counted:
        raise LayoutChanged("no post can be read")
    total = sum(map(sum, counted))
    row = Row("", Kind.HASHTAG, None, "top_media_engagement", total, Scale.SAMPLE, None, {"sample": len(counted)})
    return Answer((row,) if counted else ())


def sign_graph(request: Request, credential: Credential) -> Request:
    """The request with the token and the number of the account that it is of."""
    asked = {"user_id": credential.values["user_id"], **request.params}
    return with_token(replace(request, params=asked), credential)


def _sized(name: object, count: object, rank: int | None) -> Row | None:
    """A tag and how many posts it has; the printed count beside it is in somebody's language and not read."""
    keyword, posts = display(name), whole(count)
    extra = {"saturated": True} if posts == CEILING else {}
    return Row(keyword, Kind.HASHTAG, None, "posts", posts, Scale.ABSOLUTE, rank, extra) if keyword else None


_RESTS = {OutcomeKind.LOGIN_WALL: _DAY_S, OutcomeKind.CHALLENGE: _UNTIL_RESET_S}
source = Source(
    name="instagram",
    title="Instagram",
    terms=N_("Instagram's terms forbid collecting information by programs without permission."),
    regions=("global",),
    routes=(
        Route(
            "instagram.graph_top_media", Tier.API, build_graph, parse_graph, needs="key:instagram", sign=sign_graph,
            follow=follow_graph, seeded=True, marks=_GRAPH_MARKS, min_interval_s=1, cache_ttl_s=_DAY_S, tags=MOST_TAGS,
            also=("instagram.graph_search",),
        ),
        Route(
            "instagram.tag_info", Tier.HTTP, build_tag, parse_tag, needs="session:instagram", sign=with_cookies,
            seeded=True, marks=_MARKS, min_interval_s=10, daily_max=30, cache_ttl_s=_DAY_S, rests=_RESTS, rest_s=_DAY_S,
            also=("instagram.graphql_legacy", "instagram.login"),
        ),
        Route(
            "instagram.topsearch", Tier.HTTP, build_search, parse_search, counted=True, needs="session:instagram", sign=with_cookies,
            seeded=True, marks=_MARKS, min_interval_s=10, daily_max=30, cache_ttl_s=_DAY_S, rests=_RESTS, rest_s=_DAY_S,
        ),
    ),
)  # fmt: skip
