"""OpenAI: images, chat completions, moderations and models, as strict as the real one (reference/openai.md).

A word in brackets in the prompt asks for a misbehaviour: `[moderation_blocked]`, `[refusal]`, `[svg]` …; the lists are
`WORDS` of this module's neighbours and REFUSALS below.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from podpusher_cli.sandbox import accounts, openai_chat, openai_images
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Handler, answer_json, loads
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.openai_errors import BadBody, Denied, denial, refusal
from podpusher_cli.sandbox.world import World

_CREATED = 1_760_000_000
_CATEGORIES = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip
_SEEN_IN_PICTURES = ("self-harm", "sexual", "violence")


class OpenAI:
    """One organisation with credit, in the second tier."""

    name = "openai"
    prefix = "/openai"

    def __init__(self, world: World) -> None:
        self.world = world

    def endpoints(self) -> Sequence[Endpoint]:
        """What designs and listings need."""
        return [
            Endpoint("POST", "/v1/images/generations", self._images),
            Endpoint("POST", "/v1/chat/completions", self._chat),
            Endpoint("POST", "/v1/moderations", self._moderate),
            Endpoint("GET", "/v1/models", self._models),
            Endpoint("GET", "/v1/models/{model}", self._model),
        ]

    def respond(self, call: Call, handler: Handler | None) -> Answer:
        """The key, the limits, then the route."""
        try:
            self._authorize(call)
            limits = self._limit(call)
            answer = handler(call) if handler else _unknown(call)
        except Denied as error:
            answer, limits = error.answer, {}
        return self._stamped(call, answer, limits)

    def error(self, call: Call, status: int, fault: Fault) -> Answer:
        """An error a fault asked for, in OpenAI's shape."""
        if fault.body is not None:
            answer = answer_json(status, fault.body)
        elif status == 429:
            answer = denial(429, "requests", "rate_limit_exceeded", "Rate limit reached for requests")
        elif status == 503:
            answer = denial(
                503, "service_unavailable_error", "server_is_overloaded", "The engine is currently overloaded"
            )
        else:
            answer = denial(status, "server_error", None, "The server had an error while processing your request")
        headers = dict(fault.headers)
        if fault.retry_after is not None:
            headers |= {"retry-after": f"{fault.retry_after:g}", "retry-after-ms": f"{fault.retry_after * 1000:.0f}"}
        return self._stamped(call, answer, headers)

    @staticmethod
    def _stamped(call: Call, answer: Answer, headers: dict[str, str]) -> Answer:
        call.request_id = f"req_{secrets.token_hex(16)}"
        answer.headers |= {"x-request-id": call.request_id, "openai-processing-ms": "12", **headers}
        return answer

    @staticmethod
    def _authorize(call: Call) -> None:
        kind, _, key = call.headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or not key.strip():
            text = "You didn't provide an API key. You need to provide your API key in an Authorization header."
            raise Denied(401, "invalid_request_error", None, text)
        if key.strip() != accounts.OPENAI_KEY:
            shown = key.strip()
            hidden = f"{shown[:8]}{'*' * 8}{shown[-4:]}" if len(shown) > 12 else shown
            text = f"Incorrect API key provided: {hidden}. You can find your API key at your account page."
            raise Denied(401, "invalid_request_error", "invalid_api_key", text)
        call.account = "openai:org-sandbox"

    def _limit(self, call: Call) -> dict[str, str]:
        """Count the call; the headers that tell of the limit. Raises Denied."""
        name = "openai.images" if "/images/" in call.path else "openai.requests"
        if not self.world.settings.limits:
            return {}
        calls, seconds = self.world.settings.windows[name]
        wait = self.world.windows.wait(call.account, name, calls, seconds)
        if wait:
            kind = "images" if name == "openai.images" else "requests"
            text = f"Rate limit reached on {kind} per min: Limit {calls}. Please try again in {wait:.0f}s."
            raise Denied(429, kind, "rate_limit_exceeded", text, {"retry-after": f"{wait:.0f}"})
        self.world.windows.count(call.account, name)
        left = calls - self.world.windows.used(call.account, name, seconds)
        return {
            "x-ratelimit-limit-requests": str(calls),
            "x-ratelimit-remaining-requests": str(left),
            "x-ratelimit-reset-requests": f"{seconds / calls:.1f}s",
        }

    # The routes

    def _images(self, call: Call) -> Answer:
        return answer_json(200, openai_images.generate(_body(call)))

    def _chat(self, call: Call) -> Answer:
        return answer_json(200, openai_chat.complete(_body(call)))

    def _moderate(self, call: Call) -> Answer:
        asked = _body(call)
        unknown = asked.keys() - {"model", "input"}
        if unknown:
            raise BadBody("unknown_parameter", f"Unknown parameter: '{min(unknown)}'.", min(unknown))
        given = asked.get("input")
        inputs = given if isinstance(given, list) else [given]
        if not inputs or not all(isinstance(each, (str, dict)) for each in inputs):
            raise BadBody("invalid_value", "Invalid value for 'input'.", "input")
        parts = [each for each in inputs if isinstance(each, dict)]
        results = [_judged(inputs)] if parts else [_judged([each]) for each in inputs]
        told = {"id": f"modr-{secrets.token_hex(12)}", "model": asked.get("model", "omni-moderation-latest")}
        return answer_json(200, told | {"results": results})

    def _models(self, _call: Call) -> Answer:
        return answer_json(200, {"object": "list", "data": [_model(name) for name in _names()]})

    def _model(self, call: Call) -> Answer:
        if call.params["model"] not in _names():
            raise refusal("model_not_found", call.params["model"])
        return answer_json(200, _model(call.params["model"]))


def _unknown(call: Call) -> Answer:
    return denial(404, "invalid_request_error", "unknown_url", f"Unknown request URL: {call.method} {call.path}")


def _names() -> list[str]:
    return [*openai_images.MODELS, *openai_chat.MODELS, "omni-moderation-latest"]


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": _CREATED, "owned_by": "openai"}


def _body(call: Call) -> dict[str, Any]:
    """The JSON object that was sent. Raises BadBody."""
    try:
        told = loads(call.body)
    except ValueError:
        raise BadBody(None, "We could not parse the JSON body of your request.", None) from None
    if not isinstance(told, dict):
        raise BadBody(None, "We could not parse the JSON body of your request.", None)
    return told


def _judged(inputs: Sequence[Any]) -> dict[str, Any]:
    """A verdict: `[flag:violence]` in a text flags it for that."""
    text = " ".join(each if isinstance(each, str) else str(each.get("text", "")) for each in inputs)
    pictured = any(isinstance(each, dict) and each.get("type") == "image_url" for each in inputs)
    flags = {name: f"[flag:{name}]" in text for name in _CATEGORIES}
    applied = {
        name: ["text", "image"] if pictured and name.split("/")[0] in _SEEN_IN_PICTURES else ["text"]
        for name in _CATEGORIES
    }
    scores = {name: 0.98 if flagged else 0.0001 for name, flagged in flags.items()}
    return {
        "flagged": any(flags.values()), "categories": flags, "category_scores": scores, "category_applied_input_types": applied,
    }  # fmt: skip
