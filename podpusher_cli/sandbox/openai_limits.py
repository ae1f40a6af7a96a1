"""OpenAI's limits a minute, and the headers that tell of them (reference/openai.md, sections 2.2 and 6)."""

from __future__ import annotations

import math

from podpusher_cli.sandbox.answers import Call
from podpusher_cli.sandbox.openai_errors import Denied
from podpusher_cli.sandbox.world import World

REQUESTS, IMAGES, TOKENS = "openai.requests", "openai.images", "openai.tokens"


class Limits:
    """Requests, images and tokens in any minute, as the second tier has them."""

    def __init__(self, world: World) -> None:
        self._world = world

    def count(self, call: Call) -> None:
        """Count a call that is to be carried out. Raises Denied when it is too much."""
        if not self._world.settings.limits:
            return
        windows, settings = self._world.windows, self._world.settings.windows
        name = _counted(call)
        waits = {
            name: windows.wait(call.account, name, *settings[name]),
            TOKENS: windows.wait_for(call.account, TOKENS, *settings[TOKENS]),
        }
        worst = max(waits, key=lambda each: waits[each])
        if waits[worst]:
            raise self._too_fast(call, worst, waits[worst])
        windows.count(call.account, name)

    def spend(self, call: Call, tokens: int, images: int = 1) -> None:
        """Count the tokens of an answer, and its images beyond the first."""
        self._world.windows.spend(call.account, TOKENS, tokens)
        self._world.windows.count(call.account, *[IMAGES] * (images - 1))

    def headers(self, call: Call) -> dict[str, str]:
        """What every answer says of the limits; nothing while they are off."""
        if not self._world.settings.limits:
            return {}
        windows = self._world.windows
        calls, minute = self._world.settings.windows[_counted(call)]
        used = windows.used(call.account, _counted(call), minute)
        tokens, span = self._world.settings.windows[TOKENS]
        spent = windows.spent(call.account, TOKENS, span)
        return {
            "x-ratelimit-limit-requests": str(calls),
            "x-ratelimit-remaining-requests": str(max(0, calls - used)),
            "x-ratelimit-reset-requests": duration(minute / calls * used if calls else minute),
            "x-ratelimit-limit-tokens": str(tokens),
            "x-ratelimit-remaining-tokens": str(max(0, tokens - spent)),
            "x-ratelimit-reset-tokens": duration(min(1.0, spent / tokens) * span if tokens else span),
        }

    def _too_fast(self, call: Call, name: str, wait: float) -> Denied:
        kind = name.removeprefix("openai.")
        most = self._world.settings.windows[name][0]
        text = f"Rate limit reached on {kind} per min: Limit {most}. Please try again in {duration(wait)}."
        after = {"retry-after": str(math.ceil(wait)), "retry-after-ms": str(math.ceil(wait * 1000))}
        return Denied(429, kind, "rate_limit_exceeded", text, self.headers(call) | after)


def _counted(call: Call) -> str:
    """The window that a call counts in: image models have one of their own."""
    return IMAGES if "/images/" in call.path else REQUESTS


def duration(seconds: float) -> str:
    """Seconds as OpenAI's headers write them: `59.9s`, `6m0s`, `12ms`."""
    if seconds < 1:
        return f"{math.ceil(seconds * 1000)}ms" if seconds else "0s"
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{minutes:.0f}m{rest:g}s" if minutes else f"{rest:g}s"
