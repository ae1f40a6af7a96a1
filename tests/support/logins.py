"""Logins in tests of workflows: a browser that arrives at once, tokens that say what they are told to."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

from podpusher_cli.workflows.connecting.login import Meeting


def jwt(**claims: object) -> str:
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"eyJ.{part}.x"


def state_of(url: str) -> str:
    """The state that a consent page's address carries."""
    return parse_qs(urlsplit(url).query)["state"][0]


class Answering:
    """A callback at which the browser arrives at once. `change` may alter the query."""

    def __init__(self, change: Callable[[dict[str, str]], dict[str, str]] = lambda query: query) -> None:
        self.shown = ""
        self._change = change

    def show(self, url: str) -> None:
        self.shown = url

    @contextlib.contextmanager
    def listen(self) -> Iterator[Answering]:
        yield self

    def wait(self, timeout: float, *, pasted: Callable[[], str] | None = None) -> str:
        assert timeout == 300
        assert pasted is None
        return urlencode(self._change({"code": "c0de", "state": state_of(self.shown)}))

    @property
    def meeting(self) -> Meeting:
        return Meeting(self.listen, 300, self.show, None)
