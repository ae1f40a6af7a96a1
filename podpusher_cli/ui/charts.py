"""A keyword's curves as one HTML page: SVG, no script, nothing from elsewhere."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from podpusher_cli.core.errors import fill
from podpusher_cli.core.history import History, Point, Series
from podpusher_cli.core.text import one_line
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.views.history import heading

_WIDTH, _HEIGHT, _LEFT, _FOOT = 860, 220, 96, 24
_STYLE = (
    ":root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "svg{width:100%;height:auto}path{fill:none;stroke:#2563eb;stroke-width:2}circle{fill:#2563eb}line{stroke:#8886}"
    "text{font-size:12px;fill:currentColor}h2{font-size:1rem;margin:1.5rem 0 .25rem}"
)


def page(found: History) -> str:
    """The whole page. Every word of outside text is escaped."""
    title = _safe(found.keyword)
    charts = (
        "".join(_chart(series, found) for series in found.series)
        or f"<p>{_safe(_('Nothing was observed in that time.'))}</p>"
    )
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    return (
        f'<!doctype html><html lang="{_safe(current().language)}"><head><meta charset="utf-8">{policy}'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{title}</h1>{charts}</body></html>\n"
    )


def _chart(series: Series, found: History) -> str:
    """One curve between its own least and most. A line joins neighbours only, so that a gap stays one."""
    title = _safe(heading(series))
    ranked = all(point.value is None for point in series.points)
    dots = [(point, number) for point in series.points if (number := _number(point, ranked=ranked)) is not None]
    if not dots:
        return f"<h2>{title}</h2><p>{_safe(_('It was seen, without a number.'))}</p>"
    least, most = min(number for _point, number in dots), max(number for _point, number in dots)
    places = [(_across(point, found), _down(number, least, most)) for point, number in dots]
    lines = "".join(
        f"<path d='M{before[0]} {before[1]}L{after[0]} {after[1]}'/>"
        for (before, one), (after, other) in pairwise(zip(places, dots, strict=True))
        if other[0].at - one[0].at == found.span.length
    )
    marks = "".join(
        f"<circle cx='{x}' cy='{y}' r='3'><title>{_safe(_told(point, number))}</title></circle>"
        for (x, y), (point, number) in zip(places, dots, strict=True)
    )
    foot = _HEIGHT - _FOOT
    axis = f"<line x1='{_LEFT}' x2='{_WIDTH}' y1='{foot}' y2='{foot}'/>"
    labels = (
        f"<text x='0' y='14'>{_safe(_figure(most))}</text><text x='0' y='{foot}'>{_safe(_figure(least))}</text>"
        f"<text x='{_LEFT}' y='{_HEIGHT - 4}'>{_safe(current().date(found.since.date()))}</text>"
        f"<text x='{_WIDTH}' y='{_HEIGHT - 4}' text-anchor='end'>{_safe(current().date(found.until.date()))}</text>"
    )
    return f"<h2>{title}</h2><svg viewBox='0 0 {_WIDTH} {_HEIGHT}' role='img'>{axis}{lines}{marks}{labels}</svg>"


def _number(point: Point, *, ranked: bool) -> int | None:
    """The metric; where there is none, the place in the list, with the first on top."""
    return (-point.best_rank if point.best_rank else None) if ranked else point.value


def _figure(number: int) -> str:
    return current().number(number) if number >= 0 else fill(_("No. {rank}"), {"rank": -number})


def _told(point: Point, number: int) -> str:
    return f"{current().date(point.at.date())}: {_figure(number)}"


def _across(point: Point, found: History) -> float:
    share = (point.at - found.since) / (found.until - found.since)
    return round(_LEFT + share * (_WIDTH - _LEFT - 4), 1)


def _down(number: int, least: int, most: int) -> float:
    share = (number - least) / ((most - least) or 1)
    return round((_HEIGHT - _FOOT - 8) * (1 - share) + 4, 1)


def _safe(text: str) -> str:
    return escape(one_line(text))
