"""A smaller plan, whole, against the sandbox: everything is kept, what was begun is finished, only new work has to wait."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cli
from tests.support.sandbox import RunningSandbox
from tests.support.stripe import stripe_client

PUBLISH = "printify POST /shops/{shop}/products/{product}/publish.json"


@pytest.fixture
def seller(connected: Cli, world: RunningSandbox) -> Cli:
    """Etsy, Printify and Stripe connected, and the plan `pro`."""
    connected.environment["PODPUSHER_STRIPE_API_URL"] = world.environment()["PODPUSHER_STRIPE_API_URL"]
    connected("settings", "set", "publish.parallel", "1", check=0)
    connected("connect", "stripe", "--key-stdin", stdin=world.accounts()["stripe"]["api_key"], check=0)
    return connected


@pytest.fixture
def subscribe(seller: Cli, world: RunningSandbox) -> Callable[[str], dict[str, Any]]:
    """Have the subscription be of a plan; what `plan` says then. Of the plan `starter` two publishes a month are left."""
    stripe = stripe_client(world, "secret_key")
    bought = world.stripe("subscribe", plan="pro")
    seller("settings", "set", "billing.customer", bought["customer"], check=0)

    def change(tier: str) -> dict[str, Any]:
        price = stripe.v1.prices.list({"lookup_keys": [tier]}).data[0]
        if tier == "starter":
            stripe.v1.products.update(str(price.product), {"metadata": {"publishes_month": "2"}})
        item = stripe.v1.subscriptions.retrieve(bought["id"])["items"]["data"][0]
        stripe.v1.subscriptions.update(bought["id"], {"items": [{"id": item["id"], "price": price.id}]})
        seller("billing", "sync", check=0)
        return dict(seller("plan", "--json", check=0).data)

    return change


def states(seller: Cli) -> list[str]:
    return sorted(each["state"] for each in seller("products", "--json", check=0).data)


def publishes(seller: Cli) -> tuple[int, int]:
    usages = seller("quota", "--json", check=0).data["usages"]
    found = next(each for each in usages if each["resource"] == "publishes")
    return found["used"] + found["reserved"], found["limit"]


def test_a_smaller_plan_keeps_all_finishes_what_was_begun_and_blocks_only_what_is_new(
    seller: Cli, world: RunningSandbox, subscribe: Callable[[str], dict[str, Any]], tmp_path: Path
) -> None:
    assert subscribe("pro")["limits"]["publishes"] > 3
    seller("generate", "Plant dad", "Cat mom", "Coffee first", check=0)
    world.fault(PUBLISH, "status", nth=3, times=0, status=400, body={"status": "error", "code": 8150, "errors": {}})
    run = seller("publish", "--json", check=5).data["run"]
    world.clear_faults()
    assert publishes(seller)[0] == 3, "the third is made at Printify, and counted"
    before = {words: seller(*words, "--json", check=0).data for words in (("products",), ("designs",), ("runs",))}

    smaller = subscribe("starter")

    assert (smaller["tier"], smaller["limits"]["publishes"]) == ("starter", 2)
    assert publishes(seller) == (3, 2)
    assert {words: seller(*words, "--json", check=0).data for words in before} == before
    seller("db", "backup", str(tmp_path / "backup.db"), check=0)
    assert seller("runs", "resume", run, "--json", check=0).data["published"] == 1
    assert states(seller) == ["published"] * 3
    assert publishes(seller) == (3, 2)

    seller("generate", "Night owl", check=0)
    refused = seller("publish", "--json", check=6).json["error"]

    assert refused["code"] == "quota.reached"
    assert refused["details"]["ways"][0] == "podpusher upgrade"
    assert states(seller) == ["published"] * 3 + ["ready"]
    first = next(each for each in seller("products", "--json", check=0).data if each["state"] == "published")
    seller("products", "edit", first["id"], "--title", "Another Title For The Plant Dad Shirt", check=0)
    seller("publish", first["id"], check=0)

    assert subscribe("pro")["tier"] == "pro"
    seller("publish", check=0)
    assert states(seller) == ["published"] * 4
    assert len(world.state()["listings"]) == 4
