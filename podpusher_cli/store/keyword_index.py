"""Full-text search over every keyword that was ever observed."""

from __future__ import annotations

import sqlite3

from podpusher_cli.core.keywords import searchable

_SHORTEST = 3  # characters of a word that the index knows; shorter ones are looked for in the rows


class KeywordIndex:
    """The profile's keywords. A word is found inside of others too: hashtags have no blanks."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, after: int, upto: int) -> None:
        """Take in the keywords of the signals after one and up to another, within the caller's transaction."""
        fresh = self._db.execute(
            "select key, keyword, min(id) from signals not indexed where id > ? and id <= ?"
            " and not exists (select 1 from keywords where keywords.key = signals.key) group by key",
            (after, upto),
        ).fetchall()
        for key, keyword, _ in fresh:
            folded = searchable(keyword)
            place = self._db.execute(
                "insert into keywords (key, keyword, folded) values (?, ?, ?)", (key, keyword, folded)
            ).lastrowid
            self._db.execute("insert into keyword_words (rowid, folded) values (?, ?)", (place, folded))

    def keyword(self, key: str) -> str | None:
        """How the keyword of that key was first written, or None when it was never seen."""
        row = self._db.execute("select keyword from keywords where key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def search(self, words: str, limit: int = 1000) -> list[str]:
        """The keys of the keywords that have each of the words in them, the shortest first."""
        wanted = searchable(words).split()
        if not wanted:
            return []
        long = [word for word in wanted if len(word) >= _SHORTEST]
        short = [word for word in wanted if len(word) < _SHORTEST]
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in long)
        index = "id in (select rowid from keyword_words where keyword_words match ?)" if long else "true"
        rows = self._db.execute(
            f"select key from keywords where {index}{' and instr(folded, ?)' * len(short)}"
            " order by length(folded), key limit ?",
            ([quoted] if long else []) + short + [limit],
        )
        return [str(row[0]) for row in rows]
