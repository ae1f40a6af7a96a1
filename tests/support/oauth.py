"""An OAuth server that nobody here wrote, an Etsy that asks it whose a token is, and a browser that logs in there."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, Request, sync_playwright

from podpusher_cli.core.accounts import ETSY_SCOPES
from tests.net.server import Answer, Asked, Server
from tests.support import machine

SERVER = Path(__file__).resolve().parents[1] / "oauth" / "server.mjs"
KEYSTRING = "keystring"
BRIEF = "briefkeystring"  # an app whose access tokens end before the next command: each command renews
SECRET = "appsecret"
READER = ("etsy-api", "etsy-api-secret")
SELLER, SHOP = "70211334", "51300771"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run")


@dataclass(frozen=True)
class OAuthServer:
    """oidc-provider under way."""

    url: str

    @property
    def token_url(self) -> str:
        return f"{self.url}/token"

    def whose(self, token: str) -> dict[str, Any]:
        """What the server says of a token: `active`, and of a living one `sub`, `client_id` and `scope`."""
        answer = httpx.post(f"{self.url}/token/introspection", data={"token": token}, auth=READER)
        assert answer.is_success, answer.text
        told: dict[str, Any] = answer.json()
        return told


@contextlib.contextmanager
def oauth_server(callbacks: Sequence[str]) -> Iterator[OAuthServer]:
    """Start it, with the apps KEYSTRING and BRIEF, for which `callbacks` are registered."""
    node = machine.node()
    assert node, "no Node: run tests/support/machine.py"
    assert machine.has_oauth_modules(), "no OAuth server: run tests/support/machine.py"
    told = {
        "modules": str(machine.oauth_modules()),
        "callbacks": list(callbacks),
        "lifetimes": {KEYSTRING: 3600, BRIEF: 30},
        "scopes": ETSY_SCOPES,
        "reader": READER,
    }
    with subprocess.Popen(
        [node, str(SERVER), json.dumps(told)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        line = next((line for line in process.stdout if line.startswith("{")), None)  # before it, advice to operators
        assert line, "the OAuth server did not start"
        yield OAuthServer(json.loads(line)["url"])
        process.stdin.close()


@dataclass
class EtsyApi:
    """The calls of a login (reference/etsy.md, section 2.7), answered to those whom the OAuth server knows."""

    oauth: OAuthServer
    shops: dict[str, str] = field(default_factory=lambda: {SELLER: SHOP})
    bearers: list[str] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answer:
        status, told = self._judge(asked, asked.target.removeprefix("/v3/application"))
        return Answer(status, {"content-type": "application/json"}, json.dumps(told).encode())

    def _judge(self, asked: Asked, path: str) -> tuple[int, dict[str, Any]]:
        if asked.headers.get("x-api-key") not in {f"{KEYSTRING}:{SECRET}", f"{BRIEF}:{SECRET}"}:
            return 403, {"error": "Invalid API key: should be in the format 'keystring:shared_secret'."}
        if path == "/openapi-ping":
            return 200, {"application_id": 1512345678901}
        if path.startswith("/shops/"):
            shop = path.removeprefix("/shops/")
            return 200, {"shop_id": int(shop), "shop_name": f"Shop{shop}", "currency_code": "USD", "url": ""}
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        self.bearers.append(token)
        told = self.oauth.whose(token)
        if not told["active"] or path != "/users/me":
            return 401, {"error": "invalid_token"}
        user = told["sub"]
        return 200, {"user_id": int(user), "shop_id": int(self.shops[user]) if user in self.shops else None}


@contextlib.contextmanager
def etsy_api(oauth: OAuthServer) -> Iterator[tuple[str, EtsyApi]]:
    """Start it: its address, and what it has seen."""
    api = EtsyApi(oauth)
    server = Server(answer=api.answer)
    yield server.url, api
    server.close()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A real, headless one."""
    program = machine.browser()  # asked before Playwright runs: it asks Playwright itself
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=program, args=[*QUIET, "--disable-component-update", "--disable-sync"]
        )
        yield running
        running.close()


def log_in(page: Page, url: str, user: str = SELLER) -> None:
    """Open the consent page's address and log in there: what is asked next is on the screen."""
    page.goto(url)
    page.fill("[name=login]", user)
    page.fill("[name=password]", "anything")
    page.click("button[type=submit]")
    page.wait_for_selector("[name=prompt][value=consent]", state="attached")


def allow(page: Page, url: str, user: str = SELLER) -> str:
    """Log in and say yes; the address that the browser is sent to, which need not answer."""
    log_in(page, url, user)
    with page.expect_request(_is_callback) as sent:
        page.click("button[type=submit]", no_wait_after=True)
    return sent.value.url


def deny(page: Page, url: str, user: str = SELLER) -> str:
    """Log in and say no; the address that the browser is sent to."""
    log_in(page, url, user)
    with page.expect_request(_is_callback) as sent:
        page.click("text=Cancel", no_wait_after=True)
    return sent.value.url


def _is_callback(request: Request) -> bool:
    return "/callback?" in request.url and request.is_navigation_request()
