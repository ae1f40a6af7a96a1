"""Streams that say they are a terminal, and an Output on them."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from podpusher_cli.core.options import Options
from podpusher_cli.ui.output import Output


class Screen(io.StringIO):
    """A stream with somebody in front of it, if `live`."""

    def __init__(self, text: str = "", *, live: bool = True) -> None:
        super().__init__(text)
        self.live = live

    def isatty(self) -> bool:
        return self.live


@dataclass
class Desk:
    """An Output with all its streams: `desk = Desk(json=True)`; `typed` is what the person types."""

    options: Options = field(default_factory=Options)
    typed: str = ""
    live: bool = False
    environment: dict[str, str] = field(default_factory=lambda: {"TERM": "xterm", "COLUMNS": "80"})

    def __post_init__(self) -> None:
        self.stdout, self.stderr = Screen(live=self.live), Screen(live=self.live)
        self.out = Output(
            self.options,
            stdin=Screen(self.typed, live=self.live),
            stdout=self.stdout,
            stderr=self.stderr,
            environment=self.environment,
        )

    @property
    def said(self) -> str:
        """What people read beside the result."""
        return self.stderr.getvalue()

    @property
    def shown(self) -> str:
        """The result."""
        return self.stdout.getvalue()


def drawn(thing: object, columns: int = 80) -> str:
    """A view as it stands on a screen of so many columns, without colours."""
    desk = Desk(environment={"COLUMNS": str(columns), "NO_COLOR": "1"})
    desk.out.show(None, as_text=lambda _: thing)  # type: ignore[arg-type,return-value]
    return desk.shown
