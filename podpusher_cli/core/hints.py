"""What to tell the seller of an outcome, and the command that changes it."""

from __future__ import annotations

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.outcomes import OutcomeKind, RouteOutcome
from podpusher_cli.core.text import N_

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
    OutcomeKind.RATE_LIMITED: N_("{source} has had enough requests for now. Try again in {seconds} s."),
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
        "podpusher could not connect to {source}. Check that this computer is online, then run the same command again."
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
