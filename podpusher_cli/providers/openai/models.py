"""Which models a server has: the test of a key, and of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from podpusher_cli.core.connecting import NotOpenAI
from podpusher_cli.core.errors import TryLater
from podpusher_cli.core.http import Request
from podpusher_cli.core.text import N_
from podpusher_cli.providers.openai.errors import error_of
from podpusher_cli.providers.openai.wire import dialect_of, key_headers

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

_REFUSED, _NOT_FOUND = 300, 404
_PATIENCE_S = 10.0  # somebody waits for it, and it is asked three times
_NO_LIST = N_("its list of models is none")


def list_models(http: Http, base_url: str, key: str) -> tuple[str, ...]:
    """The models of the server at `base_url`. Costs nothing. Raises NotOpenAI, KeyRefused, NotAllowed or TryLater."""
    headers = key_headers(dialect_of(base_url, "auto"), key)
    request = Request("GET", f"{base_url.rstrip('/')}/models", "GET /models", headers=headers, timeout=_PATIENCE_S)
    answer = http.send(request, provider="openai")
    if answer.status == _NOT_FOUND or (_REFUSED <= answer.status < 400):
        raise NotOpenAI(provider="openai", url=base_url, problem=f"HTTP {answer.status}")
    if answer.status >= 500:
        raise TryLater(provider="openai", reason="unavailable", details={"status": answer.status})
    if answer.status >= _REFUSED:
        raise error_of(answer, key=key)
    told: Any = answer.json()
    rows = told.get("data") if isinstance(told, dict) else None
    if not isinstance(rows, list):
        raise NotOpenAI(provider="openai", url=base_url, problem=_NO_LIST)
    return tuple(str(row["id"]) for row in rows if isinstance(row, dict) and row.get("id"))
