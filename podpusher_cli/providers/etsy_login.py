"""Etsy's OAuth endpoints (reference/etsy.md, section 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import OutcomeUnknown
from podpusher_cli.core.http import BadAnswer, Request
from podpusher_cli.core.tokens import TokenSet
from podpusher_cli.providers.etsy_answers import EtsyFault, answer

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

LOGIN_SECONDS = 90 * 86_400.0  # a refresh token's life (section 2.5)


class EtsyLogin:
    """Etsy's OAuth endpoints for one app: authorization code with PKCE, and refresh tokens that rotate."""

    name = "etsy"

    def __init__(self, http: Http, *, authorize_url: str, token_url: str, keystring: str, clock: Clock) -> None:
        self._http = http
        self._authorize_url = authorize_url
        self._token_url = token_url
        self._keystring = keystring
        self._clock = clock

    def authorize_url(self, *, redirect_uri: str, scopes: Sequence[str], state: str, challenge: str) -> str:
        """The consent page's address."""
        from podpusher_cli.net.oauth import authorize_url

        return authorize_url(
            self._authorize_url,
            client_id=self._keystring,
            redirect_uri=redirect_uri,
            scopes=scopes,
            state=state,
            challenge=challenge,
        )

    def exchange(self, code: str, *, verifier: str, redirect_uri: str, scopes: Sequence[str]) -> TokenSet:
        """The tokens that a code stands for; a code is good once. Raises LoginRefused."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": redirect_uri,
        }
        # Repeated after a 500 (section 2.5): either the code was not spent, or the repeat says invalid_grant.
        return self._ask(form, TokenSet("", scopes=tuple(scopes)), repeatable=True)

    def refresh(self, old: TokenSet) -> TokenSet:
        """A new pair; the old refresh token is dead from then on.

        Raises LoginRefused where it was dead before, and OutcomeUnknown where the answer was lost: a 500 comes before
        the old one dies, or after (section 2.5).
        """
        try:
            form = {"grant_type": "refresh_token", "refresh_token": old.refresh_token or ""}
            return self._ask(form, old, repeatable=False)
        except (EtsyFault, BadAnswer) as error:
            raise OutcomeUnknown(provider="etsy", details=error.details) from error

    def _ask(self, form: Mapping[str, str], old: TokenSet, *, repeatable: bool) -> TokenSet:
        form = {"client_id": self._keystring, **form}
        request = Request("POST", self._token_url, "POST /oauth/token", form=form, repeatable=repeatable)
        now = self._clock.now().timestamp()
        return answer(self._http.send(request, provider="etsy"), lambda told: _tokens(told, old, now))


def _tokens(told: Mapping[str, Any], old: TokenSet, now: float) -> TokenSet:
    """What came, with what is known from before: scopes, and whose it is where the token does not say."""
    access = str(told["access_token"])
    return TokenSet(
        access_token=access,
        refresh_token=str(told["refresh_token"]),
        expires_at=now + float(told["expires_in"]),
        scopes=old.scopes,
        account=_user_of(access) or old.account,
        login_ends_at=now + LOGIN_SECONDS,
    )


def _user_of(access_token: str) -> str | None:
    """The user's id, with which a token begins (section 2.5); never more of a token than that."""
    user, dot, _ = access_token.partition(".")
    return user if dot and user.isdecimal() else None
