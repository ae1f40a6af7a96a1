"""A product as Printify gives it back: the whole variant matrix, ready as JSON text."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import dumps
from podpusher_cli.sandbox.catalog import Matrix

_CAMERAS = ("front", "back", "person-1", "person-2")
_LOCKED = b',"is_locked":true}'
_UNLOCKED = b',"is_locked":false}'


def product_id(seq: int) -> str:
    """24 hex digits that say nothing about the order of creation."""
    return hashlib.sha256(f"product {seq}".encode()).hexdigest()[:24]


def stamp(at: float) -> str:
    """`2026-09-10 13:40:41+00:00`."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S+00:00")


def tail(external: str | None, *, locked: bool) -> bytes:
    """What follows the body: `external` only once there is one."""
    end = _LOCKED if locked else _UNLOCKED
    return b',"external":' + external.encode() + end if external else end


def all_tags(sent: list[str], matrix: Matrix) -> list[str]:
    """The seller's tags, then the blueprint's own."""
    return list(dict.fromkeys([*sent, *matrix.tags]))


def _default_id(variants: dict[str, dict[str, Any]]) -> int:
    enabled = [number for number, kept in variants.items() if kept["is_enabled"]]
    chosen = [number for number in enabled if variants[number].get("is_default")]
    return int((chosen or enabled or ["0"])[0])


def _variants(seq: int, doc: dict[str, Any], matrix: Matrix) -> str:
    kept: dict[str, dict[str, Any]] = doc["variants"]
    default = _default_id(kept)
    parts = []
    for variant in matrix.variants.values():
        own = kept.get(str(variant.id))
        if own is None:
            middle = f'"sku":"{seq:06d}{variant.id:014d}","price":{variant.cost},"is_enabled":false,"is_default":false'
        else:
            sku = dumps(own.get("sku") or f"{seq:06d}{variant.id:014d}")
            enabled = "true" if own["is_enabled"] else "false"
            first = "true" if variant.id == default else "false"
            middle = f'"sku":{sku},"price":{own["price"]},"is_enabled":{enabled},"is_default":{first}'
        parts.append(variant.front + middle + variant.back)
    return ",".join(parts)


def _areas(doc: dict[str, Any], matrix: Matrix, uploads: dict[str, tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The areas as they come back: every variant covered, unused positions empty, the pictures described."""
    named = {number for area in doc["print_areas"] for number in area["variant_ids"]}
    left_over = [number for number in matrix.variants if number not in named]
    made = []
    for place, area in enumerate(doc["print_areas"]):
        by_position = {item["position"]: item.get("images", []) for item in area["placeholders"]}
        placeholders = [
            {"position": position, "images": [_image(image, uploads) for image in by_position.get(position, [])]}
            for position in matrix.positions
        ]
        ids = [*area["variant_ids"], *(left_over if place == 0 else [])]
        made.append({"variant_ids": ids, "placeholders": placeholders, "background": "#ffffff"})
    return made


def _image(image: dict[str, Any], uploads: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    name, width, height, mime = uploads[image["id"]]
    described = {"name": name, "type": mime, "height": height, "width": width}
    source = {"src": f"https://pfy-prod-image-storage.example/{image['id']}", "flipX": False, "flipY": False}
    return {"id": image["id"]} | described | {key: image[key] for key in ("x", "y", "scale", "angle")} | source


def mockups(number: str, doc: dict[str, Any], matrix: Matrix) -> list[dict[str, Any]]:
    """The pictures Printify makes of it: four of each enabled colour, at most twelve."""
    by_colour: dict[str, list[int]] = {}
    for key, kept in doc["variants"].items():
        if kept["is_enabled"]:
            by_colour.setdefault(matrix.variants[int(key)].colour, []).append(int(key))
    made = [
        {
            "src": f"https://images.printify.example/mockup/{number}/{ids[0]}/{camera}.jpg",
            "variant_ids": ids,
            "position": "back" if camera == "back" else "front",
            "is_default": False,
            "is_selected_for_publishing": True,
        }
        for ids in by_colour.values()
        for camera in _CAMERAS
    ][:12]
    if made:
        made[0]["is_default"] = True
    return made


def body(
    seq: int,
    shop: int,
    doc: dict[str, Any],
    matrix: Matrix,
    uploads: dict[str, tuple[Any, ...]],
    times: tuple[float, float],
) -> tuple[bytes, bytes]:
    """The JSON text up to `external` and `is_locked`: as it will be read, and as the creation's answer has it.

    `times` are creation and last change. Right after creation there is only the first of the pictures.
    """
    number = product_id(seq)
    head = {
        "id": number,
        "title": doc["title"],
        "description": doc["description"],
        "safety_information": doc.get("safety_information", ""),
        "tags": all_tags(doc.get("tags") or [], matrix),
    }
    end = {
        "created_at": stamp(times[0]),
        "updated_at": stamp(times[1]),
        "visible": doc.get("visible", True),
        "is_deleted": False,
        "blueprint_id": matrix.blueprint,
        "print_provider_id": matrix.provider,
        "user_id": accounts.PRINTIFY_USER,
        "shop_id": shop,
        "print_areas": _areas(doc, matrix, uploads),
        "print_details": doc.get("print_details", []),
        "sales_channel_properties": doc.get("sales_channel_properties", []),
        "is_printify_express_eligible": False,
        "is_printify_express_enabled": False,
    }
    images = mockups(number, doc, matrix)
    front = f'{dumps(head)[:-1]},"options":{matrix.options_json},"variants":[{_variants(seq, doc, matrix)}],"images":'
    back = f",{dumps(end)[1:-1]}"
    return f"{front}{dumps(images)}{back}".encode(), f"{front}{dumps(images[:1])}{back}".encode()
