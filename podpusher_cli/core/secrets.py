"""What a secret looks like, so that none is ever written down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

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


_FORMS = (
    re.compile(r"(?<=://)[^\s/@\"']{1,300}(?=@)"),  # as above
    re.compile(
        r"(?i)(?<=\bbearer )(?=[^\s\"']*\d)[A-Za-z0-9._~+/=:-]{8,}"
    ),  # with a digit in it: no word of a sentence
    re.compile(r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}"),
    re.compile(r"\b(?:sk|rk|pk)[-_](?:(?:live|test|proj|svcacct)[-_])?[A-Za-z0-9_-]{12,}"),
    re.compile(r"\bwhsec_[A-Za-z0-9+/=]{8,}"),
    re.compile(r"\b(?:rt|ac)_[A-Za-z0-9]{16,}"),
    re.compile(r"\b\d{4,12}\.(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{16,}"),
    re.compile(r"\b(?:IGQ|EAA)[A-Za-z0-9_-]{24,}"),  # Instagram's and Facebook's
    re.compile(r"\bpina_[A-Za-z0-9]{16,}"),  # Pinterest's
    re.compile(r"\bA{12,}[A-Za-z0-9%]{24,}"),  # X's
)
"""What no answer needs to say. Unlike `mask` these leave field names and error codes alone: the answer is still to be read."""

SHORTEST = 8  # less is a word like Bearer
_OPEN = frozenset({"scopes", "account", "server", "client_id", "app_id", "advertiser_id", "user_id"})
"""Fields of a kept entry that are no secret."""


def without_tokens(text: str) -> str:
    """The text with every word out of sight that has the form of a token or a key; all else stays as it is."""
    for pattern in _FORMS:
        text = pattern.sub("***", text)
    return text


def secrets_in(kept: Mapping[str, object]) -> Iterator[str]:
    """The secrets of an entry of the token store, long enough to be looked for elsewhere."""
    for name, value in kept.items():
        if isinstance(value, Mapping):
            yield from secrets_in(value)
        elif isinstance(value, str) and len(value) >= SHORTEST and name not in _OPEN:
            yield value
