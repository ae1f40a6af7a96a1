"""Printify's OAuth for reviewed apps: consent page, grant codes, rotating tokens (reference/printify.md, section 2.2)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Handler, answer_json, dumps, loads, sent_fields
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.pages import ANSWERED, consent, problem, redirect
from podpusher_cli.sandbox.world import World

CODE_SECONDS = 600
ACCESS_SECONDS = 6 * 3600


def _refused(code: str, text: str) -> Answer:
    return answer_json(400, {"error": code, "error_description": text})


def is_allowed(url: str) -> bool:
    """Whether a browser may be sent back there: https and a name, never an address; plain http on localhost only."""
    try:
        place = urlsplit(url)
        name, _ = place.hostname or "", place.port
    except ValueError:
        return False
    try:
        ip_address(name)
    except ValueError:
        return bool(name) and (place.scheme == "https" or (place.scheme == "http" and name == "localhost"))
    return False


class Tokens:
    """The two token routes, and what an access token is worth."""

    def __init__(self, world: World) -> None:
        self.world = world

    def endpoints(self) -> list[Endpoint]:
        """For a code, and for a refresh token."""
        return [
            Endpoint("POST", "/app/oauth/tokens", self._redeem),
            Endpoint("POST", "/app/oauth/tokens/refresh", self._refresh),
        ]

    def opens(self, token: str) -> bool:
        """Whether this access token is good now."""
        row = self.world.row(
            "select expires from app_tokens where token = ? and kind = 'access' and state = 'live'", token
        )
        return row is not None and row[0] > self.world.now()

    def _redeem(self, call: Call) -> Answer:
        asked = sent_fields(call)
        if asked.get("app_id") != accounts.PRINTIFY_APP:
            return _refused("invalid_client", "No app is registered with this app_id.")
        row = self.world.row("select expires, used from app_codes where code = ?", asked.get("code", ""))
        if row is None or row[1]:
            return _refused("invalid_grant", "The code was used before or never given.")
        self.world.run("update app_codes set used = 1 where code = ?", asked["code"])
        if row[0] <= self.world.now():
            return _refused("invalid_grant", "The code has expired.")
        return self._give()

    def _refresh(self, call: Call) -> Answer:
        """A new pair; the old refresh token dies with the answer."""
        asked = sent_fields(call)
        if asked.get("app_id") != accounts.PRINTIFY_APP:
            return _refused("invalid_client", "No app is registered with this app_id.")
        token = asked.get("refresh_token", "")
        row = self.world.row("select state from app_tokens where token = ? and kind = 'refresh'", token)
        if row is None or row[0] != "live":
            return _refused("invalid_grant", "The refresh token is not valid.")
        self.world.run("update app_tokens set state = 'rotated' where token = ?", token)
        return self._give()

    def _give(self) -> Answer:
        now = self.world.now()
        number, scopes = secrets.token_hex(16), tuple(accounts.PRINTIFY_SCOPES)
        access = accounts.printify_token(now, seconds=ACCESS_SECONDS, number=number, scopes=scopes)
        refresh, ends = accounts.new_secret(), now + ACCESS_SECONDS
        with self.world.together():
            self.world.run("insert into app_tokens (token, kind, expires) values (?, 'access', ?)", access, ends)
            self.world.run("insert into app_tokens (token, kind) values (?, 'refresh')", refresh)
        told = datetime.fromtimestamp(int(ends), UTC).isoformat(" ")
        given = {"access_token": access, "refresh_token": refresh, "expire_at": told}
        return answer_json(200, given, {"cache-control": "no-store"})


class Site:
    """printify.com, as far as a merchant meets it while connecting an app."""

    name = "printify"
    prefix = "/printify"

    def __init__(self, world: World) -> None:
        self.world = world

    def endpoints(self) -> Sequence[Endpoint]:
        """The consent page and its form."""
        return [Endpoint("GET", "/app/authorize", self._ask), Endpoint("POST", "/app/authorize", self._decide)]

    def respond(self, call: Call, handler: Handler | None) -> Answer:
        """A page for anybody who comes; the merchant counts as signed in."""
        return handler(call) if handler else Answer(404, b"There is no such page.\n", kind="text/plain")

    def error(self, call: Call, status: int, fault: Fault) -> Answer:  # noqa: ARG002 - as every service has it
        """An error a fault asked for: a page."""
        return Answer(status, b"<html><body><h1>Server Error</h1></body></html>", dict(fault.headers), "text/html")

    def _ask(self, call: Call) -> Answer:
        asked = dict(call.pairs())
        wrong = _wrong(asked)
        if wrong:
            return problem("Printify", wrong)
        number = secrets.token_urlsafe(24)
        self.world.run("insert into app_consents values (?, ?, ?)", number, dumps(asked), self.world.now())
        return consent(
            "Printify", action="authorize", number=number, redirect=asked["accept_url"], scopes=accounts.PRINTIFY_SCOPES
        )

    def _decide(self, call: Call) -> Answer:
        form = dict(parse_qsl(call.body.decode("utf-8", "replace")))
        row = self.world.row("select doc from app_consents where id = ?", form.get("consent", ""))
        if row is None or form.get("decision") not in {"allow", "deny"}:
            return problem("Printify", ANSWERED)
        self.world.run("delete from app_consents where id = ?", form["consent"])
        asked: dict[str, str] = loads(row[0])
        carried = {"state": asked["state"]} if "state" in asked else {}
        if form["decision"] == "deny":
            said = "The merchant declined the request."
            return redirect(asked["decline_url"], {"error": "access_denied", "error_description": said} | carried)
        code, ends = accounts.new_secret(), self.world.now() + CODE_SECONDS
        self.world.run("insert into app_codes (code, expires) values (?, ?)", code, ends)
        return redirect(asked["accept_url"], {"code": code} | carried)


def _wrong(asked: Mapping[str, str]) -> str | None:
    """What the app asked wrongly."""
    if asked.get("app_id") != accounts.PRINTIFY_APP:
        return "No app is registered with this app_id."
    for name in ("accept_url", "decline_url"):
        if not asked.get(name):
            return f"{name} is required."
        if not is_allowed(asked[name]):
            return f"{name} must use https and a domain name; http is for localhost only."
    return None
