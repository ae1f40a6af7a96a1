"""End connections: one, or all before podpusher is removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace

from podpusher_cli.core.accounts import ENTRIES_OF, IDENTITY_OF, PROVIDERS, Connection, Forgotten
from podpusher_cli.core.connecting import NotAProvider
from podpusher_cli.core.errors import MachineTrouble, PodpusherError
from podpusher_cli.core.products import Trouble
from podpusher_cli.core.text import N_
from podpusher_cli.core.trend_access import ACCESS_SOURCES
from podpusher_cli.store.tokens import is_kept
from podpusher_cli.workflows.accounts import Accounts, trouble_of
from podpusher_cli.workflows.trend_access import TrendAccess

Revocations = Mapping[str, Callable[[], object]]
Opened = Callable[[str], AbstractContextManager[tuple[Accounts, Revocations, TrendAccess]]]

CONSEQUENCES = {
    "etsy": N_("Disconnect Etsy? Publishing stops until it is connected again; listings stay as they are."),
    "printify": N_("Disconnect Printify? Publishing stops until it is connected again; products stay as they are."),
    "stripe": N_("Disconnect Stripe? Plan and quota are no longer updated; subscriptions go on as they are."),
    "openai": N_("Disconnect OpenAI? Designs and texts are made by the local models only; what is made stays."),
}


def checked_provider(word: str) -> str:
    """The provider's name as it is. Raises NotAProvider."""
    if word not in PROVIDERS:
        raise NotAProvider(word=word)
    return word


def disconnect(
    accounts: Accounts,
    provider: str,
    *,
    confirm: Callable[[str], bool],
    revoke: Callable[[], object] | None = None,
) -> Connection:
    """Wipe everything that opens the provider, after a yes, and have it revoked where it can be. Nothing kept: nothing asked.

    A revocation that fails does not keep the tokens here: the connection then carries the warning `not_revoked`.
    """
    checked_provider(provider)
    before = accounts.connection(provider)
    kept = any(is_kept(accounts.tokens, entry) for entry in ENTRIES_OF[provider])
    if not kept and not accounts.settings.get(IDENTITY_OF[provider]):
        return before
    if not confirm(CONSEQUENCES[provider]):
        return before
    problem = _revoked(revoke) if revoke else None
    wipe(accounts, provider)
    done = accounts.connection(provider)
    return replace(done, problem=problem, warnings=(*done.warnings, "not_revoked")) if problem else done


def forget_all(profiles: Sequence[str], *, confirm: Callable[[str], bool], opened: Opened) -> Forgotten | None:
    """Wipe every connection of every profile, those to sources of trends too, after one yes; None after a no.

    What cannot be wiped is raised at the end. The profiles are opened one after the other, for there may be hundreds.
    """
    if not confirm(N_("Forget every connection of every profile? What is in the shops stays there.")):
        return None
    tally = _Tally()
    for name in profiles:
        with tally.noting_trouble(), opened(name) as (accounts, revocations, trend_access):
            for provider in PROVIDERS:
                with tally.noting_trouble():
                    kept = is_kept(accounts.tokens, provider)
                    done = disconnect(accounts, provider, confirm=lambda _: True, revoke=revocations.get(provider))
                    tally.wiped += [name] if kept else []
                    tally.not_revoked += [provider] if "not_revoked" in done.warnings else []
            for source in ACCESS_SOURCES:
                with tally.noting_trouble():
                    tally.wiped += [name] if trend_access.wipe(source) else []
    if tally.trouble:
        raise tally.trouble
    return Forgotten(tuple(dict.fromkeys(tally.wiped)), len(tally.wiped), tuple(dict.fromkeys(tally.not_revoked)))


@dataclass(slots=True)
class _Tally:
    """What was forgotten so far: a profile for each connection; and what went wrong first."""

    wiped: list[str] = field(default_factory=list)
    not_revoked: list[str] = field(default_factory=list)
    trouble: MachineTrouble | None = None

    @contextmanager
    def noting_trouble(self) -> Iterator[None]:
        try:
            yield
        except MachineTrouble as error:
            self.trouble = self.trouble or error


def wipe(accounts: Accounts, provider: str) -> None:
    """Forget everything that opens the provider, and whose it was."""
    with accounts.tokens.lock(provider):  # a renewal under way would bring its tokens back
        for entry in ENTRIES_OF[provider]:
            if is_kept(accounts.tokens, entry):
                accounts.tokens.delete(entry)
    accounts.remember(provider, "")
    if provider == "stripe":
        accounts.settings.set({"stripe.mode": ""})


def _revoked(revoke: Callable[[], object]) -> Trouble | None:
    try:
        revoke()
    except PodpusherError as error:
        return trouble_of(error)
    return None
