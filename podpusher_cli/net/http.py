"""The one way out: every request to a provider passes here, in the same order each time.

Host rule, token, breaker, pace, wire; then what the answer teaches. Every wait is announced and bounded. httpx is
imported with the first request. What may be sent twice, and what ends in which error, is told at `Http.send`.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import (
    ForbiddenHost,
    MachineTrouble,
    OutcomeUnknown,
    RateLimited,
    TryLater,
    Unreachable,
    Unsendable,
)
from podpusher_cli.core.http import Limit, Request, Response, Service, Spent, is_loopback_host
from podpusher_cli.core.traffic import Breaker, Exchange, Pace, Wait
from podpusher_cli.net.echoes import confidences, without
from podpusher_cli.net.failures import AnswerLostError, AnswerSlowError, NothingSentError, TryAgainError, UnfitError
from podpusher_cli.net.limits import Limits
from podpusher_cli.net.retries import Retries, retry_after

if TYPE_CHECKING:
    from podpusher_cli.net.auth import Auth
    from podpusher_cli.net.wire import Prepared, TransportWrap, Wire

PATIENCE_S = 120.0  # the longest wait for a slot in our own budget, unless the caller has more
_RENEW_AFTER_S = 30.0  # a token looked up so long before sending is looked up again
_REPEATABLE_STATUSES = frozenset({500, 502, 503, 504, 520, 521, 522, 523, 524})
_REFUSED, _UNAUTHORIZED, _TOO_MANY, _SERVER_FAULT, _NOT_IMPLEMENTED = 400, 401, 429, 500, 501


@dataclass(slots=True)
class _Call:
    """One request on its way through its tries."""

    request: Request
    prepared: Prepared
    wire: Wire
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
    transport and returns the one to use. `ceiling` gives a limit over the requests to all providers together.
    `proxy`: the way that everything goes. `kept` tells all secrets that no refusal may quote, beside those just sent.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        pace: Pace,
        breaker: Breaker,
        announce: Callable[[Wait], None],
        user_agent: str,
        request_id: str,
        observe: Callable[[Exchange], None] | None = None,
        loopback_only: bool = False,
        dice: random.Random | None = None,
        transport_wrap: TransportWrap | None = None,
        pool: int = 32,
        ceiling: Callable[[], Limit | None] = lambda: None,
        proxy: str | None = None,
        kept: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._clock = clock
        self._kept = kept
        self._limits = Limits(clock=clock, pace=pace, announce=announce, ceiling=ceiling)
        self._breaker = breaker
        self._announce = announce
        self._observe = observe
        self._loopback_only = loopback_only
        self._dice = dice or random.Random()  # noqa: S311 - jitter, not a secret
        self._transport_wrap = transport_wrap
        self._pool = pool
        self._proxy = proxy
        self._headers = {
            "user-agent": user_agent,
            "accept": "*/*",
            "accept-encoding": "gzip, deflate",
            "x-request-id": request_id,
        }
        self._wire: Wire | None = None
        self._making = threading.Lock()

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

        Sent again: a repeatable request after a 5xx, a timeout or a cut connection (3 tries, the last 5xx is returned; not after an
        answer that came on and on);
        any request when no connection came about (3 tries) or after 429 (4 tries, at most 60 s of waiting); any request
        once after 401, when `auth` has a newer token and one can help. `account` tells budgets apart. `patience`: seconds
        that a wait for our own budget may last.

        Raises ForbiddenHost, Unsendable, CircuitOpen, RateLimited, PlanMinuteFull, Spent, Unreachable, TryLater (no answer to a repeatable
        request), OutcomeUnknown (no answer to any other), and what `auth` raises.
        """
        service = provider if isinstance(provider, Service) else Service(provider)
        wire = self._opened()
        try:
            prepared = wire.prepare(request, self._headers)
        except UnfitError as error:
            raise ForbiddenHost(provider=service.name, host=request.url) from error
        self._check_host(service, prepared)
        key = f"{service.name}:{account}" if account else service.name
        call = _Call(request, prepared, wire, service, key, auth, patience)
        try:
            return self._try(call)
        except TryAgainError as failed:
            retries = Retries(service.name, clock=self._clock, dice=self._dice, announce=self._announce)
            return retries.run(failed, lambda: self._try(call))

    def close(self) -> None:
        """Close all connections. The next request opens new ones."""
        with self._making:
            if self._wire is not None:
                self._wire.close()
                self._wire = None

    def _opened(self) -> Wire:
        if self._wire is None:
            with self._making:
                if self._wire is None:
                    from podpusher_cli.net.wire import Wire

                    self._wire = Wire(pool=self._pool, wrap=self._transport_wrap, proxy=self._proxy)
        return self._wire

    def _check_host(self, service: Service, prepared: Prepared) -> None:
        url = prepared.url
        if is_loopback_host(url.host):
            allowed = url.scheme in {"http", "https"}
        else:
            allowed = bool(url.host) and url.scheme == "https" and not self._loopback_only
        if not allowed:
            raise ForbiddenHost(provider=service.name, host=f"{url.scheme}://{url.host}")

    def _try(self, call: _Call) -> Response:
        """One try: its answer, TryAgainError, or the error that ends the call."""
        call.attempt += 1
        headers = call.auth.headers() if call.auth else {}
        trial = self._breaker.check(call.service.name)
        try:
            waited = self._limits.wait(call.service, call.account, call.request.limits, patience=call.patience)
            if waited > _RENEW_AFTER_S and call.auth:
                headers = call.auth.headers()
            response = self._exchange(call, headers)
        except (NothingSentError, AnswerLostError) as trouble:
            with suppress(MachineTrouble):  # a full disk must not cost us the answer
                self._breaker.failed(call.service.name)
            raise self._failure(call, trouble) from trouble
        except BaseException:
            if trial:
                self._breaker.release(call.service.name)
            raise
        with suppress(MachineTrouble):  # a full disk must not cost us the answer
            if response.status >= _SERVER_FAULT and response.status != _NOT_IMPLEMENTED:
                self._breaker.failed(call.service.name)
            else:
                self._breaker.succeeded(call.service.name)
            self._limits.learn(call.service, call.account, call.request.limits, response)
        reach = call.service.is_out_of_reach
        if response.status == _UNAUTHORIZED and call.auth and not (call.renewed or (reach and reach(response))):
            call.renewed = True
            if call.auth.renew(headers):
                return self._try(call)
        return self._judged(call, response)

    def _exchange(self, call: _Call, headers: Mapping[str, str]) -> Response:
        started = time.perf_counter()
        try:
            response = call.wire.send(call.prepared, headers)
            if response.status >= _REFUSED:
                response = without(response, {*confidences(call.request, headers), *self._kept()})
        except NothingSentError:
            self._tell(call, started, error=Unreachable.code)
            raise
        except AnswerLostError:
            self._tell(call, started, error=(TryLater if call.request.is_repeatable else OutcomeUnknown).code)
            raise
        except UnfitError as error:
            raise Unsendable(provider=call.service.name) from error
        self._tell(call, started, response)
        return response

    def _failure(self, call: _Call, trouble: NothingSentError | AnswerLostError) -> Exception:
        """What a try without an answer comes to."""
        told: dict[str, Any] = {"route": call.request.route, "problem": str(trouble)}
        if isinstance(trouble, NothingSentError):
            host = call.prepared.url.host
            unreachable = Unreachable(provider=call.service.name, host=host, problem=trouble, details=told)
            return TryAgainError("unreachable", unreachable)
        if call.request.is_repeatable:
            later = TryLater(provider=call.service.name, details=told)
            return later if isinstance(trouble, AnswerSlowError) else TryAgainError("retry", later)
        return OutcomeUnknown(provider=call.service.name, details=told)

    def _judged(self, call: _Call, response: Response) -> Response:
        """The answer, or TryAgainError where it asks for patience."""
        if response.status == _TOO_MANY:
            after = retry_after(response, self._clock.now())
            self._limits.pause(call.service, call.account, call.request.limits, response, after)
            told = {"route": call.request.route, "status": response.status, "request_id": response.request_id}
            if call.service.is_spent and call.service.is_spent(response):
                raise Spent(response, provider=call.service.name, retry_after=after, details=told)
            raise TryAgainError("rate_limit", RateLimited(provider=call.service.name, details=told), after)
        if response.status in _REPEATABLE_STATUSES and call.request.is_repeatable:
            raise TryAgainError("retry", response, retry_after(response, self._clock.now()))
        return response

    def _tell(self, call: _Call, started: float, response: Response | None = None, error: str | None = None) -> None:
        """Hand one try to whoever observes. It names the route, never the address or a header."""
        if self._observe is None:
            return
        exchange = Exchange(
            call.service.name,
            call.request.method,
            call.request.route,
            response.status if response else 0,
            time.perf_counter() - started,
            call.attempt,
            response.request_id if response else None,
            error,
        )
        self._observe(exchange)
