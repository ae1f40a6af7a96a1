"""OpenAI's image models: the rules for a request, and real pictures of the asked size (reference/openai.md, section 2).

Words in a prompt: `[svg]`, `[url]`, `[empty_data]`, `[no_usage]`, `[no_alpha]`, `[wrong_size]`, `[small]`, `[blank]`, `[broken]`,
`[not_base64]`.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from typing import Any

from podpusher_cli.sandbox.answers import Call
from podpusher_cli.sandbox.openai_errors import BadBody, raise_if_asked, refusal
from podpusher_cli.sandbox.openai_spec import read_body

MODELS = (
    "gpt-image-2.5-flare", "gpt-image-2.5-flare-2026-09-08", "gpt-image-2.5-sunburst", "gpt-image-2.5-sunburst-2026-09-08",
    "gpt-image-2.6-flare", "gpt-image-2.6-sunburst", "gpt-image-2", "gpt-image-2-2026-04-21", "gpt-image-1.5", "chatgpt-image-latest",
)  # fmt: skip
_OLD_DEFAULT = "dall-e-2"  # what the service took when no model was named; it is gone
_TOKENS = {"low": 196, "medium": 439, "auto": 439, "high": 1_756, "xhigh": 3_122, "max": 7_024}  # at 1024 x 1024
_FIXED_SIZES = ("1024x1024", "1536x1024", "1024x1536")
_LONGEST_SIDE, _MOST_PIXELS = 3840, 3840 * 2160


def generate(call: Call) -> dict[str, Any]:
    """The answer to a request. Raises Denied as OpenAI refuses."""
    asked, (width, height) = _checked(call)
    prompt: str = asked["prompt"]
    raise_if_asked(prompt, asked["model"])
    suffix, quality = asked.get("output_format", "png"), asked.get("quality", "auto")
    clear = suffix != "jpeg" and asked.get("background") != "opaque" and "[no_alpha]" not in prompt
    size = _real_size(prompt, width, height)
    data = [
        _datum(prompt, draw(f"{prompt}#{number}", *size, transparent=clear, suffix=suffix, blank="[blank]" in prompt))
        for number in range(asked.get("n", 1))
    ]
    told = {
        "created": int(time.time()), "background": "transparent" if clear else "opaque", "output_format": suffix,
        "size": f"{width}x{height}", "quality": quality, "data": [] if "[empty_data]" in prompt else data,
    }  # fmt: skip
    pictured = round(_TOKENS[quality] * width * height / 1024**2) * len(data)
    return told if "[no_usage]" in prompt else told | {"usage": _usage(max(1, len(prompt) // 4), pictured)}


def _usage(text: int, pictured: int) -> dict[str, Any]:
    return {
        "input_tokens": text, "output_tokens": pictured, "total_tokens": text + pictured,
        "input_tokens_details": {"text_tokens": text, "image_tokens": 0},
        "output_tokens_details": {"image_tokens": pictured, "text_tokens": 0},
    }  # fmt: skip


def _real_size(prompt: str, width: int, height: int) -> tuple[int, int]:
    """The size of the picture, which is not always what was asked for."""
    if "[small]" in prompt:
        return width // 4, height // 4
    return (width // 2, height) if "[wrong_size]" in prompt else (width, height)


def _datum(prompt: str, picture: bytes) -> dict[str, str]:
    if "[url]" in prompt:
        return {"url": "https://pictures.openai.example/1.png"}
    if "[not_base64]" in prompt:
        return {"b64_json": "string"}
    if "[svg]" in prompt:
        picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
    if "[broken]" in prompt:
        picture = picture[: len(picture) // 2]
    return {"b64_json": base64.b64encode(picture).decode("ascii")}


# The rules


def _checked(call: Call) -> tuple[dict[str, Any], tuple[int, int]]:
    """The request and its size."""
    asked = read_body(call, "CreateImageRequest")
    if not asked["prompt"]:
        raise BadBody("missing_required_parameter", "Missing required parameter: 'prompt'.", "prompt")
    model = asked.setdefault("model", _OLD_DEFAULT)
    if model not in MODELS:
        raise refusal("model_not_found", model)
    if asked.get("stream"):
        raise BadBody("unsupported_value", "Unsupported value: 'stream'. The sandbox does not stream.", "stream")
    if "partial_images" in asked:
        raise BadBody("invalid_value", "partial_images is for streams only.", "partial_images")
    _check_together(asked, model)
    return asked, _size(asked.get("size", "auto"), model)


def _check_together(asked: dict[str, Any], model: str) -> None:
    """What is fine by itself, but not with the model or the other parameters."""
    if asked.get("quality") in {"xhigh", "max"} and not model.startswith("gpt-image-2.5"):
        raise BadBody("invalid_value", f"Invalid value: '{asked['quality']}' is not for {model}.", "quality")
    if asked.get("background") == "transparent" and asked.get("output_format") == "jpeg":
        raise BadBody("invalid_value", "Transparent background needs output_format png or webp.", "background")
    if "output_compression" in asked and asked.get("output_format", "png") == "png":
        raise BadBody("invalid_value", "output_compression is for webp and jpeg only.", "output_compression")


def _size(size: str, model: str) -> tuple[int, int]:
    """Width and height. From gpt-image-2 on any that 16 divides, 1:3 to 3:1, up to the pixels of 3840 x 2160."""
    text = "1024x1024" if size == "auto" else size
    match = re.fullmatch(r"([1-9]\d{1,3})x([1-9]\d{1,3})", text, re.ASCII)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    sound = (
        width
        and width % 16 == height % 16 == 0
        and width <= 3 * height
        and height <= 3 * width
        and max(width, height) <= _LONGEST_SIDE
        and width * height <= _MOST_PIXELS
    )
    if text not in _FIXED_SIZES and not (model.startswith("gpt-image-2") and sound):
        raise BadBody("invalid_value", f"Invalid value for 'size': '{text}'.", "size")
    return width, height


# The pictures


def draw(seed: str, width: int, height: int, *, transparent: bool, suffix: str, blank: bool = False) -> bytes:
    """A badge of rings in colours that the seed gives, on nothing or on white; `blank`: only what it is on."""
    import pyvips  # noqa: PLC0415 - only who asks for a picture pays for it

    dice = hashlib.sha256(seed.encode()).digest()
    inks = [f"rgb({dice[at]},{dice[at + 1]},{dice[at + 2]})" for at in (0, 3, 6)]
    middle, radius = f'cx="{width / 2}" cy="{height / 2}"', min(width, height) * 0.42
    ground = "" if transparent else f'<rect width="{width}" height="{height}" fill="white"/>'
    rings = "".join(
        f'<circle {middle} r="{radius * part}" fill="{ink}"/>' for part, ink in zip((1, 0.7, 0.4), inks, strict=True)
    )
    drawn = ground if blank else ground + rings
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{drawn}</svg>'
    picture = pyvips.Image.svgload_buffer(svg.encode())
    flat = picture if transparent and suffix != "jpeg" else picture.flatten(background=255)
    made: bytes = flat.write_to_buffer(f".{suffix}")
    return made
