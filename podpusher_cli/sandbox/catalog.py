"""The catalogue: blueprints, who prints them, and every variant with its cost (invented figures, real shapes)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from podpusher_cli.sandbox.answers import dumps, loads

VARIANT_STEP = 4  # ids of one colour's sizes lie this far apart
COLOUR_STEP = 40


@dataclass(frozen=True, slots=True)
class Variant:
    """One colour and size. `cost` in cents; `front` and `back` are the fixed ends of its JSON inside a product."""

    id: int
    title: str
    colour: str
    size: str
    cost: int
    available: bool
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """What one print provider makes of one blueprint. The JSON texts are ready to be put into an answer."""

    blueprint: int
    provider: int
    title: str
    tags: tuple[str, ...]
    variants: dict[int, Variant]
    positions: tuple[str, ...]
    options_json: str
    in_stock_json: bytes
    every_json: bytes
    shipping_json: bytes


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = loads(Path(__file__).with_name("catalog.json").read_bytes())
    return data


def _areas(blueprint: dict[str, Any], size: int) -> list[dict[str, Any]]:
    placed = blueprint["placeholders"]
    places = [placed[size]] if blueprint.get("placeholder_by_size") else placed
    return [{"position": name, "height": height, "width": width} for name, width, height in places]


def _variant(blueprint: dict[str, Any], made: dict[str, Any], colour: int, size: int) -> Variant:
    data = _data()
    colour_name, size_name = made["colors"][colour], blueprint["sizes"][size]
    place = _all_colours(blueprint).index(colour_name)
    title = f"{colour_name} / {size_name}" if len(made["colors"]) > 1 else size_name
    available = title not in made["out_of_stock"]
    options = [data["sizes"][size_name]]
    if len(made["colors"]) > 1:
        options.insert(0, data["colors"][colour_name][0])
    number = blueprint["first_variant"] + COLOUR_STEP * place + VARIANT_STEP * size
    cost = made["costs"][size]
    back = {
        "title": title,
        "grams": blueprint["grams"],
        "is_available": available,
        "is_printify_express_eligible": False,
        "quantity": 1,
        "options": options,
    }
    return Variant(
        number,
        title,
        colour_name,
        size_name,
        cost,
        available,
        front=f'{{"id":{number},"cost":{cost},',
        back="," + dumps(back)[1:],
    )


def _all_colours(blueprint: dict[str, Any]) -> list[str]:
    named: dict[str, None] = {}
    for made in blueprint["providers"].values():
        named |= dict.fromkeys(made["colors"])
    return list(named)


def _options(blueprint: dict[str, Any], made: dict[str, Any]) -> list[dict[str, Any]]:
    data = _data()
    sizes = [{"id": data["sizes"][name], "title": name} for name in blueprint["sizes"]]
    colours = [
        {"id": data["colors"][name][0], "title": name, "colors": [data["colors"][name][1]]} for name in made["colors"]
    ]
    found: list[dict[str, Any]] = []
    if len(colours) > 1:
        found.append({"name": "Colors", "type": "color", "values": colours, "display_in_preview": True})
    return [*found, {"name": "Sizes", "type": "size", "values": sizes, "display_in_preview": True}]


def _catalog_variant(blueprint: dict[str, Any], variant: Variant) -> dict[str, Any]:
    options = {"size": variant.size}
    if variant.title != variant.size:
        options = {"color": variant.colour} | options
    areas = _areas(blueprint, blueprint["sizes"].index(variant.size))
    return {"id": variant.id, "title": variant.title, "options": options, "placeholders": areas}


def _shipping(made: dict[str, Any], ids: list[int]) -> dict[str, Any]:
    value, unit = made["shipping"]["handling"]
    return {
        "handling_time": {"value": value, "unit": unit},
        "profiles": [
            {
                "variant_ids": ids,
                "first_item": {"cost": first, "currency": "USD"},
                "additional_items": {"cost": more, "currency": "USD"},
                "countries": countries,
            }
            for countries, first, more in made["shipping"]["profiles"]
        ],
    }


@cache
def matrix(blueprint_id: int, provider_id: int) -> Matrix | None:
    """The variants of a blueprint at a print provider, or None where the provider does not make it."""
    blueprint = next((item for item in _data()["blueprints"] if item["id"] == blueprint_id), None)
    made = blueprint["providers"].get(str(provider_id)) if blueprint else None
    if not blueprint or not made:
        return None
    variants = [
        _variant(blueprint, made, colour, size)
        for colour in range(len(made["colors"]))
        for size in range(len(blueprint["sizes"]))
    ]
    ids = [variant.id for variant in variants]
    head = {"id": provider_id, "title": next(p["title"] for p in _data()["print_providers"] if p["id"] == provider_id)}
    every = [_catalog_variant(blueprint, variant) for variant in variants]
    in_stock = [item for item, variant in zip(every, variants, strict=True) if variant.available]
    return Matrix(
        blueprint=blueprint_id,
        provider=provider_id,
        title=blueprint["title"],
        tags=tuple(blueprint["tags"]),
        variants={variant.id: variant for variant in variants},
        positions=tuple(dict.fromkeys(name for name, _, _ in blueprint["placeholders"])),
        options_json=dumps(_options(blueprint, made)),
        in_stock_json=dumps(head | {"variants": in_stock}).encode(),
        every_json=dumps(head | {"variants": every}).encode(),
        shipping_json=dumps(_shipping(made, ids)).encode(),
    )


def _public(blueprint: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "title", "description", "brand", "model")
    pictures = [f"https://images.printify.example/blueprint/{blueprint['id']}/{n}.jpg" for n in (1, 2, 3)]
    return {name: blueprint[name] for name in names} | {"images": pictures}


def blueprints() -> list[dict[str, Any]]:
    """Every blueprint as the catalogue lists it."""
    return [_public(blueprint) for blueprint in _data()["blueprints"]]


def blueprint_providers(blueprint_id: int) -> list[dict[str, Any]] | None:
    """Who makes the blueprint: `[{id, title, decoration_methods}]`, or None."""
    for blueprint in _data()["blueprints"]:
        if blueprint["id"] == blueprint_id:
            made_by = {int(number) for number in blueprint["providers"]}
            return [
                {"id": p["id"], "title": p["title"], "decoration_methods": ["dtg"]}
                for p in _data()["print_providers"]
                if p["id"] in made_by
            ]
    return None


def print_providers() -> list[dict[str, Any]]:
    """Every print provider with its place."""
    providers: list[dict[str, Any]] = _data()["print_providers"]
    return providers
