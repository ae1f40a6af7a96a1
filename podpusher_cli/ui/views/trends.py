"""Trends, outcomes and routes as tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.hints import WORDS, command_for, hint_of
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.proxies import ProxyState
from podpusher_cli.core.reasons import reasons
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.core.trends import Refreshed, RouteState, Signal, Trend
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import cell, table

if TYPE_CHECKING:
    from rich.console import RenderableType

METRICS = {
    "views": N_("views"),
    "posts": N_("posts"),
    "posts_24h": N_("posts in a day"),
    "searches": N_("searches"),
    "search_index": N_("search index"),
    "favorites": N_("favourites"),
    "reviews": N_("reviews"),
    "listings_with_tag": N_("listings with it"),
    "co_occurrence": N_("posts with it"),
    "top_media_engagement": N_("likes and comments"),
    "score": N_("points"),
}
WANTED = {
    "key": N_("key wanted"),
    "session": N_("login wanted"),
    "browser": N_("browser wanted"),
    "network": N_("no connection"),
    "proxies": N_("no connection"),
    "robots": N_("not for programs"),
}
_MINUTE, _HOUR, _LONG = 60, 3600, 7200


def listing(page: Page[Trend]) -> RenderableType:
    """A page of ranked trends, with the region and the age of what is shown."""
    from rich.console import Group

    if not page.items:
        return _("Nothing is rising there just now.")
    made = table(N_("No."), N_("Trend"), N_("Why"), wide=(1, 2))
    for trend in page.items:
        made.add_row(cell(trend.rank), cell(trend.keyword), cell(_why(trend)))
    oldest = max(trend.age_s for trend in page.items)
    return Group(made, fill(_("{region}: {age}"), {"region": page.items[0].region, "age": _age(oldest)}))


def found(page: Page[Trend]) -> RenderableType:
    """What a search through all that is kept has found."""
    return listing(page) if page.items else _("No keyword that is kept has these words.")


def _why(trend: Trend) -> str:
    return " ".join(
        fill(_(sentence), {name: _figure(name, value) for name, value in fields.items()})
        for sentence, fields in reasons(trend)
    )


def _figure(name: str, value: object) -> object:
    """A count, a day and an event as the language writes them; everything else as it is."""
    if name == "count" and isinstance(value, int):
        return current().number(value)
    if name == "date" and isinstance(value, date):
        return current().date(value)
    return _(str(value)) if name == "event" else value


def _age(seconds: int) -> str:
    if seconds < _MINUTE:
        return _("read just now.")
    if seconds < _LONG:
        return fill(_("read {minutes} min ago."), {"minutes": seconds // _MINUTE})
    return fill(_("read {hours} h ago."), {"hours": seconds // _HOUR})


def refreshed(got: Refreshed) -> RenderableType:
    """What each route came to, then what it brought."""
    from rich.console import Group

    outcomes = checked(got.outcomes)
    return Group(outcomes, _signals(got.signals)) if got.signals else Group(outcomes)


def checked(found: Sequence[RouteOutcome]) -> RenderableType:
    """What each route came to."""
    made = table(N_("Route"), N_("Outcome"), N_("Signals"), N_("Note"), wide=3)
    for each in found:
        sentence, fields = hint_of(each)
        note = fill(_(sentence), fields) if sentence else ""
        made.add_row(cell(each.route), cell(_outcome(each)), cell(each.count), cell(note))
    return made


def _outcome(told: RouteOutcome) -> str:
    """A route that was not even tried is no key that was refused."""
    lacking = (told.missing or "").partition(":")[0]
    if lacking in WANTED and not told.outcome.is_answer:
        return _(WANTED[lacking])
    return _(WORDS[told.outcome])


def _signals(signals: tuple[Signal, ...]) -> RenderableType:
    made = table(N_("Rank"), N_("Keyword"), N_("Metric"), N_("Category"), wide=1)
    for each in signals:
        value = "" if each.metric_value is None else f"{current().number(each.metric_value)} {metric(each.metric_name)}"
        made.add_row(cell(each.rank), cell(each.keyword), cell(value), cell(each.category))
    return made


def metric(name: str | None) -> str:
    """A metric's name in the seller's language, where it has one."""
    return _(METRICS[name]) if name in METRICS else name or ""


def routes(page: Page[RouteState], proxies: Sequence[ProxyState] = ()) -> RenderableType:
    """Each route: when it last gave signals, how the last try went, whether it may be read; what opens more; the proxies."""
    from rich.console import Group

    made = table(N_("Route"), N_("Last signals"), N_("Last try"), N_("State"), wide=3)
    for each in page.items:
        seen = current().moment(each.last_signals_at) if each.last_signals_at else ""
        last = _(WORDS[each.last_outcome]) if each.last_outcome else ""
        made.add_row(cell(each.route), cell(seen), cell(last), cell(_state(each)))
    parts = [made]
    closed = {current().lead(command_for(each.needs)): each.source for each in page.items if not each.opens}
    if closed:
        more = table(N_("Source"), N_("This opens more of it"), wide=1)
        for command, source in closed.items():
            more.add_row(cell(PROVIDER_NAMES.get(source, source)), cell(command))
        parts.append(more)
    if proxies:
        ways = table(N_("Proxy"), N_("State"), wide=1)
        for proxy in proxies:
            ways.add_row(cell(proxy.name), cell(_health(proxy)))
        parts.append(ways)
    return Group(*parts)


def _state(route: RouteState) -> str:
    if route.dead_end:
        return _("leads nowhere any more")
    if not route.opens:
        kind, _colon, _name = route.needs.partition(":")
        return _(WANTED[kind])
    if route.resting and route.next_at:
        told = {"outcome": _(WORDS[route.resting]), "when": current().moment(route.next_at)}
        return fill(_("rests until {when} ({outcome})"), told)
    if not route.allowed:
        return _("waits for your consent")
    return _("official") if route.official else _("agreed to")


def _health(proxy: ProxyState) -> str:
    if proxy.rests_until is None:
        return _("in use")
    told = {"when": current().moment(proxy.rests_until)}
    return fill(_("dropped until {when}") if proxy.dropped else _("rests until {when}"), told)
