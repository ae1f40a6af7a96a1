"""The command line, and the machine that it was typed on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from podpusher_cli.core.options import Options
from podpusher_cli.deps.machine import BadPort, SystemClock, home_of

if TYPE_CHECKING:
    from podpusher_cli.core.traffic import Exchange, Wait
    from podpusher_cli.net.typed import TypedLines
    from podpusher_cli.store.log import Log
    from podpusher_cli.store.profiles import Profiles
    from podpusher_cli.ui.output import Output


class Closing(Protocol):
    """What is given back at the end."""

    def close(self) -> None: ...


class Terminal:
    """What was typed, where, and what is told of it: what everything else is made of."""

    def __init__(self, options: Options, environment: Mapping[str, str], out: Output) -> None:
        self.options = options
        self.out = out
        self._outer = environment
        self.home = home_of(options, environment)
        self._closing: list[Closing] = []

    @cached_property
    def profile(self) -> str:
        """The profile in use. Raises BadProfileName or NoProfile."""
        profile = self.profiles.get(self.options.profile or self.profiles.current())
        self.out.meta["profile"] = profile.name
        return profile.name

    @cached_property
    def profiles(self) -> Profiles:
        from podpusher_cli.store.profiles import Profiles

        return Profiles(self.home)

    def profile_folder(self, name: str | None = None) -> Path:
        """Where a profile keeps its database and designs."""
        return self.home / "profiles" / (name or self.profile)

    @cached_property
    def clock(self) -> SystemClock:
        return SystemClock()

    @property
    def outer_environment(self) -> Mapping[str, str]:
        """The environment as it was given, also in the sandbox."""
        return self._outer

    @cached_property
    def callback_port(self) -> int:
        """The port of the OAuth callback."""
        from podpusher_cli.core.settings import DEFAULTS

        text = self._outer.get("PODPUSHER_CALLBACK_PORT") or DEFAULTS["PODPUSHER_CALLBACK_PORT"]
        if not (text.isdecimal() and 0 < int(text) < 65_536):
            raise BadPort(text=text)
        return int(text)

    @property
    def callback_url(self) -> str:
        """The address that is registered with the OAuth app, to the letter."""
        return f"http://localhost:{self.callback_port}/callback"

    @cached_property
    def log(self) -> Log:
        from podpusher_cli.store.log import Log

        return Log(self.home / "logs", clock=self.clock, request_id=str(self.out.meta["request_id"]))

    def announce(self, wait: Wait) -> None:
        """A wait is about to begin: on the screen, whoever is drawing."""
        self.out.waiting(wait)

    def observe(self, exchange: Exchange) -> None:
        """A call has ended: into the log, and on the screen at -vv."""
        self.log.exchange(exchange)
        self.out.called(exchange)

    def open_page(self, url: str) -> bool:
        """Open a page in the seller's browser, and whether there is one."""
        from podpusher_cli.ui.desktop import open_page

        return open_page(url, self._outer)

    def command_line(self, *words: str) -> str:
        """A command for this profile, to be typed or run later."""
        chosen = ["--profile", self.profile] if self.profile != "default" else []
        return " ".join(["podpusher", *words, *chosen, *(["--sandbox"] if self.options.sandbox else [])])

    def typed_lines(self) -> TypedLines:
        """What the seller types from now on, line by line."""
        from podpusher_cli.net.typed import TypedLines

        return TypedLines(self.out.stdin)

    def close(self) -> None:
        """Give back what was opened."""
        for connection in self._closing:
            connection.close()
        if "log" in self.__dict__:
            self.log.close()
