"""Open a page in the seller's own browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress


def has_browser(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can be expected to open where the seller sees it: not over SSH, in WSL or without a display."""
    if any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "WSL_DISTRO_NAME")):
        return False
    if platform in {"darwin", "win32"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def open_page(url: str, environment: Mapping[str, str]) -> bool:
    """Start the browser, and whether that was tried. It gets none of our streams, and none of our variables."""
    if not has_browser(environment):
        return False
    program = environment.get("PODPUSHER_BROWSER")
    words = [program, url] if program else [sys.executable, "-m", "webbrowser", "-t", url]
    kept = {name: value for name, value in environment.items() if not name.startswith(("PODPUSHER_", "OPENAI_"))}
    with suppress(OSError):
        subprocess.Popen(  # noqa: S603 - the seller's own browser; the address is one argument
            words,
            env=kept,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return True
    return False
