"""Printify's OAuth endpoints, for those who own a reviewed app (reference/printify.md, section 2.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import ConnectionExpired, OutcomeUnknown, PodpusherError, ProviderRefused, TryLater
from podpusher_cli.core.http import BadAnswer, Request, Response
from podpusher_cli.core.text import N_
from podpusher_cli.core.tokens import TokenSet

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

ACCESS_SECONDS = 6 * 3600.0
_MILLISECONDS = 1e11  # an epoch above this counts them


class LoginEnded(ConnectionExpired):
    message = N_("Printify does not accept this login any more: {problem}")
    hint = N_("podpusher connect printify --oauth")


class Fault(TryLater):
    message = N_("Printify has trouble of its own: {problem}")


class AppRefused(ProviderRefused):
    message = N_("Printify does not accept the app: {problem}")
    hint = N_("Compare PODPUSHER_PRINTIFY_APP_ID with the app that Printify has approved.")


class PrintifyLogin:
    """The OAuth endpoints for one app: a code, and refresh tokens. There is no PKCE and no secret in this flow."""

    name = "printify"

    def __init__(self, http: Http, *, authorize_url: str, api_url: str, app_id: str, clock: Clock) -> None:
        self._http = http
        self._authorize_url = authorize_url
        self._tokens_url = api_url.rstrip("/") + "/v1/app/oauth/tokens"
        self._app_id = app_id
        self._clock = clock

    def authorize_url(self, *, redirect_uri: str, scopes: Sequence[str], state: str, challenge: str) -> str:
        """The consent page's address. The app's scopes are settled; a refusal comes to the same callback."""
        del scopes, challenge
        told = {
            "app_id": self._app_id,
            "accept_url": redirect_uri,
            "decline_url": f"{redirect_uri}?error=access_denied",
            "state": state,
        }
        return f"{self._authorize_url}?{urlencode(told)}"

    def exchange(self, code: str, *, verifier: str, redirect_uri: str, scopes: Sequence[str]) -> TokenSet:
        """The tokens that a code stands for; a code is good once. Raises LoginEnded."""
        del verifier, redirect_uri, scopes
        # Repeated after a server's fault: either the code was not spent, or the repeat says so.
        return self._ask("", {"code": code}, TokenSet(""), repeatable=True)

    def refresh(self, old: TokenSet) -> TokenSet:
        """A new pair for the old one, whose refresh token may be dead from then on.

        Raises LoginEnded where it was dead before, and OutcomeUnknown where the answer was lost.
        """
        try:
            return self._ask("/refresh", {"refresh_token": old.refresh_token or ""}, old, repeatable=False)
        except (Fault, BadAnswer) as error:
            raise OutcomeUnknown(provider="printify", details=error.details) from error

    def _ask(self, path: str, form: Mapping[str, str], old: TokenSet, *, repeatable: bool) -> TokenSet:
        request = Request(
            "POST", self._tokens_url + path, f"POST /app/oauth/tokens{path}", form={"app_id": self._app_id, **form},
            repeatable=repeatable,
        )  # fmt: skip
        answer = self._http.send(request, provider="printify")
        if answer.status >= 400:
            raise _refusal(answer)
        told = answer.json()
        try:
            return TokenSet(
                access_token=str(told["access_token"]),
                refresh_token=str(told["refresh_token"]),
                expires_at=_moment(told.get("expire_at"), self._clock.now()),
                account=old.account,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadAnswer(provider="printify", details={"provider_request": answer.request_id}) from error


def _moment(told: object, now: datetime) -> float:
    """When the access token ends, as epoch seconds: the field's form is not documented, so each likely one is read."""
    if isinstance(told, int | float) or (isinstance(told, str) and told.isdecimal()):
        seconds = float(told)
        return seconds / 1000 if seconds > _MILLISECONDS else seconds
    if isinstance(told, str) and told:
        moment = datetime.fromisoformat(told.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    return now.timestamp() + ACCESS_SECONDS


def _refusal(answer: Response) -> PodpusherError:
    body = answer.json()
    told: Mapping[str, Any] = body if isinstance(body, dict) else {}
    code = str(told.get("error") or "")
    common: dict[str, Any] = {
        "provider": "printify",
        "details": {"status": answer.status, "provider_code": code or None, "provider_request": answer.request_id},
        "problem": str(told.get("error_description") or code or f"HTTP {answer.status}"),
        "name": "printify",
    }
    if answer.status >= 500:
        return Fault(reason="unavailable", **common)
    if code == "invalid_client":
        return AppRefused(reason="app_refused", **common)
    return LoginEnded(reason="login_ended", **common)
