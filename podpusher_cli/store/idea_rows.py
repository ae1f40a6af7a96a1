"""An idea as a row of its table, and back."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict

import msgspec

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.ideabook import Evidence, IdeaEntry, IdeaSource, IdeaState, Occasion, Reason
from podpusher_cli.store.db import stamp

_COLUMNS = (
    "id, text, key, language, source, trend, occasion, evidence, niche, pattern, score, reasons, model, prompt, seed, search, state,"
    " because, created_at"
)
INSERT = (
    f"insert into ideas ({_COLUMNS}) values ({', '.join('?' * len(_COLUMNS.split(',')))}) on conflict (key) do nothing"
)


def row_of(idea: IdeaEntry, search: str | None) -> tuple[object, ...]:
    """The values of INSERT."""
    from podpusher_cli.core.ideas import shelf_key

    def told(value: object) -> str:
        return msgspec.json.encode(value).decode()

    return (
        idea.id, idea.text, shelf_key(idea.text), idea.language, idea.source, idea.trend,
        told(asdict(idea.occasion)) if idea.occasion else None, told(idea.evidence), idea.niche, idea.pattern, idea.score,
        told(idea.reasons), idea.model, idea.prompt, idea.seed, search, idea.state, idea.because, stamp(idea.created_at),
    )  # fmt: skip


def entry_of(row: sqlite3.Row) -> IdeaEntry:
    """A row as the record."""
    decode = msgspec.json.decode
    return IdeaEntry(
        text=row["text"],
        language=row["language"],
        source=IdeaSource(row["source"]),
        trend=row["trend"],
        occasion=decode(row["occasion"], type=Occasion) if row["occasion"] else None,
        evidence=decode(row["evidence"], type=tuple[Evidence, ...]),
        niche=row["niche"],
        pattern=row["pattern"],
        score=row["score"],
        reasons=decode(row["reasons"], type=tuple[Reason, ...]),
        model=row["model"],
        prompt=row["prompt"],
        seed=row["seed"],
        id=row["id"],
        state=IdeaState(row["state"]),
        because=row["because"],
        created_at=from_seconds(row["created_at"]),
    )
