"""podpusher billing listen, whole: the sandbox's Stripe posts, the plan follows."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.conftest import Cli
from tests.support.accounts import at_a_terminal
from tests.support.program import next_line, outside, start
from tests.support.record import heard
from tests.support.sandbox import RunningSandbox
from tests.support.schemas import check_document
from tests.support.stripe import stripe_client
from tests.support.webhooks import event, signed

SECRET = "whsec_S3cretOfTheseTests0123456789"
VARIABLE = "PODPUSHER_STRIPE_WEBHOOK_SECRET"
SUBSCRIPTIONS = "stripe GET /v1/subscriptions"


@dataclass
class Seller:
    """A home with Stripe connected and a subscription of the plan `pro`."""

    cli: Cli
    world: RunningSandbox
    subscription: dict[str, Any]

    @property
    def tier(self) -> str:
        return str(self.cli("plan", "--json", check=0).data["tier"])

    def cancel(self) -> None:
        stripe_client(self.world, "secret_key").v1.subscriptions.cancel(self.subscription["id"])

    def event(self, kind: str) -> str:
        """The newest event of a type; its id."""
        return stripe_client(self.world).v1.events.list({"type": kind}).data[0].id

    def deliver(self, url: str, *events: str, **how: Any) -> list[int]:
        """Have Stripe post these; the statuses."""
        told = self.world.stripe("deliver", url=url, **{"secrets": [SECRET], "events": list(events), **how})
        return [each["status"] for each in told["deliveries"]]


@pytest.fixture
def seller(cli: Cli, world: RunningSandbox) -> Seller:
    cli.environment["PODPUSHER_STRIPE_API_URL"] = world.environment()["PODPUSHER_STRIPE_API_URL"]
    cli("connect", "stripe", "--key-stdin", stdin=world.accounts()["stripe"]["api_key"], check=0)
    bought = world.stripe("subscribe", plan="pro")
    cli("settings", "set", "billing.customer", bought["customer"], check=0)
    return Seller(cli, world, bought)


@dataclass
class Listener:
    """A `billing listen --json` under way."""

    process: subprocess.Popen[str]
    url: str
    told: list[dict[str, Any]] = field(default_factory=list)

    def next(self) -> dict[str, Any]:
        """The next line on stderr."""
        self.told.append(json.loads(next_line(self.process.stderr)))
        return self.told[-1]

    def until(self, kind: str) -> str:
        """What comes of the next event of a type."""
        while (told := self.next()).get("type") != kind:
            pass
        return str(told["outcome"])

    def stop(self, number: int = signal.SIGTERM) -> dict[str, Any]:
        """The document at the end."""
        self.process.send_signal(number)
        stdout, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        document: dict[str, Any] = json.loads(stdout)
        check_document(("billing", "listen", "--json"), document)
        return document


@contextlib.contextmanager
def listening(cli: Cli, *words: str, secret: str | None = SECRET) -> Iterator[Listener]:
    given = {VARIABLE: secret} if secret else {}
    process = start(cli, "billing", "listen", "--json", *words, env=given)
    try:
        line = next_line(process.stderr)
        assert line.startswith('{"listening"'), line + process.communicate()[1]
        yield Listener(process, json.loads(line)["listening"])
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def wait_until_closed(url: str) -> None:
    """Until nobody listens there."""
    while True:
        try:
            httpx.get(url)
        except httpx.ConnectError:
            return
        except httpx.TransportError:
            pass  # closed in the middle


def test_the_plan_follows_what_stripe_posts(seller: Seller) -> None:
    with listening(seller.cli) as listener:
        assert seller.tier == "pro", "what happened before is looked up first"
        seller.world.stripe("listen", url=listener.url, secret=SECRET)
        seller.cancel()
        assert {each["status"] for each in seller.world.stripe_deliveries()} == {200}
        assert listener.until("customer.subscription.deleted") == "applied"
        assert seller.tier == "free"
        document = listener.stop()
    assert document["ok"]
    assert document["data"]["url"] == listener.url
    assert set(document["data"]["heard"]) <= {"applied", "not_used"}
    assert document["data"]["heard"]["applied"] >= 1
    kept = seller.cli("billing", "events", "--json", check=0).data
    assert {(each["source"], each["outcome"]) for each in kept if each["type"] == "customer.subscription.deleted"} == {
        ("listen", "applied")
    }


def test_copies_strangers_and_forgeries_change_nothing(seller: Seller) -> None:
    seller.cancel()
    event = seller.event("customer.subscription.deleted")
    with listening(seller.cli) as listener:
        url = listener.url
        assert seller.tier == "free"
        bought = seller.world.stripe("subscribe", plan="business")
        news = seller.event("customer.subscription.created")

        assert seller.deliver(url, event, times=10, together=True) == [200] * 10
        assert [listener.next()["outcome"] for _ in range(10)] == ["duplicate"] * 10
        assert seller.deliver(url, news, fields={"id": "evt_mode", "livemode": True}) == [200]
        assert listener.next()["outcome"] == "other_mode"
        assert seller.deliver(url, news, fields={"id": "evt_stranger", "account": "acct_stranger"}) == [200]
        assert listener.next()["outcome"] == "other_account"
        assert seller.deliver(url, news, fields={"id": "evt_thin", "object": "v2.core.event"}) == [200]
        assert seller.deliver(url, news, fields={"id": "evt_old"}, age=400) == [400]
        assert listener.next() == {"refused": "signature"}
        assert seller.deliver(url, news, fields={"id": "evt_forged"}, secrets=["whsec_another"]) == [400]
        assert seller.deliver(url, news, fields={"id": "evt_bent"}, body="{}") == [400]
        assert seller.deliver(url, news) == [200]
        assert listener.next()["outcome"] == "other_customer", bought
        assert listener.stop()["data"]["refused"] == 3
    assert seller.tier == "free"
    known = {each["id"] for each in seller.cli("billing", "events", "--json", "--limit", "100", check=0).data}
    assert known.isdisjoint({"evt_thin", "evt_old", "evt_forged", "evt_bent"})


def test_shuffled_old_shapes_lead_to_what_stripe_holds(seller: Seller) -> None:
    with listening(seller.cli) as listener:
        for plan in ("paused", "active", "past_due", "active"):
            seller.world.stripe(
                "force", id=seller.subscription["id"], fields={"status": plan}, event="customer.subscription.updated"
            )
        events = [
            each.id
            for each in stripe_client(seller.world).v1.events.list({"type": "customer.subscription.updated"}).data
        ]
        statuses = seller.deliver(listener.url, *events, times=3, order="shuffled", seed=4, version="2024-06-20")
        assert statuses == [200] * len(events) * 3
        listener.stop()
    assert seller.tier == "pro"


def test_no_answer_waits_for_stripe_and_the_end_waits_for_what_is_under_way(seller: Seller) -> None:
    with listening(seller.cli) as listener:
        seller.cancel()
        seller.world.fault(SUBSCRIPTIONS, "hold")
        assert seller.deliver(listener.url, seller.event("customer.subscription.deleted")) == [200]
        seller.world.wait(held=1)
        assert httpx.get(listener.url.replace("/webhook", "/health"), timeout=60).json() == {"status": "ok"}
        listener.process.send_signal(signal.SIGTERM)
        wait_until_closed(listener.url)
        seller.world.clear_faults()
        stdout, _ = listener.process.communicate(timeout=60)
    assert json.loads(stdout)["data"]["heard"] == {"applied": 1}
    assert seller.tier == "free"


def test_what_was_acknowledged_is_not_lost_when_the_process_is(seller: Seller) -> None:
    with listening(seller.cli) as listener:
        seller.cancel()
        seller.world.fault(SUBSCRIPTIONS, "hold")
        event = seller.event("customer.subscription.deleted")
        assert seller.deliver(listener.url, event) == [200]
        seller.world.wait(held=1)
        listener.process.kill()
        listener.process.communicate()
    seller.world.clear_faults()
    waiting = [each for each in seller.cli("billing", "events", "--json", check=0).data if each["id"] == event]
    assert [each["outcome"] for each in waiting] == ["kept"]
    assert seller.tier == "pro"
    seller.cli("billing", "sync", check=0)
    assert seller.tier == "free"


def test_two_listeners_at_once(seller: Seller) -> None:
    with listening(seller.cli) as one, listening(seller.cli) as other:
        seller.cancel()
        event = seller.event("customer.subscription.deleted")
        with ThreadPoolExecutor(2) as pool:
            told = pool.map(lambda each: seller.deliver(each.url, event, times=5, together=True), (one, other))
            assert list(told) == [[200] * 5] * 2
        outcomes = [each.next()["outcome"] for each in (one, other) for _ in range(5)]
        assert {"applied"} <= set(outcomes) <= {"applied", "duplicate"}
        one.stop()
        other.stop(signal.SIGINT)
    kept = [each for each in seller.cli("billing", "events", "--json", check=0).data if each["id"] == event]
    assert [each["outcome"] for each in kept] == ["applied"]
    assert seller.tier == "free"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_ended_under_load_everything_acknowledged_is_known(seller: Seller, number: signal.Signals) -> None:
    acknowledged: list[str] = []
    enough = threading.Event()

    def post(url: str, worker: int) -> None:
        # A busy disk may take longer than a client usually waits, or than the receiver does: then it is not acknowledged.
        with httpx.Client(timeout=60) as line, contextlib.suppress(httpx.TransportError):
            for place in range(1_000):
                told = event(f"evt_{worker}_{place}", "charge.succeeded")
                body = json.dumps(told).encode()
                answer = line.post(url, content=body, headers={"stripe-signature": signed(body, SECRET)})
                acknowledged.extend([told["id"]] if answer.status_code == 200 else [])
                if len(acknowledged) > 60:
                    enough.set()

    with listening(seller.cli) as listener, ThreadPoolExecutor(5) as pool:
        work = [pool.submit(post, listener.url, worker) for worker in range(4)]
        drained = pool.submit(lambda: [None for _ in iter(listener.process.stderr.readline, "")])  # type: ignore[union-attr]
        assert enough.wait(150)
        listener.process.send_signal(number)
        for each in (*work, drained):
            each.result()
        assert listener.process.wait(90) == (0 if number == signal.SIGTERM else -signal.SIGKILL)
    known = set()
    cursor: list[str] = []
    while True:
        page = seller.cli("billing", "events", "--limit", "1000", "--json", *cursor, check=0).json
        known |= {each["id"] for each in page["data"]}
        if page["meta"]["next_cursor"] is None:
            break
        cursor = ["--cursor", page["meta"]["next_cursor"]]
    assert len(acknowledged) > 60
    assert set(acknowledged) <= known


def test_a_second_ctrl_c_does_not_wait_for_stripe(seller: Seller) -> None:
    process = start(seller.cli, "billing", "listen", env={VARIABLE: SECRET})
    url = next_line(process.stderr).split(" at ")[1].split(" ")[0]
    assert "--forward-help" in next_line(process.stderr)
    seller.cancel()
    seller.world.fault(SUBSCRIPTIONS, "hold")
    assert seller.deliver(url, seller.event("customer.subscription.deleted")) == [200]
    seller.world.wait(held=1)
    process.send_signal(signal.SIGINT)
    assert next_line(process.stderr).startswith("Finishing what has come.")
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=30)
    assert (process.returncode, stdout) == (130, "")
    assert stderr.startswith("Error: Stopped.")
    assert "Traceback" not in stderr
    seller.world.clear_faults()
    assert seller.tier == "pro"
    seller.cli("billing", "sync", check=0)
    assert seller.tier == "free"


def test_for_people(seller: Seller) -> None:
    process = start(seller.cli, "billing", "listen", env={VARIABLE: SECRET})
    first = next_line(process.stderr)
    url = first.split(" at ")[1].split(" ")[0]
    assert first == f"Listening for Stripe's events at {url} until Ctrl-C.\n"
    assert "--forward-help" in next_line(process.stderr)
    seller.cancel()
    event = seller.event("customer.subscription.deleted")
    assert seller.deliver(url, event) == [200]
    line = next_line(process.stderr)
    assert line.endswith(f"  customer.subscription.deleted  {event}  applied\n")
    for _ in range(2):
        assert seller.deliver(url, event, secrets=["whsec_another"]) == [400]
    warning = next_line(process.stderr)
    assert warning.startswith("Warning: A delivery was refused:")
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 0
    assert [line.split() for line in stdout.splitlines()] == [
        ["Events", "that", "came:"],
        ["applied", "1"],
        ["refused", "2"],
    ]
    assert stderr == "", "the warning is given once"
    log = (seller.cli.home / "logs" / "podpusher.log").read_text(encoding="utf-8")
    lines = [each for each in map(json.loads, log.splitlines()) if each["event"] == "webhook"]
    assert [(each["path"], each["status"]) for each in lines] == [
        ("/webhook", 200),
        ("/webhook", 400),
        ("/webhook", 400),
    ]
    assert lines[0]["stripe_event"] == event
    for text in (log, stdout, first, line, warning):
        assert SECRET not in text
        assert "v1=" not in text
    assert seller.subscription["id"] not in "".join(map(json.dumps, lines)), "no line of the log is about a body"


# The secret, and what else it needs


def test_a_secret_from_stdin_is_kept(seller: Seller) -> None:
    process = start(seller.cli, "billing", "listen", "--json", "--secret-stdin", stdin=subprocess.PIPE, text=True)
    assert process.stdin is not None
    process.stdin.write(SECRET + "\n")
    process.stdin.flush()
    url = json.loads(next_line(process.stderr))["listening"]
    body = b'{"object": "v2.core.event"}'
    assert httpx.post(url, content=body, headers={"stripe-signature": signed(body, SECRET)}).status_code == 200
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    with listening(seller.cli, secret=None) as again:
        assert (
            httpx.post(again.url, content=body, headers={"stripe-signature": signed(body, SECRET)}).status_code == 200
        )
    seller.cli("disconnect", "stripe", "--yes", check=0)
    seller.cli("connect", "stripe", "--key-stdin", stdin=seller.world.accounts()["stripe"]["api_key"], check=0)
    assert seller.cli("billing", "listen", "--json").json["error"]["code"] == "billing.secret_missing"


def test_a_secret_is_asked_for_unseen(seller: Seller) -> None:
    environment = outside(seller.cli)
    answers = [("Signing secret", SECRET), ("until Ctrl-C", "\x03")]
    status, screen = at_a_terminal(environment, ["billing", "listen"], answers)
    assert status == 0
    assert SECRET not in screen
    with listening(seller.cli, secret=None) as again:
        assert again.url


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "billing.secret_missing"),
        ({VARIABLE: "  "}, "billing.secret_missing"),
        ({VARIABLE: "sk_test_notThis1234"}, "billing.secret_form"),
        ({VARIABLE: "whsec_"}, "billing.secret_form"),
        ({VARIABLE: "whsec_a b"}, "billing.secret_form"),
    ],
)
def test_nothing_begins_without_a_secret(seller: Seller, given: dict[str, str], code: str) -> None:
    refused = seller.cli("billing", "listen", "--json", env=given, check=2)
    assert refused.json["error"]["code"] == code
    assert "notThis" not in refused.stdout


def test_nothing_begins_without_a_connection(cli: Cli) -> None:
    refused = cli("billing", "listen", "--json", env={VARIABLE: SECRET}, check=3)
    assert refused.json["error"]["hint"] == "podpusher connect stripe"


def test_a_busy_port_names_its_holder(seller: Seller) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        error = seller.cli("billing", "listen", "--port", port, "--json", env={VARIABLE: SECRET}, check=9).json["error"]
    assert error["code"] == "machine.port"
    assert error["hint"] == "Stop that program, or choose another port with --port."


def test_it_says_what_to_install(seller: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)
    error = seller.cli("billing", "listen", "--json", env={VARIABLE: SECRET}, check=9).json["error"]
    assert (error["code"], error["hint"]) == ("billing.receiver_missing", "pip install 'podpusher[billing]'")


def test_stripe_out_of_reach_at_the_start_is_told(seller: Seller) -> None:
    seller.world.fault(SUBSCRIPTIONS, "status", status=503, times=0)
    process = start(seller.cli, "billing", "listen", env={VARIABLE: SECRET})
    assert process.stderr is not None
    said = []
    while not (line := next_line(process.stderr)).startswith("Listening"):
        assert line
        said.append(line)
    assert said[-1].startswith("Warning: What happened before now is not known yet:")
    seller.world.clear_faults()
    process.send_signal(signal.SIGTERM)
    stdout, stderr = process.communicate(timeout=60)
    heard(stderr)
    assert (process.returncode, stdout) == (0, "No event came.\n")


def test_how_events_come_here(seller: Seller) -> None:
    told = seller.cli("billing", "listen", "--forward-help", "--port", "9000", "--json", check=0).data
    assert told["url"] == "http://127.0.0.1:9000/webhook"
    assert told["listen"].startswith(
        "stripe listen --skip-update --print-secret | podpusher billing listen --port 9000 --secret-stdin"
    )
    assert told["forward"] == f"stripe listen --events {','.join(told['events'])} --forward-to {told['url']}"
    assert "invoice.paid" in told["events"]
    text = seller.cli("billing", "listen", "--forward-help", "--port", "9000", check=0).stdout
    assert f"  {told['forward']}\n" in text
    assert f"  {told['listen']}\n" in text
