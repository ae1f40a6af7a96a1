"""Products: the rows that everything from a file's line to an Etsy listing hangs on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.ids import new_id, token
from podpusher_cli.core.money import Money
from podpusher_cli.core.products import (
    AtEtsy,
    AtPrintify,
    Content,
    InDoubt,
    InShop,
    NoSuchProduct,
    Origin,
    Product,
    ProductBusy,
    ProductState,
    Trouble,
)
from podpusher_cli.core.results import Page
from podpusher_cli.store.cursors import newest_first
from podpusher_cli.store.db import stamp, transaction, unstamp


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product about to be kept. `import_key` makes the same line of a file one product, however often it is read."""

    content: Content
    origin: Origin
    import_key: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What came of several: ids in order, None for one whose import key is there already; `refused`: places without room."""

    ids: list[str | None]
    refused: frozenset[int]


class Products:
    """The profile's products."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def page(
        self, *, limit: int = 20, cursor: str | None = None, state: str | None = None, run: str | None = None
    ) -> Page[Product]:
        """Newest first. `run`: only what this run made or handled."""
        select = (
            "select * from products where (:before is null or seq < :before) and (:state is null or state = :state)"
            " and (:run is null or run_id = :run or id in (select product_id from run_items where run_id = :run))"
            " order by seq desc limit :limit"
        )
        return newest_first(self._db, "products", select, to_product, limit=limit, cursor=cursor, state=state, run=run)

    def get(self, name: str) -> Product:
        """One product. Raises NoSuchProduct."""
        row = self._db.execute("select * from products where id = ?", (name,)).fetchone()
        if row is None:
            raise NoSuchProduct(name=name)
        return to_product(row)

    def texts(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Id, title and tags of every product."""
        for row in self._db.execute("select id, title, tags from products order by seq"):
            yield row["id"], row["title"], tuple(json.loads(row["tags"]))

    def counts(self) -> dict[str, int]:
        """How many there are in each state."""
        return {
            str(state): int(count)
            for state, count in self._db.execute("select state, count(*) from products group by state")
        }

    def add(self, new: Sequence[NewProduct], now: datetime) -> list[str | None]:
        """Keep them all or none; ids in order, None for one whose import key is there already."""
        ids: list[str | None] = []
        with transaction(self._db):
            for each in new:
                made = new_id("p")
                done = self._db.execute(_INSERT, _row(made, each, stamp(now))).rowcount
                ids.append(made if done else None)
        return ids

    def add_within(self, new: Sequence[NewProduct], now: datetime, room: Callable[[], int | None]) -> Added:
        """Keep as many, in order, as there is `room` for; None: for all. What is here already needs none."""
        ids: list[str | None] = []
        refused: set[int] = set()
        with transaction(self._db):
            left = room()
            for place, each in enumerate(new):
                if left == 0:
                    ids.append(None)
                    if not self.known([each.import_key or ""]):
                        refused.add(place)
                    continue
                made = new_id("p")
                done = self._db.execute(_INSERT, _row(made, each, stamp(now))).rowcount
                ids.append(made if done else None)
                left = left if left is None else left - done
        return Added(ids, frozenset(refused))

    def add_once(self, new: NewProduct, now: datetime) -> str:
        """Keep one that has an import key; the id of the one that is there already, if one is."""
        self.add([new], now)
        row = self._db.execute("select id from products where import_key = ?", (new.import_key,)).fetchone()
        return str(row[0])

    def known(self, import_keys: Iterable[str]) -> set[str]:
        """Those of the import keys that are here already."""
        wanted = json.dumps(list(import_keys))
        found = self._db.execute(
            "select import_key from products where import_key in (select value from json_each(?))", (wanted,)
        )
        return {str(row[0]) for row in found}

    def edit(self, name: str, change: Callable[[Content], Content], now: datetime) -> Product:
        """Change what the product is; it becomes ready, or draft where something is missing. What Printify has of it is out of date.

        Nobody else's change comes between what `change` is given and what it makes. Raises NoSuchProduct or ProductBusy.
        """
        with transaction(self._db):
            content = change(to_content(self._unheld(name, now)))
            self._db.execute(
                "update products set title = :title, description = :description, tags = :tags, design_id = :design_id,"
                " blueprint_id = :blueprint_id, print_provider_id = :print_provider_id, variants = :variants, price = :price,"
                " currency = :currency, alt = :alt, state = :state, error_code = null, error_message = null, error_hint = null,"
                " retry_at = null, body_hash = null, updated_at = :now where id = :id",
                _content(content) | {"id": name, "state": _state(content), "now": stamp(now)},
            )
        return self.get(name)

    def remove(self, name: str, now: datetime, *, deleted: str | None = None) -> None:
        """Forget the product; its design stays. `deleted`: the product at Printify that is known to be no more.

        Raises NoSuchProduct, ProductBusy, InShop or InDoubt.
        """
        with transaction(self._db):
            row = self._unheld(name, now)
            if row["printify_id"] not in {None, deleted}:
                raise InShop(title=row["title"])
            if row["stage"] == "create_sent":
                raise InDoubt(title=row["title"], product=name)
            self._db.execute("delete from products where id = ?", (name,))

    def _unheld(self, name: str, now: datetime) -> sqlite3.Row:
        """The row of a product that no living run is at."""
        row: sqlite3.Row | None = self._db.execute("select * from products where id = ?", (name,)).fetchone()
        if row is None:
            raise NoSuchProduct(name=name)
        if is_held(row, now):
            raise ProductBusy(title=row["title"])
        return row


def is_held(row: sqlite3.Row, now: datetime) -> bool:
    """Whether a living run is at the product of this row."""
    from podpusher_cli.store.holders import stands

    return stands(row["claim_holder"], late=(row["claim_until"] or 0) < stamp(now))


def _state(content: Content) -> str:
    return ProductState.DRAFT if content.missing() else ProductState.READY


def _content(content: Content) -> dict[str, object]:
    return {
        "title": content.title,
        "description": content.description,
        "tags": json.dumps(content.tags, ensure_ascii=False),
        "design_id": content.design_id,
        "blueprint_id": content.blueprint_id,
        "print_provider_id": content.print_provider_id,
        "variants": json.dumps(content.variants, ensure_ascii=False),
        "price": content.price.amount if content.price else None,
        "currency": content.price.currency if content.price else None,
        "alt": content.alt,
    }


_INSERT = (
    "insert into products (id, state, title, description, tags, design_id, blueprint_id, print_provider_id, variants, price, currency, alt,"
    " run_id, source_file, source_row, import_key, sku_key, created_at, updated_at)"
    " values (:id, :state, :title, :description, :tags, :design_id, :blueprint_id, :print_provider_id, :variants, :price, :currency, :alt,"
    " :run, :file, :row, :import_key, :sku_key, :now, :now) on conflict (import_key) do nothing"
)


def _row(made: str, new: NewProduct, now: float) -> dict[str, object]:
    origin = {"run": new.origin.run, "file": new.origin.file, "row": new.origin.row}
    own = {"id": made, "state": _state(new.content), "import_key": new.import_key, "sku_key": token(12), "now": now}
    return _content(new.content) | origin | own


def to_content(row: sqlite3.Row) -> Content:
    """The content columns of a products row."""
    return Content(
        title=row["title"],
        description=row["description"],
        tags=tuple(json.loads(row["tags"])),
        design_id=row["design_id"],
        blueprint_id=row["blueprint_id"],
        print_provider_id=row["print_provider_id"],
        variants=tuple(json.loads(row["variants"])),
        price=Money(row["price"], row["currency"]) if row["price"] is not None else None,
        alt=row["alt"],
    )


def to_product(row: sqlite3.Row) -> Product:
    """A products row as the record."""
    trouble = None
    if row["error_code"]:
        trouble = Trouble(row["error_code"], row["error_message"], row["error_hint"] or "", unstamp(row["retry_at"]))
    return Product(
        id=row["id"],
        title=row["title"],
        state=ProductState(row["state"]),
        design_id=row["design_id"],
        content=to_content(row),
        source=Origin(row["run_id"], row["source_file"], row["source_row"]),
        printify=AtPrintify(row["printify_shop"], row["printify_id"]),
        etsy=AtEtsy(row["etsy_listing"], row["etsy_state"], row["etsy_url"]),
        error=trouble,
        created_at=from_seconds(row["created_at"]),
        updated_at=from_seconds(row["updated_at"]),
    )
