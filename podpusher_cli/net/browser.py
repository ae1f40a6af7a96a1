"""Find a browser of the Chromium family on this machine."""

from __future__ import annotations

import shutil
from pathlib import Path

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_MAC = ("Google Chrome", "Chromium", "Microsoft Edge")


def located(program: str) -> str | None:
    """Where a program is that was named by its path or its name; None when it is not there."""
    return shutil.which(program) or shutil.which(str(Path(program).expanduser()))


def find() -> str | None:
    """Playwright's own browser, or the system's, or None."""
    return preferred(_of_playwright())


def preferred(own: str | None) -> str | None:
    """Playwright's own browser where it is installed, else the system's, or None."""
    return own if own and Path(own).is_file() else _of_system()


def _of_system() -> str | None:
    """A browser of the Chromium family that was installed by somebody else, or None."""
    apps = (f"/Applications/{name}.app/Contents/MacOS/{name}" for name in _MAC)
    return next((found for each in (*_PROGRAMS, *apps) if (found := shutil.which(each))), None)


def _of_playwright() -> str | None:
    """Where Playwright keeps its Chromium, whether that was installed or not; None without Playwright."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return None
    try:
        with sync_playwright() as playwright:
            return playwright.chromium.executable_path
    except (Error, OSError):
        return None
