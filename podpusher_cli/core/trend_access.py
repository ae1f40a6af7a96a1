"""The seller's own keys and sessions at sources of trends: what is taken, and how it is read. Never a password."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.text import N_, bare
from podpusher_cli.core.trend_routes import Credential

KEY_PARTS = {
    "twitter": ("token",),
    "pinterest": ("token",),
    "reddit": ("token",),
    "tiktok": ("advertiser_id", "token"),
    "instagram": ("user_id", "token"),
}
"""What a source's key is made of, with colons between the parts."""
SESSION_SITES = {"tiktok": "tiktok.com", "instagram": "instagram.com", "pinterest": "pinterest.com"}
"""Whose cookies a session is made of; all others are left out."""
ACCESS_SOURCES = tuple(dict.fromkeys([*KEY_PARTS, *SESSION_SITES]))

_TOKEN = re.compile(r"[!-~]{1,4096}")
_COOKIE_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")
_COOKIE_VALUE = re.compile(r"[!#-+\--:<-\[\]-~ \"]{0,4096}")
_FIELDS = 7  # of a line: site, whether below it, path, secure, end, name, value
_HTTP_ONLY = "#HttpOnly_"


class BadSourceKey(BadInput):
    code = "trends.key"
    message = N_("This is no key for {provider}: {shape} is taken.")
    hint = N_("Copy it again, without line breaks.")


class NoSessionInFile(BadInput):
    code = "trends.session"
    message = N_("{path} has no cookies of {site} that are still good.")
    hint = N_("Log in to {site} with a browser, and export its cookies in Netscape form (cookies.txt).")


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """A key or a session as it is kept. `given_at`: epoch seconds. `ends_at`: when the last cookie is over, where it says so."""

    values: Mapping[str, str]
    given_at: float
    ends_at: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """As the token store keeps it."""
        return {"values": dict(self.values), "given_at": self.given_at, "ends_at": self.ends_at}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Access:
        """What `to_dict` gave."""
        return cls(dict(kept.get("values") or {}), kept.get("given_at") or 0.0, kept.get("ends_at"))

    def credential(self, need: str) -> Credential:
        """For the routes that need it. Given anew, it is another one: what the old one met does not count."""
        told = repr((need, sorted(self.values.items()), self.given_at))
        return Credential(need, self.values, hashlib.sha256(told.encode()).hexdigest()[:12])


def entry_of(need: str) -> str:
    """Where the token store has what a route needs: `key:tiktok` in `tiktok-key`."""
    kind, _, source = need.partition(":")
    return f"{source}-{kind}"


TREND_ENTRIES = tuple(
    [entry_of(f"key:{source}") for source in KEY_PARTS] + [entry_of(f"session:{source}") for source in SESSION_SITES]
)


def read_key(source: str, text: str) -> dict[str, str]:
    """The parts of a key. Raises BadSourceKey."""
    names = KEY_PARTS[source]
    parts = bare(text).split(":", len(names) - 1)
    if len(parts) != len(names) or not all(_TOKEN.fullmatch(part) for part in parts):
        raise BadSourceKey(provider=source, shape=":".join(name.upper() for name in names))
    return dict(zip(names, parts, strict=True))


def read_cookies(source: str, text: str, *, now: float, path: object) -> tuple[dict[str, str], float | None]:
    """The site's cookies in a Netscape cookie file, and when the last of them ends. Raises NoSessionInFile."""
    site = SESSION_SITES[source]
    found: dict[str, str] = {}
    ends: list[float] = []
    for line in text.splitlines():
        fields = line.removeprefix(_HTTP_ONLY).split("\t")
        if len(fields) != _FIELDS or (line.startswith("#") and not line.startswith(_HTTP_ONLY)):
            continue
        host, end, name, value = fields[0].lstrip(".").lower(), fields[4], fields[5], fields[6].strip()
        until = float(end) if re.fullmatch(r"[0-9]{1,12}", end) else 0.0
        ours = host == site or host.endswith(f".{site}")
        sound = _COOKIE_NAME.fullmatch(name) and _COOKIE_VALUE.fullmatch(value)
        if ours and sound and not 0 < until <= now:
            found[name] = value
            ends += [until] if until else []
    if not found:
        raise NoSessionInFile(provider=source, site=site, path=path)
    return found, max(ends, default=None)
