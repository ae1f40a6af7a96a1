"""An answer that is a feed, RSS or Atom, as elements without their namespaces."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from podpusher_cli.core.http import Response
from podpusher_cli.core.outcomes import LayoutChanged, UpstreamFault

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DECLARED = re.compile(rb"<!(?:doctype|entity)", re.IGNORECASE)  # no feed declares anything, an attack does
_BEGINS = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(rss|feed)\b")
_NAMESPACE = re.compile(r"^\{[^}]*\}")


def feed_of(response: Response, name: str) -> Element:
    """The feed, whose outermost element is `name`. Raises UpstreamFault when it is cut off, LayoutChanged for anything else."""
    from xml.etree import ElementTree as ET

    body = response.body.removeprefix(b"\xef\xbb\xbf")
    if not (found := _BEGINS.match(body)) or found[1].decode() != name or _DECLARED.search(body):
        raise LayoutChanged("no feed")
    try:
        root = ET.fromstring(body)  # noqa: S314 - see _DECLARED
    except (ET.ParseError, ValueError, LookupError) as error:
        if body.rstrip().endswith(f"</{name}>".encode()):
            raise LayoutChanged("the feed is not well formed") from error
        raise UpstreamFault("the answer is cut off") from error
    for element in root.iter():
        element.tag = _NAMESPACE.sub("", element.tag)
    return root


def moment(text: str | None) -> str | None:
    """A date as mail headers have it, with its offset, in UTC; None when it is none."""
    try:
        found = parsedate_to_datetime(text or "")
        return found.astimezone(UTC).isoformat() if found.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None
