"""The one redirect that ends a login: taken once, from a browser on this machine or from what the seller pastes."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from podpusher_cli.core.errors import Interrupted, LoginTimeout, PortHeld, PortTaken
from podpusher_cli.net.loopback import Callback
from podpusher_cli.net.ports import holder_of, holder_told, listen_here
from podpusher_cli.net.redirects import Page
from podpusher_cli.net.typed import TypedLines
from tests.support import loopback


@pytest.fixture
def callback(clock):
    with Callback(0, clock=clock) as callback:
        yield callback


@pytest.fixture
def waiting(callback):
    """The query to come, as a future."""
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(callback.wait, 20)
        yield future
        if not future.done():
            with contextlib.suppress(OSError):
                ask(callback.port, "GET /callback?code=end HTTP/1.1")


def ask(port: int, first: str, *, host: str | None = "localhost", address: str = "127.0.0.1", more: str = "") -> str:
    """The whole answer to one raw request."""
    with socket.create_connection((address, port), timeout=10) as connection:
        head = first + "\r\n" + ("" if host is None else f"Host: {host}\r\n") + more + "\r\n"
        connection.sendall(head.encode())
        answer = b""
        while part := connection.recv(65536):
            answer += part
        return answer.decode()


def status(answer: str) -> int:
    return int(answer.split(" ")[1])


ADDRESSES = loopback.addresses()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8517", "127.0.0.1:1", "[::1]:8517"])
def test_the_redirect_ends_the_wait(callback, waiting, address, host):
    answer = ask(callback.port, "GET /callback?code=c%2B1&state=s HTTP/1.1", address=address, host=host)
    assert status(answer) == 200
    assert waiting.result(5) == "code=c%2B1&state=s"


def test_a_refusal_ends_it_too(callback, waiting):
    ask(callback.port, "GET /callback?error=access_denied&state=s HTTP/1.1")
    assert waiting.result(5) == "error=access_denied&state=s"


@pytest.mark.parametrize(
    ("first", "host", "expected"),
    [
        ("GET / HTTP/1.1", "localhost", 404),
        ("GET /favicon.ico HTTP/1.1", "localhost", 404),
        ("GET /callback/?code=c HTTP/1.1", "localhost", 404),
        ("GET //callback?code=c HTTP/1.1", "localhost", 404),
        ("GET http://localhost/callback?code=c HTTP/1.1", "localhost", 404),
        ("POST /callback?code=c HTTP/1.1", "localhost", 405),
        ("HEAD /callback?code=c HTTP/1.1", "localhost", 405),
        ("get /callback?code=c HTTP/1.1", "localhost", 405),
        ("GET /callback?code=c HTTP/1.1", "evil.example", 421),
        ("GET /callback?code=c HTTP/1.1", "127.0.0.1.evil.example", 421),
        ("GET /callback?code=c HTTP/1.1", "localhost@evil.example", 421),
        ("GET /callback?code=c HTTP/1.1", "[::1", 421),
        ("GET /callback?code=c HTTP/1.1", "", 421),
        ("GET /callback?code=c HTTP/1.1", None, 400),
        ("GET /callback HTTP/1.1", "localhost", 400),
        ("GET /callback?state=s HTTP/1.1", "localhost", 400),
        ("nonsense", "localhost", 400),
    ],
)
def test_anything_else_is_turned_away_and_the_wait_goes_on(callback, waiting, first, host, expected):
    assert status(ask(callback.port, first, host=host)) == expected
    assert not waiting.done()
    ask(callback.port, "GET /callback?code=right HTTP/1.1")
    assert waiting.result(5) == "code=right"


def test_two_hosts_in_one_request_are_none(callback, waiting):
    assert status(ask(callback.port, "GET /callback?code=c HTTP/1.1", more="Host: localhost\r\n")) == 400
    assert not waiting.done()


@pytest.mark.parametrize(("wanted", "expected"), [("document", 200), ("image", 400), ("iframe", 400), ("empty", 400)])
def test_a_page_cannot_bring_the_answer_behind_the_sellers_back(callback, waiting, wanted, expected):
    more = f"Sec-Fetch-Dest: {wanted}\r\n"
    assert status(ask(callback.port, "GET /callback?error=no HTTP/1.1", more=more)) == expected


def test_an_address_that_is_fetched_ahead_of_time_is_not_an_answer_yet(callback, waiting):
    more = "Sec-Fetch-Dest: document\r\nSec-Purpose: prefetch\r\n"
    assert status(ask(callback.port, "GET /callback?code=c HTTP/1.1", more=more)) == 400
    assert not waiting.done()


def test_a_head_without_end_is_turned_away(callback, waiting):
    answer = ""
    with contextlib.suppress(ConnectionError):
        answer = ask(callback.port, "GET /callback?code=c HTTP/1.1", more="X: " + "x" * 40_000)
    assert answer == "" or status(answer) == 400
    assert not waiting.done()


def test_connections_that_say_nothing_hold_nobody_up(callback, waiting):
    with contextlib.ExitStack() as silent:
        for _ in range(5):
            silent.enter_context(socket.create_connection(("127.0.0.1", callback.port)))
        ask(callback.port, "GET /callback?code=c HTTP/1.1")
        assert waiting.result(5) == "code=c"


def test_a_request_may_come_in_pieces(callback, waiting):
    with socket.create_connection(("127.0.0.1", callback.port), timeout=10) as connection:
        for part in (b"GET /callback?co", b"de=c HTTP/1.1\r\nHost: loc", b"alhost\r\n\r", b"\n"):
            connection.sendall(part)
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
    assert waiting.result(5) == "code=c"


def test_it_is_used_once_and_the_port_is_free_again(callback, waiting, clock):
    ask(callback.port, "GET /callback?code=c HTTP/1.1")
    waiting.result(5)
    with pytest.raises(OSError, match="refused"):
        ask(callback.port, "GET /callback?code=again HTTP/1.1")
    Callback(callback.port, clock=clock).close()


def test_of_two_that_come_at_the_same_moment_one_is_answered(callback, clock):
    looks = []
    with contextlib.ExitStack() as open_:
        both = [open_.enter_context(socket.create_connection(("127.0.0.1", callback.port), timeout=10)) for _ in "ab"]

        def between_looks(_seconds):
            looks.append(None)
            if len(looks) == 3:  # both have been let in by now
                for name, connection in zip("ab", both, strict=True):
                    connection.sendall(f"GET /callback?code={name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

        clock.sleep = between_looks
        query = callback.wait(20)
        answers = []
        for connection in both:
            with contextlib.suppress(ConnectionError):
                answers.append(connection.recv(15))
    assert query in {"code=a", "code=b"}
    assert [each for each in answers if each] == [b"HTTP/1.1 200 OK"]


def test_the_page_is_the_sellers_and_holds_nothing(clock):
    page = Page("<b>Fertig</b> – “Fenster” schließen.", "de", "ltr")
    with Callback(0, clock=clock, page=page) as callback, ThreadPoolExecutor(1) as threads:
        future = threads.submit(callback.wait, 20)
        head, _, body = ask(callback.port, "GET /callback?code=s3cret&state=st4te HTTP/1.1").partition("\r\n\r\n")
        future.result(5)
    assert "&lt;b&gt;Fertig&lt;/b&gt; – “Fenster” schließen." in body
    assert '<html lang="de" dir="ltr">' in body
    assert "s3cret" not in body
    assert "st4te" not in body
    assert "http" not in body
    headers = head.lower()
    assert "referrer-policy: no-referrer" in headers
    assert "cache-control: no-store" in headers
    assert "default-src 'none'" in headers
    assert "frame-ancestors 'none'" in headers
    assert f"content-length: {len(body.encode())}" in headers


# Time, Ctrl-C, the port


def test_the_wait_is_bounded_and_says_what_may_be_wrong(callback):
    with pytest.raises(LoginTimeout) as caught:
        callback.wait(0.05)
    assert (caught.value.code, caught.value.exit_status) == ("account.timeout", 3)
    assert callback.url in caught.value.plain_hint()
    with pytest.raises(OSError, match="refused"):
        ask(callback.port, "GET /callback?code=late HTTP/1.1")


def test_ctrl_c_ends_it(callback, clock):
    def stop(_seconds):
        raise Interrupted

    clock.sleep = stop
    with pytest.raises(Interrupted):
        callback.wait(20)
    with pytest.raises(OSError, match="refused"):
        ask(callback.port, "GET / HTTP/1.1")


def test_any_port_is_one_that_is_free_at_every_address():
    """A fortieth of all ports is taken at one address alone: of two hundred tries some meet one."""
    with contextlib.ExitStack() as held:
        for _ in range(700):
            held.enter_context(socket.create_server(("::1", 0), family=socket.AF_INET6))
        for _ in range(200):
            listeners = listen_here(0)
            assert len({each.getsockname()[1] for each in listeners}) == 1
            assert len(listeners) == 2
            for each in listeners:
                each.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_taken_port_is_named_with_its_holder(clock, address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            Callback(port, clock=clock)
        assert (caught.value.code, caught.value.exit_status) == ("machine.port", 9)
        assert str(port) in str(caught.value)
        if Path("/proc/net/tcp").exists():
            assert isinstance(caught.value, PortHeld)
            assert f"({os.getpid()})" in str(caught.value)
    assert holder_of(port) is None


@pytest.mark.parametrize(
    ("listing", "holder"),
    [
        ("p24640\nccpython\nf3\n", "cpython (24640)"),
        ("p501\ncGoogle\\x20Chrome\nf12\nf13\np502\ncnode\nf3\n", "Google Chrome (501)"),
        ("", None),
        ("lsof: unacceptable port specification\n", None),
    ],
)
def test_the_holder_is_read_from_what_lsof_prints(listing, holder):
    assert holder_told(listing) == holder


def test_two_logins_at_once_are_told(callback, clock):
    with pytest.raises(PortTaken):
        Callback(callback.port, clock=clock)


@pytest.mark.parametrize("only", ADDRESSES)
def test_either_address_alone_is_enough(clock, monkeypatch, only):
    loopback.leave_only(only, monkeypatch)
    with Callback(0, clock=clock) as callback, ThreadPoolExecutor(1) as threads:
        future = threads.submit(callback.wait, 20)
        assert status(ask(callback.port, "GET /callback?code=c HTTP/1.1", address=only)) == 200
        assert future.result(5) == "code=c"


# Pasted


def test_a_pasted_address_does_as_well(callback):
    lines = iter(["\n", "what?\n", "http://[broken?code=1\n", f"  {callback.url}?code=c&state=s\n", ""])
    assert callback.wait(20, pasted=lambda: next(lines)) == "code=c&state=s"


def test_the_end_of_what_is_typed_does_not_end_the_wait(callback):
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(callback.wait, 20, pasted=io.StringIO("").readline)
        ask(callback.port, "GET /callback?code=c HTTP/1.1")
        assert future.result(5) == "code=c"


def test_a_stream_that_breaks_does_not_either(callback):
    def broken():
        raise OSError(5, "Input/output error")

    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(callback.wait, 20, pasted=broken)
        ask(callback.port, "GET /callback?code=c HTTP/1.1")
        assert future.result(5) == "code=c"


def test_typed_lines_come_one_by_one_and_end():
    reader, writer = os.pipe()
    with os.fdopen(reader) as stream:
        lines = TypedLines(stream)
        os.write(writer, "eins\nzwei ü\n\nre".encode())
        assert [lines(), lines(), lines()] == ["eins\n", "zwei ü\n", "\n"]
        os.close(writer)
        assert [lines(), lines()] == ["re", ""]


def test_a_closed_reader_leaves_the_next_line_to_others():
    reader, writer = os.pipe()
    with os.fdopen(reader) as stream:
        lines = TypedLines(stream)
        read: list[str] = []
        thread = threading.Thread(target=lambda: read.append(lines()))
        thread.start()
        lines.close()
        thread.join(10)
        assert read == [""]
        os.write(writer, b"for the prompt\n")
        assert stream.readline() == "for the prompt\n"
        os.close(writer)


def test_a_stream_without_a_handle_is_read_as_it_is():
    lines = TypedLines(io.StringIO("one\ntwo"))
    assert [lines(), lines(), lines()] == ["one\n", "two", ""]
