"""OpenAI's errors as ours: decided by code first, then type, then status (reference/openai.md, section 6)."""

from __future__ import annotations

import re
from typing import Any

from podpusher_cli.core.errors import ConnectionExpired, PodpusherError, ProviderRefused, TryLater
from podpusher_cli.core.http import Response
from podpusher_cli.core.secrets import mask
from podpusher_cli.core.text import N_

# What the server refused: nothing is owed


class KeyRefused(ConnectionExpired):
    message = N_("{provider} does not accept this key.")


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


class BadRequest(ProviderRefused):
    hint = N_("podpusher settings list shows the model and the quality that were asked for.")


# Texts that are no use: paid for, and never asked for again by themselves


class Refused(ProviderRefused):
    """The model answered that it will not."""

    message = N_("The model refused: {problem}")
    hint = N_("Word the idea in another way.")


class CutOff(ProviderRefused):
    code = "openai.cut_off"
    message = N_("The model's answer stops before its end.")
    hint = N_("Shorten the idea, or choose another model with podpusher settings set.")


class Filtered(CutOff):
    message = N_("The model's answer was cut off by a content filter.")
    hint = N_("Word the idea in another way.")


class NoListing(ProviderRefused):
    code = "openai.no_listing"
    message = N_("{provider} sent no listing that Etsy would take.")
    hint = N_("Run generate with this idea alone to pay for a new one, or use --model local.")


class NoIdeasCame(ProviderRefused):
    code = "openai.no_ideas"
    message = N_("{provider} sent no ideas that can be used.")
    hint = N_("Run the same command again to pay for new ones, or use --model local.")


# Pictures that are no use: the same


class NoPicture(ProviderRefused):
    code = "openai.no_picture"
    message = N_("{provider} sent an answer without a picture.")
    hint = N_("Run generate with this idea alone to pay for a new one.")


class PictureElsewhere(NoPicture):
    """The answer names an address outside the server that was paid: it is not followed."""

    message = N_("{provider} sent the address of a picture at another place, {host}, which podpusher does not open.")


class DamagedPicture(NoPicture):
    message = N_("{provider} sent a damaged picture.")


class NotRaster(NoPicture):
    message = N_("{provider} sent a picture of the kind {format}, which cannot be printed.")


class EmptyPicture(NoPicture):
    message = N_("{provider} sent a picture with nothing in it.")


class WrongSize(NoPicture):
    message = N_("{provider} sent a picture of {width} x {height} pixels in place of {asked_width} x {asked_height}.")


class OpaquePicture(NoPicture):
    message = N_("{provider} sent a picture without a transparent background.")


_BLOCKED = frozenset({"moderation_blocked", "content_policy_violation"})
_WALLET_ENDS = ("_exhausted", "_limit_exceeded", "_limit_reached")
_TOO_FAST = "rate_limit_exceeded"
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}")
_PAYMENT_REQUIRED = 402


def told(response: Response) -> tuple[str, str, str]:
    """Code, type and message of an error answer; empty where it does not say. Other servers write them in other ways."""
    body = response.json()
    error = body.get("error", body) if isinstance(body, dict) else None
    if isinstance(error, str):
        return "", "", error
    if not isinstance(error, dict):
        return "", "", ""
    code = error.get("code")
    known = code if isinstance(code, str) and _CODE.fullmatch(code) else ""
    return known, str(error.get("type") or ""), str(error.get("message") or "")


def is_about_money(response: Response) -> bool:
    """Whether the account has nothing left to pay with, so that no wait helps."""
    code, kind, _ = told(response)
    return (
        response.status == _PAYMENT_REQUIRED
        or "insufficient_quota" in {code, kind}
        or (code.endswith(_WALLET_ENDS) and code != _TOO_FAST)
    )


def error_of(response: Response, *, model: str = "", setting: str = "", key: str = "") -> PodpusherError:
    """What a refusal means. The server's words are shown masked, and not at all where they may hold a part of the key."""
    code, kind, message = told(response)
    details = {"status": response.status, "provider_code": code or None, "provider_request": response.request_id}
    common: dict[str, Any] = {
        "provider": "openai",
        "details": details,
        "problem": _masked(message, key) or f"HTTP {response.status}",
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
    return BadRequest(reason=code or "refused", **common)


def _masked(message: str, key: str) -> str:
    return mask(message.replace(key, "***") if key else message)
