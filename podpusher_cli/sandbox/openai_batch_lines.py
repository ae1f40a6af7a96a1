"""The lines of a batch: what is asked, each carried out as if it had come by itself, and what is answered.

Words in a prompt: `[batch_missing]` leaves a line out of both files, `[batch_twice]` answers it twice, `[batch_garbage]` answers
it with a line that is no JSON, `[batch_stranger]` adds an answer to a request that nobody made.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from podpusher_cli.sandbox import openai_chat, openai_images
from podpusher_cli.sandbox.answers import Call, dumps, loads
from podpusher_cli.sandbox.openai_errors import Denied

_MOST = 50_000
_FIELDS = {"custom_id", "method", "url", "body"}
_HANDLERS: dict[str, Callable[[Call], dict[str, Any]]] = {
    "/v1/images/generations": openai_images.generate,
    "/v1/chat/completions": openai_chat.complete,
}
_LEFT = {
    "expired": "This request could not be executed before the completion window expired.",
    "cancelled": "This request was cancelled.",
}


class Problem(Exception):
    """Why a whole batch is refused."""

    def __init__(self, code: str, message: str, line: int | None = None) -> None:
        self.told = {"code": code, "message": message, "param": None, "line": line}
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Line:
    """One request."""

    custom_id: str
    url: str
    body: dict[str, Any]

    @property
    def model(self) -> str:
        """The model that is asked."""
        return str(self.body.get("model"))

    @property
    def tokens(self) -> int:
        """What it counts against the enqueue limit."""
        return max(1, len(dumps(self.body)) // 4)


def read_lines(content: bytes, endpoint: str) -> list[Line]:
    """The requests in a file. Raises Problem."""
    texts = [text for text in content.split(b"\n") if text.strip()]
    if not texts:
        raise Problem("empty_file", "The input file is empty.")
    if len(texts) > _MOST:
        raise Problem("too_many_tasks", f"The batch has more than {_MOST} requests.")
    lines: list[Line] = []
    seen: set[str] = set()
    for number, text in enumerate(texts, 1):
        line = _line(text, number)
        if line.custom_id in seen:
            raise Problem("duplicate_custom_id", f"The custom_id '{line.custom_id}' is not unique.", number)
        if line.url != endpoint:
            raise Problem("mismatched_url", f"The url '{line.url}' is not the batch's endpoint.", number)
        if lines and line.model != lines[0].model:
            raise Problem("mismatched_model", "All requests of a batch name the same model.", number)
        seen.add(line.custom_id)
        lines.append(line)
    return lines


def _line(text: bytes, number: int) -> Line:
    try:
        told = loads(text)
    except ValueError:
        raise Problem("invalid_json_line", "This line is not parseable as valid JSON.", number) from None
    if not isinstance(told, dict) or told.keys() != _FIELDS or not isinstance(told["custom_id"], str):
        raise Problem("invalid_request", f"A line has {', '.join(sorted(_FIELDS))}.", number)
    if told["method"] != "POST" or not isinstance(told["body"], dict):
        raise Problem("invalid_request", "A line is a POST with a body.", number)
    return Line(told["custom_id"], told["url"], told["body"])


def carry_out(lines: list[Line]) -> tuple[list[bytes], list[bytes]]:
    """What the two files say. The answers come in an order of their own: the last one first."""
    outputs: list[bytes] = []
    errors: list[bytes] = []
    for line in reversed(lines):
        text = dumps(line.body)
        if "[batch_missing]" in text:
            continue
        status, body = _answer(line)
        written = _written(
            line.custom_id, {"status_code": status, "request_id": f"req_{secrets.token_hex(8)}", "body": body}
        )
        if "[batch_garbage]" in text:
            written = written[: len(written) // 2]
        file = outputs if status == 200 else errors
        file += [written] * (2 if "[batch_twice]" in text else 1)
        if "[batch_stranger]" in text:
            file.append(_written("somebody-elses", {"status_code": 200, "request_id": "req_0", "body": body}))
    return outputs, errors


def _answer(line: Line) -> tuple[int, dict[str, Any]]:
    call = Call("openai", "POST", line.url, line.url, {}, "", {}, dumps(line.body).encode())
    try:
        return 200, _HANDLERS[line.url](call)
    except Denied as error:
        return error.answer.status, loads(error.answer.body)


def unfinished(line: Line, status: str) -> bytes:
    """The line of a request that was not carried out."""
    return _written(line.custom_id, None, {"code": f"batch_{status}", "message": _LEFT[status]})


def _written(custom_id: str, response: dict[str, Any] | None, error: dict[str, str] | None = None) -> bytes:
    told = {"id": f"batch_req_{secrets.token_hex(8)}", "custom_id": custom_id, "response": response, "error": error}
    return dumps(told).encode()
