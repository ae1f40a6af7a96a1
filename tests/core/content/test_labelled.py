"""How many of the labelled texts are judged rightly (tests/fixtures/content/NOTE.md says where they come from)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.content.facts import read_facts
from podpusher_cli.core.content.inspecting import inspect
from podpusher_cli.providers.wordlists import wordlists

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "content"
CLASSES = ("false_claim", "brand", "celebrity", "franchise", "policy", "injection")


@cache
def rows() -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for file in sorted(FOLDER.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def half(name: str) -> str:
    """`test` is only measured; `tuning` is what the lists may be fitted to."""
    if name.startswith("probe-"):
        return "tuning"
    return "test" if hashlib.sha256(name.encode()).digest()[0] % 2 else "tuning"


@cache
def found() -> dict[str, frozenset[str]]:
    """The classes that are found in each text, less those that are right besides its label."""
    verdicts = {
        row["id"]: inspect(row["text"], row["field"], row["lang"], read_facts(row.get("facts")), wordlists())
        for row in rows()
    }
    return {
        row["id"]: frozenset(each.kind for each in verdicts[row["id"]].findings) - set(row.get("also", ()))
        for row in rows()
    }


def counts(part: str, kind: str) -> Counter[str]:
    """Hits, misses and false alarms of a class in a half."""
    made: Counter[str] = Counter()
    for row in rows():
        if half(row["id"]) == part:
            right, told = row["label"] == kind, kind in found()[row["id"]]
            made["hit"] += right and told
            made["missed"] += right and not told
            made["alarm"] += told and not right
    return made


def test_there_are_enough_of_every_class_and_language() -> None:
    assert len(rows()) >= 300
    assert len({row["id"] for row in rows()}) == len(rows())
    assert len({(row["text"], row["field"]) for row in rows()}) == len(rows())
    for kind in (*CLASSES, "good"):
        for language in ("en", "es", "fr", "de"):
            assert sum(row["label"] == kind and row["lang"] == language for row in rows()) >= 7, (kind, language)
    assert sum(half(row["id"]) == "test" for row in rows()) >= 200


@pytest.mark.parametrize("kind", CLASSES)
def test_the_half_that_nothing_was_fitted_to(kind: str) -> None:
    told = counts("test", kind)
    recall = told["hit"] / (told["hit"] + told["missed"])
    precision = told["hit"] / (told["hit"] + told["alarm"])
    print(f"{kind}: recall {recall:.3f}, precision {precision:.3f}, {dict(told)}")
    assert recall >= 0.95
    assert precision >= 0.9


def test_all_classes_together() -> None:
    told = sum((counts("test", kind) for kind in CLASSES), Counter())
    assert told["hit"] / (told["hit"] + told["missed"]) >= 0.95
    assert told["hit"] / (told["hit"] + told["alarm"]) >= 0.9


def test_harmless_texts_pass() -> None:
    harmless = [row["id"] for row in rows() if row["label"] == "good"]
    alarms = [name for name in harmless if found()[name]]
    assert len(harmless) >= 150
    assert len(alarms) / len(harmless) <= 0.02, alarms
