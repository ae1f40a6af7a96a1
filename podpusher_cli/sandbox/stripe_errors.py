"""Refusals as Stripe words them (reference/stripe.md, sections 6 and 8)."""

from __future__ import annotations

from typing import Any

from podpusher_cli.sandbox.answers import Answer, Refuse, answer_json

_STATUS_CODES = {409: "lock_timeout", 429: "rate_limit"}
_STATUS_TEXTS = {
    409: "This object cannot be accessed right now because another API request or Stripe process is currently accessing it.",
    429: "Request rate limit exceeded.",
}


def error(status: int, kind: str, message: str, code: str | None = None, param: str | None = None) -> Answer:
    """The answer `{"error": {...}}`."""
    told: dict[str, Any] = {"message": message, "type": kind}
    if code:
        told |= {"code": code, "doc_url": f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"}
    if param:
        told["param"] = param
    return answer_json(status, {"error": told})


def invalid(message: str, code: str | None = None, param: str | None = None, *, status: int = 400) -> Refuse:
    """To be raised: the caller asked for what cannot be."""
    return Refuse(error(status, "invalid_request_error", message, code, param))


def missing(kind: str, number: str, param: str = "id") -> Refuse:
    """To be raised: no such object; 404 for the one in the path, 400 for one that a parameter names."""
    text = f"No such {kind}: '{number}'"
    return invalid(text, "resource_missing", param, status=404 if param == "id" else 400)


def declined() -> Refuse:
    """To be raised: 402, the card does not pay."""
    return Refuse(error(402, "card_error", "Your card was declined.", "card_declined"))


def with_status(status: int) -> Answer:
    """The error that a status stands for."""
    kind = "api_error" if status >= 500 else "invalid_request_error"
    return error(status, kind, _STATUS_TEXTS.get(status, "An unknown error occurred"), _STATUS_CODES.get(status))


def grant_refused(word: str, text: str, status: int = 400) -> Answer:
    """An OAuth error: `{"error": word, "error_description": text}`."""
    return answer_json(status, {"error": word, "error_description": text}, {"cache-control": "no-store"})
