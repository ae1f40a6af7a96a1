"""What a call sends to Stripe: forms with nested brackets, and what each route takes (reference/stripe.md, section 8).

A specification says what may be sent: `str`, `int`, a range of numbers, `bool`, a tuple of words (one of which may be `int`), `[one of
a list]`, `{field: ...}`, or WORDS for a free object of texts. A field whose name ends in `!` must be there. Whatever is not named is
refused, as Stripe does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from podpusher_cli.sandbox.stripe_errors import invalid

WORDS = "free object of texts"
SPAN = {"gt": int, "gte": int, "lt": int, "lte": int}
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)\Z")
_PLACE = re.compile(r"[0-9]{1,4}\Z")
_PART = re.compile(r"\[([^\[\]]*)\]")


def read(pairs: Iterable[tuple[str, str]], spec: Mapping[str, Any]) -> dict[str, Any]:
    """The fields, nested and typed. Raises Refuse."""
    taken: dict[str, Any] = _checked(_nested(pairs), dict(spec), "")
    return taken


def _nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`a[b][]=1` as `{"a": {"b": {"0": "1"}}}`; lists are made of it where the specification has one."""
    whole: dict[str, Any] = {}
    for name, value in pairs:
        match = _NAME.match(name)
        if match is None:
            raise invalid(f"Received unknown parameter: {name}", "parameter_unknown", name)
        path = [match[1], *_PART.findall(match[2])]
        place = whole
        for part in path[:-1]:
            place = place.setdefault(_index(part, place), {})
            if not isinstance(place, dict):
                raise invalid(f"Invalid object: {name}", param=name)
        place[_index(path[-1], place)] = value
    return whole


def _index(part: str, place: Mapping[str, Any]) -> str:
    return part or str(len(place))


def _checked(value: Any, spec: Any, path: str) -> Any:
    if spec == SPAN and isinstance(value, str):
        spec = int
    if isinstance(spec, dict):
        return _object(value, spec, path)
    if spec is WORDS:
        if isinstance(value, str) and value:
            raise invalid("Invalid object", param=path)
        return {name: _checked(text, str, f"{path}[{name}]") for name, text in value.items()} if value else {}
    if isinstance(spec, list):
        if isinstance(value, str):
            if value:
                raise invalid("Invalid array", param=path)
            return []
        items = sorted(value.items(), key=lambda item: int(item[0]) if _PLACE.match(item[0]) else 0)
        return [_checked(item, spec[0], f"{path}[{index}]") for index, item in items]
    if not isinstance(value, str):
        raise invalid(f"Invalid string: {path}", param=path)
    return _scalar(value, spec, path)


def _object(value: Any, spec: Mapping[str, Any], path: str) -> dict[str, Any]:
    if isinstance(value, str):
        raise invalid("Invalid object", param=path)
    known = {name.removesuffix("!"): wanted for name, wanted in spec.items()}
    taken: dict[str, Any] = {}
    for name, item in value.items():
        where = f"{path}[{name}]" if path else name
        if name not in known:
            raise invalid(f"Received unknown parameter: {where}", "parameter_unknown", where)
        taken[name] = _checked(item, known[name], where)
    for name in spec:
        if name.endswith("!") and taken.get(name[:-1]) in (None, "", [], {}):
            where = f"{path}[{name[:-1]}]" if path else name[:-1]
            raise invalid(f"Missing required param: {where}.", "parameter_missing", where)
    return taken


def _scalar(value: str, spec: Any, path: str) -> Any:
    if isinstance(spec, range):
        number = int(_scalar(value, int, path))
        if number not in spec:
            raise invalid(
                f"Invalid integer: {path} must be from {spec[0]} to {spec[-1]}", "parameter_invalid_integer", path
            )
        return number
    if spec is int:
        if not re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
            raise invalid(f"Invalid integer: {value}", "parameter_invalid_integer", path)
        return int(value)
    if spec is bool:
        if value not in {"true", "false"}:
            raise invalid(f"Invalid boolean: {value}", param=path)
        return value == "true"
    if isinstance(spec, tuple) and int in spec and value not in spec:
        return _scalar(value, int, path)
    if isinstance(spec, tuple) and value not in spec:
        words = ", ".join(spec[:-1])
        raise invalid(f"Invalid {path}: must be one of {words}, or {spec[-1]}", param=path)
    return value
