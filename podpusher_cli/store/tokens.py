"""Secrets: in the keyring (token_keyring), in an encrypted file (token_file), or from the environment; see token_safe.

A value is a small JSON object. Entries belong to a profile; other profiles never see them.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, Protocol

from podpusher_cli.core.errors import KeyringEntryDamaged, LockHeld, TokensReadOnly

LOCK_S = 60.0  # longer than any one refresh takes


class TokenStore(Protocol):
    """Keeps a JSON object for each entry, such as `etsy`, of one profile. Raises MachineTrouble.

    `name`: `keyring`, `file`, `env` or `memory`. `where`: the place, for people.
    """

    @property
    def name(self) -> str: ...

    @property
    def where(self) -> str: ...

    def get(self, provider: str) -> dict[str, Any] | None:
        """What is kept, or None."""
        ...

    def put(self, provider: str, value: Mapping[str, Any]) -> None:
        """Keep it; durable on return."""
        ...

    def delete(self, provider: str) -> None:
        """Forget it; nothing happens when there is none."""
        ...

    def lock(self, provider: str, seconds: float = LOCK_S) -> AbstractContextManager[None]:
        """Held by one thread of one process at a time, for this entry of this profile. Raises LockHeld after `seconds`."""
        ...

    def probe(self) -> None:
        """Return when the store can be written and read, in bounded time; raise what is wrong otherwise."""
        ...


@contextmanager
def all_locked(store: TokenStore, entries: Iterable[str]) -> Iterator[None]:
    """Nobody renews or puts any of these entries meanwhile. Raises LockHeld."""
    with ExitStack() as locks:
        for entry in sorted(entries):  # everywhere in this order, or two would wait for each other
            locks.enter_context(store.lock(entry))
        yield


def is_kept(store: TokenStore, entry: str) -> bool:
    """Whether there is anything, though it be damaged. Raises MachineTrouble."""
    try:
        return store.get(entry) is not None
    except KeyringEntryDamaged:
        return True


class MemoryStore:
    """A store that ends with the process."""

    name = "memory"
    where = "memory"

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}
        self._locks: dict[str, threading.RLock] = {}

    def get(self, provider: str) -> dict[str, Any] | None:
        """See TokenStore."""
        kept = self._kept.get(provider)
        return None if kept is None else json.loads(kept)

    def put(self, provider: str, value: Mapping[str, Any]) -> None:
        """See TokenStore."""
        self._kept[provider] = json.dumps(dict(value))

    def delete(self, provider: str) -> None:
        """See TokenStore."""
        self._kept.pop(provider, None)

    @contextmanager
    def lock(self, provider: str, seconds: float = LOCK_S) -> Iterator[None]:
        """See TokenStore."""
        lock = self._locks.setdefault(provider, threading.RLock())
        if not lock.acquire(timeout=seconds):
            raise LockHeld(path=self.where, seconds=round(seconds))
        try:
            yield
        finally:
            lock.release()

    def probe(self) -> None:
        """See TokenStore."""


class EnvStore:
    """Entries whose fields are variables: `{"printify": {"access_token": "PODPUSHER_PRINTIFY_TOKEN"}}`. Read only.

    An entry is there when all its variables are.
    """

    name = "env"
    where = "environment"

    def __init__(self, variables: Mapping[str, Mapping[str, str]], environment: Mapping[str, str]) -> None:
        self._variables = variables
        self._environment = environment

    def get(self, provider: str) -> dict[str, Any] | None:
        """See TokenStore."""
        names = self._variables.get(provider, {})
        found = {
            name: self._environment[variable] for name, variable in names.items() if self._environment.get(variable)
        }
        return found if found and len(found) == len(names) else None

    def put(self, provider: str, value: Mapping[str, Any]) -> None:
        """Raise TokensReadOnly."""
        raise TokensReadOnly(provider=provider, details={"fields": sorted(value)})

    def delete(self, provider: str) -> None:
        """Raise TokensReadOnly, unless there is nothing to delete."""
        if self.get(provider) is not None:
            raise TokensReadOnly(provider=provider)

    @contextmanager
    def lock(self, provider: str, seconds: float = LOCK_S) -> Iterator[None]:
        """Nothing that could change."""
        del provider, seconds
        yield

    def probe(self) -> None:
        """See TokenStore."""
