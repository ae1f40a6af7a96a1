"""Stripe's own command line brings events here, as docs/billing.md has it; only Stripe's end of its wire is ours."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import signal
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.support.accounts import free_port
from tests.support.program import next_line, start
from tests.support.sandbox import RunningSandbox
from tests.support.stripe import stripe_client
from tests.support.stripe_relay import Relay

SECRET = "whsec_S3cretOfStripesCommandLine01"


@pytest.fixture
def seller(cli: Cli, world: RunningSandbox) -> Cli:
    cli.environment["PODPUSHER_STRIPE_API_URL"] = world.environment()["PODPUSHER_STRIPE_API_URL"]
    cli("connect", "stripe", "--key-stdin", stdin=world.accounts()["stripe"]["api_key"], check=0)
    return cli


def test_the_two_terminals_of_the_page(seller: Cli, world: RunningSandbox, tmp_path: Path) -> None:
    owner = stripe_client(world, "secret_key")
    bought = world.stripe("subscribe", plan="pro")
    seller("settings", "set", "billing.customer", bought["customer"], check=0)
    port = free_port()
    ways = seller("billing", "listen", "--forward-help", "--port", str(port), "--json", check=0).data
    tell, _, ours = ways["listen"].partition(" | ")

    with contextlib.closing(Relay(SECRET, tmp_path)) as relay:
        words = relay.command(*shlex.split(tell)[1:])
        teller = subprocess.Popen(words, env=relay.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        listener = start(seller, *shlex.split(ours)[1:], "--json", stdin=teller.stdout)
        assert teller.wait(60) == 0
        assert json.loads(next_line(listener.stderr)) == {"listening": ways["url"]}
        assert seller("plan", "--json", check=0).data["tier"] == "pro"

        owner.v1.subscriptions.cancel(bought["id"])
        asked = owner.raw_request("get", "/v1/events", type="customer.subscription.deleted")
        (event,) = json.loads(asked.body)["data"]
        with relay.running(*shlex.split(ways["forward"])[1:]):
            for _ in range(2):
                relay.post(event)
            assert [relay.answers.get(timeout=60) for _ in range(2)] == [(200, event["id"])] * 2
        outcomes = [json.loads(next_line(listener.stderr))["outcome"] for _ in range(2)]
        assert sorted(outcomes) == ["applied", "duplicate"]
        assert seller("plan", "--json", check=0).data["tier"] == "free"

        listener.send_signal(signal.SIGTERM)
        stdout, _ = listener.communicate(timeout=60)
    assert listener.returncode == 0
    assert json.loads(stdout)["data"]["heard"] == {"applied": 1, "duplicate": 1}


def test_its_options_are_there(seller: Cli, tmp_path: Path) -> None:
    """Also those for live mode, where nothing can be tried here."""
    seller("settings", "set", "stripe.mode", "live", check=0)
    ways = seller("billing", "listen", "--forward-help", "--json", check=0).data
    used = set(re.findall(r"--[a-z-]+", ways["listen"].partition("|")[0] + ways["forward"]))
    with contextlib.closing(Relay(SECRET, tmp_path)) as relay:
        words = relay.command("listen", "--help")
        page = subprocess.run(words, env=relay.environment, capture_output=True, text=True, check=True).stdout
    assert used == {"--live", "--skip-update", "--print-secret", "--events", "--forward-to"}
    assert used <= set(re.findall(r"--[a-z-]+", page))


def test_the_page_has_the_same_commands(seller: Cli) -> None:
    page = (Path(__file__).parents[2] / "docs" / "billing.md").read_text(encoding="utf-8")
    ways = seller("billing", "listen", "--forward-help", "--json", check=0).data
    assert f"\n    {ways['listen']}\n" in page
    assert f"\n    {ways['forward']}\n" in page


def test_the_service_of_the_page_begins_and_ends(seller: Cli, world: RunningSandbox) -> None:
    """Its command line, as systemd starts it: no terminal, no more of an environment than it needs, ended by SIGTERM."""
    page = (Path(__file__).parents[2] / "docs" / "billing.md").read_text(encoding="utf-8")
    line = re.search(r"^    ExecStart=%h/\.local/bin/podpusher (.*)$", page, re.MULTILINE)
    assert line
    words = shlex.split(line[1].replace("8519", str(free_port())))
    environment = {"PODPUSHER_STRIPE_WEBHOOK_SECRET": SECRET, "LANG": "C", "LC_ALL": "C"}
    service = start(seller, *words, env=environment)
    assert next_line(service.stderr).startswith("Listening for Stripe's events at ")
    service.send_signal(signal.SIGTERM)
    stdout, _ = service.communicate(timeout=60)
    assert (service.returncode, stdout) == (0, "No event came.\n")
