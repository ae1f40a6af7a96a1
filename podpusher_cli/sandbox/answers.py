"""A call that came in and the answer that goes out, as plain data; services turn one into the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl

import msgspec

from podpusher_cli.sandbox.faults import Fault

JSON = "application/json"
_encoder = msgspec.json.Encoder()


@dataclass(slots=True)
class Call:
    """One request, its body read to the end. Header names are lower case; `params` come from the path."""

    service: str
    method: str
    path: str
    template: str
    params: dict[str, str]
    query: str
    headers: dict[str, str]
    body: bytes
    fault: Fault | None = None
    account: str = ""
    scope: str = ""
    violations: list[str] = field(default_factory=list)
    request_id: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """The query string, every pair in order."""
        return parse_qsl(self.query, keep_blank_values=True) if self.query else []

    def fields(self) -> list[tuple[str, str]]:
        """The pairs of the query string, then those of a body that is a form."""
        body = self.body.decode("utf-8", "replace")
        return [*self.pairs(), *(parse_qsl(body, keep_blank_values=True) if body else [])]

    def fault_is(self, kind: str) -> bool:
        """Whether the fault that fell on this call is of that kind."""
        return self.fault is not None and self.fault.kind == kind


@dataclass(slots=True)
class Answer:
    """Status, body and headers. `kind` is the content type."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = JSON


class Refuse(Exception):
    """Raised inside a handler to answer at once."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(answer.status)


def answer_json(status: int, value: Any, headers: dict[str, str] | None = None) -> Answer:
    """The value as compact JSON."""
    return Answer(status, _encoder.encode(value), headers or {})


def sent_fields(call: Call) -> dict[str, str]:
    """The fields of a body that is a form or a JSON object; none of anything else."""
    if call.headers.get("content-type", "").startswith("application/json"):
        try:
            value = loads(call.body)
        except msgspec.DecodeError:
            return {}
        return {key: str(item) for key, item in value.items()} if isinstance(value, dict) else {}
    return dict(parse_qsl(call.body.decode("utf-8", "replace")))


def dumps(value: Any) -> str:
    """The value as compact JSON text."""
    return _encoder.encode(value).decode()


def loads(text: str | bytes) -> Any:
    """JSON text as plain values. Raises ValueError (msgspec.DecodeError is one)."""
    return msgspec.json.decode(text)


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One route: `template` as the provider documents it, below the service's prefix."""

    method: str
    template: str
    handler: Handler


class Service(Protocol):
    """One provider. `prefix` is the path in front of every template."""

    name: str
    prefix: str

    def endpoints(self) -> Sequence[Endpoint]:
        """Every route there is."""
        ...

    def respond(self, call: Call, handler: Handler | None) -> Answer | Awaitable[Answer]:
        """Check the caller, count the call, then run the handler. None: no such route."""
        ...

    def error(self, call: Call, status: int, fault: Fault) -> Answer:
        """An error in this provider's shape, as a fault asked for it."""
        ...
