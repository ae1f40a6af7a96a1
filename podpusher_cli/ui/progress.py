"""Bars, on a terminal only; elsewhere a run is silent until it has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from podpusher_cli.core.errors import fill
from podpusher_cli.i18n import _

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import TaskID

    from podpusher_cli.core.clock import Clock
    from podpusher_cli.ui.bars import Bar
    from podpusher_cli.ui.output import Output


class Progress(Protocol):
    """How far something has come."""

    @property
    def total(self) -> int: ...

    @property
    def done(self) -> int: ...


class ProgressBar:
    """How far the work has come; `label` names it. Use it as a context; hand `update` to the workflow."""

    def __init__(self, out: Output, label: str) -> None:
        self._out = out
        self._label = label
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def update(self, progress: Progress) -> None:
        """Draw it."""
        if not self._out.animated:
            return
        if self._bar is None:
            from podpusher_cli.ui.bars import Bar

            self._bar = Bar(self._out.progress_console(), self._out.waited_for)
            self._task = self._bar.add_task(_(self._label), total=progress.total)
            self._out.draws(self._bar.console)
            self._bar.start()
        assert self._task is not None
        self._bar.update(self._task, completed=progress.done)

    def count_down(self, label: str, seconds: float, clock: Clock) -> None:
        """A pause between two stretches of work, whose seconds are counted on a terminal; `label` has {seconds}."""
        if not self._out.animated:
            clock.sleep(seconds)
            return
        from rich.status import Status

        self._stop()
        with Status("", console=self._out.progress_console()) as status:
            for left in range(round(seconds), 0, -1):
                status.update(fill(_(label), {"seconds": left}))
                clock.sleep(1)

    def _stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._out.draws(None)
            self._bar = None
