"""The merchant's shops at Printify: number, title, channel (reference/printify.md, sections 3 and 6.3)."""

from __future__ import annotations

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.world import World

_FIRST, _LAST_GIVEN = min(accounts.PRINTIFY_SHOPS), max(accounts.PRINTIFY_SHOPS)


def shops(world: World) -> dict[int, tuple[str, str]]:
    """Title and channel by number, as they are now."""
    moved = world.get("printify.shop")
    found: dict[int, tuple[str, str]] = {}
    for number, (title, channel) in accounts.PRINTIFY_SHOPS.items():
        now = int(moved) if moved and number == _FIRST else number
        found[now] = (title, world.get(f"channel.{now}") or channel)
    return found


def disconnect(world: World, number: int) -> None:
    """Cut the shop from its channel."""
    world.put(f"channel.{number}", "disconnected")


def reconnect(world: World) -> int:
    """Connect the Etsy shop anew: it is another number from now on, its products stay with the old one. The new number."""
    number = max(_LAST_GIVEN, *shops(world)) + 1
    world.put("printify.shop", str(number))
    return number
