"""Colours and table shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from podpusher_cli.core.text import kept_together
from podpusher_cli.i18n import _, pgettext

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

STATE_STYLES = {
    "ready": "cyan", "publishing": "cyan", "running": "cyan", "waiting": "yellow", "published": "green", "done": "green",
    "failed": "red", "partial": "yellow", "interrupted": "yellow", "draft": "dim", "active": "green", "ok": "green",
    "warn": "yellow", "bad": "red", "note": "cyan", "new": "cyan", "kept": "green", "dropped": "dim",
}  # fmt: skip


def keep_together() -> None:
    """Let Rich break lines at plain blanks only: for it a blank that shall not be broken is one like others."""
    from rich import _wrap

    _wrap.re_word = re.compile(r"[ \t\n]*[^ \t\n]+[ \t\n]*")


def table(*columns: str, wide: int | tuple[int, ...] = ()) -> Table:
    """A table with translated headings; the columns `wide` fold when the terminal is narrow, the others stay whole."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", expand=False)
    folding = (wide,) if isinstance(wide, int) else wide
    for place, column in enumerate(columns):
        made.add_column(_(column), overflow="fold", no_wrap=place not in folding)
    return made


class Roomy:
    """`wide` where the terminal has room for all of it, else `narrow`."""

    def __init__(self, wide: RenderableType, narrow: RenderableType) -> None:
        self._wide, self._narrow = wide, narrow

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.measure import Measurement

        needed = Measurement.get(console, options.update(width=10_000), self._wide).minimum
        yield self._wide if needed <= options.max_width else self._narrow


def cell(text: object) -> Text:
    """Outside text in a cell: one line, nothing a terminal could obey, no markup."""
    from rich.text import Text

    return Text(kept_together("" if text is None else str(text)))


def below(text: object, columns: int = 4) -> Padding:
    """Outside text as a line of its own under another, set in."""
    from rich.padding import Padding

    return Padding(cell(text), (0, 0, 0, columns), expand=False)


def facts(rows: Iterable[tuple[str, object]]) -> Table:
    """A line a fact: its translated name, and the value as a cell unless it is Text already; nothing for None and ""."""
    from rich.table import Table
    from rich.text import Text

    made = Table.grid(padding=(0, 2))
    made.add_column(style="bold", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows:
        if value is not None and value != "":
            made.add_row(cell(_(name)), value if isinstance(value, Text) else cell(value))
    return made


def state(word: str, of: str = "") -> Text:
    """A state in its colour, in the seller's language. `of`: what it is said of, where that has its own words."""
    from rich.text import Text

    return Text(pgettext(of, word) if of and word else _(word), style=STATE_STYLES.get(word, ""))
