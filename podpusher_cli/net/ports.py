"""Take a port on this machine, or say who has it."""

from __future__ import annotations

import errno
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from podpusher_cli.core.errors import PortHeld, PortTaken

_LSOF = "/usr/sbin/lsof"  # every macOS has it there; a cron line's PATH has not
_LSOF_S = 5
_MOST_TRIES = 20  # to find a port that is free at every address
_SPACE = r"\x20"  # as lsof writes the one in a name


def listen_here(port: int) -> list[socket.socket]:
    """Listening sockets on `port` (0: any) for every loopback address of this machine. Raises PortTaken."""
    for left in reversed(range(1 if port else _MOST_TRIES)):
        try:
            return _at_every_address(port)
        except OSError as error:
            if not left:
                holder = holder_of(port)
                raise (PortHeld(port=port, holder=holder) if holder else PortTaken(port=port)) from error
    raise PortTaken(port=port)


def _at_every_address(port: int) -> list[socket.socket]:
    """Raises OSError; a port that is free at one address may be taken at the other."""
    listeners: list[socket.socket] = []
    try:
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            if listener := _listener(family, address, port):
                listeners.append(listener)
                port = listener.getsockname()[1]
    except OSError:
        for listener in listeners:
            listener.close()
        raise
    if not listeners:
        raise OSError(errno.EADDRNOTAVAIL, "no loopback address")
    return listeners


def _listener(family: socket.AddressFamily, address: str, port: int) -> socket.socket | None:
    """A listening socket, or None on a machine that has no such address."""
    try:
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError:
        return None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen()
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        if error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:
            return None
        raise
    return listener


def holder_of(port: int) -> str | None:
    """Who listens on `port`, as `name (123)` with the process's number; None where the machine does not tell."""
    return _holder_in_proc(port) if Path("/proc/net").exists() else _holder_by_lsof(port)


def _holder_in_proc(port: int) -> str | None:
    nodes = {f"socket:[{node}]" for table in ("tcp", "tcp6") for node in _listening(Path("/proc/net") / table, port)}
    if not nodes:
        return None
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            for handle in (process / "fd").iterdir():
                with suppress(OSError):
                    if str(handle.readlink()) in nodes:
                        return f"{(process / 'comm').read_text().strip()} ({process.name})"
    return None


def _holder_by_lsof(port: int) -> str | None:
    words = [_LSOF, "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"]
    with suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=_LSOF_S, check=False)  # noqa: S603 - a fixed program
        return holder_told(told.stdout)
    return None


def holder_told(listing: str) -> str | None:
    """The first process in what `lsof -Fpc` prints: a line `p` with its number, then a line `c` with its name."""
    number = None
    for line in listing.splitlines():
        if line.startswith("p"):
            number = line[1:]
        elif line.startswith("c") and number:
            return f"{line[1:].replace(_SPACE, ' ')} ({number})"
    return None


def _listening(table: Path, port: int) -> list[str]:
    """The socket numbers of those who listen on `port`, from one of /proc/net's tables."""
    with suppress(OSError):
        rows = [line.split() for line in table.read_text().splitlines()[1:]]
        return [row[9] for row in rows if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port]
    return []
