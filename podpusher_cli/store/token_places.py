"""Which store a home has settled on, and which one holds each profile's tokens. No secret is in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from podpusher_cli.core.errors import CannotRead, DiskTrouble
from podpusher_cli.store.files import file_lock, make_folder, replace_file

DEFAULT = "keyring"
_LOCK_S = 20.0


@dataclass(frozen=True, slots=True)
class Place:
    """`kind`: the store that holds a profile's tokens. `leftover`: one that may still hold what was moved from it."""

    kind: str
    leftover: str = ""


@dataclass(frozen=True, slots=True)
class _Noted:
    chosen: str = ""
    profiles: dict[str, Place] = field(default_factory=dict)


class Places:
    """The file `token-store` of a home: the store for what is new in its first line, then a line for each profile.

    Raises CannotRead and DiskTrouble.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / "token-store"
        self._lock = home / "locks" / "token-store.lock"

    @property
    def chosen(self) -> str:
        """The store that the seller agreed to, or nothing."""
        return self._read().chosen

    def of(self, profile: str) -> Place | None:
        """Where a profile's tokens are, where that is known."""
        return self._read().profiles.get(profile)

    def profiles(self) -> set[str]:
        """The profiles that something is known of."""
        return set(self._read().profiles)

    def choose(self, kind: str) -> None:
        """The store for profiles that have none yet."""
        with self._changing() as noted:
            noted.append(replace(noted[0], chosen=kind))

    def record(self, profile: str, place: Place) -> None:
        """A profile's tokens are there from now on. Nothing is written where that was known.

        A store other than the keyring that holds a home's first tokens is the one for those of its next profiles.
        """
        if self.of(profile) == place:
            return
        with self._changing() as noted:
            first = place.kind if place.kind != DEFAULT and not noted[0].profiles else ""
            profiles = noted[0].profiles | {profile: place}
            noted.append(replace(noted[0], chosen=noted[0].chosen or first, profiles=profiles))

    def forget(self, profile: str) -> None:
        """The profile is gone. Nothing is written where nothing was known of it."""
        if self.of(profile) is None:
            return
        with self._changing() as noted:
            left = {name: place for name, place in noted[0].profiles.items() if name != profile}
            noted.append(replace(noted[0], profiles=left))

    def _read(self) -> _Noted:
        try:
            first, *lines = self._path.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return _Noted()
        except (OSError, ValueError) as error:
            raise CannotRead(path=self._path, problem=getattr(error, "strerror", None) or error) from error
        rows = [line.split() for line in lines if len(line.split()) > 1]
        return _Noted(first.strip(), {row[0]: Place(row[1], " ".join(row[2:3])) for row in rows})

    @contextmanager
    def _changing(self) -> Iterator[list[_Noted]]:
        """What is noted; the last of the list is written."""
        try:
            make_folder(self._path.parent)
            with file_lock(self._lock, _LOCK_S):
                noted = [self._read()]
                yield noted
                rows = [f"{name} {each.kind} {each.leftover}".rstrip() for name, each in noted[-1].profiles.items()]
                replace_file(self._path, "\n".join([noted[-1].chosen, *rows, ""]).encode())
        except OSError as error:
            raise DiskTrouble(path=error.filename or self._path, problem=error.strerror or error) from error
