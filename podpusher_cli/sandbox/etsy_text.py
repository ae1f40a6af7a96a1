"""What Etsy lets stand in titles, tags and materials; only the server checks it (reference/etsy.md, section 6)."""

from __future__ import annotations

import unicodedata

TITLE_LENGTH = 140
TAG_COUNT, TAG_LENGTH = 13, 20
MATERIAL_COUNT, MATERIAL_LENGTH = 13, 45
STYLE_COUNT, STYLE_LENGTH = 2, 45
SKU_LENGTH = 32
_MARKS = frozenset("™©®")
_ONCE = "%:&+"


def title_char_ok(char: str) -> bool:
    """Letters, digits, punctuation, mathematical signs, spaces and the three marks."""
    kind = unicodedata.category(char)
    return kind[0] in "LP" or kind in {"Nd", "Sm", "Zs"} or char in _MARKS


def title_problem(title: str) -> tuple[str, str] | None:
    """`(type, message)` of what is wrong with a title, or None."""
    if not title.strip():
        return "missing", "is required"
    if len(title) > TITLE_LENGTH:
        return "too_long", f"must be {TITLE_LENGTH} characters or fewer"
    if not all(title_char_ok(char) for char in title):
        return "invalid_characters", "contains invalid characters"
    if any(title.count(char) > 1 for char in _ONCE):
        return "invalid_characters", "can only use %, :, & and + once each"
    return None


def _tag_char_ok(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] == "L" or kind in {"Nd", "Zs"} or char in "-'" or char in _MARKS


def tags_problem(tags: list[str]) -> str | None:
    """What is wrong with the tags, or None."""
    if len(tags) > TAG_COUNT:
        return f"You may only have {TAG_COUNT} tags."
    if len({tag.casefold() for tag in tags}) < len(tags):
        return "You may not have duplicate tags."
    if any(not tag.strip() or not all(_tag_char_ok(char) for char in tag) for tag in tags):
        return "contains invalid character"
    if any(len(tag) > TAG_LENGTH for tag in tags):
        return f"must be {TAG_LENGTH} characters or fewer"
    return None


def materials_problem(materials: list[str]) -> str | None:
    """What is wrong with the materials, or None."""
    if len(materials) > MATERIAL_COUNT:
        return f"You may only have {MATERIAL_COUNT} materials."
    for material in materials:
        if len(material) > MATERIAL_LENGTH:
            return f"must be {MATERIAL_LENGTH} characters or fewer"
        if not all(
            unicodedata.category(char)[0] == "L" or unicodedata.category(char) in {"Nd", "Zs"} for char in material
        ):
            return "contains invalid character"
    return None


def styles_problem(styles: list[str]) -> str | None:
    """What is wrong with the styles, or None."""
    if len(styles) > STYLE_COUNT:
        return f"You may only have {STYLE_COUNT} styles."
    return f"must be {STYLE_LENGTH} characters or fewer" if any(len(style) > STYLE_LENGTH for style in styles) else None
