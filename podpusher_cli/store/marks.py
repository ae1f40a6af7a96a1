"""The marks of a review: what stands about each design, in its feedback and its tags."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from podpusher_cli.core.designs import DesignState, NoSuchDesign
from podpusher_cli.core.feedback import Feedback, Reason, Subject, Verdict
from podpusher_cli.core.reviewing import ChangedMeanwhile, Mark, Marked, Standing, after
from podpusher_cli.store.db import transaction
from podpusher_cli.store.feedback import FeedbackBook, put

_VERDICTS = {DesignState.KEPT: Verdict.KEPT, DesignState.DROPPED: Verdict.DROPPED}


class Marks:
    """What the seller has marked. Each mark is on the disk when the call returns; nobody's mark is lost to another's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._feedback = FeedbackBook(connection)

    def standings(self, designs: Iterable[str]) -> dict[str, Standing]:
        """What stands about each of these designs."""
        rows = self._db.execute(
            "select d.id, f.verdict, f.reason, f.because, f.rating,"
            " (select json_group_array(tag) from design_tags where design_id = d.id) as tags"
            " from designs d left join feedback f on f.id = d.id where d.id in (select value from json_each(?))",
            (json.dumps(list(designs)),),
        )
        return {row["id"]: _standing(row) for row in rows}

    def mark(self, mark: Mark, now: datetime) -> Marked:
        """Make a mark that is `checked`. Raises NoSuchDesign."""
        with transaction(self._db):
            before = self._before(mark.design)
            done = Marked(mark.design, before, after(before, mark))
            self._change(done, now)
        return done

    def undo(self, done: Marked, now: datetime) -> Standing:
        """Take a mark back. Raises NoSuchDesign, and ChangedMeanwhile where the design does not stand as the mark left it."""
        with transaction(self._db):
            if self._before(done.design) != done.after:
                raise ChangedMeanwhile
            self._change(Marked(done.design, done.after, done.before), now)
        return done.before

    def tags(self) -> tuple[str, ...]:
        """All tags there are, the most used first."""
        rows = self._db.execute("select tag from design_tags group by tag order by count(*) desc, tag")
        return tuple(str(row[0]) for row in rows)

    def _before(self, design: str) -> Standing:
        found = self.standings([design]).get(design)
        if found is None:
            raise NoSuchDesign(name=design)
        return found

    def _change(self, done: Marked, now: datetime) -> None:
        before, then = done.before, done.after
        for tag in set(before.tags) - set(then.tags):
            self._db.execute("delete from design_tags where design_id = ? and tag = ?", (done.design, tag))
        for tag in set(then.tags) - set(before.tags):
            self._db.execute("insert into design_tags values (?, ?)", (done.design, tag))
        if replace(before, tags=()) == replace(then, tags=()):
            return
        note = known.note if (known := self._feedback.find(done.design)) else None
        idea = self._db.execute("select idea from designs where id = ?", (done.design,)).fetchone()[0]
        said = Feedback(
            done.design, Subject.DESIGN, idea, _VERDICTS.get(then.state), then.reason, then.because, then.rating, note, now
        )  # fmt: skip
        if said.verdict or said.rating or said.note:
            put(self._db, said)
        else:
            self._db.execute("delete from feedback where id = ?", (done.design,))


def _standing(row: sqlite3.Row) -> Standing:
    return Standing(
        state=DesignState(row["verdict"] or DesignState.NEW),
        reason=Reason(row["reason"]) if row["reason"] else None,
        because=row["because"],
        rating=row["rating"],
        tags=tuple(sorted(json.loads(row["tags"]))),
    )
