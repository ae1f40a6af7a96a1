"""Secrets in the keyring of the operating system, which may hang, be locked, or not be there."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from podpusher_cli.core.errors import KeyringEntryDamaged, KeyringSilent, KeyringTrouble
from podpusher_cli.core.text import N_
from podpusher_cli.store.files import file_lock
from podpusher_cli.store.tokens import LOCK_S

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_KEYRING_S = 3.0
_PROBE = "probe"
T = TypeVar("T")


class Guard:
    """Runs calls that may never come back, in a thread of their own. After the first such call no other is tried."""

    def __init__(self, seconds: float = _KEYRING_S) -> None:
        self._seconds = seconds
        self._dead = False

    def call(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises, or KeyringSilent when that takes too long."""
        if self._dead:
            raise KeyringSilent(seconds=f"{self._seconds:g}")
        done: list[Callable[[], T]] = []

        def run() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - handed to whoever waits
                failure = error
                done.append(lambda: _raise(failure))
            else:
                done.append(lambda: result)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(self._seconds)
        if not done:
            self._dead = True
            raise KeyringSilent(seconds=f"{self._seconds:g}")
        return done[0]()


def _raise(error: Exception) -> Any:
    raise error


_GUARD = Guard()  # a keyring that hangs does so for the whole process


class KeyringStore:
    """The keyring of the operating system. Every call ends within three seconds.

    `account` and `service` tell one podpusher home from another, `locks` is the folder of the lock files.
    """

    name = "keyring"

    def __init__(
        self,
        profile: str,
        *,
        locks: Path,
        account: str | None = None,
        backend: Callable[[], KeyringBackend] | None = None,
        guard: Guard = _GUARD,
        service: str = "podpusher",
    ) -> None:
        self._profile = profile
        self._account = account or profile
        self._locks = locks
        self._choose = backend or _system_keyring
        self._guard = guard
        self._service = service
        self._backend: KeyringBackend | None = None

    @property
    def where(self) -> str:
        """The keyring's name; nothing is asked of it."""
        return {"darwin": "Keychain", "win32": "Windows Credential Manager"}.get(sys.platform, "Secret Service")

    def get(self, provider: str) -> dict[str, Any] | None:
        """See TokenStore."""
        text = self._call(lambda keyring: keyring.get_password(self._service, self._entry(provider)))
        if text is None:
            return None
        try:
            kept = json.loads(text)
        except ValueError:
            kept = None
        if not isinstance(kept, dict):
            raise KeyringEntryDamaged(entry=self._entry(provider), name=provider.partition("-")[0])
        return kept

    def put(self, provider: str, value: Mapping[str, Any]) -> None:
        """See TokenStore."""
        text = json.dumps(dict(value))
        self._call(lambda keyring: keyring.set_password(self._service, self._entry(provider), text))

    def delete(self, provider: str) -> None:
        """See TokenStore."""

        def work(keyring: KeyringBackend) -> None:
            if keyring.get_password(self._service, self._entry(provider)) is not None:
                keyring.delete_password(self._service, self._entry(provider))

        self._call(work)

    def lock(self, provider: str, seconds: float = LOCK_S) -> AbstractContextManager[None]:
        """See TokenStore."""
        return file_lock(self._locks / f"tokens-{self._profile}-{provider}.lock", seconds)

    def probe(self) -> None:
        """See TokenStore."""
        with self.lock(_PROBE):  # two logins at once must not take each other's entry for a fault
            self.put(_PROBE, {"works": True})
            try:
                if self.get(_PROBE) != {"works": True}:
                    raise KeyringTrouble(problem=N_("it does not keep what it is given"))
            finally:
                with suppress(KeyringTrouble):
                    self.delete(_PROBE)

    def _entry(self, provider: str) -> str:
        return f"{self._account}/{provider}"

    def _call(self, work: Callable[[KeyringBackend], T]) -> T:
        def whole() -> T:
            if self._backend is None:
                self._backend = self._choose()
            return work(self._backend)

        try:
            return self._guard.call(whole)
        except KeyringTrouble:
            raise
        except Exception as error:
            # Backends raise what they like: D-Bus errors, their own, the operating system's.
            raise KeyringTrouble(problem=str(error).partition("\n")[0] or type(error).__name__) from error


def _system_keyring() -> KeyringBackend:
    """The platform's own keyring, never a chain of several. Raises whatever the backend has against being used."""
    if sys.platform == "darwin":
        from keyring.backends import macOS

        return _usable(macOS.Keyring)
    if sys.platform == "win32":
        from keyring.backends import Windows

        return _usable(Windows.WinVaultKeyring)
    from keyring.backends import SecretService, kwallet

    try:
        return _usable(SecretService.Keyring)
    except Exception:
        for other in (kwallet.DBusKeyring, kwallet.DBusKeyringKWallet4):
            with suppress(Exception):
                return _usable(other)
        raise


def _usable(kind: type[KeyringBackend]) -> KeyringBackend:
    _ = kind.priority  # raises with the reason where it is of no use
    return kind()
