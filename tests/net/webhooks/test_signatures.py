"""reference/stripe.md, section 4: every row, over a socket."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.webhooks import SECRET, Running, event, mac, signed

NOW = lambda: int(time.time())  # noqa: E731
BODY = json.dumps(event()).encode()
ONE = {("evt_1", "invoice.paid")}
DAY = 86_400


def at(age: int) -> str:
    return signed(BODY, age=age)


def scheme(*parts: str, age: int = 0) -> str:
    """A header with this time and these parts; `{right}` is the right signature, `{wrong}` is none."""
    moment = NOW() - age
    right = mac(BODY, moment)
    return ",".join(part.format(t=moment, right=right, RIGHT=right.upper(), wrong="0" * 64) for part in parts)


ACCEPTED: dict[str, Callable[[], str]] = {
    "correct": lambda: at(0),
    "two signatures, one right": lambda: scheme("t={t}", "v1={wrong}", "v1={right}"),
    "two signatures, the first right": lambda: scheme("t={t}", "v1={right}", "v1={wrong}"),
    "old, but not too old": lambda: at(290),
    "a little ahead of us": lambda: at(-290),
    "two times, the first signed": lambda: scheme("t={t}", "t=1", "v1={right}"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_accepted(receiver: Running, name: str) -> None:
    assert receiver.post(BODY, ACCEPTED[name]()) == 200
    assert receiver.table.rows() == ONE


REFUSED: dict[str, Callable[[], str | None]] = {
    "another secret": lambda: signed(BODY, "whsec_another1"),
    "a time made fresh": lambda: f"t={NOW()},v1={mac(BODY, NOW() - 400)}",
    "v0 only": lambda: scheme("t={t}", "v0={right}"),
    "v0 right and v1 wrong": lambda: scheme("t={t}", "v0={right}", "v1={wrong}"),
    "upper-case hex": lambda: scheme("t={t}", "v1={RIGHT}"),
    "no header": lambda: None,
    "an empty header": lambda: "",
    "too old": lambda: at(302),
    "a day ahead": lambda: at(-DAY),
    "just too far ahead": lambda: at(-310),
    "two times, the second signed": lambda: scheme("t=1", "t={t}", "v1={right}"),
    "a space after the comma": lambda: scheme("t={t}", " v1={right}"),
    "no time": lambda: scheme("v1={right}"),
    "a letter that is not ASCII": lambda: scheme("t={t}", "v1=é{right}"),
    "a time that is no number": lambda: scheme("t=now", "v1={right}"),
    "a negative time": lambda: scheme("t=-5", "v1={right}"),
    "a time of 5,000 digits": lambda: scheme("t=" + "9" * 5_000, "v1={right}"),
    "no time and no signature": lambda: ",,,===",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(receiver: Running, name: str) -> None:
    assert receiver.post(BODY, REFUSED[name]()) == 400
    assert receiver.table.rows() == set()


def signed_as_is(body: bytes) -> tuple[bytes, str]:
    return body, signed(body)


BODIES: dict[str, Callable[[], tuple[bytes, str]]] = {
    "one byte changed": lambda: (BODY.replace(b"invoice.paid", b"invoice.paie"), signed(BODY)),
    "written anew": lambda: (json.dumps(json.loads(BODY), indent=1).encode(), signed(BODY)),
    "a body that is not UTF-8": lambda: signed_as_is(b'{"id": "\xff\xfe"}'),
    "no JSON": lambda: signed_as_is(b"id=evt_1"),
    "nothing": lambda: signed_as_is(b""),
    "an array": lambda: signed_as_is(b"[1, 2]"),
    "a number": lambda: signed_as_is(b"1"),
    "null": lambda: signed_as_is(b"null"),
    "brackets without end": lambda: signed_as_is(b"[" * 500_000),
    "a number of 5,000 digits": lambda: signed_as_is(b'{"created": ' + b"9" * 5_000 + b"}"),
    "an object that is no event": lambda: signed_as_is(b'{"object": "invoice", "id": "in_1"}'),
    "an event without an id": lambda: signed_as_is(json.dumps(event() | {"id": None}).encode()),
    "an id that no terminal should see": lambda: signed_as_is(json.dumps(event("evt_\x1b[2J")).encode()),
    "half a letter in its id": lambda: signed_as_is(json.dumps(event("evt_\ud800")).encode()),
    "a type that is a list": lambda: signed_as_is(json.dumps(event(kind=["a"])).encode()),  # type: ignore[arg-type]
    "a mode that is a word": lambda: signed_as_is(json.dumps(event(livemode="false")).encode()),
    "a time before all": lambda: signed_as_is(json.dumps(event(created=-1)).encode()),
    "a time that no clock has": lambda: signed_as_is(json.dumps(event(created=10**30)).encode()),
    "data that is a word": lambda: signed_as_is(json.dumps(event(data="x")).encode()),
    "an account that is a number": lambda: signed_as_is(json.dumps(event(account=1)).encode()),
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies_that_are_refused(receiver: Running, name: str) -> None:
    assert receiver.post(*BODIES[name]()) == 400
    assert receiver.table.rows() == set()


def test_a_thin_event_is_acknowledged_and_ignored(receiver: Running) -> None:
    thin = b'{"object": "v2.core.event", "id": "evt_thin", "type": "v1.billing.meter.no_meter_found"}'
    assert receiver.post(thin, signed(thin)) == 200
    assert receiver.table.rows() == set()
    assert receiver.visits[0].notes == {"reason": "thin"}


def test_of_a_key_that_stands_twice_the_last_counts(receiver: Running) -> None:
    body = BODY.replace(b'"id": "evt_1"', b'"id": "evt_0", "id": "evt_1"')
    assert body.count(b'"id": "evt_') == 2
    assert receiver.post(body, signed(body)) == 200
    assert receiver.table.rows() == ONE


def test_a_signature_that_stands_twice_is_none(receiver: Running) -> None:
    header = signed(BODY).encode()
    head = b"POST /webhook HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    twice = head + (b"Stripe-Signature: " + header + b"\r\n") * 2
    answer = receiver.raw(twice + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert receiver.table.rows() == set()


def test_one_hundred_thousand_signatures_are_too_many(receiver: Running) -> None:
    header = f"t={NOW()}" + f",v1={'0' * 64}" * 100_000
    answer = receiver.raw(f"POST /webhook HTTP/1.1\r\nHost: localhost\r\nStripe-Signature: {header}".encode())
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert receiver.table.rows() == set()


def test_the_caps(receiver: Running) -> None:
    large = json.dumps(event(padding="x" * (1024 * 1024 - 1_000))).encode()
    assert len(large) < 1024 * 1024
    assert receiver.post(large, signed(large)) == 200

    larger = json.dumps(event("evt_2", padding="x" * 1024 * 1024)).encode()
    assert receiver.post(larger, signed(larger)) == 413

    head = f"t={NOW()},v1={mac(BODY, NOW())}"
    assert receiver.post(BODY, head + ",v1=" + "0" * 7_000) == 200
    assert receiver.post(BODY, head + ",v1=" + "0" * 9_000) == 413
    assert receiver.table.rows() == ONE


def test_a_copy_is_acknowledged_and_has_no_effect(receiver: Running) -> None:
    assert [receiver.deliver(event()) for _ in range(3)] == [200, 200, 200]
    assert receiver.table.new == ["evt_1"]


def test_ten_copies_at_once_have_one_effect(receiver: Running) -> None:
    header = signed(BODY)
    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(lambda _: receiver.post(BODY, header), range(10))) == [200] * 10
    assert receiver.table.new == ["evt_1"]


def test_neither_secret_nor_body_is_told_of(receiver: Running) -> None:
    body = json.dumps(event(note="of the body")).encode()
    header = signed(body)
    assert receiver.post(body, header) == 200
    assert receiver.post(body, header + "0") == 400
    told = repr(receiver.visits) + repr(receiver.faults)
    assert "evt_1" in told
    for hidden in (SECRET, "of the body", header.partition("v1=")[2]):
        assert hidden not in told
