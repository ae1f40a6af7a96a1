"""Requests and answers against the official document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from podpusher_cli.sandbox import etsy_spec
from podpusher_cli.sandbox.etsy_violations import FILE

SHOP = "/shops/51300771"
DOCUMENT = json.loads(Path(etsy_spec.__file__).with_name("etsy-openapi.json").read_text())


def as_json_schema(schema: Any) -> Any:
    """OpenAPI 3.0's `nullable` in the words of JSON Schema; no property beyond the named ones."""
    if isinstance(schema, list):
        return [as_json_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: as_json_schema(value) for key, value in schema.items() if key not in {"nullable", "format", "default"}}
    if made.get("type") == "object" and made.get("properties"):
        made["additionalProperties"] = False
    if schema.get("nullable"):
        return {"anyOf": [made, {"type": "null"}]}
    return made


SCHEMAS = {"components": as_json_schema(DOCUMENT["components"])}


def check(name: str, value: Any) -> None:
    jsonschema.validate(value, SCHEMAS | {"$ref": f"#/components/schemas/{name}"})


def test_answers_are_what_the_document_promises(shop, etsy, sandbox):
    _, listing = shop.published(visible=True)
    receipt = sandbox.sell(listing)
    for path, schema in (
        ("/openapi-ping", "Pong"),
        ("/users/me", "Self"),
        (SHOP, "Shop"),
        ("/users/70211334/shops", "Shop"),
        ("/shops?shop_name=sand", "Shops"),
        (f"/listings/{listing}?includes=Images,Shop,User,Inventory,Shipping", "ShopListingWithAssociations"),
        (f"/listings/batch?listing_ids={listing},900000001", "ShopListingsWithAssociations"),
        (SHOP + "/listings", "ShopListingsWithAssociations"),
        (SHOP + "/listings/active", "ShopListings"),
        ("/listings/active?keywords=cat", "ShopListings"),
        (f"/listings/{listing}/images", "ListingImages"),
        (f"/listings/{listing}/inventory", "ListingInventoryWithAssociations"),
        (SHOP + "/receipts", "ShopReceipts"),
        (f"{SHOP}/receipts/{receipt['receipt_id']}", "ShopReceipt"),
        (SHOP + "/transactions", "ShopReceiptTransactions"),
        ("/seller-taxonomy/nodes", "SellerTaxonomyNodes"),
        (SHOP + "/shipping-profiles", "ShopShippingProfiles"),
        (SHOP + "/policies/return", "ShopReturnPolicies"),
        (SHOP + "/production-partners", "ShopProductionPartners"),
        (SHOP + "/readiness-state-definitions", "ShopProcessingProfiles"),
        (SHOP + "/sections", "ShopSections"),
    ):
        sandbox.advance(1)
        answer = etsy.get(path)
        assert answer.status_code == 200, (path, answer.text)
        check(schema, answer.json())
    assert sandbox.violations() == []


def test_every_operation_of_the_document_has_a_handler(sandbox):
    from podpusher_cli.sandbox.etsy import Etsy
    from podpusher_cli.sandbox.world import World

    world = World(sandbox.home / "other" / "world.db")
    assert {operation.id for operation in etsy_spec.operations().values()} == set(Etsy(world, lambda: None)._handlers)
    world.close()


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (SHOP + "/listings?limit=101", "/limit : must be at most 100"),
        (SHOP + "/listings?limit=ten", "/limit : must be of type integer"),
        (SHOP + "/listings?state=drafts", "/state : must be one of"),
        (SHOP + "/listings?status=draft", "/status : is not a parameter"),
        ("/listings/batch", "/listing_ids : is required"),
        ("/listings/batch?listing_ids=1,x", "/listing_ids : must be of type integer"),
        ("/listings/900000001?includes=Images,Sizes", "/includes : must be one of"),
        ("/listings/abc", "/listing_id : must be of type integer"),
        ("/shops/0", "/shop_id : must be at least 1"),
    ],
)
def test_what_the_document_does_not_allow_is_refused_and_written_down(etsy, sandbox, path, problem):
    answer = etsy.get(path)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("There was a problem with " + problem)
    (call,) = sandbox.violations()
    assert call["spec_violation"][0].startswith(problem)
    assert call["status"] == 400


def test_also_where_a_fault_answers_in_place_of_etsy(etsy, sandbox):
    for kind, status in (("status", 503), ("applied_status", 500)):
        sandbox.clear_calls()
        sandbox.fault("etsy * *", kind, status=status)
        assert etsy.get("/listings/batch").status_code == status
        assert [call["spec_violation"] for call in sandbox.violations()] == [["/listing_ids : is required"]]
    written = [json.loads(line) for line in (sandbox.home / FILE).read_text().splitlines()]
    assert [line["problems"] for line in written[-2:]] == [["/listing_ids : is required"]] * 2


def test_unknown_paths_are_written_down_too(etsy, sandbox):
    assert etsy.get("/shops/51300771/orders").status_code == 404
    assert sandbox.violations()[0]["spec_violation"] == ["no operation GET /v3/application/shops/51300771/orders"]


def test_a_valid_call_leaves_no_trace_there(etsy, sandbox):
    etsy.get(SHOP + "/listings", params={"state": "draft", "limit": 100, "offset": 0, "includes": "Images,Shop"})
    assert sandbox.violations() == []
