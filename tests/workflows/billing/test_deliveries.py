"""Ten thousand deliveries that are bent, forged, stale or strange: each is answered with 200 or 400, and none changes what it must not."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from podpusher_cli.core.stripe_events import USED
from podpusher_cli.deps.machine import SystemClock
from podpusher_cli.net.webhooks.app import Handling, application
from podpusher_cli.net.webhooks.document import PATHS
from podpusher_cli.net.webhooks.gate import Gate
from podpusher_cli.net.webhooks.rates import Rates
from podpusher_cli.providers.stripe_signatures import Signatures
from podpusher_cli.store.billing import BillingBook
from podpusher_cli.store.db import connect
from podpusher_cli.workflows.billing.desk import reconcile
from podpusher_cli.workflows.billing.inbox import DeskInbox
from tests.support.billing import ACCOUNT, Fuse, ModelClock, ModelSource, ModelStripe, desk_over
from tests.support.webhooks import SECRET, event, mac

DELIVERIES, PARTS = 10_000, 4
OURS = "cus_ours"
TIERS = ("starter", "pro", "business")


class Now(Executor):
    """Does at once what it is given."""

    def submit(self, work: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*arguments, **options))
        except Exception as error:  # noqa: BLE001 - as an executor does
            done.set_exception(error)
        return done


class Shop:
    """A seller whose receiver is called without a socket, and a Stripe whose truth changes in silence."""

    def __init__(self, path: Path) -> None:
        self.database = connect(path)
        self.database.execute("pragma synchronous = off")
        stripe = ModelStripe(random.Random(1))
        self.subscription = stripe.subscribe(OURS, "pro")
        self._stripe = stripe
        self.desk = desk_over(self.database, ModelSource(stripe, Fuse()), ModelClock(stripe), customer=OURS)
        reconcile(self.desk, ACCOUNT)
        self.faults: list[Exception] = []
        inbox = DeskInbox(BillingBook(self.database), self.desk)

        def take_in(told: Any) -> None:
            if inbox.keep(told) is None:
                inbox.settle(told)

        opened = Signatures(SECRET, SystemClock()).opened
        handling = Handling(opened, take_in, self.faults.append, Now())
        rates = Rates(10**9, 60, time.monotonic)
        self._app = application(
            handling, lambda inner: Gate(inner, paths=PATHS, rates=rates, log=lambda _: None), "1.0.0"
        )
        self._loop = asyncio.new_event_loop()

    def close(self) -> None:
        self._loop.close()
        self.database.close()

    def becomes(self, tier: str) -> None:
        self._stripe.move(self.subscription, tier)

    @property
    def tier(self) -> str | None:
        """As it is known here."""
        known = self.desk.book.known()
        assert known is not None
        assert known.subscription is not None
        return known.subscription.tier

    def rows(self) -> dict[str, str]:
        return {row["id"]: row["outcome"] for row in self.database.execute("select id, outcome from stripe_events")}

    def deliver(self, body: bytes, header: bytes | None) -> int:
        headers = [(b"host", b"localhost"), (b"content-length", b"%d" % len(body))]
        headers += [] if header is None else [(b"stripe-signature", header)]
        scope = {"type": "http", "method": "POST", "path": "/webhook", "raw_path": b"/webhook", "query_string": b""}
        scope |= {"headers": headers, "client": ("127.0.0.1", 1), "http_version": "1.1", "scheme": "http"}
        said: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            said.append(message)

        self._loop.run_until_complete(self._app({**scope, "server": ("127.0.0.1", 2), "root_path": ""}, receive, send))
        return int(said[0]["status"])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with closing(Shop(tmp_path_factory.mktemp("deliveries") / "state.db")) as made:
        yield made


# What is delivered

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=12) | st.sampled_from(
        ["evt_1", "event", "v2.core.event", "invoice.paid", OURS, "cus_other", "acct_other", ACCOUNT, "\ud800", "\x1b[2J", "0", ""]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "object", "customer", "x"]), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
EVENTS = st.builds(
    lambda number, kind, customer, changes: event(f"evt_{number}", kind, data={"object": {"id": "x_1", "object": "subscription", "customer": customer}}, **changes),
    st.integers(0, 400),
    st.sampled_from([*USED, "charge.succeeded"]),
    st.sampled_from([OURS, OURS, "cus_other", None]),
    st.sampled_from([{}, {}, {}, {"livemode": True}, {"account": "acct_other"}, {"account": ACCOUNT}, {"api_version": "2017-08-15"}]),
)  # fmt: skip
FIELDS = ["id", "object", "type", "created", "livemode", "account", "api_version", "data", "data.object", "data.object.id", "data.object.customer", "request"]  # fmt: skip
CHANGES = st.lists(st.tuples(st.sampled_from(FIELDS), JSON | st.just(...)), max_size=2)
AGES = st.sampled_from([0, 0, 0, 0, 0, 250, -250, 400, -400, 86_400, -86_400])
HEADERS = st.sampled_from(
    ["t={t},v1={right}"] * 6 + ["t={t},v0={right}", "t={t},v1={wrong},v1={right}", "t={t},v1={wrong}", "v1={right}", "t={t}", "",
     "t={t}, v1={right}", "t={t},v1={RIGHT}", "t={t},v1=é{right}", "t={t},t=1,v1={right}", "t=1,t={t},v1={right}", "t={t}0,v1={right}"]
)  # fmt: skip
DAMAGES = st.none() | st.none() | st.tuples(
    st.sampled_from(["body", "header"]), st.sampled_from(["flip", "cut", "drop", "add"]), st.integers(0, 600), st.integers(1, 255)
)  # fmt: skip


def changed(told: dict[str, Any], changes: list[tuple[str, Any]]) -> dict[str, Any]:
    """With fields replaced, or taken away where the value is `...`."""
    for path, value in changes:
        *way, last = path.split(".")
        place: Any = told
        for name in way:
            place = place.get(name) if isinstance(place, dict) else None
        if isinstance(place, dict):
            place.pop(last, None)
            if value is not ...:
                place[last] = value
    return told


def damaged(data: bytes, how: str, place: int, byte: int) -> bytes:
    place %= len(data) + 1
    return {
        "flip": data[:place] + bytes(each ^ byte for each in data[place : place + 1]) + data[place + 1 :],
        "cut": data[:place],
        "drop": data[:place] + data[place + 1 :],
        "add": data[:place] + bytes([byte]) + data[place:],
    }[how]


def is_signed(body: bytes, header: bytes) -> bool:
    """Whether a Stripe of ours signed this body just now, worked out anew."""
    try:
        parts = [part.split("=") for part in header.decode("latin-1").split(",")]
        at = int(next(part[1] for part in parts if part[0] == "t"))
        body.decode()
        right = mac(body, at)
    except (ValueError, StopIteration, IndexError):
        return False
    return abs(at - time.time()) <= 300 and any(part[1:2] == [right] for part in parts if part[0] == "v1")


@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_deliveries(shop: Shop, part: int) -> None:
    accepted = 0

    @seed(part)
    @settings(
        max_examples=DELIVERIES // PARTS, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    @given(EVENTS, CHANGES, AGES, HEADERS, DAMAGES, st.sampled_from(TIERS))
    def check(told: Any, changes: Any, age: int, form: str, damage: Any, truth: str) -> None:
        nonlocal accepted
        shop.becomes(truth)
        body = json.dumps(changed(told, changes)).encode()
        at = int(time.time()) - age
        right = mac(body, at)
        header = form.format(t=at, right=right, RIGHT=right.upper(), wrong="0" * 64).encode("latin-1")
        if damage and damage[0] == "body":
            body = damaged(body, *damage[1:])
        elif damage:
            header = damaged(header, *damage[1:])
        before, rows = shop.tier, shop.rows()

        status = shop.deliver(body, header)

        assert status in {200, 400}
        assert shop.faults == []
        now = shop.rows()
        if status == 400:
            assert now == rows
            assert shop.tier == before
            return
        assert is_signed(body, header)
        accepted += 1
        said = json.loads(body)
        if said["object"] == "v2.core.event":
            assert now == rows
            return
        assert now == rows | {said["id"]: now[said["id"]]}
        if said["id"] in rows:
            assert shop.tier == before, "a copy has no effect"
        elif now[said["id"]] == "applied":
            assert shop.tier == truth
            assert said["type"] in USED
            assert said["livemode"] is False
            assert said.get("account") in {None, ACCOUNT}
        else:
            assert shop.tier in {before, truth}, "whoever looks may only find what Stripe holds"

    check()
    assert accepted > DELIVERIES // PARTS // 20, "not all of them are refused for one cause"
