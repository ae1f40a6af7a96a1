"""The receiver's own OpenAPI document."""

from __future__ import annotations

from typing import Any

from podpusher_cli.core.subscriptions import LAST_TIME
from podpusher_cli.core.webhooks import PATH

HEALTH_PATH = "/health"
SELF_PATH = "/openapi.json"
PATHS = frozenset({PATH, HEALTH_PATH, SELF_PATH})

_LIMITS = {
    "RateLimit-Policy": {
        "description": "How many requests one address may make, and in how many seconds.",
        "required": True,
        "schema": {"type": "string", "pattern": r'^"address";q=\d+;w=\d+$'},
    },
    "RateLimit": {
        "description": "How many of them are left, and for how many seconds.",
        "required": True,
        "schema": {"type": "string", "pattern": r'^"address";r=\d+;t=\d+$'},
    },
}
_AGAIN = {
    "Retry-After": {
        "description": "Seconds until a repeat makes sense.",
        "required": True,
        "schema": {"type": "string", "pattern": r"^\d+$"},
    }
}
_ALLOW = {"Allow": {"description": "The methods that there are.", "required": True, "schema": {"type": "string"}}}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _answer(description: str, schema: dict[str, Any], headers: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "description": description,
        "headers": _LIMITS | (headers or {}),
        "content": {"application/json": {"schema": schema}},
    }


def _refusal(description: str, headers: dict[str, Any] | None = None) -> dict[str, Any]:
    return _answer(description, {"$ref": "#/components/schemas/Refusal"}, headers)


_ALWAYS = {
    "413": _refusal("The head or the body is too long."),
    "421": _refusal("The Host is not a name of this machine."),
    "429": _refusal("Too many requests from one address.", _AGAIN),
}


def document(version: str) -> dict[str, Any]:
    """The document for this version of podpusher."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "podpusher's receiver of Stripe events",
            "version": version,
            "description": "Listens on this machine only. Point `stripe listen --forward-to` at it.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": {
            PATH: {"post": _RECEIVE},
            HEALTH_PATH: {
                "get": {
                    "operationId": "health",
                    "summary": "Whether the receiver is there.",
                    "responses": {
                        "200": _answer("It is.", _object(status={"const": "ok"})),
                        "405": _refusal("Another method.", _ALLOW),
                        **_ALWAYS,
                    },
                }
            },
            SELF_PATH: {
                "get": {
                    "operationId": "describe",
                    "summary": "This document.",
                    "responses": {
                        "200": _answer("The document.", {"type": "object", "required": ["openapi", "info", "paths"]}),
                        "405": _refusal("Another method.", _ALLOW),
                        **_ALWAYS,
                    },
                }
            },
        },
        "components": {
            "schemas": {"Refusal": _object(error={"type": "string"}), "Delivery": _DELIVERY},
            "securitySchemes": {
                "signature": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Stripe-Signature",
                    "description": "`t=<unix time>,v1=<HMAC-SHA256 of time, dot and body>`, made by Stripe.",
                }
            },
        },
    }


_WORD = {"type": "string", "pattern": "^[A-Za-z0-9_]{1,100}$"}
_EVENT: dict[str, Any] = {
    "type": "object",
    "title": "A snapshot event",
    "properties": {
        "object": {"const": "event"},
        "id": _WORD,
        "type": {"type": "string", "pattern": "^[a-z0-9_.]{1,100}$"},
        "created": {"type": "integer", "minimum": 1, "maximum": LAST_TIME},
        "livemode": {"type": "boolean"},
        "account": {"anyOf": [_WORD, {"type": "null"}]},
        "api_version": {"anyOf": [{"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,100}$"}, {"type": "null"}]},
        "data": {"type": "object", "properties": {"object": {"type": "object"}}, "required": ["object"]},
    },
    "required": ["object", "id", "type", "created", "livemode", "data"],
}
_THIN = {
    "type": "object",
    "title": "A thin event, which is acknowledged and ignored",
    "properties": {"object": {"const": "v2.core.event"}},
    "required": ["object"],
}
_DELIVERY = {"oneOf": [_EVENT, _THIN]}
_RECEIVE: dict[str, Any] = {
    "operationId": "receive",
    "summary": "An event, as Stripe posts it.",
    "description": "Answered once the event is on the disk; a second copy of it is acknowledged and has no effect.",
    "security": [{"signature": []}],
    "requestBody": {
        "required": True,
        "description": "The event, byte for byte as it was signed.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Delivery"}}},
    },
    "responses": {
        "200": _answer("Kept, or nothing to keep.", _object(received={"const": True})),
        "400": _refusal("Not an event that Stripe signed for this receiver just now."),
        "405": _refusal("Another method.", _ALLOW),
        "500": _refusal("The event could not be kept; it shall be sent again."),
        **_ALWAYS,
    },
}
