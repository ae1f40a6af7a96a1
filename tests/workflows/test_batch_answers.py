"""Answers of a batch, line by line: into the ledger once, whatever the lines say, and never all in memory."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.batches import Batch, RemoteBatch
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.generating import Planned, Wanted
from podpusher_cli.core.making import Order
from podpusher_cli.core.spending import Rates, SpendState
from podpusher_cli.net.http import Http
from podpusher_cli.providers.openai.batches import OpenAIBatches
from podpusher_cli.store.batches import Batches, Entry
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
from podpusher_cli.workflows.batch_answers import Reader
from tests.support.clock import FakeClock
from tests.support.studio import Workshop

RATES = Rates(text_in=5, image_out=30)
USAGE = {"input_tokens": 50, "output_tokens": 1000, "input_tokens_details": {"text_tokens": 50, "image_tokens": 0}}


class Bench:
    """A batch that is over, of so many designs, and a reader of its answers."""

    def __init__(self, home: Path, http: Http, count: int) -> None:
        self.shop = Workshop(home)
        self.path = home / "answers.jsonl"
        self.batches = Batches(self.shop.db, home / "batches", self.shop.clock)
        self.office = OpenAIBatches(http, "https://api.openai.com/v1", "sk-x", dialect="openai")
        self.run = self.shop.runs.begin("generate", self.shop.now()).id
        planned = [Planned(place, f"d-{place}", f"Idea {place}", None, place) for place in range(1, count + 1)]
        self.shop.generations.begin(self.run, Wanted(("x",), batch=True), planned)
        order = Order("image", "openai", "paint-1", "design-2", 7, 15_000)
        self.batches.plan(self.run, [("image", [Entry(each.design_id, order, b"{}") for each in planned])])
        (self.batch,) = self.batches.of(self.run)
        self.batches.creating(self.batch.id, lambda _: None)
        self.batches.created(self.batch.id, RemoteBatch("batch_1", "completed"))
        self.given_up: dict[str, PodpusherError] = {}

    def read(self) -> None:
        batch: Batch = self.batch
        Reader(batch, self.batches, self.shop.ledger, self.office, RATES, self.given_up.__setitem__).read(self.path)

    def says(self, *lines: Any) -> None:
        texts = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        self.path.write_bytes(b"".join(text + b"\n" for text in texts))

    def state(self, item: str) -> tuple[SpendState, int | None, bool]:
        (spend,) = self.shop.ledger.spends(item)
        return spend.state, spend.micros, spend.guessed


def answer(item: str, status: int = 200, **body: Any) -> dict[str, Any]:
    told = {"created": 1, "data": [{"b64_json": "AAAA"}], "usage": USAGE} | body
    return {
        "id": "r",
        "custom_id": f"{item}:image",
        "response": {"status_code": status, "request_id": "req-1", "body": told},
    }


def refused(item: str, status: int, code: str, **more: Any) -> dict[str, Any]:
    error = {"error": {"code": code, "type": "x", "message": "No.", "param": None}}
    return answer(item) | {"response": {"status_code": status, "request_id": "req-1", "body": error | more}}


@pytest.fixture
def http(tmp_path: Path) -> Iterator[Http]:
    traffic = TrafficFile(tmp_path / "net.db", FakeClock())
    made = Http(
        clock=FakeClock(), pace=SharedPace(traffic), breaker=SharedBreaker(traffic), announce=lambda _: None, user_agent="x", request_id="x"
    )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def bench(tmp_path: Path, http: Http) -> Bench:
    return Bench(tmp_path / "home", http, 6)


def test_an_answer_costs_half_and_is_kept_for_its_design(bench: Bench) -> None:
    bench.says(answer("d-1"), answer("d-2", usage=None))
    bench.read()

    assert bench.state("d-1") == (SpendState.BILLED, (5 * 50 + 30 * 1000) // 2, False)
    assert bench.state("d-2") == (SpendState.BILLED, 15_000, True), (
        "without usage: what was expected at the batch's price"
    )
    kept = bench.shop.ledger.attempt("d-1").kept("image")
    assert kept is not None
    assert json.loads(kept)["data"] == [{"b64_json": "AAAA"}]
    assert bench.shop.ledger.spends("d-1")[0].request_id == "req-1"


def test_reading_again_changes_nothing(bench: Bench) -> None:
    bench.says(answer("d-1"), answer("d-1", usage=None), refused("d-2", 400, "moderation_blocked"))
    bench.read()
    before = bench.shop.db.execute("select * from spends order by id").fetchall()
    bench.read()

    assert [tuple(each) for each in bench.shop.db.execute("select * from spends order by id")] == [
        tuple(each) for each in before
    ]


def test_what_is_refused_for_good_is_given_up_and_what_is_not_stays_open(bench: Bench) -> None:
    bench.says(
        refused("d-1", 400, "moderation_blocked"),
        refused("d-2", 500, "server_error"),
        refused("d-3", 429, "rate_limit_exceeded"),
        refused("d-4", 400, "moderation_blocked", usage=USAGE),
        {
            "id": "r",
            "custom_id": "d-5:image",
            "response": None,
            "error": {"code": "batch_expired", "message": "Too late."},
        },
    )
    bench.read()

    assert {item: error.full_code for item, error in bench.given_up.items()} == {
        "d-1": "openai.moderation_blocked",
        "d-4": "openai.moderation_blocked",
    }
    assert [bench.state(f"d-{number}")[0] for number in (1, 2, 3, 4, 5)] == ["free", "free", "free", "billed", "free"]
    assert bench.batches.unanswered(bench.batch.id) == ("d-6",)


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"custom_id": 7}', b'{"custom_id": "d-1:image", "response": 3}',
     {"custom_id": "d-9:image", "response": {"status_code": 200, "body": {}}},
     {"custom_id": "d-1", "response": {"status_code": 200, "body": {}}},
     {"custom_id": "d-1:text", "response": {"status_code": 200, "body": {}}},
     {"custom_id": "../d-1:image", "response": {"status_code": 200, "body": {}}}],
)  # fmt: skip
def test_a_line_that_answers_nothing_is_nobodys(bench: Bench, line: Any) -> None:
    bench.says(line, answer("d-2"))
    bench.read()

    assert bench.state("d-1")[0] is SpendState.SENT
    assert bench.state("d-2")[0] is SpendState.BILLED


def test_a_long_file_is_never_all_in_memory(tmp_path: Path, http: Http) -> None:
    bench = Bench(tmp_path / "home", http, 16)
    picture = "A" * 1_000_000
    bench.says(*(answer(f"d-{number}", data=[{"b64_json": picture}]) for number in range(1, 17)))
    tracemalloc.start()
    bench.read()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert bench.path.stat().st_size > 16_000_000
    assert peak < 8_000_000, f"{peak} bytes at once"
    assert bench.batches.unanswered(bench.batch.id) == ()
