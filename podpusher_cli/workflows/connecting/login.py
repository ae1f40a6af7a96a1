"""A login in the browser, the same for every provider: at once, or in two steps for scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from podpusher_cli.core.accounts import PendingLogin
from podpusher_cli.core.connecting import NoPendingLogin
from podpusher_cli.core.errors import TokensReadOnly
from podpusher_cli.core.tokens import TokenSet
from podpusher_cli.net.oauth import new_pkce, read_redirect
from podpusher_cli.providers.base import OAuthProvider
from podpusher_cli.workflows.accounts import Accounts

PENDING_SECONDS = 600.0  # how long an address of --no-wait may be finished


class Listener(Protocol):
    """The callback, already listening."""

    def wait(self, timeout: float, *, pasted: Callable[[], str] | None = None) -> str:
        """The redirected address. Raises an error of exit 3 when it does not come."""
        ...


@dataclass(frozen=True, slots=True)
class Meeting:
    """How the seller is met: `listen` takes the callback's port, `show` the page's address, `pasted` gives typed lines."""

    listen: Callable[[], AbstractContextManager[Listener]]
    timeout: float
    show: Callable[[str], None]
    pasted: Callable[[], str] | None


@dataclass(frozen=True, slots=True)
class Consent:
    """What is asked of whom, and where the answer comes. An empty `redirect_uri` is the provider's choice."""

    login: OAuthProvider
    redirect_uri: str
    scopes: Sequence[str] = ()

    def address(self, state: str, challenge: str) -> str:
        """The consent page's."""
        return self.login.authorize_url(
            redirect_uri=self.redirect_uri, scopes=self.scopes, state=state, challenge=challenge
        )

    def tokens(self, code: str, verifier: str) -> TokenSet:
        """What the code stands for; a code is good once."""
        return self.login.exchange(code, verifier=verifier, redirect_uri=self.redirect_uri, scopes=self.scopes)


def refuse_read_only(accounts: Accounts, provider: str, told: TokenSet | None = None) -> None:
    """What nobody could keep need not be proved, unless it is `told` by the environment. Raises TokensReadOnly."""
    if accounts.tokens.name == "env" and (told is None or not accounts.is_given(provider, told)):
        raise TokensReadOnly(provider=provider)


def sign_in(accounts: Accounts, provider: str, consent: Consent, meeting: Meeting) -> TokenSet:
    """Take the port, show the consent page's address, wait for the redirect, and fetch the tokens.

    Raises PortTaken, LoginTimeout, ConsentRefused, ForeignRedirect, TokensReadOnly, and what the provider has against it.
    """
    refuse_read_only(accounts, provider)
    with meeting.listen() as listener:
        pkce = new_pkce()
        meeting.show(consent.address(pkce.state, pkce.challenge))
        answer = listener.wait(meeting.timeout, pasted=meeting.pasted)
    return consent.tokens(read_redirect(answer, pkce.state, provider=provider), pkce.verifier)


def begin(accounts: Accounts, provider: str, consent: Consent, *, resume: str, kept: Mapping[str, str]) -> PendingLogin:
    """The consent page's address, to be finished by `resume`: state, verifier and `kept` are kept for ten minutes."""
    refuse_read_only(accounts, provider)
    pkce = new_pkce()
    url = consent.address(pkce.state, pkce.challenge)
    ends_at = accounts.clock.now().timestamp() + PENDING_SECONDS
    secrets: dict[str, Any] = {"state": pkce.state, "verifier": pkce.verifier, "ends_at": ends_at}
    accounts.tokens.put(f"{provider}-login", secrets | dict(kept))
    return PendingLogin(url, resume)


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """A redirect that came back to a login under way: its code, and what `begin` kept."""

    code: str
    verifier: str
    kept: Mapping[str, str]


def take_up(accounts: Accounts, provider: str, url: str) -> Answer:
    """What `begin` left, with the code in the redirected `url`; good once. Raises NoPendingLogin, ConsentRefused, ForeignRedirect."""
    with accounts.tokens.lock(f"{provider}-login"):
        kept = accounts.tokens.get(f"{provider}-login")
        if not kept:
            raise NoPendingLogin(provider=provider)
        if accounts.clock.now().timestamp() > float(kept["ends_at"]):
            accounts.tokens.delete(f"{provider}-login")
            raise NoPendingLogin(provider=provider)
        code = read_redirect(url, str(kept["state"]), provider=provider)
        accounts.tokens.delete(f"{provider}-login")
    return Answer(code, str(kept["verifier"]), {name: str(value) for name, value in kept.items()})
