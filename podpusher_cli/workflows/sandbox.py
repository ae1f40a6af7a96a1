"""Start, find and stop the sandbox server; ask it for its accounts; set its faults."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import MachineTrouble
from podpusher_cli.core.runs import Holder
from podpusher_cli.core.text import N_
from podpusher_cli.providers.trends import NAMES
from podpusher_cli.store.files import make_folder, replace_file
from podpusher_cli.store.holders import holder_of, is_here

_PROCESS = "server.process"
_CONNECT_S = 5.0


class SandboxMissing(MachineTrouble):
    code = "sandbox.missing"
    message = N_("The sandbox is not installed.")
    hint = N_("pip install 'podpusher[sandbox]'")


class SandboxNotStarted(MachineTrouble):
    code = "sandbox.start"
    message = N_("The sandbox did not start: {problem}")
    hint = N_("podpusher sandbox stop, then try again.")


class SandboxWithoutAWord(SandboxNotStarted):
    """Where the disk is full, for one."""

    message = N_("The sandbox did not start, and did not say why.")
    hint = N_("Look whether the disk of {folder} has room, then try again.")


@dataclass(frozen=True, slots=True)
class Server:
    """A running sandbox: where it listens and its process."""

    url: str
    pid: int


def find(folder: Path) -> Server | None:
    """The server whose world is in `folder`, if it is alive; another process that has its number by now is not it."""
    try:
        told: Mapping[str, Any] = json.loads((folder / "server.json").read_text(encoding="utf-8"))
        server = Server(str(told["url"]), int(told["pid"]))
        holder = Holder.parse((folder / _PROCESS).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return server if holder.pid == server.pid and is_here(holder) else None


def listening(folder: Path) -> Server | None:
    """The server that `find` finds, if it can be spoken to: one that is being ended may live a moment longer."""
    server = find(folder)
    if server is None:
        return None
    address = urlsplit(server.url)
    try:
        with socket.create_connection((address.hostname or "", address.port or 0), timeout=_CONNECT_S):
            return server
    except (OSError, ValueError):
        return None


def ensure(folder: Path, *, callback: str, environment: Mapping[str, str]) -> Server:
    """The running server, started if need be; two commands that start it at once get one. Raises SandboxMissing or SandboxNotStarted.

    It sees of the `environment` what is neither podpusher's nor OpenAI's.
    """
    from filelock import FileLock

    make_folder(folder)
    with FileLock(folder / "start.lock"):
        return listening(folder) or _start(folder, callback, environment)


def _start(folder: Path, callback: str, environment: Mapping[str, str]) -> Server:
    from importlib.util import find_spec

    if not all(find_spec(name) for name in ("starlette", "uvicorn")):
        raise SandboxMissing
    with (folder / "server.log").open("ab") as log:
        before = log.tell()
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "podpusher_cli.sandbox", "--home", str(folder), "--port", "0", "--callback", callback],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
            env={name: value for name, value in environment.items() if not name.startswith(("PODPUSHER_", "OPENAI_"))},
        )  # fmt: skip
    replace_file(folder / _PROCESS, str(holder_of(process.pid)).encode())
    assert process.stdout is not None
    first = process.stdout.readline()
    process.stdout.close()
    try:
        told = json.loads(first)
    except ValueError:
        process.kill()
        raise _not_started(folder, before) from None
    return Server(str(told["url"]), int(told["pid"]))


def _not_started(folder: Path, before: int) -> SandboxNotStarted:
    """The last line of the log, if it is longer than `before`."""
    lines = (folder / "server.log").read_bytes()[before:].decode("utf-8", "replace").strip().splitlines()
    return SandboxNotStarted(problem=lines[-1]) if lines else SandboxWithoutAWord(folder=folder)


def stop(folder: Path, *, clock: Clock) -> bool:
    """End the server and wait until it has gone; False when there was none."""
    server = find(folder)
    if server is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(server.pid, signal.SIGTERM)
        for _ in range(100):
            if find(folder) is None:
                return True
            clock.sleep(0.05)
        os.kill(server.pid, signal.SIGKILL)
    (folder / "server.json").unlink(missing_ok=True)
    return True


def forget(home: Path) -> None:
    """Remove everything that the sandbox's own home remembers, but for the server's world."""
    import shutil

    named = ("profiles", "net.db", "net.db-wal", "net.db-shm", "profile", "token-store", "demo.last")
    for path in [*(home / name for name in named), *home.glob("tokens.*")]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def trend_path(source: str) -> str:
    """Below which path the server has a source of trends."""
    return "/etsy" if source == "etsy" else f"/trends/{source}"


def environment(server: Server, accounts: Mapping[str, Any]) -> dict[str, str]:
    """The provider variables that make the product talk to this server."""
    return {
        "PODPUSHER_ETSY_API_URL": f"{server.url}/etsy",
        "PODPUSHER_ETSY_AUTHORIZE_URL": f"{server.url}/etsy/oauth/connect",
        "PODPUSHER_ETSY_TOKEN_URL": f"{server.url}/etsy/v3/public/oauth/token",
        "PODPUSHER_ETSY_KEYSTRING": str(accounts["etsy"]["keystring"]),
        "PODPUSHER_ETSY_SHARED_SECRET": str(accounts["etsy"]["shared_secret"]),
        "PODPUSHER_PRINTIFY_API_URL": f"{server.url}/printify",
        "PODPUSHER_PRINTIFY_APP_ID": str(accounts["printify"]["app_id"]),
        "PODPUSHER_PRINTIFY_AUTHORIZE_URL": f"{server.url}/printify/app/authorize",
        "PODPUSHER_STRIPE_API_URL": f"{server.url}/stripe",
        "PODPUSHER_STRIPE_CONNECT_URL": f"{server.url}/stripe",
        "PODPUSHER_STRIPE_CLIENT_ID": str(accounts["stripe"]["client_id"]),
        "OPENAI_API_KEY": str(accounts["openai"]["api_key"]),
        "OPENAI_BASE_URL": f"{server.url}/openai/v1",
        **{f"PODPUSHER_TREND_{name.upper()}_URL": server.url + trend_path(name) for name in NAMES},
        "PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "1",
    }
