"""reference/stripe.md, sections 3, 6 and 7: what is sold, and what becomes of it as time passes, through Stripe's own client."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
import stripe

from podpusher_cli.sandbox.stripe_periods import after
from tests.support.stripe import stripe_client

DAY = 86_400
DONE = "http://localhost:8517/done?session={CHECKOUT_SESSION_ID}"


@pytest.fixture
def seller(sandbox):
    """The restricted key that the documentation asks for."""
    return stripe_client(sandbox)


@pytest.fixture
def owner(sandbox):
    return stripe_client(sandbox, "secret_key")


@pytest.fixture
def offer(seller):
    """Make a checkout session for a plan."""

    def make(plan="pro", **more):
        (price,) = seller.v1.prices.list({"lookup_keys": [plan], "active": True}).data
        line = {"price": price.id, "quantity": 1}
        asked = {"mode": "subscription", "line_items": [line], "success_url": DONE, "cancel_url": "http://localhost/no"}
        return seller.v1.checkout.sessions.create(asked | more)

    return make


def press(sandbox, page, do, **fields):
    """Press a button of a hosted page."""
    assert f'value="{do}"' in sandbox.admin.get(page).text
    return sandbox.admin.post(page, data={"do": do, **fields})


def buy(sandbox, seller, session, do="pay"):
    """Go through the checkout; the subscription."""
    assert press(sandbox, session.url, do).status_code == 302
    return seller.v1.subscriptions.retrieve(seller.v1.checkout.sessions.retrieve(session.id).subscription)


def types(seller, **asked):
    """The types of the events, oldest first."""
    return [event.type for event in reversed(seller.v1.events.list({"limit": 100, **asked}).data)]


def plan_of(sub):
    return sub["items"].data[0].price.lookup_key


def test_the_plans_carry_their_numbers(seller):
    prices = seller.v1.prices.list({"lookup_keys": ["free", "starter", "pro", "business"], "expand": ["data.product"]})
    found = {price.lookup_key: (price.unit_amount, price.product.metadata.to_dict()) for price in prices.data}
    assert {name: amount for name, (amount, _) in found.items()} == {
        "free": 0,
        "starter": 900,
        "pro": 2900,
        "business": 9900,
    }
    for name, (_, numbers) in found.items():
        assert numbers.pop("podpusher_plan") == name
        assert {"images_month", "publishes_month", "parallelism"} <= numbers.keys()
        assert all(number.isdigit() for number in numbers.values())
    images = [int(found[name][1]["images_month"]) for name in ("free", "starter", "pro", "business")]
    assert images == sorted(set(images))


def test_a_checkout_that_is_paid(sandbox, seller, offer):
    session = offer(client_reference_id="install-1", customer_email="a@b.example")
    assert (session.status, session.payment_status, session.subscription) == ("open", "unpaid", None)
    back = press(sandbox, session.url, "pay")
    assert back.headers["location"] == DONE.format(CHECKOUT_SESSION_ID=session.id)
    session = seller.v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription.latest_invoice", "customer"]})
    assert (session.status, session.payment_status, session.url) == ("complete", "paid", None)
    assert (session.client_reference_id, session.customer.email) == ("install-1", "a@b.example")
    sub = session.subscription
    assert (sub.status, plan_of(sub), sub.customer) == ("active", "pro", session.customer.id)
    item = sub["items"].data[0]
    assert 28 * DAY <= item.current_period_end - item.current_period_start <= 31 * DAY
    bill = sub.latest_invoice
    assert (bill.status, bill.amount_paid, bill.billing_reason) == ("paid", 2900, "subscription_create")
    assert bill.parent.subscription_details.subscription == sub.id
    happened = types(seller)
    assert happened[-1] == "checkout.session.completed"
    assert {"customer.subscription.created", "invoice.paid", "entitlements.active_entitlement_summary.updated"} <= set(
        happened
    )


def test_a_page_that_was_finished_works_no_second_time(sandbox, seller, offer):
    session = offer()
    buy(sandbox, seller, session)
    assert sandbox.admin.post(session.url, data={"do": "pay"}).status_code == 400
    assert len(seller.v1.subscriptions.list().data) == 1


def test_a_declined_card_leaves_the_session_open(sandbox, seller, offer):
    session = offer()
    answer = press(sandbox, session.url, "decline")
    assert answer.status_code == 402
    assert "declined" in answer.text
    assert seller.v1.checkout.sessions.retrieve(session.id).status == "open"
    assert seller.v1.subscriptions.list().data == []
    assert press(sandbox, session.url, "cancel").headers["location"] == "http://localhost/no"


def test_a_session_expires_by_the_page_the_api_and_the_clock(sandbox, seller, offer):
    by_page, by_api, by_clock = offer(), offer(), offer()
    assert press(sandbox, by_page.url, "expire").status_code == 400
    assert seller.v1.checkout.sessions.expire(by_api.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError, match="open"):
        seller.v1.checkout.sessions.expire(by_api.id)
    sandbox.advance(DAY - 60)
    assert seller.v1.checkout.sessions.retrieve(by_clock.id).status == "open"
    sandbox.advance(120)
    for session in (by_page, by_api, by_clock):
        now = seller.v1.checkout.sessions.retrieve(session.id)
        assert (now.status, now.url) == ("expired", None)
    assert types(seller) == ["checkout.session.expired"] * 3


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"mode": "payment"}, "mode"),
        ({"line_items": []}, "line_items"),
        ({"line_items": [{"price": "price_none", "quantity": 1}]}, "line_items[0][price]"),
        ({"success_url": "nowhere"}, "success_url"),
        ({"customer": "cus_none"}, "customer"),
        ({"expires_at": 1}, "expires_at"),
        ({"colour": "red"}, "colour"),
        ({"metadata": {"a": {"b": "c"}}}, "metadata[a]"),
    ],
)
def test_a_session_that_cannot_be(offer, change, param):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        offer(**change)
    assert (caught.value.http_status, caught.value.param) == (400, param)


def test_live_mode_wants_https_and_sells_its_own(sandbox, seller, offer):
    live = stripe_client(sandbox, "live_secret_key")
    (price,) = live.v1.prices.list({"lookup_keys": ["pro"]}).data
    asked = {"mode": "subscription", "line_items": [{"price": price.id, "quantity": 1}], "success_url": DONE}
    with pytest.raises(stripe.InvalidRequestError) as caught:
        live.v1.checkout.sessions.create(asked)
    assert caught.value.code == "url_invalid"
    session = live.v1.checkout.sessions.create(asked | {"success_url": "https://podpusher.example/done"})
    sub = buy(sandbox, live, session)
    assert (sub.livemode, session.livemode, session.id[:8]) == (True, True, "cs_live_")
    assert all(event.livemode for event in live.v1.events.list().data)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        seller.v1.subscriptions.retrieve(sub.id)
    assert caught.value.code == "resource_missing"


def test_it_renews_on_the_day_and_says_what_changed(sandbox, seller, offer):
    sub = buy(sandbox, seller, offer())
    first = sub["items"].data[0]
    sandbox.stripe("advance", seconds=first.current_period_end - sub.created + 5)
    again = seller.v1.subscriptions.retrieve(sub.id)
    item = again["items"].data[0]
    assert (again.status, item.current_period_start) == ("active", first.current_period_end)
    (updated,) = seller.v1.events.list({"type": "customer.subscription.updated"}).data
    assert updated.created == first.current_period_end
    before = updated.data.previous_attributes.to_dict()
    assert before["items"]["data"][0]["current_period_end"] == first.current_period_end
    assert before["latest_invoice"] == sub.latest_invoice != again.latest_invoice
    assert seller.v1.invoices.retrieve(again.latest_invoice).billing_reason == "subscription_cycle"


def test_a_card_that_fails_later(sandbox, seller, offer):
    sub = buy(sandbox, seller, offer(), "pay_failing")
    assert sub.status == "active"
    sandbox.stripe("advance", seconds=32 * DAY)
    assert seller.v1.subscriptions.retrieve(sub.id).status == "past_due"
    bill = seller.v1.invoices.list({"subscription": sub.id, "status": "open"}).data[0]
    assert (bill.attempt_count, bill.amount_remaining) == (1, 2900)
    assert bill.next_payment_attempt - bill.created == 3 * DAY
    assert "invoice.payment_failed" in types(seller, type="invoice.*")
    # The customer pays on the invoice's own page.
    assert press(sandbox, bill.hosted_invoice_url, "pay").status_code == 302
    assert seller.v1.subscriptions.retrieve(sub.id).status == "active"
    assert seller.v1.invoices.retrieve(bill.id).status == "paid"


@pytest.mark.parametrize("ending", ["canceled", "unpaid", "past_due"])
def test_the_tries_to_collect_come_to_an_end(sandbox, seller, ending):
    sandbox.stripe("dunning", ending=ending)
    sub = sandbox.stripe("subscribe", plan="starter", card="pm_card_chargeCustomerFail")
    sandbox.stripe("advance", seconds=32 * DAY)
    sandbox.stripe("advance", seconds=15 * DAY)
    tries = seller.v1.events.list({"type": "invoice.payment_failed"}).data
    assert [event.data.object.attempt_count for event in reversed(tries)] == [1, 2, 3, 4]
    assert tries[0].data.object.next_payment_attempt is None
    sub = seller.v1.subscriptions.retrieve(sub["id"])
    assert sub.status == ending
    if ending == "canceled":
        assert sub.cancellation_details.reason == "payment_failed"


def test_a_trial_ends_in_a_bill(sandbox, seller, offer):
    session = offer(subscription_data={"trial_period_days": 7})
    assert session.amount_total == 0
    sub = buy(sandbox, seller, session)
    assert (sub.status, sub.trial_end - sub.trial_start) == ("trialing", 7 * DAY)
    assert seller.v1.invoices.retrieve(sub.latest_invoice).amount_paid == 0
    sandbox.stripe("advance", seconds=7 * DAY + 5)
    sub = seller.v1.subscriptions.retrieve(sub.id)
    assert (sub.status, sub["items"].data[0].current_period_start) == ("active", sub.trial_end)
    assert seller.v1.invoices.retrieve(sub.latest_invoice).amount_paid == 2900


@pytest.mark.parametrize(("days", "wait"), [(7, 4), (2, 0)])
def test_a_trials_end_is_told_three_days_before_once(sandbox, seller, days, wait):
    sub = sandbox.stripe("subscribe", plan="pro", trial_days=days)
    sandbox.stripe("advance", seconds=40 * DAY)
    sandbox.stripe("advance", seconds=-10 * DAY - 60)
    (told,) = seller.v1.events.list({"type": "customer.subscription.trial_will_end"}).data
    assert told.created == sub["created"] + wait * DAY


@pytest.mark.parametrize(
    ("ending", "status"), [("cancel", "canceled"), ("pause", "paused"), ("create_invoice", "past_due")]
)
def test_a_trial_without_a_card(sandbox, owner, ending, status):
    customer = owner.v1.customers.create({"email": "a@b.example"})
    asked = {"customer": customer.id, "items": [{"price": "price_sandbox_pro"}], "trial_period_days": 7}
    settings = {"end_behavior": {"missing_payment_method": ending}}
    sub = owner.v1.subscriptions.create(asked | {"trial_settings": settings})
    sandbox.stripe("advance", seconds=7 * DAY + 5)
    assert owner.v1.subscriptions.retrieve(sub.id).status == status


def test_a_first_payment_that_never_comes(sandbox, owner):
    customer = owner.v1.customers.create({"payment_method": "pm_card_chargeCustomerFail"})
    asked = {"customer": customer.id, "items": [{"price": "price_sandbox_pro"}]}
    with pytest.raises(stripe.CardError):
        owner.v1.subscriptions.create(asked | {"payment_behavior": "error_if_incomplete"})
    sub = owner.v1.subscriptions.create(asked)
    assert sub.status == "incomplete"
    sandbox.stripe("advance", seconds=23 * 3600 + 5)
    assert owner.v1.subscriptions.retrieve(sub.id).status == "incomplete_expired"
    assert owner.v1.invoices.retrieve(sub.latest_invoice).status == "void"
    paid = owner.v1.subscriptions.create(asked)
    with pytest.raises(stripe.CardError):
        owner.v1.invoices.pay(paid.latest_invoice)
    owner.v1.invoices.pay(paid.latest_invoice, {"payment_method": "pm_card_visa"})
    assert owner.v1.subscriptions.retrieve(paid.id).status == "active"


def test_an_invoice_of_no_subscription(sandbox, owner):
    """An account may bill for more than podpusher: such an invoice names no subscription."""
    customer = owner.v1.customers.create({"email": "a@b.example"})
    owner.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": customer.id})
    owner.v1.invoice_items.create({"customer": customer.id, "amount": 700, "currency": "usd"})
    draft = owner.v1.invoices.create({"customer": customer.id, "pending_invoice_items_behavior": "include"})
    assert (draft.status, draft.amount_due, draft.parent) == ("draft", 700, None)
    with pytest.raises(stripe.CardError):
        owner.v1.invoices.pay(draft.id, {"payment_method": "pm_card_chargeCustomerFail"})
    (failed,) = owner.v1.events.list({"type": "invoice.payment_failed"}).data
    assert (failed.data.object.parent, failed.data.object.next_payment_attempt) == (None, None)
    assert owner.v1.invoices.pay(draft.id, {"payment_method": "pm_card_visa"}).status == "paid"
    with pytest.raises(stripe.InvalidRequestError):
        owner.v1.invoices.finalize_invoice(draft.id)


@pytest.fixture
def portal(sandbox, seller):
    """A subscriber's portal: press a button of it."""

    def open_(sub, **flow):
        asked = {"customer": sub["customer"], "return_url": "http://localhost/back"}
        session = seller.v1.billing_portal.sessions.create(asked | flow)
        return lambda do, **fields: press(sandbox, session.url, do, subscription=sub["id"], **fields)

    return open_


def test_the_portal_cancels_at_the_periods_end_and_resumes(sandbox, seller, portal):
    sub = sandbox.stripe("subscribe", plan="pro")
    number, end = sub["id"], sub["items"]["data"][0]["current_period_end"]
    use = portal(sub)
    use("cancel")
    now = seller.v1.subscriptions.retrieve(number)
    assert (now.status, now.cancel_at_period_end, now.cancel_at) == ("active", True, end)
    use("resume")
    now = seller.v1.subscriptions.retrieve(number)
    assert (now.cancel_at_period_end, now.cancel_at, now.canceled_at) == (False, None, None)
    use("cancel")
    assert use("leave").headers["location"] == "http://localhost/back"
    sandbox.stripe("advance", seconds=32 * DAY)
    now = seller.v1.subscriptions.retrieve(number)
    assert (now.status, now.ended_at) == ("canceled", end)
    assert types(seller)[-2:] == ["customer.subscription.deleted", "entitlements.active_entitlement_summary.updated"]
    assert seller.v1.subscriptions.list().data == []
    assert len(seller.v1.subscriptions.list({"status": "all"}).data) == 1


def test_the_portal_changes_the_plan_and_what_it_entitles_to(sandbox, seller, portal):
    sub = sandbox.stripe("subscribe", plan="starter")

    def entitled():
        found = seller.v1.entitlements.active_entitlements.list({"customer": sub["customer"]}).data
        return {entitlement.lookup_key for entitlement in found}

    assert entitled() == {"bulk"}
    portal(sub)("change", price="price_sandbox_business")
    now = seller.v1.subscriptions.retrieve(sub["id"])
    assert plan_of(now) == "business"
    assert now["items"].data[0].current_period_end == sub["items"]["data"][0]["current_period_end"]
    assert entitled() == {"bulk", "abtests", "analytics", "team"}
    (told,) = seller.v1.events.list({"types": ["customer.subscription.updated"]}).data
    assert told.data.previous_attributes.to_dict()["items"]["data"][0]["price"]["lookup_key"] == "starter"


def test_a_flow_of_the_portal_returns_when_it_is_done(sandbox, seller, portal):
    sub = sandbox.stripe("subscribe", plan="starter")
    update = {"type": "subscription_update", "subscription_update": {"subscription": sub["id"]}}
    after = {"after_completion": {"type": "redirect", "redirect": {"return_url": "http://localhost/changed"}}}
    use = portal(sub, flow_data=update | after)
    assert use("change", price="price_sandbox_pro").headers["location"] == "http://localhost/changed"
    other = sandbox.stripe("subscribe", plan="pro")
    with pytest.raises(stripe.InvalidRequestError, match="belong"):
        portal(other, flow_data=update)


def test_a_link_into_the_portal_does_not_last(sandbox, seller):
    sub = sandbox.stripe("subscribe", plan="pro")
    session = seller.v1.billing_portal.sessions.create({"customer": sub["customer"]})
    assert sandbox.admin.get(session.url).status_code == 200
    sandbox.advance(3601)
    assert sandbox.admin.get(session.url).status_code == 400


def test_no_portal_until_its_settings_are_saved(sandbox, seller, owner):
    sub = sandbox.stripe("subscribe", plan="pro")
    (settings,) = owner.v1.billing_portal.configurations.list().data
    owner.v1.billing_portal.configurations.update(settings.id, {"active": False})
    with pytest.raises(stripe.InvalidRequestError, match=r"dashboard\.stripe\.com/test/settings/billing/portal"):
        seller.v1.billing_portal.sessions.create({"customer": sub["customer"]})


def test_the_owner_changes_a_subscription_by_api(sandbox, owner):
    sub = sandbox.stripe("subscribe", plan="pro")
    item = {"id": sub["items"]["data"][0]["id"], "price": "price_sandbox_starter", "quantity": 2}
    changed = owner.v1.subscriptions.update(sub["id"], {"items": [item], "metadata": {"why": "cheaper"}})
    assert (plan_of(changed), changed["items"].data[0].quantity, changed.metadata["why"]) == ("starter", 2, "cheaper")
    changed = owner.v1.subscriptions.update(sub["id"], {"cancel_at_period_end": True})
    assert changed.cancel_at == changed["items"].data[0].current_period_end
    changed = owner.v1.subscriptions.update(sub["id"], {"cancel_at_period_end": False})
    assert changed.cancel_at is None
    ended = owner.v1.subscriptions.cancel(sub["id"])
    assert (ended.status, ended.ended_at is None) == ("canceled", False)
    with pytest.raises(stripe.InvalidRequestError, match="canceled"):
        owner.v1.subscriptions.update(sub["id"], {"cancel_at_period_end": True})


def test_the_sellers_key_reads_subscriptions_and_changes_none(sandbox, seller):
    sub = sandbox.stripe("subscribe", plan="pro")
    assert seller.v1.subscriptions.retrieve(sub["id"]).status == "active"
    for change in (seller.v1.subscriptions.cancel, seller.v1.subscriptions.update):
        with pytest.raises(stripe.PermissionError, match="rak_subscription_write"):
            change(sub["id"])


def test_what_no_api_can_do_a_control_can(sandbox, seller):
    sub = sandbox.stripe("subscribe", plan="pro")
    told = {"kind": "subscription", "id": sub["id"], "fields": {"status": "novel"}}
    sandbox.stripe("force", **told, event="customer.subscription.updated")
    assert seller.v1.subscriptions.retrieve(sub["id"]).status == "novel"
    (event,) = seller.v1.events.list({"type": "customer.subscription.updated"}).data
    assert event.data.previous_attributes.to_dict() == {"status": "active"}


def test_usage_is_told_to_a_meter_once(sandbox, seller, owner):
    sub = sandbox.stripe("subscribe", plan="pro")
    payload = {"stripe_customer_id": sub["customer"], "value": "3"}
    send = seller.v1.billing.meter_events.create
    assert send({"event_name": "image", "payload": payload, "identifier": "row-1"}).identifier == "row-1"
    send({"event_name": "image", "payload": payload | {"value": "4"}, "identifier": "row-2"})
    with pytest.raises(stripe.InvalidRequestError, match="row-1"):
        send({"event_name": "image", "payload": payload, "identifier": "row-1"})
    with pytest.raises(stripe.InvalidRequestError, match="No active meter"):
        send({"event_name": "smile", "payload": payload})
    for at in (sub["created"] - 36 * DAY, sub["created"] + 3600):
        with pytest.raises(stripe.InvalidRequestError) as caught:
            send({"event_name": "image", "payload": payload, "timestamp": at})
        assert caught.value.param == "timestamp"
    (meter,) = [meter for meter in owner.v1.billing.meters.list().data if meter.event_name == "image"]
    span = {"start_time": sub["created"] - 60, "end_time": sub["created"] + 600}
    (summary,) = owner.v1.billing.meters.event_summaries.list(meter.id, {"customer": sub["customer"], **span}).data
    assert summary.aggregated_value == 7


@pytest.mark.parametrize(
    ("interval", "count", "days"),
    [
        ("month", 1, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
        ("month", 3, ["2027-11-30", "2028-02-29", "2028-05-30"]),
        ("year", 1, ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("week", 2, ["2027-12-25", "2028-01-08", "2028-01-22"]),
        ("day", 1, ["2028-02-28", "2028-02-29", "2028-03-01"]),
    ],
)
def test_a_period_ends_on_the_day_it_was_anchored_on_or_on_the_months_last(interval, count, days):
    times = [int(datetime.fromisoformat(f"{day}T12:30:00+00:00").timestamp()) for day in days]
    recurring = {"interval": interval, "interval_count": count}
    assert [after(start, recurring, anchor=times[0]) for start in times[:-1]] == times[1:]


def test_the_pages_are_plain_forms_and_show_no_markup_of_strangers(sandbox, seller, offer, owner):
    owner.v1.products.update("prod_sandbox_pro", {"name": "<script>x</script>"})
    page = sandbox.admin.get(offer(customer_email="<b>@x").url).text
    assert "<script>" not in page
    assert "<b>" not in page
    assert re.search(r'role="note">.*not Stripe', page)
