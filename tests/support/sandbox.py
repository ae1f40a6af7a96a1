"""The sandbox server as a process of its own, and its controls as methods."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from podpusher_cli.providers.trends import NAMES
from podpusher_cli.workflows.sandbox import trend_path

CALLBACK = "http://localhost:8517/callback"
SCOPES = "listings_r listings_w shops_r transactions_r"


@dataclass
class RunningSandbox:
    """A server under way. `url` has no slash at its end; every method raises on a refusal."""

    url: str
    home: Path
    process: subprocess.Popen[str]
    admin: httpx.Client
    credentials: dict[str, Any] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        answer = self.admin.request(method, f"/_sandbox{path}", **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def reset(self, **config: Any) -> None:
        """A new world; then the settings given."""
        self._ask("POST", "/reset")
        if config:
            self.config(**config)

    def config(self, **changes: Any) -> dict[str, Any]:
        """Change settings, or just read them."""
        return self._ask("POST", "/config", json=changes) if changes else self._ask("GET", "/config")

    def fault(self, route: str, kind: str, **arguments: Any) -> dict[str, Any]:
        """Arm a fault: `fault("printify POST /shops/{shop}/products.json", "lost_answer", nth=2)`."""
        made = self._ask("POST", "/faults", json={"route": route, "kind": kind, **arguments})
        return made["faults"][0]

    def faults(self) -> list[dict[str, Any]]:
        """Every fault with how often it was `seen` and has `fired`."""
        return self._ask("GET", "/faults")["faults"]

    def clear_faults(self) -> None:
        """Disarm all, and let go what is held."""
        self._ask("DELETE", "/faults")

    def release(self) -> int:
        """Let held requests go on; how many there were."""
        return self._ask("POST", "/release")["released"]

    def wait(self, *, held: int = 0, calls: int = 0, idle: bool = False, timeout: float = 20) -> dict[str, Any]:
        """Return once so many requests are held, so many calls have come and, with `idle`, none is under way."""
        asked = {"held": held, "calls": calls, "timeout": timeout} | ({"idle": 1} if idle else {})
        return self._ask("GET", "/wait", params=asked, timeout=timeout + 5)

    def wait_for(self, route: str) -> None:
        """Return once a call of the route has been answered, since the log was cleared."""
        while not self.calls(route, limit=1):
            pass

    def status(self) -> dict[str, Any]:
        return self._ask("GET", "/status")

    def calls(self, route: str = "*", **asked: Any) -> list[dict[str, Any]]:
        """The logged calls of a route, oldest first."""
        return self._ask("GET", "/calls", params={"route": route, "limit": 100_000, **asked})["calls"]

    def counts(self) -> dict[str, dict[str, int]]:
        """Exact counts: `{route: {status: count}}`; status `none` is a call nobody was answered."""
        return self._ask("GET", "/calls", params={"limit": 1})["routes"]

    def violations(self) -> list[dict[str, Any]]:
        """Etsy calls that the official document does not allow."""
        return self._ask("GET", "/calls", params={"spec_violation": 1})["calls"]

    def clear_calls(self) -> None:
        self._ask("DELETE", "/calls")

    def state(self) -> dict[str, Any]:
        return self._ask("GET", "/state")

    def accounts(self) -> dict[str, Any]:
        """All credentials, read once."""
        if not self.credentials:
            self.credentials.update(self._ask("GET", "/accounts"))
        return self.credentials

    def expire_etsy(self) -> None:
        """Make every access token stale."""
        self._ask("POST", "/etsy/expire")

    def revoke_etsy(self) -> None:
        """What a changed Etsy password does: every token is dead."""
        self._ask("POST", "/etsy/revoke")

    def expire_printify(self) -> None:
        """Make every access token that Printify's app was given stale; the personal token stays."""
        self._ask("POST", "/printify/expire")

    def revoke_printify(self) -> None:
        """What a merchant who removes the app does: its tokens are dead."""
        self._ask("POST", "/printify/revoke")

    def reconnect_printify(self) -> str:
        """Connect the Etsy shop anew in Printify: its number there changes. The new one."""
        return str(self._ask("POST", "/printify/reconnect")["shop_id"])

    def stripe(self, control: str, **asked: Any) -> Any:
        """One of Stripe's controls: `stripe("subscribe", plan="pro")`; see podpusher_cli/sandbox/stripe_control.py."""
        return self._ask("POST", f"/stripe/{control}", json=asked)

    def stripe_deliveries(self) -> list[dict[str, Any]]:
        """What the endpoints that listen answered, once all has been delivered."""
        while (told := self._ask("GET", "/stripe/deliveries"))["pending"]:
            pass
        return told["deliveries"]

    def sell(self, listing_id: int, **sale: Any) -> dict[str, Any]:
        """Book a sale of an active listing (`quantity`, `at` in epoch seconds); the receipt."""
        return self._ask("POST", "/etsy/sales", json={"listing_id": listing_id, **sale})

    def advance(self, seconds: float) -> None:
        """Move the server's clock on: publishes come due, tokens age, windows empty."""
        self.config(clock_offset_s=self.config()["clock_offset_s"] + seconds)

    def environment(self) -> dict[str, str]:
        """The variables that point every client here, with the sandbox's credentials."""
        known, paths = self.accounts(), self.accounts()["paths"]
        return {
            "PODPUSHER_ETSY_API_URL": self.url + paths["etsy_api"],
            "PODPUSHER_ETSY_AUTHORIZE_URL": self.url + paths["etsy_authorize"],
            "PODPUSHER_ETSY_TOKEN_URL": self.url + paths["etsy_token"],
            "PODPUSHER_ETSY_KEYSTRING": known["etsy"]["keystring"],
            "PODPUSHER_ETSY_SHARED_SECRET": known["etsy"]["shared_secret"],
            "PODPUSHER_PRINTIFY_API_URL": self.url + paths["printify"],
            "PODPUSHER_PRINTIFY_TOKEN": known["printify"]["token"],
            "PODPUSHER_PRINTIFY_APP_ID": known["printify"]["app_id"],
            "PODPUSHER_PRINTIFY_AUTHORIZE_URL": self.url + paths["printify_authorize"],
            "PODPUSHER_STRIPE_API_URL": self.url + paths["stripe"],
            "PODPUSHER_STRIPE_CONNECT_URL": self.url + paths["stripe"],
            "PODPUSHER_STRIPE_CLIENT_ID": known["stripe"]["client_id"],
            "PODPUSHER_STRIPE_API_KEY": known["stripe"]["api_key"],
            **{f"PODPUSHER_TREND_{name.upper()}_URL": self.url + trend_path(name) for name in NAMES},
            "OPENAI_BASE_URL": self.url + paths["openai"],
            "OPENAI_API_KEY": known["openai"]["api_key"],
        }

    def printify(self, token: str | None = None) -> httpx.Client:
        """A client with the personal token or the one given, at /v1."""
        token = token or self.accounts()["printify"]["token"]
        headers = {"authorization": f"Bearer {token}", "user-agent": "podpusher-tests/1"}
        return httpx.Client(base_url=self.url + "/printify/v1", headers=headers, timeout=30, verify=False)

    def etsy(self, token: str | None = None) -> httpx.Client:
        """A client with the key, and a token where given, at /v3/application."""
        known = self.accounts()["etsy"]
        headers = {"x-api-key": f"{known['keystring']}:{known['shared_secret']}"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        return httpx.Client(base_url=self.url + "/etsy/v3/application", headers=headers, timeout=30, verify=False)

    def consent(self, authorize_url: str, decision: str = "allow") -> httpx.Response:
        """Open the consent page and press a button; the answer that would send the browser back."""
        page = self.admin.get(authorize_url)
        found = re.search(r'name="consent" value="([^"]+)"', page.text)
        if not found:
            return page
        target = urlsplit(authorize_url)._replace(query="").geturl()
        return self.admin.post(target, data={"consent": unescape(found[1]), "decision": decision})

    def etsy_tokens(self, scope: str = SCOPES, redirect: str = CALLBACK) -> dict[str, Any]:
        """Consent and redeem the code: `{access_token, refresh_token, token_type, expires_in}`."""
        verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        keystring = self.accounts()["etsy"]["keystring"]
        asked = {
            "response_type": "code",
            "client_id": keystring,
            "redirect_uri": redirect,
            "scope": scope,
            "state": "s1",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        back = self.consent(f"{self.url}/etsy/oauth/connect?{urlencode(asked)}")
        code = dict(parse_qsl(urlsplit(back.headers["location"]).query))["code"]
        form = {"grant_type": "authorization_code", "client_id": keystring, "redirect_uri": redirect}
        answer = self.admin.post(
            self.url + "/etsy/v3/public/oauth/token", data=form | {"code": code, "code_verifier": verifier}
        )
        return answer.raise_for_status().json()

    def printify_tokens(self, redirect: str = CALLBACK) -> dict[str, Any]:
        """Consent to the app and redeem the code: `{access_token, refresh_token, expire_at}`."""
        known, paths = self.accounts()["printify"], self.accounts()["paths"]
        asked = {"app_id": known["app_id"], "accept_url": redirect, "decline_url": redirect}
        back = self.consent(f"{self.url}{paths['printify_authorize']}?{urlencode(asked)}")
        code = dict(parse_qsl(urlsplit(back.headers["location"]).query))["code"]
        form = {"app_id": known["app_id"], "code": code}
        answer = self.admin.post(self.url + paths["printify"] + "/v1/app/oauth/tokens", data=form)
        return answer.raise_for_status().json()

    def stop(self) -> int:
        """End it as a user would; its exit status."""
        self.admin.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
        return self.process.returncode


def start_sandbox(home: Path, *, callbacks: Iterable[str] = (), port: int = 0) -> RunningSandbox:
    """Start a server on a free port and wait until it listens. Raises RuntimeError with what it said."""
    command = [sys.executable, "-m", "podpusher_cli.sandbox", "--home", str(home), "--port", str(port)]
    for callback in callbacks:
        command += ["--callback", callback]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        _, said = process.communicate()
        message = f"the sandbox did not start (status {process.returncode}): {said}"
        raise RuntimeError(message)
    url = json.loads(line)["url"]
    return RunningSandbox(url, home, process, httpx.Client(base_url=url, timeout=30, verify=False))
