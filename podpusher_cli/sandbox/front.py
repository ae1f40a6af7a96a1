"""The page at the sandbox's own address: what is in its shops, and which faults are set, for whoever looks with a browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from podpusher_cli.sandbox import census
from podpusher_cli.sandbox.answers import Answer
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.pages import page
from podpusher_cli.sandbox.world import World

_SHOWN = 200  # of a shop of thousands, the last ones


def front(world: World, faults: Sequence[Fault]) -> Answer:
    """Listings at Etsy, products at Printify, faults; the newest first."""
    found = census.census(world)
    listings = [(each["listing_id"], each["state"], each["title"], _made_by(each)) for each in found["listings"]]
    products = [(each["id"], _state(each), each["title"], each["shop_id"]) for each in found["products"]]
    ordered = [(each.route, each.kind, each.nth, each.times or "for ever", each.fired) for each in faults]
    counts = f"Duplicates: {len(found['duplicates'])}. Orphans: {len(found['orphans'])}."
    content = "\n".join(
        [
            "<h1>The sandbox</h1>",
            f"<p>Fees charged: {found['fees_cents'] / 100:.2f} USD. {counts}</p>",
            _table("Listings at Etsy", ("Listing", "State", "Title", "Made by"), listings[::-1]),
            _table("Products at Printify", ("Product", "State", "Title", "Shop"), products[::-1]),
            _table("Faults", ("Route", "Kind", "On call", "Times", "Happened"), ordered),
        ]
    )
    return page(200, "Etsy or Printify", "The sandbox", content)


def _made_by(listing: dict[str, Any]) -> str:
    return "Printify" if listing["origin"] == "printify" else "Etsy"


def _state(product: dict[str, Any]) -> str:
    """How a product stands; why a publish failed, which Printify itself tells nobody."""
    if product["deleted"]:
        return "deleted"
    if product["locked"]:
        return "being published"
    if product["failure"]:
        return f"failed: {product['failure']}"
    return f"listing {product['external']['id']}" if product["external"] else "not published"


def _table(title: str, heads: Iterable[str], rows: Sequence[Sequence[object]]) -> str:
    """A table of the first rows; whatever stands in them is text."""
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(str(each))}</td>' for each in row)}</tr>" for row in rows[:_SHOWN])
    more = f"<p>And {len(rows) - _SHOWN} more.</p>" if len(rows) > _SHOWN else ""
    shown = f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>{more}" if rows else "<p>None.</p>"
    return f"<h2>{escape(title)}</h2>\n{shown}"
