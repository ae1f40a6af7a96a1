"""OpenAI: images, chat completions, moderations, models, files and batches, as strict as the real one (reference/openai.md).

A word in brackets in the prompt asks for a misbehaviour: `[moderation_blocked]` and all of REFUSALS in openai_errors, and
what openai_images and openai_chat name. A `status` fault with such a word as its body answers with that error.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from podpusher_cli.sandbox import accounts, openai_chat, openai_images, openai_moderation
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Handler, answer_json
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.openai_batches import Batches
from podpusher_cli.sandbox.openai_errors import REFUSALS, Denied, denial, refusal, shown, with_status
from podpusher_cli.sandbox.openai_files import Files
from podpusher_cli.sandbox.openai_limits import Limits
from podpusher_cli.sandbox.openai_spec import read_body
from podpusher_cli.sandbox.world import World

_CREATED = 1_760_000_000
_MODELS = (*openai_images.MODELS, *openai_chat.MODELS, *openai_moderation.MODELS)


class OpenAI:
    """One organisation with credit, in the second tier."""

    name = "openai"
    prefix = "/openai"

    def __init__(self, world: World) -> None:
        self._limits = Limits(world)
        self._files = Files(world)
        self._batches = Batches(world, self._files)

    def endpoints(self) -> Sequence[Endpoint]:
        """What designs and listings need."""
        return [
            Endpoint("POST", "/v1/images/generations", self._images),
            Endpoint("POST", "/v1/chat/completions", self._chat),
            Endpoint("POST", "/v1/moderations", self._moderate),
            Endpoint("GET", "/v1/models", self._models),
            Endpoint("GET", "/v1/models/{model}", self._model),
            *self._files.endpoints(),
            *self._batches.endpoints(),
        ]

    def respond(self, call: Call, handler: Handler | None) -> Answer:
        """The key, the limits, then the route."""
        try:
            self._authorize(call)
            self._limits.count(call)
            answer = handler(call) if handler else _unknown(call)
        except Denied as error:
            answer = error.answer
        if call.account:
            answer.headers = self._limits.headers(call) | answer.headers
        return _stamped(call, answer)

    def error(self, call: Call, status: int, fault: Fault) -> Answer:
        """An error a fault asked for, in OpenAI's shape."""
        told = fault.body
        if isinstance(told, str) and told in REFUSALS:
            answer = refusal(told, shown(accounts.OPENAI_KEY)).answer
            answer.status = status
        else:
            answer = with_status(status, shown(accounts.OPENAI_KEY)) if told is None else answer_json(status, told)
        if fault.retry_after is not None:
            answer.headers["retry-after"] = f"{fault.retry_after:g}"
            answer.headers["retry-after-ms"] = f"{fault.retry_after * 1000:.0f}"
        answer.headers |= fault.headers
        return _stamped(call, answer)

    @staticmethod
    def _authorize(call: Call) -> None:
        kind, _, key = call.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not key.strip():
            text = "You didn't provide an API key. You need to provide your API key in an Authorization header."
            raise Denied(401, "invalid_request_error", None, text)
        if key.strip() != accounts.OPENAI_KEY:
            raise refusal("invalid_api_key", shown(key.strip()))
        call.account = "openai:org-sandbox"

    # The routes

    def _images(self, call: Call) -> Answer:
        told = openai_images.generate(call)
        return self._paid(call, told, max(1, len(told["data"])))

    def _chat(self, call: Call) -> Answer:
        return self._paid(call, openai_chat.complete(call))

    def _paid(self, call: Call, told: dict[str, Any], images: int = 1) -> Answer:
        self._limits.spend(call, told.get("usage", {}).get("total_tokens", 0), images)
        return answer_json(200, told)

    @staticmethod
    def _moderate(call: Call) -> Answer:
        return answer_json(200, openai_moderation.judge(read_body(call, "CreateModerationRequest")))

    @staticmethod
    def _models(_call: Call) -> Answer:
        return answer_json(200, {"object": "list", "data": [_described(name) for name in _MODELS]})

    @staticmethod
    def _model(call: Call) -> Answer:
        if call.params["model"] not in _MODELS:
            raise refusal("model_not_found", call.params["model"])
        return answer_json(200, _described(call.params["model"]))


def _described(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": _CREATED, "owned_by": "openai"}


def _unknown(call: Call) -> Answer:
    return denial(404, "invalid_request_error", "unknown_url", f"Unknown request URL: {call.method} {call.path}")


def _stamped(call: Call, answer: Answer) -> Answer:
    call.request_id = f"req_{secrets.token_hex(16)}"
    answer.headers |= {
        "x-request-id": call.request_id,
        "openai-processing-ms": "12",
        "openai-organization": "org-sandbox",
    }
    return answer
