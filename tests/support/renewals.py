"""A token that is being renewed elsewhere while something else happens to it."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager

from podpusher_cli.store.tokens import LOCK_S, MemoryStore

RENEWED = {"access_token": "1.renewed", "refresh_token": "1.second"}


class RenewingStore(MemoryStore):
    """From `begin` on another thread has the lock of `etsy`; it puts RENEWED there when somebody else wants that lock."""

    def __init__(self) -> None:
        super().__init__()
        self._held, self._wanted = threading.Event(), threading.Event()
        self._other = threading.Thread(target=self._renew)

    def begin(self) -> None:
        self._other.start()
        assert self._held.wait(30)

    def end(self) -> None:
        """Whoever did not want the lock finds RENEWED there afterwards."""
        self._wanted.set()
        self._other.join()

    def lock(self, provider: str, seconds: float = LOCK_S) -> AbstractContextManager[None]:
        if provider == "etsy":
            self._wanted.set()
        return super().lock(provider, seconds)

    def _renew(self) -> None:
        with super().lock("etsy"):
            self._held.set()
            assert self._wanted.wait(30)
            self.put("etsy", RENEWED)
