"""The journal: who holds what, and every write before and after it is made."""

from __future__ import annotations

import os
import signal
import sqlite3
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from podpusher_cli.core.money import Money
from podpusher_cli.core.products import AtEtsy, Content, Origin, ProductState
from podpusher_cli.core.publishing import ItemTrouble, Job, Outcome, Stage, Step
from podpusher_cli.core.runs import Holder, RunState
from podpusher_cli.core.unpublished import TakenOver
from podpusher_cli.store.claims import CLAIM_SECONDS
from podpusher_cli.store.db import connect
from podpusher_cli.store.holders import this_process
from podpusher_cli.store.products import NewProduct, Products
from podpusher_cli.store.publishing import Ended, Intent, Journal
from tests.support.clock import START, FakeClock
from tests.support.kill import fork, in_child, wait_for
from tests.support.quota import ledger_of

LATE = START + timedelta(seconds=CLAIM_SECONDS + 1)


@dataclass
class Books:
    """A database with products that are ready, and the journal over it."""

    path: Path
    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.db = connect(self.path)
        self.journal = Journal(self.db)
        self.quota = ledger_of(self.db, FakeClock())
        self.products = Products(self.db)
        self.db.execute(
            "insert or ignore into designs (id, idea, file, sha256, width, height, dpi, source, model, created_at)"
            " values ('d-1', 'x', 'x.png', 'aa', 4500, 5400, 300, 'file', 'test', 0)"
        )

    def add(self, count: int) -> list[str]:
        new = [
            NewProduct(Content(f"Shirt {n}", "A shirt.", ("a",), "d-1", 706, 29, ("all",), Money(2699)), Origin())
            for n in range(count)
        ]
        self.names += [each or "" for each in self.products.add(new, START)]
        return self.names

    def begin(self) -> str:
        return self.journal.begin("publish", START, live=False).id

    def claimed(self, run: str | None = None) -> tuple[str, list[Job]]:
        run = run or self.begin()
        self.journal.claim(run, START, products=None, live=False)
        return run, self.journal.jobs(run, after=0, most=1000)[0]

    def write(self, run: str, now: object = START, **told: object) -> list[int]:
        nothing: dict[str, object] = {"intents": [], "ended": [], "jobs": [], "endings": [], "images": []}
        entries = self.journal.write(run, **(nothing | told), quota=self.quota, now=now)  # type: ignore[arg-type]
        return [each for each in entries if isinstance(each, int)]

    def state(self, name: str) -> ProductState:
        return self.products.get(name).state

    def held_by(self, holder: Holder) -> None:
        self.db.execute("update products set claim_holder = ? where claim_holder is not null", (str(holder),))


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path / "state.db")


# Claims


def test_a_claim_takes_what_is_open_and_leaves_drafts_and_the_published(books: Books) -> None:
    books.add(5)
    for state, name in zip(("draft", "published", "failed", "waiting"), books.names, strict=False):
        books.db.execute("update products set state = ? where id = ?", (state, name))

    run, jobs = books.claimed()

    assert [job.product for job in jobs] == books.names[3:]
    assert books.journal.unfinished(run) == books.names[3:]
    assert [books.state(name) for name in books.names[:3]] == ["draft", "published", "failed"]


def test_one_that_failed_is_taken_when_it_is_named(books: Books) -> None:
    books.add(3)
    books.db.execute(
        "update products set state = 'failed', error_code = 'x', error_message = 'y' where id = ?", (books.names[1],)
    )
    assert books.journal.claim(books.begin(), START, products=[books.names[1]], live=True) == 1
    kept = books.products.get(books.names[1])
    assert (kept.state, kept.error) == (ProductState.PUBLISHING, None)
    assert books.state(books.names[0]) is ProductState.READY


def test_what_one_run_holds_another_does_not_get(books: Books) -> None:
    books.add(4)
    first = books.begin()
    assert books.journal.claim(first, START, products=books.names[:3], live=False) == 3

    assert books.journal.open_count(None, START) == (4, 3)
    assert books.journal.claim(books.begin(), START, products=None, live=False) == 1
    assert books.journal.open_count(None, START) == (4, 4)
    assert books.journal.claim(books.begin(), START, products=None, live=False) == 0


def test_four_processes_at_once_share_the_items_and_none_has_two_holders(books: Books, tmp_path: Path) -> None:
    books.add(300)
    begin, go = os.pipe()
    done, over = os.pipe()
    ends, end = os.pipe()

    def claim(number: int) -> None:
        os.close(go)
        os.close(end)
        mine = Books(tmp_path / "state.db")
        run = mine.begin()
        os.read(begin, 1)
        mine.journal.claim(run, START, products=None, live=False)
        jobs, _ = mine.journal.jobs(run, after=0, most=1000)
        (tmp_path / f"got-{number}").write_text("\n".join(job.product for job in jobs))
        os.write(over, b"x")
        os.read(ends, 1)  # a holder that ends gives its items to the next

    children = [fork(lambda number=number: claim(number)) for number in range(4)]
    os.close(go)
    for _ in children:
        os.read(done, 1)
    held = books.journal.open_count(None, START)
    os.close(end)
    assert [wait_for(child) for child in children] == [0] * 4
    got = [name for number in range(4) for name in (tmp_path / f"got-{number}").read_text().split()]
    assert sorted(got) == sorted(books.names)
    assert held == (300, 300)


def test_a_dead_holders_items_are_taken_at_once(books: Books, tmp_path: Path) -> None:
    books.add(3)

    def work() -> None:
        Books(tmp_path / "state.db").claimed()
        os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(work) == -signal.SIGKILL
    assert [books.state(name) for name in books.names] == ["publishing"] * 3
    assert books.journal.open_count(None, START) == (3, 0)
    _, jobs = books.claimed()
    assert [job.product for job in jobs] == books.names


def test_a_holder_on_another_machine_keeps_its_items_until_they_expire(books: Books) -> None:
    books.add(2)
    books.claimed()
    books.held_by(Holder("elsewhere.example", 1, "1"))

    assert books.journal.open_count(None, START) == (2, 2)
    assert books.journal.claim(books.begin(), START, products=None, live=False) == 0
    assert books.journal.open_count(None, LATE) == (2, 0)
    assert books.journal.claim(books.begin(), LATE, products=None, live=False) == 2


def test_a_run_that_lives_on_this_machine_keeps_its_items_however_long_the_machine_slept(books: Books) -> None:
    books.add(2)
    books.claimed()
    assert books.journal.open_count(None, LATE) == (2, 2)
    assert books.journal.claim(books.begin(), LATE, products=None, live=False) == 0


def test_one_whose_beginning_is_not_known_holds_until_it_expires(books: Books) -> None:
    books.add(1)
    books.claimed()
    books.held_by(Holder(this_process().host, os.getpid(), ""))
    assert books.journal.open_count(None, START) == (1, 1)
    assert books.journal.open_count(None, LATE) == (1, 0)
    assert books.journal.claim(books.begin(), LATE, products=None, live=False) == 1


def test_every_write_keeps_the_claims_fresh(books: Books) -> None:
    books.add(1)
    run, _ = books.claimed()
    books.held_by(Holder("elsewhere.example", 1, "1"))
    half = START + timedelta(seconds=CLAIM_SECONDS * 0.6)
    books.write(run, now=half)
    assert books.journal.open_count(None, LATE) == (1, 1)


def test_a_run_that_only_waits_keeps_its_claims_fresh_too(books: Books) -> None:
    books.add(1)
    run, _ = books.claimed()
    books.held_by(Holder("elsewhere", 1, "1"))
    books.journal.stay(run, LATE)
    assert books.journal.claim(books.begin(), LATE + timedelta(seconds=1), products=None, live=False) == 0


def test_what_another_run_has_taken_over_is_not_written_any_more_and_nothing_beside_it(books: Books) -> None:
    books.add(2)
    run, jobs = books.claimed()
    books.held_by(Holder("elsewhere", 1, "1"))
    second = books.begin()
    assert books.journal.claim(second, LATE, products=books.names[:1], live=False) == 1

    intents = [Intent(Step.CREATE, job.with_(stage=Stage.CREATE_SENT), {}) for job in reversed(jobs)]
    with pytest.raises(TakenOver):
        books.write(run, LATE, intents=intents)

    assert books.db.execute("select count(*) from journal").fetchone()[0] == 0
    assert not books.journal.doubtful(second)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize("at_etsy", [None, "draft", "active"])
def test_a_claim_and_a_plan_agree_on_what_goes_live(
    books: Books, stage: Stage, before: bool, asked: bool, at_etsy: str | None
) -> None:
    books.add(1)
    books.db.execute(
        "update products set stage = ?, live = ?, etsy_state = ?, body_hash = 'h', printify_id = 'x'",
        (stage, before, at_etsy),
    )
    ((planned,), _) = books.journal.next_jobs(None, after=0, most=1, now=START)
    run = books.begin()
    books.journal.claim(run, START, products=None, live=asked)
    (job,) = books.journal.jobs(run, after=0, most=1)[0]

    assert job.live is planned.goes_live(asked)
    assert (job.body_hash is None) is (job.live is not before)


def test_a_change_here_puts_what_printify_has_out_of_date(books: Books) -> None:
    (name,) = books.add(1)
    books.db.execute("update products set stage = 'publish_sent', body_hash = 'h', printify_id = 'x'")
    books.products.edit(name, lambda old: replace(old, title="Another"), START)
    (job,) = books.claimed()[1]
    assert (job.body_hash, job.printify_id) == (None, "x")


def test_the_end_of_a_run_gives_everything_back(books: Books) -> None:
    books.add(3)
    run, jobs = books.claimed()
    books.write(run, jobs=[jobs[0].with_(stage=Stage.CREATE_SENT, attempt=1)])
    books.write(run, endings=[(jobs[1].with_(stage=Stage.CONFIRMED), Outcome.PUBLISHED, None)])

    books.journal.end(run, RunState.PARTIAL, {"published": 1, "left": 2}, LATE)

    assert [books.state(name) for name in books.names] == ["waiting", "published", "ready"]
    assert books.journal.open_count(None, LATE) == (2, 0)
    assert books.journal.claim(books.begin(), LATE, products=None, live=False) == 2


# Jobs


def test_jobs_come_in_pages_in_their_order(books: Books) -> None:
    books.add(5)
    run, _ = books.claimed()
    first, after = books.journal.jobs(run, after=0, most=3)
    rest, end = books.journal.jobs(run, after=after, most=3)
    nothing, still = books.journal.jobs(run, after=end, most=3)
    assert [job.product for job in (*first, *rest)] == books.names
    assert (nothing, still) == ([], end)


def test_a_job_that_ended_does_not_come_again(books: Books) -> None:
    books.add(2)
    run, jobs = books.claimed()
    books.write(run, endings=[(jobs[0], Outcome.LEFT, None)])
    assert [job.product for job in books.journal.jobs(run, after=0, most=9)[0]] == books.names[1:]


def test_what_an_earlier_run_left_in_doubt_is_known(books: Books) -> None:
    books.add(4)
    run, jobs = books.claimed()
    stages = [Stage.CREATE_SENT, Stage.CREATED, Stage.PUBLISH_SENT, Stage.NEW]
    books.write(run, jobs=[job.with_(stage=stage) for job, stage in zip(jobs, stages, strict=True)])
    books.journal.end(run, RunState.INTERRUPTED, {}, START)
    again, _ = books.claimed()
    assert [job.product for job in books.journal.doubtful(again)] == [books.names[0], books.names[2]]


def test_a_plan_takes_nothing(books: Books) -> None:
    books.add(3)
    jobs, _ = books.journal.next_jobs(books.names[1:], after=0, most=10, now=START)
    assert [job.product for job in jobs] == books.names[1:]
    assert books.journal.open_count(None, START) == (3, 0)


# Writes


def test_an_intent_is_on_the_disk_before_the_call_and_its_answer_after(books: Books, tmp_path: Path) -> None:
    books.add(1)
    run, [job] = books.claimed()
    sent = job.with_(stage=Stage.CREATE_SENT, attempt=1, sent_at=START.timestamp(), shop="5432", body_hash="h")

    [entry] = books.write(run, intents=[Intent(Step.CREATE, sent, {"skus": ["PP-1"]})])

    def seen() -> tuple[object, ...]:
        with connect(tmp_path / "state.db") as other:
            return tuple(other.execute("select step, state, attempt, intent, answer, ended_at from journal").fetchone())

    assert seen() == ("create", "begun", 1, '{"skus": ["PP-1"]}', None, None)
    assert books.journal.doubtful(run) == [sent]

    made = sent.with_(stage=Stage.CREATED, printify_id="abc", attempt=0, sent_at=None)
    books.write(run, ended=[Ended(entry, "done", {"id": "abc"})], jobs=[made])

    assert seen() == ("create", "done", 1, '{"skus": ["PP-1"]}', '{"id": "abc"}', START.timestamp())
    assert books.journal.doubtful(run) == []
    assert books.journal.taken() == {"abc"}


def test_each_intent_gets_its_own_entry(books: Books) -> None:
    books.add(3)
    run, jobs = books.claimed()
    entries = books.write(run, intents=[Intent(Step.UPLOAD, job, {}) for job in jobs])
    kept = [tuple(row) for row in books.db.execute("select id, product_id from journal order by id")]
    assert kept == list(zip(entries, books.names, strict=True))


def test_a_write_that_fails_halfway_leaves_nothing(books: Books) -> None:
    books.add(1)
    run, [job] = books.claimed()
    with pytest.raises(sqlite3.IntegrityError):
        books.write(
            run, jobs=[job.with_(stage=Stage.CREATED)], images=[("account", "aa", "image"), (None, "bb", "image")]
        )
    assert books.journal.jobs(run, after=0, most=1)[0] == [job]
    assert books.journal.image("account", "aa") is None


@pytest.mark.parametrize(
    ("stage", "outcome", "state"),
    [
        (Stage.CONFIRMED, Outcome.PUBLISHED, ProductState.PUBLISHED),
        (Stage.CREATED, Outcome.FAILED, ProductState.FAILED),
        (Stage.PUBLISH_SENT, Outcome.WAITING, ProductState.WAITING),
        (Stage.NEW, Outcome.LEFT, ProductState.READY),
        (Stage.CREATED, Outcome.LEFT, ProductState.WAITING),
    ],
)
def test_how_an_item_ended_is_kept_with_it_and_with_the_run(
    books: Books, stage: Stage, outcome: Outcome, state: ProductState
) -> None:
    books.add(1)
    run, [job] = books.claimed()
    books.write(run, endings=[(job.with_(stage=stage), outcome, None)])

    assert books.state(job.product) is state
    assert books.db.execute("select outcome from run_items").fetchone()[0] == outcome
    assert books.journal.open_count(None, START)[1] == 0, "its claim is given back"


def test_what_went_wrong_is_told_of_the_product_and_the_run(books: Books) -> None:
    books.add(2)
    run, jobs = books.claimed()
    trouble = ItemTrouble(
        jobs[0].product,
        "Shirt 0",
        "publish.pending",
        "Still at it.",
        "podpusher publish",
        Outcome.WAITING,
        retry_after=60,
    )
    etsy = AtEtsy("17", "draft", "https://etsy.example/17")
    books.write(
        run,
        endings=[
            (jobs[0], Outcome.WAITING, trouble),
            (jobs[1].with_(stage=Stage.CONFIRMED, etsy=etsy), Outcome.PUBLISHED, None),
        ],
    )

    kept = books.products.get(jobs[0].product).error
    assert kept is not None
    assert (kept.code, kept.message, kept.retry_at) == (
        "publish.pending",
        "Still at it.",
        START + timedelta(seconds=60),
    )
    assert [(each.id, each.code, each.outcome) for each in books.journal.troubles(run)] == [
        (jobs[0].product, "publish.pending", Outcome.WAITING)
    ]
    assert [(each.id, each.listing_id, each.url) for each in books.journal.listed(run)] == [
        (jobs[1].product, "17", etsy.url)
    ]
    assert books.journal.unfinished(run) == [jobs[0].product]


# What is known already


def test_artwork_is_known_for_each_account_until_it_is_forgotten(books: Books) -> None:
    run = books.begin()
    books.write(run, images=[("a", "aa", "1"), ("b", "aa", "2")])
    books.write(run, images=[("a", "aa", "3")])
    assert (books.journal.image("a", "aa"), books.journal.image("b", "aa")) == ("3", "2")
    books.write(run, images=[("a", "aa", None)])
    assert (books.journal.image("a", "aa"), books.journal.image("b", "aa")) == (None, "2")


def test_costs_are_those_last_seen(books: Books) -> None:
    books.journal.keep_costs(706, 29, {1: 1200, 2: 1300}, START)
    books.journal.keep_costs(706, 29, {2: 1350}, START)
    books.journal.keep_costs(706, 30, {1: 900}, START)
    assert books.journal.costs(706, 29) == {1: 1200, 2: 1350}
    assert books.journal.costs(1, 1) == {}
