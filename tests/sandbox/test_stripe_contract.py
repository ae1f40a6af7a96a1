"""reference/stripe.md, section 8: the fake is what the installed `stripe` package says Stripe is, and takes no more than Stripe takes."""

from __future__ import annotations

import copy
import types
import typing
from importlib import import_module
from typing import Any

import httpx
import pytest
import stripe
from stripe._stripe_context import StripeContext

from podpusher_cli.sandbox.stripe import Stripe
from podpusher_cli.sandbox.stripe_docs import VERSION
from podpusher_cli.sandbox.stripe_forms import WORDS
from podpusher_cli.sandbox.world import World
from tests.support.stripe_contract import problems

PARAMS = {
    "GET /v1/account": "AccountRetrieveCurrentParams",
    "GET /v1/accounts/{id}": "AccountRetrieveParams",
    "GET /v1/balance": "BalanceRetrieveParams",
    "POST /v1/checkout/sessions": "checkout.SessionCreateParams",
    "GET /v1/checkout/sessions": "checkout.SessionListParams",
    "GET /v1/checkout/sessions/{id}": "checkout.SessionRetrieveParams",
    "POST /v1/checkout/sessions/{id}/expire": "checkout.SessionExpireParams",
    "GET /v1/checkout/sessions/{id}/line_items": "checkout.SessionListLineItemsParams",
    "POST /v1/billing_portal/sessions": "billing_portal.SessionCreateParams",
    "GET /v1/billing_portal/configurations": "billing_portal.ConfigurationListParams",
    "POST /v1/billing_portal/configurations/{id}": "billing_portal.ConfigurationUpdateParams",
    "POST /v1/customers": "CustomerCreateParams",
    "GET /v1/customers": "CustomerListParams",
    "GET /v1/customers/{id}": "CustomerRetrieveParams",
    "POST /v1/customers/{id}": "CustomerUpdateParams",
    "DELETE /v1/customers/{id}": "CustomerDeleteParams",
    "POST /v1/products": "ProductCreateParams",
    "GET /v1/products": "ProductListParams",
    "GET /v1/products/{id}": "ProductRetrieveParams",
    "POST /v1/products/{id}": "ProductUpdateParams",
    "POST /v1/prices": "PriceCreateParams",
    "GET /v1/prices": "PriceListParams",
    "GET /v1/prices/{id}": "PriceRetrieveParams",
    "POST /v1/prices/{id}": "PriceUpdateParams",
    "POST /v1/subscriptions": "SubscriptionCreateParams",
    "GET /v1/subscriptions": "SubscriptionListParams",
    "GET /v1/subscriptions/{id}": "SubscriptionRetrieveParams",
    "POST /v1/subscriptions/{id}": "SubscriptionUpdateParams",
    "DELETE /v1/subscriptions/{id}": "SubscriptionCancelParams",
    "GET /v1/invoices": "InvoiceListParams",
    "GET /v1/invoices/{id}": "InvoiceRetrieveParams",
    "POST /v1/invoices/{id}/pay": "InvoicePayParams",
    "POST /v1/payment_methods/{id}/attach": "PaymentMethodAttachParams",
    "POST /v1/invoiceitems": "InvoiceItemCreateParams",
    "POST /v1/invoices": "InvoiceCreateParams",
    "POST /v1/invoices/{id}/finalize": "InvoiceFinalizeInvoiceParams",
    "GET /v1/events": "EventListParams",
    "GET /v1/events/{id}": "EventRetrieveParams",
    "GET /v1/entitlements/active_entitlements": "entitlements.ActiveEntitlementListParams",
    "GET /v1/entitlements/features": "entitlements.FeatureListParams",
    "POST /v1/billing/meter_events": "billing.MeterEventCreateParams",
    "GET /v1/billing/meters": "billing.MeterListParams",
    "GET /v1/billing/meters/{id}/event_summaries": "billing.MeterListEventSummariesParams",
    "POST /v1/webhook_endpoints": "WebhookEndpointCreateParams",
    "GET /v1/webhook_endpoints": "WebhookEndpointListParams",
    "DELETE /v1/webhook_endpoints/{id}": "WebhookEndpointDeleteParams",
}


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    world = World(tmp_path_factory.mktemp("world") / "world.db")
    yield {
        f"{route.method} {route.template}": route.takes | ({"expand": [str]} if route.expands else {})
        for route in Stripe(world).routes()
    }
    world.close()


def hints(params):
    return typing.get_type_hints(params, localns={**vars(typing), **vars(stripe), "StripeContext": StripeContext})


def parts(note):
    """The members of a union."""
    if typing.get_origin(note) in {typing.Union, types.UnionType}:
        return [part for member in typing.get_args(note) for part in parts(member)]
    return [note]


def misfits(spec: dict[str, Any], params, path=""):
    """Every field of the specification that Stripe does not have, or has in another form."""
    known = hints(params)
    for name, wanted in spec.items():
        where, told = f"{path}{name}", known.get(name.removesuffix("!"))
        if told is None:
            yield f"{where} is not in {params.__name__}"
            continue
        yield from misfit(wanted, parts(told), where)
    needed = {name for name in params.__required_keys__ if name in known}
    yield from (f"{path}{name} is not required" for name in needed if f"{name}!" not in spec)


def misfit(wanted: Any, told: list[Any], where: str):
    wanted = int if isinstance(wanted, range) else wanted
    if wanted is WORDS:
        if not any(typing.get_origin(part) is dict for part in told):
            yield f"{where} is no free object"
    elif isinstance(wanted, dict):
        inner = [part for part in told if hasattr(part, "__required_keys__")]
        yield from misfits(wanted, inner[0], f"{where}.") if inner else [f"{where} is no object"]
    elif isinstance(wanted, list):
        inner = [typing.get_args(part)[0] for part in told if typing.get_origin(part) is list]
        yield from misfit(wanted[0], parts(inner[0]), f"{where}[]") if inner else [f"{where} is no list"]
    elif isinstance(wanted, tuple):
        words = {word for part in told if typing.get_origin(part) is typing.Literal for word in typing.get_args(part)}
        yield from (f"{where}: no {word}" for word in wanted if word not in {*words, *told})
    elif wanted not in told and not (wanted is str and any(typing.get_origin(part) is typing.Literal for part in told)):
        yield f"{where} is no {wanted.__name__}"


def test_no_route_takes_what_stripe_does_not(routes):
    assert routes.keys() == PARAMS.keys()
    wrong = []
    for name, takes in routes.items():
        module, _, params = ("." + PARAMS[name]).rpartition(".")
        known = getattr(import_module("stripe.params" + module), params)
        wrong += [f"{name}: {problem}" for problem in misfits(takes, known)]
    assert not wrong, "\n".join(wrong)


def test_the_version_is_the_one_the_package_is_made_for():
    assert stripe.api_version == VERSION


@pytest.fixture(scope="module")
def full(server):
    """Everything there is in a world where something happened: `(path, answer)`."""
    server.reset(limits=False)
    base = server.url + "/stripe"
    known = server.accounts()["stripe"]
    with httpx.Client(base_url=base, auth=(known["secret_key"], ""), verify=False) as owner:
        platform = stripe.StripeClient(known["platform_key"], base_addresses={"api": base, "connect": base})
        url = stripe.StripeClient("sk_x", client_id=known["client_id"], base_addresses={"connect": base, "api": base})
        back = server.consent(url.oauth.authorize_url({"scope": "read_write"})).headers["location"]
        platform.oauth.token({"grant_type": "authorization_code", "code": back.split("code=")[1].split("&")[0]})
        sub = server.stripe("subscribe", plan="pro", trial_days=3)
        bought = {"mode": "subscription", "line_items[0][price]": "price_sandbox_starter", "success_url": "http://a/b"}
        answers = [
            owner.post("/v1/checkout/sessions", data=bought),
            owner.post("/v1/webhook_endpoints", data={"url": "http://127.0.0.1:9/", "enabled_events[]": "never"}),
            owner.post("/v1/checkout/sessions", data=bought | {"subscription_data[trial_period_days]": "7"}),
        ]
        server.admin.post(answers[0].json()["url"], data={"do": "pay_failing"})
        portal = {"customer": sub["customer"], "flow_data[type]": "subscription_cancel"}
        portal |= {"flow_data[subscription_cancel][subscription]": sub["id"]}
        answers += [owner.post("/v1/billing_portal/sessions", data=portal)]
        of = {"customer": sub["customer"]}
        answers += [owner.post("/v1/payment_methods/pm_card_visa/attach", data=of)]
        answers += [owner.post("/v1/invoiceitems", data=of | {"amount": "700", "currency": "usd"})]
        answers += [owner.post("/v1/invoices", data=of | {"pending_invoice_items_behavior": "include"})]
        told = {"event_name": "image", "payload[stripe_customer_id]": sub["customer"], "payload[value]": "3"}
        answers += [owner.post("/v1/billing/meter_events", data=told)]
        answers += [httpx.get(f"{base}/v1/events", auth=(known["platform_key"], ""))]
        server.stripe("advance", seconds=70 * 86_400)
        customer = f"customer={sub['customer']}"
        places = [
            "account",
            "balance",
            "customers",
            "products",
            "prices",
            "subscriptions?status=all",
            "invoices?limit=100",
            "checkout/sessions",
            f"checkout/sessions/{answers[0].json()['id']}/line_items",
            "events?limit=100",
            "billing_portal/configurations",
            "billing/meters",
            f"billing/meters/mtr_test_image/event_summaries?{customer}&start_time=0&end_time=9999999999",
            "entitlements/features",
            f"entitlements/active_entitlements?{customer}",
            "webhook_endpoints",
        ]
        answers += [owner.get(f"/v1/{place}") for place in places]
    return [(str(answer.url), answer.raise_for_status().json()) for answer in answers]


def test_every_object_is_what_the_package_says(full):
    assert [f"{path}: {problem}" for path, body in full for problem in problems(body)] == []


def test_every_kind_of_object_was_looked_at(full):
    seen = set()

    def look(value):
        if isinstance(value, dict):
            seen.add(str(value.get("object")))
            for item in value.values():
                look(item)
        elif isinstance(value, list):
            for item in value:
                look(item)

    for _, body in full:
        look(body)
    kinds = "account application balance customer event invoice item line_item plan price product subscription"
    kinds += " invoiceitem payment_method subscription_item webhook_endpoint checkout.session billing_portal.session billing_portal.configuration"
    kinds += " billing.meter billing.meter_event billing.meter_event_summary entitlements.active_entitlement"
    kinds += " entitlements.active_entitlement_summary entitlements.feature list"
    assert {kind for kind in seen if not kind.startswith("{")} - {"None"} == set(kinds.split())


@pytest.mark.parametrize("kind", ["subscriptions", "invoices", "sessions", "customers", "prices"])
def test_the_check_finds_what_is_wrong(full, kind):
    _, body = next(pair for pair in full if pair[0].split("?")[0].endswith(f"/{kind}") and pair[1]["object"] == "list")
    doc = body["data"][0]
    assert list(problems(doc)) == []
    for name in ("id", "livemode"):
        broken = copy.deepcopy(doc)
        del broken[name]
        assert list(problems(broken)) == [f"{doc['object']}.{name} is missing"]
        assert list(problems(doc | {name: None})) == [f"{doc['object']}.{name} is null"]
    assert list(problems(doc | {"created": "today"})) == [f"{doc['object']}.created is a str"]
    assert len(list(problems(doc | {"colour": "red"}))) == 1
