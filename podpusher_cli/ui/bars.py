"""What Rich draws while work goes on; imported with the first bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text


class Bar(Progress):
    """A bar, and below it what is waited for, if anything is. It is gone at the end."""

    def __init__(self, console: Console, waiting: Callable[[], str]) -> None:
        self._waiting = waiting
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        super().__init__(*columns, console=console, transient=True)

    def get_renderables(self) -> Iterable[RenderableType]:
        """The bar, and the line below it."""
        yield from super().get_renderables()
        if line := self._waiting():
            yield Text(line, no_wrap=True, overflow="ellipsis")
