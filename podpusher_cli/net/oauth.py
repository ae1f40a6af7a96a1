"""The browser's half of OAuth: a login's secrets, the consent page's address, and what comes back from it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from podpusher_cli.core.errors import ConsentRefused, ForeignRedirect
from podpusher_cli.core.text import bare


@dataclass(frozen=True, slots=True, repr=False)
class Pkce:
    """One login's secrets: `challenge` and `state` go into the address, `verifier` stays here until the end."""

    verifier: str
    challenge: str
    state: str


def new_pkce() -> Pkce:
    """A fresh verifier of 64 characters, its S256 challenge, and a state."""
    from authlib.common.security import generate_token
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    verifier = generate_token(64)
    return Pkce(verifier, create_s256_code_challenge(verifier), generate_token(32))


def authorize_url(
    base: str, *, client_id: str, redirect_uri: str, scopes: Sequence[str], state: str, challenge: str
) -> str:
    """The consent page's address, for the authorization code flow with PKCE."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri

    return str(
        prepare_grant_uri(
            base,
            client_id,
            "code",
            redirect_uri=redirect_uri,
            scope=" ".join(scopes),
            state=state,
            code_challenge=challenge,
            code_challenge_method="S256",
        )
    )


def read_redirect(url: str, state: str, *, provider: str | None = None) -> str:
    """The code in a redirected address, or in its query alone.

    Raises ForeignRedirect when it does not belong to the login with this `state`, ConsentRefused when it says no.
    """
    try:
        address = bare(url)
        query = urlsplit(address).query if "?" in address else address
        told = parse_qs(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        raise ForeignRedirect(provider=provider) from None
    states, codes, errors = told.get("state", []), told.get("code", []), told.get("error", [])
    # An answer about a missing state cannot carry one; it can only end this login, not start another.
    if errors and not states:
        raise ConsentRefused(provider=provider, problem=_told(told))
    if len(states) != 1 or not secrets.compare_digest(states[0].encode(), state.encode()):
        raise ForeignRedirect(provider=provider)
    if errors:
        raise ConsentRefused(provider=provider, problem=_told(told))
    if len(codes) != 1 or not codes[0]:
        raise ForeignRedirect(provider=provider)
    return codes[0]


def _told(told: Mapping[str, Sequence[str]]) -> str:
    return (told.get("error_description") or told["error"])[0]
