"""What Google, Reddit, X and its mirrors show: feeds and pages of made-up trends, the same for the same place and day."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from podpusher_cli.sandbox.answers import loads

_DAY, _HOUR = 86_400, 3600
ROWS = 20
_SMALL = "Under 10K"

BLOCK_PAGE = (
    "<!doctype html><html><head><title>Blocked</title></head><body><h1>whoa there, pardner!</h1>"
    "<p>Your request has been blocked due to a network policy.</p></body></html>"
)
CHALLENGE_PAGE = (
    "<!doctype html><html><head><title>Just a moment...</title></head><body>"
    '<div id="turnstile-wrapper"></div></body></html>'
)
CHANGED_PAGE = (
    "<!doctype html><html><head><title>New</title></head><body><section><b>1</b> dog mom</section></body></html>"
)
LOGIN_PAGE = "<!doctype html><html><head><title>Log in</title></head><body><form></form></body></html>"
EMPTY_FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Daily Search Trends</title></channel></rss>'
EMPTY_ATOM = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>hot</title></feed>'
EMPTY_MIRROR = "<!doctype html><html><body><ol class=trend-card__list></ol><table class=trends></table></body></html>"


@cache
def _phrases() -> tuple[str, ...]:
    data: dict[str, Any] = loads(Path(__file__).with_name("market.json").read_bytes())
    return tuple(niche["phrase"] for niche in data["niches"])


@cache
def _hashtags() -> tuple[str, ...]:
    data: dict[str, Any] = loads(Path(__file__).with_name("trends.json").read_bytes())
    return tuple(tag for industry in data["industries"].values() for tag in industry["hashtags"])


def _number(*words: object) -> int:
    return int.from_bytes(hashlib.sha256(" ".join(map(str, words)).encode()).digest()[:6])


def _top(words: tuple[str, ...], place: str, now: float) -> list[tuple[str, int]]:
    """The words of a place and day with a count each, the most first."""
    day = int(now) // _DAY
    counted = [(word, 400 + _number(word, place) % 90_000 + _number(word, place, day) % 30_000) for word in words]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:ROWS]


def number(word: str) -> int:
    """A large number that is always the same for a word."""
    return _number(word)


def top_phrases(place: str, now: float) -> list[tuple[str, int]]:
    """What is searched for at a place on a day, with a count each, the most first."""
    return _top(_phrases(), place, now)


def top_hashtags(place: str, now: float) -> list[str]:
    """The hashtags of a place and day."""
    return [tag for tag, _ in _top(_hashtags(), place, now)]


def google(country: str, now: float) -> str:
    """The feed of a country, with lower bounds."""
    items = [
        f"<item><title>{escape(word)}</title><ht:approx_traffic>{_bound(count)}</ht:approx_traffic>"
        f"<pubDate>{format_datetime(datetime.fromtimestamp(now - place * _HOUR, UTC))}</pubDate></item>"
        for place, (word, count) in enumerate(_top(_phrases(), country, now))
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:ht="https://trends.google.com/trending/rss" version="2.0">'
        f"<channel><title>Daily Search Trends</title>{''.join(items)}</channel></rss>"
    )


def _bound(count: int) -> str:
    return f"{count // 1000}K+" if count >= 1000 else f"{count // 100 * 100}+"


def _posts(places: str, now: float) -> list[tuple[str, str, int]]:
    """`(title, place, score)` of the posts that are hot."""
    names = places.split("+")
    return [
        (f"My {word} design, finally printed", names[_number(word) % len(names)], score)
        for word, score in _top(_phrases(), places, now)
    ]


def reddit_feed(places: str, now: float) -> str:
    """The feed, which tells no scores."""
    entries = [
        f'<entry><author><name>/u/sandbox</name></author><category term="{escape(place)}" label="r/{escape(place)}"/>'
        f"<id>t3_{_number(title)}</id><title>{escape(title)}</title></entry>"
        for title, place, _score in _posts(places, now)
    ]
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>hot</title>{"".join(entries)}</feed>'


def reddit_list(places: str, now: float) -> dict[str, Any]:
    """The list with scores, for those with a token."""
    children = [
        {"kind": "t3", "data": {"title": title, "subreddit": place, "score": score, "num_comments": score // 40}}
        for title, place, score in _posts(places, now)
    ]
    return {"kind": "Listing", "data": {"after": None, "children": children}}


def twitter_list(place: str, now: float) -> dict[str, Any]:
    """X's own list of a place."""
    return {"data": [{"trend_name": f"#{tag}", "tweet_count": count} for tag, count in _top(_hashtags(), place, now)]}


def mirror(place: str, now: float) -> str:
    """The page of either mirror, for both stand behind one address here: the list of the one and the table of the other."""
    found = _top(_hashtags(), place, now)
    listed = "".join(
        f'<li><span class=trend-name><a href="/search" class=trend-link>#{escape(tag)}</a>'
        f'<span class=tweet-count data-count="{count}">{count}</span></span></li>'
        for tag, count in found
    )
    lines = "".join(
        f'<tr><th class="pos">{number}</th><td class="main"><a href="/{escape(place)}/trend/{escape(tag)}/">#{escape(tag)}</a>'
        f'<div class="desc">{f"{count / 1000:.1f}K" if count >= 10_000 else _SMALL} tweets</div></td></tr>'
        for number, (tag, count) in enumerate(found, 1)
    )
    return (
        f"<!doctype html><html><head><title>Trends</title></head><body><div><h3 class=title data-timestamp={now:.2f}>now</h3>"
        f'<ol class=trend-card__list>{listed}</ol></div><table class="trends">{lines}</table></body></html>'
    )
