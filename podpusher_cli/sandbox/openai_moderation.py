"""OpenAI's moderations (reference/openai.md, section 5). `[flag:violence]` in a text flags it for that category."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from podpusher_cli.sandbox.openai_errors import BadBody, refusal

MODELS = ("omni-moderation-latest", "omni-moderation-2024-09-26")
_CATEGORIES = (
    "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm",
    "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip
_SEEN_IN_PICTURES = frozenset(
    ["self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "violence", "violence/graphic"]
)


def judge(asked: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request: a verdict for each text, or one for a list of parts."""
    model = asked.get("model", MODELS[0])
    if model not in MODELS:
        raise refusal("model_not_found", model)
    given = asked["input"]
    inputs: list[Any] = given if isinstance(given, list) else [given]
    pictures = sum(_is_picture(each) for each in inputs)
    if pictures > 1:
        raise BadBody("invalid_value", "Invalid value for 'input': at most one image.", "input")
    parted = any(isinstance(each, dict) for each in inputs)
    results = [_verdict(inputs)] if parted else [_verdict([each]) for each in inputs]
    return {"id": f"modr-{secrets.token_hex(12)}", "model": model, "results": results}


def _is_picture(part: Any) -> bool:
    return isinstance(part, dict) and part.get("type") == "image_url"


def _verdict(inputs: Sequence[Any]) -> dict[str, Any]:
    text = " ".join(each if isinstance(each, str) else str(each.get("text", "")) for each in inputs)
    written = any(isinstance(each, str) or each.get("type") == "text" for each in inputs)
    pictured = any(map(_is_picture, inputs))
    flags = {name: f"[flag:{name}]" in text for name in _CATEGORIES}
    applied = {name: ["text"] * written + ["image"] * (pictured and name in _SEEN_IN_PICTURES) for name in _CATEGORIES}
    scores = {name: 0.98 if flagged else 0.0001 for name, flagged in flags.items()}
    return {
        "flagged": any(flags.values()), "categories": flags, "category_scores": scores, "category_applied_input_types": applied,
    }  # fmt: skip
