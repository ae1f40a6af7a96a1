"""Etsy's answers: good ones read, refusals of every shape made ours (reference/etsy.md, section 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from podpusher_cli.core.errors import ConnectionExpired, NotFound, PodpusherError, ProviderRefused, TryLater
from podpusher_cli.core.http import BadAnswer, Response
from podpusher_cli.core.text import N_

_REDIRECTS, _HTTP_ERRORS, _NOT_FOUND, _SERVER_FAULT = 300, 400, 404, 500
T = TypeVar("T")


class EtsyRefused(ProviderRefused):
    """Etsy's own words are in the message and in the details."""


class KeyRefused(EtsyRefused):
    message = N_("Etsy does not accept the keys of your Etsy app: {problem}")
    hint = N_(
        "Compare keystring and shared secret with etsy.com/developers/your-apps, then run podpusher connect etsy. "
        "A new app works only once Etsy has approved it."
    )


class ScopeMissing(ConnectionExpired):
    message = N_("The connection to Etsy lacks the permission for this: {problem}")


class LoginRefused(ConnectionExpired):
    message = N_("Etsy does not accept this login any more: {problem}")


class ListingNotFound(NotFound):
    message = N_("Etsy has no such thing: {problem}")


class EtsyFault(TryLater):
    message = N_("Etsy has trouble of its own: {problem}")


class DailyLimit(TryLater):
    message = N_("The Etsy app has used up its calls for today.")
    hint = N_("Run the same command again when the day's calls come back; it carries on from here.")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A known sentence: where it comes, the reason it stands for, our error, and what the seller can do."""

    status: int
    pattern: str
    reason: str
    error: type[PodpusherError] = EtsyRefused
    hint: str | None = None


_TAGS = N_("At most 13 tags of 20 characters: letters, digits, spaces, - and '.")
_TITLE = N_("Shorten the title or take its odd characters out.")
_PROFILE = N_("Make a processing profile in Etsy's Shop Manager.")
_PARTNER = N_("Attach a production partner to the listing on Etsy.")
_WEIGHT = N_("Give the item a size and weight, or choose another shipping profile.")
_RULES = (
    _Rule(400, r"invalid_grant|refresh_token is revoked", "login_ended", LoginRefused),
    _Rule(400, r"invalid_client|client_id", "key_refused", KeyRefused),
    _Rule(400, r"must be above min", "price_too_low", hint=N_("Raise the price.")),
    _Rule(400, r"must be below max", "price_too_high", hint=N_("Lower the price.")),
    _Rule(400, r"duplicate tags", "duplicate_tags", hint=N_("Use each tag once.")),
    _Rule(400, r"/tags\b", "invalid_tags", hint=_TAGS),
    _Rule(400, r"/title\b|following characters", "invalid_title", hint=_TITLE),
    _Rule(400, r"/sku\b", "invalid_sku"),
    _Rule(400, r"/images\b|at least 1 image", "images_missing"),
    _Rule(400, r"readiness_state_id", "readiness_missing", hint=_PROFILE),
    _Rule(400, r"cannot sell this item", "partner_missing", hint=_PARTNER),
    _Rule(400, r"/shop/section", "section_not_found"),
    _Rule(400, r"Invalid Shipping Data", "shipping_incomplete", hint=_WEIGHT),
    _Rule(401, r"requires scope|insufficient_scope", "scope_missing", ScopeMissing),
    _Rule(401, r"", "token_refused", LoginRefused),
    _Rule(403, r"Shared secret is required", "shared_secret_missing", KeyRefused),
    _Rule(403, r"API key", "key_refused", KeyRefused),
    _Rule(403, r"scope", "scope_missing", ScopeMissing),
    _Rule(403, r"", "forbidden", hint=N_("Check that the listing is in the shop that is connected.")),
    _Rule(404, r"", "not_found", ListingNotFound),
    _Rule(409, r"", "conflict"),
)
_COMPILED = tuple((rule, re.compile(rule.pattern, re.IGNORECASE)) for rule in _RULES)


def words(response: Response) -> str:
    """What Etsy says went wrong, in one line; `HTTP 503` where it says nothing that can be shown."""
    told = response.json()
    if isinstance(told, list):
        parts = [
            " : ".join(str(row[key]) for key in ("path", "message") if row.get(key))
            for row in told
            if isinstance(row, dict)
        ]
        return "; ".join(part for part in parts if part) or f"HTTP {response.status}"
    if isinstance(told, dict):
        said = [str(told[key]) for key in ("error", "error_description") if told.get(key)]
        return ": ".join(said) or f"HTTP {response.status}"
    return f"HTTP {response.status}"


def refusal(response: Response, *, not_found: str = "not_found") -> PodpusherError:
    """The answer (status 400 or more) as one of our errors.

    `not_found` is the reason that a 404 stands for here. An unknown sentence keeps its text under `etsy.refused`.
    """
    problem = words(response)
    details: dict[str, Any] = {
        "status": response.status,
        "provider_message": problem,
        "provider_request": response.request_id,
    }
    told = response.json()
    if isinstance(told, list):
        details["problems"] = [row for row in told if isinstance(row, dict)]
    common: dict[str, Any] = {"provider": "etsy", "details": details, "problem": problem, "name": "etsy"}
    for rule, pattern in _COMPILED:
        if rule.status == response.status and pattern.search(problem):
            reason = not_found if rule.status == _NOT_FOUND else rule.reason
            return rule.error(reason=reason, hint=rule.hint, **common)
    if response.status >= _SERVER_FAULT:
        return EtsyFault(reason="unavailable", **common)
    return EtsyRefused(reason="refused", **common)


def answer(response: Response, read: Callable[[Mapping[str, Any]], T], *, missing: str = "not_found") -> T:
    """What `read` makes of a good answer. Raises what a refusal stands for (see `refusal`), or BadAnswer."""
    if response.status >= _HTTP_ERRORS:
        raise refusal(response, not_found=missing)
    try:
        told = response.json()
        if isinstance(told, dict) and response.status < _REDIRECTS:
            return read(told)
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswer(provider="etsy", details={"provider_request": response.request_id}) from error
    raise BadAnswer(provider="etsy", details={"provider_request": response.request_id})
