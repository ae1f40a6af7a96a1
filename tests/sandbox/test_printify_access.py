"""reference/printify.md, sections 1, 2.1, 6.3 and 7: what a token may do and for how long, which shops it sees, how much is taken."""

from __future__ import annotations

import pytest

from podpusher_cli.core.accounts import PRINTIFY_SCOPES, missing_scopes
from podpusher_cli.core.tokens import jwt_claims
from tests.support import bodies
from tests.support.bodies import BLACK_S

YEAR = 365 * 86_400


@pytest.fixture
def limited(sandbox):
    """A client whose token was ticked for reading shops and catalogue only."""
    with sandbox.printify(sandbox.accounts()["printify"]["limited_token"]) as client:
        yield client


def test_a_token_does_what_it_was_ticked_for(limited):
    for path in ("/shops.json", "/catalog/blueprints.json", "/catalog/blueprints/706/print_providers.json"):
        assert limited.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/shops/5432/products.json"),
        ("POST", "/shops/5432/products.json"),
        ("PUT", "/shops/5432/products/x.json"),
        ("DELETE", "/shops/5432/products/x.json"),
        ("POST", "/shops/5432/products/x/publish.json"),
        ("GET", "/uploads.json"),
        ("POST", "/uploads/images.json"),
        ("GET", "/shops/5432/orders.json"),
    ],
)
def test_and_nothing_else(limited, method, path):
    answer = limited.request(method, path)
    assert answer.status_code == 403
    assert answer.json()["error"]
    assert answer.json()["request_id"]
    assert answer.headers["x-ratelimit-limit"]


def test_the_token_of_the_accounts_has_all_that_podpusher_asks_for(sandbox):
    known = sandbox.accounts()["printify"]
    assert missing_scopes("printify", jwt_claims(known["token"]).scopes) == ()
    assert set(missing_scopes("printify", jwt_claims(known["limited_token"]).scopes)) == {
        each for each in PRINTIFY_SCOPES if each.startswith(("products", "uploads"))
    }


def test_a_personal_token_is_over_after_a_year_and_nothing_renews_it(sandbox, printify, limited):
    sandbox.advance(YEAR - 3600)
    assert printify.get("/shops.json").status_code == 200
    sandbox.advance(7200)
    assert [client.get("/shops.json").status_code for client in (printify, limited)] == [401, 401]


def test_a_shop_connected_anew_has_another_number_and_the_old_products_are_not_its_own(shop, printify, sandbox, etsy):
    number, listing = shop.published()
    fresh = sandbox.reconnect_printify()
    assert [each["id"] for each in printify.get("/shops.json").json()] == [int(fresh), 5433]
    old = printify.get("/shops/5432/products.json")
    assert (old.status_code, old.json()) == (401, {})
    there = printify.get(f"/shops/{fresh}/products/{number}.json")
    assert (there.status_code, there.json()["code"]) == (400, 8104)
    assert printify.get(f"/shops/{fresh}/products.json").json()["total"] == 0
    assert etsy.get(f"/listings/{listing}").json()["state"] == "draft"
    made = printify.post(f"/shops/{fresh}/products.json", json=bodies.product(shop.upload())).json()["id"]
    assert printify.post(f"/shops/{fresh}/products/{made}/publish.json", json=bodies.FULL_FLAGS).status_code == 200
    assert sandbox.reconnect_printify() != fresh


def test_a_disconnected_shop_that_is_connected_anew_sells_again(printify, sandbox):
    printify.delete("/shops/5432/connection.json").raise_for_status()
    sandbox.reconnect_printify()
    assert printify.get("/shops.json").json()[0]["sales_channel"] == "etsy"


@pytest.mark.parametrize(
    ("path", "most"), [("/shops/5432/products.json", 50), ("/uploads.json", 100), ("/shops/5432/orders.json", 10)]
)
def test_pages_have_a_largest_size_and_end(printify, path, most):
    assert printify.get(path, params={"limit": most}).json()["per_page"] == most
    for wrong in ({"limit": most + 1}, {"limit": 0}, {"limit": "x"}, {"page": 0}, {"page": "x"}):
        answer = printify.get(path, params=wrong)
        assert (answer.status_code, answer.json()["code"]) == (400, 8150), wrong
    beyond = printify.get(path, params={"page": 9}).json()
    assert (beyond["data"], beyond["from"], beyond["to"], beyond["next_page_url"]) == ([], None, None, None)


def test_more_than_the_server_takes_is_413(printify, sandbox):
    answer = printify.post("/uploads/images.json", content=b" " * (40 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert answer.json()["request_id"]
    assert sandbox.state()["uploads"] == 0


@pytest.mark.parametrize(
    ("count", "price", "failure"),
    [(101, 2699, "101 enabled variants"), (100, 2699, None), (1, 5_000_001, "a price out")],
)
def test_etsy_takes_a_hundred_variants_and_no_fancy_price(shop, printify, sandbox, count, price, failure):
    path = "/catalog/blueprints/6/print_providers/99/variants.json"
    ids = [each["id"] for each in printify.get(path).json()["variants"]][:count]
    areas = bodies.product(shop.upload())["print_areas"]
    areas[0]["variant_ids"] = ids
    number = shop.create(
        blueprint_id=6, print_provider_id=99, print_areas=areas, variants=[{"id": each, "price": price} for each in ids]
    )
    assert shop.publish(number).json() == {}
    sandbox.advance(3)
    (there,) = sandbox.state()["products"]
    assert (there["failure"] or "").startswith(failure or "")
    assert (there["external"] is None) == (failure is not None)


def test_what_was_changed_at_etsy_survives_a_later_publish_that_leaves_it_out(shop, printify, etsy, sandbox):
    number, listing = shop.published()
    path = f"/shops/51300771/listings/{listing}"
    etsy.patch(path, data={"title": "Changed at Etsy", "tags": "one,two"}).raise_for_status()
    variants = [{"id": BLACK_S, "price": 2899}]
    printify.put(f"/shops/5432/products/{number}.json", json={"title": "Mine", "variants": variants}).raise_for_status()
    shop.publish(number, title=False, tags=False, images=False)
    sandbox.advance(3)
    found = etsy.get(f"/listings/{listing}").json()
    assert (found["title"], found["tags"]) == ("Changed at Etsy", ["one", "two"])
    prices = {
        each["sku"]: each["offerings"][0]["price"]["amount"]
        for each in etsy.get(f"/listings/{listing}/inventory").json()["products"]
    }
    assert prices["PP-1A2B-1"] == 2899
