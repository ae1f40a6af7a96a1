"""Google's, Reddit's and X's addresses, each below its name (reference/trend-sources.md, sections 5 and 8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from podpusher_cli.sandbox import trend_pages as pages
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, answer_json
from podpusher_cli.sandbox.world import World

_HTML = "text/html; charset=utf-8"
_XML = "application/xml; charset=utf-8"
_NO_TOKEN = {"title": "Unauthorized", "status": 401, "detail": "Unauthorized"}
_CHANGED = {"result": {"entries": [{"label": "dog mom"}]}}


def _page(text: str, status: int = 200, kind: str = _HTML) -> Answer:
    return Answer(status, text.encode(), kind=kind)


class Sites:
    """What anybody may read there; the APIs take any token but none at all."""

    def __init__(self, world: World, prefix: str) -> None:
        self._world = world
        self._prefix = prefix

    def endpoints(self) -> Sequence[Endpoint]:
        """Every address."""
        return [
            Endpoint("GET", "/google/trending/rss", self._google),
            Endpoint("GET", "/google/trends/explore", lambda _: _page("<title>Error 429</title>", 429)),
            Endpoint("GET", "/reddit/r/{places}/hot/.rss", self._reddit_feed),
            Endpoint("GET", "/reddit/r/{places}/hot", self._reddit_list),
            Endpoint("GET", "/reddit/r/{places}/hot.json", lambda _: _page(pages.BLOCK_PAGE, 403)),
            Endpoint("GET", "/twitter/2/trends/by/woeid/{woeid}", self._twitter),
            Endpoint("GET", "/twitter/2/users/personalized_trends", self._twitter),
            Endpoint("GET", "/twitter/{place}/", self._mirror),
            Endpoint("GET", "/twitter/", self._mirror),
            Endpoint("GET", "/twitter/explore/tabs/trending", lambda _: self._to_login("twitter/i/flow/login")),
            Endpoint("GET", "/twitter/i/flow/login", lambda _: _page(pages.LOGIN_PAGE)),
            Endpoint("POST", "/twitter/1.1/guest/activate.json", lambda _: Answer(404)),
            Endpoint("GET", "/google/signin", lambda _: _page(pages.LOGIN_PAGE)),
            Endpoint("GET", "/reddit/login", lambda _: _page(pages.LOGIN_PAGE)),
        ]

    def _to_login(self, path: str) -> Answer:
        return Answer(302, b"", {"location": f"{self._prefix}/{path}"}, _HTML)

    def _google(self, call: Call) -> Answer:
        return self._feed(
            call, "google/signin", pages.EMPTY_FEED, lambda now: pages.google(dict(call.pairs()).get("geo", "US"), now)
        )

    def _reddit_feed(self, call: Call) -> Answer:
        return self._feed(
            call, "reddit/login", pages.EMPTY_ATOM, lambda now: pages.reddit_feed(call.params["places"], now)
        )

    def _feed(self, call: Call, login: str, empty: str, made: Callable[[float], str]) -> Answer:
        if wall := self._wall(call, login):
            return wall
        return _page(empty if call.fault_is("empty_list") else made(self._world.now()), kind=_XML)

    def _mirror(self, call: Call) -> Answer:
        if wall := self._wall(call, "twitter/i/flow/login"):
            return wall
        place = call.params.get("place", "")
        return _page(pages.EMPTY_MIRROR if call.fault_is("empty_list") else pages.mirror(place, self._world.now()))

    def _reddit_list(self, call: Call) -> Answer:
        refusal = self._refused(call, {"message": "Unauthorized", "error": 401})
        return refusal or answer_json(200, pages.reddit_list(call.params["places"], self._world.now()))

    def _twitter(self, call: Call) -> Answer:
        refusal = self._refused(call, _NO_TOKEN)
        return refusal or answer_json(200, pages.twitter_list(call.params.get("woeid", "own"), self._world.now()))

    def _refused(self, call: Call, told: dict[str, object]) -> Answer | None:
        kind, _, token = call.headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or not token:
            return answer_json(401, told)
        return answer_json(200, _CHANGED) if call.fault_is("layout_changed") else None

    def _wall(self, call: Call, login: str) -> Answer | None:
        if call.fault_is("login_wall"):
            return self._to_login(login)
        made = _WALLS.get(call.fault.kind) if call.fault else None
        return made() if made else None


_WALLS: dict[str, Callable[[], Answer]] = {
    "captcha": lambda: _page(pages.CHALLENGE_PAGE, 403),
    "blocked": lambda: _page(pages.BLOCK_PAGE, 403),
    "empty_body": lambda: _page(""),
    "layout_changed": lambda: _page(pages.CHANGED_PAGE),
}
