"""Ask even those whom we leave alone for a while, because somebody wants to know how they are now."""

from __future__ import annotations

from podpusher_cli.core.traffic import Breaker


class Insistence:
    """A breaker that never refuses, and never opens; `breaker` hears of the services that answer, and lets them in again."""

    def __init__(self, breaker: Breaker) -> None:
        self._breaker = breaker

    def check(self, key: str) -> bool:  # noqa: ARG002 - see core.traffic.Breaker
        """Let every request go."""
        return False

    def succeeded(self, key: str) -> None:
        """See core.traffic.Breaker."""
        self._breaker.succeeded(key)

    def failed(self, key: str) -> None:
        """A question out of turn says nothing against a service."""

    def release(self, key: str) -> None:
        """Nothing was taken."""
