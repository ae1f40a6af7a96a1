"""OpenAI's chat completions with structured outputs (reference/openai.md, section 4).

Words in a message: `[refusal]`, `[cut_off]`, `[content_filter]`, `[bad_json]`, `[other_shape]`, `[wrong_types]`, `[no_choices]`,
`[no_usage]`; `[long_title]` and `[bad_tags]` spoil the first answer, with `[stubborn]` every one; `[long_ideas]`, `[same_ideas]`
and `[stray_ideas]` (of subjects that nobody asked about) spoil ideas.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from typing import Any

from podpusher_cli.sandbox.answers import Call
from podpusher_cli.sandbox.openai_errors import BadBody, raise_if_asked, refusal
from podpusher_cli.sandbox.openai_ideas import made_up
from podpusher_cli.sandbox.openai_schemas import hold, sample
from podpusher_cli.sandbox.openai_spec import read_body

MODELS = ("gpt-5.5", "gpt-5.5-mini", "gpt-5.6", "gpt-6")
_OLDER = frozenset(
    ["temperature", "top_p", "max_tokens", "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs"]
)  # fmt: skip
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WRONG = {
    "[bad_json]": '{"title": "Half of it',
    "[other_shape]": '["a list", "instead"]',
    "[wrong_types]": '{"title": null, "description": 1, "tags": "gift"}',
}
_SPOILS = {"[long_title]": "title", "[bad_tags]": "tags"}
_ENDS = {"[cut_off]": "length", "[content_filter]": "content_filter"}


def complete(call: Call) -> dict[str, Any]:
    """The answer to a request. Raises Denied as OpenAI refuses."""
    asked = _checked(call)
    messages: list[dict[str, Any]] = asked["messages"]
    text = "\n".join(map(_words, messages))
    raise_if_asked(text, asked["model"])
    content = _content(messages, text, asked.get("response_format", {}))
    message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": None}
    reason = next((reason for word, reason in _ENDS.items() if word in text), "stop")
    if "[refusal]" in text:
        message |= {"content": None, "refusal": "I'm sorry, but I can't help with that."}
    elif reason != "stop":
        message["content"] = content[: len(content) // 2]
    choices = [
        {"index": place, "message": message, "logprobs": None, "finish_reason": reason}
        for place in range(0 if "[no_choices]" in text else asked.get("n", 1))
    ]
    told = {
        "id": f"chatcmpl-{secrets.token_hex(12)}", "object": "chat.completion", "created": int(time.time()), "model": asked["model"],
        "choices": choices, "system_fingerprint": None,
    }  # fmt: skip
    spent = {
        "prompt_tokens": max(1, len(text) // 4),
        "completion_tokens": max(1, len(str(message)) // 4) * max(1, len(choices)),
    }
    return told if "[no_usage]" in text else told | {"usage": spent | {"total_tokens": sum(spent.values())}}


def _checked(call: Call) -> dict[str, Any]:
    try:
        asked = read_body(call, "CreateChatCompletionRequest")
    except BadBody as error:
        raise _older(error) from None
    if asked["model"] not in MODELS:
        raise refusal("model_not_found", asked["model"])
    if asked.get("stream"):
        raise BadBody("unsupported_value", "Unsupported value: 'stream'. The sandbox does not stream.", "stream")
    told = asked.get("response_format", {}).get("json_schema")
    if told is not None:
        if not _NAME.fullmatch(told["name"]):
            raise BadBody(
                "invalid_value", "Invalid 'response_format.json_schema.name'.", "response_format.json_schema.name"
            )
        if told.get("strict"):
            hold(told.get("schema", {}), told["name"])
    return asked


def _older(error: BadBody) -> BadBody:
    """What was refused as unknown may only be too old for these models."""
    name = error.param
    if name not in _OLDER:
        return error
    return BadBody("unsupported_parameter", f"Unsupported parameter: '{name}' is not supported with this model.", name)


def _words(message: dict[str, Any]) -> str:
    """What a message says; of its parts the texts."""
    content = message.get("content") or ""
    return content if isinstance(content, str) else " ".join(str(part.get("text", "")) for part in content)


def _content(messages: list[dict[str, Any]], text: str, shape: dict[str, Any]) -> str:
    subject = _subject(messages)
    if shape.get("type", "text") == "text":
        return f"About {subject}."
    if wrong := next((answer for word, answer in _WRONG.items() if word in text), None):
        return wrong
    if not shape.get("json_schema", {}).get("strict"):
        return json.dumps({"about": subject}, ensure_ascii=False)
    if shape["json_schema"]["name"] == "ideas":
        return json.dumps({"ideas": made_up(messages, text)}, ensure_ascii=False)
    made = sample(shape["json_schema"]["schema"], subject)
    if "[stubborn]" in text or not any(each["role"] == "assistant" for each in messages):
        spoils = {
            "title": " ".join([subject, *["shirt"] * 4_000]),
            "tags": [f"{subject} and a tag far too long ✨"] * 20,
        }
        made |= {name: spoils[name] for word, name in _SPOILS.items() if word in text and name in made}
    return json.dumps(made, ensure_ascii=False)


def _subject(messages: list[dict[str, Any]]) -> str:
    """What it is all about: the field `idea` of the first user message if that is JSON, else its first words."""
    first = next((_words(each) for each in messages if each["role"] == "user"), "")
    try:
        told = json.loads(first)
        words = str(told["idea"]) if isinstance(told, dict) and "idea" in told else first
    except ValueError:
        words = first
    return " ".join(re.sub(r"\[[^\]]*\]", "", words).split()[:8]) or "nothing"
