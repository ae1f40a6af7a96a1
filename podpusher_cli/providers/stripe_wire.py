"""Stripe's own library over our one HTTP client: its requests are paced, retried and logged as all others are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import stripe

from podpusher_cli.core.connecting import StripeKeyRefused
from podpusher_cli.core.errors import PodpusherError, ProviderRefused, TryLater
from podpusher_cli.core.http import BadAnswer, Request

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

stripe.enable_telemetry = False  # else each request carries the last one's timing and an id of this machine

# An id inside a path, as `sub_1MowQVLkdIwHu7ix`; the log names the route without it.
_ID = re.compile(r"(?<=/)(?:[a-z]+_)+(?:test_|live_)?[A-Za-z0-9]{6,}(?=/|$)")


class _OurClient(stripe.HTTPClient):
    """Carries the library's requests. It sends each once: tries and waits are ours (see Http.send)."""

    name = "podpusher"

    def __init__(self, http: Http) -> None:
        super().__init__()
        self._http = http

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        """See stripe.HTTPClient. A write may be repeated: the library gives each an idempotency key (section 6)."""
        del _usage
        told = dict(headers or {})
        kept = {name: value for name, value in told.items() if name.lower() not in {"user-agent", "content-type"}}
        response = self._http.send(
            Request(
                method.upper(),
                url,
                f"{method.upper()} {_ID.sub('{id}', urlsplit(url).path)}",
                headers=kept,
                form=dict(parse_qsl(post_data, keep_blank_values=True)) if isinstance(post_data, str) else None,
                repeatable=method.upper() == "GET" or "idempotency-key" in {name.lower() for name in told},
                timeout=60,
            ),
            provider="stripe",
        )
        return response.text, response.status, response.headers

    def close(self) -> None:
        """Nothing of its own is open."""


def client(
    http: Http, *, key: str, api_url: str, connect_url: str = "https://connect.stripe.com", client_id: str | None = None
) -> stripe.StripeClient:
    """Stripe's client with `key`, pinned to the version of the API that the library was made for."""
    api, connect = api_url.rstrip("/"), connect_url.rstrip("/")
    return stripe.StripeClient(
        key,
        base_addresses={"api": api, "connect": connect, "files": api, "meter_events": api},
        client_id=client_id,
        http_client=_OurClient(http),
        max_network_retries=0,
    )


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the library raises into our own errors (reference/stripe.md, section 6)."""
    try:
        yield
    except stripe.AuthenticationError as error:
        raise StripeKeyRefused(provider="stripe", details=_details(error)) from error
    except (stripe.APIError, stripe.APIConnectionError, stripe.RateLimitError) as error:
        if error.http_status is not None and error.http_status < 500 and error.http_status != 429:
            raise BadAnswer(provider="stripe", details=_details(error)) from error
        raise TryLater(provider="stripe", reason="unavailable", details=_details(error)) from error
    except stripe.StripeError as error:
        raise _refused(error) from error


def is_allowed(ask: Callable[[], object]) -> bool:
    """Whether the key may do this. `ask` is sent so that it can change nothing: what is wrong with it comes after the right."""
    try:
        with refusals():
            ask()
    except ProviderRefused as error:
        return error.details.get("status") != 403
    return True


def _refused(error: stripe.StripeError) -> PodpusherError:
    return ProviderRefused(
        provider="stripe",
        reason=_code(error) or "refused",
        problem=error.user_message or f"HTTP {error.http_status}",
        details=_details(error),
    )


def _details(error: stripe.StripeError) -> dict[str, Any]:
    return {"status": error.http_status, "provider_code": _code(error), "provider_request": error.request_id}


def _code(error: stripe.StripeError) -> str | None:
    """Stripe's word for it; the library hands it on at some errors only, the body has it at all."""
    told = getattr(error.error, "code", None)
    return error.code or (told if isinstance(told, str) else None)
