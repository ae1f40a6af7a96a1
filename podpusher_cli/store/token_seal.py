"""How files of secrets are sealed: with a key file beside them, or with a passphrase of the seller's."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import PassphraseNeeded, TokenFileTrouble, WrongPassphrase
from podpusher_cli.core.text import N_
from podpusher_cli.store.files import file_lock, make_folder, replace_file

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_HEAD = b"podpusher scrypt-15-8-1 "  # then the salt in base64 and a line's end; log2(n), r and p are fixed
_SALT_BYTES = 16
_KEY_LOCK_S = 20.0


class Seal:
    """Closes and opens the file `path`, and others like it (Fernet).

    With a `passphrase` what is closed needs it; without one it needs the key file, which is made when it is first
    wanted. Where none is known `prepare` has `ask` ask for it, once; nothing else waits for anybody. Raises
    TokenFileTrouble, PassphraseNeeded, WrongPassphrase, DiskTrouble, LockHeld or OSError.
    """

    def __init__(
        self, path: Path, key_file: Path, *, passphrase: str = "", ask: Callable[[], str] | None = None
    ) -> None:
        self._path = path
        self._key_file = key_file
        self._passphrase = passphrase
        self._ask = ask
        self._asking = Lock()

    def prepare(self, sealed: bytes | None) -> None:
        """Learn the passphrase that `sealed` needs, before anything is locked: people take their time to answer.

        An empty answer is one: nobody is asked again, and `open` says what is missing.
        """
        if sealed is None or not sealed.startswith(_HEAD):
            return
        with self._asking:
            if not self._passphrase and self._ask:
                ask, self._ask = self._ask, None
                self._passphrase = ask()

    def open(self, sealed: bytes) -> bytes:
        """What `close` was given."""
        from cryptography.fernet import InvalidToken

        salt, token = self._parts(sealed)
        cipher = self._by_key_file(make=False) if salt is None else self._by_passphrase(salt)
        try:
            return cipher.decrypt(token)
        except InvalidToken as error:
            if salt is not None:
                raise WrongPassphrase(path=self._path) from error
            raise self.unreadable(N_("it is damaged, or the key is another one")) from error

    def close(self, data: bytes, *, before: bytes | None = None) -> bytes:
        """`data`, sealed. What needed a passphrase `before` needs the same one again."""
        salt = None if before is None else self._parts(before)[0]
        if salt is None and not self._passphrase:
            return self._by_key_file(make=True).encrypt(data)
        salt = salt or os.urandom(_SALT_BYTES)
        return _HEAD + base64.b64encode(salt) + b"\n" + self._by_passphrase(salt).encrypt(data)

    def unreadable(self, problem: str, path: Path | None = None) -> TokenFileTrouble:
        """The error for a file that was opened and makes no sense."""
        return TokenFileTrouble(path=path or self._path, key_file=self._key_file, problem=problem)

    def _parts(self, sealed: bytes) -> tuple[bytes | None, bytes]:
        """The salt, or None where a key file is needed, and the rest."""
        if not sealed.startswith(_HEAD):
            return None, sealed
        salt, _, token = sealed.removeprefix(_HEAD).partition(b"\n")
        try:
            return base64.b64decode(salt, validate=True), token
        except binascii.Error as error:
            raise self.unreadable(N_("it is damaged")) from error

    def _by_passphrase(self, salt: bytes) -> Fernet:
        from cryptography.fernet import Fernet

        if not self._passphrase:
            raise PassphraseNeeded(path=self._path)
        return Fernet(_derived(self._passphrase, salt))

    def _by_key_file(self, *, make: bool) -> Fernet:
        from cryptography.fernet import Fernet

        if make and not self._key_file.exists():
            self._make_key()
        try:
            key = self._key_file.read_bytes()
        except FileNotFoundError as error:
            raise self.unreadable(N_("its key file is not there")) from error
        if self._key_file.stat().st_mode & 0o077:
            self._key_file.chmod(0o600)
        try:
            return Fernet(key.strip())
        except ValueError as error:
            raise self.unreadable(N_("its key file is damaged")) from error

    def _make_key(self) -> None:
        """One key, whoever else is about to make it: what is sealed with another could never be opened."""
        from cryptography.fernet import Fernet

        make_folder(self._key_file.parent)
        with file_lock(self._key_file.with_name(self._key_file.name + ".lock"), _KEY_LOCK_S):
            if not self._key_file.exists():
                replace_file(self._key_file, Fernet.generate_key())


@lru_cache(maxsize=4)
def _derived(passphrase: str, salt: bytes) -> bytes:
    """A Fernet key, at the price of 32 MiB and a tenth of a second: paid once a process."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return base64.urlsafe_b64encode(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))
