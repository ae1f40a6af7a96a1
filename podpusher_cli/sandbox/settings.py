"""What can be set about the sandbox while it runs."""

from __future__ import annotations

import msgspec

DEFAULT_CALLBACKS = ["http://localhost:8517/callback"]


def _windows() -> dict[str, tuple[int, float]]:
    return {
        "printify.global": (600, 60.0),
        "printify.catalog": (100, 60.0),
        "printify.publish": (200, 1800.0),
        "openai.images": (20, 60.0),
        "openai.requests": (500, 60.0),
        "openai.tokens": (250_000, 60.0),
        "etsy.second": (10, 1.0),
        "etsy.day": (10_000, 86_400.0),
    }


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """Times in seconds unless the name says otherwise; `windows` maps a limit's name to (calls, seconds).

    `partner`: the Etsy shop has a production partner, of that name; empty: it has none.
    """

    latency_ms: float = 0.0
    publish_lock_s: float = 2.0
    limits: bool = True
    windows: dict[str, tuple[int, float]] = msgspec.field(default_factory=_windows)
    upload_settle_calls: int = 0
    clock_offset_s: float = 0.0
    callbacks: list[str] = msgspec.field(default_factory=lambda: list(DEFAULT_CALLBACKS))
    retry_after_header: bool = False
    partner: str = "Printify"
    request_log: bool = True
    batch_check_s: float = 0.5
    batch_s: float = 1.5
    batch_tokens: int = 0


def changed(settings: Settings, patch: bytes) -> Settings:
    """The settings with the JSON object's fields replaced. Raises msgspec.ValidationError."""
    fields = msgspec.json.decode(patch, type=dict[str, msgspec.Raw])
    merged = msgspec.to_builtins(settings)
    for name, raw in fields.items():
        value = msgspec.json.decode(raw)
        merged[name] = merged["windows"] | value if name == "windows" and isinstance(value, dict) else value
    made = msgspec.convert(merged, Settings)
    unknown = made.windows.keys() - _windows().keys()
    if unknown:
        message = f"no such window: {', '.join(sorted(unknown))}"
        raise msgspec.ValidationError(message)
    return made
