"""The sandbox's own controls, and who may use them."""

from __future__ import annotations

import base64
import json
import time

import pytest


def test_only_names_of_this_machine_are_answered(sandbox):
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", ""):
        for path in ("/_sandbox/status", "/printify/v1/shops.json", "/"):
            assert sandbox.admin.get(path, headers={"host": host}).status_code == 421, host
    for host in ("localhost", "localhost:5", "127.0.0.1:9", "[::1]:9"):
        assert sandbox.admin.get("/_sandbox/status", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:8517"])
def test_no_web_page_may_drive_it(sandbox, origin):
    for path in ("/_sandbox/reset", "/_sandbox/faults"):
        assert sandbox.admin.post(path, headers={"origin": origin}, content=b"{}").status_code == 403


def test_a_provider_may_be_called_with_an_origin(sandbox):
    assert sandbox.etsy().get("/openapi-ping", headers={"origin": "https://x.example"}).status_code == 200


def test_status_tells_who_and_how_much(sandbox):
    status = sandbox.status()
    assert status["pid"] == sandbox.process.pid
    assert (status["held"], status["in_flight"]) == (0, 0)


def test_the_printify_token_reads_like_a_jwt_of_a_year(sandbox):
    token = sandbox.accounts()["printify"]["token"]
    assert token.startswith("eyJ")
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert 364 * 86_400 < claims["exp"] - time.time() <= 365 * 86_400


def test_the_environment_points_everything_here(sandbox):
    for name, value in sandbox.environment().items():
        assert not name.endswith("_URL") or value.startswith(sandbox.url), name


def test_settings_are_changed_one_by_one_and_checked(sandbox):
    before = sandbox.config()
    assert sandbox.config(latency_ms=3)["latency_ms"] == 3
    assert sandbox.config(publish_lock_s=0.5)["latency_ms"] == 3
    assert sandbox.config(windows={"etsy.second": [5, 1]})["windows"]["printify.global"] == [600, 60]
    for bad in ({"colour": 1}, {"latency_ms": "x"}, {"windows": {"other": [1, 1]}}, {"windows": 5}, []):
        assert sandbox.admin.post("/_sandbox/config", json=bad).status_code == 400
    sandbox.reset(limits=False)
    assert sandbox.config() == before


def test_unknown_controls_are_404(sandbox):
    assert sandbox.admin.get("/_sandbox/nothing").status_code == 404
    assert sandbox.admin.get("/nothing").status_code == 404


def test_the_log_counts_every_call(sandbox, printify, shop):
    sandbox.clear_calls()
    number = shop.create()
    printify.get("/shops/9999/products.json")
    counts = sandbox.counts()
    assert counts["printify POST /shops/{shop}/products.json"] == {"200": 1}
    assert counts["printify GET /shops/{shop}/products.json"] == {"401": 1}
    shop.read(number)
    (call,) = sandbox.calls("printify GET */products/{product}.json")
    assert call["path"] == f"/shops/5432/products/{number}.json"
    assert (call["status"], call["applied"], call["account"]) == (200, True, "printify:1337")
    assert sandbox.calls(since=call["n"]) == []
    share = sandbox.admin.get("/_sandbox/calls").json()["error_share"]
    assert share == pytest.approx(1 / 4)


def test_the_log_can_be_switched_off_and_still_counts(sandbox, printify):
    sandbox.config(request_log=False)
    printify.get("/shops.json")
    assert sandbox.calls("printify *") == []
    assert sandbox.counts()["printify GET /shops.json"] == {"200": 1}


def test_reset_makes_a_new_world(sandbox, shop):
    shop.published(visible=True)
    sandbox.fault("* * *", "cut")
    sandbox.reset()
    state = sandbox.state()
    assert (state["products"], state["listings"], state["uploads"], state["fees_cents"]) == ([], [], 0, 0)
    assert sandbox.faults() == []
    assert sandbox.counts() == {}
    assert (
        len(
            sandbox.etsy(sandbox.etsy_tokens()["access_token"])
            .get("/shops/51300771/production-partners")
            .json()["results"]
        )
        == 1
    )


def test_waiting_in_vain_is_said(sandbox):
    assert sandbox.admin.get("/_sandbox/wait", params={"held": 1, "timeout": 0}).status_code == 408


def test_sales_of_what_is_not_live_are_refused(sandbox, shop):
    _, listing = shop.published()
    answer = sandbox.admin.post("/_sandbox/etsy/sales", json={"listing_id": listing})
    assert answer.status_code == 400
    assert "not active" in answer.json()["error"]
