"""Every sentence of the source is in every catalogue, with its placeholders, and nothing is there that is not."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def catalogues() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "locales" / "catalogues.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nothing_is_missing_stale_fuzzy_or_broken(catalogues: ModuleType) -> None:
    assert catalogues.problems() == []


def test_a_sentence_that_nobody_translated_is_found(catalogues: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    source = catalogues.template()
    source.add("A sentence with a {place} that is new.", None, [("x.py", 1)])
    monkeypatch.setattr(catalogues, "template", lambda: source)

    assert catalogues.problems() == [
        f"{language}: not translated: 'A sentence with a {{place}} that is new.'" for language in ("es", "fr", "de")
    ]


def test_make_messages_fails_on_a_fault(catalogues: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(catalogues, "problems", lambda: ["de: fuzzy: 'x'"])

    assert catalogues.main("check") == 1
    assert "de: fuzzy" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "word"), [("es", "Uso:"), ("fr", "Utilisation"), ("de", "Verwendung:")])
def test_help_is_in_the_sellers_language(language: str, word: str, tmp_path: Path) -> None:
    environment = {"PODPUSHER_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "podpusher_cli", "products", "edit", "--lang", language, "--help"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith(word)
    assert "Show this message" not in done.stdout
    assert "[required]" not in done.stdout
