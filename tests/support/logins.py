"""Logins in tests of workflows: a browser that arrives at once, tokens that say what they are told to, connections."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

from podpusher_cli.core.accounts import ETSY_SCOPES
from podpusher_cli.core.tokens import TokenSet
from podpusher_cli.workflows.accounts import Accounts
from podpusher_cli.workflows.connecting.login import Meeting

DAY = 86_400.0


def jwt(**claims: object) -> str:
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"eyJ.{part}.x"


def state_of(url: str) -> str:
    """The state that a consent page's address carries."""
    return parse_qs(urlsplit(url).query)["state"][0]


def keep_etsy(accounts: Accounts, days: float = 90) -> None:
    now = accounts.clock.now().timestamp()
    kept = TokenSet("7.a", "7.r", now + 3600, ETSY_SCOPES, "7", now + days * DAY)
    accounts.tokens.put("etsy", kept.to_dict())
    accounts.settings.set({"etsy.shop": "51", "etsy.shop_title": "Fox & Co"})


def keep_printify(accounts: Accounts, days: float = 365) -> None:
    ends = accounts.clock.now().timestamp() + days * DAY
    accounts.tokens.put("printify", TokenSet(jwt(exp=ends, sub="1337"), expires_at=ends).to_dict())
    accounts.settings.set({"printify.shop": "5432", "printify.shop_title": "Fox"})


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
