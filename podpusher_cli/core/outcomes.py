"""What asking a trend source can come to (reference/trend-sources.md, section 2).

HTTP 200 is no success: a route raises one of these types unless the list it promises is there and holds rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from podpusher_cli.core.money import Money


class OutcomeKind(StrEnum):
    """The words of section 2."""

    SIGNALS = "signals"
    EMPTY = "empty"
    LOGIN_WALL = "login_wall"
    CHALLENGE = "challenge"
    CAPTCHA = "captcha"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate_limited"
    AUTH_ERROR = "auth_error"
    BAD_REQUEST = "bad_request"
    LAYOUT_CHANGED = "layout_changed"
    UPSTREAM_ERROR = "upstream_error"

    @property
    def is_answer(self) -> bool:
        """Whether the source did what it promises, be it with nothing to tell."""
        return self in {OutcomeKind.SIGNALS, OutcomeKind.EMPTY}


class Outcome(Exception):
    """Anything but rows. `detail`: what the source said; `retry_after`: seconds until asking again makes sense.

    `kept` is the file that holds an answer which could not be read, `missing` what would have opened the route. `counts`:
    it says something new about the source; not so where nothing was sent.
    """

    kind: ClassVar[OutcomeKind]

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.retry_after = retry_after
        self.kept: str | None = None
        self.missing: str | None = None
        self.counts = True


class Empty(Outcome):
    """The list is there and holds nothing."""

    kind = OutcomeKind.EMPTY


class LoginWall(Outcome):
    """Only for those who log in."""

    kind = OutcomeKind.LOGIN_WALL


class Challenge(Outcome):
    """The account itself is held until its owner has answered."""

    kind = OutcomeKind.CHALLENGE


class Captcha(Outcome):
    """A riddle for people."""

    kind = OutcomeKind.CAPTCHA


class Blocked(Outcome):
    """Turned away."""

    kind = OutcomeKind.BLOCKED


class TooMany(Outcome):
    """Too many requests, in the source's eyes or by our own budget."""

    kind = OutcomeKind.RATE_LIMITED


class BadKey(Outcome):
    """The key or token is not accepted."""

    kind = OutcomeKind.AUTH_ERROR


class BadRequest(Outcome):
    """The source does not take a parameter."""

    kind = OutcomeKind.BAD_REQUEST


class LayoutChanged(Outcome):
    """What was promised is not where it was: the parser needs a repair."""

    kind = OutcomeKind.LAYOUT_CHANGED


class UpstreamFault(Outcome):
    """A fault of the source's own: 5xx, a cut answer, no answer."""

    kind = OutcomeKind.UPSTREAM_ERROR


BY_KIND = {each.kind: each for each in Outcome.__subclasses__()}


@dataclass(frozen=True, slots=True)
class RouteOutcome:
    """What asking one route came to. `hint` is English; `count` is how many signals it gave.

    `retry_after`: seconds, or None. `limited`: why there are fewer rows than there might be (`login_for_more`).
    `kept`: the file that holds the answer which could not be read, or has no numbers any more. `age_s`: of a cached
    answer, else 0. `missing`: the key or session that would open it, `key:NAME` or `session:NAME`, or one of `browser`,
    `network`, `proxies`, `robots`. `warnings`: what the source said beside its rows. `cost`: of the requests that were
    sent, where the source bills them. `tried`: the route was asked just now, and so this is news of it.
    """

    source: str
    route: str
    outcome: OutcomeKind
    region: str
    hint: str = ""
    retry_after: float | None = None
    count: int = 0
    detail: str = ""
    limited: str | None = None
    has_more: bool = False
    kept: str | None = None
    age_s: int = 0
    missing: str | None = None
    warnings: tuple[str, ...] = ()
    cost: Money | None = None
    tried: bool = False
