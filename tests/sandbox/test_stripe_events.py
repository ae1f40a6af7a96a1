"""reference/stripe.md, sections 3 to 5: events pulled and pushed, in every order and shape that Stripe's can have."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import stripe

from podpusher_cli.sandbox.stripe import Stripe
from podpusher_cli.sandbox.stripe_control import StripeControl
from podpusher_cli.sandbox.world import World
from tests.support.stripe import stripe_client

DAY = 86_400


@pytest.fixture
def seller(sandbox):
    return stripe_client(sandbox)


@pytest.fixture
def owner(sandbox):
    return stripe_client(sandbox, "secret_key")


@pytest.fixture
def names(owner):
    """Make customers, an event each; the events, newest first."""

    def make(count):
        for number in range(count):
            owner.v1.customers.create({"name": str(number)})
        return owner.v1.events.list({"limit": 100}).data

    return make


def test_the_way_of_a_poll(seller, names):
    """Section 3.1: with a cursor, oldest to newest across pages."""
    events = [event.id for event in names(7)]
    asked = {"types": ["customer.created"], "ending_before": events[-1], "limit": 2}
    assert [event.id for event in seller.v1.events.list(asked).auto_paging_iter()] == events[-2::-1]


def test_a_cursor_of_another_type_marks_its_place(sandbox, seller, names):
    old = names(1)[0]
    sandbox.stripe("subscribe", plan="pro")
    found = seller.v1.events.list({"types": ["customer.subscription.created"], "ending_before": old.id})
    assert [event.type for event in found.data] == ["customer.subscription.created"]


def test_filters(sandbox, seller):
    sub = sandbox.stripe("subscribe", plan="pro")
    at = sub["created"]
    assert {event.type for event in seller.v1.events.list({"type": "invoice.*"}).data} == {
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
    }
    assert seller.v1.events.list({"created": {"gte": at, "lte": at + 5}}).data
    assert seller.v1.events.list({"created": {"gt": at + 5}}).data == []
    assert seller.v1.events.list({"created": {"lt": at}}).data == []
    for wrong in ({"type": "a", "types": ["b"]}, {"types": [f"t{n}" for n in range(21)]}, {"created": {"about": 1}}):
        with pytest.raises(stripe.InvalidRequestError):
            seller.v1.events.list(wrong)


def test_events_are_kept_for_thirty_days_and_so_are_cursors(sandbox, seller, names):
    (old,) = names(1)
    sandbox.advance(30 * DAY + 5)
    assert seller.v1.events.list().data == []
    with pytest.raises(stripe.InvalidRequestError) as caught:
        seller.v1.events.list({"ending_before": old.id})
    assert (caught.value.code, caught.value.param) == ("resource_missing", "ending_before")


def test_an_event_names_the_request_that_made_it(owner):
    owner.v1.customers.create({"name": "Ann"}, {"idempotency_key": "k1"})
    (event,) = owner.v1.events.list().data
    assert event.request.id.startswith("req_")
    assert event.request.idempotency_key == "k1"
    assert event.data.object.name == "Ann"
    assert owner.v1.events.retrieve(event.id).id == event.id


def test_modes_and_accounts_never_mix(sandbox, seller):
    sandbox.stripe("subscribe", plan="pro")
    live = stripe_client(sandbox, "live_key")
    assert live.v1.events.list().data == []
    sandbox.stripe("subscribe", plan="pro", live=True)
    assert all(event.livemode for event in live.v1.events.list().data)
    assert not any(event.livemode for event in seller.v1.events.list().data)


def test_a_platform_is_told_when_it_is_connected_and_when_no_more(sandbox):
    platform = stripe_client(sandbox, "platform_key")
    back = sandbox.consent(platform.oauth.authorize_url({"scope": "read_write"})).headers["location"]
    code = back.split("code=")[1].split("&")[0]
    given = platform.oauth.token({"grant_type": "authorization_code", "code": code})
    assert sandbox.stripe("disconnect")["was_connected"] is True
    assert sandbox.stripe("disconnect")["was_connected"] is False
    events = platform.v1.events.list().data
    assert [event.type for event in events] == ["account.application.deauthorized", "account.application.authorized"]
    assert {event.account for event in events} == {given.stripe_user_id}
    with pytest.raises(stripe.AuthenticationError):
        stripe_client(sandbox, given.access_token).v1.accounts.retrieve_current()


def test_old_shapes_stay_as_they_were_made(sandbox, seller):
    """Section 5: an event keeps the shape of the account's version of its day, whatever version reads it."""
    sandbox.stripe("version", version="2024-06-20")
    old = sandbox.stripe("subscribe", plan="pro")
    sandbox.stripe("version", version=stripe.api_version)
    new = sandbox.stripe("subscribe", plan="pro")
    made = seller.v1.events.list({"type": "customer.subscription.created"}).data
    shapes = {event.data.object.id: (event.api_version, event.data.object.to_dict()) for event in made}
    version, shape = shapes[old["id"]]
    assert version == "2024-06-20"
    assert shape["current_period_end"] == old["items"]["data"][0]["current_period_end"]
    assert "current_period_end" not in shape["items"]["data"][0]
    assert "current_period_end" not in shapes[new["id"]][1]
    paid = {
        event.api_version: event.data.object.to_dict() for event in seller.v1.events.list({"type": "invoice.paid"}).data
    }
    assert (paid["2024-06-20"]["subscription"], "parent" in paid["2024-06-20"]) == (old["id"], False)
    assert paid[stripe.api_version]["parent"]["subscription_details"]["subscription"] == new["id"]


class Receiver(ThreadingHTTPServer):
    """Takes what is posted, and answers with the status it is told to; what it asks meanwhile is its own affair."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken = []
        self.status = 200
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook"
        self.meanwhile = lambda: None

    def events(self, secret):
        """The posted events, each with its signature checked."""
        return [stripe.Webhook.construct_event(body, header, secret, tolerance=300) for body, header in self.taken]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.taken.append((body, self.headers["stripe-signature"]))
        self.server.meanwhile()
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_every_event_goes_to_who_listens(sandbox, seller, receiver):
    secret = sandbox.stripe("listen", url=receiver.url)["secret"]
    receiver.meanwhile = seller.v1.subscriptions.list
    sandbox.stripe("subscribe", plan="pro")
    assert {told["status"] for told in sandbox.stripe_deliveries()} == {200}
    events = receiver.events(secret)
    assert [event.id for event in events] == [event.id for event in reversed(seller.v1.events.list().data)]
    assert {event.pending_webhooks for event in events} == {1}


def test_an_endpoint_by_api_takes_what_it_wants_in_its_own_version(sandbox, owner, receiver):
    asked = {"url": receiver.url, "enabled_events": ["invoice.paid"], "api_version": "2024-06-20"}
    endpoint = owner.v1.webhook_endpoints.create(asked)
    assert endpoint.secret.startswith("whsec_")
    assert not hasattr(owner.v1.webhook_endpoints.list().data[0], "secret")
    sandbox.stripe("subscribe", plan="pro")
    sandbox.stripe_deliveries()
    (event,) = receiver.events(endpoint.secret)
    assert (event.type, event.api_version) == ("invoice.paid", "2024-06-20")
    assert event.data.object.to_dict()["paid"] is True
    owner.v1.webhook_endpoints.delete(endpoint.id)
    sandbox.stripe("subscribe", plan="pro")
    assert len(sandbox.stripe_deliveries()) == 1


def test_what_did_not_arrive_is_listed(sandbox, seller, receiver):
    sandbox.stripe("listen", url=receiver.url, events=["customer.created", "invoice.paid"])
    receiver.status = 500
    sandbox.stripe("subscribe", plan="pro")
    assert [told["status"] for told in sandbox.stripe_deliveries()] == [500, 500]
    missed = seller.v1.events.list({"delivery_success": False}).data
    assert {event.type for event in missed} == {"customer.created", "invoice.paid"}
    assert not {event.type for event in seller.v1.events.list({"delivery_success": True}).data} & {"invoice.paid"}


def test_doubled_reordered_and_all_at_once(sandbox, seller, receiver):
    sandbox.stripe("subscribe", plan="pro")
    ids = [event.id for event in reversed(seller.v1.events.list().data)]
    send = {"url": receiver.url, "secrets": ["whsec_a"]}

    def order():
        taken = [event.id for event in receiver.events("whsec_a")]
        receiver.taken.clear()
        return taken

    sandbox.stripe("deliver", **send, times=2)
    assert order() == [number for number in ids for _ in range(2)]
    sandbox.stripe("deliver", **send, order="reversed")
    assert order() == ids[::-1]
    sandbox.stripe("deliver", **send, order="shuffled", seed=3)
    mixed = order()
    assert sorted(mixed) == sorted(ids) != mixed
    sandbox.stripe("deliver", **send, order="shuffled", seed=3)
    assert order() == mixed
    told = sandbox.stripe("deliver", **send, events=ids[:1], times=10, together=True)["deliveries"]
    assert [one["status"] for one in told] == [200] * 10
    assert order() == ids[:1] * 10


def test_stale_tampered_and_for_somebody_else(sandbox, seller, receiver):
    sandbox.stripe("subscribe", plan="pro")
    (event,) = seller.v1.events.list({"type": "invoice.paid"}).data
    send = {"url": receiver.url, "events": [event.id]}

    def taken(**how):
        receiver.taken.clear()
        sandbox.stripe("deliver", **{"secrets": ["whsec_a"], **send, **how})
        return receiver.events("whsec_a")[0]

    assert taken(age=290).id == event.id
    for how in ({"age": 400}, {"secrets": ["whsec_b"]}, {"body": "{}"}, {"signature": "t=1,v1=0"}):
        with pytest.raises(stripe.SignatureVerificationError):
            taken(**how)
    assert taken(secrets=["whsec_b", "whsec_a"]).id == event.id
    assert taken(age=-DAY).id == event.id
    assert taken(fields={"livemode": True, "account": "acct_stranger"}).account == "acct_stranger"
    assert taken(version="2024-06-20").data.object.to_dict()["subscription"]
    assert json.loads(receiver.taken[0][0])["api_version"] == "2024-06-20"


def test_nothing_is_delivered_to_another_machine(sandbox):
    for control in ("deliver", "listen"):
        answer = sandbox.admin.post(f"/_sandbox/stripe/{control}", json={"url": "http://192.0.2.1/hook"})
        assert answer.status_code == 400
        assert "127.0.0.1" in answer.json()["error"]


def test_a_receiver_that_is_not_there(sandbox, names):
    names(1)
    (told,) = sandbox.stripe("deliver", url="http://127.0.0.1:9/", secrets=["whsec_a"])["deliveries"]
    assert told["status"] is None
    assert told["error"]


@pytest.mark.parametrize(
    ("control", "asked"),
    [
        ("version", {"version": "tomorrow"}),
        ("dunning", {"ending": "party"}),
        ("subscribe", {"plan": "none"}),
        ("force", {"id": "sub_none"}),
        ("deliver", {"url": "http://127.0.0.1:9/", "order": "spiral"}),
        ("deliver", {"url": "http://127.0.0.1:9/", "events": ["evt_none"]}),
        ("advance", {"minutes": 3}),
    ],
)
def test_controls_say_what_is_wrong(sandbox, control, asked):
    answer = sandbox.admin.post(f"/_sandbox/stripe/{control}", json=asked)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert sandbox.admin.post("/_sandbox/stripe/nothing").status_code == 404


def test_the_page_names_every_control_and_every_key(sandbox, tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8").partition("## Stripe")[2]
    told = set(re.findall(r"`((?:sk|rk|ca)_[a-z_]+)`", page))
    known = sandbox.accounts()["stripe"]
    unlisted = {known["live_platform_key"], known["live_client_id"]}
    assert told == {value for name, value in known.items() if "account" not in name} - unlisted
    rows = re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE)
    world = World(tmp_path / "world.db")
    controls = [path.strip("/") for method, path in StripeControl(world, Stripe(world)).routes if method == "POST"]
    world.close()
    assert sorted(rows) == sorted(controls)


def test_the_commands_of_the_page_work(sandbox, receiver):
    page = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    curl -d '(.*)' \$SANDBOX(/_sandbox/stripe/.*)$", page, re.MULTILINE)
    assert len(lines) == 3
    for body, path in lines:
        asked = body.replace("http://127.0.0.1:8420/", receiver.url)
        headers = {"content-type": "application/x-www-form-urlencoded"}
        answer = sandbox.admin.post(path, content=asked, headers=headers)
        assert answer.status_code == 200, answer.text
    assert stripe_client(sandbox).v1.invoices.list().data[0].billing_reason == "subscription_cycle"
