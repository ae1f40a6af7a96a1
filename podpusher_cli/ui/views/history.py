"""A keyword's curves as sparklines, and observations as a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.history import History, Series, Span
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.core.trends import Scale, Signal
from podpusher_cli.i18n import _, current, ngettext
from podpusher_cli.ui.theme import below, cell, table
from podpusher_cli.ui.views.trends import metric

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDEST = 60  # places of a sparkline; a longer curve is told by its latest part
_STEPS = "▁▂▃▄▅▆▇█"
_SCALES = {
    Scale.INDEX100: N_("an index: only its shape tells something"),
    Scale.LOWER_BOUND: N_("at least"),
    Scale.UPPER_BOUND: N_("at most"),
    Scale.SAMPLE: N_("of a sample"),
}


def history(found: History) -> RenderableType:
    """Each curve under its source, with its first and last value. A gap is a time without an observation."""
    from rich.console import Group

    if not found.series:
        return _("Nothing was observed in that time.")
    parts: list[RenderableType] = []
    for series in found.series:
        parts += [
            cell(heading(series)),
            below(sparkline(_values(series, found)[-_WIDEST:])),
            below(_ends(series, found.span)),
        ]
    return Group(*parts)


def _values(series: Series, found: History) -> list[float | None]:
    """The number of each bucket of the time asked for; where there is none, the place turned upside down."""
    by_time = {point.at: point for point in series.points}
    ranked = all(point.value is None for point in series.points)
    values: list[float | None] = []
    at = series.points[0].at
    while at < found.until:
        point = by_time.get(at)
        rank = point.best_rank if point else None
        values.append((-rank if rank else None) if ranked else point.value if point else None)
        at += found.span.length
    return values


def sparkline(values: list[float | None]) -> str:
    """The values as bars between the least and the most; a blank for none. A flat curve is drawn low."""
    known = [value for value in values if value is not None]
    least, most = min(known, default=0), max(known, default=0)
    height = (most - least) or 1
    return "".join(
        " " if value is None else _STEPS[int((value - least) / height * (len(_STEPS) - 1) + 0.5)] for value in values
    )


def heading(series: Series) -> str:
    """What a curve is of."""
    source = PROVIDER_NAMES.get(series.source, series.source)
    parts = [
        source,
        series.region,
        metric(series.metric_name),
        fill(ngettext("over {days} day", "over {days} days", series.days), {"days": series.days})
        if series.days
        else "",
        fill(_("for “{word}”"), {"word": series.word}) if series.word else "",
        _(_SCALES[series.metric_scale]) if series.metric_scale in _SCALES else "",
    ]
    return " · ".join(filter(None, parts))


def _ends(series: Series, span: Span) -> str:
    first, last = series.points[0], series.points[-1]
    fields = {
        "from": _when(first.at, span),
        "to": _when(last.at, span),
        "first": _number(first.value, first.best_rank),
        "last": _number(last.value, last.best_rank),
    }
    if len(series.points) == 1:
        return fill(_("{to}: {last}"), fields)
    return fill(_("{from}: {first} … {to}: {last}"), fields)


def _when(at: datetime, span: Span) -> str:
    return current().moment(at) if span is Span.HOUR else current().date(at.date())


def _number(value: int | None, rank: int | None) -> str:
    if value is not None:
        return current().number(value)
    return fill(_("No. {rank}"), {"rank": rank}) if rank else _("seen")


def signals(page: Page[Signal]) -> RenderableType:
    """A page of observations."""
    if not page.items:
        return _("No observation is kept of it.")
    made = table(N_("Observed"), N_("Rank"), N_("Keyword"), N_("Metric"), wide=2)
    for each in page.items:
        value = "" if each.metric_value is None else f"{current().number(each.metric_value)} {metric(each.metric_name)}"
        made.add_row(cell(current().moment(each.observed_at)), cell(each.rank), cell(each.keyword), cell(value))
    return made
