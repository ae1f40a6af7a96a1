"""OpenAI's moderations: which texts it flags, and for what (reference/openai.md, section 5). Asking is free of charge (recalled)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.http import Request

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

MODEL = "omni-moderation-latest"
MOST = 32  # texts a request
_PATIENCE_S = 20.0
_REFUSED = 300


class NoModeration(Exception):
    """The server has none, or does not answer: the step is left out, and that is said."""


def moderate(http: Http, base_url: str, headers: Mapping[str, str], texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The categories that each text is flagged for, none for most. Raises NoModeration."""
    found: list[tuple[str, ...]] = []
    for start in range(0, len(texts), MOST):
        part = list(texts[start : start + MOST])
        request = Request(
            "POST", f"{base_url.rstrip('/')}/moderations", "POST /moderations", headers=headers,
            json={"model": MODEL, "input": part}, timeout=_PATIENCE_S,
        )  # fmt: skip
        try:
            answer = http.send(request, provider="openai")
        except PodpusherError as error:
            raise NoModeration from error
        results = _results(answer.json()) if answer.status < _REFUSED else []
        if len(results) != len(part):
            raise NoModeration
        found += [_flags(each) for each in results]
    return found


def _results(told: Any) -> list[Any]:
    rows = told.get("results") if isinstance(told, dict) else None
    return rows if isinstance(rows, list) else []


def _flags(result: Any) -> tuple[str, ...]:
    """The categories that are true; `flagged` where it is flagged for none that is named."""
    if not isinstance(result, dict):
        return ()
    named = result.get("categories")
    told = (
        tuple(sorted(str(name) for name, flagged in named.items() if flagged is True))
        if isinstance(named, dict)
        else ()
    )
    return told or (("flagged",) if result.get("flagged") is True else ())
