"""What a text model's answer says, or why it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from podpusher_cli.core.text import printable
from podpusher_cli.providers.openai.errors import CutOff, Filtered, Refused


def content_of(answer: Mapping[str, Any]) -> str | None:
    """The text of the first choice; None where there is no choice. Raises Refused, CutOff or Filtered."""
    choices = answer.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    message = choice.get("message")
    if not isinstance(message, dict):
        return None
    if isinstance(message.get("refusal"), str):
        raise Refused(provider="openai", reason="refusal", problem=message["refusal"])
    if choice.get("finish_reason") == "length":
        raise CutOff(provider="openai")
    if choice.get("finish_reason") == "content_filter":
        raise Filtered(provider="openai")
    content = message.get("content")
    return printable(content) if isinstance(content, str) else ""
