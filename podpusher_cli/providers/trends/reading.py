"""An answer's body as JSON or as a page, whatever state it is in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.http import Response

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_UNSEEN = "script, style, noscript, template"


def json_of(response: Response) -> Any:
    """The body as JSON; None when it is not, or is nested deeper than anything honest."""
    return json_in(response.body)


def json_in(text: bytes | str) -> Any:
    """The text as JSON, or None."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def is_html(response: Response) -> bool:
    """Whether the body is a page: it looks like one, or the header says so and it is no JSON."""
    if response.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return True
    return "html" in response.headers.get("content-type", "") and json_of(response) is None


def is_whole_page(response: Response) -> bool:
    """Whether the page's end has come."""
    return b"</html>" in response.body[-1024:].lower()


def tree_of(response: Response) -> LexborHTMLParser:
    """The page with its scripts."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(response.body)


def page_of(response: Response) -> LexborHTMLParser:
    """The page as a reader sees it: scripts emptied, their tags and all other elements in place."""
    tree = tree_of(response)
    for hidden in tree.css(_UNSEEN):
        hidden.inner_html = ""
    return tree
