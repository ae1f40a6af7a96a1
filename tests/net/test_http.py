"""What every request may rely on: over real sockets, with a clock that only moves when somebody sleeps."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from podpusher_cli.core.errors import (
    CircuitOpen,
    DiskTrouble,
    ForbiddenHost,
    OutcomeUnknown,
    RateLimited,
    TryLater,
    Unreachable,
    Unsendable,
)
from podpusher_cli.core.http import Limit, Request, Service
from podpusher_cli.net import wire
from podpusher_cli.net.auth import bearer
from podpusher_cli.net.slowness import TooSlow
from tests.net.server import CUT, SILENT, Answer
from tests.support.clock import START


def get(url, **more):
    return Request("GET", f"{url}/things", route="GET /things", **more)


def post(url, **more):
    return Request("POST", f"{url}/things", route="POST /things", **more)


# What is sent and what comes back


def test_a_request_carries_agent_id_token_and_json(http, serve):
    server = serve(Answer(201, {"X-Request-Id": "abc"}, b'{"made": 1}'))
    response = http.send(
        post(server.url, json={"name": "Füchse"}, params={"a": 1, "b": True}), provider="printify", auth=bearer("t0p")
    )
    assert (response.status, response.json(), response.request_id) == (201, {"made": 1}, "abc")
    asked = server.asked[0]
    assert asked.target == "/things?a=1&b=true"
    assert asked.json == {"name": "Füchse"}
    assert asked.headers["user-agent"] == "podpusher/1.0"
    assert asked.headers["x-request-id"] == "req-TEST"
    assert asked.headers["authorization"] == "Bearer t0p"
    assert asked.headers["content-type"] == "application/json"


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"request_id": ' * 100_000])
def test_an_answer_that_is_nested_without_end_is_no_json(http, serve, body):
    server = serve(Answer(400, {}, body))
    response = http.send(get(server.url), provider="printify")
    assert (response.status, response.json(), response.request_id) == (400, None, None)


def test_a_parameter_joins_those_in_the_address(http, serve):
    server = serve()
    http.send(Request("GET", f"{server.url}/x?page=2", params={"limit": 50}), provider="printify")
    assert server.asked[0].target == "/x?page=2&limit=50"


def test_forms_and_files(http, serve):
    server = serve()
    http.send(post(server.url, form={"grant_type": "refresh_token", "a b": "ü&="}), provider="etsy")
    http.send(
        post(server.url, form={"rank": "1"}, files={"image": ("fox.png", b"\x89PNG", "image/png")}), provider="etsy"
    )
    form, files = server.asked
    assert form.body == b"grant_type=refresh_token&a+b=%C3%BC%26%3D"
    assert form.headers["content-type"] == "application/x-www-form-urlencoded"
    assert files.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="image"; filename="fox.png"' in files.body
    assert b"\x89PNG" in files.body
    assert b'name="rank"' in files.body


def test_a_packed_body_is_unpacked_and_header_names_are_lower_case(http, serve):
    server = serve(Answer(200, {"Content-Encoding": "gzip", "X-Limit-Per-Day": "5"}, gzip.compress(b'{"a": 2}')))
    response = http.send(get(server.url), provider="etsy")
    assert response.json() == {"a": 2}
    assert response.headers["x-limit-per-day"] == "5"


@pytest.mark.parametrize("status", [301, 400, 403, 404, 409, 422])
def test_any_other_status_is_the_providers_to_read(http, serve, status):
    server = serve(Answer(status, {"Location": "https://elsewhere.example/"}, b'{"error": "no", "request_id": "r1"}'))
    response = http.send(get(server.url), provider="printify")
    assert response.status == status
    assert response.request_id == (None if status == 301 else "r1")
    assert len(server.asked) == 1


def test_an_answer_beyond_the_largest_is_not_taken_in(http, serve, monkeypatch):
    monkeypatch.setattr(wire, "LARGEST_BODY", 1000)
    server = serve(Answer(body=b"x" * 5000))
    with pytest.raises(OutcomeUnknown):
        http.send(post(server.url), provider="printify")


def test_a_packed_answer_counts_unpacked(http, serve, monkeypatch):
    monkeypatch.setattr(wire, "LARGEST_BODY", 100_000)
    server = serve(Answer(200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 5_000_000)))
    with pytest.raises(OutcomeUnknown):
        http.send(post(server.url), provider="printify")


def test_a_long_answer_goes_to_a_file_and_an_error_does_not(http, serve, tmp_path, monkeypatch):
    monkeypatch.setattr(wire, "LARGEST_BODY", 1000)
    server = serve(Answer(body=b"x" * 5000), Answer(404, body=b'{"error": "gone"}'))
    path = tmp_path / "answer"
    answer = http.send(Request("GET", server.url, into=path), provider="openai")
    assert (answer.body, path.read_bytes()) == (b"", b"x" * 5000)
    assert http.send(Request("GET", server.url, into=path), provider="openai").json() == {"error": "gone"}


def test_a_file_begins_anew_when_the_answer_breaks_off(http, serve, tmp_path):
    server = serve(Answer(body=b"y" * 5000, cut=2000), Answer(body=b"x" * 10))
    http.send(Request("GET", server.url, into=tmp_path / "answer"), provider="openai")
    assert (tmp_path / "answer").read_bytes() == b"x" * 10


def test_a_file_that_cannot_be_written_is_this_machines_trouble(http, serve, tmp_path):
    server = serve(Answer(body=b"x"))
    with pytest.raises(DiskTrouble):
        http.send(Request("GET", server.url, into=tmp_path / "no" / "answer"), provider="openai")


def test_connections_are_kept_and_threads_get_along(http, serve):
    server = serve(answer=lambda asked: Answer(body=asked.body))
    with ThreadPoolExecutor(8) as threads:
        numbers = threads.map(lambda n: http.send(post(server.url, json=n), provider="printify").json(), range(200))
    assert list(numbers) == list(range(200))


# Where it may go


@pytest.mark.parametrize(
    "url", ["http://api.example/x", "ftp://localhost/x", "https://", "http://127.0.0.1.example/x", "http://[::1"]
)
def test_a_token_goes_over_https_or_to_this_machine(http, url):
    with pytest.raises(ForbiddenHost):
        http.send(Request("GET", url), provider="printify")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.printify.com/v1",
        "https://127.evil.example/",
        "http://localhost@evil.example/",
        "https://localhost.example/",
    ],
)
def test_the_sandbox_talks_to_this_machine_only_and_looks_no_name_up(make_http, monkeypatch, url):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: pytest.fail("a name was looked up"))
    with pytest.raises(ForbiddenHost):
        make_http(loopback_only=True).send(Request("GET", url), provider="printify")


def test_the_sandbox_is_reached(make_http, serve):
    server = serve()
    assert make_http(loopback_only=True).send(get(server.url), provider="printify").status == 200


@pytest.mark.parametrize("token", ["abc\r\nX-Evil: 1", "schlüssel", "line\n"])
def test_a_token_that_is_none_never_leaves(http, serve, token):
    server = serve()
    with pytest.raises(Unsendable) as caught:
        http.send(get(server.url), provider="etsy", auth=bearer(token))
    assert token not in str(caught.value)
    assert server.asked == []


# What is sent again


@pytest.mark.parametrize(
    "failure", [Answer(500), Answer(502), Answer(503), Answer(504), CUT, Answer(body=b"{}" * 99, cut=90)]
)
def test_what_may_be_repeated_is_repeated(http, serve, failure, waits, exchanges):
    server = serve(failure, failure, Answer(body=b'"there"'))
    assert http.send(get(server.url), provider="printify").json() == "there"
    assert [(wait.provider, wait.reason) for wait in waits] == [("printify", "retry")] * 2
    assert [exchange.attempt for exchange in exchanges] == [1, 2, 3]
    assert exchanges[-1].status == 200


def test_the_last_fault_of_a_server_is_handed_over(http, serve, clock):
    server = serve(Answer(503, body=b'{"error": "down"}'))
    response = http.send(get(server.url), provider="printify")
    assert (response.status, response.json()) == (503, {"error": "down"})
    assert len(server.asked) == 3
    assert clock.slept < 4


def test_no_answer_to_a_question_means_later(http, serve):
    server = serve(CUT)
    with pytest.raises(TryLater) as caught:
        http.send(get(server.url), provider="printify")
    assert caught.value.code == "provider.unavailable"
    assert len(server.asked) == 3


def test_a_timeout_is_bounded_and_repeated(http, serve, exchanges):
    server = serve(SILENT, Answer(body=b'"late"'))
    assert http.send(get(server.url, timeout=0.05), provider="printify").json() == "late"
    assert exchanges[0].error == "provider.unavailable"


@pytest.mark.parametrize("at_once", [0, 12, 20_100], ids=["from the first", "in the headers", "in the body"])
def test_an_answer_that_comes_byte_by_byte_ends_some_time(http, serve, at_once):
    server = serve(Answer(headers={"x-long": "x" * 20_000}, body=b"[" + b"1," * 20_000 + b"1]", drips=at_once))
    with pytest.raises(OutcomeUnknown):
        http.send(post(server.url, timeout=0.1), provider="openai")
    assert len(server.asked) == 1


class Endless(httpx.BaseTransport):
    """Where all answers come too slowly."""

    def handle_request(self, request):
        raise httpx.ReadTimeout("slow", request=request) from TooSlow("slow")


def test_an_answer_that_came_too_slowly_is_not_waited_for_again(make_http, exchanges):
    with pytest.raises(TryLater):
        make_http(transport_wrap=lambda _: Endless()).send(get("http://localhost"), provider="openai")
    assert len(exchanges) == 1


@pytest.mark.parametrize("loss", [CUT, Answer(body=b"{}" * 99, cut=90), SILENT])
def test_a_write_without_an_answer_is_in_doubt_and_not_repeated(http, serve, loss, exchanges):
    server = serve(loss, Answer())
    with pytest.raises(OutcomeUnknown) as caught:
        http.send(post(server.url, timeout=0.05), provider="printify")
    assert caught.value.details["route"] == "POST /things"
    assert len(server.asked) == 1
    assert exchanges[0].error == "provider.outcome_unknown"


def test_a_write_that_says_it_is_repeatable_is_repeated(http, serve):
    server = serve(CUT, Answer(body=b'"done"'))
    assert http.send(post(server.url, repeatable=True, json={"a": 1}), provider="printify").json() == "done"
    assert server.asked[0].body == server.asked[1].body


def test_a_fault_after_a_write_is_the_providers_to_judge(http, serve):
    server = serve(Answer(500, body=b'{"error": "oh"}'))
    assert http.send(post(server.url), provider="printify").status == 500
    assert len(server.asked) == 1


def test_nobody_there_is_told_soon_even_for_a_write(http, waits, clock, exchanges):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(Unreachable) as caught:
        http.send(post(f"http://127.0.0.1:{port}"), provider="printify")
    assert caught.value.code == "provider.unreachable"
    assert "Connection refused" in str(caught.value)
    assert [wait.reason for wait in waits] == ["unreachable"] * 2
    assert clock.slept < 3
    assert [exchange.status for exchange in exchanges] == [0, 0, 0]


def test_a_name_that_does_not_resolve_is_told_soon(http, monkeypatch, clock):
    def fail(*_args, **_more):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(Unreachable, match="name resolution"):
        http.send(Request("GET", "https://api.printify.com/v1/shops.json"), provider="printify")
    assert clock.slept < 3


# Too many requests


def test_429_waits_as_long_as_told_also_for_a_write(http, serve, clock, waits):
    server = serve(Answer(429, {"Retry-After": "7"}), Answer(body=b'"made"'))
    assert http.send(post(server.url), provider="printify").json() == "made"
    assert 7 <= clock.slept <= 7.5
    assert [(wait.provider, wait.reason) for wait in waits] == [("printify", "rate_limit")]


def test_a_date_in_retry_after(http, serve, clock):
    when = format_datetime(START + timedelta(seconds=9), usegmt=True)
    server = serve(Answer(429, {"Retry-After": when}), Answer())
    http.send(get(server.url), provider="printify")
    assert 9 <= clock.slept <= 9.5


def test_429_without_retry_after_backs_off_and_gives_up(http, serve, clock):
    server = serve(Answer(429))
    with pytest.raises(RateLimited) as caught:
        http.send(get(server.url), provider="printify")
    assert len(server.asked) == 4
    for slept, least in zip(clock.sleeps, (2, 4, 8), strict=True):
        assert least <= slept <= least * 1.25
    assert caught.value.retry_after >= 16


@pytest.mark.parametrize("after", ["61", "86400", "9" * 400])
def test_a_long_wait_is_told_and_not_slept(http, serve, clock, after):
    server = serve(Answer(429, {"Retry-After": after}))
    with pytest.raises(RateLimited) as caught:
        http.send(get(server.url), provider="etsy")
    assert clock.sleeps == []
    assert 61 <= caught.value.retry_after <= 8 * 86_400


@pytest.mark.parametrize("after", ["", "soon", "-5", "1,5", "²"])
def test_a_retry_after_that_says_nothing_is_as_good_as_none(http, serve, clock, after):
    server = serve(Answer(429, {"Retry-After": after.encode().decode("latin-1")}), Answer())
    http.send(get(server.url), provider="printify")
    assert 2 <= clock.slept <= 2.5


# Our own budgets


def test_a_full_budget_is_waited_for_and_announced(http, serve, clock, waits):
    server = serve()
    for _ in range(5):
        http.send(get(server.url, limits=(Limit("g", 2, 10),)), provider="printify", account="1")
    assert len(server.asked) == 5
    assert clock.slept == pytest.approx(2 * 10.2)
    assert {wait.reason for wait in waits} == {"pace"}


def test_a_budget_of_another_account_is_another(http, serve, clock):
    server = serve()
    for account in ("1", "2", "3"):
        http.send(get(server.url, limits=(Limit("g", 1, 10),)), provider="printify", account=account)
    assert clock.sleeps == []


def test_patience_ends_before_a_long_wait(http, serve, clock):
    server = serve()
    request = get(server.url, limits=(Limit("publish", 1, 1800),))
    http.send(request, provider="printify")
    with pytest.raises(RateLimited) as caught:
        http.send(request, provider="printify")
    assert caught.value.retry_after == pytest.approx(1800.5)
    assert caught.value.provider == "printify"
    assert http.send(request, provider="printify", patience=2000).status == 200
    assert clock.slept == pytest.approx(1800.5)


PRINTIFY = Service("printify", {"x-ratelimit-limit": ""})
GENERAL, SPECIAL = Limit("general", 600, 60), Limit("special", 200, 1800)


def test_a_limit_that_an_answer_states_replaces_ours(http, serve, clock):
    server = serve(Answer(200, {"X-RateLimit-Limit": "3"}))
    for _ in range(4):
        http.send(get(server.url, limits=(GENERAL, SPECIAL)), provider=PRINTIFY, patience=2000)
    assert clock.slept == pytest.approx(1800.5)


def test_the_general_limit_in_an_answer_does_not_widen_the_special_one(http, serve, traffic):
    server = serve(Answer(200, {"X-RateLimit-Limit": "600"}))
    http.send(get(server.url, limits=(GENERAL, SPECIAL)), provider=PRINTIFY)
    with traffic.reading() as connection:
        assert connection.execute("select calls from budgets where name = 'special'").fetchone() == (None,)


def test_limits_under_names_of_their_own(http, serve, traffic):
    etsy = Service("etsy", {"x-limit-per-second": "second", "x-limit-per-day": "day"})
    server = serve(Answer(200, {"x-limit-per-second": "10", "x-limit-per-day": "10000"}))
    http.send(get(server.url, limits=(Limit("second", 4, 1),)), provider=etsy, account="k")
    with traffic.reading() as connection:
        rows = connection.execute("select account, name, calls from budgets order by name").fetchall()
    assert rows == [("etsy:k", "day", 10_000), ("etsy:k", "second", 10)]


def test_429_holds_everybody_back_from_that_limit_only(make_http, serve, clock):
    server = serve(Answer(429, {"Retry-After": "500", "X-RateLimit-Limit": "200"}), Answer())
    with pytest.raises(RateLimited):
        make_http().send(post(server.url, limits=(GENERAL, SPECIAL)), provider=PRINTIFY)
    other = make_http()
    other.send(get(server.url, limits=(GENERAL,)), provider=PRINTIFY)
    assert clock.sleeps == []
    with pytest.raises(RateLimited) as caught:
        other.send(post(server.url, limits=(GENERAL, SPECIAL)), provider=PRINTIFY)
    assert caught.value.retry_after == pytest.approx(500)
    assert len(server.asked) == 2


# The breaker


def test_a_service_that_keeps_failing_is_left_alone_and_tried_again(http, serve, clock):
    server = serve(*[Answer(500)] * 5, Answer())
    for _ in range(5):
        http.send(post(server.url), provider="printify")
    with pytest.raises(CircuitOpen) as caught:
        http.send(post(server.url), provider="printify")
    assert caught.value.retry_after == pytest.approx(30)
    assert http.send(get(serve().url), provider="etsy").status == 200
    clock.advance(31)
    assert http.send(post(server.url), provider="printify").status == 200
    assert len(server.asked) == 6


def test_a_refusal_is_an_answer_and_no_failure(http, serve):
    server = serve(Answer(422))
    for _ in range(20):
        http.send(post(server.url), provider="printify")
    assert len(server.asked) == 20


def test_a_trial_that_never_got_out_is_given_back(http, serve, clock):
    server = serve(*[Answer(500)] * 5, Answer())
    for _ in range(5):
        http.send(post(server.url), provider="printify")
    clock.advance(31)
    with pytest.raises(Unsendable):
        http.send(post(server.url), provider="printify", auth=bearer("bad\n"))
    assert http.send(post(server.url), provider="printify").status == 200


# Tokens


class Renewable:
    def __init__(self, tokens):
        self.tokens = tokens

    def headers(self):
        return {"authorization": self.tokens[0]}

    def renew(self, stale_headers):
        assert stale_headers == self.headers()
        if len(self.tokens) == 1:
            return False
        self.tokens.pop(0)
        return True


def test_a_token_that_is_refused_is_renewed_once_also_for_a_write(http, serve):
    server = serve(answer=lambda asked: Answer(200 if asked.headers["authorization"] == "new" else 401))
    assert http.send(post(server.url), provider="etsy", auth=Renewable(["old", "new"])).status == 200
    assert [asked.headers["authorization"] for asked in server.asked] == ["old", "new"]


@pytest.mark.parametrize("tokens", [["old"], ["old", "older", "oldest"]])
def test_a_refusal_that_stays_is_handed_over(http, serve, tokens):
    server = serve(Answer(401))
    assert http.send(get(server.url), provider="etsy", auth=Renewable(tokens)).status == 401
    assert len(server.asked) <= 2


# What must never happen


class NoDisk:
    """A breaker and a pace on a full disk: what they note is lost."""

    def check(self, key):
        return False

    def succeeded(self, key):
        raise DiskTrouble(path="net.db", problem="full")

    failed = release = succeeded


def test_an_answer_survives_a_full_disk(make_http, serve):
    server = serve(Answer(200, body=b'{"id": 1}'))
    assert make_http(breaker=NoDisk()).send(post(server.url), provider="printify").json() == {"id": 1}


def test_doubt_survives_a_full_disk(make_http, serve):
    server = serve(CUT)
    with pytest.raises(OutcomeUnknown):
        make_http(breaker=NoDisk()).send(post(server.url), provider="printify")


def test_no_cookie_is_kept(http, serve):
    server = serve(Answer(200, {"Set-Cookie": "session=1; Path=/"}))
    http.send(get(server.url), provider="printify")
    http.send(get(server.url), provider="printify")
    assert "cookie" not in server.asked[1].headers


def test_proxies_of_the_environment_are_not_used(make_http, serve, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert make_http().send(get(serve().url), provider="printify").status == 200


def test_httpx_is_imported_with_the_first_request_and_without_its_command_line():
    script = """
import sys
import podpusher_cli.net.http
assert not {"httpx", "tenacity", "sqlite3"} & set(sys.modules)
import podpusher_cli.net.wire
assert "httpx" in sys.modules
assert not {"click", "rich", "tenacity"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", script], check=True)
