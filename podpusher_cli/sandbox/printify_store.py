"""Products in the database: finding one as a caller names it, and whether it is locked."""

from __future__ import annotations

import re
from typing import Any

from podpusher_cli.sandbox.answers import Call, Refuse, answer_json
from podpusher_cli.sandbox.printify_errors import not_found, refusal
from podpusher_cli.sandbox.world import World

_ID = re.compile(r"[0-9a-f]{24}\Z")


def find_product(world: World, call: Call, fields: str) -> tuple[Any, ...]:
    """The product's row. Raises Refuse: 422 for a malformed id, 404 for none, 8104 for another shop's."""
    number = call.params["product"]
    if not _ID.match(number):
        raise Refuse(answer_json(422, {"error": "Invalid product ID format."}))
    row: tuple[Any, ...] | None = world.row(
        f"select shop_id, {fields} from products where id = ? and deleted = 0", number
    )
    if row is None:
        raise Refuse(not_found(call))
    shop = call.params["shop"]
    if row[0] != int(shop):
        raise refusal(8104, f'Product "{number}" does not belongs to shop #{shop}')
    return row[1:]


def refuse_locked(world: World, call: Call) -> None:
    """Raises Refuse (8252) while a publish is running."""
    (lock,) = find_product(world, call, "lock_until")
    if lock is not None:
        raise refusal(8252, "Product is disabled for editing")
