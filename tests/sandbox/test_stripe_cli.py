"""Stripe's own command line drives the sandbox: a sign that its Stripe is not only ours (reference/stripe.md, section 9)."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.support import machine
from tests.support.stripe import stripe_client


@pytest.fixture
def cli(sandbox, tmp_path):
    """Run it with the owner's key against the sandbox; it reaches no other machine."""
    program = machine.stripe_cli()
    assert program, "no Stripe CLI: run tests/support/machine.py"
    nowhere = "http://127.0.0.1:9"
    environment = {
        "HOME": str(tmp_path),
        "PATH": "",
        "STRIPE_API_KEY": sandbox.accounts()["stripe"]["secret_key"],
        "STRIPE_CLI_TELEMETRY_OPTOUT": "1",
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
    }

    def run(*words):
        command = [program, *words, "--api-base", sandbox.url]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_it_reads_and_writes(cli):
    made = json.loads(cli("post", "/v1/customers", "-d", "email=a@b.example", "-d", "metadata[install]=1"))
    assert json.loads(cli("get", f"/v1/customers/{made['id']}"))["metadata"] == {"install": "1"}
    assert [event["type"] for event in json.loads(cli("get", "/v1/events"))["data"]] == ["customer.created"]


@pytest.mark.parametrize(
    ("trigger", "then"),
    [
        ("customer.subscription.created", []),
        ("customer.subscription.updated", ["customer.subscription.created"]),
        ("customer.subscription.deleted", ["customer.subscription.created"]),
        ("customer.subscription.trial_will_end", ["customer.subscription.created"]),
        ("invoice.paid", ["invoice.created", "invoice.finalized"]),
        ("invoice.payment_failed", ["invoice.created", "invoice.finalized"]),
    ],
)
def test_what_it_triggers_happens(sandbox, cli, trigger, then):
    cli("trigger", trigger)
    events = {event.type: event for event in stripe_client(sandbox).v1.events.list({"limit": 100}).data}
    assert {trigger, *then} <= events.keys()
    if trigger.startswith("invoice"):
        assert events[trigger].data.object.parent is None
