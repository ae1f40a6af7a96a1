"""What OpenAI's models are asked: a prompt's texts, with what the seller or a trend said put in as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from podpusher_cli.core.copywriting import MOST_TAG, MOST_TAGS, MOST_TITLE, SHORT_TITLE_WORDS
from podpusher_cli.core.designs import Garment
from podpusher_cli.core.ideation import IdeaBrief
from podpusher_cli.core.learning import NOTHING, Learnt
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.core.prompts import Prompt

_LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French", "de": "German"}
_MOST_ANSWER = 8_000  # letters of a first answer that are sent back with the rules it broke


def design(prompt: Prompt, idea: str, garment: Garment, *, transparent: bool) -> str:
    """What an image model is asked for. The idea is data in JSON's quotation marks, which it cannot end."""
    ground = prompt.texts["transparent" if transparent else "plain"]
    return prompt.fill("text", ground=ground, cloth=prompt.texts[garment], idea=json.dumps(idea, ensure_ascii=False))


SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "description", "tags"],
    "properties": {
        "title": {"type": "string"},
        "description": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}


def listing(prompt: Prompt, brief: CopyBrief, learnt: Learnt = NOTHING) -> list[dict[str, str]]:
    """The messages that ask for a listing's text; what the seller or a trend said, and their examples, are data in JSON."""
    rules = prompt.fill(
        "system", language=_LANGUAGES[brief.language], words=SHORT_TITLE_WORDS, most_title=MOST_TITLE, most_tags=MOST_TAGS, most_tag=MOST_TAG
    )  # fmt: skip
    facts = {"kind": brief.facts.kind, "materials": brief.facts.materials, "sizes": brief.facts.sizes}
    told: dict[str, Any] = {"idea": brief.idea, "trend": brief.trend, "facts": facts, "design_shows_the_words": brief.lettered}
    if learnt.good or learnt.bad:
        told["examples"] = {"seller_liked": learnt.good, "seller_dropped": learnt.bad}
    return [{"role": "system", "content": rules}, {"role": "user", "content": json.dumps(told, ensure_ascii=False)}]


def repair(prompt: Prompt, messages: Sequence[dict[str, str]], answer: str, broken: Sequence[str]) -> list[dict[str, str]]:
    """The messages that ask once more, with the rules that were broken."""
    wanted = prompt.fill("repair", broken=" ".join(broken))
    return [*messages, {"role": "assistant", "content": answer[:_MOST_ANSWER]}, {"role": "user", "content": wanted}]


IDEAS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["ideas"],
    "properties": {
        "ideas": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "subject"],
                "properties": {"text": {"type": "string"}, "subject": {"type": "integer"}},
            },
        }
    },
}


def ideas(prompt: Prompt, brief: IdeaBrief, count: int) -> list[dict[str, str]]:
    """The messages that ask for so many ideas; subjects, which may be names of trends, and examples are data in JSON."""
    rules = prompt.fill("system", language=_LANGUAGES[brief.language], count=count)
    subjects = [
        {"number": place, "words": each.words, "event": each.season.name if each.season else None}
        for place, each in enumerate(brief.subjects, 1)
    ]
    told = {"subjects": subjects, "count": count, "seller_liked": brief.good, "seller_dropped": brief.bad}
    return [{"role": "system", "content": rules}, {"role": "user", "content": json.dumps(told, ensure_ascii=False)}]
