"""Which language a text reads like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from podpusher_cli.core.content.tongue import language_of

LABELLED = Path(__file__).parents[2] / "fixtures" / "content" / "good.jsonl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A shirt for the gardener who has it all", "en"),
        ("Una camiseta para la abuela que lo sabe todo", "es"),
        ("Un t-shirt pour les amoureux des chats", "fr"),
        ("Ein T-Shirt für alle, die nicht gern früh aufstehen", "de"),
        ("¿Mañana?", "es"),
    ],
)
@pytest.mark.parametrize("otherwise", ["en", "de"])
def test_small_words_give_a_language_away(text: str, language: str, otherwise: str) -> None:
    assert language_of(text, otherwise) == language


@pytest.mark.parametrize("text", ["", "Plant dad", "🌵", "Теплый чай", "La vie en rose"])
def test_where_none_stands_out_it_is_the_usual_one(text: str) -> None:
    assert [language_of(text, each) for each in ("en", "de")] == ["en", "de"]


def test_english_is_hardly_ever_taken_for_another_language() -> None:
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    english = [row["text"] for row in rows if row.get("lang", "en") == "en"]
    wrong = [text for text in english if language_of(text, "en") != "en"]
    assert len(english) > 50
    assert len(wrong) <= len(english) / 100, wrong
