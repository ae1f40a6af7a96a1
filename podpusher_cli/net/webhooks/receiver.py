"""The receiver whole: a port, what may come in through it, and what is answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from podpusher_cli.core.webhooks import PATH
from podpusher_cli.net.webhooks.app import ANSWER_S, Handling, application
from podpusher_cli.net.webhooks.document import PATHS
from podpusher_cli.net.webhooks.gate import Gate, Visit
from podpusher_cli.net.webhooks.rates import Rates
from podpusher_cli.net.webhooks.server import REQUEST_S, Listening


@dataclass(frozen=True, slots=True)
class Measure:
    """How much the receiver takes: `calls` of one address in `seconds`.

    `request_s`: until a request has come whole. `answer_s`: until its event is kept; after that the answer is a 500.
    """

    calls: int = 1_000
    seconds: int = 60
    request_s: float = REQUEST_S
    answer_s: float = ANSWER_S


class Receiver:
    """Listens on this machine from the moment it is made, and answers once it serves. Raises PortTaken.

    `opened` gives the event of a body and its signature, or raises Refused; `log` is told of every request.
    """

    def __init__(
        self,
        port: int,
        *,
        opened: Callable[[bytes, str], Mapping[str, Any] | None],
        log: Callable[[Visit], None],
        version: str,
        measure: Measure | None = None,
    ) -> None:
        self._opened = opened
        self._log = log
        self._version = version
        self._measure = measure or Measure()
        self._listening = Listening(port)
        self.port = self._listening.port
        self.refused = 0

    @property
    def url(self) -> str:
        """Where events are to be posted."""
        return f"http://127.0.0.1:{self.port}{PATH}"

    def serve(
        self, keep: Callable[[Mapping[str, Any]], None], fault: Callable[[Exception], None], ready: Callable[[], None]
    ) -> None:
        """Answer until SIGINT, SIGTERM or `stop`; `ready` is called once these are heard.

        `keep` is called in one thread of its own, an event after the other; what it raises is told to `fault`, and answered
        so that the event comes again.
        """
        with ThreadPoolExecutor(1, "podpusher-keep") as executor:
            measure = self._measure
            rates = Rates(measure.calls, measure.seconds, time.monotonic)
            handling = Handling(self._opened, keep, fault, executor, measure.answer_s)
            app = application(
                handling, lambda inner: Gate(inner, paths=PATHS, rates=rates, log=self._seen), self._version
            )
            self._listening.serve(app, ready, patience=measure.request_s)

    def _seen(self, visit: Visit) -> None:
        if visit.path == PATH and visit.status in {400, 413}:
            self.refused += 1
        self._log(visit)

    def stop(self) -> None:
        """Have `serve` end; from any thread."""
        self._listening.stop()

    def close(self) -> None:
        """Give the port back."""
        self._listening.close()
