"""Every fault: what the client sees, and whether the effect happened."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support import bodies

CREATE = "printify POST /shops/{shop}/products.json"
PATH = "/shops/5432/products.json"


@pytest.fixture
def image(shop):
    return shop.upload()


@pytest.fixture
def create(printify, image):
    return lambda key="1A2B": printify.post(PATH, json=bodies.product(image, key))


@pytest.fixture
def made(sandbox):
    """How many products there are."""
    return lambda: len(sandbox.state()["products"])


def give_up(sandbox, printify, image, *, when_held: bool = False):
    """Send a create on a connection of its own and drop it, as a killed client does."""
    body = httpx.Request("POST", "http://x", json=bodies.product(image)).content
    token = printify.headers["authorization"]
    port = httpx.URL(sandbox.url).port
    before = sandbox.status()["calls"]
    with socket.create_connection(("127.0.0.1", port)) as wire:
        head = f"POST /printify/v1{PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: {token}\r\nuser-agent: t\r\n"
        wire.sendall(
            head.encode() + f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body
        )
        sandbox.wait(calls=before + 1, held=1 if when_held else 0)


def test_status_does_nothing_but_answer(sandbox, create, made):
    sandbox.fault(CREATE, "status", status=503, body={"error": "later"}, headers={"x-why": "fault"})
    answer = create()
    assert (answer.status_code, answer.json(), answer.headers["x-why"]) == (503, {"error": "later"}, "fault")
    assert made() == 0
    assert create().status_code == 200


@pytest.mark.parametrize(
    ("status", "kind"),
    [(500, "application/json"), (502, "text/html"), (401, "application/json"), (404, "application/json")],
)
def test_a_status_without_a_body_has_the_providers(sandbox, create, status, kind):
    sandbox.fault(CREATE, "status", status=status)
    answer = create()
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith(kind)


def test_any_refusal_may_say_when_to_come_back(sandbox, create):
    sandbox.fault(CREATE, "status", status=503, retry_after=7)
    answer = create()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")


def test_a_text_body_is_a_page(sandbox, create):
    sandbox.fault(CREATE, "status", status=502, body="<h1>no</h1>")
    assert create().text == "<h1>no</h1>"


def test_rate_limit_with_and_without_retry_after(sandbox, create, made):
    sandbox.fault(CREATE, "rate_limit", retry_after=7)
    sandbox.fault(CREATE, "rate_limit", nth=2)
    first, second = create(), create()
    assert (first.status_code, first.headers["retry-after"]) == (429, "7")
    assert first.headers["x-ratelimit-limit"] == "600"
    assert second.status_code == 429
    assert "retry-after" not in second.headers
    assert made() == 0


def test_etsy_rate_limit_by_day(sandbox):
    sandbox.fault("etsy GET /v3/application/openapi-ping", "rate_limit", daily=True, retry_after=86400)
    answer = sandbox.etsy().get("/openapi-ping")
    assert answer.json() == {"error": "Exceeded daily rate limit"}
    assert (answer.headers["retry-after"], answer.headers["x-remaining-today"]) == ("86400", "0")


def test_cut_closes_before_anything_is_done(sandbox, create, made):
    sandbox.fault(CREATE, "cut")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        create()
    assert made() == 0


def test_lost_answer_closes_after_it_is_done(sandbox, create, made):
    sandbox.fault(CREATE, "lost_answer")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        create()
    assert made() == 1
    (call,) = sandbox.calls(CREATE)
    assert (call["status"], call["applied"], call["fault"]) == (None, True, "lost_answer")


def test_applied_status_lies_about_it(sandbox, create, made):
    sandbox.fault(CREATE, "applied_status", status=502)
    assert create().status_code == 502
    assert made() == 1


def test_bad_json_is_half_of_it(sandbox, create, made):
    sandbox.fault(CREATE, "bad_json")
    answer = create()
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"."):
        answer.json()
    assert made() == 1


def test_delay_and_slow_answer_take_their_time(sandbox, create):
    for kind in ("delay", "slow_answer", "late"):
        sandbox.fault(CREATE, kind, seconds=0.2)
        start = time.perf_counter()
        assert create().status_code == 200
        assert time.perf_counter() - start >= 0.2


def test_delay_is_dropped_when_the_client_has_gone(sandbox, printify, image, made):
    sandbox.fault(CREATE, "delay", seconds=60)
    give_up(sandbox, printify, image)
    sandbox.wait(idle=True)
    assert made() == 0


def test_late_is_done_although_the_client_has_gone(sandbox, printify, image, made):
    sandbox.fault(CREATE, "late", seconds=0.3)
    give_up(sandbox, printify, image)
    assert made() == 0
    sandbox.wait(idle=True)
    assert made() == 1


def test_slow_answer_is_done_at_once(sandbox, printify, image, made):
    sandbox.fault(CREATE, "slow_answer", seconds=60)
    give_up(sandbox, printify, image)
    assert made() == 1


class TestHolds:
    """Held requests wait for a release."""

    @pytest.mark.parametrize(("kind", "before"), [("hold", 0), ("hold_applied", 1), ("hold_late", 0)])
    def test_a_patient_client_gets_its_answer(self, sandbox, create, made, kind, before):
        sandbox.fault(CREATE, kind)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(create)
            assert sandbox.wait(held=1)["held"] == 1
            assert made() == before
            assert sandbox.release() == 1
            assert waiting.result(10).status_code == 200
        assert made() == 1

    @pytest.mark.parametrize(("kind", "after"), [("hold", 0), ("hold_applied", 1), ("hold_late", 1)])
    def test_what_becomes_of_a_killed_clients_request(self, sandbox, printify, image, made, kind, after):
        sandbox.fault(CREATE, kind)
        give_up(sandbox, printify, image, when_held=True)
        sandbox.release()
        sandbox.wait(idle=True)
        assert made() == after

    def test_clearing_the_faults_releases(self, sandbox, create):
        sandbox.fault(CREATE, "hold", times=0)
        with ThreadPoolExecutor(3) as pool:
            waiting = [pool.submit(create, f"K{n}") for n in range(3)]
            sandbox.wait(held=3)
            sandbox.clear_faults()
            assert [job.result(10).status_code for job in waiting] == [200] * 3


def test_a_late_effect_dies_with_its_world(sandbox, printify, image, made):
    sandbox.fault(CREATE, "late", seconds=60)
    give_up(sandbox, printify, image)
    sandbox.fault(CREATE, "hold_late")
    give_up(sandbox, printify, image, when_held=True)
    sandbox.reset()
    sandbox.wait(idle=True)
    assert made() == 0


class TestWhichCall:
    """nth, times, wildcards, several at once."""

    def test_nth_and_times(self, sandbox, create):
        sandbox.fault(CREATE, "status", status=500, nth=2, times=2)
        assert [create().status_code for _ in range(5)] == [200, 500, 500, 200, 200]
        (fault,) = sandbox.faults()
        assert (fault["seen"], fault["fired"]) == (5, 2)

    def test_for_ever(self, sandbox, create):
        sandbox.fault(CREATE, "status", status=500, times=0)
        assert [create().status_code for _ in range(3)] == [500] * 3

    def test_the_count_starts_when_it_is_set(self, sandbox, create):
        create()
        sandbox.fault(CREATE, "status", status=500, nth=1)
        assert [create().status_code for _ in range(2)] == [500, 200]

    @pytest.mark.parametrize(
        "route",
        [
            "printify POST *",
            "* * /shops/*",
            "printify * /shops/{any}/products.json",
            "* POST /shops/{shop_id}/products.json",
        ],
    )
    def test_wildcards_and_names_of_places(self, sandbox, create, route):
        sandbox.fault(route, "status", status=500)
        assert create().status_code == 500

    def test_other_routes_are_left_alone(self, sandbox, create, printify):
        sandbox.fault("printify GET *", "status", status=500)
        assert create().status_code == 200
        assert printify.get("/shops.json").status_code == 500

    def test_several_count_each_for_itself(self, sandbox, create):
        sandbox.fault(CREATE, "status", status=500, nth=1)
        sandbox.fault(CREATE, "status", status=502, nth=2)
        assert [create().status_code for _ in range(3)] == [500, 502, 200]

    @pytest.mark.parametrize(
        "fault",
        [
            {"route": CREATE, "kind": "explode"},
            {"route": CREATE, "kind": "status"},
            {"route": CREATE, "kind": "late"},
            {"route": CREATE, "kind": "cut", "nth": 0},
            {"route": "printify", "kind": "cut"},
            {"route": "printify POST /shops/5432/products.json", "kind": "cut"},
            {"route": "shopify * *", "kind": "cut"},
            {"route": CREATE, "kind": "lock_forever"},
            {"route": CREATE, "kind": "captcha"},
            {"route": CREATE, "kind": "cut", "colour": "red"},
            {"kind": "cut"},
        ],
    )
    def test_a_fault_that_makes_no_sense_is_refused(self, sandbox, fault):
        answer = sandbox.admin.post("/_sandbox/faults", json=fault)
        assert answer.status_code == 400
        assert answer.json()["error"]
        assert sandbox.faults() == []

    @pytest.mark.parametrize(
        ("route", "near"),
        [
            ("printify POST /shops/5432/products.json", CREATE),
            ("Printify post /shops/{shop}/products.json", CREATE),
            ("printify POST /shops/{shop}/product.json", CREATE),
            ("etsy GET /v3/application/listings/17", "etsy GET /v3/application/listings/{listing_id}"),
        ],
    )
    def test_a_route_that_is_none_is_answered_with_the_nearest(self, sandbox, route, near):
        told = sandbox.admin.post("/_sandbox/faults", json={"route": route, "kind": "cut"}).json()
        assert (told["reason"], told["near"][0]) == ("no_such_route", near)

    def test_a_kind_that_a_route_cannot_have_is_answered_with_where_it_can(self, sandbox):
        told = sandbox.admin.post("/_sandbox/faults", json={"route": "openai * *", "kind": "captcha"}).json()
        assert told["reason"] == "elsewhere"
        for route in (*told["near"], "* * *"):
            sandbox.fault(route, "captcha")

    def test_a_list_is_armed_whole_or_not_at_all(self, sandbox):
        good, bad = {"route": CREATE, "kind": "cut"}, {"route": CREATE, "kind": "bang"}
        assert sandbox.admin.post("/_sandbox/faults", json=[good, bad]).status_code == 400
        assert sandbox.faults() == []
        assert sandbox.admin.post("/_sandbox/faults", json=[good, good]).status_code == 200
        assert [fault["id"] for fault in sandbox.faults()][1] == sandbox.faults()[0]["id"] + 1


def test_the_other_requests_go_on_meanwhile(sandbox, create, printify):
    sandbox.fault(CREATE, "hold")
    done = threading.Event()

    def wait():
        create()
        done.set()

    thread = threading.Thread(target=wait)
    thread.start()
    sandbox.wait(held=1)
    assert printify.get("/shops.json").status_code == 200
    assert not done.is_set()
    sandbox.release()
    thread.join(10)
    assert done.is_set()


def test_latency_is_added_to_every_answer(sandbox, printify):
    sandbox.config(latency_ms=80)
    start = time.perf_counter()
    printify.get("/shops.json")
    assert time.perf_counter() - start >= 0.08
