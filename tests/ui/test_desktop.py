"""Where a browser window can be expected to open, and what it is given."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from podpusher_cli.ui.desktop import has_browser, open_page


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, "linux", False),
        ({"DISPLAY": ":0", "WSL_DISTRO_NAME": "Debian"}, "linux", False),
        ({}, "darwin", True),
        ({"SSH_TTY": "/dev/ttys001"}, "darwin", False),
        ({}, "win32", True),
    ],
)
def test_where_a_window_can_open(environment: dict[str, str], platform: str, expected: bool) -> None:
    assert has_browser(environment, platform) is expected


def test_nothing_is_started_where_none_can(tmp_path: Path) -> None:
    assert open_page("https://etsy.example", {"SSH_TTY": "/dev/pts/1", "PODPUSHER_BROWSER": "/nonexistent"}) is False


def test_the_chosen_browser_gets_the_address_and_no_secret(tmp_path: Path) -> None:
    told, done = tmp_path / "told", tmp_path / "done"
    os.mkfifo(done)
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\n{{ echo "$@"; env; }} > "{told}"\necho > "{done}"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    environment = {
        "DISPLAY": ":0",
        "PATH": os.environ["PATH"],
        "PODPUSHER_BROWSER": str(program),
        "PODPUSHER_ETSY_SHARED_SECRET": "hidden",
        "OPENAI_API_KEY": "hidden",
    }

    assert open_page("https://etsy.example/?a=1&b=2", environment)

    done.read_text()  # waits until the program has written
    assert told.read_text().startswith("https://etsy.example/?a=1&b=2\n")
    assert "hidden" not in told.read_text()


def test_a_browser_that_is_not_there_is_no_trouble() -> None:
    assert open_page("https://etsy.example", {"DISPLAY": ":0", "PODPUSHER_BROWSER": "/nonexistent"}) is False
