"""How a request carries the seller's own key or session."""

from __future__ import annotations

from dataclasses import replace

from podpusher_cli.core.http import Request
from podpusher_cli.core.trend_routes import Credential


def with_token(request: Request, credential: Credential) -> Request:
    """The request with a key's token as its bearer."""
    return replace(request, headers={**request.headers, "authorization": f"Bearer {credential.values['token']}"})


def with_cookies(request: Request, credential: Credential) -> Request:
    """The request with a session's cookies."""
    return replace(request, headers={**request.headers, "cookie": credential.cookies})
