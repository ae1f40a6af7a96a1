"""Paid searches outlive a crash, with what they were about, and are nobody's twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from podpusher_cli.core.ideabook import Draft, Evidence, IdeaSource
from podpusher_cli.core.ideation import Subject
from podpusher_cli.core.seasons import Lead, seasons
from podpusher_cli.store.db import connect
from podpusher_cli.store.idea_searches import Searches
from podpusher_cli.store.ideas import Ideas
from tests.support.clock import START

ABOUT = (
    Subject("pickleball", IdeaSource.TREND, "pickleball", (Evidence("tiktok", "views", 12, 3, "US", START),), 12),
    Subject("nurse", IdeaSource.WORDS, season=seasons("US", START.date(), Lead())[0]),
)
DRAFT = Draft("Night shift", "en", IdeaSource.WORDS, None, None, (), None, None, 50, (), "think-1", "ideas-1", 7)


@pytest.fixture
def searches(tmp_path: Path) -> Searches:
    return Searches(connect(tmp_path / "state.db"))


def test_a_search_that_was_cut_short_is_taken_up_with_what_it_was_about(searches: Searches, tmp_path: Path) -> None:
    assert searches.unfinished("nurse") is None
    first = searches.begin("nurse", ABOUT, START)
    assert searches.unfinished("nurse") == first
    assert first.subjects == ABOUT
    assert searches.unfinished("cat") is None
    ideas = Ideas(connect(tmp_path / "state.db"))
    (made,) = ideas.keep([DRAFT], START, search=first.id)
    assert ideas.search_of(made.id) == first.id
    assert searches.unfinished("nurse") is None
    searches.end(searches.begin("nurse", ABOUT, START).id)
    assert searches.unfinished("nurse") is None


def test_a_search_that_another_process_is_at_is_left_to_it(tmp_path: Path) -> None:
    connect(tmp_path / "state.db").close()
    script = (
        "import sys; from pathlib import Path; from podpusher_cli.store.db import connect; from podpusher_cli.store.idea_searches import Searches;"
        "from tests.support.clock import START;"
        f"print(Searches(connect(Path({str(tmp_path)!r}) / 'state.db')).begin('nurse', (), START).id, flush=True); sys.stdin.read()"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        theirs = other.stdout.readline().strip()
        searches = Searches(connect(tmp_path / "state.db"))
        assert searches.unfinished("nurse") is None
        other.kill()
        other.wait()
    found = searches.unfinished("nurse")
    assert found is not None
    assert found.id == theirs, "nobody is at it any more"
