"""What a site lets programs read: its robots.txt, kept for a day (RFC 9309; reference/trend-sources.md, section 11)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.outcomes import Blocked, UpstreamFault
from podpusher_cli.core.traffic import Cache

NAME = "podpusher"
_DAY_S = 86_400.0
_LONGEST = 512 * 1024  # bytes; what is beyond is not read
_OK, _FAULT = 200, 500


class Robots:
    """The rules of every host that was asked for pages."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def heed(self, request: Request, fetch: Callable[[Request], Response]) -> None:
        """Raises Blocked where the rules keep programs from the page; what `fetch` raises, and UpstreamFault, if they are not had.

        A site without rules has none: any answer but 200 below 500.
        """
        from protego import Protego

        url = f"{request.url}?{urlencode(request.params)}" if request.params else request.url
        if not Protego.parse(self._rules(url, fetch)).can_fetch(url, NAME):
            outcome = Blocked("robots.txt")
            outcome.missing, outcome.counts = "robots", False
            raise outcome

    def _rules(self, url: str, fetch: Callable[[Request], Response]) -> str:
        address = urlsplit(url)._replace(path="/robots.txt", query="", fragment="").geturl()
        key = f"trends.robots:{address}"
        kept = self._cache.get(key)
        if kept is None:
            response = fetch(Request("GET", address, "GET robots.txt"))
            if response.status >= _FAULT:
                raise UpstreamFault(f"HTTP {response.status}")
            rules = response.body[:_LONGEST] if response.status == _OK else b""
            self._cache.put(key, rules, _DAY_S)
            return _text(rules)
        return _text(kept.value)


def _text(rules: bytes) -> str:
    return rules.decode("utf-8-sig", "replace")
