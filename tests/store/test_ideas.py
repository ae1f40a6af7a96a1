"""Ideas as they are kept: each once, in order, whoever writes beside us, and searches that outlive a crash."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from podpusher_cli.core import feedback
from podpusher_cli.core.ideabook import (
    Draft,
    Evidence,
    IdeaIsMade,
    IdeaSource,
    IdeaState,
    NoSuchIdea,
    Occasion,
    Reason,
)
from podpusher_cli.core.learning import Voice
from podpusher_cli.core.results import BadCursor
from podpusher_cli.store.db import connect, transaction
from podpusher_cli.store.feedback import FeedbackBook, put
from podpusher_cli.store.ideas import Ideas, mark_made
from tests.support.clock import START


def draft(text: str, score: int = 50, **more: object) -> Draft:
    plain: dict[str, object] = {
        "language": "en", "source": IdeaSource.WORDS, "trend": None, "occasion": None, "evidence": (), "niche": "pet.cat",
        "pattern": "{T}", "score": score, "reasons": (), "model": "ideas-1", "prompt": None, "seed": 7,
    }  # fmt: skip
    return Draft(text, **plain | more)  # type: ignore[arg-type]


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    return connect(tmp_path / "state.db")


@pytest.fixture
def ideas(db: sqlite3.Connection) -> Ideas:
    return Ideas(db)


def test_an_idea_comes_back_as_it_was_kept(ideas: Ideas) -> None:
    told = draft(
        "Spooky nurse", source=IdeaSource.TREND, trend="spooky",
        occasion=Occasion("halloween", "Halloween", START.date(), START.date()),
        evidence=(Evidence("tiktok", "views", 12, 3, "US", START), Evidence("pinterest", None, None, None, "US", START)),
        reasons=(Reason("trend", 8, "Its trend has {points} points.", {"points": 8}),), prompt="ideas-1",
    )  # fmt: skip
    (kept,) = ideas.keep([told], START)

    assert ideas.get(kept.id) == kept
    assert all(getattr(kept, name) == getattr(told, name) for name in Draft.__slots__)
    assert (kept.state, kept.because, kept.created_at) == (IdeaState.NEW, None, START)
    with pytest.raises(NoSuchIdea):
        ideas.get("i-00000000")


def test_the_same_words_are_kept_once(ideas: Ideas) -> None:
    (first,) = ideas.keep([draft("Plant dad")], START)
    assert ideas.keep([draft("plant DAD!"), draft("Dad, plant"), draft("Cat dad")], START)[0].text == "Cat dad"
    assert {each.id for each in ideas.page().items} >= {first.id}
    assert ideas.count() == 2


def test_many_processes_keep_the_same_idea_once(tmp_path: Path) -> None:
    connect(tmp_path / "state.db").close()

    def keep(_: int) -> int:
        connection = connect(tmp_path / "state.db")
        made = Ideas(connection).keep([draft("Plant dad")], START)
        connection.close()
        return len(made)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(keep, range(16))) == 1


def test_pages_have_the_best_first_and_move_with_nothing_that_comes_between(ideas: Ideas) -> None:
    ideas.keep([draft(f"Idea {place}", place % 4) for place in range(11)], START)
    seen: list[tuple[int, str]] = []
    page = ideas.page(limit=3)
    while True:
        seen += [(each.score, each.text) for each in page.items]
        ideas.keep([draft(f"Newcomer {len(seen)}", 99)], START)
        if page.next_cursor is None:
            break
        page = ideas.page(limit=3, cursor=page.next_cursor)

    assert len(seen) == len(set(seen)) == 11
    assert [score for score, _ in seen] == sorted((score for score, _ in seen), reverse=True)
    with pytest.raises(BadCursor):
        ideas.page(state=IdeaState.KEPT, cursor=ideas.page(limit=3).next_cursor)


def test_decisions_are_feedback_and_keep_the_stars(ideas: Ideas, db: sqlite3.Connection) -> None:
    one, other = ideas.keep([draft("One idea"), draft("Another thought")], START)
    FeedbackBook(db).say(one.id, feedback.Subject.IDEA, one.text, feedback.Opinion(rating=4), START)
    ideas.decide([one.id, other.id, one.id], IdeaState.DROPPED, START, reason=feedback.Reason.OTHER, because="too loud")

    said = FeedbackBook(db).find(one.id)
    assert said is not None
    assert (said.verdict, said.because, said.rating) == (feedback.Verdict.DROPPED, "too loud", 4)
    assert ideas.get(other.id).because == "too loud"
    (back,) = ideas.decide([one.id], IdeaState.KEPT, START)
    assert (back.state, back.because) == (IdeaState.KEPT, None)
    with pytest.raises(NoSuchIdea):
        ideas.decide([other.id, "i-00000000"], IdeaState.KEPT, START)
    assert ideas.get(other.id).state is IdeaState.DROPPED


def test_what_a_design_was_made_of_is_made_and_stays_so(ideas: Ideas, db: sqlite3.Connection) -> None:
    (one,) = ideas.keep([draft("Plant dad")], START)
    with transaction(db):
        mark_made(db, "plant dad!")
        mark_made(db, "never heard of")

    assert ideas.get(one.id).state is IdeaState.MADE
    with pytest.raises(IdeaIsMade):
        ideas.decide([one.id], IdeaState.DROPPED, START)


def test_voices_are_what_was_said_of_ideas_and_of_their_designs(ideas: Ideas, db: sqlite3.Connection) -> None:
    one, other = ideas.keep([draft("Plant dad", niche="hobby.plant"), draft("Cat hair")], START)
    ideas.decide([one.id], IdeaState.KEPT, START)
    db.execute(
        "insert into designs (id, idea, file, sha256, width, height, dpi, source, model, created_at)"
        " values ('d-1', 'Cat hair', 'f', 's', 1, 1, 1, 'local', 'm', 0)"
    )
    with transaction(db):
        put(db, feedback.Feedback("d-1", feedback.Subject.DESIGN, "Cat hair", None, None, None, 1, None, START))

    assert ideas.voices() == (
        Voice("Cat hair", "pet.cat", "{T}", -0.5), Voice("Plant dad", "hobby.plant", "{T}", 0.5),
    )  # fmt: skip
    assert ideas.designs(other.text) == ("d-1",)
    assert {(kind, text) for kind, _, text, _ in ideas.all_texts()} == {
        ("idea", "Plant dad"), ("idea", "Cat hair"), ("design", "Cat hair"),
    }  # fmt: skip


def test_ideas_have_one_language_or_none(ideas: Ideas) -> None:
    one, other, third = ideas.keep([draft("Uno", language="es"), draft("Zwei"), draft("Tres", language="es")], START)
    assert ideas.language_of([one.id, third.id]) == "es"
    assert ideas.language_of([one.id, other.id]) is None
    assert ideas.language_of([one.id, "Plant dad"]) is None
    assert ideas.language_of([]) is None
