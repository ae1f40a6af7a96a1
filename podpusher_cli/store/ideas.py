"""Ideas: a row for each one the profile ever had, whatever became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from podpusher_cli.core import feedback
from podpusher_cli.core.ideabook import (
    Draft,
    IdeaEntry,
    IdeaIsMade,
    IdeaState,
    NoSuchIdea,
)
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.results import Page
from podpusher_cli.store.cursors import cursors
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.feedback import put, to_feedback
from podpusher_cli.store.idea_rows import INSERT, entry_of, row_of

if TYPE_CHECKING:
    from podpusher_cli.core.learning import Voice

_VERDICTS = {IdeaState.KEPT: feedback.Verdict.KEPT, IdeaState.DROPPED: feedback.Verdict.DROPPED}


class Ideas:
    """The profile's ideas. Two texts of the same words are one idea."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def keep(self, drafts: Sequence[Draft], now: datetime, *, search: str | None = None) -> tuple[IdeaEntry, ...]:
        """Keep them, all or none, and end the search that found them; those whose words are here already are left out."""
        made: list[IdeaEntry] = []
        with transaction(self._db):
            for draft in drafts:
                entry = IdeaEntry(
                    **{name: getattr(draft, name) for name in Draft.__slots__},
                    id=new_id("i"), state=IdeaState.NEW, because=None, created_at=now,
                )  # fmt: skip
                if self._db.execute(INSERT, row_of(entry, search)).rowcount:
                    made.append(entry)
            if search is not None:
                self._db.execute("update idea_searches set state = 'done' where id = ?", (search,))
        return tuple(made)

    def get(self, name: str) -> IdeaEntry:
        """One idea. Raises NoSuchIdea."""
        found = self.find(name)
        if found is None:
            raise NoSuchIdea(name=name)
        return found

    def find(self, name: str) -> IdeaEntry | None:
        """One idea, if there is one of that id."""
        row = self._db.execute("select * from ideas where id = ?", (name,)).fetchone()
        return entry_of(row) if row else None

    def page(self, *, limit: int = 20, cursor: str | None = None, state: IdeaState | None = None) -> Page[IdeaEntry]:
        """The best first. Without a state those that are new or kept. Raises BadCursor."""
        states = (state,) if state else (IdeaState.NEW, IdeaState.KEPT)
        signed = cursors(self._db, f"ideas {' '.join(states)}")
        score, seq = signed.place(cursor) if cursor else (1000, 0)
        rows = self._db.execute(
            "select * from ideas where state in (select value from json_each(:states)) and (score, seq) < (:score, :seq)"
            " order by score desc, seq desc limit :most",
            {"states": msgspec.json.encode(states).decode(), "score": score, "seq": seq, "most": limit + 1},
        ).fetchall()
        more = signed.made(rows[limit - 1]["score"], rows[limit - 1]["seq"]) if len(rows) > limit else None
        return Page(tuple(entry_of(row) for row in rows[:limit]), more)

    def decide(
        self,
        names: Sequence[str],
        state: IdeaState,
        now: datetime,
        *,
        reason: feedback.Reason | None = None,
        because: str | None = None,
    ) -> tuple[IdeaEntry, ...]:
        """Keep or drop them, all or none; it is feedback, too. Raises NoSuchIdea, or IdeaIsMade for one that has a design."""
        with transaction(self._db):
            before = [self.get(name) for name in dict.fromkeys(names)]
            if made := next((each for each in before if each.state is IdeaState.MADE), None):
                raise IdeaIsMade(text=made.text)
            for each in before:
                self._db.execute(
                    "update ideas set state = ?, because = ?, decided_at = ? where id = ?",
                    (state, because or reason, stamp(now), each.id),
                )
                self._say(each, _VERDICTS[state], reason, because, now)
        return tuple(self.get(each.id) for each in before)

    def _say(
        self,
        idea: IdeaEntry,
        verdict: feedback.Verdict,
        reason: feedback.Reason | None,
        because: str | None,
        now: datetime,
    ) -> None:
        book = self._db.execute("select rating, note from feedback where id = ?", (idea.id,)).fetchone()
        rating, note = (book["rating"], book["note"]) if book else (None, None)
        put(
            self._db,
            feedback.Feedback(idea.id, feedback.Subject.IDEA, idea.text, verdict, reason, because, rating, note, now),
        )

    def designs(self, text: str) -> tuple[str, ...]:
        """The ids of the designs of these words, oldest first."""
        rows = self._db.execute("select id from designs where idea = ? order by seq", (text,))
        return tuple(str(row[0]) for row in rows)

    def language_of(self, names: Sequence[str]) -> str | None:
        """The language of the ideas of these ids; None where one is no such id, or they have several."""
        found = [self.find(name) for name in names]
        languages = {each.language if each else None for each in found}
        return languages.pop() if len(languages) == 1 else None

    def count(self) -> int:
        """How many there ever were."""
        return int(self._db.execute("select count(*) from ideas").fetchone()[0])

    def trends(self) -> frozenset[str]:
        """The trends that ideas came from, as they are spelled there."""
        return frozenset(
            str(row[0]) for row in self._db.execute("select distinct trend from ideas where trend is not null")
        )

    def all_texts(self) -> Iterator[tuple[str, str, str, str | None]]:
        """Every text that the profile ever had: what kind of thing it is of, its id, itself, and its key where that is known."""
        yield from self._db.execute(
            "select 'idea', id, text, key from ideas union all select 'design', id, idea, null from designs"
            " union all select 'product', id, title, null from products where title <> ''"
        )

    def voices(self) -> tuple[Voice, ...]:
        """What was said of every idea, and of the designs of its words, newest first."""
        from podpusher_cli.core.learning import Voice, value_of

        rows = self._db.execute(
            "select i.text as idea_text, i.niche, i.pattern, f.* from feedback f join ideas i on i.id = f.id where f.about = 'idea'"
            " union all select i.text, i.niche, i.pattern, f.* from feedback f join designs d on d.id = f.id"
            " join ideas i on i.text = d.idea where f.about = 'design' order by seq desc"
        )
        return tuple(Voice(row["idea_text"], row["niche"], row["pattern"], value_of(to_feedback(row))) for row in rows)

    def search_of(self, name: str) -> str | None:
        """The paid search that found an idea, if one did."""
        row = self._db.execute("select search from ideas where id = ?", (name,)).fetchone()
        return str(row[0]) if row and row[0] else None


def mark_made(connection: sqlite3.Connection, text: str) -> None:
    """A design was made of these words, inside a transaction of the caller's: the idea of them, if there is one, is used."""
    from podpusher_cli.core.ideas import shelf_key

    connection.execute("update ideas set state = 'made' where key = ?", (shelf_key(text),))
