"""Etsy requests against the official document (etsy-openapi.json): what it does not allow is refused.

Arrays in forms and queries are one comma-joined value; of a repeated key the last one counts (reference/etsy.md, section 5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from podpusher_cli.sandbox.answers import Call, loads
from podpusher_cli.sandbox.multipart import File, parts

MULTIPART, PLAIN_JSON = "multipart/form-data", "application/json"


@dataclass(slots=True)
class Problem:
    """One thing the document does not allow. `path` as Etsy names it: `/title`."""

    path: str
    kind: str
    message: str

    def text(self) -> str:
        """As one line."""
        return f"{self.path} : {self.message}"


@dataclass(slots=True)
class Operation:
    """One operation of the document."""

    id: str
    scopes: tuple[str, ...]
    path_params: dict[str, Any]
    query: dict[str, Any]
    required: frozenset[str]
    media: str | None
    body: dict[str, Any]


@dataclass(slots=True)
class Checked:
    """What a request says, in Python's types, and what is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@cache
def document() -> dict[str, Any]:
    """The trimmed document."""
    made: dict[str, Any] = loads(Path(__file__).with_name("etsy-openapi.json").read_bytes())
    return made


@cache
def operations() -> dict[tuple[str, str], Operation]:
    """Every operation by method and path template."""
    return {
        (method.upper(), path): _operation(spec)
        for path, methods in document()["paths"].items()
        for method, spec in methods.items()
    }


def _operation(spec: dict[str, Any]) -> Operation:
    scopes = [name for option in spec.get("security", []) for name in option.get("oauth2", [])]
    places: dict[str, dict[str, Any]] = {"path": {}, "query": {}}
    for parameter in spec["parameters"]:
        places[parameter["in"]][parameter["name"]] = parameter["schema"]
    required = {item["name"] for item in spec["parameters"] if item.get("required") and item["in"] == "query"}
    contents = spec.get("requestBody", {}).get("content", {})
    media = next(iter(contents), None)
    body = contents[media]["schema"] if media else {}
    return Operation(
        spec["operationId"], tuple(scopes), places["path"], places["query"], frozenset(required), media, body
    )


def check(operation: Operation, call: Call) -> Checked:
    """Read the request by the document."""
    found = Checked()
    for name, schema in operation.path_params.items():
        _take(found, found.values, name, call.params.get(name, ""), schema)
    _check_pairs(found, found.values, call.pairs(), operation.query, operation.required)
    if operation.media:
        _check_body(found, operation, call)
    elif call.body:
        found.problems.append(Problem("/", "unexpected_body", "this request takes no body"))
    for name, schema in operation.query.items():
        if schema.get("default") is not None:
            found.values.setdefault(name, schema["default"])
    return found


def _check_pairs(
    found: Checked,
    into: dict[str, Any],
    pairs: list[tuple[str, str]],
    known: dict[str, Any],
    required: frozenset[str],
) -> None:
    for name, text in dict(pairs).items():
        if name not in known:
            found.problems.append(Problem(f"/{name}", "unknown_parameter", "is not a parameter of this request"))
        else:
            _take(found, into, name, text, known[name])
    gone = required - dict(pairs).keys()
    found.problems += [Problem(f"/{name}", "required", "is required") for name in sorted(gone)]


def _check_body(found: Checked, operation: Operation, call: Call) -> None:
    kind = call.headers.get("content-type", "").partition(";")[0].strip().lower()
    properties: dict[str, Any] = operation.body.get("properties", {})
    required = frozenset(operation.body.get("required", ()))
    if call.body and kind != operation.media:
        found.problems.append(Problem("/", "content_type", f"the body must be {operation.media}"))
    elif operation.media == PLAIN_JSON:
        _check_json(found, operation, call)
    elif operation.media == MULTIPART:
        texts, found.files = parts(call.body, call.headers.get("content-type", ""))
        for name in found.files.keys() - properties.keys():
            found.problems.append(Problem(f"/{name}", "unknown_parameter", "is not a parameter of this request"))
        _check_pairs(found, found.body, texts, properties, required)
    else:
        pairs = parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True)
        _check_pairs(found, found.body, pairs, properties, required)


def _check_json(found: Checked, operation: Operation, call: Call) -> None:
    try:
        value = loads(call.body)
    except msgspec.DecodeError:
        found.problems.append(Problem("/", "invalid_json", "the body is not valid JSON"))
        return
    found.problems += check_value(value, operation.body, "")
    found.body = value if isinstance(value, dict) else {}


def check_value(value: Any, schema: dict[str, Any], at: str) -> list[Problem]:
    """A JSON value against a schema of the document."""
    if value is None:
        return [] if schema.get("nullable") else [Problem(at, "null", "must not be null")]
    kind = schema.get("type")
    if kind == "object":
        return _check_object(value, schema, at)
    if kind == "array":
        if not isinstance(value, list):
            return [Problem(at, "type", "must be an array")]
        return [p for place, item in enumerate(value) for p in check_value(item, schema["items"], f"{at}/{place}")]
    types: dict[str, tuple[type, ...]] = {
        "integer": (int,),
        "number": (int, float),
        "string": (str,),
        "boolean": (bool,),
    }
    wanted = types.get(kind or "", (object,))
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind != "boolean"):
        return [Problem(at, "type", f"must be of type {kind}")]
    problem = _bounds(value, schema)
    return [Problem(at, *problem)] if problem else []


def _check_object(value: Any, schema: dict[str, Any], at: str) -> list[Problem]:
    if not isinstance(value, dict):
        return [Problem(at, "type", "must be an object")]
    known = schema.get("properties", {})
    found = [Problem(f"{at}/{name}", "unknown_parameter", "is not known") for name in value if name not in known]
    gone = [name for name in schema.get("required", ()) if name not in value]
    found += [Problem(f"{at}/{name}", "required", "is required") for name in gone]
    for name, item in value.items():
        if name in known:
            found += check_value(item, known[name], f"{at}/{name}")
    return found


def _take(found: Checked, into: dict[str, Any], name: str, text: str, schema: dict[str, Any]) -> None:
    value, problem = _read(text, schema)
    if problem:
        found.problems.append(Problem(f"/{name}", *problem))
    else:
        into[name] = value


def _read(text: str, schema: dict[str, Any]) -> tuple[Any, tuple[str, str] | None]:
    """A text of a query or form as the schema's type, or what is wrong with it."""
    kind = schema.get("type")
    if kind == "array":
        read = [_read(item.strip(), schema["items"]) for item in text.split(",")] if text else []
        bad = [problem for _, problem in read if problem]
        return [value for value, _ in read], bad[0] if bad else None
    if text == "" and schema.get("nullable") and kind != "string":
        return None, None
    value: Any = text
    if kind == "boolean":
        if text not in {"true", "false"}:
            return None, ("type", "must be true or false")
        return text == "true", None
    try:
        if kind == "integer":
            value = int(text)
        elif kind == "number":
            value = float(text)
    except ValueError:
        return None, ("type", f"must be of type {kind}")
    return value, _bounds(value, schema)


def _bounds(value: Any, schema: dict[str, Any]) -> tuple[str, str] | None:
    if "enum" in schema and value not in schema["enum"]:
        return "enum", f"must be one of {', '.join(map(str, schema['enum']))}"
    if "minimum" in schema and value < schema["minimum"]:
        return "minimum", f"must be at least {schema['minimum']}"
    if "maximum" in schema and value > schema["maximum"]:
        return "maximum", f"must be at most {schema['maximum']}"
    return None
