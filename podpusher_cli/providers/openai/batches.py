"""OpenAI's batches: handed in as a file, found again by our own mark, fetched line by line (reference/openai.md, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from podpusher_cli.core.batches import MARK, BatchLine, BatchLost, BatchRefused, NoBatches, RemoteBatch, half
from podpusher_cli.core.errors import OutcomeUnknown, PodpusherError, RateLimited
from podpusher_cli.core.http import BadAnswer, Request, Response, Service, Spent
from podpusher_cli.core.making import Order, Receipt
from podpusher_cli.core.spending import Rates
from podpusher_cli.providers.openai.errors import error_of, is_about_money
from podpusher_cli.providers.openai.wire import Dialect, key_headers, receipt_of

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

_SERVICE = Service("openai", is_spent=is_about_money)
_REFUSED, _BAD, _GONE, _TOO_MANY, _SERVER_FAULT = 300, 400, 404, 429, 500
_UPLOAD_S, _FETCH_S, _ASK_S = 300.0, 600.0, 60.0
_PAGE, _MOST_PAGES = 100, 20  # two thousand batches back; they are listed newest first
_LISTED = 300  # letters of a problem that are kept


class _Answer(msgspec.Struct):
    status_code: int
    body: msgspec.Raw
    request_id: str | None = None


class _Line(msgspec.Struct):
    custom_id: str
    response: _Answer | None = None
    error: dict[str, Any] | None = None


_decode = msgspec.json.Decoder(_Line).decode


class OpenAIBatches:
    """A BatchOffice (core/batches.py) at `base_url`. Raises NoBatches where the server is none of OpenAI's."""

    def __init__(self, http: Http, base_url: str, key: str, *, dialect: Dialect) -> None:
        if dialect != "openai":
            raise NoBatches
        self._http = http
        self._url = base_url.rstrip("/")
        self._key = key
        self._headers = key_headers(dialect, key)

    def upload(self, name: str, lines: bytes) -> str:
        """See BatchOffice. A file alone costs nothing, so it is sent again where no answer came."""
        request = Request(
            "POST", f"{self._url}/files", "POST /files", headers=self._headers, form={"purpose": "batch"},
            files={"file": (f"{name}.jsonl", lines, "application/jsonl")}, repeatable=True, timeout=_UPLOAD_S,
        )  # fmt: skip
        return _text(self._sent(request), "id")

    def create(self, file: str, path: str, mark: str) -> RemoteBatch:
        """See BatchOffice. Raises OutcomeUnknown where no answer came; it is never sent again by itself."""
        body = {
            "input_file_id": file,
            "endpoint": f"/v1{path}",
            "completion_window": "24h",
            "metadata": {MARK: mark},
        }
        request = Request(
            "POST", f"{self._url}/batches", "POST /batches", headers=self._headers, json=body, timeout=_ASK_S
        )
        return _batch(self._sent(request, doubtful=True))

    def find(self, mark: str) -> RemoteBatch | None:
        """See BatchOffice."""
        params: dict[str, str | int | float | bool] = {"limit": _PAGE}
        for _ in range(_MOST_PAGES):
            told = self._asked("/batches", "GET /batches", params)
            rows = told.get("data")
            found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
            for row in found:
                metadata = row.get("metadata")
                if isinstance(metadata, dict) and metadata.get(MARK) == mark:
                    return _batch(row)
            if not found or not told.get("has_more"):
                return None
            params["after"] = _text(found[-1], "id")
        return None

    def look(self, batch: str) -> RemoteBatch:
        """See BatchOffice. Raises BatchLost where it is gone."""
        return _batch(self._asked(f"/batches/{quote(batch, safe='')}", "GET /batches/{batch}", {}))

    def fetch(self, file: str, into: Path) -> None:
        """See BatchOffice. Raises BatchLost where it is gone."""
        request = Request(
            "GET", f"{self._url}/files/{quote(file, safe='')}/content", "GET /files/{file}/content", headers=self._headers,
            timeout=_FETCH_S, into=into,
        )  # fmt: skip
        response = self._http.send(request, provider=_SERVICE)
        if response.status == _GONE:
            raise BatchLost(provider="openai")
        if response.status >= _REFUSED:
            raise error_of(response, key=self._key)

    def read(self, line: bytes) -> BatchLine | None:
        """See BatchOffice."""
        try:
            told = _decode(line)
        except msgspec.DecodeError:  # ValidationError is one
            return None
        if told.response is None:
            code = told.error.get("code") if told.error else None
            return BatchLine(told.custom_id, 0, b"{}", None, str(code or "unknown"))
        answer = told.response
        return BatchLine(told.custom_id, answer.status_code, bytes(answer.body), answer.request_id, None)

    def receipt(self, line: BatchLine, order: Order, rates: Rates | None) -> Receipt:
        """See BatchOffice."""
        whole = receipt_of(_response(line), order, rates)
        return whole if whole.guessed else replace(whole, micros=half(whole.micros))

    def judge(self, line: BatchLine, model: str) -> PodpusherError:
        """See BatchOffice."""
        response = _response(line)
        if line.status == _TOO_MANY and not is_about_money(response):
            return RateLimited(provider="openai")
        return error_of(response, model=model, key=self._key)

    def _asked(self, path: str, route: str, params: Mapping[str, str | int | float | bool]) -> Mapping[str, Any]:
        request = Request("GET", self._url + path, route, params=params, headers=self._headers, timeout=_ASK_S)
        return self._sent(request)

    def _sent(self, request: Request, *, doubtful: bool = False) -> Mapping[str, Any]:
        """The answer's object. `doubtful`: what a server's fault leaves behind is not known."""
        try:
            response = self._http.send(request, provider=_SERVICE)
        except Spent as error:
            response = error.response
        if doubtful and response.status >= _SERVER_FAULT:
            raise OutcomeUnknown(provider="openai", details={"status": response.status})
        if response.status == _GONE and request.method == "GET":
            raise BatchLost(provider="openai")
        if response.status == _BAD:
            problem = error_of(response, key=self._key)
            raise (
                problem
                if is_about_money(response)
                else BatchRefused(provider="openai", problem=problem.fields["problem"])
            )
        if response.status >= _REFUSED:
            raise error_of(response, key=self._key)
        told = response.json()
        if not isinstance(told, dict):
            raise OutcomeUnknown(provider="openai") if doubtful else BadAnswer(provider="openai")
        return told


def _response(line: BatchLine) -> Response:
    return Response(line.status, {}, line.body, request_id=line.request_id)


def _batch(told: Mapping[str, Any]) -> RemoteBatch:
    counts = told.get("request_counts")
    counted = counts if isinstance(counts, dict) else {}
    return RemoteBatch(
        id=_text(told, "id"),
        status=_text(told, "status"),
        output_file=_maybe(told, "output_file_id"),
        error_file=_maybe(told, "error_file_id"),
        total=_count(counted, "total"),
        error=_first_error(told),
        expires_at=float(_count(told, "expires_at")) or None,
    )


def _first_error(told: Mapping[str, Any]) -> tuple[str, str] | None:
    errors = told.get("errors")
    rows = errors.get("data") if isinstance(errors, dict) else None
    first = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else None
    if first is None:
        return None
    return str(first.get("code") or "")[:_LISTED], str(first.get("message") or "")[:_LISTED]


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value:
        raise BadAnswer(provider="openai")
    return value


def _maybe(told: Mapping[str, Any], name: str) -> str | None:
    value = told.get(name)
    return value if isinstance(value, str) and value else None


def _count(told: Mapping[str, Any], name: str) -> int:
    value = told.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
