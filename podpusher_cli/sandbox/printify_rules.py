"""What Printify checks in a product's body (reference/printify.md, sections 4.2, 4.4 and 7)."""

from __future__ import annotations

import re
from typing import Any

from podpusher_cli.sandbox.answers import Refuse
from podpusher_cli.sandbox.catalog import Matrix
from podpusher_cli.sandbox.printify_errors import refusal
from podpusher_cli.sandbox.world import World

REQUIRED = ("title", "description", "blueprint_id", "print_provider_id", "variants", "print_areas")
_MOST_SHOUTED_WORDS = 3
_SHOUTED = re.compile(r"\b[^\W\d_]{2,}\b")
_NO_MATCH = (
    "Variants do not match selected blueprint and print provider. All variants must be present in "
    "`print_areas.*.variant_ids`."
)


def missing(field: str) -> str:
    """Laravel's sentence for a field that is not there."""
    return f"{field}: The {field.replace('_', ' ')} field is required."


def is_whole(value: Any) -> bool:
    """A number without a fraction that is no truth value."""
    return isinstance(value, int) and not isinstance(value, bool)


def check_required(asked: dict[str, Any]) -> None:
    """Raises Refuse (8150) naming every required field that is missing or empty."""
    gone = [missing(field) for field in REQUIRED if asked.get(field) in (None, "", [])]
    if gone:
        raise refusal(8150, " ".join(gone))


def check_texts(asked: dict[str, Any]) -> None:
    """Raises Refuse: 8150 for a wrong type, 61003 for a title in capitals."""
    for field in ("title", "description"):
        if field in asked and not (isinstance(asked[field], str) and asked[field].strip()):
            raise refusal(8150, missing(field))
    tags = asked.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise refusal(8150, "tags: The tags must be an array of strings.")
    if not isinstance(asked.get("visible", True), bool):
        raise refusal(8150, "visible: The visible field must be true or false.")
    shouted = [word for word in _SHOUTED.findall(asked.get("title", "")) if word.isupper()]
    if len(shouted) > _MOST_SHOUTED_WORDS:
        raise refusal(61003, "Product is invalid. Title contains excessive caps.")


def check_variants(variants: Any, matrix: Matrix) -> None:
    """Raises Refuse: 8150 for a broken entry, 8251 for an id that the provider does not make."""
    if not isinstance(variants, list) or not all(isinstance(item, dict) for item in variants):
        raise refusal(8150, "variants: The variants must be an array.")
    problems = []
    for place, item in enumerate(variants):
        at = f"variants.{place}"
        problems += [
            f"{at}.{field}: The {at}.{field} field is required." for field in ("id", "price") if field not in item
        ]
        if "price" in item and (not is_whole(item["price"]) or item["price"] < 0):
            problems.append(f"{at}.price: The {at}.price must be an integer.")
        if not isinstance(item.get("sku", ""), str):
            problems.append(f"{at}.sku: The {at}.sku must be a string.")
        if not isinstance(item.get("is_enabled", True), bool):
            problems.append(f"{at}.is_enabled: The {at}.is_enabled field must be true or false.")
    if problems:
        raise refusal(8150, " ".join(problems))
    if any(item["id"] not in matrix.variants for item in variants):
        raise refusal(8251, _NO_MATCH)


def check_areas(areas: Any, matrix: Matrix, wanted: set[int]) -> None:
    """Raises Refuse: 8150 for a broken area, 8251 when the areas' variants do not cover `wanted`."""
    if not isinstance(areas, list) or not all(isinstance(area, dict) for area in areas):
        raise refusal(8150, "print_areas: The print areas must be an array.")
    covered: set[int] = set()
    for place, area in enumerate(areas):
        ids = area.get("variant_ids")
        if not isinstance(ids, list) or not ids:
            raise refusal(8150, missing(f"print_areas.{place}.variant_ids"))
        covered.update(ids)
        placeholders = area.get("placeholders")
        if not isinstance(placeholders, list) or not placeholders:
            raise refusal(8150, missing(f"print_areas.{place}.placeholders"))
        for number, placeholder in enumerate(placeholders):
            _check_placeholder(placeholder, matrix, f"print_areas.{place}.placeholders.{number}")
    if covered - matrix.variants.keys() or wanted - covered:
        raise refusal(8251, _NO_MATCH)


def _check_placeholder(placeholder: Any, matrix: Matrix, at: str) -> None:
    if not isinstance(placeholder, dict) or placeholder.get("position") not in matrix.positions:
        raise refusal(8150, f"{at}.position: The selected {at}.position is invalid.")
    images = placeholder.get("images", [])
    if not isinstance(images, list):
        raise refusal(8150, f"{at}.images: The {at}.images must be an array.")
    for place, image in enumerate(images):
        where = f"{at}.images.{place}"
        if not isinstance(image, dict) or not isinstance(image.get("id"), str):
            raise refusal(8150, missing(f"{where}.id"))
        for field in ("x", "y", "scale"):
            if not isinstance(image.get(field), int | float) or isinstance(image[field], bool):
                raise refusal(8150, missing(f"{where}.{field}"))
        if not is_whole(image.get("angle")):
            raise refusal(8150, f"{where}.angle: The {where}.angle must be an integer.")


def image_ids(areas: list[dict[str, Any]]) -> list[str]:
    """Every upload the areas name, once each."""
    named = (
        image["id"] for area in areas for placeholder in area["placeholders"] for image in placeholder.get("images", [])
    )
    return list(dict.fromkeys(named))


def check_images(world: World, areas: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """The uploads by id: `(file_name, width, height, mime)`. Raises Refuse (8253) for an unknown or too fresh one."""
    found: dict[str, tuple[Any, ...]] = {}
    refused: Refuse | None = None
    for number in image_ids(areas):
        row = world.row("select file_name, width, height, mime, creates from uploads where id = ?", number)
        if row is None:
            raise refusal(8253, f"Provided images do not exist: {number}")
        if row[4] < world.settings.upload_settle_calls:
            world.run("update uploads set creates = creates + 1 where id = ?", number)
            refused = refusal(8253, f"Provided images do not exist: {number}")
        found[number] = row[:4]
    if refused:
        raise refused
    return found
