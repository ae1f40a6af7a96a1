"""The one way out: every request to a provider passes here, in the same order each time.

Host rule, token, breaker, pace, wire; then what the answer teaches. Every wait is announced and bounded. httpx is
imported with the first request. What may be sent twice, and what ends in which error, is told at `Http.send`.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import (
    ForbiddenHost,
    OutcomeUnknown,
    PodpusherError,
    RateLimited,
    TryLater,
    Unreachable,
    Unsendable,
)
from podpusher_cli.core.http import Limit, Request, Response, Service, is_loopback_host
from podpusher_cli.core.traffic import Breaker, Exchange, Pace, Wait
from podpusher_cli.net.auth import Auth

if TYPE_CHECKING:
    from podpusher_cli.net.retries import TryAgainError
    from podpusher_cli.net.wire import Prepared, TransportWrap, Wire

PATIENCE_S = 120.0  # the longest wait for a slot in our own budget, unless the caller has more
_RENEW_AFTER_S = 30.0  # a token looked up so long before sending is looked up again
_REPEATABLE_STATUSES = frozenset({500, 502, 503, 504, 520, 521, 522, 523, 524})
_UNAUTHORIZED, _TOO_MANY, _SERVER_FAULT, _NOT_IMPLEMENTED = 401, 429, 500, 501


@dataclass(slots=True)
class _Call:
    """One request on its way through its tries."""

    request: Request
    prepared: Prepared
    service: Service
    account: str
    auth: Auth | None
    patience: float
    attempt: int = 0
    renewed: bool = False


class Http:
    """Sends requests for all providers, from any number of threads.

    `announce` hears of every wait before it begins, `observe` of every try after it ends; both are called from the
    sending thread. `pool` is the most connections at once and should be no less than the threads that send.
    `loopback_only` refuses every other host before its name is looked up. `transport_wrap` is handed the httpx
    transport and returns the one to use.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        pace: Pace,
        breaker: Breaker,
        announce: Callable[[Wait], None],
        log: logging.Logger,
        user_agent: str,
        request_id: str,
        observe: Callable[[Exchange], None] | None = None,
        loopback_only: bool = False,
        dice: random.Random | None = None,
        transport_wrap: TransportWrap | None = None,
        pool: int = 32,
    ) -> None:
        self._clock = clock
        self._pace = pace
        self._breaker = breaker
        self._announce = announce
        self._log = log
        self._observe = observe
        self._loopback_only = loopback_only
        self._dice = dice or random.Random()  # noqa: S311 - jitter, not a secret
        self._transport_wrap = transport_wrap
        self._pool = pool
        self._headers = {
            "user-agent": user_agent,
            "accept": "*/*",
            "accept-encoding": "gzip, deflate",
            "x-request-id": request_id,
        }
        self._wire: Wire | None = None
        self._making = threading.Lock()
        self._learned: dict[tuple[str, str], int] = {}

    def send(
        self,
        request: Request,
        *,
        provider: str | Service,
        account: str = "",
        auth: Auth | None = None,
        patience: float = PATIENCE_S,
    ) -> Response:
        """The answer, whatever its status, but for 429 and what was repeated with success.

        Sent again: a repeatable request after a 5xx, a timeout or a cut connection (3 tries, the last 5xx is returned);
        any request when no connection came about (3 tries) or after 429 (4 tries, at most 60 s of waiting); any request
        once after 401, when `auth` has a newer token. `account` tells budgets apart. `patience`: seconds that a wait
        for our own budget may last.

        Raises ForbiddenHost, Unsendable, CircuitOpen, RateLimited, Unreachable, TryLater (no answer to a repeatable
        request), OutcomeUnknown (no answer to any other), and what `auth` raises.
        """
        from podpusher_cli.net.wire import UnfitError, prepare

        service = provider if isinstance(provider, Service) else Service(provider)
        try:
            prepared = prepare(request, self._headers)
        except UnfitError as error:
            raise ForbiddenHost(provider=service.name, host=request.url) from error
        self._check_host(service, prepared)
        key = f"{service.name}:{account}" if account else service.name
        call = _Call(request, prepared, service, key, auth, patience)
        from podpusher_cli.net.again import TryAgainError

        try:
            return self._try(call)
        except TryAgainError as failed:
            from podpusher_cli.net.retries import Retries

            retries = Retries(service.name, clock=self._clock, dice=self._dice, announce=self._announce)
            return retries.run(failed, lambda: self._try(call))

    def close(self) -> None:
        """Close all connections. The next request opens new ones."""
        with self._making:
            if self._wire is not None:
                self._wire.close()
                self._wire = None
