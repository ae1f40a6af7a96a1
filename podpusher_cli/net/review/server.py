"""The review page's server whole: a port, a secret address, and what is answered there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from secrets import token_urlsafe

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.reviewing import Mark, Marked, Standing
from podpusher_cli.net.review.app import Handling, application
from podpusher_cli.net.review.gate import Gate
from podpusher_cli.net.webhooks.server import Listening

_PAINTERS = 2


class ReviewServer:
    """Listens on this machine from the moment it is made, and answers once it serves. Raises PortTaken.

    `told` words an error of ours for the page; `fault` hears of any other.
    """

    def __init__(self, port: int, *, told: Callable[[PodpusherError], str], fault: Callable[[Exception], None]) -> None:
        self._told = told
        self._fault = fault
        self._token = token_urlsafe(24)
        self._ticket = token_urlsafe(24)
        self.key = token_urlsafe(24)
        self._listening = Listening(port)
        self.port = self._listening.port

    @property
    def url(self) -> str:
        """The page's address, which is a secret of this session."""
        return f"http://127.0.0.1:{self.port}/{self._token}/"

    @property
    def url_once(self) -> str:
        """An address that leads to the page once: for the browser's arguments, which everybody on this machine can read."""
        return f"http://127.0.0.1:{self.port}/{self._ticket}/"

    def serve(
        self,
        *,
        page: Callable[[str, str], str],
        picture: Callable[[str, str, bool], bytes],
        findings: Callable[[str], Sequence[str]],
        mark: Callable[[Mark], Marked],
        undo: Callable[[Marked], Standing],
        standings: Callable[[], Mapping[str, Standing]],
        ready: Callable[[], None],
    ) -> None:
        """Answer until the seller is done, SIGINT, SIGTERM or `stop`; `ready` is called once these are heard.

        `page` writes the page for a nonce and the key that its marks must carry. The others are as Handling says.
        """
        with (
            ThreadPoolExecutor(1, "podpusher-mark") as writer,
            ThreadPoolExecutor(_PAINTERS, "podpusher-paint") as painter,
            ThreadPoolExecutor(1, "podpusher-inspect") as inspector,
        ):
            handling = Handling(
                page=lambda nonce: page(nonce, self.key), picture=picture, findings=findings, mark=mark, undo=undo, standings=standings,
                told=self._told, fault=self._fault, done=self.stop, writer=writer, painter=painter, inspector=inspector,
            )  # fmt: skip
            try:
                gate = Gate(application(handling), port=self.port, token=self._token, ticket=self._ticket, key=self.key)
                self._listening.serve(gate, ready)
            finally:
                for slow in (painter, inspector):  # nobody waits for what is left
                    slow.shutdown(wait=True, cancel_futures=True)

    def stop(self) -> None:
        """Have `serve` end; from any thread."""
        self._listening.stop()

    def close(self) -> None:
        """Give the port back."""
        self._listening.close()
