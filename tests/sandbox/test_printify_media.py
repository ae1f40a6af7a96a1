"""Uploads and catalogue (reference/printify.md, sections 3 and 4.1)."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from tests.support import bodies


def test_the_same_bytes_give_the_same_upload_whatever_the_name(printify, sandbox):
    first = printify.post("/uploads/images.json", json=bodies.upload("a.png")).json()
    sandbox.advance(100)
    assert printify.post("/uploads/images.json", json=bodies.upload("b.png")).json() == first
    other = printify.post("/uploads/images.json", json=bodies.upload(picture=bodies.png(salt="x"))).json()
    assert other["id"] != first["id"]
    assert len(first["id"]) == 24


def test_width_and_height_are_read_from_the_picture(printify):
    made = io.BytesIO()
    Image.new("RGB", (123, 45)).save(made, "JPEG")
    found = printify.post("/uploads/images.json", json=bodies.upload("j.jpg", made.getvalue())).json()
    assert (found["width"], found["height"], found["mime_type"]) == (123, 45, "image/jpeg")
    assert found["size"] == len(made.getvalue())
    tiny = printify.post("/uploads/images.json", json=bodies.upload(picture=bodies.png(120, 140))).json()
    assert (tiny["width"], tiny["height"]) == (120, 140)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"file_name": "a.png", "contents": base64.b64encode(b"<svg/>").decode()}, 8201),
        ({"file_name": "a.png", "contents": "not base64!"}, 8201),
        ({"contents": base64.b64encode(bodies.png()).decode()}, 8150),
        ({"file_name": "a.png"}, 8150),
        ({"file_name": "a.png", "url": "https://pictures.example/a.png"}, 10300),
    ],
)
def test_refused_uploads(printify, body, code):
    answer = printify.post("/uploads/images.json", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_the_library_lists_reads_and_archives(printify, shop):
    made = [shop.upload(str(n)) for n in range(3)]
    page = printify.get("/uploads.json", params={"limit": 2}).json()
    assert (len(page["data"]), page["total"], page["last_page"]) == (2, 3, 2)
    assert printify.get(f"/uploads/{made[0]}.json").json()["id"] == made[0]
    assert printify.post(f"/uploads/{made[0]}/archive.json").json() == {}
    assert printify.get("/uploads.json").json()["total"] == 2
    assert printify.get(f"/uploads/{'0' * 24}.json").status_code == 404


def test_the_catalogue_has_what_a_shop_sells(printify):
    blueprints = {item["id"]: item for item in printify.get("/catalog/blueprints.json").json()}
    assert set(blueprints) == {6, 68, 282, 706}
    assert set(blueprints[706]) == {"id", "title", "description", "brand", "model", "images"}
    assert printify.get("/catalog/blueprints/706.json").json() == blueprints[706]
    providers = printify.get("/catalog/blueprints/6/print_providers.json").json()
    assert [item["id"] for item in providers] == [29, 99]
    assert printify.get("/catalog/print_providers/29.json").json()["location"]["country"] == "US"
    for path in ("/catalog/blueprints/1.json", "/catalog/blueprints/x/print_providers.json"):
        assert printify.get(path).status_code == 404


def test_variants_hide_what_is_out_of_stock_unless_asked(printify):
    path = "/catalog/blueprints/706/print_providers/29/variants.json"
    shown = printify.get(path).json()
    every = printify.get(path, params={"show-out-of-stock": 1}).json()
    assert len(every["variants"]) == 84
    assert len(shown["variants"]) == 81
    front = next(area for area in shown["variants"][0]["placeholders"] if area["position"] == "front")
    assert (front["width"], front["height"]) == (4500, 5400)
    assert printify.get("/catalog/blueprints/706/print_providers/99/variants.json").status_code == 404


def test_shipping(printify):
    found = printify.get("/catalog/blueprints/68/print_providers/1/shipping.json").json()
    assert found["handling_time"] == {"value": 10, "unit": "day"}
    assert found["profiles"][0]["first_item"]["currency"] == "USD"
