"""Secrets in one encrypted file, for machines without a keyring."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.errors import DiskTrouble, TokenFileTrouble
from podpusher_cli.store.files import file_lock, make_folder, replace_file
from podpusher_cli.store.tokens import LOCK_S

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_FILE_LOCK_S = 20.0


class FileStore:
    """One encrypted file for all profiles (Fernet), its key in `key_file`; both for the owner's eyes only."""

    name = "file"

    def __init__(self, path: Path, key_file: Path, profile: str, *, locks: Path | None = None) -> None:
        self._path = path
        self._key_file = key_file
        self._profile = profile
        self._locks = locks or path.parent / "locks"

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

    def lock(self, provider: str) -> AbstractContextManager[None]:
        """See TokenStore."""
        return file_lock(self._locks / f"tokens-{self._profile}-{provider}.lock", LOCK_S)

    def probe(self) -> None:
        """See TokenStore."""
        with self._changing():
            pass

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """All entries of all profiles, written back at the end, under the file's lock."""
        with self._trouble_as_ours():
            make_folder(self._path.parent)
            with file_lock(self._path.with_name(self._path.name + ".lock"), _FILE_LOCK_S):
                entries = self._read()
                yield entries
                replace_file(self._path, self._cipher(make=True).encrypt(json.dumps(entries).encode()))

    def _read(self) -> dict[str, Any]:
        try:
            sealed = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        from cryptography.fernet import InvalidToken

        try:
            entries: dict[str, Any] = json.loads(self._cipher(make=False).decrypt(sealed))
        except (InvalidToken, ValueError) as error:
            raise self._unreadable("it is damaged, or the key is another one") from error
        return entries

    def _cipher(self, *, make: bool) -> Fernet:
        from cryptography.fernet import Fernet

        if make and not self._key_file.exists():
            make_folder(self._key_file.parent)
            replace_file(self._key_file, Fernet.generate_key())
        try:
            key = self._key_file.read_bytes()
        except FileNotFoundError as error:
            raise self._unreadable("its key file is not there") from error
        if self._key_file.stat().st_mode & 0o077:
            self._key_file.chmod(0o600)
        try:
            return Fernet(key.strip())
        except ValueError as error:
            raise self._unreadable("its key file is damaged") from error

    def _unreadable(self, problem: str) -> TokenFileTrouble:
        return TokenFileTrouble(path=self._path, key_file=self._key_file, problem=problem)

    @contextmanager
    def _trouble_as_ours(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DiskTrouble(path=error.filename or self._path, problem=error.strerror or error) from error
