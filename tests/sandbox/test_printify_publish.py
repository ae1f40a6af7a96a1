"""reference/printify.md, sections 6 and 11: what publishing does, and what it leaves at Etsy."""

from __future__ import annotations

import pytest

from tests.support import bodies
from tests.support.bodies import BLACK_S


def one(number: str, tail: str = "") -> str:
    return f"/shops/5432/products/{number}{tail}.json"


def test_publish_is_accepted_locks_and_then_shows_the_listing(shop, sandbox):
    number = shop.create()
    answer = shop.publish(number)
    assert (answer.status_code, answer.json()) == (200, {})
    assert shop.read(number)["is_locked"]
    assert "external" not in shop.read(number)
    sandbox.advance(3)
    product = shop.read(number)
    assert not product["is_locked"]
    assert (
        product["external"]["handle"]
        == f"https://www.etsy.com/listing/{product['external']['id']}/retro-fox-hiking-shirt"
    )
    assert set(product["external"]) == {"id", "handle", "shipping_template_id", "type"}


def test_the_lock_lasts_as_long_as_set(shop, sandbox):
    sandbox.config(publish_lock_s=60)
    number = shop.create()
    shop.publish(number)
    sandbox.advance(59)
    assert shop.read(number)["is_locked"]
    sandbox.advance(2)
    assert not shop.read(number)["is_locked"]


def test_a_lock_of_nothing_is_over_at_once(shop, sandbox):
    sandbox.config(publish_lock_s=0)
    number = shop.create()
    shop.publish(number)
    assert shop.read(number)["external"]["id"]


def test_a_locked_product_refuses_changes(shop, printify):
    number = shop.create()
    shop.publish(number)
    answers = [
        printify.put(one(number), json={"title": "x"}),
        printify.delete(one(number)),
        shop.publish(number),
        printify.post(one(number, "/unpublish")),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(400, 8252)] * 4


def test_an_invisible_product_becomes_a_draft_that_costs_nothing(shop, etsy, sandbox):
    _, listing = shop.published()
    assert etsy.get(f"/listings/{listing}").json()["state"] == "draft"
    assert sandbox.state()["fees_cents"] == 0


def test_a_visible_product_goes_live_for_20_cents(shop, etsy, sandbox):
    _, listing = shop.published(visible=True)
    found = etsy.get(f"/listings/{listing}").json()
    assert found["state"] == "active"
    assert found["skus"] == ["PP-1A2B-1", "PP-1A2B-2"]
    assert found["price"] == {"amount": 2699, "divisor": 100, "currency_code": "USD"}
    assert found["production_partners"][0]["partner_name"] == "Printify"
    assert found["shipping_profile_id"] == int(
        shop.read(sandbox.state()["products"][0]["id"])["external"]["shipping_template_id"]
    )
    assert sandbox.state()["fees_cents"] == 20


def test_publishing_again_updates_the_same_listing(shop, printify, etsy, sandbox):
    number, listing = shop.published()
    printify.put(one(number), json={"title": "Second Title", "description": "Second"})
    shop.publish(number, description=False)
    sandbox.advance(3)
    assert shop.read(number)["external"]["id"] == str(listing)
    found = etsy.get(f"/listings/{listing}").json()
    assert (found["title"], found["description"]) == ("Second Title", "Soft cotton tee.")
    assert found["state"] == "draft"
    assert len(sandbox.state()["listings"]) == 1


def test_publishing_an_unchanged_product_shows_no_lock(shop):
    number, _ = shop.published()
    shop.publish(number)
    assert not shop.read(number)["is_locked"]


def test_etsy_gets_no_more_tags_than_it_takes(shop, etsy):
    _, listing = shop.published(tags=["fox gift", "a tag of more than twenty letters"])
    tags = etsy.get(f"/listings/{listing}").json()["tags"]
    assert tags[0] == "fox gift"
    assert len(tags) == 13
    assert max(map(len, tags)) <= 20


def test_tags_false_is_honoured_on_the_first_publish(shop, etsy, sandbox):
    number = shop.create()
    shop.publish(number, tags=False, title=False)
    sandbox.advance(3)
    found = etsy.get(f"/listings/{shop.read(number)['external']['id']}").json()
    assert found["tags"] == []
    assert found["title"] == "Retro Fox Hiking Shirt"


def test_pictures_arrive_over_later_reads(shop, etsy):
    _, listing = shop.published()
    counts = [etsy.get(f"/listings/{listing}/images").json()["count"] for _ in range(6)]
    assert counts == [1, 2, 3, 4, 4, 4]


def test_unused_cells_of_the_matrix_are_off_and_free(shop, etsy):
    white_l = 73196 + 40 + 8
    variants = [{"id": BLACK_S, "price": 2699, "sku": "PP-1-1"}, {"id": white_l, "price": 2799, "sku": "PP-1-2"}]
    areas = bodies.product(shop.upload())["print_areas"]
    areas[0]["variant_ids"] = [BLACK_S, white_l]
    _, listing = shop.published(variants=variants, print_areas=areas)
    products = etsy.get(f"/listings/{listing}/inventory").json()["products"]
    assert len(products) == 4
    cells = [
        (item["sku"], item["offerings"][0]["is_enabled"], item["offerings"][0]["price"]["amount"]) for item in products
    ]
    assert sorted(cells) == [("", False, 0), ("", False, 0), ("PP-1-1", True, 2699), ("PP-1-2", True, 2799)]
    assert [value["property_id"] for value in products[0]["property_values"]] == [513, 514]


def test_a_disconnected_shop_is_8254(shop, printify):
    body = bodies.product(shop.upload())
    number = printify.post("/shops/5433/products.json", json=body).json()["id"]
    answer = printify.post(f"/shops/5433/products/{number}/publish.json", json=bodies.FULL_FLAGS)
    assert (answer.status_code, answer.json()["code"]) == (400, 8254)


def test_disconnecting_ends_publishing(shop, printify):
    number = shop.create()
    assert printify.delete("/shops/5432/connection.json").json() == {}
    assert printify.get("/shops.json").json()[0]["sales_channel"] == "disconnected"
    assert shop.publish(number).json()["code"] == 8254


@pytest.mark.parametrize(
    "changes",
    [
        {"variants": [{"id": BLACK_S, "price": 1303}]},
        {"title": "Trailing space "},
        {"title": "Cats & dogs & birds"},
        {"title": "x" * 141},
        {"variants": [{"id": BLACK_S, "price": 2699, "is_enabled": False}]},
    ],
    ids=["below cost", "trailing space", "two ampersands", "too long", "nothing enabled"],
)
def test_what_etsy_will_not_have_fails_without_a_reason(shop, sandbox, changes):
    number = shop.create(print_areas=bodies.product(shop.upload())["print_areas"], **changes)
    assert shop.publish(number).json() == {}
    assert shop.read(number)["is_locked"]
    sandbox.advance(3)
    product = shop.read(number)
    assert not product["is_locked"]
    assert "external" not in product
    assert sandbox.state()["products"][0]["failure"]
    assert sandbox.state()["listings"] == []


def test_unpublish_keeps_the_listing_and_a_delete_then_orphans_it(shop, printify, etsy, sandbox):
    number, listing = shop.published()
    assert printify.post(one(number, "/unpublish")).json() == {}
    assert "external" not in shop.read(number)
    printify.delete(one(number)).raise_for_status()
    assert etsy.get(f"/listings/{listing}").status_code == 200
    assert sandbox.state()["orphans"] == [listing]


def test_deleting_a_connected_product_removes_its_listing(shop, printify, etsy, sandbox):
    number, listing = shop.published()
    printify.delete(one(number)).raise_for_status()
    assert etsy.get(f"/listings/{listing}").status_code == 404
    assert sandbox.state()["orphans"] == []


def test_publishing_after_unpublish_makes_another_listing(shop, printify, sandbox):
    number, listing = shop.published()
    printify.post(one(number, "/unpublish"))
    shop.publish(number)
    sandbox.advance(3)
    assert int(shop.read(number)["external"]["id"]) != listing
    assert sandbox.state()["orphans"] == [listing]
    assert sandbox.state()["duplicates"][0]["listings"] == [listing, listing + 1]


def test_a_listing_deleted_at_etsy_fails_the_next_publish(shop, printify, sandbox):
    number, listing = shop.published()
    owner = sandbox.etsy(sandbox.etsy_tokens("listings_d")["access_token"])
    assert owner.delete(f"/listings/{listing}").status_code == 204
    printify.put(one(number), json={"title": "New"})
    shop.publish(number)
    sandbox.advance(3)
    assert sandbox.state()["products"][0]["failure"] == "the listing is gone at Etsy"
    assert sandbox.state()["listings"] == []


def test_the_callbacks_of_custom_channels(shop, printify):
    number, _ = shop.published()
    assert printify.post(one(number, "/publishing_failed"), json={"reason": "no"}).json() == {}
    assert printify.post(one(number, "/publishing_failed"), json={}).json()["code"] == 8150
    given = {"external": {"id": "77", "handle": "https://shop.example/77"}}
    assert printify.post(one(number, "/publishing_succeeded"), json=given).json() == {}
    assert shop.read(number)["external"] == given["external"]
    assert printify.post(one(number, "/publishing_succeeded"), json={}).json()["code"] == 8150


def test_flags_must_be_truth_values(shop, printify):
    answer = printify.post(one(shop.create(), "/publish"), json={"title": "yes"})
    assert (answer.status_code, answer.json()["code"]) == (400, 8150)


class TestFaults:
    """What a publish can do instead."""

    ROUTE = "printify POST /shops/{shop}/products/{product}/publish.json"

    def test_a_lock_that_never_ends(self, shop, sandbox):
        sandbox.fault(self.ROUTE, "lock_forever")
        number = shop.create()
        assert shop.publish(number).status_code == 200
        sandbox.advance(10_000_000)
        assert shop.read(number)["is_locked"]

    def test_a_failure_in_silence(self, shop, sandbox):
        sandbox.fault(self.ROUTE, "silent_failure")
        number = shop.create()
        assert shop.publish(number).status_code == 200
        assert shop.read(number)["is_locked"]
        sandbox.advance(3)
        assert not shop.read(number)["is_locked"]
        assert "external" not in shop.read(number)
        shop.publish(number)
        sandbox.advance(3)
        assert shop.read(number)["external"]["id"]

    def test_an_answer_of_200_and_no_lock_at_all(self, shop, sandbox):
        sandbox.fault(self.ROUTE, "never_locks")
        number = shop.create()
        assert shop.publish(number).status_code == 200
        assert not shop.read(number)["is_locked"]
        sandbox.advance(1000)
        assert "external" not in shop.read(number)
