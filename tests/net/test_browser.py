"""Which browser is taken: Playwright's own where it is installed, else the system's."""

from __future__ import annotations

from pathlib import Path

import pytest

from podpusher_cli.net.browser import find, located, preferred


def program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_playwrights_own_goes_before_the_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    own = str(tmp_path / "playwright" / "chrome")
    assert preferred(own) is None
    chrome = program(tmp_path / "bin" / "google-chrome")
    assert preferred(own) == preferred(None) == chrome
    chromium = program(tmp_path / "bin" / "chromium")
    assert preferred(own) == chromium
    program(Path(own))
    assert preferred(own) == own


def test_playwright_is_asked_where_its_own_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    with sync_playwright() as playwright:
        own = program(Path(playwright.chromium.executable_path))

    assert Path(own).is_relative_to(tmp_path)
    assert find() == own


def test_a_browser_is_named_by_its_path_or_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    brave = program(tmp_path / "bin" / "brave")

    assert (located("brave"), located(brave), located("~/bin/brave")) == (brave, brave, brave)
    assert located("vivaldi") is None
