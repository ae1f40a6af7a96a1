"""Pinterest's table and Instagram's tags, made up, the same for the same word and day (reference/trend-sources.md, sections 4, 6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from podpusher_cli.sandbox import trend_pages as pages
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, answer_json
from podpusher_cli.sandbox.world import World

_HTML = "text/html; charset=utf-8"
_MOST, _RELATED, _WEEKS = 100, 5, 53
_REGION = re.compile(r"[A-Z]{2}(\+[A-Z]{2})*")
_CAPTCHA = '<!doctype html><html><body><iframe title="reCAPTCHA" src="/captcha/recaptcha/"></iframe></body></html>'
_TABLE_PAGE = (
    "<!doctype html><html><head><title>Pinterest Trends</title></head><body><main></main>"
    '<script>fetch("ADDRESS")</script></body></html>'
)
_BAD = {"status": "failure", "code": 400, "message": "Invalid country"}
_REFUSED = {"message": "Please wait a few minutes before you try again.", "require_login": True, "status": "fail"}
_NO_TOKEN = {"code": 2, "message": "Authentication failed.", "status": "failure"}
_EXPIRED = {"error": {"message": "Error validating access token", "type": "OAuthException", "code": 190}}


class Tables:
    """Pinterest answers everybody; Instagram those with a session or a token, whichever it is."""

    def __init__(self, world: World, prefix: str) -> None:
        self._world = world
        self._prefix = prefix

    def endpoints(self) -> Sequence[Endpoint]:
        """Every address."""
        return [
            Endpoint("GET", "/pinterest/latest_available_date/", lambda _: answer_json(200, {"date": self._day()})),
            Endpoint("GET", "/pinterest/top_trends_filtered/", self._table),
            Endpoint("GET", "/pinterest/search", self._table_page),
            Endpoint("GET", "/pinterest/related_terms/", self._related),
            Endpoint("GET", "/pinterest/v5/trends/keywords/{region}/top/{kind}", self._official),
            Endpoint("GET", "/pinterest/login/", lambda _: _page(pages.LOGIN_PAGE)),
            Endpoint("GET", "/instagram/web/search/topsearch/", self._search),
            Endpoint("GET", "/instagram/api/v1/tags/web_info/", self._tag),
            Endpoint("GET", "/instagram/v23.0/ig_hashtag_search", self._number),
            Endpoint("GET", "/instagram/v23.0/{tag}/top_media", self._media),
            Endpoint("GET", "/instagram/accounts/login/", lambda _: _page(pages.LOGIN_PAGE)),
        ]

    def _day(self) -> str:
        """The last Friday."""
        now = datetime.fromtimestamp(self._world.now(), UTC)
        return f"{now - timedelta(days=(now.weekday() - 4) % 7):%Y-%m-%d}"

    def _table(self, call: Call) -> Answer:
        asked = dict(call.pairs())
        if wall := self._wall(call, "pinterest/login/"):
            return wall
        if not _REGION.fullmatch(asked.get("country", "")):
            return answer_json(400, _BAD)
        found = [] if call.fault_is("empty_list") else self._terms(asked)
        values = [
            {
                "term": term, "searchCount": index, "normalizedCount": index, "reverseRank": len(found) - place,
                "wow_change": {"value": growth / 100, "index": 1}, "mom_change": {"value": growth / 50, "index": 1},
                "yoy_change": {"value": growth / 20, "index": 1}, "affinity": None,
            }
            for place, (term, index, growth) in enumerate(found)
        ]  # fmt: skip
        return answer_json(200, {"values": values, "endDate": self._day()})

    def _table_page(self, call: Call) -> Answer:
        """The page that asks for the table by itself, as a browser shows it."""
        if wall := self._wall(call, "pinterest/login/"):
            return wall
        country = dict(call.pairs()).get("country", "")
        asked = f"{self._prefix}/pinterest/top_trends_filtered/?country={country if _REGION.fullmatch(country) else ''}"
        return _page(_TABLE_PAGE.replace("ADDRESS", asked))

    def _terms(self, asked: dict[str, str]) -> list[tuple[str, int, int]]:
        """`(term, 0 to 100, growth in per cent)` of a country, list and week."""
        told = asked.get("numTermsToReturn", "50")
        most = min(int(told) if told.isdigit() else 50, _MOST)
        found = pages.top_phrases(" ".join((asked.get("country", ""), asked.get("l1interests", ""))), self._world.now())
        highest = max(count for _, count in found)
        return [(word, count * 100 // highest, count % 180 - 20) for word, count in found[:most]]

    def _related(self, call: Call) -> Answer:
        if wall := self._wall(call, "pinterest/login/"):
            return wall
        word = dict(call.pairs()).get("requestTerm", "")
        found = [] if call.fault_is("empty_list") else pages.top_phrases(word, self._world.now())[:_RELATED]
        weeks = [[count % (97 - week) for week in range(_WEEKS)] for _, count in found]
        told = zip(found, weeks, strict=True)
        return answer_json(
            200, [{"term": term, "counts": counts, "hasPrediction": False} for (term, _), counts in told]
        )

    def _official(self, call: Call) -> Answer:
        if not _has_token(call):
            return answer_json(401, _NO_TOKEN)
        found = self._terms({"country": call.params["region"]})
        return answer_json(200, {"trends": [
            {"keyword": term, "pct_growth_wow": growth, "pct_growth_mom": growth, "pct_growth_yoy": growth,
             "time_series": {self._day(): index}}
            for term, index, growth in found
        ]})  # fmt: skip

    def _search(self, call: Call) -> Answer:
        if wall := self._wall(call, "instagram/accounts/login/") or _signed_out(call):
            return wall
        word = dict(call.pairs()).get("query", "").replace(" ", "")
        found = [] if call.fault_is("empty_list") else [word, f"{word}lover", f"{word}gift"]
        rows = [{"name": tag, "media_count": pages.number(tag) % 10**8} for tag in found]
        return answer_json(200, {"hashtags": [{"position": at, "hashtag": row} for at, row in enumerate(rows)]})

    def _tag(self, call: Call) -> Answer:
        if wall := self._wall(call, "instagram/accounts/login/") or _signed_out(call):
            return wall
        word = dict(call.pairs()).get("tag_name", "")
        posts = [{"media": {"pk": str(at), "caption": {"text": f"#{word} #{tag} #{word}gift"}}}
                 for at, tag in enumerate(pages.top_hashtags(word, self._world.now())[:9])]  # fmt: skip
        sections = [{"layout_content": {"medias": posts}}]
        data = {"name": word, "media_count": pages.number(word) % 10**8, "top": {"sections": sections}}
        return answer_json(200, {"data": data, "status": "ok"})

    def _number(self, call: Call) -> Answer:
        if not _has_token(call):
            return answer_json(400, _EXPIRED)
        return answer_json(200, {"data": [{"id": str(10**16 + pages.number(dict(call.pairs()).get("q", "")))}]})

    def _media(self, call: Call) -> Answer:
        if not _has_token(call):
            return answer_json(400, _EXPIRED)
        seed = pages.number(call.params["tag"])
        posts = [
            {"id": str(at), "caption": "", "like_count": seed % (900 + at), "comments_count": at} for at in range(9)
        ]
        return answer_json(200, {"data": posts})

    def _wall(self, call: Call, login: str) -> Answer | None:
        if call.fault_is("login_wall"):
            return Answer(302, b"", {"location": f"{self._prefix}/{login}"}, _HTML)
        made = _WALLS.get(call.fault.kind) if call.fault else None
        return made() if made else None


def _page(text: str, status: int = 200) -> Answer:
    return Answer(status, text.encode(), kind=_HTML)


def _has_token(call: Call) -> bool:
    return call.headers.get("authorization", "").startswith("Bearer ")


def _signed_out(call: Call) -> Answer | None:
    return None if "sessionid=" in call.headers.get("cookie", "") else answer_json(401, _REFUSED)


_CHANGED: dict[str, Any] = {"data": {"grid": {"rows": []}}, "extensions": {"is_final": True}}
_WALLS: dict[str, Callable[[], Answer]] = {
    "captcha": lambda: _page(_CAPTCHA),
    "blocked": lambda: _page(pages.BLOCK_PAGE, 403),
    "empty_body": lambda: _page(""),
    "layout_changed": lambda: answer_json(200, _CHANGED),
}
