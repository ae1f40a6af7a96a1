"""Walls: how an answer that is none is recognised, before any parser looks at it.

The marks are data: the generic ones here, a source's own beside its routes. Order of checks: status and final address,
marks of a challenge or captcha, content type. Container and rows are the parser's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from podpusher_cli.core.http import Response
from podpusher_cli.core.outcomes import (
    BadKey,
    BadRequest,
    Blocked,
    Captcha,
    Challenge,
    Empty,
    LayoutChanged,
    LoginWall,
    TooMany,
    UpstreamFault,
)
from podpusher_cli.core.trend_routes import Answer, Mark, Route
from podpusher_cli.providers.trends.reading import is_html, json_of, page_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

GENERIC = (
    Mark(Captcha, "selector", "iframe[src*='captcha-delivery.com'], script[src*='captcha-delivery.com']"),
    Mark(Captcha, "selector", "iframe[src*='recaptcha'], .g-recaptcha, .h-captcha, #turnstile-wrapper, .cf-turnstile"),
    Mark(Captcha, "header", "cf-mitigated", "challenge"),
    Mark(Captcha, "header", "x-datadome", "protected"),
    Mark(Captcha, "title", "Just a moment..."),
    Mark(Challenge, "path", "/challenge/"),
    Mark(Challenge, "json", "message", "checkpoint_required"),
    Mark(LoginWall, "json", "require_login", "True"),
)
_RESETS = ("x-rate-limit-reset", "x-ratelimit-reset")
_EPOCH = re.compile(r"[0-9]{10}")
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_A_WEEK_S = 7 * 86_400.0
_LOGIN = re.compile(r"/(?:accounts/login|i/flow/login|i18n/login|login|signin)(?:/|$)", re.IGNORECASE)
_MULTIPLE, _BAD, _NO_KEY, _NO_CREDIT, _FORBIDDEN, _TOO_MANY, _FAULT = 300, 400, 401, 402, 403, 429, 500


def read(response: Response, route: Route) -> Answer:
    """What the answer holds. Pure. Raises the Outcome that it comes to otherwise."""
    judge(response, route)
    try:
        answer = route.parse(response)
    except LayoutChanged:
        _look_for(response, (mark for mark in route.marks if mark.rowless))
        raise
    if not answer.rows:
        raise Empty
    return answer


def judge(response: Response, route: Route) -> None:
    """Raise the Outcome that an answer without any rows stands for; return when a parser may look."""
    if response.status == _TOO_MANY:
        raise TooMany(retry_after=wait_of(response))
    if response.status >= _FAULT:
        raise UpstreamFault(f"HTTP {response.status}")
    if leads_to_login(response.url):
        raise LoginWall
    _look_for(response, (mark for mark in (*route.marks, *GENERIC) if not mark.rowless))
    if response.status >= _MULTIPLE:
        _refusal(response, route)
    if not response.body.strip():
        raise Blocked("an empty answer")
    if route.wants == "json" and is_html(response) and json_of(response) is None:
        raise LoginWall


def wait_of(response: Response) -> float | None:
    """The seconds that the answer asks us to wait, by its header for that or by the moment of its next window."""
    headers = response.headers
    came = _moment(headers.get("date", ""))
    told = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(told):
        return min(_A_WEEK_S, float(told))
    until = _moment(told)
    for name in _RESETS:
        if until is None and _EPOCH.fullmatch(reset := headers.get(name, "").strip()):
            until = float(reset)
    return None if until is None or came is None else min(_A_WEEK_S, max(0.0, until - came))


def _moment(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def wall_at(address: str, route: Route) -> None:
    """Raise the Outcome that a redirect to this address stands for. A challenge's page is looked at: it may be a captcha."""
    if leads_to_login(address):
        raise LoginWall
    path = urlsplit(address).path
    for mark in (*route.marks, *GENERIC):
        if mark.where == "path" and mark.outcome is not Challenge and _is_path(mark, path):
            raise mark.outcome


def _is_path(mark: Mark, path: str) -> bool:
    """A whole path where the mark is the front page, else a piece of one."""
    return path in {"", "/"} if mark.what == "/" else mark.what in path


def leads_to_login(address: str) -> bool:
    """Whether an address is a login page's."""
    return _LOGIN.search(urlsplit(address).path) is not None


def _refusal(response: Response, route: Route) -> None:
    status = response.status
    keyed = route.needs != "none"
    if status in {_NO_KEY, _NO_CREDIT}:
        raise BadKey(f"HTTP {status}") if keyed else LoginWall
    if status == _FORBIDDEN:
        raise BadKey(f"HTTP {status}") if route.needs.startswith("key:") else Blocked(f"HTTP {status}")
    if status == _BAD:
        raise BadRequest(f"HTTP {status}")
    raise LayoutChanged(f"HTTP {status}")  # gone, or moved to where nobody told us


def _look_for(response: Response, marks: Iterable[Mark]) -> None:
    page = page_of(response) if is_html(response) else None
    fields = None if page else json_of(response)
    words = " ".join(page.body.text(separator=" ").split()).casefold() if page and page.body else ""
    for mark in marks:
        if _stands(mark, response, page, words, fields):
            raise mark.outcome


def _stands(mark: Mark, response: Response, page: LexborHTMLParser | None, words: str, fields: Any) -> bool:
    if mark.where == "path":
        return _is_path(mark, urlsplit(response.url).path)
    if mark.where == "header":
        return response.headers.get(mark.what, "").casefold() == mark.value
    if mark.where == "json":
        return _field(fields, mark.what) == mark.value
    if page is None:
        return False
    if mark.where == "selector":
        return page.css_first(mark.what) is not None
    if mark.where == "title":
        title = page.css_first("title")
        return title is not None and title.text().strip() == mark.what
    return mark.what in words


def _field(fields: Any, path: str) -> str | None:
    """The value below these names as text, None when there is none."""
    for name in path.split("."):
        if not isinstance(fields, dict) or name not in fields:
            return None
        fields = fields[name]
    return str(fields)
