"""uvicorn, bound to this machine only, with a way to cut a connection."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from pathlib import Path

from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from podpusher_cli.sandbox.app import App
from podpusher_cli.sandbox.world import World


class _Protocol(HttpToolsProtocol):
    """Hands the connection to the application, for the faults that cut it."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["podpusher.transport"] = self.transport  # type: ignore[typeddict-unknown-key] # a key of our own


class _Announced(Server):
    """Says where it listens once it does."""

    def __init__(self, config: Config, announce: Path, port: int) -> None:
        super().__init__(config)
        self._file, self._port = announce, port

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        line = json.dumps({"url": f"http://127.0.0.1:{self._port}", "pid": os.getpid()})
        fresh = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        fresh.write_text(line + "\n", encoding="utf-8")
        fresh.replace(self._file)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def serve(home: Path, port: int, callbacks: list[str] | None) -> None:
    """Serve until SIGTERM or SIGINT. Raises OSError when the port is taken, sqlite3.OperationalError when the home is."""
    world = World(home / "world.db", callbacks=callbacks)
    announce = home / "server.json"
    # The protocol is named because asyncio switches Nagle's delay off only where it is.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        world.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = Config(
            App(world),
            http=_Protocol,
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_level="error",
            access_log=False,
            server_header=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=1,
            backlog=512,
        )
        # uvicorn raises the signal again after its own shutdown; ours is not over then.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        try:
            _Announced(config, announce, listener.getsockname()[1]).run(sockets=[listener])
        finally:
            announce.unlink(missing_ok=True)
            world.close()
