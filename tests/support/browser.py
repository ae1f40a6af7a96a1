"""A real browser, and what a seller does in it at the pages of tests.support.oauth's server."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.support import machine

ROOT = Path(__file__).resolve().parents[2]
SELLER, SHOP = "70211334", "51300771"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run")


@contextlib.contextmanager
def chromium(*options: str) -> Iterator[Browser]:
    """A headless one. Only one at a time in a process: Playwright's rule."""
    program = machine.browser()  # asked before Playwright runs: it asks Playwright itself
    quiet = [*QUIET, "--disable-component-update", "--disable-sync", *options]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=quiet)
        yield running
        running.close()


def log_in(page: Page, url: str, user: str = SELLER) -> str:
    """Open the consent page's address and log in there; what the next page asks."""
    page.goto(url)
    page.fill("[name=login]", user)
    page.fill("[name=password]", "anything")
    page.click("button[type=submit]")
    page.wait_for_selector("[name=prompt][value=consent]", state="attached")
    return page.inner_text("body")


def allow(page: Page, url: str, user: str = SELLER) -> str:
    """Log in and say yes; the address that the browser is sent to, whether or not anybody is there."""
    log_in(page, url, user)
    return _sent_back(page, "button[type=submit]")


def deny(page: Page, url: str, user: str = SELLER) -> str:
    """Log in and say no; the address that the browser is sent to."""
    log_in(page, url, user)
    return _sent_back(page, "text=Cancel")


def _sent_back(page: Page, button: str) -> str:
    with page.expect_request(_is_callback) as sent:
        page.click(button, no_wait_after=True)
    return sent.value.url


def _is_callback(request: Request) -> bool:
    return "/callback?" in request.url and request.is_navigation_request()


def eager(folder: Path) -> Path:
    """A program that takes an address as a browser does, logs in there and says yes."""
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" -m tests.support.browser "$1"\n')
    program.chmod(0o700)
    return program


if __name__ == "__main__":
    with chromium() as _browser:
        _page = _browser.new_page()
        allow(_page, sys.argv[1])
        _page.wait_for_selector("main")
