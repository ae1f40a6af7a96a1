"""podpusher publish leaves out what the seller has dropped, says so, and forgets nothing of it."""

from __future__ import annotations

import pytest

from tests.conftest import Cli
from tests.support.sandbox import RunningSandbox

CREATE = "printify POST /shops/{shop}/products.json"
REFUSED = {"code": 8150, "errors": {"reason": "The title is no good."}}


@pytest.fixture
def seller(three_ready: Cli, connected: Cli) -> Cli:
    """Three products that are ready: the design of one is dropped, the text of another."""
    first, second, _ = connected("products", "--json", check=0).data
    connected("feedback", first["design_id"], "--drop", "--because", "rights", check=0)
    connected("feedback", second["id"], "--drop", check=0)
    return connected


def states(cli: Cli) -> list[str]:
    return [each["state"] for each in cli("products", "--json", check=0).data]


def test_what_was_dropped_is_published_only_by_its_name(seller: Cli, world: RunningSandbox) -> None:
    assert seller("publish", "--dry-run", "--json", check=0).data["plan"]["dropped"] == 2
    assert "2 products stay here" in seller("publish", "--dry-run", check=0).stdout

    done = seller("publish", "--json", check=0).data
    assert (done["published"], done["dropped"]) == (1, 2)
    assert states(seller) == ["ready", "ready", "published"]
    again = seller("publish", check=0).stdout
    assert "2 products stay here" in again
    assert "Nothing to publish" not in again

    named = seller("products", "--json", check=0).data[0]["id"]
    assert seller("publish", named, "--json", check=0).data["published"] == 1
    seller("feedback", seller("products", "--json", check=0).data[1]["id"], "--clear", check=0)
    assert seller("publish", "--json", check=0).data["published"] == 1
    assert "Nothing to publish" in seller("publish", check=0).stdout
    assert world.state()["duplicates"] == []


def test_what_is_dropped_after_a_run_began_is_not_resumed(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "status", times=0, status=400, body=REFUSED)
    document = seller("publish", "--json", check=2).json
    run, refused = seller("runs", "--json", check=0).data[0]["id"], document["error"]["details"]["items"][0]["id"]
    seller("feedback", refused, "--drop", check=0)
    world.clear_faults()

    assert seller("runs", "resume", run, "--json", check=0).data["published"] == 0
    seller("feedback", refused, "--clear", check=0)
    assert seller("runs", "resume", run, "--json", check=0).data["published"] == 1
