"""reference/stripe.md, sections 6 and 8: forms, errors, lists, idempotency and faults, through Stripe's own client."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import stripe

from tests.support.stripe import stripe_client


@pytest.fixture
def owner(sandbox):
    return stripe_client(sandbox, "secret_key")


@pytest.fixture
def raw(sandbox):
    """No library: what is on the wire."""
    key = sandbox.accounts()["stripe"]["secret_key"]
    with httpx.Client(base_url=sandbox.url + "/stripe/v1", auth=(key, ""), verify=False) as client:
        yield client


def refused(answer, status=400):
    assert answer.status_code == status, answer.text
    return answer.json()["error"]


def test_what_is_made_is_kept_changed_and_removed(owner):
    made = owner.v1.customers.create({"email": "a@b.example", "metadata": {"install": "1", "team": "x"}})
    assert (made.id[:4], made.livemode) == ("cus_", False)
    changed = owner.v1.customers.update(made.id, {"name": "Ann", "metadata": {"team": "", "shop": "2"}})
    assert (changed.email, changed.name) == ("a@b.example", "Ann")
    assert changed.metadata.to_dict() == {"install": "1", "shop": "2"}
    assert owner.v1.customers.list({"email": "a@b.example"}).data[0].id == made.id
    assert owner.v1.customers.delete(made.id).deleted is True
    with pytest.raises(stripe.InvalidRequestError) as caught:
        owner.v1.customers.retrieve(made.id)
    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")
    happened = [event.type for event in owner.v1.events.list().data]
    assert happened == ["customer.deleted", "customer.updated", "customer.created"]


def test_a_lookup_key_belongs_to_one_price(owner):
    product = owner.v1.products.create({"name": "Team", "metadata": {"podpusher_plan": "team"}})
    asked = {"product": product.id, "currency": "usd", "unit_amount": 500, "recurring": {"interval": "year"}}
    first = owner.v1.prices.create(asked | {"lookup_key": "team"})
    with pytest.raises(stripe.InvalidRequestError, match="already uses"):
        owner.v1.prices.create(asked | {"lookup_key": "team"})
    second = owner.v1.prices.create(asked | {"lookup_key": "team", "transfer_lookup_key": True})
    assert [price.id for price in owner.v1.prices.list({"lookup_keys": ["team"]}).data] == [second.id]
    assert owner.v1.prices.retrieve(first.id).lookup_key is None
    assert owner.v1.prices.update(second.id, {"active": False}).active is False
    assert owner.v1.prices.list({"lookup_keys": ["team"], "active": True}).data == []


@pytest.mark.parametrize(
    ("form", "code", "param"),
    [
        ("email=a&colour=red", "parameter_unknown", "colour"),
        ("invoice_settings[colour]=red", "parameter_unknown", "invoice_settings[colour]"),
        ("email[x]=a", None, "email"),
        ("metadata=a", None, "metadata"),
        ("invoice_settings=a", None, "invoice_settings"),
        ("preferred_locales=de", None, "preferred_locales"),
        ("email[[=x", "parameter_unknown", "email[["),
        ("email=a&email[x]=b", None, "email[x]"),
    ],
)
def test_a_form_that_is_not_understood_is_refused(raw, form, code, param):
    headers = {"content-type": "application/x-www-form-urlencoded"}
    error = refused(raw.post("/customers", content=form, headers=headers))
    assert (error["type"], error.get("code"), error["param"]) == ("invalid_request_error", code, param)
    assert raw.get("/customers").json()["data"] == []


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("limit=１", "limit"),
        ("starting_after=cus_none", "starting_after"),
        ("ending_before=cus_none", "ending_before"),
        ("active=maybe", "active"),
    ],
)
def test_a_query_that_cannot_be(raw, query, param):
    assert refused(raw.get(f"/{'products' if param == 'active' else 'customers'}?{query}"))["param"] == param


def test_lists_are_written_with_and_without_numbers(raw):
    for query in ("lookup_keys[]=pro&lookup_keys[]=free", "lookup_keys[0]=pro&lookup_keys[1]=free"):
        assert {price["lookup_key"] for price in raw.get(f"/prices?{query}").json()["data"]} == {"pro", "free"}


@pytest.fixture
def customers(raw):
    """Seven customers, newest first."""
    return [raw.post("/customers", data={"name": str(n)}).json()["id"] for n in range(7)][::-1]


def test_pages_go_both_ways(raw, customers):
    def page(query):
        answer = raw.get(f"/customers?limit=3&{query}").json()
        return [customers.index(customer["id"]) for customer in answer["data"]], answer["has_more"]

    assert page("") == ([0, 1, 2], True)
    assert page(f"starting_after={customers[2]}") == ([3, 4, 5], True)
    assert page(f"starting_after={customers[5]}") == ([6], False)
    assert page(f"ending_before={customers[4]}") == ([1, 2, 3], True)
    assert page(f"ending_before={customers[1]}") == ([0], False)


def test_the_library_pages_through_all(owner, customers):
    everyone = owner.v1.customers.list({"limit": 2})
    assert [customer.id for customer in everyone.auto_paging_iter()] == customers
    newer = owner.v1.customers.list({"limit": 2, "ending_before": customers[-1]})
    assert [customer.id for customer in newer.auto_paging_iter()] == customers[-2::-1]


def test_expansions(sandbox, owner):
    sub = sandbox.stripe("subscribe", plan="pro")
    found = owner.v1.subscriptions.retrieve(sub["id"], {"expand": ["customer", "items.data.price.product"]})
    assert found.customer.email == "buyer@sandbox.example"
    assert found["items"].data[0].price.product.name == "podpusher Pro"
    listed = owner.v1.invoices.list({"expand": ["data.customer"]})
    assert listed.data[0].customer.id == sub["customer"]
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        owner.v1.subscriptions.retrieve(sub["id"], {"expand": ["colour"]})


def test_a_key_gives_the_first_answer_again(raw):
    key = {"idempotency-key": "upgrade-1"}
    first = raw.post("/customers", data={"name": "Ann"}, headers=key)
    again = raw.post("/customers", data={"name": "Ann"}, headers=key)
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["original-request"] == first.headers["request-id"] != again.headers["request-id"]
    assert len(raw.get("/customers").json()["data"]) == 1


def test_a_key_is_no_good_for_another_call(owner):
    owner.v1.customers.create({"name": "Ann"}, {"idempotency_key": "k"})
    with pytest.raises(stripe.IdempotencyError, match="same parameters"):
        owner.v1.customers.create({"name": "Bea"}, {"idempotency_key": "k"})


def test_a_key_lasts_a_day_and_a_refusal_is_not_kept(sandbox, raw):
    key = {"idempotency-key": "k"}
    assert raw.post("/customers", data={"colour": "red"}, headers=key).status_code == 400
    first = raw.post("/customers", data={"name": "Ann"}, headers=key).json()
    sandbox.advance(86_401)
    assert raw.post("/customers", data={"name": "Ann"}, headers=key).json()["id"] != first["id"]


def test_of_ten_at_once_with_a_key_one_is_done(raw):
    with ThreadPoolExecutor(10) as pool:
        answers = list(
            pool.map(lambda _: raw.post("/customers", headers={"idempotency-key": "k"}).json()["id"], range(10))
        )
    assert len(set(answers)) == 1


def test_a_repeat_after_a_lost_answer_makes_nothing_twice(sandbox):
    client = stripe_client(sandbox, "secret_key", max_network_retries=2)
    sandbox.fault("stripe POST /v1/customers", "lost_answer")
    sandbox.fault("stripe POST /v1/customers", "applied_status", nth=2, status=500)
    made = client.v1.customers.create({"name": "Ann"})
    assert [customer.id for customer in client.v1.customers.list().data] == [made.id]
    assert len(sandbox.calls("stripe POST /v1/customers")) == 3


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "rate_limit", "retry_after": 2}, stripe.RateLimitError),
        ({"kind": "status", "status": 409}, stripe.APIError),
        ({"kind": "status", "status": 500}, stripe.APIError),
        ({"kind": "cut"}, stripe.APIConnectionError),
        ({"kind": "bad_json"}, stripe.APIError),
    ],
)
def test_faults(sandbox, owner, fault, error):
    sandbox.fault("stripe GET /v1/prices", **fault)
    with pytest.raises(error):
        owner.v1.prices.list()
    assert len(owner.v1.prices.list().data) == 4


def test_a_fault_has_stripes_shape_and_headers(sandbox, raw):
    sandbox.fault("stripe GET /v1/prices", "rate_limit", retry_after=2, headers={"stripe-should-retry": "false"})
    sandbox.fault("stripe GET /v1/prices", "status", status=409, nth=2)
    limited, busy = raw.get("/prices"), raw.get("/prices")
    assert refused(limited, 429)["code"] == "rate_limit"
    assert (limited.headers["retry-after"], limited.headers["stripe-should-retry"]) == ("2", "false")
    assert limited.headers["request-id"].startswith("req_")
    assert refused(busy, 409)["code"] == "lock_timeout"


def test_should_retry_decides_over_the_library(sandbox):
    client = stripe_client(sandbox, "secret_key", max_network_retries=2)
    sandbox.fault("stripe GET /v1/prices", "status", status=500, headers={"stripe-should-retry": "false"})
    with pytest.raises(stripe.APIError):
        client.v1.prices.list()
    assert len(sandbox.calls("stripe GET /v1/prices")) == 1


def test_a_slow_answer_comes_after_it_is_done(sandbox, owner):
    sandbox.fault("stripe POST /v1/customers", "hold_applied")
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(owner.v1.customers.create, {"name": "Ann"})
        sandbox.wait(held=1)
        (customer,) = stripe_client(sandbox).v1.customers.list().data
        assert not made.done()
        sandbox.release()
        assert made.result().id == customer.id


def test_an_error_says_where_it_is_logged(sandbox, raw):
    answer = raw.get("/customers/cus_none")
    place = f"https://dashboard.stripe.com/test/logs/{answer.headers['request-id']}"
    assert refused(answer, 404)["request_log_url"] == place
    nobody = httpx.get(sandbox.url + "/stripe/v1/prices", auth=("sk_test_stranger", ""))
    assert "request_log_url" not in refused(nobody, 401)


def test_what_is_refused_in_the_end_was_not_begun(raw):
    error = refused(raw.post("/customers", data={"name": "Ann", "expand[]": "colour"}))
    assert "cannot be expanded" in error["message"]
    assert refused(raw.get("/prices?expand[]=data.a.b.c.d"))["message"].startswith(
        "You cannot expand more than 4 levels"
    )
    assert raw.get("/customers").json()["data"] == raw.get("/events").json()["data"] == []


def test_a_version_that_is_none(raw):
    assert (
        "Invalid Stripe API version" in refused(raw.get("/prices", headers={"stripe-version": "tomorrow"}))["message"]
    )
    assert refused(raw.get("/prices", headers={"stripe-version": "2031-01-01.fern"}))["type"] == "invalid_request_error"


def test_an_older_version_shows_older_objects(sandbox, raw):
    number = sandbox.stripe("subscribe", plan="pro")["id"]
    new = raw.get(f"/subscriptions/{number}").json()
    old = raw.get(f"/subscriptions/{number}", headers={"stripe-version": "2024-06-20"}).json()
    assert "current_period_end" not in new
    assert "current_period_end" not in old["items"]["data"][0]
    assert old["current_period_end"] == new["items"]["data"][0]["current_period_end"]
    bill = raw.get(f"/invoices/{new['latest_invoice']}", headers={"stripe-version": "2024-06-20"}).json()
    assert (bill["subscription"], bill["paid"], "parent" in bill) == (number, True, False)
    assert bill["lines"]["data"][0]["price"]["id"] == "price_sandbox_pro"


def test_a_restart_keeps_the_books_and_points_the_pages_to_the_new_address(tmp_path):
    from tests.support.sandbox import start_sandbox

    asked = {
        "mode": "subscription",
        "line_items": [{"price": "price_sandbox_pro", "quantity": 1}],
        "success_url": "http://a",
    }
    with start_sandbox(tmp_path) as first:
        first.reset()
        session = stripe_client(first).v1.checkout.sessions.create(asked)
        assert session.url.startswith(first.url)
    with start_sandbox(tmp_path) as second:
        again = stripe_client(second).v1.checkout.sessions.retrieve(session.id)
        assert again.url.startswith(second.url)
        assert second.admin.get(again.url).status_code == 200
