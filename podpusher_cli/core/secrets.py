"""What a secret looks like, so that none is ever written down."""

from __future__ import annotations

import re

_PATTERNS = (
    re.compile(r"(?<=://)[^\s/@\"']{1,300}(?=@)"),  # who logs in to a proxy or a server, and with what
    re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=:-]{6,}"),
    re.compile(r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}"),  # a JWT, such as Printify's token
    re.compile(r"\b(?:sk|rk|pk|whsec)[-_][A-Za-z0-9_-]{6,}"),  # OpenAI's and Stripe's keys
    re.compile(r"\b(?:rt|ac)_[A-Za-z0-9]{10,}"),  # what Stripe's consent gives: a refresh token, a code
    re.compile(r"\b\d{4,12}\.[A-Za-z0-9_-]{16,}"),  # Etsy's tokens: USER_ID.token
    re.compile(r"(?i)\b(access_token|refresh_token|client_secret|shared_secret|code_verifier|code|state|token|password|api_key|x-api-key)"
               r"(\\*[\"']?\s*[=:]\s*\\*[\"']?)[^\s\"'&,}\\]{4,}"),
)  # fmt: skip


def mask(text: str) -> str:
    """The text with everything that looks like a secret put out of sight."""
    for pattern in _PATTERNS:
        text = pattern.sub(_hide, text)
    return text


def _hide(match: re.Match[str]) -> str:
    parts = [group for group in match.groups() if group]
    return "".join(parts).rstrip() + (" ***" if len(parts) == 1 else "***")
