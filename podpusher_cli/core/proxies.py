"""Proxies of the seller's: named by the environment, bound to a session, rested and dropped when no connection comes about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from podpusher_cli.core.errors import BadInput, TryLater
from podpusher_cli.core.text import N_, bare

SCHEMES = ("http", "https", "socks5")


@dataclass(frozen=True, slots=True, repr=False)
class Proxy:
    """A proxy. `url` may hold a password; `name` holds none."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class ProxyState:
    """How a proxy stands: troubles in a row, and until when it is left alone; `dropped` after too many."""

    name: str
    failures: int = 0
    rests_until: datetime | None = None
    dropped: bool = False


class BadProxy(BadInput):
    code = "trends.proxy"
    message = N_("PODPUSHER_PROXIES has an entry that is no proxy, at place {place}.")
    hint = N_("Write http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT, with commas between them.")


class NoProxyLeft(TryLater):
    code = "trends.proxies"
    message = N_("None of the proxies lets a connection through.")
    hint = "podpusher trends sources"


class Proxies(Protocol):
    """The proxies and their health, for all processes of one machine."""

    def choose(self, session: str) -> Proxy:
        """The proxy that the session is bound to, another one only while that rests. Raises NoProxyLeft."""
        ...

    def failed(self, proxy: Proxy) -> None:
        """No connection came about through it."""
        ...

    def worked(self, proxy: Proxy) -> None:
        """An answer came through it, whatever it said."""
        ...

    def states(self) -> tuple[ProxyState, ...]:
        """How each of them stands."""
        ...


def read_proxies(text: str) -> tuple[Proxy, ...]:
    """The proxies of a list with commas. Raises BadProxy."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Proxy]:
    for place, entry in enumerate(text.split(","), 1):
        url = bare(entry)
        if not url:
            continue
        try:
            parts = urlsplit(url)
            sound = parts.scheme in SCHEMES and parts.hostname and parts.path in {"", "/"} and not parts.query
            port = parts.port
        except ValueError:
            raise BadProxy(place=place) from None
        if not sound:
            raise BadProxy(place=place)
        yield Proxy(url, f"{parts.scheme}://{parts.hostname}{f':{port}' if port else ''}")
