"""The shop at Printify that products go to: connected anew there, cut off, or with a token that may not do it."""

from __future__ import annotations

import pytest

from tests.conftest import Cli
from tests.support.accounts import at_a_terminal
from tests.support.sandbox import RunningSandbox


def printify(seller: Cli, *, check: int) -> dict[str, object]:
    found = seller("status", "--check", "--json", check=check).data
    return next(each for each in found if each["provider"] == "printify")


@pytest.fixture
def published(connected: Cli) -> tuple[Cli, str]:
    """A seller with a product on Etsy that has been changed here since; its id."""
    connected("generate", "Plant dad", check=0)
    connected("publish", check=0)
    (product,) = connected("products", "--json", check=0).data
    connected("products", "edit", product["id"], "--title", "Plant Dad Tee for Gardeners", check=0)
    return connected, product["id"]


def test_a_shop_that_was_connected_anew_is_told_and_chosen_again(connected: Cli, world: RunningSandbox) -> None:
    fresh = world.reconnect_printify()

    found = printify(connected, check=3)
    assert found["state"] == "refused"
    assert found["problem"]["code"] == "account.shop_gone"  # type: ignore[index]
    assert fresh in connected("status", "--check", "-v", check=3).stdout

    assert connected("connect", "printify", "--json", check=2).json["error"]["code"] == "account.shop_unknown"
    status, screen = at_a_terminal(
        connected.environment, ("connect", "printify"), [("(not shown):", ""), ("Which shop?", fresh)]
    )
    assert status == 0, screen
    assert printify(connected, check=0)["shop"] == {"id": fresh, "title": "SandboxShop"}


def test_a_shop_that_was_cut_off_is_told(connected: Cli, world: RunningSandbox) -> None:
    with world.printify() as client:
        client.delete("/shops/5432/connection.json").raise_for_status()
    assert printify(connected, check=3)["problem"]["code"] == "printify.shop_not_connected"  # type: ignore[index]


def test_what_is_on_etsy_is_not_listed_twice_by_a_shop_that_was_connected_anew(
    published: tuple[Cli, str], world: RunningSandbox
) -> None:
    seller, product = published
    fresh = world.reconnect_printify()
    assert seller("publish", "--json", check=3).json["error"]["code"] == "printify.shop_unknown"
    seller("connect", "printify", "--shop", fresh, check=0)

    refused = seller("publish", "--json", check=2).json["error"]

    (listing,) = world.state()["listings"]
    assert refused["code"] == "publish.listed_already"
    assert str(listing["listing_id"]) in refused["message"]
    (callback,) = world.config()["callbacks"]
    with world.etsy(world.etsy_tokens("listings_d", callback)["access_token"]) as etsy:
        etsy.delete(f"/listings/{listing['listing_id']}").raise_for_status()
    seller("publish", product, check=0)
    (again,) = world.state()["listings"]
    assert again["title"] == "Plant Dad Tee for Gardeners"
    assert again["listing_id"] != listing["listing_id"]


def test_a_token_that_was_ticked_for_little_says_what_it_lacks(connected: Cli, world: RunningSandbox) -> None:
    token = world.accounts()["printify"]["limited_token"]
    done = connected("connect", "printify", "--token-stdin", "--shop", "5432", "--json", stdin=token, check=0).data
    assert "scopes_missing" in done["warnings"]
    assert "products.write" in done["scopes_missing"]
    connected("generate", "Plant dad", check=0)
    error = connected("publish", "--json", check=3).json["error"]
    assert error["code"] == "printify.forbidden"
    assert "podpusher connect printify" in error["hint"]
