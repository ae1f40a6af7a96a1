"""Whatever is sent, in whatever order, is answered as Stripe would, and leaves the books whole."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import Call, loads
from podpusher_cli.sandbox.exchange import Matcher
from podpusher_cli.sandbox.stripe import Stripe
from podpusher_cli.sandbox.stripe_forms import SPAN, WORDS
from podpusher_cli.sandbox.world import World
from tests.support.stripe_contract import problems


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    world = World(tmp_path_factory.mktemp("world") / "world.db")
    world.url = "http://127.0.0.1:1"
    yield world
    world.close()


class Desk:
    """Calls the service without a server between."""

    def __init__(self, world: World) -> None:
        self.stripe = Stripe(world)
        self.stripe.events.listeners.clear()  # nobody is told: there is no loop that could
        self.routes = self.stripe.routes()
        self._matcher = Matcher(self.stripe.endpoints())

    def call(self, method: str, path: str, form: str = "") -> tuple[int, Any]:
        endpoint, params = self._matcher.find(method, path)
        headers = {"authorization": f"Bearer {accounts.STRIPE_SECRET_KEY}"}
        query, body = (form, b"") if method == "GET" else ("", form.encode("utf-8", "surrogatepass"))
        call = Call("stripe", method, path, "", params, query, headers, body)
        answer = self.stripe.respond(call, endpoint.handler if endpoint else None)
        return answer.status, loads(answer.body)


@pytest.fixture(scope="module")
def desk(world):
    return Desk(world)


WORDS_SENT = (
    "true 0 1 -1 ² now a \x00 month pm_card_visa pm_card_chargeCustomerFail http://a usd price_sandbox_pro 1999999999"
)
WORDS_SENT += " prod_sandbox_pro subscription include cancel create_invoice image {customer} {subscription} {moment}"
TEXTS = st.sampled_from(["", "9" * 18, "9" * 5000, *WORDS_SENT.split()])
LIKELY = {
    "mode": "subscription",
    "price": "price_sandbox_pro",
    "customer": "{customer}",
    "subscription": "{subscription}",
    "success_url": "http://a",
    "url": "http://127.0.0.1:9/",
    "name": "Team",
    "currency": "usd",
    "unit_amount": "500",
    "amount": "500",
    "product": "prod_sandbox_pro",
    "interval": "month",
    "event_name": "image",
    "payload": "7",
    "type": "subscription_update",
    "missing_payment_method": "pause",
    "start_time": "0",
    "end_time": "1999999999",
    "enabled_events": "*",
    "enabled": "true",
    "return_url": "http://a",
    "id": "si_none",
}


def needed(spec: dict[str, Any], path: str = "") -> list[tuple[str, str]]:
    """The fields that must be there, with what most likely passes."""
    fields = []
    for key, wanted in spec.items():
        if not key.endswith("!"):
            continue
        where = f"{path}[{key[:-1]}]" if path else key[:-1]
        inner = wanted[0] if isinstance(wanted, list) else wanted
        where += "[0]" if isinstance(wanted, list) else ""
        if isinstance(inner, dict):
            fields += needed(inner, where) or [(f"{where}[price]", LIKELY["price"])]
        elif wanted is WORDS:
            fields += [(f"{where}[stripe_customer_id]", "{customer}"), (f"{where}[value]", "3")]
        else:
            fields.append((where, LIKELY[key[:-1]]))
    return fields


def names(spec: Any, path: str) -> list[str]:
    """Every field that the specification has, as a form names it."""
    if spec is WORDS:
        return [f"{path}[a]", f"{path}[value]", f"{path}[stripe_customer_id]", path]
    if isinstance(spec, dict):
        inner = [names(item, f"{path}[{name.removesuffix('!')}]") for name, item in spec.items()]
        return [*itertools.chain.from_iterable(inner), *([path] if spec == SPAN else [])]
    if isinstance(spec, list):
        return [*names(spec[0], f"{path}[0]"), *names(spec[0], f"{path}[]"), f"{path}[²]"]
    return [path, f"{path}[0]"]


def test_no_form_makes_it_stumble(world, desk):
    done = set()

    @settings(max_examples=800, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def send(data):
        known = dict(world.rows("select kind, id from stripe where kind in ('customer', 'subscription', 'invoice')"))
        route = data.draw(st.sampled_from(desk.routes))
        fields = [name for key, spec in route.takes.items() for name in names(spec, key.removesuffix("!"))]
        picked = data.draw(st.lists(st.tuples(st.sampled_from([*fields, "expand[]", "colour"]), TEXTS), max_size=4))
        likely = needed(route.takes) if data.draw(st.integers(0, 3)) else []
        places = {"customer": "", "subscription": "", "moment": str(int(world.now()) + 86_400)} | known
        form = urlencode([(name, value.format(**places)) for name, value in [*likely, *picked]])
        number = known.get(route.template.split("/")[2].removesuffix("s"), "prod_sandbox_pro")
        status, body = desk.call(route.method, route.template.replace("{id}", number), form)
        assert status in {200, 400, 402, 404}
        assert (list(problems(body)) == []) if status == 200 else body["error"]["message"]
        done.add((f"{route.method} {route.template}", status == 200))

    send()
    assert len({route for route, well in done if well}) > len(desk.routes) * 0.6


class Life:
    """What may happen to one customer, a word each."""

    def __init__(self, world: World, desk: Desk) -> None:
        self.world, self.desk = world, desk
        self.customer = desk.call("POST", "/v1/customers", "payment_method=pm_card_visa")[1]["id"]

    def listed(self, what: str, more: str = "") -> list[dict[str, Any]]:
        return self.desk.call("GET", f"/v1/{what}", f"limit=100&{more}")[1]["data"]

    def subs(self) -> list[dict[str, Any]]:
        return self.listed("subscriptions", f"status=all&customer={self.customer}")

    def happens(self, word: str) -> None:
        days = {"wait": 1, "week": 7, "month": 31}
        fields = {
            "cancel": "cancel_at_period_end=true",
            "resume": "cancel_at_period_end=false",
            "fail": "default_payment_method=pm_card_chargeCustomerFail",
            "pay": "default_payment_method=pm_card_visa",
            "starter": "items[0][id]={item}&items[0][price]=price_sandbox_starter",
            "pro": "items[0][id]={item}&items[0][price]=price_sandbox_pro",
        }
        if word in days:
            self.world.settings.clock_offset_s += days[word] * 86_400
        elif word == "start":
            bought = urlencode({"customer": self.customer, "items[0][price]": "price_sandbox_pro"})
            self.desk.call("POST", "/v1/subscriptions", bought)
        else:
            for sub in self.subs():
                form = fields[word].format(item=sub["items"]["data"][0]["id"])
                self.desk.call("POST", f"/v1/subscriptions/{sub['id']}", form)


WORDS_OF_LIFE = ["cancel", "resume", "starter", "pro", "fail", "pay", "wait", "week", "month", "start"]


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(WORDS_OF_LIFE), max_size=12))
def test_the_books_add_up_after_whatever_happened(world, desk, steps):
    world.reset()
    life = Life(world, desk)
    for word in ["start", *steps]:
        life.happens(word)

    subs, now = life.subs(), world.now()
    bills = life.listed("invoices", f"customer={life.customer}")
    for sub in subs:
        own = [bill for bill in bills if bill["parent"]["subscription_details"]["subscription"] == sub["id"]]
        open_ = [bill for bill in own if bill["status"] == "open"]
        assert sub["latest_invoice"] == own[0]["id"]
        assert sub["status"] in {"active", "past_due", "canceled"}
        if sub["status"] != "canceled":
            item = sub["items"]["data"][0]
            assert item["current_period_start"] <= now < item["current_period_end"]
            assert bool(open_) == (sub["status"] == "past_due")
        assert (sub["status"] == "canceled") == (sub["ended_at"] is not None)
        assert {bill["amount_remaining"] for bill in own if bill["status"] == "paid"} <= {0}

    events = life.listed("events")
    times = [event["created"] for event in events]
    assert times == sorted(times, reverse=True)
    told = [event["data"]["object"] for event in reversed(events) if event["type"].startswith("customer.subscription.")]
    last = {sub["id"]: sub for sub in told}
    assert last == {sub["id"]: sub for sub in subs if sub["id"] in last}
    alive = [sub for sub in subs if sub["status"] != "canceled"]
    assert bool(life.listed("entitlements/active_entitlements", f"customer={life.customer}")) == bool(alive)
