"""Etsy's OAuth: consent page, authorization codes with PKCE, rotating tokens (reference/etsy.md, section 2)."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, answer_json, dumps, loads, sent_fields
from podpusher_cli.sandbox.etsy_spec import document
from podpusher_cli.sandbox.pages import ANSWERED, consent, problem, redirect
from podpusher_cli.sandbox.world import World

CODE_SECONDS = 600
ACCESS_SECONDS = 3600
REFRESH_SECONDS = 90 * 86_400
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}\Z")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}\Z")


def scope_words() -> dict[str, str]:
    """Every scope with what it opens."""
    flows = document()["components"]["securitySchemes"]["oauth2"]["flows"]
    words: dict[str, str] = flows["authorizationCode"]["scopes"]
    return words


def _refused(code: str, text: str) -> Answer:
    return answer_json(400, {"error": code, "error_description": text})


class OAuth:
    """The three routes, and what a token is worth."""

    def __init__(self, world: World) -> None:
        self.world = world

    def endpoints(self) -> list[Endpoint]:
        """Consent page, its form, token endpoint."""
        return [
            Endpoint("GET", "/oauth/connect", self._ask),
            Endpoint("POST", "/oauth/connect", self._decide),
            Endpoint("POST", "/v3/public/oauth/token", self._token),
        ]

    def holder(self, token: str) -> tuple[str, bool] | None:
        """`(scope words, still good)` of an access token, or None for one that was never given or is revoked."""
        row = self.world.row(
            "select scope, expires from tokens where token = ? and kind = 'access' and state = 'live'", token
        )
        return (row[0], row[1] > self.world.now()) if row else None

    def _ask(self, call: Call) -> Answer:
        asked = dict(call.pairs())
        target = asked.get("redirect_uri", "")
        if asked.get("client_id") != accounts.ETSY_KEYSTRING:
            return problem("Etsy", "No application is registered with this client_id (its keystring).")
        if target not in self.world.settings.callbacks:
            return problem("Etsy", "The requested redirect URL is not permitted.")
        wrong = _wrong(asked)
        if wrong:
            fields = {"error": wrong[0], "error_description": wrong[1], "state": asked.get("state", "")}
            return redirect(target, fields)
        number = secrets.token_urlsafe(24)
        self.world.run("insert into consents values (?, ?, ?)", number, dumps(asked), self.world.now())
        words = scope_words()
        asked_for = {word: words[word] for word in asked["scope"].split()}
        return consent("Etsy", action="connect", number=number, redirect=target, scopes=asked_for)

    def _decide(self, call: Call) -> Answer:
        form = dict(parse_qsl(call.body.decode("utf-8", "replace")))
        row = self.world.row("select doc from consents where id = ?", form.get("consent", ""))
        if row is None or form.get("decision") not in {"allow", "deny"}:
            return problem("Etsy", ANSWERED)
        self.world.run("delete from consents where id = ?", form["consent"])
        asked: dict[str, str] = loads(row[0])
        if form["decision"] == "deny":
            said = "The user denied access to the application"
            fields = {"error": "access_denied", "error_description": said, "state": asked["state"]}
            return redirect(asked["redirect_uri"], fields)
        code = accounts.new_secret()
        self.world.run(
            "insert into codes (code, doc, expires) values (?, ?, ?)", code, row[0], self.world.now() + CODE_SECONDS
        )
        return redirect(asked["redirect_uri"], {"code": code, "state": asked["state"]})

    def _token(self, call: Call) -> Answer:
        asked = sent_fields(call)
        if asked.get("client_id") != accounts.ETSY_KEYSTRING:
            return _refused("invalid_client", "client_id is not a keystring of a registered application")
        if asked.get("grant_type") == "authorization_code":
            return self._redeem(asked)
        if asked.get("grant_type") == "refresh_token":
            return self._refresh(asked)
        return _refused("unsupported_grant_type", "grant_type must be authorization_code or refresh_token")

    def _redeem(self, asked: Mapping[str, str]) -> Answer:
        row = self.world.row("select doc, expires, used from codes where code = ?", asked.get("code", ""))
        if row is None or row[2]:
            return _refused("invalid_grant", "code has been used previously or was never given")
        self.world.run("update codes set used = 1 where code = ?", asked["code"])
        given: dict[str, Any] = loads(row[0])
        if row[1] <= self.world.now():
            return _refused("invalid_grant", "code has expired")
        if asked.get("redirect_uri") != given["redirect_uri"]:
            return _refused("invalid_grant", "redirect_uri is not the one the code was given for")
        verifier = asked.get("code_verifier", "")
        if not _VERIFIER.match(verifier):
            return _refused("invalid_request", "code_verifier must be 43 to 128 characters of A-Z a-z 0-9 . _ ~ -")
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if not secrets.compare_digest(digest, given["code_challenge"]):
            return _refused("invalid_grant", "code_verifier does not match the challenge")
        return self._give(given["scope"], grant=self.world.row("select coalesce(max(grant_id), 0) + 1 from tokens")[0])

    def _refresh(self, asked: Mapping[str, str]) -> Answer:
        """A new pair; the old refresh token dies with the answer."""
        token = asked.get("refresh_token", "")
        row = self.world.row(
            "select scope, grant_id, expires, state from tokens where token = ? and kind = 'refresh'", token
        )
        if row is None or row[3] != "live":
            return _refused("invalid_grant", "refresh_token is revoked")
        if row[2] <= self.world.now():
            return _refused("invalid_grant", "refresh_token is expired")
        self.world.run("update tokens set state = 'rotated' where token = ?", token)
        return self._give(row[0], grant=row[1])

    def _give(self, scope: str, *, grant: int) -> Answer:
        head, now = f"{accounts.ETSY_USER}.", self.world.now()
        access, refresh = accounts.new_secret(head), accounts.new_secret(head)
        kept = "insert into tokens (token, kind, grant_id, scope, expires) values (?, ?, ?, ?, ?)"
        with self.world.together():
            self.world.run(kept, access, "access", grant, scope, now + ACCESS_SECONDS)
            self.world.run(kept, refresh, "refresh", grant, scope, now + REFRESH_SECONDS)
        given = {"access_token": access, "token_type": "Bearer", "expires_in": ACCESS_SECONDS, "refresh_token": refresh}
        return answer_json(200, given, {"cache-control": "no-store"})


def _wrong(asked: Mapping[str, str]) -> tuple[str, str] | None:
    """`(error, error_description)` for what the application asked wrongly."""
    words = asked.get("scope", "").split()
    unknown = [word for word in words if word not in scope_words()]
    if asked.get("response_type") != "code":
        return "unsupported_response_type", "response_type must be code"
    if not asked.get("state"):
        return "invalid_request", "state is required"
    if not words or unknown:
        return "invalid_scope", f"not a scope: {' '.join(unknown)}" if unknown else "scope is required"
    if asked.get("code_challenge_method") != "S256" or not _CHALLENGE.match(asked.get("code_challenge", "")):
        return "invalid_request", "a code_challenge with code_challenge_method S256 is required"
    return None
