"""Data that a page carries for its own scripts: lists are found by their shape, wherever in it they lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from podpusher_cli.core.http import Response
from podpusher_cli.providers.trends.reading import is_html, json_in, json_of, tree_of


def documents_in(response: Response) -> Iterator[Any]:
    """Every piece of JSON: the body itself, or the scripts of a page."""
    if not is_html(response):
        yield json_of(response)
        return
    for script in tree_of(response).css("script"):
        text = script.text().strip()
        if text.startswith("{") and (document := json_in(text)) is not None:
            yield document


def paged_lists_in(document: object, field: str) -> Iterator[tuple[list[Any], object]]:
    """Each `pages[].data[]` with its `pagination`, at any depth, whose rows have that field or that is paged."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            pages = value.get("pages")
            for page in pages if isinstance(pages, list) else []:
                if isinstance(page, dict) and isinstance(page.get("data"), list):
                    rows = page["data"]
                    if "pagination" in page or any(isinstance(row, dict) and field in row for row in rows):
                        yield rows, page.get("pagination")
            waiting.extend(reversed(value.values()))
