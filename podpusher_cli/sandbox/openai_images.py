"""OpenAI's image models: the rules for a request, and real pictures of the asked size (reference/openai.md, section 2).

Words in a prompt: `[svg]`, `[url]`, `[empty_data]`, `[no_usage]`, `[no_alpha]`, `[wrong_size]`, `[broken]`.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from typing import Any

from podpusher_cli.sandbox.openai_errors import BadBody, raise_if_asked, refusal

WORDS = ("svg", "url", "empty_data", "no_usage", "no_alpha", "wrong_size", "broken")
MODELS = (
    "gpt-image-2.5-flare", "gpt-image-2.5-flare-2026-09-08", "gpt-image-2.5-sunburst", "gpt-image-2.5-sunburst-2026-09-08",
    "gpt-image-2.6-flare", "gpt-image-2.6-sunburst", "gpt-image-2", "gpt-image-2-2026-04-21", "gpt-image-1.5", "chatgpt-image-latest",
)  # fmt: skip
_FIELDS = frozenset(
    ["model", "prompt", "n", "size", "background", "output_format", "output_compression", "quality", "moderation", "complexity",
     "safety_identifier", "user", "stream", "partial_images", "style"]
)  # fmt: skip
_WORDED = {
    "background": {"transparent", "opaque", "auto"},
    "output_format": {"png", "webp", "jpeg"},
    "moderation": {"auto", "low"},
    "complexity": {"low", "medium", "high"},
}
_QUALITIES = ("low", "medium", "high", "auto")
_MORE_QUALITIES = ("xhigh", "max")
_TOKENS = {"low": 196, "medium": 439, "auto": 439, "high": 1_756, "xhigh": 3_122, "max": 7_024}  # at 1024 x 1024
_FIXED_SIZES = ("1024x1024", "1536x1024", "1024x1536")
_LONGEST_PROMPT = 32_000


def generate(asked: dict[str, Any]) -> dict[str, Any]:
    """The answer to a request. Raises Denied as OpenAI refuses."""
    model, prompt, width, height = _checked(asked)
    raise_if_asked(prompt)
    background, quality = asked.get("background", "auto"), asked.get("quality", "auto")
    size = (width // 2, height) if "[wrong_size]" in prompt else (width, height)
    seen = background != "opaque" and "[no_alpha]" not in prompt
    data = []
    for number in range(asked.get("n", 1)):
        picture = draw(f"{prompt}#{number}", *size, transparent=seen, suffix=asked.get("output_format", "png"))
        data.append(_datum(prompt, picture))
    text, pictured = max(1, len(prompt) // 4), round(_TOKENS[quality] * width * height / 1024**2) * len(data)
    usage = {
        "input_tokens": text, "output_tokens": pictured, "total_tokens": text + pictured,
        "input_tokens_details": {"text_tokens": text, "image_tokens": 0},
        "output_tokens_details": {"image_tokens": pictured, "text_tokens": 0},
    }  # fmt: skip
    told = {
        "created": int(time.time()), "background": "transparent" if seen else "opaque", "model": model,
        "output_format": asked.get("output_format", "png"), "size": f"{width}x{height}", "quality": quality,
        "data": [] if "[empty_data]" in prompt else data,
    }  # fmt: skip
    return told if "[no_usage]" in prompt else told | {"usage": usage}


def _datum(prompt: str, picture: bytes) -> dict[str, str]:
    if "[url]" in prompt:
        return {"url": "https://pictures.openai.example/1.png"}
    if "[svg]" in prompt:
        picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
    if "[broken]" in prompt:
        picture = picture[: len(picture) // 2]
    return {"b64_json": base64.b64encode(picture).decode("ascii")}


def _checked(asked: dict[str, Any]) -> tuple[str, str, int, int]:
    unknown = sorted(asked.keys() - _FIELDS)
    if unknown:
        raise BadBody("unknown_parameter", f"Unknown parameter: '{unknown[0]}'.", unknown[0])
    prompt = asked.get("prompt")
    if not isinstance(prompt, str) or not prompt:
        raise BadBody("missing_required_parameter", "Missing required parameter: 'prompt'.", "prompt")
    if len(prompt) > _LONGEST_PROMPT:
        raise BadBody("string_above_max_length", "Invalid 'prompt': string too long.", "prompt")
    model = asked.get("model")
    if model not in MODELS:
        raise refusal("model_not_found", str(model))
    if not isinstance(asked.get("n", 1), int) or not 1 <= asked.get("n", 1) <= 10:
        raise BadBody("invalid_value", "Invalid value for 'n': expected 1 to 10.", "n")
    _check_words(asked, model)
    width, height = _size(asked.get("size", "auto"), model)
    return model, prompt, width, height


def _check_words(asked: dict[str, Any], model: str) -> None:
    for field, words in _WORDED.items():
        if asked.get(field, "auto" if "auto" in words else next(iter(words))) not in words:
            raise BadBody(
                "invalid_value", f"Invalid value for '{field}'. Supported values are: {sorted(words)}.", field
            )
    qualities = (*_QUALITIES, *(_MORE_QUALITIES if model.startswith("gpt-image-2.5") else ()))
    if asked.get("quality", "auto") not in qualities:
        raise BadBody("invalid_value", f"Invalid value for 'quality'. Supported values are: {qualities}.", "quality")
    if asked.get("background") == "transparent" and asked.get("output_format", "png") == "jpeg":
        raise BadBody("invalid_value", "Transparent background needs output_format png or webp.", "background")
    if "output_compression" in asked and asked.get("output_format", "png") == "png":
        raise BadBody("invalid_value", "output_compression is for webp and jpeg only.", "output_compression")


def _size(size: Any, model: str) -> tuple[int, int]:
    """Width and height. Any of them divisible by 16 from gpt-image-2 on; at most 3840 x 2160 pixels, 1:3 to 3:1."""
    text = "1024x1024" if size == "auto" else str(size)
    match = re.fullmatch(r"(\d{2,4})x(\d{2,4})", text)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    free = model.startswith("gpt-image-2")
    sound = (
        width
        and height
        and width % 16 == height % 16 == 0
        and 1 / 3 <= width / height <= 3
        and width * height <= 3840 * 2160
    )
    if text not in _FIXED_SIZES and not (free and sound):
        raise BadBody("invalid_value", f"Invalid value for 'size': '{text}'.", "size")
    return width, height


def draw(seed: str, width: int, height: int, *, transparent: bool, suffix: str) -> bytes:
    """A badge of rings in colours that the seed gives, on nothing or on white."""
    import pyvips  # noqa: PLC0415 - only who asks for a picture pays for it

    dice = hashlib.sha256(seed.encode()).digest()
    inks = [f"rgb({dice[at]},{dice[at + 1]},{dice[at + 2]})" for at in (0, 3, 6)]
    middle, radius = f'cx="{width / 2}" cy="{height / 2}"', min(width, height) * 0.42
    ground = "" if transparent else f'<rect width="{width}" height="{height}" fill="white"/>'
    rings = "".join(
        f'<circle {middle} r="{radius * part}" fill="{ink}"/>' for part, ink in zip((1, 0.7, 0.4), inks, strict=True)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{ground}{rings}</svg>'
    picture = pyvips.Image.svgload_buffer(svg.encode())
    made: bytes = (picture if transparent and suffix != "jpeg" else picture.flatten(background=255)).write_to_buffer(
        f".{suffix}"
    )
    return made
