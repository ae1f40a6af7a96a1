"""Ids: short, sayable, sortable where that helps."""

from __future__ import annotations

import os

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: nothing that reads like something else


def token(length: int = 10) -> str:
    """A random word of `length` characters, five bits each."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in os.urandom(length))


def new_id(prefix: str) -> str:
    """An id such as `p-7K3M9QXA`: 40 random bits behind a word that says what it is."""
    return f"{prefix}-{token(8)}"


def request_id() -> str:
    """One per command; on the screen, in JSON, in the log and in every provider call."""
    return f"req-{token(12)}"


SKU_PREFIX = "PP-"


def sku(key: str, place: int) -> str:
    """The SKU of a product's variant: `PP-<key>-<place>`, at most 32 characters (reference/etsy.md, section 6)."""
    made = f"{SKU_PREFIX}{key}-{place}"
    if len(made) > 32:
        message = f"SKU {made} is longer than 32 characters"
        raise ValueError(message)
    return made


def sku_key(text: str | None) -> str | None:
    """The key inside a SKU of ours, or None for anybody else's."""
    if not text or not text.startswith(SKU_PREFIX):
        return None
    key, dash, place = text[len(SKU_PREFIX) :].rpartition("-")
    return key if dash and key and place.isdigit() else None
