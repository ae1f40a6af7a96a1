"""How requests go out: straight, or through the proxy that a session is bound to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import OutcomeUnknown, TryLater, Unreachable
from podpusher_cli.core.http import Response
from podpusher_cli.core.proxies import Proxies, Proxy

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

_TRIES = 2
_NO_ANSWER = {Unreachable, TryLater, OutcomeUnknown}  # of the connection; what the site says is none of these


class Ways:
    """`straight` is used where there are no `proxies`; `through` gives the client of one."""

    def __init__(
        self, straight: Http, *, proxies: Proxies | None = None, through: Callable[[Proxy], Http] | None = None
    ) -> None:
        self._straight = straight
        self._proxies = proxies
        self._through = through

    def go(self, session: str, use: Callable[[Http, Proxy | None], Response]) -> Response:
        """What `use` gets with a client.

        Another proxy is tried where no connection came about, and for no other reason: a wall met through one is a wall.
        Raises NoProxyLeft, and what `use` raises.
        """
        if self._proxies is None or self._through is None:
            return use(self._straight, None)
        trouble: TryLater | None = None
        for _ in range(_TRIES):
            proxy = self._proxies.choose(session)
            try:
                response = use(self._through(proxy), proxy)
            except TryLater as error:
                if type(error) not in _NO_ANSWER:
                    raise
                self._proxies.failed(proxy)
                trouble = error
            else:
                self._proxies.worked(proxy)
                return response
        assert trouble is not None
        raise trouble
