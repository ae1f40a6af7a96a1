"""What asking a trend source can come to (reference/trend-sources.md, section 2), and what to tell the seller.

HTTP 200 is no success: a route raises one of these types unless the list it promises is there and holds rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.money import Money
from podpusher_cli.core.text import N_


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

WORDS = {
    OutcomeKind.SIGNALS: N_("signals"),
    OutcomeKind.EMPTY: N_("nothing ranked"),
    OutcomeKind.LOGIN_WALL: N_("login wanted"),
    OutcomeKind.CHALLENGE: N_("account held"),
    OutcomeKind.CAPTCHA: N_("captcha"),
    OutcomeKind.BLOCKED: N_("turned away"),
    OutcomeKind.RATE_LIMITED: N_("too many requests"),
    OutcomeKind.AUTH_ERROR: N_("key not accepted"),
    OutcomeKind.BAD_REQUEST: N_("not taken"),
    OutcomeKind.LAYOUT_CHANGED: N_("changed its page"),
    OutcomeKind.UPSTREAM_ERROR: N_("in trouble"),
}
"""Each in a word or two, where a sentence has no room."""
HINTS = {
    OutcomeKind.EMPTY: N_("{source} ranks nothing for {region} just now."),
    OutcomeKind.LOGIN_WALL: N_("{source} shows this only after a login, and podpusher does not log in."),
    OutcomeKind.CHALLENGE: N_(
        "{source} wants to hear from the account's owner. Log in there with a browser, then give podpusher the new session:"
        " {session}"
    ),
    OutcomeKind.CAPTCHA: N_(
        "{source} asked for a captcha. podpusher solves none and leaves this route alone for a while."
    ),
    OutcomeKind.BLOCKED: N_("{source} turned podpusher away, so this route rests for a while."),
    OutcomeKind.RATE_LIMITED: N_("{source} has had enough requests for now. Try again in {seconds} seconds."),
    OutcomeKind.AUTH_ERROR: N_("{source} does not accept the key: {detail}"),
    OutcomeKind.BAD_REQUEST: N_("{source} does not take what was asked: {detail}"),
    OutcomeKind.LAYOUT_CHANGED: N_(
        "{source} has changed what it sends, so podpusher needs an update. The answer is kept in {kept}."
    ),
    OutcomeKind.UPSTREAM_ERROR: N_("{source} is in trouble or cannot be reached. Try again later."),
}
_LIMITED = N_("{source} shows visitors without an account only the top of each list.")
_NUMBERLESS = N_(
    "{source} sends its list without numbers now, so podpusher needs an update. The answer is kept in {kept}."
)
_MISSING = {
    "key": N_("{source} is read here with a key of your own: {command}"),
    "session": N_("{source} shows this only after a login. A session of your own opens it: {command}"),
    "browser": N_(
        "{source} is read here with a browser, and there is none. Name one in PODPUSHER_BROWSER, or: {command}"
    ),
    "network": N_(
        "No connection to {source} came about. See that this computer is online, then run the same command again."
    ),
    "robots": N_("{source} asks programs to leave this page alone (robots.txt), so podpusher does."),
    "proxies": N_("None of your proxies lets a connection to {source} through: {command}"),
}


def command_for(need: str) -> str:
    """The command that gives podpusher what a route needs, or shows it: `key:NAME`, `session:NAME`, `browser`, `proxies`."""
    kind, _, name = need.partition(":")
    if kind in {"network", "proxies", "robots"}:
        return "podpusher trends sources"
    if kind == "browser":
        return "pip install 'podpusher[browser]'"
    if kind == "session":
        return f"podpusher connect {name}-session FILE"
    return f"podpusher connect {name}" if name == "etsy" else f"podpusher connect {name} --key-stdin"


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


def hint_of(outcome: RouteOutcome) -> tuple[str, dict[str, object]]:
    """The sentence to translate and what fills it; an empty sentence where there is nothing to say."""
    sentence = _LIMITED if outcome.limited else HINTS.get(outcome.outcome, "")
    if outcome.kept and outcome.outcome.is_answer:
        sentence = _NUMBERLESS
    if outcome.missing and not outcome.outcome.is_answer:
        sentence = _MISSING[outcome.missing.partition(":")[0]]
    return sentence, {
        "source": PROVIDER_NAMES.get(outcome.source, outcome.source),
        "region": outcome.region,
        "seconds": round(outcome.retry_after or 0),
        "detail": outcome.detail,
        "kept": outcome.kept or "",
        "command": command_for(outcome.missing) if outcome.missing else "",
        "session": command_for(f"session:{outcome.source}"),
    }


def plain_hint(outcome: RouteOutcome) -> str:
    """The hint in English, filled."""
    sentence, fields = hint_of(outcome)
    return fill(sentence, fields)
