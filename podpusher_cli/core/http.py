"""A request and an answer as plain data: what providers build and read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from podpusher_cli.core.errors import RateLimited, TryLater
from podpusher_cli.core.text import N_


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` in any `seconds`, counted under `name` for one account: `account`, or the one that asks."""

    name: str
    calls: int
    seconds: float
    account: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `route` is the template that logs, breaker and timings name: `GET /shops/{shop}/products.json`.

    At most one of `json`, `form` and `files` is set. `repeatable` says that sending it twice does no harm; None means
    what the method says. `limits` are the provider's published ceilings that this request counts against. `into`: a file
    that an answer with success is written to as it comes, so that it may be longer than memory; `body` is empty then.
    """

    method: str
    url: str
    route: str = ""
    params: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, str] | None = None
    files: Mapping[str, tuple[str, bytes, str]] | None = None
    repeatable: bool | None = None
    timeout: float = 30.0
    limits: tuple[Limit, ...] = ()
    into: Path | None = None

    @property
    def is_repeatable(self) -> bool:
        """Whether a second sending is harmless."""
        return self.method in {"GET", "HEAD"} if self.repeatable is None else self.repeatable


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. Header names are lower case; `url` is the final address after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""
    request_id: str | None = None

    def json(self) -> Any:
        """The body as JSON, or None when it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def text(self) -> str:
        """The body as UTF-8, damaged bytes replaced."""
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Service:
    """An outside service: its `name`, and which answer header states which limit's number of calls.

    `header_limits` maps a lower-case header to a limit's name; an empty name means the last, most special limit of the
    request that was answered. `is_spent` tells a 429 that no wait of ours outlasts: the day's calls or the money are gone.
    `left_header`: states how many calls of the day are left to whoever shares the account. `is_out_of_reach` tells a 401 that
    no newer token mends: this one was never allowed that much.
    """

    name: str
    header_limits: Mapping[str, str] = field(default_factory=dict)
    is_spent: Callable[[Response], bool] | None = None
    left_header: str = ""
    is_out_of_reach: Callable[[Response], bool] | None = None


class Spent(RateLimited):
    """A 429 that no wait of ours outlasts; `response` is what was answered."""

    def __init__(
        self, response: Response, *, provider: str, retry_after: float | None, details: Mapping[str, Any]
    ) -> None:
        super().__init__(provider=provider, retry_after=retry_after, details=details)
        self.response = response


class PlanMinuteFull(RateLimited):
    """The seller's plan, and not the provider, lets nothing more through for longer than one waits."""

    code = "quota.minute"
    message = N_("Your plan allows {calls} calls to providers a minute, and more than that wait already.")
    hint = N_("Run the same command later; it carries on from here. podpusher plan says what the plan includes.")


_IPV4_LOOPBACK = re.compile(r"127(\.\d{1,3}){3}")


def is_loopback_host(host: str) -> bool:
    """Whether the host name can only mean this machine."""
    return host.lower() in {"localhost", "::1"} or _IPV4_LOOPBACK.fullmatch(host) is not None


class BadAnswer(TryLater):
    """A provider answered with success and something that is not what it promises."""

    code = "provider.bad_answer"
    message = N_("{provider} sent an answer that podpusher cannot read.")
