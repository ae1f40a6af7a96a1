"""What is confidential, taken out of an answer that refuses something: a refusal is shown, logged and kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.secrets import SHORTEST, without_tokens

_HEADERS = frozenset({"authorization", "x-api-key"})
_FIELDS = frozenset({"refresh_token", "code", "code_verifier", "client_secret"})


def confidences(request: Request, headers: Mapping[str, str]) -> frozenset[str]:
    """The tokens, keys and codes of a request, those in `headers` on top of its own."""
    values: list[str] = []
    for name, value in [*request.headers.items(), *headers.items()]:
        if name.lower() in _HEADERS:
            values += re.split(r"[\s:]+", value)
    values += [value for name, value in (request.form or {}).items() if name in _FIELDS]
    return frozenset(value for value in values if len(value) >= SHORTEST)


def without(response: Response, told: Iterable[str]) -> Response:
    """The answer with each of them out of sight in its body, and whatever else has the form of a token."""
    body = response.body
    for secret in sorted(told, key=len, reverse=True):
        body = body.replace(secret.encode(), b"***")
    body = without_tokens(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    return response if body == response.body else replace(response, body=body)
