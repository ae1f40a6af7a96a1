"""A body for the repair shop: its shape stays, what could open a door or name a person goes.

Every pattern is bounded, so that no answer, however odd, takes long.
"""

from __future__ import annotations

import json
import re
from typing import Any

_REMOVED = "[removed]"
_TELLING = "token|secret|session|cookie|csrf|passw|auth|sign|api_?key|jwt|ticket|creator|e-?mail"
_NAME = re.compile(_TELLING, re.IGNORECASE)
_FIELD = re.compile(
    rf"""((?:{_TELLING})[\w.-]{{0,40}}\\?["']?\s{{0,9}}[:=]\s{{0,9}})"""
    r"""("(?:[^"\\]|\\.)*(?:"|\Z)|'(?:[^'\\]|\\.)*(?:'|\Z)|\\"[^"]*"|[^\s"'<>;,&{}\[\]\\]+)""",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(?:input|meta)\b[^>]{0,800}", re.IGNORECASE)
_VALUE = re.compile(r"""\b((?:value|content)\s{0,9}=\s{0,9})("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_LONG_WORD = re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*|(?<![\w/+-])[A-Za-z0-9_/+-]{40,}={0,2}")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}")


def scrubbed(body: bytes) -> bytes:
    """The body without tokens, cookies, mail addresses and creators."""
    try:
        document = json.loads(body)
        return json.dumps(_cleaned(document), ensure_ascii=False, indent=1).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        text = _TAG.sub(_emptied, body.decode("utf-8", "replace"))
        return _plain(_FIELD.sub(rf'\1"{_REMOVED}"', _LONG_WORD.sub(_REMOVED, text))).encode()


def without_mail(text: str) -> str:
    """The text without mail addresses."""
    return _MAIL.sub(_REMOVED, text)


def _emptied(tag: re.Match[str]) -> str:
    return _VALUE.sub(rf'\1"{_REMOVED}"', tag[0]) if _NAME.search(tag[0]) else tag[0]


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _REMOVED if _NAME.search(name) and inner else _cleaned(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner) for inner in value]
    return _plain(value) if isinstance(value, str) else value


def _plain(text: str) -> str:
    return _MAIL.sub(_REMOVED, _LONG_WORD.sub(_REMOVED, text))
