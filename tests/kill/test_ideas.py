"""Killed anywhere while it pays for ideas, the same command keeps what was paid for and pays for nothing twice."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from podpusher_cli.core.ideation import IdeaBrief, Phrase
from podpusher_cli.core.making import Attempt
from podpusher_cli.core.spending import PerhapsBilled
from podpusher_cli.workflows.ideas import Wanted, make
from tests.support.idea_bench import IdeaBench, PaidIdeas
from tests.support.kill import Reaper, apart

NURSE = Wanted(("nurse",), count=5, model="openai")


class Meter(PaidIdeas):
    """A model whose requests are counted outside the process that dies."""

    def __init__(self, folder: Path, reaper: Reaper) -> None:
        super().__init__()
        self.folder, self.reaper = folder, reaper

    def make(self, brief: IdeaBrief, attempt: Attempt) -> tuple[Phrase, ...]:
        self.reaper.pass_("before_request")
        found = super().make(brief, attempt)
        if self.sent:
            with (self.folder / "requests").open("a") as log:
                log.write("asked\n")
        self.reaper.pass_("after_answer")
        return found


def pay(home: Path, kind: str | None, at: int) -> None:
    """Find ideas, under the eyes of a reaper."""
    reaper = Reaper(kind, at)
    bench = IdeaBench(home)
    bench.maker = Meter(home, reaper)
    bench.db.set_trace_callback(reaper.statement)
    try:
        make(bench.desk(), NURSE)
    except PerhapsBilled:
        (home / "doubt").touch()
    (home / "counts").write_text("\n".join(f"{name} {count}" for name, count in reaper.seen.items()))


def work(home: Path, kind: str | None = None, at: int = 0) -> int:
    home.mkdir(parents=True, exist_ok=True)
    return apart(pay, home, kind, at)


@pytest.mark.parametrize("kind", ["before_request", "after_answer", "before_commit", "after_commit"])
def test_killed_at_every_boundary(tmp_path: Path, kind: str) -> None:
    assert work(tmp_path / "counted") == 0
    counts = dict(line.split() for line in (tmp_path / "counted" / "counts").read_text().splitlines())
    there = int(counts[kind])
    assert there >= 1
    for at in range(1, there + 1):
        home, where = tmp_path / str(at), f"{kind} {at} of {there}"
        assert work(home, kind, at) == -signal.SIGKILL
        bench = IdeaBench(home)
        kept = bench.ideas.count()
        if not kept:  # else the search has ended, and the same command would be a new one
            assert work(home) == 0
        doubtful = (home / "doubt").exists()
        requests = (home / "requests").read_text().splitlines() if (home / "requests").exists() else []

        assert bench.ideas.count() == (0 if doubtful else 2), where
        assert len(requests) <= 1, f"{where}: paid for twice"
        assert bench.states() == (["perhaps"] if doubtful else ["billed"]), where
