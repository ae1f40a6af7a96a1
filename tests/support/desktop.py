"""A desktop's session bus, and what may live on it: a real Secret Service, or services that never answer."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    {policy}
  </policy>
</busconfig>
"""
"""A bus on which nothing is started by being asked for."""

DENIED = '<deny send_destination="org.freedesktop.secrets"/>'

SILENT = """
import sys
from jeepney import message_bus
from jeepney.io.blocking import open_dbus_connection
connection = open_dbus_connection(bus="SESSION")
connection.send_and_get_reply(message_bus.RequestName(sys.argv[1]))
print("here", flush=True)
while True:
    connection.receive()
"""
"""Has a name on the bus, and answers nobody."""

LOCK = """
import secretstorage
secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
"""


@contextmanager
def session(folder: Path, *, policy: str = "") -> Iterator[dict[str, str]]:
    """A bus of `dbus-run-session`, without any service; the variables that a program finds it by."""
    (folder / "home").mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bus-", dir="/tmp") as sockets:  # a socket's path has at most 107 bytes
        config = folder / "bus.conf"
        config.write_text(BUS.format(folder=sockets, policy=policy))
        told = {"PATH": os.environ["PATH"], "HOME": str(folder / "home"), "XDG_RUNTIME_DIR": sockets}
        command = ["dbus-run-session", "--config-file", str(config), "--"]
        with _lives([*command, "bash", "-c", 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'], told) as address:
            yield told | {"DBUS_SESSION_BUS_ADDRESS": address}


@contextmanager
def secret_service(bus: Mapping[str, str]) -> Iterator[None]:
    """gnome-keyring, with a login keyring that is open."""
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    with _lives(command, bus, "open sesame"):
        yield


@contextmanager
def silent(bus: Mapping[str, str], name: str) -> Iterator[None]:
    """A service that never answers."""
    with _lives([sys.executable, "-c", SILENT, name], bus):
        yield


def lock(bus: Mapping[str, str]) -> None:
    """Lock the login keyring."""
    subprocess.run([sys.executable, "-c", LOCK], env=bus, check=True, timeout=60)


@contextmanager
def _lives(command: Sequence[str], environment: Mapping[str, str], typed: str = "") -> Iterator[str]:
    """A process, from the first line that it prints."""
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdin
        assert process.stdout
        if typed:
            process.stdin.write(typed)
            process.stdin.close()
        yield process.stdout.readline().strip()
    finally:
        process.kill() if typed or "-c" in command[:2] else process.communicate("")
        process.wait(timeout=60)
