"""Secrets in one encrypted file, for machines without a keyring."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.text import N_
from podpusher_cli.store.files import file_lock, make_folder, replace_file
from podpusher_cli.store.token_seal import Seal
from podpusher_cli.store.tokens import LOCK_S

_FILE_LOCK_S = 20.0


class FileStore:
    """One encrypted file for all profiles, for the owner's eyes only; its key is in `key_file` unless `seal` is given."""

    name = "file"

    def __init__(self, path: Path, key_file: Path, profile: str, *, seal: Seal | None = None) -> None:
        self._path = path
        self._seal = seal or Seal(path, key_file)
        self._profile = profile
        self._locks = path.parent / "locks"

    @property
    def where(self) -> str:
        """The file's path."""
        return str(self._path)

    def get(self, provider: str) -> dict[str, Any] | None:
        """See TokenStore."""
        with self._trouble_as_ours():
            kept = self._read().get(self._profile, {}).get(provider)
        return None if kept is None else dict(kept)

    def put(self, provider: str, value: Mapping[str, Any]) -> None:
        """See TokenStore."""
        with self._changing() as entries:
            entries.setdefault(self._profile, {})[provider] = dict(value)

    def delete(self, provider: str) -> None:
        """See TokenStore."""
        with self._trouble_as_ours():
            if not self._path.exists():
                return
        with self._changing() as entries:
            entries.get(self._profile, {}).pop(provider, None)
            if not entries.get(self._profile):
                entries.pop(self._profile, None)

    def lock(self, provider: str, seconds: float = LOCK_S) -> AbstractContextManager[None]:
        """See TokenStore."""
        with self._trouble_as_ours():
            self._seal.prepare(self._sealed())  # what is read and written under the lock waits for nobody
        return file_lock(self._locks / f"tokens-{self._profile}-{provider}.lock", seconds)

    def probe(self) -> None:
        """See TokenStore."""
        with self._changing():
            pass

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """All entries of all profiles, written back at the end, under the file's lock."""
        with self._trouble_as_ours():
            make_folder(self._path.parent)
            self._seal.prepare(self._sealed())
            with file_lock(self._path.with_name(self._path.name + ".lock"), _FILE_LOCK_S):
                before = self._sealed()
                entries = self._opened(before)
                yield entries
                for draft in self._path.parent.glob(f".{self._path.name}.*"):
                    draft.unlink(missing_ok=True)  # of a process that was killed: we have the lock
                replace_file(self._path, self._seal.close(json.dumps(entries).encode(), before=before))

    def _read(self) -> dict[str, Any]:
        sealed = self._sealed()
        self._seal.prepare(sealed)
        return self._opened(sealed)

    def _sealed(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None

    def _opened(self, sealed: bytes | None) -> dict[str, Any]:
        if sealed is None:
            return {}
        try:
            entries: dict[str, Any] = json.loads(self._seal.open(sealed))
        except ValueError as error:
            raise self._seal.unreadable(N_("it is damaged")) from error
        return entries

    @contextmanager
    def _trouble_as_ours(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DiskTrouble(path=error.filename or self._path, problem=error.strerror or error) from error
