"""Make the machine fit for the suite: a Chromium browser and gnome-keyring, installed where there are none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str | None:
    """The browser that tests drive: PODPUSHER_BROWSER, Playwright's own, the system's."""
    named = os.environ.get("PODPUSHER_BROWSER")
    if named:
        return named
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if own and os.path.exists(own):  # noqa: PTH110 - a plain question
        return own
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def main() -> int:
    """Install what is missing; say what could not be."""
    apt = shutil.which("apt-get") and os.geteuid() == 0
    wanted = [] if browser() else ["chromium"]
    if sys.platform == "linux" and not shutil.which("gnome-keyring-daemon"):
        wanted += ["dbus", "gnome-keyring"]
    if wanted and apt:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted],
            check=True,
            env=quiet,
            stdout=subprocess.DEVNULL,
        )
    elif "chromium" in wanted:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    if not browser():
        sys.stderr.write("No Chromium browser could be found or installed; set PODPUSHER_BROWSER.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
