"""What comes back from a consent page, as a request or as a pasted line, and what the browser is shown for it. Pure."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from podpusher_cli.core.http import is_loopback_host
from podpusher_cli.core.text import bare

_REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 421: "Misdirected Request"}

_PAGE = """<!doctype html>
<html lang="{lang}" dir="{direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>podpusher</title>
<link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1.25rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1.5rem }}
</style></head>
<body><main><h1>podpusher</h1><p>{sentence}</p></main></body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Page:
    """What the browser shows at the end: a sentence in the seller's language, `direction` `ltr` or `rtl`."""

    sentence: str = "podpusher has the answer. You can close this window."
    lang: str = "en"
    direction: str = "ltr"


def judged(head: bytes, path: str) -> tuple[int, str | None]:
    """The status that a request gets, and its query where it is the redirect."""
    first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    words = first.split(" ")
    hosts = _values(lines, "host")
    if len(words) != 3 or b"\r\n\r\n" not in head or len(hosts) != 1:
        return 400, None
    if not _names_this_machine(hosts[0]):
        return 421, None
    target, _, query = words[1].partition("?")
    if target != path:
        return 404, None
    if words[0] != "GET":
        return 405, None
    # A page that the seller is not looking at may fetch this address as a picture, in a frame or ahead of time.
    looked_at = set(_values(lines, "sec-fetch-dest")) <= {"document"} and not _values(lines, "sec-purpose")
    return (200, query) if looked_at and _is_redirect(query) else (400, None)


def answer(status: int, page: Page) -> bytes:
    """The whole answer to a request: the page where the status is 200, else an empty one."""
    body = b""
    if status == 200:
        sentence = html.escape(page.sentence)
        body = _PAGE.format(lang=page.lang, direction=page.direction, sentence=sentence).encode()
    head = (
        f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\nCache-Control: no-store\r\n"
        "Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'\r\n" + ("Allow: GET\r\n\r\n" if status == 405 else "\r\n")
    )
    return head.encode() + body


def redirected(line: str) -> str | None:
    """The query of a redirected address, as somebody pasted it; None for any other line."""
    address = bare(line)
    try:
        query = urlsplit(address).query if "?" in address else address
    except ValueError:
        return None
    return query if _is_redirect(query) else None


def _values(lines: Sequence[str], name: str) -> list[str]:
    return [value.strip() for key, _, value in (line.partition(":") for line in lines) if key.lower() == name]


def _names_this_machine(host: str) -> bool:
    try:
        return is_loopback_host(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


def _is_redirect(query: str) -> bool:
    try:
        told = parse_qs(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return False
    return "code" in told or "error" in told
