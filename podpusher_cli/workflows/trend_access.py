"""Keep, show and forget the seller's own keys and sessions at sources of trends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from podpusher_cli.core.accounts import Connection, ConnectionState, days_until
from podpusher_cli.core.clock import Clock, from_seconds
from podpusher_cli.core.errors import CannotRead, MachineTrouble, NoSuchFile, PodpusherError
from podpusher_cli.core.text import N_, bare
from podpusher_cli.core.trend_access import (
    ACCESS_SOURCES,
    KEY_PARTS,
    SESSION_SITES,
    TREND_ENTRIES,
    Access,
    entry_of,
    read_cookies,
    read_key,
)
from podpusher_cli.core.trend_routes import Credential
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import TokenStore, all_locked, is_kept
from podpusher_cli.workflows.accounts import trouble_of

_KINDS = ("key", "session")
_INDEX = "trends.access"
_LARGEST = 4 * 1024 * 1024
FORGET = N_("Forget the key and the session for {provider}? Its trends are then read without them.")


@dataclass(frozen=True, slots=True)
class TrendAccess:
    """The profile's keys and sessions. `environment` goes before what is kept: `PODPUSHER_TIKTOK_TOKEN`, `…_COOKIES`.

    The token store is asked only for what the settings say is in it: a keyring that nobody needs may stay locked.
    """

    tokens: TokenStore
    settings: Settings
    environment: Mapping[str, str]
    clock: Clock

    def credential(self, need: str) -> Credential | None:
        """What opens a route, where the seller has given it. Raises MachineTrouble, BadSourceKey or NoSessionInFile."""
        access = self.given(need) or self.kept(need)
        return access.credential(need) if access else None

    def given(self, need: str) -> Access | None:
        """What the environment gives. Raises BadSourceKey, NoSuchFile, CannotRead or NoSessionInFile."""
        kind, _, source = need.partition(":")
        text = self._named(kind, source)
        if not text:
            return None
        return (
            Access(read_key(source, text), 0.0)
            if kind == "key"
            else self._session(source, Path(text).expanduser(), 0.0)
        )

    def _named(self, kind: str, source: str) -> str:
        """What the variable of a source's key or of its cookie file holds."""
        if kind == "key" and source in KEY_PARTS:
            return bare(self.environment.get(f"PODPUSHER_{source.upper()}_TOKEN", ""))
        if kind == "session" and source in SESSION_SITES:
            return bare(self.environment.get(f"PODPUSHER_{source.upper()}_COOKIES", ""))
        return ""

    def kept(self, need: str) -> Access | None:
        """What the token store has. Raises MachineTrouble."""
        if entry_of(need) not in self._known():
            return None
        found = self.tokens.get(entry_of(need))
        access = Access.from_dict(found) if found else None
        return access if access and access.values else None

    def connect_key(self, source: str, text: str) -> Connection:
        """Keep a key. Raises BadSourceKey or MachineTrouble."""
        return self._keep(source, f"key:{source}", Access(read_key(source, text), self._now()))

    def connect_session(self, source: str, path: Path) -> Connection:
        """Keep the site's cookies of a file, and nothing else of it. Raises NoSuchFile, NoSessionInFile or MachineTrouble."""
        return self._keep(source, f"session:{source}", self._session(source, path, self._now()))

    def connection(self, source: str) -> Connection | None:
        """What there is for a source; None where there is nothing. What cannot be read or used is its `problem`."""
        named = any(self._named(kind, source) for kind in _KINDS)
        place = ("env", "environment") if named else (self.tokens.name, self.tokens.where)
        blank = Connection(source, ConnectionState.NOT_CONNECTED, store=place[0], place=place[1])
        try:
            found = {kind: self.given(f"{kind}:{source}") or self.kept(f"{kind}:{source}") for kind in _KINDS}
        except MachineTrouble as error:
            return replace(blank, state=ConnectionState.UNKNOWN, problem=trouble_of(error))
        except PodpusherError as error:
            return replace(blank, problem=trouble_of(error))
        there = {kind: access for kind, access in found.items() if access}
        return self._standing(blank, there) if there else None

    def _standing(self, blank: Connection, there: Mapping[str, Access]) -> Connection:
        """How that stands which can be read."""
        session = there.get("session")
        ends = from_seconds(session.ends_at) if session and session.ends_at else None
        over = ends is not None and ends <= self.clock.now() and "key" not in there
        return replace(
            blank,
            state=ConnectionState.EXPIRED if over else ConnectionState.CONNECTED,
            scopes_held=tuple(there),
            login_ends_at=ends,
            days_left=days_until(ends, self.clock.now()),
        )

    def connections(self) -> tuple[Connection, ...]:
        """Every source that there is something for."""
        return tuple(found for source in ACCESS_SOURCES if (found := self.connection(source)))

    def forget(self, source: str, confirm: Callable[..., bool]) -> Connection:
        """Wipe what is kept for a source, after a yes; how it stands then. Raises MachineTrouble."""
        if set(_entries(source)) & self._known() and confirm(FORGET):
            self.wipe(source)
        return self.connection(source) or Connection(source, ConnectionState.NOT_CONNECTED)

    def wipe(self, source: str) -> bool:
        """Forget what the token store has for a source, though the settings know nothing of it; whether that was anything.

        Raises MachineTrouble.
        """
        with all_locked(self.tokens, TREND_ENTRIES):
            there = [entry for entry in _entries(source) if is_kept(self.tokens, entry)]
            for entry in there:
                self.tokens.delete(entry)
            self._remember(self._known() - set(_entries(source)))
        return bool(there)

    def _keep(self, source: str, need: str, access: Access) -> Connection:
        with all_locked(self.tokens, TREND_ENTRIES):  # all, for the settings name them together
            self._remember(self._known() | {entry_of(need)})  # first: what is not named there is never looked for
            self.tokens.put(entry_of(need), access.to_dict())
        return self.connection(source) or Connection(source, ConnectionState.NOT_CONNECTED)

    def _session(self, source: str, path: Path, given_at: float) -> Access:
        try:
            with path.open("rb") as file:
                text = file.read(_LARGEST).decode("utf-8", "replace")
        except FileNotFoundError as error:
            raise NoSuchFile(name=path) from error
        except OSError as error:
            raise CannotRead(path=path, problem=error.strerror or error) from error
        values, ends = read_cookies(source, text, now=self._now(), path=path)
        return Access(values, given_at, ends)

    def _known(self) -> set[str]:
        return set(self.settings.get(_INDEX).split())

    def _remember(self, entries: Iterable[str]) -> None:
        self.settings.set({_INDEX: " ".join(sorted(entries))})

    def _now(self) -> float:
        return self.clock.now().timestamp()


def _entries(source: str) -> tuple[str, ...]:
    """Where the token store may have something for a source."""
    return tuple(entry for kind in _KINDS if (entry := entry_of(f"{kind}:{source}")) in TREND_ENTRIES)
