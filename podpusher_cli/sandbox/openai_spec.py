"""OpenAI request bodies against the published document (openai-openapi.json, a trimmed copy): what it does not allow is refused.

Where the service has moved on since, the copy follows the service (reference/openai.md, sections 2 and 9).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from podpusher_cli.sandbox.answers import Call, loads
from podpusher_cli.sandbox.openai_errors import BadBody

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

_CODES = {"maxLength": "string_above_max_length", "type": "invalid_type"}


@cache
def _document() -> dict[str, Any]:
    told: dict[str, Any] = loads(Path(__file__).with_name("openai-openapi.json").read_bytes())
    return told


@cache
def _validator(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only who asks OpenAI pays for it

    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **_document()})


def read_body(call: Call, name: str) -> dict[str, Any]:
    """The JSON object that was sent, what is null left out. Raises BadBody where schema `name` does not allow it."""
    try:
        told = loads(call.body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise BadBody(None, "We could not parse the JSON body of your request.", None)
    unknown = sorted(told.keys() - _document()["components"]["schemas"][name]["properties"].keys())
    if unknown:
        raise BadBody("unknown_parameter", f"Unknown parameter: '{unknown[0]}'.", unknown[0])
    for error in _validator(name).iter_errors(told):
        raise _bad(_closest(error))
    return {key: value for key, value in told.items() if value is not None}


def _closest(error: ValidationError) -> ValidationError:
    """What is wrong with the alternative that was meant: the one whose `type` or `role` fits, else the first."""
    while error.context:
        branches: dict[Any, list[ValidationError]] = {}
        for each in error.context:
            branches.setdefault(each.relative_schema_path[0], []).append(each)
        meant = [found for found in branches.values() if not any(map(_is_another_kind, found))]
        error = next(iter([*meant, *branches.values()]))[0]
    return error


def _is_another_kind(error: ValidationError) -> bool:
    return error.validator == "enum" and list(error.relative_path)[-1:] in (["type"], ["role"])


def _bad(error: ValidationError) -> BadBody:
    place = _place(error)
    if error.validator == "required":
        wanted, there = cast("list[str]", error.validator_value), cast("dict[str, Any]", error.instance)
        missing = next(name for name in wanted if name not in there)
        place = f"{place}.{missing}" if place else missing
        return BadBody("missing_required_parameter", f"Missing required parameter: '{place}'.", place)
    code = _CODES.get(str(error.validator), "invalid_value")
    return BadBody(code, f"Invalid value for '{place}': {error.message[:200]}", place)


def _place(error: ValidationError) -> str:
    """Where it is, as OpenAI writes it: `messages[0].role`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    return "".join(steps).removeprefix(".")
