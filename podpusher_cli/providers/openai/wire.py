"""The paid requests: noted before they leave, kept when they are answered, never blindly sent again.

The money policy is that of reference/openai.md, section 6.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin, urlsplit

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import OutcomeUnknown, PodpusherError
from podpusher_cli.core.http import Limit, Request, Response, Service, Spent
from podpusher_cli.core.making import Attempt, Order, Receipt
from podpusher_cli.core.spending import PerhapsBilled, Rates, Usage
from podpusher_cli.net.retries import retry_after
from podpusher_cli.providers.openai.errors import NoPicture, PictureElsewhere, error_of, is_about_money

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

Dialect = Literal["openai", "azure", "compat"]

_ANSWERS = "x-ratelimit-limit-requests"
# How many requests a minute an account has is told by its answers; until then only a 429 holds all of them back.
_LIMITS = {name: Limit(f"openai.{name}", 100_000, 60.0) for name in ("images", "requests")}
_SERVICES = {
    name: Service("openai", header_limits={_ANSWERS: limit.name}, is_spent=is_about_money)
    for name, limit in _LIMITS.items()
}
_READ_S = 300.0  # a picture of high quality takes its time
_PATIENCE_S = 900.0  # for a slot where an account has few requests a minute
_PAUSE_S, _LONGEST_PAUSE_S = 2.0, 60.0  # before the one repeat after a server's fault
_REFUSED = 300  # and above: a redirect is not followed with a key in hand, and nothing was made
_GATEWAY = frozenset({502, 504})  # somebody in between gave up: the request may have been carried out
_AZURE = ".openai.azure.com"


def dialect_of(base_url: str, said: str) -> Dialect:
    """Which way to speak: what the seller said, else each maker's own to its host, and the plain one to all others.

    Azure takes the same bodies, and the key in a header of its own (reference/openai.md, section 7; recalled).
    """
    if said in {"openai", "azure", "compat"}:
        return "openai" if said == "openai" else "azure" if said == "azure" else "compat"
    host = urlsplit(base_url).hostname or ""
    if host.endswith(_AZURE):
        return "azure"
    return "openai" if host == "api.openai.com" else "compat"


def key_headers(dialect: Dialect, key: str) -> dict[str, str]:
    """The header that carries the key."""
    return {"api-key": key} if dialect == "azure" else {"authorization": f"Bearer {key}"}


class OpenAIWire:
    """Sends paid requests to the server at `base_url`, which ends in /v1, with `key`."""

    def __init__(self, http: Http, base_url: str, key: str, *, dialect: Dialect, clock: Clock) -> None:
        self._http = http
        self._url = base_url.rstrip("/")
        self._key = key
        self._headers = key_headers(dialect, key)
        self._account = hashlib.sha256(key.encode()).hexdigest()[:12]
        self._clock = clock
        self.dialect = dialect
        self.strict = dialect != "compat"

    def ask(
        self, attempt: Attempt, order: Order, path: str, body: Mapping[str, Any], *, rates: Rates | None, setting: str
    ) -> Mapping[str, Any]:
        """The answer: one that was paid for already, or a new one. An answer that is no JSON object reads as empty.

        Raises PerhapsBilled when none came, and what a refusal means; `setting` names the model's.
        """
        kept = attempt.kept(order.purpose)
        if kept is None:
            response = self._send(attempt, order, path, body, rates)
            if response.status >= _REFUSED:
                raise error_of(response, model=order.model, setting=setting, key=self._key)
            attempt.paid(order.purpose, receipt_of(response, order, rates), response.body)
            kept = response.body
        return document(kept)

    def _send(
        self, attempt: Attempt, order: Order, path: str, body: Mapping[str, Any], rates: Rates | None
    ) -> Response:
        """Send it; once more after a server's fault that certainly made nothing, unless the server says not to."""
        group = "images" if order.purpose == "image" else "requests"
        request = Request(
            "POST", self._url + path, f"POST {path}", headers=self._headers, json=body, timeout=_READ_S, limits=(_LIMITS[group],)
        )  # fmt: skip
        response = self._once(attempt, order, request, group, rates)
        if response.status >= 500 and response.headers.get("x-should-retry") != "false":
            asked = retry_after(response, self._clock.now()) or 0.0
            self._clock.sleep(min(max(asked, _PAUSE_S), _LONGEST_PAUSE_S))
            response = self._once(attempt, order, request, group, rates)
        return response

    def _once(self, attempt: Attempt, order: Order, request: Request, group: str, rates: Rates | None) -> Response:
        attempt.sending(order)
        try:
            response = self._http.send(request, provider=_SERVICES[group], account=self._account, patience=_PATIENCE_S)
        except OutcomeUnknown as error:
            attempt.perhaps(order.purpose)
            raise PerhapsBilled(provider="openai", details=error.details) from error
        except Spent as error:
            attempt.free(order.purpose, error.response.request_id)
            return error.response
        except PodpusherError:
            attempt.free(order.purpose, None)  # it was refused, or never left
            raise
        if response.status in _GATEWAY:
            attempt.perhaps(order.purpose)
            raise PerhapsBilled(provider="openai", details={"status": response.status})
        if response.status >= _REFUSED:
            attempt.free(order.purpose, response.request_id, charged_by(response, order, rates))
        return response

    def fetch(self, url: str) -> bytes:
        """A picture that an answer names the address of, from the server that was paid and from no other.

        Raises PictureElsewhere, NoPicture where it is gone, and TryLater. It is paid for, so it can be fetched later.
        """
        origin, whole = _origin(self._url, url)
        if self.strict or origin != _origin(self._url)[0]:
            raise PictureElsewhere(provider="openai", host=origin[1])
        request = Request("GET", whole, "GET (picture)", headers=self._headers, timeout=_READ_S)
        response = self._http.send(request, provider=_SERVICES["requests"])
        if response.status >= 500:
            raise error_of(response, key=self._key)
        if response.status >= _REFUSED:
            raise NoPicture(provider="openai", details={"status": response.status})
        return response.body


def _origin(base: str, url: str = "") -> tuple[tuple[str, str, int | None], str]:
    """Scheme, host and port of an address, which say whom a key may be sent to, and the whole address."""
    try:
        whole = urljoin(f"{base}/", url)
        parts = urlsplit(whole)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ("", url[:80], None), url
    return (parts.scheme, parts.hostname or "", port), whole


def receipt_of(response: Response, order: Order, rates: Rates | None) -> Receipt:
    """What an answer cost: by the tokens it counts, else what was expected."""
    usage = usage_of(document(response.body))
    micros = rates.cost(usage) if rates and usage else None if usage else order.estimate
    return Receipt(usage or Usage(), micros, response.request_id, guessed=usage is None and micros is not None)


def charged_by(response: Response, order: Order, rates: Rates | None) -> Receipt | None:
    """What a refusal says that it cost; nothing where it counts no tokens."""
    return receipt_of(response, order, rates) if usage_of(document(response.body)) else None


def document(body: bytes) -> Mapping[str, Any]:
    """An answer's JSON object; empty where it is none."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def usage_of(told: Mapping[str, Any]) -> Usage | None:
    """The tokens that an answer counts, of pictures or of texts; None where it counts none."""
    usage = told.get("usage")
    if not isinstance(usage, dict):
        return None
    into = usage.get("input_tokens_details")
    detailed = into if isinstance(into, dict) else {"text_tokens": usage.get("input_tokens")}
    if "prompt_tokens" in usage:
        counted = Usage(text_in=_count(usage, "prompt_tokens"), text_out=_count(usage, "completion_tokens"))
    else:
        counted = Usage(
            text_in=_count(detailed, "text_tokens"),
            image_in=_count(detailed, "image_tokens"),
            image_out=_count(usage, "output_tokens"),
        )
    return None if counted == Usage() else counted


def _count(told: Mapping[str, Any], name: str) -> int:
    value = told.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0
