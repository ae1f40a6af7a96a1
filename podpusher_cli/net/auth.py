"""Put a token on a request, and renew it once for all processes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import (
    ConnectionExpired,
    LoginLost,
    NotConnected,
    OutcomeUnknown,
    TryLater,
)
from podpusher_cli.core.tokens import TokenSet

EARLY_S = 60.0  # a token is renewed this long before it ends
_PAUSES_S = (0.3, 0.9)  # before asking again for an answer that was lost
_PATIENCE_S = 20.0  # others wait for the lock meanwhile


class Auth(Protocol):
    """What a request shows to be let in. Used from many threads."""

    def headers(self) -> Mapping[str, str]:
        """The headers to send, from a token that still holds for a while. Raises ConnectionExpired."""
        ...

    def renew(self, stale_headers: Mapping[str, str]) -> bool:
        """The provider did not accept `stale_headers`: whether there are newer ones to try now."""
        ...


class StaticAuth:
    """The same headers every time; nothing can be renewed."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = dict(headers)

    def __repr__(self) -> str:
        return f"StaticAuth({', '.join(self._headers)})"

    def headers(self) -> Mapping[str, str]:
        """See Auth."""
        return self._headers

    def renew(self, stale_headers: Mapping[str, str]) -> bool:
        """See Auth."""
        return dict(stale_headers) != self._headers


def bearer(token: str) -> StaticAuth:
    """`Authorization: Bearer TOKEN`."""
    return StaticAuth(_bearer_headers(token))


def _bearer_headers(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


class RotatingToken:
    """An access token that ends, and a refresh token that is good for one use.

    `load` reads the kept tokens, `save` returns when they are durable, `refresh` asks the provider for a new pair and
    raises ConnectionExpired when the old one is dead and OutcomeUnknown when the answer was lost, `lock` gives a lock that
    all processes share. A new pair is saved before it is used. `again`: what `podpusher connect` takes to log in anew, the
    provider's name unless told otherwise. Raises NotConnected when nothing is kept, and LoginLost when the new pair was
    lost with an answer.
    """

    def __init__(
        self,
        *,
        provider: str,
        profile: str,
        again: str = "",
        load: Callable[[], TokenSet | None],
        save: Callable[[TokenSet], None],
        refresh: Callable[[TokenSet], TokenSet],
        lock: Callable[[], AbstractContextManager[object]],
        clock: Clock,
    ) -> None:
        self._provider = provider
        self._profile = profile
        self._again = again or provider
        self._load = load
        self._save = save
        self._refresh = refresh
        self._lock = lock
        self._clock = clock
        self._one_thread = threading.Lock()
        self._held: TokenSet | None = None
        self._unsaved: tuple[TokenSet, TokenSet] | None = None  # what was kept, and what should have replaced it
        self._unanswered: str | None = None  # a refresh token that may be used up: its answer was lost

    def __repr__(self) -> str:
        return f"RotatingToken({self._provider}, {self._profile})"

    def headers(self) -> Mapping[str, str]:
        """See Auth."""
        held = self._held or self._kept()
        if not self._holds(held, EARLY_S):
            try:
                held = self._renewed(held)
            except TryLater:
                if not self._holds(held, 0):
                    raise
        self._held = held
        return _bearer_headers(held.access_token)

    def renew(self, stale_headers: Mapping[str, str]) -> bool:
        """See Auth."""
        held = self._held or self._kept()
        if stale_headers == _bearer_headers(held.access_token):
            kept = self._kept()
            if not (held.refresh_token or kept.refresh_token):
                return False
            self._held = self._renewed(held)
        return True

    def _kept(self) -> TokenSet:
        kept = self._load()
        if kept is None:
            raise NotConnected(provider=self._provider, profile=self._profile, name=self._again)
        return kept

    def _holds(self, tokens: TokenSet, margin: float) -> bool:
        return tokens.expires_at is None or tokens.expires_at - margin > self._clock.now().timestamp()

    def _renewed(self, stale: TokenSet) -> TokenSet:
        """Tokens newer than `stale`: another thread's, another process's, or fresh ones."""
        with self._one_thread:
            if self._held is not None and self._is_newer(self._held, stale):
                return self._held
            with self._lock():
                kept = self._saved_at_last() or self._kept()
                if not self._is_newer(kept, stale):
                    kept = self._fresh(kept)
            self._held = kept
            return kept

    def _is_newer(self, tokens: TokenSet, stale: TokenSet) -> bool:
        return tokens.access_token != stale.access_token and self._holds(tokens, EARLY_S)

    def _saved_at_last(self) -> TokenSet | None:
        """A pair that could not be saved when it came, saved now, unless somebody has put another one there."""
        if self._unsaved is None:
            return None
        replaced, tokens = self._unsaved
        if self._kept() == replaced:
            self._save(tokens)
            self._unsaved = None
            return tokens
        self._unsaved = None
        return None

    def _fresh(self, kept: TokenSet) -> TokenSet:
        if not kept.refresh_token:
            raise ConnectionExpired(provider=self._provider, name=self._again)
        try:
            tokens = self._asked(kept)
        except ConnectionExpired as error:
            # Perhaps somebody without our lock has rotated it: the store knows.
            again = self._kept()
            if again.refresh_token == kept.refresh_token:
                if self._unanswered == kept.refresh_token:
                    raise LoginLost(provider=self._provider, name=self._again) from error
                raise
            if self._holds(again, EARLY_S):
                return again
            kept, tokens = again, self._asked(again)
        self._unsaved = (kept, tokens)
        self._save(tokens)
        self._unsaved = None
        return tokens

    def _asked(self, kept: TokenSet) -> TokenSet:
        """A new pair, asked for again where the answer was lost: the old one may not have been used up."""
        begun = self._clock.now().timestamp()
        for pause in _PAUSES_S:
            try:
                return self._refresh(kept)
            except OutcomeUnknown:
                self._unanswered = kept.refresh_token
                if self._clock.now().timestamp() - begun > _PATIENCE_S:
                    raise
                self._clock.sleep(pause)
        return self._refresh(kept)
