"""What `stripe listen` talks to at Stripe: a session with a signing secret, and a WebSocket that events come over (reference/stripe.md, section 3)."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.support import machine
from tests.support.record import heard
from tests.support.webhooks import signed

NOWHERE = "http://127.0.0.1:9"


class Relay:
    """Stripe's side. `answers` are what Stripe's command line reports of each forwarded event: `(status, its id)`."""

    def __init__(self, secret: str, home: Path) -> None:
        self._secret = secret
        self._home = home
        self._events: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self.answers: queue.Queue[tuple[int, str]] = queue.Queue()
        self._socket: Server = serve(self._talk, "127.0.0.1", 0, subprotocols=["stripecli-devproxy-v1"])  # type: ignore[list-item]
        self._api = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        for server in (self._socket, self._api):
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._events.put(None)
        self._api.shutdown()
        self._api.server_close()
        self._socket.shutdown()

    def post(self, event: dict[str, Any]) -> None:
        """Have the event forwarded to whoever listens."""
        self._events.put(event)

    def command(self, *words: str) -> list[str]:
        program = machine.stripe_cli()
        assert program, "no Stripe CLI: run tests/support/machine.py"
        return [program, *words, "--api-base", f"http://127.0.0.1:{self._api.server_address[1]}"]

    @property
    def environment(self) -> dict[str, str]:
        told = {"HOME": str(self._home), "PATH": "", "STRIPE_API_KEY": "sk_test_" + "1" * 24}
        return told | {"STRIPE_CLI_TELEMETRY_OPTOUT": "1", "HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE}

    @contextlib.contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """`stripe` with these words, for as long as it is needed; its WebSocket is not encrypted here."""
        process = subprocess.Popen(
            self.command(*words, "--no-wss"),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            heard(process.communicate()[0])

    def _talk(self, line: ServerConnection) -> None:
        threading.Thread(target=self._send, args=(line,), daemon=True).start()
        with contextlib.suppress(ConnectionClosed):
            for message in line:
                told = json.loads(message)
                if told["type"] == "webhook_response":
                    self.answers.put((told["status"], told["notification_id"]))

    def _send(self, line: ServerConnection) -> None:
        while (event := self._events.get()) is not None:
            body = json.dumps(event)
            headers = {
                "Content-Type": "application/json; charset=utf-8",
                "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            }
            told = {
                "type": "webhook_event",
                "event_payload": body,
                "http_headers": headers | {"Stripe-Signature": signed(body.encode(), self._secret)},
                "webhook_conversation_id": f"wc_{event['id']}",
                "webhook_id": "wh_1",
                "endpoint": {"status": "", "api_version": None},
            }
            line.send(json.dumps(told))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        session = {
            "websocket_url": f"ws://127.0.0.1:{self._socket.socket.getsockname()[1]}/subscribe/acct_1",
            "websocket_id": "cliws_1",
            "websocket_authorized_feature": "webhooks",
            "secret": self._secret,
            "reconnect_delay": 30,
            "default_version": "2026-10-28.endive",
            "latest_version": "2026-10-28.endive",
            "display_connect_filter_warning": False,
        }

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                answer = json.dumps(session).encode()
                self.send_response(200 if self.path == "/v1/stripecli/sessions" else 404)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
