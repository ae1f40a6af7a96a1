"""Structured outputs: the rules of a strict schema, and a value that fits one (reference/openai.md, section 4)."""

from __future__ import annotations

from typing import Any

from podpusher_cli.core.fitting import fit_tag
from podpusher_cli.sandbox.openai_errors import BadBody

_WORDS = frozenset(
    [
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "enum",
        "const",
        "anyOf",
        "title",
        "description",
    ]
)
_TYPES = frozenset({"object", "array", "string", "number", "integer", "boolean", "null"})
_DEEPEST = 10
_TAGS = (
    "gift", "gift idea", "birthday gift", "present", "for him", "for her", "funny", "cute", "unique", "for friends", "new", "trendy",
    "retro",
)  # fmt: skip


def hold(schema: dict[str, Any], name: str) -> None:
    """See that a schema is strict. Raises BadBody with the first rule it breaks."""
    problem = "schema must be of type 'object'." if schema.get("type") != "object" else _problem(schema, "()", 1)
    if problem:
        text = f"Invalid schema for response_format '{name}': {problem}"
        raise BadBody("invalid_json_schema", text, "response_format")


def _problem(schema: Any, place: str, depth: int) -> str | None:
    """Every object closed, every property required, no word beyond the subset, no limit on length or number."""
    if not isinstance(schema, dict):
        return f"In context={place}, schema must be an object."
    types = schema.get("type", [])
    kinds = types if isinstance(types, list) else [types]
    properties = schema.get("properties", {})
    if unknown := sorted(schema.keys() - _WORDS):
        return f"In context={place}, '{unknown[0]}' is not permitted."
    if not (kinds or "anyOf" in schema or "enum" in schema or "const" in schema) or not set(map(str, kinds)) <= _TYPES:
        return f"In context={place}, schema must have a 'type' key."
    if "object" in kinds and schema.get("additionalProperties") is not False:
        return f"In context={place}, 'additionalProperties' is required to be supplied and to be false."
    if "object" in kinds and sorted(schema.get("required", [])) != sorted(properties):
        return (
            f"In context={place}, 'required' is required to be supplied and to be an array including every key in"
            " properties."
        )
    if "array" in kinds and "items" not in schema:
        return f"In context={place}, array schema missing items."
    if depth > _DEEPEST:
        return f"In context={place}, nesting is deeper than {_DEEPEST} levels."
    return _problem_inside(schema, place, depth)


def _problem_inside(schema: dict[str, Any], place: str, depth: int) -> str | None:
    parts = [(f"{place}.{key}", part) for key, part in schema.get("properties", {}).items()]
    parts += [(f"{place}.items", schema["items"])] if "items" in schema else []
    parts += [(f"{place}.anyOf", part) for part in schema.get("anyOf", [])]
    return next((found for where, part in parts if (found := _problem(part, where, depth + 1))), None)


def sample(schema: dict[str, Any], subject: str, name: str = "") -> Any:
    """A value that fits the schema and could be true of the subject. `name` is the property it is for."""
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    if "anyOf" in schema:
        return sample(schema["anyOf"][0], subject, name)
    kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
    if kind == "object":
        return {key: sample(part, subject, key) for key, part in schema.get("properties", {}).items()}
    if kind == "array":
        return _tags(subject) if schema["items"].get("type") == "string" else [sample(schema["items"], subject, name)]
    plain = {"integer": 1, "number": 1, "boolean": True, "null": None, "string": _sentence(subject, name)}
    return plain[kind]


def _tags(subject: str) -> list[str]:
    """Thirteen different tags of at most 20 characters."""
    longest = max(subject.split(), key=len, default="")
    return [fit_tag(f"{longest[: 19 - len(tag)]} {tag}".lower()) for tag in _TAGS]


def _sentence(subject: str, name: str) -> str:
    return (
        f"{subject} Shirt, Gift for Friends"
        if name == "title"
        else f"{subject}, made into something to wear. Printed to order."
    )
