"""reference/printify.md, sections 4, 7, 8 and 11: products behave as Printify's do."""

from __future__ import annotations

import httpx
import pytest

from tests.support import bodies
from tests.support.bodies import BLACK_M, BLACK_S

PRODUCTS = "/shops/5432/products.json"


def refused(answer: httpx.Response, code: int) -> str:
    assert answer.status_code == 400, answer.text
    body = answer.json()
    assert body["status"] == "error"
    assert body["code"] == body["errors"]["code"] == code
    return body["errors"]["reason"]


def test_a_user_agent_is_needed(printify):
    answer = printify.get("/shops.json", headers={"user-agent": ""})
    assert answer.status_code == 403
    assert answer.json()["request_id"]


def test_a_wrong_token_is_unauthenticated_with_a_request_id(printify):
    answer = printify.get("/shops.json", headers={"authorization": "Bearer eyJwrong"})
    assert answer.status_code == 401
    assert answer.json()["error"] == "Unauthenticated"
    assert answer.json()["request_id"]


def test_a_foreign_shop_is_an_empty_401(printify):
    answer = printify.get("/shops/9999/products.json")
    assert answer.status_code == 401
    assert answer.json() == {}


def test_shops_show_id_title_and_channel_only(printify):
    assert printify.get("/shops.json").json() == [
        {"id": 5432, "title": "SandboxShop", "sales_channel": "etsy"},
        {"id": 5433, "title": "Disconnected Shop", "sales_channel": "disconnected"},
    ]


def test_create_answers_200_with_the_whole_matrix(shop, printify):
    answer = printify.post(PRODUCTS, json=bodies.product(shop.upload()))
    assert answer.status_code == 200
    made = answer.json()
    assert len(made["variants"]) == 84
    enabled = [variant for variant in made["variants"] if variant["is_enabled"]]
    assert [(v["id"], v["sku"], v["price"]) for v in enabled] == [
        (BLACK_S, "PP-1A2B-1", 2699),
        (BLACK_M, "PP-1A2B-2", 2699),
    ]
    assert [v["is_default"] for v in enabled] == [True, False]
    assert all(v["price"] == v["cost"] for v in made["variants"] if not v["is_enabled"])
    assert set(made["print_areas"][0]["variant_ids"]) == {variant["id"] for variant in made["variants"]}
    assert not made["is_locked"]
    assert made["shop_id"] == 5432
    assert made["created_at"].endswith("+00:00")


def test_external_is_absent_before_the_first_publish(shop):
    assert "external" not in shop.read(shop.create())


@pytest.mark.parametrize("tags", [[], ["hiking shirt"]])
def test_the_blueprints_tags_come_on_top(shop, tags):
    found = shop.read(shop.create(tags=tags))["tags"]
    assert found[: len(tags)] == tags
    assert len(found) == len(tags) + 17
    assert "Unisex" in found


def test_print_areas_come_back_described_and_with_unused_positions(shop):
    places = {item["position"]: item["images"] for item in shop.read(shop.create())["print_areas"][0]["placeholders"]}
    assert places["back"] == []
    (image,) = places["front"]
    assert (image["width"], image["height"], image["type"]) == (4500, 5400, "image/png")
    assert image["x"] == 0.5


def test_the_pictures_of_the_create_answer_are_not_final(shop, printify):
    made = printify.post(PRODUCTS, json=bodies.product(shop.upload())).json()
    assert len(made["images"]) < len(shop.read(made["id"])["images"])


def test_the_same_body_twice_makes_two_products(shop, sandbox):
    assert shop.create() != shop.create()
    (double,) = sandbox.state()["duplicates"]
    assert double["sku_key"] == "PP-1A2B"
    assert len(double["products"]) == 2


def test_the_list_pages_like_laravel_in_no_order_and_ignores_filters(shop, printify):
    made = [shop.create(f"K{n}") for n in range(7)]
    listed, number = [], 1
    while True:
        page = printify.get(PRODUCTS, params={"limit": 3, "page": number, "title": "nothing", "sku": "x"}).json()
        assert page["current_page"] == number
        assert page["total"] == 7
        assert page["last_page"] == 3
        listed += [item["id"] for item in page["data"]]
        if page["next_page_url"] is None:
            break
        number += 1
    assert sorted(listed) == sorted(made)
    assert listed != made
    assert listed != made[::-1]


def test_a_page_holds_fifty_at_most(printify):
    assert "limit" in refused(printify.get(PRODUCTS, params={"limit": 51}), 8150)
    empty = printify.get(PRODUCTS, params={"limit": 50}).json()
    assert (empty["data"], empty["from"], empty["to"], empty["last_page"]) == ([], None, None, 1)


@pytest.mark.parametrize(
    "field", ["title", "description", "blueprint_id", "print_provider_id", "variants", "print_areas"]
)
def test_required_fields(shop, printify, field):
    body = bodies.product(shop.upload())
    del body[field]
    assert f"{field}: The " in refused(printify.post(PRODUCTS, json=body), 8150)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"id": BLACK_S}, "variants.0.price"),
        ({"id": BLACK_S, "price": 26.99}, "variants.0.price"),
        ({"id": BLACK_S, "price": 2699, "sku": 5}, "variants.0.sku"),
        ({"price": 2699}, "variants.0.id"),
    ],
)
def test_broken_variants_are_named(shop, printify, change, named):
    assert named in refused(printify.post(PRODUCTS, json=bodies.product(shop.upload(), variants=[change])), 8150)


def test_variants_of_another_blueprint_are_8251(shop, printify):
    body = bodies.product(shop.upload(), variants=[{"id": 11952, "price": 2000}])
    assert "print_areas.*.variant_ids" in refused(printify.post(PRODUCTS, json=body), 8251)


def test_every_sent_variant_must_be_in_a_print_area(shop, printify):
    body = bodies.product(shop.upload())
    body["print_areas"][0]["variant_ids"] = [BLACK_S]
    refused(printify.post(PRODUCTS, json=body), 8251)


def test_the_angle_must_be_whole(shop, printify):
    body = bodies.product(shop.upload())
    body["print_areas"][0]["placeholders"][0]["images"][0]["angle"] = 1.5
    assert "angle" in refused(printify.post(PRODUCTS, json=body), 8150)


def test_an_unknown_picture_is_8253(printify):
    refused(printify.post(PRODUCTS, json=bodies.product("66f0c1d2a4b5c6d7e8f90123")), 8253)


def test_a_fresh_picture_is_8253_for_as_many_creates_as_set(shop, printify, sandbox):
    sandbox.config(upload_settle_calls=2)
    body = bodies.product(shop.upload())
    answers = [printify.post(PRODUCTS, json=body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 200]
    refused(answers[0], 8253)


def test_shouting_titles_are_61003(shop, printify):
    body = bodies.product(shop.upload(), title="BEST DOG MOM EVER SHIRT")
    refused(printify.post(PRODUCTS, json=body), 61003)
    assert printify.post(PRODUCTS, json=body | {"title": "USA Dog MOM Shirt"}).status_code == 200


def test_a_price_below_cost_is_taken(shop):
    number = shop.create(
        variants=[{"id": BLACK_S, "price": 1}], print_areas=bodies.product(shop.upload())["print_areas"]
    )
    assert next(v for v in shop.read(number)["variants"] if v["id"] == BLACK_S)["price"] == 1


def test_a_body_that_is_no_json_is_8150(printify):
    refused(printify.post(PRODUCTS, content=b"{", headers={"content-type": "application/json"}), 8150)


def test_ids_malformed_unknown_and_of_another_shop(shop, printify):
    assert printify.get("/shops/5432/products/abc.json").status_code == 422
    assert printify.get("/shops/5432/products/abc.json").json() == {"error": "Invalid product ID format."}
    gone = printify.get(f"/shops/5432/products/{'0' * 24}.json")
    assert gone.status_code == 404
    assert gone.json()["error"] == "Not found"
    assert gone.json()["request_id"]
    number = shop.create()
    assert number in refused(printify.get(f"/shops/5433/products/{number}.json"), 8104)


def test_there_are_no_orders(printify):
    assert printify.get("/shops/5432/orders.json").json()["data"] == []
    assert printify.get("/shops/5432/orders.json", params={"limit": 11}).status_code == 400


def test_unknown_routes_are_404(printify):
    assert printify.get("/nothing.json").json()["error"] == "Not found"


def test_put_is_partial_and_merges_variants(shop, printify):
    number = shop.create()
    url = f"/shops/5432/products/{number}.json"
    changed = printify.put(url, json={"title": "Another", "variants": [{"id": BLACK_M, "price": 2799}]})
    assert changed.status_code == 200
    product = shop.read(number)
    enabled = {v["id"]: (v["price"], v["sku"]) for v in product["variants"] if v["is_enabled"]}
    assert enabled == {BLACK_S: (2699, "PP-1A2B-1"), BLACK_M: (2799, "PP-1A2B-2")}
    assert product["title"] == "Another"
    assert product["description"] == "Soft cotton tee."
    assert "variants.0.price" in refused(printify.put(url, json={"variants": [{"id": BLACK_M}]}), 8150)


def test_put_with_print_areas_must_cover_every_variant(shop, printify):
    number = shop.create()
    url = f"/shops/5432/products/{number}.json"
    body = bodies.product(shop.upload())
    refused(printify.put(url, json=body), 8251)
    body["print_areas"][0]["variant_ids"] = [variant["id"] for variant in shop.read(number)["variants"]]
    assert printify.put(url, json=body).status_code == 200


def test_put_ignores_another_blueprint(shop, printify):
    number = shop.create()
    answer = printify.put(f"/shops/5432/products/{number}.json", json={"blueprint_id": 6, "print_provider_id": 99})
    assert answer.status_code == 200
    assert shop.read(number)["blueprint_id"] == 706


def test_delete_answers_an_empty_object_once(shop, printify):
    number = shop.create()
    first = printify.delete(f"/shops/5432/products/{number}.json")
    assert (first.status_code, first.json()) == (200, {})
    assert printify.delete(f"/shops/5432/products/{number}.json").status_code == 404
    assert printify.get(PRODUCTS).json()["total"] == 0


def test_gpsr_text(shop, printify):
    assert printify.get(f"/shops/5432/products/{shop.create()}/gpsr.json").json()[0]["block"]
