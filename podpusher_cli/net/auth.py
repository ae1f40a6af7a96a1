"""Put a token on a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Auth(Protocol):
    """What a request shows to be let in. Used from many threads."""

    def headers(self) -> Mapping[str, str]:
        """The headers to send, from a token that still holds for a while. Raises ConnectionExpired."""
        ...

    def renew(self, stale_headers: Mapping[str, str]) -> bool:
        """The provider did not accept `stale_headers`: whether there are newer ones to try now."""
        ...


class StaticAuth:
    """The same headers every time; nothing can be renewed."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = dict(headers)

    def __repr__(self) -> str:
        return f"StaticAuth({', '.join(self._headers)})"

    def headers(self) -> Mapping[str, str]:
        """See Auth."""
        return self._headers

    def renew(self, stale_headers: Mapping[str, str]) -> bool:
        """See Auth."""
        return dict(stale_headers) != self._headers


def bearer(token: str) -> StaticAuth:
    """`Authorization: Bearer TOKEN`."""
    return StaticAuth({"authorization": f"Bearer {token}"})
