"""Stripe Connect's OAuth: consent page, one-use codes, tokens of the connected account (reference/stripe.md, section 2.1)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from podpusher_cli.sandbox import accounts, stripe_keys
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, answer_json, sent_fields
from podpusher_cli.sandbox.pages import ANSWERED, consent, problem, redirect
from podpusher_cli.sandbox.stripe_errors import grant_refused
from podpusher_cli.sandbox.stripe_events import Events
from podpusher_cli.sandbox.stripe_keys import Key
from podpusher_cli.sandbox.stripe_store import Store
from podpusher_cli.sandbox.world import World

CODE_SECONDS = 300
_CLIENTS = {accounts.STRIPE_CLIENT_ID: False, accounts.STRIPE_LIVE_CLIENT_ID: True}
_SCOPES = {
    "read_only": "See your customers, subscriptions, invoices and events",
    "read_write": "See and change your customers, subscriptions, invoices and everything else",
}
_BOOK = "connect"


class OAuth:
    """The four routes, and what a grant is worth. A code's mode is its client id's; a token's, the platform key's."""

    def __init__(self, world: World, store: Store, events: Events) -> None:
        self._world = world
        self._store = store
        self._events = events

    def endpoints(self) -> list[Endpoint]:
        """Consent page, its form, token endpoint, and the end of a grant."""
        return [
            Endpoint("GET", "/oauth/authorize", self._ask),
            Endpoint("POST", "/oauth/authorize", self._decide),
            Endpoint("POST", "/oauth/token", self._token),
            Endpoint("POST", "/oauth/deauthorize", self._deauthorize),
        ]

    def key(self, text: str) -> Key | None:
        """The key that an access token is, while its grant lasts."""
        token = self._store.get(_BOOK, "token", text)
        if token is None or not self._lasts(token):
            return None
        return stripe_keys.of_grant(text, token["account"], live=token["live"], scope=token["scope"])

    def acting(self, platform: Key, account: str) -> Key | None:
        """The platform's key as it acts for the account, within the scope it was connected with; None when it is not."""
        grant = self._store.get(_BOOK, "grant", stripe_keys.book_of(account, live=platform.live))
        if grant is None:
            return None
        return stripe_keys.of_grant(platform.text, account, live=platform.live, scope=grant["scope"])

    def disconnect(self, account: str, *, live: bool) -> bool:
        """End the grant, whoever wants it; whether there was one. The platform's events tell of it."""
        was = self._store.drop(_BOOK, "grant", stripe_keys.book_of(account, live=live))
        if was:
            self._tell("account.application.deauthorized", account, live=live)
        return was

    def _tell(self, kind: str, account: str, *, live: bool) -> None:
        number = accounts.STRIPE_LIVE_CLIENT_ID if live else accounts.STRIPE_CLIENT_ID
        about = {"id": number, "object": "application", "name": "A platform of the sandbox"}
        place = stripe_keys.book_of(accounts.STRIPE_PLATFORM, live=live)
        self._events.emit(place, kind, about, account=account)

    def _lasts(self, given: Mapping[str, Any]) -> bool:
        """Whether the grant that a token was given under is still the one there is."""
        grant = self._store.get(_BOOK, "grant", stripe_keys.book_of(given["account"], live=given["live"]))
        return grant is not None and grant["grant"] == given["grant"]

    def _callbacks(self, *, live: bool) -> list[str]:
        """The registered addresses: in live mode each is its https twin, and no other."""
        plain = self._world.settings.callbacks
        secure = [address.replace("http://", "https://", 1) for address in plain]
        return secure if live else [*plain, *secure]

    def _ask(self, call: Call) -> Answer:
        asked = dict(call.pairs())
        live = _CLIENTS.get(asked.get("client_id", ""))
        if live is None:
            return problem("Stripe", "No application matches the supplied client identifier.")
        target = asked.setdefault("redirect_uri", self._callbacks(live=live)[0])
        if live and not target.startswith("https://"):
            return problem("Stripe", "Livemode redirect URIs must use HTTPS.")
        if target not in self._callbacks(live=live):
            said = "Ensure this uri exactly matches one of the uris specified in your application settings."
            return problem("Stripe", f"Invalid redirect URI '{target}'. {said}")
        scope = asked.setdefault("scope", "read_only")
        if asked.get("response_type") != "code":
            return _back(asked, error="unsupported_response_type", error_description="Unsupported response type.")
        if scope not in _SCOPES:
            return _back(asked, error="invalid_scope", error_description=f"Invalid scope provided: {scope}.")
        number = secrets.token_urlsafe(24)
        self._store.put(_BOOK, "consent", number, asked | {"live": live})
        words = {scope: _SCOPES[scope]}
        return consent("Stripe", action="authorize", number=number, redirect=target, scopes=words)

    def _decide(self, call: Call) -> Answer:
        form = sent_fields(call)
        number = form.get("consent", "")
        asked = self._store.get(_BOOK, "consent", number)
        if asked is None or form.get("decision") not in {"allow", "deny"}:
            return problem("Stripe", ANSWERED)
        self._store.drop(_BOOK, "consent", number)
        if form["decision"] == "deny":
            return _back(asked, error="access_denied", error_description="The user denied your request")
        code = accounts.new_secret("ac_")
        given = {"live": asked["live"], "scope": asked["scope"], "expires": self._store.now() + CODE_SECONDS}
        self._store.put(_BOOK, "code", code, given | {"tokens": []})
        return _back(asked, scope=asked["scope"], code=code)

    def _platform(self, call: Call, form: Mapping[str, str]) -> Key | None:
        text = stripe_keys.sent(call.headers.get("authorization", "")) or form.get("client_secret", "")
        key = stripe_keys.KEYS.get(text)
        return key if key and key.platform else None

    def _token(self, call: Call) -> Answer:
        form = sent_fields(call)
        platform = self._platform(call, form)
        if platform is None:
            said = "Send your platform's secret API key using the Authorization header, or as a client_secret POST parameter."
            return grant_refused("invalid_client", said, 401)
        call.account = f"stripe:{platform.account}"
        if form.get("grant_type") == "authorization_code":
            return self._redeem(form.get("code", ""), platform)
        if form.get("grant_type") == "refresh_token":
            return self._refresh(form, platform)
        return grant_refused("unsupported_grant_type", f"Unsupported grant type: {form.get('grant_type', '')}")

    def _redeem(self, code: str, platform: Key) -> Answer:
        given = self._store.get(_BOOK, "code", code)
        if given is None or given["expires"] <= self._store.now():
            return grant_refused("invalid_grant", f"Authorization code does not exist: {code}")
        if given["tokens"]:
            for token in given["tokens"]:
                self._store.drop(_BOOK, "token", token)
            said = "This authorization code has already been used. All tokens issued with this code have been revoked."
            return grant_refused("invalid_grant", said)
        if given["live"] != platform.live:
            modes = ("test", "live") if platform.live else ("live", "test")
            said = f"This authorization code was made in {modes[0]} mode, and the API key is of {modes[1]} mode."
            return grant_refused("invalid_grant", said)
        account = accounts.STRIPE_LIVE_ACCOUNT if platform.live else accounts.STRIPE_ACCOUNT
        place = stripe_keys.book_of(account, live=platform.live)
        former = self._store.get(_BOOK, "grant", place)
        number = former["grant"] if former else secrets.token_hex(8)
        grant = {"grant": number, "account": account, "live": platform.live, "scope": given["scope"]}
        self._store.put(_BOOK, "grant", place, grant)
        if former is None:
            self._tell("account.application.authorized", account, live=platform.live)
        answer, tokens = self._give(grant)
        self._store.put(_BOOK, "code", code, given | {"tokens": tokens})
        return answer

    def _refresh(self, form: Mapping[str, str], platform: Key) -> Answer:
        """A new access token; the refresh token stays the same."""
        text = form.get("refresh_token", "")
        kept = self._store.get(_BOOK, "refresh", text)
        if kept is None or kept["live"] != platform.live or not self._lasts(kept):
            return grant_refused(
                "invalid_grant", "Refresh token does not exist, or the account is no longer connected."
            )
        if form.get("scope", kept["scope"]) not in {kept["scope"], "read_only"}:
            return grant_refused("invalid_scope", "The refresh token was not given for that scope.")
        return self._give(kept | {"scope": form.get("scope", kept["scope"])}, refresh=text)[0]

    def _give(self, grant: dict[str, Any], refresh: str | None = None) -> tuple[Answer, list[str]]:
        mode = "live" if grant["live"] else "test"
        access = accounts.new_secret(f"sk_{mode}_")
        self._store.put(_BOOK, "token", access, grant)
        if refresh is None:
            refresh = accounts.new_secret("rt_")
            self._store.put(_BOOK, "refresh", refresh, grant)
        given = {
            "access_token": access,
            "livemode": grant["live"],
            "refresh_token": refresh,
            "token_type": "bearer",
            "stripe_publishable_key": f"pk_{mode}_sandbox",
            "stripe_user_id": grant["account"],
            "scope": grant["scope"],
        }
        return answer_json(200, given, {"cache-control": "no-store"}), [access]

    def _deauthorize(self, call: Call) -> Answer:
        """The grant is gone, and every token of it; so is the right to act for the account."""
        form = sent_fields(call)
        platform = self._platform(call, form)
        account, client = form.get("stripe_user_id", ""), form.get("client_id", "")
        if platform is None or _CLIENTS.get(client) is not platform.live:
            return grant_refused("invalid_client", f"No such application: '{client}'", 401)
        if not self.disconnect(account, live=platform.live):
            said = f"This application is not connected to stripe account {account}, or that account does not exist."
            return grant_refused("invalid_client", said, 401)
        return answer_json(200, {"stripe_user_id": account})


def _back(asked: Mapping[str, Any], **fields: str) -> Answer:
    """Send the browser back, with the state where one was given."""
    return redirect(asked["redirect_uri"], fields | ({"state": asked["state"]} if "state" in asked else {}))
