"""Fresh tokens that their store could not take, each in a file of its own until it can."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import MachineTrouble, TokenFileTrouble
from podpusher_cli.core.text import N_
from podpusher_cli.store.files import make_folder, replace_file
from podpusher_cli.store.token_seal import Seal

NOTHING = "nothing"
_MOST_BYTES = 1_000_000
_PLAIN = b"podpusher tokens, not encrypted\n"


@dataclass(frozen=True, slots=True, repr=False)
class Rescued:
    """An entry that was put aside. `replaces`: the mark of what its store held then; None if it could not be read."""

    path: Path
    sealed: bool
    value: dict[str, Any]
    replaces: str | None
    at: float

    def is_outdated(self, kept: Mapping[str, Any] | None) -> bool:
        """Whether what the store holds now was put there later."""
        if self.replaces is not None:
            return mark(kept) not in {self.replaces, mark(self.value)}
        ours, theirs = self.value.get("expires_at"), (kept or {}).get("expires_at")
        return bool(ours and theirs and theirs > ours)


def mark(value: Mapping[str, Any] | None) -> str:
    """What tells one entry from another and gives nothing away."""
    if value is None:
        return NOTHING
    return sha256(json.dumps(dict(value), sort_keys=True).encode()).hexdigest()


class Rescue:
    """Files for the owner's eyes only in the first of `folders` that can be written, bound to one home and profile.

    They are sealed as the token file is, or plain where that cannot be done. Others' files are passed over.
    """

    def __init__(self, home: Path, profile: str, folders: Sequence[Path], *, seal: Seal, clock: Clock) -> None:
        self._owner = {"home": str(home), "profile": profile}
        name = sha256(os.fsencode(home)).hexdigest()[:8]
        self._prefix = f"tokens.rescued.{name}.{profile}."
        self._folders = folders
        self._seal = seal
        self._clock = clock

    def keep(self, entry: str, value: Mapping[str, Any], replaces: str | None) -> Rescued | None:
        """Put an entry aside, durably; None where no folder takes it."""
        at = self._clock.now().timestamp()
        told = self._owner | {"entry": entry, "value": dict(value), "replaces": replaces, "at": at}
        text = json.dumps(told).encode()
        try:
            data, sealed = self._seal.close(text), True
        except (MachineTrouble, OSError):  # no key can be made, or nobody knows the passphrase
            data, sealed = _PLAIN + text, False
        for folder in self._folders:
            path = folder / (self._prefix + entry)
            try:
                if folder == self._folders[0]:
                    make_folder(folder)
                replace_file(path, data)
            except OSError:
                continue
            return Rescued(path, sealed, dict(value), replaces, at)
        return None

    def find(self, entry: str) -> Rescued | None:
        """What was put aside last. Raises TokenFileTrouble, PassphraseNeeded or WrongPassphrase."""
        found = [each for path in self._paths(entry) if (each := self._read(path, entry))]
        return max(found, key=lambda each: each.at) if found else None

    def entries(self) -> set[str]:
        """What seems to have been put aside."""
        found = [path for folder in self._folders for path in folder.glob(self._prefix + "*")]
        return {path.name.removeprefix(self._prefix) for path in found}

    def discard(self, entry: str) -> None:
        """It is kept elsewhere by now, or was given up."""
        for path in self._paths(entry):
            try:
                if path.lstat().st_uid == os.getuid():
                    path.unlink()
            except OSError:  # not there, or where nothing can be changed: then it is outdated
                continue

    def _paths(self, entry: str) -> list[Path]:
        return [folder / (self._prefix + entry) for folder in self._folders]

    def _read(self, path: Path, entry: str) -> Rescued | None:
        data = _own_bytes(path)
        if data is None:
            return None
        plain = data.startswith(_PLAIN)
        self._seal.prepare(data)
        try:
            told = json.loads(data.removeprefix(_PLAIN) if plain else self._seal.open(data))
            if any(told[name] != owner for name, owner in (self._owner | {"entry": entry}).items()):
                return None
            return Rescued(path, not plain, dict(told["value"]), told["replaces"], float(told["at"]))
        except TokenFileTrouble as error:
            raise self._seal.unreadable(str(error.fields["problem"]), path) from error
        except (ValueError, KeyError, TypeError) as error:
            raise self._seal.unreadable(N_("it is damaged"), path) from error


def _own_bytes(path: Path) -> bytes | None:
    """A file's bytes, if it is a plain file of ours that nobody else can read or write."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        facts = os.fstat(handle)
        ours = stat.S_ISREG(facts.st_mode) and facts.st_uid == os.getuid() and not facts.st_mode & 0o077
        return os.read(handle, _MOST_BYTES) if ours else None
    finally:
        os.close(handle)
