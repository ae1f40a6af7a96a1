"""The words that the shop already sells by."""

from __future__ import annotations

import sqlite3


def sold_by(connection: sqlite3.Connection, most: int) -> list[str]:
    """The tags that most of the profile's products have, the commonest first."""
    rows = connection.execute(
        "select min(tag.value) from products, json_each(products.tags) as tag where tag.type = 'text'"
        " group by lower(tag.value) order by count(distinct products.id) desc, lower(tag.value) limit ?",
        (most,),
    )
    return [str(row[0]) for row in rows]
