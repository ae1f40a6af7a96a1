"""Printify's error shapes and its page envelope (reference/printify.md, sections 1 and 7)."""

from __future__ import annotations

from collections.abc import Sequence

from podpusher_cli.sandbox.answers import Answer, Call, Refuse, answer_json, dumps


def not_found(call: Call) -> Answer:
    """404 as Printify gives it."""
    return answer_json(404, {"error": "Not found", "request_id": call.request_id})


def refusal(code: int, reason: str, message: str = "Validation failed.") -> Refuse:
    """A 400 with Printify's own code."""
    errors = {"reason": reason, "code": code}
    return Refuse(answer_json(400, {"status": "error", "code": code, "message": message, "errors": errors}))


def page(call: Call, *, largest: int, default: int) -> tuple[int, int]:
    """`(page, limit)` as asked for. Raises Refuse (8150) for anything out of range."""
    asked = dict(call.pairs())
    number, limit = asked.get("page", "1"), asked.get("limit", str(default))
    if not number.isdigit() or int(number) < 1:
        raise refusal(8150, "page: The page must be at least 1.")
    if not limit.isdigit() or not 1 <= int(limit) <= largest:
        raise refusal(8150, f"limit: The limit must be between 1 and {largest}.")
    return int(number), int(limit)


def envelope(items: Sequence[Sequence[bytes]], number: int, limit: int, total: int) -> Answer:
    """One page. An item is ready JSON, in pieces that are put together only here: a page can be a megabyte."""
    last = max(1, -(-total // limit))
    first_row = (number - 1) * limit + 1 if items else None
    head = {"current_page": number}
    tail = {
        "first_page_url": "/?page=1",
        "from": first_row,
        "last_page": last,
        "last_page_url": f"/?page={last}",
        "links": [{"url": f"/?page={n}", "label": str(n), "active": n == number} for n in range(1, last + 1)],
        "next_page_url": f"/?page={number + 1}" if number < last else None,
        "path": "/",
        "per_page": limit,
        "prev_page_url": f"/?page={number - 1}" if number > 1 else None,
        "to": first_row + len(items) - 1 if first_row else None,
        "total": total,
    }
    pieces = [dumps(head)[:-1].encode(), b',"data":[']
    for place, item in enumerate(items):
        if place:
            pieces.append(b",")
        pieces += item
    pieces += [b"],", dumps(tail)[1:].encode()]
    return Answer(200, b"".join(pieces))
