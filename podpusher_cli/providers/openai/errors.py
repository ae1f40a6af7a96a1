"""OpenAI's errors as ours: decided by code first, then type, then status (reference/openai.md, section 6)."""

from __future__ import annotations

import json
from typing import Any

from podpusher_cli.core.errors import ConnectionExpired, PodpusherError, ProviderRefused, TryLater
from podpusher_cli.core.http import Response
from podpusher_cli.core.secrets import mask
from podpusher_cli.core.text import N_


class KeyRefused(ConnectionExpired):
    message = N_("{provider} does not accept this key.")
    hint = N_("Set OPENAI_API_KEY to a key that works, then run the same command again.")


class NotAllowed(ConnectionExpired):
    message = N_("{provider} does not allow this account to do it: {problem}")
    hint = N_("Verify the organization in OpenAI's settings, or choose another model with podpusher settings set.")


class NoCredit(TryLater):
    """No wait helps, only money."""

    message = N_("The account at {provider} has no credit left, or has reached its spending limit.")
    hint = N_("Add credit at OpenAI, then run the same command again; what is paid for is not paid for twice.")


class Blocked(ProviderRefused):
    message = N_("{provider} will not make this: its safety rules forbid it.")
    hint = N_("Word the idea in another way.")


class NoSuchModel(ProviderRefused):
    message = N_("{provider} has no model {model} for this account.")
    hint = N_("podpusher settings set {setting} MODEL")


class Refused(ProviderRefused):
    """The model answered that it will not."""

    message = N_("The model refused: {problem}")
    hint = N_("Word the idea in another way.")


class CutOff(ProviderRefused):
    message = N_("The model's answer was cut off: {problem}")
    hint = N_("Shorten the idea, or choose another model with podpusher settings set.")


class NoPicture(ProviderRefused):
    """Paid for, and no use; never asked for again by itself."""

    code = "openai.no_picture"
    message = N_("{provider} sent no picture that can be printed: {problem}")
    hint = N_("Run generate with this idea alone to pay for a new one.")


class NoListing(ProviderRefused):
    """Paid for, and no use; never asked for again by itself."""

    code = "openai.no_listing"
    message = N_("{provider} sent no listing that Etsy would take: {problem}")
    hint = N_("Run generate with this idea alone to pay for a new one, or use --model local.")


_BLOCKED = frozenset({"moderation_blocked", "content_policy_violation"})
_WALLET_ENDS = ("_exhausted", "_limit_exceeded", "_limit_reached")
_TOO_FAST = "rate_limit_exceeded"


def told(response: Response) -> tuple[str, str, str]:
    """Code, type and message of an error answer; empty where it does not say."""
    body = response.json()
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return "", "", ""
    return str(error.get("code") or ""), str(error.get("type") or ""), str(error.get("message") or "")


def is_about_money(response: Response) -> bool:
    """Whether the account has nothing left to pay with, so that no wait helps."""
    code, kind, _ = told(response)
    return (
        kind == "insufficient_quota"
        or code == "insufficient_quota"
        or (code.endswith(_WALLET_ENDS) and code != _TOO_FAST)
    )


def error_of(response: Response, *, model: str, setting: str) -> PodpusherError:
    """What a refusal means. OpenAI's words are shown masked, and not at all where they may hold a part of the key."""
    code, kind, message = told(response)
    details = {"status": response.status, "provider_code": code or None, "provider_request": response.request_id}
    common: dict[str, Any] = {
        "provider": "openai",
        "details": details,
        "problem": mask(message) or f"HTTP {response.status}",
    }
    if is_about_money(response):
        return NoCredit(reason=code or "insufficient_quota", **common)
    if code in _BLOCKED or kind == "image_generation_user_error":
        return Blocked(reason=code or "blocked", **common)
    if response.status == 401:
        return KeyRefused(reason="unauthenticated", name="openai", **(common | {"problem": ""}))
    if response.status == 403:
        return NotAllowed(reason=code or "forbidden", name="openai", **common)
    if response.status == 404:
        return NoSuchModel(reason=code or "not_found", model=model, setting=setting, **common)
    if response.status >= 500:
        return TryLater(reason=code or "unavailable", **common)
    return ProviderRefused(reason=code or "refused", **common)


def listing_problem(text: str) -> str:
    """The beginning of something odd, for a message."""
    return json.dumps(text[:80], ensure_ascii=False)
