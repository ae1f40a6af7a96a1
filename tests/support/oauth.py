"""An OAuth server that nobody here wrote, and an Etsy that asks it whose a token is."""

from __future__ import annotations

import contextlib
import json
import random
import socket
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser

from podpusher_cli.core.accounts import ETSY_SCOPES
from tests.net.server import Answer, Asked, Server
from tests.support import machine
from tests.support.browser import SELLER, SHOP, chromium

SERVER = Path(__file__).resolve().parents[1] / "oauth" / "server.mjs"
KEYSTRING = "keystring"
BRIEF = "briefkeystring"  # an app whose access tokens end before the next command: each command renews
SECRET = "appsecret"
READER = ("etsy-api", "etsy-api-secret")


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
    """The calls of a login (reference/etsy.md, section 2.7), answered to those whom the OAuth server knows.

    `bearers` are the tokens that came, `dead` those that are refused whatever the OAuth server says.
    """

    oauth: OAuthServer
    shops: dict[str, str] = field(default_factory=lambda: {SELLER: SHOP})
    bearers: list[str] = field(default_factory=list)
    dead: set[str] = field(default_factory=set)

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
        if token in self.dead or not told["active"] or path != "/users/me":
            return 401, {"error": "invalid_token"}
        user = told["sub"]
        return 200, {"user_id": int(user), "shop_id": int(self.shops[user]) if user in self.shops else None}


@dataclass(frozen=True)
class Outside:
    """Everything outside the program: the OAuth server, Etsy, a browser, and two callback ports that are registered."""

    oauth: OAuthServer
    api: EtsyApi
    browser: Browser
    ports: tuple[int, int]
    api_url: str

    def variables(self, keystring: str = KEYSTRING) -> dict[str, str]:
        """The environment of a seller with this app, whose callback has the first port."""
        return {
            "PODPUSHER_ETSY_API_URL": self.api_url,
            "PODPUSHER_ETSY_AUTHORIZE_URL": f"{self.oauth.url}/auth",
            "PODPUSHER_ETSY_TOKEN_URL": self.oauth.token_url,
            "PODPUSHER_ETSY_KEYSTRING": keystring,
            "PODPUSHER_ETSY_SHARED_SECRET": SECRET,
            "PODPUSHER_CALLBACK_PORT": str(self.ports[0]),
        }


def lasting_port() -> int:
    """A port that nobody listens on, nor is given by a system that is asked for any."""
    while True:
        with socket.socket() as probe, contextlib.suppress(OSError):
            port = random.randrange(20_000, 32_000)
            probe.bind(("127.0.0.1", port))
            return port


@contextlib.contextmanager
def outside_world() -> Iterator[Outside]:
    """All of it, started."""
    ports = (lasting_port(), lasting_port())
    with oauth_server([f"http://localhost:{port}/callback" for port in ports]) as oauth, chromium() as browser:
        api = EtsyApi(oauth)
        server = Server(answer=api.answer)
        yield Outside(oauth, api, browser, ports, server.url)
        server.close()
