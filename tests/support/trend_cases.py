"""A recorded case played to the real engine: the site answers what was recorded, after what leads to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from podpusher_cli.core.http import Response
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.trend_routes import Params, Route
from podpusher_cli.core.trends import Tier
from podpusher_cli.providers.trends import load
from podpusher_cli.providers.trends.readings import Reading
from tests.net.server import Answer, Asked
from tests.support.trends import TrendDesk, answer_of, body

SEED = "printondemand"
# Answers that only lead to the one that a case is about, by the end of their address.
STEPS = {
    "/latest_available_date/": ("pinterest", "syn_latest_available_date.json"),
    "/ig_hashtag_search": ("instagram", "syn_graph_hashtag_search.json"),
}
KEY = {
    "token": "secret-1", "user_id": "17841400000000000", "advertiser_id": "7000000000000000000",
    "keystring": "secret-2", "shared_secret": "secret-3",
}  # fmt: skip
SESSION = {"sessionid": "secret-4", "csrftoken": "secret-5"}


def route_of(source: str, case: dict[str, Any]) -> Route:
    """The route that a case is about."""
    return load(source).asked(case["route"])[0]


def play(desk: TrendDesk, source: str, case: dict[str, Any]) -> tuple[RouteOutcome, Reading]:
    """What the case comes to at the desk, whose seller has the key or session that the route needs."""
    route = route_of(source, case)
    desk.source = load(source)
    desk.tags = (tag_of(case),)
    if route.needs != "none":
        desk.hold(route.needs, **(SESSION if route.needs.startswith("session:") else KEY))
    if route.tier is Tier.BROWSER:
        desk.shows, desk.strayed = web(source, case), []
    else:
        desk.server.answer = site(source, case)
    return desk.only(case["route"], case["region"])


def tag_of(case: dict[str, Any]) -> str:
    """The word that a seeded case is about."""
    asked = case.get("request", {}).get("params", {})
    return next((str(asked[name]) for name in ("tag_name", "query", "keywords") if name in asked), SEED)


def web(source: str, case: dict[str, Any]) -> dict[str, Response]:
    """What the browser finds, as a case has it."""
    told, final = case["response"], urlsplit(case["response"].get("final_url", ""))
    headers = {"content-type": "text/html; charset=utf-8"} | told.get("headers", {})
    page = Response(told["status"], headers, body(case["file"], source))
    start = urlsplit(route_of(source, case).build(Params(case["region"], route_of(source, case).sweep[0])).url).path
    if final.path in {"", start}:
        return {start: page}
    leads = f"<!doctype html><script>location.replace({f'{final.path}?{final.query}'!r})</script></html>"
    return {final.path: page, start: Response(200, headers, leads.encode())}


def site(source: str, case: dict[str, Any]) -> Any:
    """The site, as a case has it."""
    final = urlsplit(case["response"].get("final_url", ""))
    direct = case["route"] != route_of(source, case).id

    def answer(asked: Asked) -> Answer:
        path = urlsplit(asked.target).path
        step = next((told for end, told in STEPS.items() if path.endswith(end)), None)
        if step and not direct:
            return Answer(body=body(step[1], step[0]))
        if final.path and final.path != path:
            return Answer(302, {"location": f"{final.path}?{final.query}"})
        return answer_of(case, source)

    return answer
