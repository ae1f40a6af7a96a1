"""OpenAI's chat completions with structured outputs (reference/openai.md, section 4).

Words in a message: `[refusal]`, `[cut_off]`, `[content_filter]`, `[bad_json]`, `[other_shape]`, `[no_choices]`, `[no_usage]`;
`[long_title]` and `[bad_tags]` spoil the first answer, `[stubborn]` every one.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from typing import Any

from podpusher_cli.sandbox.openai_errors import BadBody, raise_if_asked, refusal

WORDS = (
    "refusal", "cut_off", "content_filter", "bad_json", "other_shape", "no_choices", "no_usage", "long_title", "bad_tags", "stubborn",
)  # fmt: skip
MODELS = ("gpt-5.5", "gpt-5.5-mini", "gpt-5.6", "gpt-6")
_FIELDS = frozenset(
    ["model", "messages", "response_format", "n", "seed", "stop", "user", "safety_identifier", "max_completion_tokens", "reasoning_effort",
     "metadata", "store", "service_tier", "verbosity", "stream"]
)  # fmt: skip
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TAGS = (
    "gift",
    "gift idea",
    "birthday gift",
    "present",
    "for him",
    "for her",
    "funny",
    "cute",
    "unique",
    "best seller",
    "new",
    "trendy",
    "retro",
)


def complete(asked: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request. Raises Denied as OpenAI refuses."""
    messages = _checked(asked)
    text = "\n".join(str(each.get("content", "")) for each in messages)
    raise_if_asked(text)
    shape = _schema(asked.get("response_format"))
    message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None}
    reason = "stop"
    if "[refusal]" in text:
        message["refusal"] = "I'm sorry, but I can't help with that."
    else:
        content = _content(messages, text, shape)
        if "[cut_off]" in text or "[content_filter]" in text:
            reason = "length" if "[cut_off]" in text else "content_filter"
            content = content[: len(content) // 2]
        message["content"] = content
    choices = (
        [] if "[no_choices]" in text else [{"index": 0, "message": message, "logprobs": None, "finish_reason": reason}]
    )
    told = {
        "id": f"chatcmpl-{secrets.token_hex(12)}", "object": "chat.completion", "created": int(time.time()), "model": asked["model"],
        "choices": choices, "system_fingerprint": None,
    }  # fmt: skip
    spent = {"prompt_tokens": max(1, len(text) // 4), "completion_tokens": max(1, len(str(message)) // 4)}
    return told if "[no_usage]" in text else told | {"usage": spent | {"total_tokens": sum(spent.values())}}


def _checked(asked: dict[str, Any]) -> list[dict[str, Any]]:
    unknown = sorted(asked.keys() - _FIELDS)
    if unknown:
        if unknown[0] in {"temperature", "max_tokens"}:
            raise BadBody(
                "unsupported_parameter", f"Unsupported parameter: '{unknown[0]}' with this model.", unknown[0]
            )
        raise BadBody("unknown_parameter", f"Unknown parameter: '{unknown[0]}'.", unknown[0])
    if asked.get("model") not in MODELS:
        raise refusal("model_not_found", str(asked.get("model")))
    messages = asked.get("messages")
    if not isinstance(messages, list) or not messages:
        raise BadBody("missing_required_parameter", "Missing required parameter: 'messages'.", "messages")
    for each in messages:
        if (
            not isinstance(each, dict)
            or each.get("role") not in {"system", "developer", "user", "assistant"}
            or "content" not in each
        ):
            raise BadBody("invalid_value", "Invalid value in 'messages'.", "messages")
    return messages


def _schema(wanted: Any) -> dict[str, Any] | None:
    """The JSON Schema that the answer must have, held against the strict subset. None: plain text."""
    if not isinstance(wanted, dict) or wanted.get("type") in {None, "text"}:
        return None
    told = wanted.get("json_schema")
    if (
        wanted.get("type") != "json_schema"
        or not isinstance(told, dict)
        or not _NAME.fullmatch(str(told.get("name", "")))
    ):
        raise BadBody("invalid_value", "Invalid value for 'response_format'.", "response_format")
    schema = told.get("schema")
    if told.get("strict") is not True or not isinstance(schema, dict):
        raise BadBody("invalid_value", "Only strict schemas are taken here.", "response_format")
    _hold(schema, told["name"])
    return schema


def _hold(schema: dict[str, Any], name: str) -> None:
    """Every object closed, every property required, no limits on length: what strict means."""
    problem = None
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            problem = "'additionalProperties' is required to be supplied and to be false."
        elif sorted(schema.get("required", [])) != sorted(schema.get("properties", {})):
            problem = "'required' is required to be supplied and to be an array including every key in properties."
    if problem:
        raise BadBody(
            "invalid_json_schema", f"Invalid schema for response_format '{name}': {problem}", "response_format"
        )
    for each in [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]:
        _hold(each, name)


def _content(messages: list[dict[str, Any]], text: str, schema: dict[str, Any] | None) -> str:
    subject = _subject(messages)
    if schema is None:
        return f"About {subject}."
    if "[bad_json]" in text:
        return '{"title": "Half of it'
    if "[other_shape]" in text:
        return '["a list", "instead"]'
    spoiled = "[stubborn]" in text or not any(each["role"] == "assistant" for each in messages)
    made = {
        name: _value(name, part, subject, long="[long_title]" in text and spoiled, bad="[bad_tags]" in text and spoiled)
        for name, part in schema.get("properties", {}).items()
    }
    return json.dumps(made, ensure_ascii=False)


def _subject(messages: list[dict[str, Any]]) -> str:
    """What it is all about: the field `idea` of the first user message if that is JSON, else its first words."""
    first = next((str(each["content"]) for each in messages if each["role"] == "user"), "nothing")
    try:
        told = json.loads(first)
        words = str(told["idea"]) if isinstance(told, dict) and "idea" in told else first
    except ValueError:
        words = first
    return " ".join(re.sub(r"\[[^\]]*\]", "", words).split()[:8]) or "nothing"


def _value(name: str, schema: dict[str, Any], subject: str, *, long: bool, bad: bool) -> Any:
    """Something of the schema's type that could be true of the subject."""
    if schema.get("type") == "array":
        words = [f"{subject} {tag}"[:20].strip().lower() for tag in _TAGS]
        return [f"{subject} and a tag that is far too long ✨" for _ in range(20)] if bad else words
    if schema.get("type") in {"number", "integer"}:
        return 1
    if name == "title":
        return " ".join([subject, *["shirt"] * 4_000]) if long else f"{subject} Shirt, Gift for Friends"
    return f"{subject}, made into something to wear. Printed to order."
