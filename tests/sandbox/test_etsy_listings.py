"""reference/etsy.md, sections 4, 5, 6 and 9: what may be written to a listing, and how it is refused."""

from __future__ import annotations

import pytest

from tests.support.bodies import png

SHOP = "/shops/51300771"
READINESS, PARTNER, SHIPPING, RETURNS = 1400000000001, 2100000001, 310000000001, 1500000000001


def draft(**changes):
    form = {
        "quantity": "5",
        "title": "Retro Fox Shirt",
        "description": "Soft.",
        "price": "24.99",
        "who_made": "i_did",
        "when_made": "made_to_order",
        "is_supply": "false",
        "taxonomy_id": "482",
        "readiness_state_id": str(READINESS),
        "shipping_profile_id": str(SHIPPING),
        "return_policy_id": str(RETURNS),
        "tags": "fox gift,hiking shirt",
    } | changes
    return {name: value for name, value in form.items() if value is not None}


@pytest.fixture
def make(etsy):
    return lambda **changes: etsy.post(SHOP + "/listings", data=draft(**changes))


@pytest.fixture
def listing(make):
    return make().json()["listing_id"]


@pytest.fixture
def patch(etsy, listing):
    return lambda **form: etsy.patch(f"{SHOP}/listings/{listing}", data=form)


def send_image(etsy, listing, **form):
    files = {"image": ("a.png", form.pop("picture", png(480, 576)), "image/png")}
    return etsy.post(f"{SHOP}/listings/{listing}/images", files=files, data=form)


def test_a_draft_is_made(make, etsy):
    answer = make()
    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["price"]["amount"], made["tags"]) == ("draft", 2499, ["fox gift", "hiking shirt"])
    assert etsy.get(f"/listings/{made['listing_id']}").json()["title"] == "Retro Fox Shirt"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Fox ☕ Shirt", "invalid_characters"),
        ("Price $5", "invalid_characters"),
        ("Hat ^ Shirt", "invalid_characters"),
        ("Back`tick", "invalid_characters"),
        ("Cafe\u0301 Shirt", "invalid_characters"),
        ("50% & 60% off", "invalid_characters"),
        ("A & B & C", "invalid_characters"),
        ("x" * 141, "too_long"),
    ],
)
def test_titles_are_refused_as_a_list(make, patch, title, kind):
    for answer in (make(title=title), patch(title=title)):
        assert answer.status_code == 400
        (problem,) = answer.json()
        assert (problem["path"], problem["type"]) == ("/title/1", kind)
        assert problem["message"]


@pytest.mark.parametrize("title", ["Café Größe ™ © ® 1 + 1 = 2: 50% & more", "x" * 140, "日本語のシャツ"])
def test_titles_that_pass(make, title):
    assert make(title=title).status_code == 201


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"tags": "fox,Fox"}, "/tags : You may not have duplicate tags."),
        ({"tags": "fox!"}, "/tags : contains invalid character"),
        ({"tags": "['fox']"}, "/tags : contains invalid character"),
        ({"tags": "a tag of more than 20"}, "/tags : must be 20"),
        ({"tags": ",".join(f"tag {n}" for n in range(14))}, "/tags : You may only have 13"),
        ({"materials": "cotton!"}, "/materials : contains invalid character"),
        ({"materials": "x" * 46}, "/materials : must be 45"),
        ({"styles": "a,b,c"}, "/styles : You may only have 2"),
        ({"price": "0.19"}, "/price : must be above min price"),
        ({"price": "50000.01"}, "/price : must be below max price $50,000.00 USD"),
        ({"quantity": "1000"}, "/quantity"),
        ({"shop_section_id": "7"}, "/shop/section/id : Shop section not found."),
        ({"shipping_profile_id": "7"}, "/shipping/profile/id"),
        ({"who_made": "someone_else"}, "/marketplace : Oh dear, you cannot sell this item on Etsy."),
    ],
)
def test_fields_are_refused_with_their_name(make, changes, text):
    answer = make(**changes)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("There was a problem with " + text)


def test_a_partner_on_the_listing_lets_others_make_it(make, etsy):
    answer = make(who_made="someone_else", production_partner_ids=str(PARTNER))
    assert answer.status_code == 201
    found = etsy.get(f"/listings/{answer.json()['listing_id']}").json()
    assert found["production_partners"] == [
        {"production_partner_id": PARTNER, "partner_name": "Printify", "location": "United States"}
    ]


def test_physical_listings_need_a_processing_profile(make):
    assert make(readiness_state_id=None).json() == {"error": "A readiness_state_id is required for physical listings."}
    assert make(readiness_state_id=None, type="download").status_code == 201


def test_an_empty_image_list_is_too_short(make, patch):
    for answer in (make(image_ids=""), patch(image_ids="")):
        assert answer.json() == [{"path": "/images", "type": "array_too_short", "message": "must have at least 1 item"}]


def test_a_size_of_nothing_with_a_unit_is_a_server_error(make, patch):
    form = {"item_weight": "0", "item_weight_unit": "oz"}
    for answer in (make(**form), patch(**form)):
        assert (answer.status_code, answer.json()) == (500, {"error": "Server Error"})


def test_a_create_may_say_500_and_have_made_it(make, etsy, sandbox):
    sandbox.fault("etsy POST /v3/application/shops/{shop_id}/listings", "applied_status", status=500)
    assert make().status_code == 500
    assert etsy.get(SHOP + "/listings", params={"state": "draft"}).json()["count"] == 1


def test_json_is_refused_where_a_form_is_meant(etsy):
    answer = etsy.post(SHOP + "/listings", json=draft())
    assert answer.status_code == 400
    assert answer.json()[0]["type"] == "content_type"


def test_types_enums_and_required_fields_follow_the_document(make):
    for changes, path, kind in (
        ({"price": "cheap"}, "/price", "type"),
        ({"who_made": "me"}, "/who_made", "enum"),
        ({"taxonomy_id": "0"}, "/taxonomy_id", "minimum"),
        ({"title": None}, "/title", "required"),
        ({"colour": "red"}, "/colour", "unknown_parameter"),
        ({"is_supply": "False"}, "/is_supply", "type"),
        ({"taxonomy_id": "999999"}, "/taxonomy_id", "invalid"),
    ):
        answer = make(**changes)
        assert answer.status_code == 400, changes
        assert (answer.json()[0]["path"], answer.json()[0]["type"]) == (path, kind)


def test_patch_changes_text_and_keeps_the_rest(patch, etsy, listing):
    assert patch(title="New Title", tags="one,two").json()["title"] == "New Title"
    found = etsy.get(f"/listings/{listing}").json()
    assert (found["tags"], found["description"], found["price"]["amount"]) == (["one", "two"], "Soft.", 2499)


def test_patch_with_an_unknown_id_changes_nothing(patch, etsy, listing):
    answer = patch(title="New Title", shop_section_id="7")
    assert answer.json()["error"] == "There was a problem with /shop/section/id : Shop section not found."
    assert etsy.get(f"/listings/{listing}").json()["title"] == "Retro Fox Shirt"


@pytest.mark.parametrize("form", [{"processing_min": "1", "processing_max": "2"}, {"price": "9.99"}, {"quantity": "7"}])
def test_patch_takes_some_fields_in_silence_and_without_effect(patch, etsy, listing, sandbox, form):
    before = etsy.get(f"/listings/{listing}").json()
    assert patch(**form).status_code == 200
    after = etsy.get(f"/listings/{listing}").json()
    for name in ("price", "quantity", "processing_min", "processing_max"):
        assert after[name] == before[name]
    assert sandbox.violations()


def test_who_made_it_is_told_with_when_and_for_what(patch):
    assert patch(who_made="collective").json()["error"].startswith("There was a problem with /who_made")
    assert patch(who_made="collective", when_made="made_to_order", is_supply="false").json()["who_made"] == "collective"


def test_patch_of_another_field_is_refused(patch):
    assert "/colour" in patch(colour="red").json()["error"]


def test_repeated_image_keys_keep_only_the_last(etsy, patch, listing):
    ids = [str(send_image(etsy, listing, rank=str(n)).json()["listing_image_id"]) for n in (1, 2, 3)]
    assert patch(image_ids=",".join(reversed(ids))).status_code == 200
    kept = etsy.get(f"/listings/{listing}/images").json()["results"]
    assert [str(item["listing_image_id"]) for item in kept] == ids[::-1]
    assert [item["rank"] for item in kept] == [1, 2, 3]
    body = "&".join(f"image_ids={number}" for number in ids)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert etsy.patch(f"{SHOP}/listings/{listing}", content=body, headers=headers).status_code == 200
    assert etsy.get(f"/listings/{listing}/images").json()["count"] == 1


def test_going_live_needs_a_picture_and_costs_a_fee_once(etsy, patch, listing, sandbox):
    assert "at least 1 image" in patch(state="active").json()["error"]
    send_image(etsy, listing)
    assert patch(state="active").json()["state"] == "active"
    assert patch(state="active").status_code == 200
    assert sandbox.state()["fees_cents"] == 20
    assert patch(state="inactive").json()["state"] == "inactive"
    assert patch(state="draft").status_code == 400


@pytest.mark.parametrize("field", ["shipping_profile_id", "return_policy_id"])
def test_going_live_needs_shipping_and_a_return_policy(make, etsy, field):
    number = make(**{field: None}).json()["listing_id"]
    send_image(etsy, number)
    answer = etsy.patch(f"{SHOP}/listings/{number}", data={"state": "active"})
    assert f"/{field}" in answer.json()["error"]


def test_pictures_are_added_ranked_replaced_and_removed(etsy, listing):
    first = send_image(etsy, listing, rank="1", alt_text="A fox").json()
    assert (first["full_width"], first["full_height"], first["alt_text"]) == (480, 576, "A fox")
    second = send_image(etsy, listing, rank="1", overwrite="true").json()
    assert second["listing_image_id"] != first["listing_image_id"]
    path = f"{SHOP}/listings/{listing}/images/{second['listing_image_id']}"
    assert etsy.delete(path).json()["error"].startswith("Listings must have at least 1 image.")
    send_image(etsy, listing, rank="2")
    assert etsy.get(f"/listings/{listing}/images/{second['listing_image_id']}").status_code == 200
    assert etsy.delete(path).status_code == 204
    assert etsy.delete(path).status_code == 404


def test_picture_files_are_read(etsy, listing):
    assert "JPG, PNG or GIF" in send_image(etsy, listing, picture=b"%PDF").json()["error"]
    assert "/alt_text" in send_image(etsy, listing, alt_text="x" * 501).json()["error"]
    nothing = etsy.post(f"{SHOP}/listings/{listing}/images", files={"rank": (None, "1")})
    assert nothing.status_code == 400
    whole = png(480, 576) + bytes(range(256)) * 64 + b"\r\n--"
    assert send_image(etsy, listing, picture=whole).status_code == 201


def offering(**changes):
    return {"price": 12.5, "quantity": 3, "is_enabled": True, "readiness_state_id": READINESS} | changes


@pytest.fixture
def put(etsy, listing):
    return lambda products, **more: etsy.put(f"/listings/{listing}/inventory", json={"products": products} | more)


def test_inventory_replaces_prices_and_stock(put, etsy, listing):
    answer = put([{"sku": "PP-X-1", "offerings": [offering()]}, {"sku": "PP-X-2", "offerings": [offering(price=9.99)]}])
    assert answer.status_code == 200
    assert answer.json()["products"][0]["offerings"][0]["price"] == {
        "amount": 1250,
        "divisor": 100,
        "currency_code": "USD",
    }
    found = etsy.get(f"/listings/{listing}").json()
    assert (found["price"]["amount"], found["quantity"], found["skus"]) == (999, 6, ["PP-X-1", "PP-X-2"])


@pytest.mark.parametrize(
    ("products", "text"),
    [
        ([], "/products"),
        ([{"sku": "x" * 33, "offerings": [offering()]}], "/sku"),
        ([{"offerings": [offering(price=0)]}], "/price"),
        ([{"offerings": [offering(quantity=1000)]}], "/quantity"),
        ([{"offerings": [offering(readiness_state_id=5)]}], "/readiness"),
        ([{"offerings": [offering(price={"amount": 5})]}], "/price : must be of type number"),
        ([{"offerings": [{"price": 5}]}], "/quantity : is required"),
        (
            [
                {
                    "offerings": [offering()],
                    "property_values": [{"property_id": 513, "value_ids": [], "values": ["a(b)"]}],
                }
            ],
            "paren",
        ),
    ],
)
def test_inventory_rules(put, products, text):
    answer = put(products)
    assert answer.status_code == 400
    assert text in answer.json()["error"]


def test_delete_needs_its_own_scope(etsy, sandbox, listing):
    assert "listings_d" in etsy.delete(f"/listings/{listing}").json()["error"]
    other = sandbox.etsy(sandbox.etsy_tokens("listings_d")["access_token"])
    assert other.delete(f"/listings/{listing}").status_code == 204
    assert etsy.get(f"/listings/{listing}").status_code == 404
