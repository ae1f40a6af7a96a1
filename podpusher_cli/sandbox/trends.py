"""Trend sites, one folder of paths each: now TikTok's hashtag list and its page (reference/trend-sources.md, section 3).

Walls come by fault: login_wall, captcha, blocked, empty_body, layout_changed, empty_list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from podpusher_cli.sandbox import tiktok
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Handler, answer_json, loads
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.trend_sites import Sites
from podpusher_cli.sandbox.trend_tables import Tables
from podpusher_cli.sandbox.world import World

_LIST = "/tiktok/CreativeOne/KnowledgeAPI/GetHashtagList"
_PAGE = "/tiktok/creative/creativeCenter/trends/hashtag"
_HTML = "text/html; charset=utf-8"
_BAD_PARAMETER = 10001


def _html(text: str, status: int = 200) -> Answer:
    return Answer(status, text.encode(), kind=_HTML)


class Trends:
    """Nobody has an account here; a `sessionid` cookie counts as signed in."""

    name = "trends"
    prefix = "/trends"

    def __init__(self, world: World) -> None:
        self.world = world

    def endpoints(self) -> Sequence[Endpoint]:
        """The list, the page, and where a login wall leads."""
        return [
            Endpoint("POST", _LIST, self._list),
            Endpoint("GET", _PAGE, self._page),
            Endpoint("GET", "/tiktok/login", lambda _: _html(tiktok.LOGIN_PAGE)),
            *Sites(self.world, self.prefix).endpoints(),
            *Tables(self.world, self.prefix).endpoints(),
        ]

    def respond(self, call: Call, handler: Handler | None) -> Answer:
        """The route, stamped with the site's log id."""
        if handler is None:
            return _html("<!doctype html><title>Not Found</title>", 404)
        answer = handler(call)
        answer.headers.setdefault("x-tt-logid", call.request_id)
        return answer

    def error(self, call: Call, status: int, fault: Fault) -> Answer:
        """An error a fault asked for, as a page unless its body is JSON."""
        headers = dict(fault.headers)
        if fault.retry_after is not None:
            headers["retry-after"] = f"{fault.retry_after:g}"
        if fault.body is not None and not isinstance(fault.body, str):
            answer = answer_json(status, fault.body)
        else:
            answer = _html(fault.body or f"<!doctype html><title>{status}</title>", status)
        answer.headers |= headers | {"x-tt-logid": call.request_id}
        return answer

    def _list(self, call: Call) -> Answer:
        wall = self._wall(call, _LIST_WALLS)
        if wall:
            return wall
        try:
            asked = loads(call.body)
        except msgspec.DecodeError:
            asked = None
        if not isinstance(asked, dict) or not call.headers.get("content-type", "").startswith("application/json"):
            return answer_json(200, tiktok.envelope([], code=_BAD_PARAMETER, message="param invalid"))
        query = tiktok.read_query(asked)
        if query is None:
            return answer_json(200, tiktok.envelope([], code=_BAD_PARAMETER, message="param invalid"))
        if call.fault_is("empty_list"):
            return answer_json(200, tiktok.envelope([], limit=query.limit, page=query.page))
        rows, total = tiktok.rows(query, self.world.now(), signed_in="sessionid=" in call.headers.get("cookie", ""))
        text = call.headers.get("agw-js-conv") == "str"
        return answer_json(
            200, tiktok.envelope([row.public(text=text) for row in rows], query.limit, query.page, total)
        )

    def _page(self, call: Call) -> Answer:
        asked = dict(call.pairs())
        if call.fault_is("login_wall"):
            return Answer(302, b"", {"location": f"{self.prefix}/tiktok/login?redirect={quote(_PAGE[7:])}"}, _HTML)
        wall = self._wall(call, _PAGE_WALLS)
        if wall:
            return wall
        period = asked.get("period", "7")
        query = tiktok.read_query(
            {
                "timeRange": int(period) if period.isdigit() else 7,
                "countryCode": asked.get("region", "US"),
                "page": 1,
                "limit": 20,
            },
        )
        if query is None or call.fault_is("empty_list"):
            return _html(tiktok.EMPTY_PAGE)
        rows, total = tiktok.rows(query, self.world.now(), signed_in=False)
        state = tiktok.page_state([row.public(text=True) for row in rows], query, total)
        if asked.get("__ssrDirect") == "true":
            return answer_json(200, state)
        return _html(tiktok.page(state))

    def _wall(self, call: Call, walls: dict[str, Callable[[], Answer]]) -> Answer | None:
        made = walls.get(call.fault.kind) if call.fault else None
        return made() if made else None


def _json_wall(value: Any) -> Callable[[], Answer]:
    return lambda: answer_json(200, value)


def _page_wall(text: str, status: int = 200) -> Callable[[], Answer]:
    return lambda: _html(text, status)


_SAME: dict[str, Callable[[], Answer]] = {
    "captcha": _page_wall(tiktok.CAPTCHA_PAGE),
    "blocked": _page_wall(tiktok.BLOCKED_PAGE, 403),
    "empty_body": _page_wall(""),
}
_LIST_WALLS = _SAME | {
    "login_wall": _json_wall(tiktok.NO_PERMISSION),
    "layout_changed": _json_wall(tiktok.CHANGED_LIST),
}
_PAGE_WALLS = _SAME | {"layout_changed": _page_wall(tiktok.CHANGED_PAGE)}
