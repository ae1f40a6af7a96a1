"""JSON Schemas of what the commands print, made from the records they return."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def data_types(result: str) -> list[Any]:
    """`products.Product[]` as a type: a list of core/products.py's Product. `a.B|a.C`: either."""
    return [_data_type(name) for name in result.split("|")]


def _data_type(name: str) -> Any:
    module, _, record = name.removesuffix("[]").rpartition(".")
    found: Any = getattr(import_module(f"podpusher_cli.core.{module}"), record)
    return list[found] if name.endswith("[]") else found


def envelope(result: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of the whole document of a command that returns `result`."""
    import msgspec

    made, components = msgspec.json.schema_components(data_types(result), ref_template="#/$defs/{name}")
    data = made[0] if len(made) == 1 else {"anyOf": list(made)}
    error = {
        "type": "object",
        "required": ["code", "message", "hint", "provider", "retry_after", "details"],
        "properties": {
            "code": {"type": "string"},
            "message": {"type": "string"},
            "hint": {"type": "string"},
            "provider": {"type": ["string", "null"]},
            "retry_after": {"type": ["number", "null"]},
            "details": {"type": "object"},
        },
    }
    meta = {
        "type": "object",
        "required": ["request_id", "profile", "locale", "next_cursor"],
        "properties": {
            "request_id": {"type": "string"},
            "profile": {"type": "string"},
            "locale": {"type": "string"},
            "next_cursor": {"type": ["string", "null"]},
            "sandbox": {"const": True},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["ok", "meta"],
        "properties": {"ok": {"type": "boolean"}, "data": data, "error": error, "meta": meta},
        "additionalProperties": False,
        "if": {"properties": {"ok": {"const": True}}},
        "then": {"required": ["data"]},
        "else": {"required": ["error"]},
        "$defs": components,
    }
