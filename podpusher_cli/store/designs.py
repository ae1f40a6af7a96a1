"""Designs: files in the profile's folder, named by their content, and a row for each."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import get_args

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.designs import Design, DesignState, NoSuchDesign, Source
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.money import Money
from podpusher_cli.core.results import Page
from podpusher_cli.store.cursors import newest_first
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.files import make_folder, replace_file


class Designs:
    """The profile's designs. A file is on the disk, whole, before its row is; one without a row is nobody's and harmless."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._db = connection
        self.folder = folder

    def path(self, design: Design) -> Path:
        """Where the file is."""
        return self.folder / design.file

    def get(self, name: str) -> Design:
        """One design. Raises NoSuchDesign."""
        found = self.find(name)
        if found is None:
            raise NoSuchDesign(name=name)
        return found

    def find(self, name: str) -> Design | None:
        """One design, if there is one of that id."""
        row = self._db.execute(f"{_SELECT} where designs.id = ?", (name,)).fetchone()
        return _design(row) if row else None

    def products(self, name: str) -> tuple[str, ...]:
        """The ids of the products that this design is on, oldest first."""
        rows = self._db.execute("select id from products where design_id = ? order by seq", (name,))
        return tuple(str(row[0]) for row in rows)

    def variants(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The variants that each of these designs is sold in, as its products have them; nothing for one that is on none."""
        rows = self._db.execute(
            "select design_id, value from products, json_each(products.variants) where design_id in (select value from json_each(?))",
            (json.dumps(list(names)),),
        )
        found: dict[str, tuple[str, ...]] = {}
        for name, variant in rows:
            found[name] = (*found.get(name, ()), str(variant))
        return found

    def page(
        self,
        *,
        limit: int = 20,
        cursor: str | None = None,
        state: str | None = None,
        tag: str | None = None,
        run: str | None = None,
    ) -> Page[Design]:
        """Newest first. `run`: only what this run made."""
        select = f"{_SELECT} where (:before is null or designs.seq < :before) and {_AMONG} order by designs.seq desc limit :limit"
        chosen = {"state": state, "run": run, "tag": tag}
        return newest_first(self._db, "designs", select, _design, limit=limit, cursor=cursor, **chosen)

    def count(self, state: str) -> int:
        """How many there are in this state."""
        among = {"state": state, "tag": None, "run": None}
        return int(self._db.execute(f"select count(*) {_FROM} where {_AMONG}", among).fetchone()[0])

    def with_content(self, sha256: str, source: Source) -> Design | None:
        """The oldest design with this content from this source."""
        row = self._db.execute(
            f"{_SELECT} where sha256 = ? and source = ? order by designs.seq limit 1", (sha256, source)
        ).fetchone()
        return _design(row) if row else None

    def seeds(self, idea: str) -> frozenset[int]:
        """The seeds that this idea has been drawn with."""
        rows = self._db.execute("select seed from designs where idea = ? and seed is not null", (idea,))
        return frozenset(int(row[0]) for row in rows)

    def keep_original(self, picture: bytes, sha256: str, suffix: str) -> Path:
        """Write the seller's own file beside the print file that is made of it; where it is comes back. Raises DiskTrouble."""
        path = self.folder / "originals" / f"{sha256[:24]}{suffix}"
        _write(path, picture)
        return path

    def fitted(self, design: Design, width: int, height: int) -> Path | None:
        """The file that was made of a design for a print area of that size, if there is one."""
        path = self._fitted(design, width, height)
        return path if path.is_file() else None

    def keep_fitted(self, design: Design, width: int, height: int, picture: bytes) -> Path:
        """Write it; where it is comes back. Raises DiskTrouble."""
        path = self._fitted(design, width, height)
        _write(path, picture)
        return path

    def _fitted(self, design: Design, width: int, height: int) -> Path:
        return self.folder / "fitted" / f"{design.sha256[:24]}-{width}x{height}.png"

    def keep(self, design: Design, picture: bytes, suffix: str = ".png") -> Design:
        """Write the file, then the row; `file` and `sha256` are filled in. Raises DiskTrouble.

        A picture of the seller's own is one design, however many bring it at once: the one that is there comes back.
        """
        sha256 = hashlib.sha256(picture).hexdigest()
        made = replace(design, sha256=sha256, file=f"{sha256[:24]}{suffix}")
        _write(self.path(made), picture)
        with transaction(self._db):
            known = self.with_content(sha256, "file") if made.source == "file" else None
            if known is None:
                self._db.execute(_INSERT, _row(made))
        return known or made


_FROM = "from designs left join feedback on feedback.id = designs.id"
_SELECT = (
    "select designs.*, coalesce(feedback.verdict, 'new') as state, feedback.rating,"
    f" (select json_group_array(tag) from design_tags where design_id = designs.id) as tags {_FROM}"
)
_AMONG = (
    "(:state is null or coalesce(feedback.verdict, 'new') = :state)"
    " and (:tag is null or designs.id in (select design_id from design_tags where tag = :tag)) and (:run is null or designs.id in"
    " (select design_id from generation_items where run_id = :run"
    " union all select design_id from products where run_id = :run))"
)


def _write(path: Path, picture: bytes) -> None:
    try:
        make_folder(path.parent)
        if not path.exists() or path.stat().st_size != len(picture):
            replace_file(path, picture)
    except OSError as error:
        raise DiskTrouble(path=path, problem=error.strerror or error) from error


_COLUMNS = (
    "id, idea, file, sha256, width, height, dpi, source, model, layout, palette, fonts, seed, cost_amount,"
    " cost_currency, garment, trend, created_at"
)
_INSERT = (
    f"insert into designs ({_COLUMNS}) values ({', '.join('?' * len(_COLUMNS.split(',')))}) on conflict (id) do nothing"
)


def _row(design: Design) -> tuple[object, ...]:
    cost = design.cost
    return (
        design.id, design.idea, design.file, design.sha256, design.width, design.height, design.dpi, design.source,
        design.model, design.layout, design.palette, json.dumps(design.fonts), design.seed, cost and cost.amount,
        cost and cost.currency, design.garment, design.trend, stamp(design.created_at),
    )  # fmt: skip


def _design(row: sqlite3.Row) -> Design:
    source = next(word for word in get_args(Source) if word == row["source"])
    return Design(
        id=row["id"],
        idea=row["idea"],
        file=row["file"],
        sha256=row["sha256"],
        width=row["width"],
        height=row["height"],
        dpi=row["dpi"],
        source=source,
        model=row["model"],
        layout=row["layout"],
        palette=row["palette"],
        fonts=tuple(json.loads(row["fonts"])),
        seed=row["seed"],
        cost=Money(row["cost_amount"], row["cost_currency"]) if row["cost_amount"] is not None else None,
        garment=row["garment"],
        created_at=from_seconds(row["created_at"]),
        trend=row["trend"],
        state=DesignState(row["state"]),
        rating=row["rating"],
        tags=tuple(sorted(json.loads(row["tags"]))),
    )
