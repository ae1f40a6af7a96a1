"""Products as rows: kept once, listed by page, edited, found again."""

from __future__ import annotations

import socket
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.money import Money
from podpusher_cli.core.products import (
    Content,
    InDoubt,
    InShop,
    NoSuchProduct,
    Origin,
    Product,
    ProductBusy,
    ProductState,
)
from podpusher_cli.core.results import BadCursor
from podpusher_cli.store.db import connect
from podpusher_cli.store.holders import this_process
from podpusher_cli.store.products import NewProduct, Products
from tests.support.clock import START

CONTENT = Content(
    "Plant dad",
    "A shirt.\n\nFür „Ärzte“ 🌱",
    ("plant dad", "ñandú"),
    None,
    706,
    29,
    ("Black / M", "73200"),
    Money(2699, "EUR"),
)


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    made = connect(tmp_path / "state.db")
    made.execute(
        "insert into designs (id, idea, file, sha256, width, height, dpi, source, model, created_at)"
        " values ('d-1', 'x', 'x.png', 'aa', 4500, 5400, 300, 'file', 'test', 0)"
    )
    return made


@pytest.fixture
def products(db: sqlite3.Connection) -> Products:
    return Products(db)


def add(products: Products, count: int = 1, **changes: object) -> list[str]:
    new = [NewProduct(replace(CONTENT, title=f"Shirt {n}", **changes), Origin()) for n in range(count)]  # type: ignore[arg-type]
    return [each or "" for each in products.add(new, START)]


def test_a_product_comes_back_as_it_was_kept(products: Products) -> None:
    whole = replace(CONTENT, design_id="d-1")
    [name] = products.add([NewProduct(whole, Origin("r-1", "rows.csv", 7), "key")], START)
    kept = products.get(name or "")
    assert kept == Product(
        id=name or "", title="Plant dad", state=ProductState.READY, design_id="d-1", content=whole, source=Origin("r-1", "rows.csv", 7),
        printify=kept.printify, etsy=kept.etsy, error=None, created_at=START, updated_at=START,
    )  # fmt: skip
    assert (kept.printify.product_id, kept.etsy.listing_id) == (None, None)


def test_one_that_lacks_something_is_a_draft(products: Products) -> None:
    [name] = add(products)
    assert products.get(name).state is ProductState.DRAFT
    bare = Content("", "", (), None)
    [empty] = products.add([NewProduct(bare, Origin())], START)
    assert products.get(empty or "").content == bare


def test_the_same_row_is_one_product_however_often_it_is_read(products: Products) -> None:
    rows = [NewProduct(CONTENT, Origin(file="a.csv", row=n), f"a:{n}") for n in range(3)]
    first = products.add(rows, START)
    again = products.add([*rows, NewProduct(CONTENT, Origin(), "a:9")], START)

    assert all(first)
    assert again[:3] == [None] * 3
    assert again[3]
    assert products.known(["a:0", "a:9", "b:1"]) == {"a:0", "a:9"}
    assert sum(products.counts().values()) == 4


def test_kept_once_gives_the_id_of_the_first(products: Products) -> None:
    new = NewProduct(CONTENT, Origin(), "item:1")
    assert products.add_once(new, START) == products.add_once(
        replace(new, content=replace(CONTENT, title="Other")), START
    )
    assert products.page().items[0].title == "Plant dad"


def test_all_of_a_batch_or_none(products: Products) -> None:
    rows = [NewProduct(CONTENT, Origin()), NewProduct(replace(CONTENT, design_id="d-nothing"), Origin())]
    with pytest.raises(sqlite3.IntegrityError):
        products.add(rows, START)
    assert products.counts() == {}


def test_each_has_a_sku_key_of_its_own(products: Products, db: sqlite3.Connection) -> None:
    add(products, 200)
    assert db.execute("select count(distinct sku_key), max(length(sku_key)) from products").fetchone()[:] == (200, 12)


def test_the_list_goes_on_where_a_page_ended_whatever_came_in_between(products: Products) -> None:
    names = add(products, 5)
    first = products.page(limit=2)
    add(products, 3)
    second = products.page(limit=2, cursor=first.next_cursor)
    third = products.page(limit=2, cursor=second.next_cursor)

    assert [each.id for page in (first, second, third) for each in page.items] == names[::-1]
    assert third.next_cursor is None


def test_a_page_that_holds_just_all_has_no_next(products: Products) -> None:
    add(products, 2)
    assert products.page(limit=2).next_cursor is None
    assert products.page(limit=1).next_cursor


def test_a_cursor_that_no_list_printed(products: Products) -> None:
    with pytest.raises(BadCursor):
        products.page(cursor="x'; drop table products; --")


def test_lists_by_state_and_by_run(products: Products, db: sqlite3.Connection) -> None:
    [draft] = add(products)
    [ready] = add(products, design_id="d-1")
    [made] = products.add([NewProduct(CONTENT, Origin("r-2"))], START)
    db.execute(
        "insert into runs (id, command, state, holder, started_at) values ('r-3', 'publish', 'done', 'x|1|1', 0)"
    )
    db.execute("insert into run_items values ('r-3', ?, 'published')", (ready,))

    assert [each.id for each in products.page(state="ready").items] == [ready]
    assert [each.id for each in products.page(state="draft").items] == [made, draft]
    assert [each.id for each in products.page(run="r-2").items] == [made]
    assert [each.id for each in products.page(run="r-3").items] == [ready]
    assert products.page(run="r-4").items == ()


def test_an_edit_makes_it_ready_and_clears_what_was_wrong(products: Products, db: sqlite3.Connection) -> None:
    [name] = add(products)
    db.execute(
        "update products set state = 'failed', error_code = 'x', error_message = 'y', retry_at = 5 where id = ?",
        (name,),
    )
    assert products.get(name).error is not None
    later = START + timedelta(hours=1)

    edited = products.edit(
        name, lambda old: replace(old, title="Other", design_id="d-1", price=Money(100, "JPY")), later
    )

    assert (edited.state, edited.error, edited.title, edited.updated_at, edited.created_at) == (
        ProductState.READY, None, "Other", later, START,
    )  # fmt: skip
    assert edited.content.price == Money(100, "JPY")
    assert products.edit(name, lambda old: replace(old, price=None), later).state is ProductState.DRAFT


def test_one_that_is_removed_is_gone_and_its_design_stays(products: Products, db: sqlite3.Connection) -> None:
    [name] = add(products, design_id="d-1")
    products.remove(name, START)
    with pytest.raises(NoSuchProduct) as gone:
        products.get(name)
    assert name in gone.value.plain()
    assert db.execute("select count(*) from designs").fetchone()[0] == 1


def test_one_that_a_living_run_is_at_is_left_alone(products: Products, db: sqlite3.Connection) -> None:
    [name] = add(products)
    claim = (str(this_process()), (START + timedelta(minutes=5)).timestamp(), name)
    db.execute("update products set claim_holder = ?, claim_until = ? where id = ?", claim)
    for try_it in (lambda: products.remove(name, START), lambda: products.edit(name, lambda old: old, START)):
        with pytest.raises(ProductBusy):
            try_it()
    db.execute("update products set claim_holder = ? where id = ?", (f"{socket.gethostname()}|{2**22 + 1}|1", name))
    products.remove(name, START)


@pytest.mark.parametrize(
    ("stage", "printify", "deleted", "error"),
    [
        ("create_sent", None, None, InDoubt),
        ("created", "p1", None, InShop),
        ("published", "p1", "p2", InShop),
        ("published", "p1", "p1", None),
        ("new", None, None, None),
    ],
)
def test_what_the_shop_has_or_may_have_is_not_forgotten(
    products: Products, db: sqlite3.Connection, stage: str, printify: str | None, deleted: str | None, error: Any
) -> None:
    [name] = add(products)
    db.execute("update products set stage = ?, printify_id = ? where id = ?", (stage, printify, name))
    if error is None:
        products.remove(name, START, deleted=deleted)
        assert products.page().items == ()
    else:
        with pytest.raises(error):
            products.remove(name, START, deleted=deleted)
        assert products.get(name).id == name


def test_trouble_comes_back_with_its_time(products: Products, db: sqlite3.Connection) -> None:
    [name] = add(products)
    db.execute(
        "update products set error_code = 'x', error_message = 'y', retry_at = ? where id = ?",
        (START.timestamp(), name),
    )
    trouble = products.get(name).error
    assert trouble is not None
    assert (trouble.code, trouble.message, trouble.hint, trouble.retry_at) == ("x", "y", "", START)


def test_nothing_is_kept_on_a_disk_that_is_in_the_way(products: Products, db: sqlite3.Connection) -> None:
    db.execute("pragma query_only = on")
    with pytest.raises(DiskTrouble):
        add(products)
