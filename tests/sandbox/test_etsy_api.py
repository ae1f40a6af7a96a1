"""reference/etsy.md, sections 2.1, 3, 4, 7 and 9: keys, scopes, limits, and what is visible to whom."""

from __future__ import annotations

import pytest

SHOP = "/shops/51300771"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("sandboxkeystring0000000", "Shared secret is required in x-api-key header."),
        ("a:b:c", "Invalid API key: should be in the format 'keystring:shared_secret'."),
        ("", "Invalid API key: should be in the format 'keystring:shared_secret'."),
        ("sandboxkeystring0000000:wrong", "Invalid API key"),
    ],
)
def test_the_key_needs_its_secret(sandbox, key, text):
    answer = sandbox.etsy().get("/openapi-ping", headers={"x-api-key": key})
    assert (answer.status_code, answer.json()) == (403, {"error": text})


def test_ping_tells_the_application(sandbox):
    assert sandbox.etsy().get("/openapi-ping").json() == {"application_id": 1512345678901}


def test_who_am_i(etsy):
    assert etsy.get("/users/me").json() == {"user_id": 70211334, "shop_id": 51300771}


def test_the_shop_is_public_and_names_its_currency(sandbox):
    shop = sandbox.etsy().get(SHOP).json()
    assert (shop["shop_name"], shop["currency_code"], shop["user_id"]) == ("SandboxShop", "USD", 70211334)
    assert sandbox.etsy().get("/users/70211334/shops").json()["shop_id"] == 51300771
    assert sandbox.etsy().get("/shops/5").json() == {"error": "Resource not found"}
    assert sandbox.etsy().get("/shops", params={"shop_name": "sandbox"}).json()["count"] == 1


@pytest.mark.parametrize(
    ("path", "scope"),
    [("/users/me", "shops_r"), (SHOP + "/listings", "listings_r"), (SHOP + "/receipts", "transactions_r")],
)
def test_a_missing_token_or_scope_is_named(sandbox, path, scope):
    text = f"Access token is required for this request (requires scope: {scope})."
    bare = sandbox.etsy().get(path)
    poor = sandbox.etsy(sandbox.etsy_tokens("profile_r")["access_token"]).get(path)
    for answer in (bare, poor):
        assert (answer.status_code, answer.json()) == (401, {"error": text})


def test_an_unknown_token_is_invalid(sandbox):
    assert sandbox.etsy("70211334.made-up").get("/users/me").json()["error"] == "invalid_token"


def test_every_answer_has_its_id_and_the_four_headers(etsy):
    seen = set()
    for path in ("/users/me", "/nothing/here", SHOP + "/listings?state=bad"):
        headers = etsy.get(path).headers
        seen.add(headers["x-etsy-request-uuid"])
        assert headers["x-limit-per-second"] == "10"
        assert headers["x-limit-per-day"] == "10000"
        assert int(headers["x-remaining-today"]) <= 10_000
        assert int(headers["x-remaining-this-second"]) <= 10
    assert len(seen) == 3


def test_drafts_are_hidden_unless_asked_for(shop, etsy):
    _, listing = shop.published()
    assert etsy.get(SHOP + "/listings").json() == {"count": 0, "results": []}
    drafts = etsy.get(SHOP + "/listings", params={"state": "draft"}).json()
    assert [item["listing_id"] for item in drafts["results"]] == [listing]


def test_a_draft_is_for_its_owner_alone(shop, etsy, sandbox):
    _, listing = shop.published()
    stranger = sandbox.etsy()
    assert stranger.get(f"/listings/{listing}").status_code == 404
    assert stranger.get(f"/listings/{listing}/images").status_code == 404
    assert stranger.get("/listings/batch", params={"listing_ids": str(listing)}).json()["count"] == 0
    assert etsy.get("/listings/batch", params={"listing_ids": f"{listing},5"}).json()["count"] == 1


def test_gets_that_look_right_and_do_not_exist(shop, etsy):
    _, listing = shop.published()
    for path in (f"{SHOP}/listings/{listing}", f"{SHOP}/listings/{listing}/images"):
        answer = etsy.get(path)
        assert (answer.status_code, answer.json()) == (404, {"error": "Resource not found"})


def test_anothers_shop_is_forbidden(etsy):
    assert etsy.get("/shops/20000001/listings").status_code == 403


def test_a_batch_has_a_hundred_at_most(sandbox):
    ids = ",".join(str(900000001 + n) for n in range(101))
    assert sandbox.etsy().get("/listings/batch", params={"listing_ids": ids}).status_code == 400
    assert sandbox.etsy().get("/listings/batch", params={"listing_ids": ids[:-10]}).json()["count"] == 100


def test_includes_bring_associations(shop, etsy):
    _, listing = shop.published()
    names = "Images,Shop,User,Inventory,Shipping,Videos,Translations,Personalization"
    found = etsy.get(f"/listings/{listing}", params={"includes": names}).json()
    assert len(found["images"]) == 1
    assert found["shop"]["shop_id"] == 51300771
    assert found["shipping_profile"]["shipping_profile_id"] == found["shipping_profile_id"]
    assert [item["sku"] for item in found["inventory"]["products"]] == ["PP-1A2B-1", "PP-1A2B-2"]
    assert "images" not in etsy.get(f"/listings/{listing}").json()


def test_the_market_can_be_searched_without_a_token(sandbox):
    market = sandbox.etsy()
    found = market.get("/listings/active", params={"keywords": "dog mom", "sort_on": "score", "limit": 100}).json()
    assert found["count"] == 8
    favorers = [item["num_favorers"] for item in found["results"]]
    assert favorers == sorted(favorers, reverse=True)
    assert "views" not in found["results"][0]
    assert "views" in market.get(f"/listings/{found['results'][0]['listing_id']}").json()
    cheap = market.get("/listings/active", params={"keywords": "dog mom", "max_price": 5, "sort_on": "price"}).json()
    assert {item["price"]["amount"] < 500 for item in cheap["results"]} == {True}
    assert market.get("/listings/active", params={"offset": 12_001}).status_code == 400


def test_the_market_of_a_country_is_that_of_its_shops(sandbox):
    market = sandbox.etsy()

    def found(**asked):
        return market.get("/listings/active", params={"keywords": "dog mom", "limit": 100} | asked).json()

    here = {item["listing_id"] for item in found(shop_location="DE")["results"]}
    assert here
    assert here < {item["listing_id"] for item in found()["results"]}
    assert found(shop_location="NL")["count"] == 0
    assert "/shop_location" in found(shop_location="???")["error"]


def test_own_live_listings_are_in_the_market(shop, sandbox):
    _, listing = shop.published(visible=True)
    found = sandbox.etsy().get("/listings/active", params={"keywords": "retro fox"}).json()["results"]
    assert [item["listing_id"] for item in found] == [listing]
    assert sandbox.etsy().get(SHOP + "/listings/active").json()["count"] == 1


def test_sales_appear_as_receipts_and_transactions(shop, etsy, sandbox):
    _, listing = shop.published(visible=True)
    receipt = sandbox.sell(listing, quantity=3, at=1_790_000_000)
    assert etsy.get(SHOP + "/receipts", params={"was_paid": "true"}).json()["results"] == [receipt]
    assert etsy.get(SHOP + "/receipts", params={"min_created": 1_790_000_001}).json()["count"] == 0
    assert etsy.get(f"{SHOP}/receipts/{receipt['receipt_id']}").json()["grandtotal"]["amount"] == 3 * 2699 + 450
    (sold,) = etsy.get(f"{SHOP}/listings/{listing}/transactions").json()["results"]
    assert (sold["quantity"], sold["sku"]) == (3, "PP-1A2B-1")
    assert etsy.get(SHOP + "/transactions").json()["count"] == 1
    assert etsy.get(SHOP).json()["transaction_sold_count"] == 1


def test_what_is_sold_out_comes_back_with_one_and_for_a_fee(shop, etsy, sandbox):
    _, listing = shop.published(visible=True)
    assert etsy.get(f"/listings/{listing}").json()["quantity"] == 2 * 999
    sandbox.sell(listing, quantity=2 * 999)
    assert [item["listing_id"] for item in etsy.get(SHOP + "/listings?state=sold_out").json()["results"]] == [listing]
    fees = sandbox.state()["fees_cents"]
    again = etsy.patch(f"{SHOP}/listings/{listing}", data={"state": "active"}).json()
    assert (again["state"], again["quantity"]) == ("active", 1)
    assert sandbox.state()["fees_cents"] == fees + 20


def test_profiles_of_the_shop(etsy):
    (readiness,) = etsy.get(SHOP + "/readiness-state-definitions").json()["results"]
    assert readiness["processing_days_display_label"] == "2-5 days"
    number = readiness["readiness_state_id"]
    assert etsy.get(f"{SHOP}/readiness-state-definitions/{number}").json() == readiness
    assert etsy.get(SHOP + "/production-partners").json()["results"][0]["partner_name"] == "Printify"
    for path in ("/shipping-profiles", "/policies/return"):
        (found,) = etsy.get(SHOP + path).json()["results"]
        own = found.get("shipping_profile_id") or found["return_policy_id"]
        assert etsy.get(f"{SHOP}{path}/{own}").json() == found
        assert etsy.get(f"{SHOP}{path}/{own + 1}").status_code == 404


def test_the_same_processing_profile_twice_is_a_conflict_that_names_the_first(sandbox):
    owner = sandbox.etsy(sandbox.etsy_tokens("shops_r shops_w")["access_token"])
    path = SHOP + "/readiness-state-definitions"
    form = {"readiness_state": "ready_to_ship", "min_processing_time": 1, "max_processing_time": 2}
    made = owner.post(path, data=form)
    assert made.status_code == 201
    again = owner.post(path, data=form)
    assert again.status_code == 409
    assert again.headers["content-location"].endswith(f"/{made.json()['readiness_state_id']}")
    assert owner.post(path, data=form | {"min_processing_time": 3}).status_code == 400


def test_the_taxonomy_is_a_tree(sandbox):
    nodes = sandbox.etsy().get("/seller-taxonomy/nodes").json()["results"]
    clothing = nodes[0]
    assert clothing["level"] == 1
    assert clothing["children"][0]["parent_id"] == clothing["id"]


def test_there_are_no_reviews_or_sections_yet(etsy):
    for path in (SHOP + "/reviews", "/listings/900000001/reviews", SHOP + "/sections"):
        assert etsy.get(path).json() == {"count": 0, "results": []}
