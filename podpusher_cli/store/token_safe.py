"""A profile's tokens, wherever they are kept: never lost because their store fails, or because another was chosen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from podpusher_cli.core.errors import (
    DiskTrouble,
    LockHeld,
    MachineTrouble,
    TokensAside,
    TokensElsewhere,
    TokensReadOnly,
)
from podpusher_cli.core.secrets import secrets_in
from podpusher_cli.core.text import N_
from podpusher_cli.store.token_places import Place, Places
from podpusher_cli.store.token_rescue import Rescue, Rescued, mark
from podpusher_cli.store.tokens import LOCK_S, TokenStore

ASIDE = N_("The tokens are in {path}, encrypted, because they could not be kept where they belong: {problem}")
ASIDE_PLAIN = N_(
    "The tokens are in {path}, not encrypted but for your eyes only, because they could not be kept where they belong:"
    " {problem}"
)
TAKES_IN = N_("podpusher status takes them in from there once that works again. Give the file to nobody.")
STILL_ASIDE = N_("The tokens in {path} still cannot be kept where they belong: {problem}")
UNREADABLE = N_("What was put aside is left there: {problem}")


class Warn(Protocol):
    """Tells the seller."""

    def __call__(self, message: str, **fields: object) -> None:
        """A sentence, and what it is filled with; an error stands for what it says."""
        ...


class SafeStore:
    """The store that is in force, asked anew each time, and what it could not take (see TokenStore).

    `of_kind` gives any store by its name, for what an unfinished move has left there.
    `put` returns when the entry is durable, if need be in a file aside; whoever asks for it next takes it in, unless the
    store has got a newer one since. `aside` has what this process put aside.
    """

    def __init__(
        self,
        profile: str,
        store: Callable[[], TokenStore],
        *,
        of_kind: Callable[[str], TokenStore],
        rescue: Rescue,
        places: Places,
        warn: Warn,
    ) -> None:
        self._profile = profile
        self._store = store
        self._of_kind = of_kind
        self._rescue = rescue
        self._places = places
        self._warn = warn
        self._held = threading.local()
        self._warned: set[str] = set()
        self.aside: dict[str, TokensAside] = {}
        self._met: frozenset[str] = frozenset()
        self._others: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """The name of the store in force."""
        return self._store().name

    @property
    def where(self) -> str:
        """Its place."""
        return self._store().where

    def secrets(self, entries: Iterable[str]) -> frozenset[str]:
        """The secrets that this process has met here, and those of all `entries` where it has met any.

        A store that nobody has needed is not asked; what fails is passed over.
        """
        if self._met and self._others is None:
            found: set[str] = set()
            with suppress(MachineTrouble):
                for entry in entries:
                    found.update(secrets_in(self._store().get(entry) or {}))
            self._others = frozenset(found)
        return self._met | (self._others or frozenset())

    def get(self, provider: str) -> dict[str, Any] | None:
        """See TokenStore. Raises TokensElsewhere where another store than the one in force holds the profile's tokens."""
        value = self._asked(provider)
        self._met |= {*secrets_in(value or {})}
        return value

    def _asked(self, provider: str) -> dict[str, Any] | None:
        if self._found(provider) is None:
            return self._kept(provider)
        value = self._newest(provider)
        for other in self._rescue.entries() - {provider}:
            self._newest(other)
        return value

    def _newest(self, provider: str) -> dict[str, Any] | None:
        """What is newest; whoever has the lock takes in what is aside."""
        if provider in self._entries_held():
            return self._taken_in(provider)
        try:
            with self.lock(provider, 0):
                return self._taken_in(provider)
        except (LockHeld, DiskTrouble):
            aside = self._found(provider)
            with suppress(MachineTrouble):
                kept = self._store().get(provider)
                return kept if aside is None or aside.is_outdated(kept) else aside.value
            return aside.value if aside else self._kept(provider)

    def put(self, provider: str, value: Mapping[str, Any]) -> None:
        """See TokenStore."""
        self._met |= {*secrets_in(value)}
        if self._found(provider):
            with suppress(MachineTrouble):
                self.get(provider)  # what is aside is older than this, and must not come back once this is kept
        store = self._store()
        try:
            store.put(provider, value)
        except TokensReadOnly:
            raise
        except MachineTrouble as error:
            self._put_aside(store, provider, value, error)
        else:
            self._rescue.discard(provider)
            self.aside.pop(provider, None)
            with suppress(MachineTrouble):
                self._places.record(self._profile, Place(store.name, self._leftover()))

    def delete(self, provider: str) -> None:
        """See TokenStore."""
        self._rescue.discard(provider)  # first, lest a kill in between brings it back
        if leftover := self._leftover():
            with suppress(MachineTrouble):  # it may have been left because it fails
                self._of_kind(leftover).delete(provider)
        self._store().delete(provider)

    @contextmanager
    def lock(self, provider: str, seconds: float = LOCK_S) -> Iterator[None]:
        """See TokenStore."""
        with self._store().lock(provider, seconds):
            self._entries_held().add(provider)
            try:
                yield
            finally:
                self._entries_held().discard(provider)

    def probe(self) -> None:
        """See TokenStore."""
        self._store().probe()

    def _entries_held(self) -> set[str]:
        """The entries whose locks this thread holds."""
        held: set[str] = self._held.__dict__.setdefault("entries", set())
        return held

    def _leftover(self) -> str:
        place = self._places.of(self._profile)
        return place.leftover if place else ""

    def _kept(self, provider: str) -> dict[str, Any] | None:
        store = self._store()
        kept = store.get(provider)
        if kept is None:
            store_now = self._store()  # moved while we asked
            kept = store_now.get(provider) if store_now.name != store.name else None
            place = self._places.of(self._profile)
            if kept is None and place and place.kind != store_now.name:
                raise TokensElsewhere(profile=self._profile, kept=place.kind, said=store_now.name)
        return kept

    def _found(self, provider: str) -> Rescued | None:
        try:
            return self._rescue.find(provider)
        except MachineTrouble as error:
            self._warn_once(provider, UNREADABLE, problem=error)
            return None

    def _taken_in(self, provider: str) -> dict[str, Any] | None:
        """What is newest, kept by the store from now on if it can. The lock is held."""
        aside = self._found(provider)
        if aside is None:
            return self._kept(provider)
        store = self._store()
        try:
            kept = store.get(provider)
            if aside.is_outdated(kept):
                self._rescue.discard(provider)
                return kept
            if kept != aside.value:
                store.put(provider, aside.value)
        except MachineTrouble as error:
            self._warn_once(provider, STILL_ASIDE, path=aside.path, problem=error)
            return aside.value
        self._rescue.discard(provider)
        self.aside.pop(provider, None)
        return aside.value

    def _put_aside(self, store: TokenStore, provider: str, value: Mapping[str, Any], trouble: MachineTrouble) -> None:
        replaces = None
        with suppress(MachineTrouble):
            replaces = mark(store.get(provider))
        if replaces is None and (before := self._found(provider)):
            replaces = before.replaces  # it was never taken in: we stand in for what it stood in for
        aside = self._rescue.keep(provider, value, replaces)
        if aside is None:
            raise trouble
        path = str(aside.path)
        files = [{"entry": provider, "path": path, "encrypted": aside.sealed}]
        self.aside[provider] = TokensAside(path=path, problem=trouble.plain(), details={"files": files})
        self._warn_once(provider, ASIDE if aside.sealed else ASIDE_PLAIN, path=path, problem=trouble)
        self._warn_once("", TAKES_IN)

    def _warn_once(self, about: str, message: str, **fields: object) -> None:
        if (told := f"{about} {message}") not in self._warned:
            self._warned.add(told)
            self._warn(message, **fields)
