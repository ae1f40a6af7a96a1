"""OpenAI's error shapes, and the words in a prompt that ask for one (reference/openai.md, section 6)."""

from __future__ import annotations

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import Answer, Refuse, answer_json

# code: status, type, message. `{0}` is what the refusal is about.
REFUSALS: dict[str, tuple[int, str, str]] = {
    "moderation_blocked": (400, "image_generation_user_error", "Your request was rejected by the safety system. safety_violations=[violence]."),
    "content_policy_violation": (400, "invalid_request_error", "Your request was rejected as a result of our safety system."),
    "billing_hard_limit_reached": (400, "billing_limit_user_error", "Billing hard limit has been reached."),
    "invalid_value": (400, "invalid_request_error", "Invalid value for a parameter."),
    "invalid_api_key": (401, "invalid_request_error", "Incorrect API key provided: {0}. You can find your API key at your account page."),
    "not_verified": (403, "invalid_request_error", "Your organization must be verified to use the model."),
    "unsupported_country_region_territory": (403, "request_forbidden", "Country, region, or territory not supported"),
    "model_not_found": (404, "invalid_request_error", "The model '{0}' does not exist or you do not have access to it."),
    "rate_limit_exceeded": (429, "requests", "Rate limit reached for requests. Please try again in 1s."),
    "insufficient_quota": (429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details."),
    "credit_balance_exhausted": (429, "insufficient_quota", "Your credit balance is exhausted."),
    "organization_spend_limit_exceeded": (429, "insufficient_quota", "The spend limit of this organization is exceeded."),
    "organization_usage_limit_exceeded": (429, "insufficient_quota", "The usage limit of this organization is exceeded."),
    "project_spend_limit_exceeded": (429, "insufficient_quota", "The spend limit of this project is exceeded."),
    "slow_down": (429, "rate_limit_error", "Slow down."),
    "server_error": (500, "server_error", "The server had an error while processing your request."),
    "bad_gateway": (502, "server_error", "Bad gateway."),
    "server_is_overloaded": (503, "service_unavailable_error", "The engine is currently overloaded, please try again later"),
    "gateway_timeout": (504, "server_error", "Gateway timeout."),
}  # fmt: skip
_NAMELESS = frozenset({"not_verified", "server_error", "bad_gateway", "gateway_timeout"})
_BY_STATUS = {
    400: "invalid_value", 401: "invalid_api_key", 403: "not_verified", 404: "model_not_found", 429: "rate_limit_exceeded",
    503: "server_is_overloaded",
}  # fmt: skip


def denial(status: int, kind: str, code: str | None, message: str, param: str | None = None) -> Answer:
    """An error body."""
    return answer_json(status, {"error": {"message": message, "type": kind, "param": param, "code": code}})


class Denied(Refuse):
    """Raised to answer with an error."""

    def __init__(
        self, status: int, kind: str, code: str | None, message: str, headers: dict[str, str] | None = None, param: str | None = None
    ) -> None:  # fmt: skip
        answer = denial(status, kind, code, message, param)
        answer.headers |= headers or {}
        super().__init__(answer)


class BadBody(Denied):
    """A 400 about one parameter."""

    def __init__(self, code: str | None, message: str, param: str | None) -> None:
        self.param = param
        super().__init__(400, "invalid_request_error", code, message, None, param)


def refusal(code: str, about: str = "") -> Denied:
    """One of REFUSALS."""
    status, kind, message = REFUSALS[code]
    return Denied(status, kind, None if code in _NAMELESS else code, message.format(about))


def with_status(status: int, about: str = "") -> Answer:
    """The error that usually has this status."""
    _, kind, message = REFUSALS[code := _BY_STATUS.get(status, "server_error")]
    return denial(status, kind, None if code in _NAMELESS else code, message.format(about))


def shown(key: str) -> str:
    """A key as the message of a 401 has it, which is not hidden enough for a log."""
    return f"{key[:8]}{'*' * 8}{key[-4:]}" if len(key) > 12 else key


def raise_if_asked(prompt: str, model: str) -> None:
    """Raise the refusal that the prompt asks for with a word in brackets."""
    for code in REFUSALS:
        if f"[{code}]" in prompt:
            raise refusal(code, shown(accounts.OPENAI_KEY) if code == "invalid_api_key" else model)
