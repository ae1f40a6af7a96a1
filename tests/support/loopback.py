"""This machine's loopback addresses, and the same machine without one of them."""

from __future__ import annotations

import errno
import socket

import pytest


def addresses() -> list[str]:
    """127.0.0.1 and, on a machine that has it, ::1."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return ["127.0.0.1", "::1"]
    except OSError:
        return ["127.0.0.1"]


def leave_only(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on this process has no loopback address but this one."""
    real = socket.socket.bind

    def bind(self: socket.socket, wanted: tuple[str, int]) -> None:
        if wanted[0] in {"127.0.0.1", "::1"} - {address}:
            raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")
        real(self, wanted)

    monkeypatch.setattr(socket.socket, "bind", bind)
