"""Work that dies by SIGKILL at a chosen line: before the first, the second, … the last line that it runs of some files."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

from tests.support.kill import in_child

ROOT = Path(__file__).resolve().parents[2]


class LineReaper:
    """Counts the lines of these files that run while the function `within` does, and kills this process at one of them."""

    def __init__(self, files: Sequence[str], within: str, at: int) -> None:
        self.files = {str(ROOT / "podpusher_cli" / file) for file in files}
        self.within = within
        self.at = at
        self.seen = 0
        self.inside = 0

    def watch(self, work: Callable[[], object]) -> None:
        """Do the work under the eyes of the reaper."""
        sys.settrace(self._entered)
        try:
            work()
        finally:
            sys.settrace(None)

    def _entered(self, frame: FrameType, _event: str, _told: Any) -> Callable[..., Any] | None:
        if frame.f_code.co_filename not in self.files:
            return None
        self.inside += frame.f_code.co_name == self.within
        return self._passed if self.inside else None

    def _passed(self, frame: FrameType, event: str, _told: Any) -> Callable[..., Any]:
        if event == "line":
            self.seen += 1
            if self.seen == self.at:
                os.kill(os.getpid(), signal.SIGKILL)
        elif event == "return":
            self.inside -= frame.f_code.co_name == self.within
        return self._passed


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """A folder where a sync costs nothing: a process that is killed loses nothing by it, and hundreds of them are."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def killed_at(line: int, work: Callable[[], object], files: Sequence[str], *, within: str) -> bool:
    """Do `work` in a process of its own that dies at the line; whether it got that far."""

    def whole() -> None:
        LineReaper(files, within, line).watch(work)

    ended = in_child(whole)
    assert ended in {0, -signal.SIGKILL}, ended
    return ended == -signal.SIGKILL
