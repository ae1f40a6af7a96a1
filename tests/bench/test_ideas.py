"""How long finding ideas takes beside 100,000 that were had before. `make bench` prints the figures."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest

from podpusher_cli.core.ideabook import Draft, IdeaSource
from podpusher_cli.core.ideation import IdeaBrief, Subject
from podpusher_cli.core.learning import Learnt, Weights
from podpusher_cli.providers.ideamaker import LocalIdeas
from podpusher_cli.providers.likeness import Shelf
from podpusher_cli.store.db import connect
from podpusher_cli.store.idea_searches import Searches
from podpusher_cli.store.ideas import Ideas
from podpusher_cli.store.spending import Ledger
from podpusher_cli.workflows.idea_subjects import Topics
from podpusher_cli.workflows.ideas import IdeaDesk, Wanted, make
from tests.support.clock import START, FakeClock

pytestmark = pytest.mark.bench
HAD = 100_000


@pytest.fixture(scope="module")
def ideas(tmp_path_factory: pytest.TempPathFactory) -> Ideas:
    """A profile that had 100,000 ideas: real sentences, each ending in words of its own."""
    made = Ideas(connect(tmp_path_factory.mktemp("home") / "state.db"))
    brief = IdeaBrief((Subject("", IdeaSource.WORDS),), HAD, 1)
    lines = [phrase.text for phrase in LocalIdeas().make(brief)]
    tails = (f"{one} {other}" for one, other in itertools.permutations([line.split()[0] for line in lines], 2))
    texts = dict.fromkeys(f"{line} {next(tails)}" for line in itertools.islice(itertools.cycle(lines), 2 * HAD))
    drafts = [
        Draft(text, "en", IdeaSource.WORDS, None, None, (), "pet.cat", "{T}", 50, (), "ideas-1", None, 1)
        for text in texts
    ]
    made.keep(drafts[: int(HAD * 1.2)], START)
    return made


def test_finding_ten_ideas_beside_100_000(ideas: Ideas, tmp_path: Path) -> None:
    had = ideas.count()
    assert had >= HAD
    began = time.process_time()
    shelf = Shelf(ideas.all_texts())
    read = time.process_time() - began
    began = time.process_time()
    for place in range(50):
        shelf.nearest(f"Something new about nurses and coffee number {place}")
    each = (time.process_time() - began) / 50
    clock = FakeClock()
    topics = Topics(tuple, lambda _: (), frozenset, str, tuple)
    other = connect(tmp_path / "other.db")
    desk = IdeaDesk(
        ideas=ideas, searches=Searches(other), ledger=Ledger(other, tmp_path, clock), maker=LocalIdeas(), topics=topics,
        inspect=lambda _text, _language: None, learnt=lambda: Learnt(Weights()), clock=clock,
    )  # fmt: skip
    began = time.process_time()
    result, error = make(desk, Wanted(words=("nurse", "kayaking"), count=10))
    whole = time.process_time() - began
    began = time.perf_counter()
    page = ideas.page(limit=20)
    ideas.page(limit=20, cursor=page.next_cursor)
    listed = (time.perf_counter() - began) / 2
    print(
        f"\nbeside {had:,} ideas: read {read:.2f} s, {each * 1000:.1f} ms a sentence, ten found in {whole:.2f} s,"
        f" a page {listed * 1000:.2f} ms"
    )
    assert error is None
    assert len(result.made) == 10
    assert whole < 5
