"""reference/stripe.md: what a first connection asks."""

from __future__ import annotations

import httpx
import pytest


@pytest.fixture
def stripe(sandbox):
    key = sandbox.accounts()["stripe"]["api_key"]
    with httpx.Client(
        base_url=sandbox.url + "/stripe", headers={"authorization": f"Bearer {key}"}, verify=False
    ) as client:
        yield client


def test_the_account_and_the_headers(stripe):
    answer = stripe.get("/v1/account", headers={"stripe-version": "2026-10-28.endive"})
    assert answer.json()["object"] == "account"
    assert answer.headers["request-id"].startswith("req_")
    assert answer.headers["stripe-version"] == "2026-10-28.endive"


def test_basic_authentication_works_too(sandbox):
    answer = httpx.get(sandbox.url + "/stripe/v1/balance", auth=("rk_test_sandboxsecret", ""))
    assert answer.json()["livemode"] is False


@pytest.mark.parametrize(
    "header", [{}, {"authorization": "Bearer sk_live_0123456789abcdef"}, {"authorization": "Basic ???"}]
)
def test_other_keys_are_401_and_never_shown_whole(sandbox, header):
    answer = httpx.get(sandbox.url + "/stripe/v1/account", headers=header)
    assert answer.status_code == 401
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert "0123456789abcdef" not in error["message"]


def test_prices_are_found_by_lookup_key(stripe):
    every = stripe.get("/v1/prices", params={"active": "true"}).json()
    assert (every["object"], every["has_more"], len(every["data"])) == ("list", False, 4)
    (pro,) = stripe.get("/v1/prices", params={"lookup_keys[0]": "pro"}).json()["data"]
    assert pro["recurring"]["interval"] == "month"
    assert stripe.get(f"/v1/products/{pro['product']}").json()["metadata"]["podpusher_plan"] == "pro"
    assert stripe.get("/v1/prices", params={"limit": 1}).json()["has_more"] is True


def test_there_are_no_customers_yet(stripe):
    for name in ("customers", "subscriptions"):
        assert stripe.get(f"/v1/{name}").json()["data"] == []


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/customers/cus_x", 404, "resource_missing"),
        ("/v1/customers?colour=red", 400, "parameter_unknown"),
        ("/v1/customers?limit=101", 400, "parameter_invalid_integer"),
        ("/v1/nothing", 404, None),
    ],
)
def test_errors(stripe, path, status, code):
    answer = stripe.get(path)
    assert answer.status_code == status
    assert answer.json()["error"].get("code") == code


def test_faults_have_stripes_shape(stripe, sandbox):
    sandbox.fault("stripe GET /v1/account", "rate_limit", retry_after=1)
    sandbox.fault("stripe GET /v1/account", "status", status=500, nth=2)
    limited, broken = stripe.get("/v1/account"), stripe.get("/v1/account")
    assert (limited.status_code, limited.json()["error"]["code"]) == (429, "rate_limit")
    assert (broken.status_code, broken.json()["error"]["type"]) == (500, "api_error")
