"""The receiver as a server: names, paths, sizes, pace, strange HTTP, and its end."""

from __future__ import annotations

import contextlib
import json
import random
import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from podpusher_cli.core.errors import PortHeld
from podpusher_cli.net.webhooks.server import Listening
from tests.support.webhooks import Running, event, receiving, signed

BODY = json.dumps(event()).encode()


def head(*lines: str, body: bytes = BODY, header: str | None = None) -> bytes:
    told = ["POST /webhook HTTP/1.1", "Host: localhost", f"Stripe-Signature: {header or signed(body)}", *lines]
    return "\r\n".join(told).encode() + b"\r\n\r\n"


def statuses(answers: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"HTTP/1\.1 (\d{3}) ", answers)]


# Names and paths


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health", 200),
        ("HEAD", "/health", 200),
        ("GET", "/openapi.json", 200),
        ("POST", "/health", 405),
        ("GET", "/webhook", 405),
        ("PUT", "/webhook", 405),
        ("OPTIONS", "/webhook", 405),
        ("POST", "/webhook/", 404),
        ("POST", "/WEBHOOK", 404),
        ("POST", "/", 404),
        ("GET", "/../health", 404),
        ("GET", "/docs", 404),
    ],
)
def test_what_is_there_and_what_is_not(receiver: Running, method: str, path: str, status: int) -> None:
    answer = receiver.ask(method, path)
    assert answer.status == status
    assert (answer.headers["allow"] is not None) == (status == 405)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["server"] is None
    assert receiver.visits[-1].path == (path if path in {"/health", "/openapi.json", "/webhook"} else "other")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:{port}", "127.1.2.3", "[::1]:{port}"])
def test_names_of_this_machine_are_answered_to(receiver: Running, host: str) -> None:
    assert receiver.ask("GET", "/health", headers={"host": host.format(port=receiver.port)}).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1", "", "[::1", "a@localhost b"],
)
def test_other_names_are_not(receiver: Running, host: str) -> None:
    """A page in the seller's browser whose name was made to lead here (DNS rebinding)."""
    body = json.dumps(event()).encode()
    answer = receiver.ask("POST", "/webhook", body, {"host": host, "stripe-signature": signed(body)})
    assert answer.status == 421
    assert receiver.table.rows() == set()


def test_it_listens_on_this_machine_only(receiver: Running) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", receiver.port), timeout=5)


def test_a_busy_port_names_its_holder(receiver: Running) -> None:
    with pytest.raises(PortHeld) as caught:
        Listening(receiver.port)
    assert re.search(r"\(\d+\)", str(caught.value.fields["holder"]))


# Pace and patience


def test_who_asks_too_often_waits(tmp_path: Path) -> None:
    with receiving(tmp_path, calls=3) as running:
        answers = [running.ask("GET", "/health") for _ in range(3)]
        assert [each.status for each in answers] == [200, 200, 200]
        assert [each.headers["ratelimit"].split(";")[1] for each in answers] == ["r=2", "r=1", "r=0"]
        assert {each.headers["ratelimit-policy"] for each in answers} == {'"address";q=3;w=60'}

        refused = running.ask(
            "POST", "/webhook", BODY, {"stripe-signature": signed(BODY), "x-forwarded-for": "8.8.8.8"}
        )
        assert refused.status == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.headers["ratelimit"].endswith(f";t={refused.headers['retry-after']}")
        assert running.table.rows() == set()


def test_requests_in_one_breath_are_counted_one_by_one(tmp_path: Path) -> None:
    ask = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"
    with receiving(tmp_path, calls=3) as running:
        sent = (ask + b"\r\n") * 4 + ask + b"Connection: close\r\n\r\n"
        assert statuses(running.raw(sent)) == [200, 200, 200, 429, 429]


def test_connections_beyond_what_it_holds_are_told_so(tmp_path: Path) -> None:
    with receiving(tmp_path) as running, contextlib.ExitStack() as idle:
        for _ in range(256):
            idle.enter_context(socket.create_connection(("127.0.0.1", running.port), 30))
        while running.ask("GET", "/health").status != 503:
            pass
        idle.close()
        while running.ask("GET", "/health").status != 200:
            pass
        assert running.deliver(event()) == 200


@pytest.mark.parametrize(
    "sent",
    [b"", b"POST /webhook HTT", head("Content-Length: 400"), head("Content-Length: 400") + b"{", head("Transfer-Encoding: chunked") + b"5\r\nab"],
    ids=["nothing", "part of a head", "no body", "part of a body", "part of a chunk"],
)  # fmt: skip
def test_who_does_not_come_to_an_end_is_given_up(tmp_path: Path, sent: bytes) -> None:
    with receiving(tmp_path, request_s=0.4) as running:
        assert statuses(running.raw(sent)) == [408]
        assert running.ask("GET", "/health").status == 200
        assert running.table.rows() == set()


def test_a_head_that_drips_is_given_up(tmp_path: Path) -> None:
    """Each byte comes soon enough; all together do not."""
    with (
        receiving(tmp_path, request_s=0.2) as running,
        socket.create_connection(("127.0.0.1", running.port), 30) as line,
    ):
        line.settimeout(0.01)
        got, sent = b"", 0
        while not got:
            try:
                line.sendall(b"X" if sent else b"GET /health HTTP/1.1\r\nHost: ")
                sent += 1
                got = line.recv(1000)
            except TimeoutError:
                assert sent < 3_000
        assert statuses(got) == [408]


# Strange HTTP


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 20 + b"\r\n\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /health HTTP/1.0\r\n\r\n", 421),
        (b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: a\r\n folded\r\n\r\n", 200),
        (head("Content-Length: -1"), 400),
        (head("Content-Length: 5", "Content-Length: 6"), 400),
        (head("Connection: close", "Content-Length: 99999999999999999999"), 413),
        (head("Connection: close", "Content-Length: 1048577"), 413),
        (head("Transfer-Encoding: gzip"), 400),
        (head("Transfer-Encoding: chunked") + b"nonsense\r\n", 400),
        (b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 20_000, 413),
        (b"GET /" + b"x" * 9_000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 413),
    ],
    ids=["tls", "nonsense", "no host", "two hosts", "old", "folded", "negative", "two lengths", "endless", "long", "gzip", "bad chunk", "long head", "long path"],
)  # fmt: skip
def test_what_is_no_request_for_us(receiver: Running, sent: bytes, status: int) -> None:
    assert statuses(receiver.raw(sent)) == [status]
    assert receiver.table.rows() == set()
    assert receiver.faults == []


def test_a_body_in_chunks(receiver: Running) -> None:
    parts = [BODY[:50], BODY[50:]]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert statuses(receiver.raw(head("Transfer-Encoding: chunked", "Connection: close") + chunks)) == [200]
    assert receiver.table.new == ["evt_1"]

    endless = b"%x\r\n%b\r\n" % (65_536, b"x" * 65_536) * 17 + b"0\r\n\r\n"
    assert statuses(receiver.raw(head("Transfer-Encoding: chunked", "Connection: close") + endless)) == [413]


def test_deliveries_one_after_the_other_on_one_connection(receiver: Running) -> None:
    line = HTTPConnection("127.0.0.1", receiver.port, timeout=30)
    for number in range(3):
        body = json.dumps(event(f"evt_{number}")).encode()
        line.request("POST", "/webhook", body, {"stripe-signature": signed(body)})
        answer = line.getresponse()
        assert (answer.status, json.loads(answer.read())) == (200, {"received": True})
    line.close()
    assert receiver.table.new == ["evt_0", "evt_1", "evt_2"]


def test_deliveries_that_do_not_wait_for_their_answers(receiver: Running) -> None:
    bodies = [json.dumps(event(f"evt_{number}")).encode() for number in range(3)]
    last = ["Connection: close"]
    sent = b"".join(
        head(f"Content-Length: {len(body)}", *(last if body is bodies[-1] else []), body=body) + body for body in bodies
    )
    assert statuses(receiver.raw(sent)) == [200, 200, 200]
    assert receiver.table.new == ["evt_0", "evt_1", "evt_2"]


def test_who_asks_first_whether_to_send(receiver: Running) -> None:
    with socket.create_connection(("127.0.0.1", receiver.port), 30) as line:
        line.sendall(head(f"Content-Length: {len(BODY)}", "Expect: 100-continue", "Connection: close"))
        assert statuses(line.recv(1000)) == [100]
        line.sendall(BODY)
        assert statuses(line.recv(1000)) == [200]
    with socket.create_connection(("127.0.0.1", receiver.port), 30) as line:
        line.sendall(head("Content-Length: 2000000", "Expect: 100-continue", "Connection: close"))
        assert statuses(line.recv(1000)) == [413]


def test_who_hangs_up_in_the_middle(receiver: Running) -> None:
    receiver.raw(head("Content-Length: 400") + b"{", end=True)
    assert receiver.ask("GET", "/health").status == 200
    assert receiver.faults == []


# What cannot be kept, and the end


def test_what_cannot_be_kept_is_to_come_again(receiver: Running) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    receiver.table.meanwhile = full
    assert receiver.deliver(event()) == 500
    assert [str(each) for each in receiver.faults] == ["[Errno 28] No space left on device"]

    receiver.table.meanwhile = lambda: None
    assert receiver.deliver(event()) == 200
    assert receiver.table.new == ["evt_1"]


def test_what_takes_too_long_to_keep_is_to_come_again(tmp_path: Path) -> None:
    with receiving(tmp_path, answer_s=0.1) as running:
        free = threading.Event()
        running.table.meanwhile = free.wait
        assert running.deliver(event()) == 500
        free.set()
        while running.deliver(event()) != 200:
            pass
        assert running.table.new == ["evt_1"]


def test_what_is_under_way_at_the_end_is_answered(tmp_path: Path) -> None:
    with receiving(tmp_path) as running, ThreadPoolExecutor(1) as pool:
        begun, free = threading.Event(), threading.Event()

        def wait() -> None:
            begun.set()
            free.wait()

        running.table.meanwhile = wait
        answer = pool.submit(running.deliver, event())
        begun.wait()
        running.receiver.stop()
        with pytest.raises(OSError):
            while True:
                socket.create_connection(("127.0.0.1", running.port), 30).close()
        free.set()
        assert answer.result() == 200
        assert running.table.new == ["evt_1"]


def test_at_its_end_under_load_everything_acknowledged_is_kept(tmp_path: Path) -> None:
    with receiving(tmp_path) as running:
        acknowledged: list[str] = []
        enough = threading.Event()

        def deliver(worker: int) -> None:
            try:
                for number in range(10_000):
                    name = f"evt_{worker}_{number}"
                    if running.deliver(event(name)) == 200:
                        acknowledged.append(name)
                    if len(acknowledged) > 40:
                        enough.set()
            except OSError:
                return

        with ThreadPoolExecutor(4) as pool:
            work = [pool.submit(deliver, worker) for worker in range(4)]
            enough.wait()
            running.receiver.stop()
            for each in work:
                each.result()
        assert len(acknowledged) > 40
        assert set(acknowledged) <= {name for name, _ in running.table.rows()}
        assert running.faults == []


def test_three_hundred_damaged_requests(receiver: Running) -> None:
    whole = head(f"Content-Length: {len(BODY)}", "Connection: close") + BODY
    dice = random.Random(3)
    seen: set[int] = set()
    for _ in range(300):
        sent = bytearray(whole)
        for _ in range(dice.choice([1, 1, 2, 5])):
            place = dice.randrange(len(sent))
            sent[place : place + dice.choice([0, 1, 1, 3])] = dice.randbytes(dice.choice([0, 1, 1, 2]))
        seen |= set(statuses(receiver.raw(bytes(sent), end=True)))
    assert {400, 421} <= seen <= {200, 400, 404, 405, 413, 421}
    assert receiver.table.rows() <= {("evt_1", "invoice.paid")}
    assert receiver.faults == []
    assert receiver.deliver(event()) == 200
