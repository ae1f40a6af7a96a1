"""Makes everything with a side effect, once, when first asked for. Only this file reads the environment."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from podpusher_cli import __version__
from podpusher_cli.core.errors import BadInput, Interrupted, NotFound
from podpusher_cli.core.options import Options
from podpusher_cli.core.settings import PROVIDER_VARIABLES, VARIABLES
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    import sqlite3

    from podpusher_cli.core.traffic import Breaker, Cache, Exchange, Pace, Wait
    from podpusher_cli.net.http import Http
    from podpusher_cli.providers.printify import Printify
    from podpusher_cli.providers.sandbox import SandboxControls
    from podpusher_cli.store.log import Log
    from podpusher_cli.store.products import Products
    from podpusher_cli.store.settings import Settings
    from podpusher_cli.store.traffic import TrafficFile
    from podpusher_cli.ui.output import Output
    from podpusher_cli.workflows.sandbox import Server

_DEFAULTS = {variable.name: variable.default for variable in VARIABLES}
_PROFILE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}", re.ASCII)


class BadProfileName(BadInput):
    code = "profile.name"
    message = N_("“{name}” cannot be a profile's name.")
    hint = N_("Use small letters, digits, points and dashes, beginning with a letter or digit.")


class BadSeconds(BadInput):
    code = "input.seconds"
    message = N_("{variable} is “{text}”; it takes a number of seconds.")


class BadPort(BadInput):
    code = "input.port"
    message = N_("PODPUSHER_CALLBACK_PORT is “{text}”; it takes a port number.")


class SystemClock:
    """The machine's clock. `interrupt` ends every sleep, now and later, with Interrupted."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        if self._stopped.wait(max(0.0, seconds)):
            raise Interrupted

    def interrupt(self) -> None:
        """Wake every sleeper; after Ctrl-C."""
        self._stopped.set()


def home_of(options: Options, environment: Mapping[str, str]) -> Path:
    """The folder of all state; with --sandbox a home of its own inside it."""
    named = environment.get("PODPUSHER_HOME")
    if named:
        home = Path(named).expanduser()
    else:
        from platformdirs import user_data_path

        home = user_data_path("podpusher", appauthor=False)
    return home / "sandbox" if options.sandbox else home


def log_fault(error: Exception, options: Options, environment: Mapping[str, str], request_id: str) -> None:
    """Write a mistake of our own into the log, whatever else is broken."""
    from podpusher_cli.store.log import Log

    Log(home_of(options, environment) / "logs", clock=SystemClock(), request_id=request_id).fault(error)


class Deps:
    """Everything a command may need. Nothing is made before it is asked for."""

    def __init__(self, options: Options, environment: Mapping[str, str], out: Output) -> None:
        self.options = options
        self.out = out
        self._outer = environment
        self.home = home_of(options, environment)
        self._closing: list[sqlite3.Connection] = []

    @cached_property
    def profile(self) -> str:
        """The profile in use. Raises BadProfileName, or NotFound for one that was never added."""
        name = self.options.profile or self._chosen_profile()
        if not _PROFILE_NAME.fullmatch(name):
            raise BadProfileName(name=name)
        if name != "default" and not self.profile_folder(name).is_dir():
            raise NotFound(what="profile", name=name, hint="podpusher profile add NAME")
        self.out.meta["profile"] = name
        return name

    def _chosen_profile(self) -> str:
        try:
            return (self.home / "profile").read_text(encoding="utf-8").strip() or "default"
        except FileNotFoundError:
            return "default"

    def profile_folder(self, name: str | None = None) -> Path:
        """Where a profile keeps its database and designs."""
        return self.home / "profiles" / (name or self.profile)

    @cached_property
    def clock(self) -> SystemClock:
        return SystemClock()

    # The world outside: the environment, the sandbox, HTTP

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """The environment as the product sees it.

        With --sandbox every provider variable of the real one is ignored and the sandbox server's own stand in place.
        """
        if not self.options.sandbox:
            return self._outer
        from podpusher_cli.workflows import sandbox

        kept = {name: value for name, value in self._outer.items() if name not in PROVIDER_VARIABLES}
        return kept | sandbox.environment(self.sandbox_server, self.sandbox.accounts())

    def variable(self, name: str) -> str:
        """An environment variable, or its default."""
        return self.environment.get(name) or _DEFAULTS[name]

    def seconds(self, name: str) -> float:
        """An environment variable that holds seconds. Raises BadSeconds."""
        text = self.variable(name)
        try:
            value = float(text)
        except ValueError:
            raise BadSeconds(variable=name, text=text) from None
        if not 0 <= value < 1e6:
            raise BadSeconds(variable=name, text=text)
        return value

    @cached_property
    def callback_port(self) -> int:
        """The port of the OAuth callback."""
        text = self._outer.get("PODPUSHER_CALLBACK_PORT") or _DEFAULTS["PODPUSHER_CALLBACK_PORT"]
        if not (text.isdigit() and 0 < int(text) < 65_536):
            raise BadPort(text=text)
        return int(text)

    @property
    def callback_url(self) -> str:
        """The address that is registered with the OAuth app, to the letter."""
        return f"http://localhost:{self.callback_port}/callback"

    @property
    def sandbox_folder(self) -> Path:
        """Where the sandbox server keeps its world."""
        return (self.home if self.options.sandbox else self.home / "sandbox") / "world"

    @cached_property
    def sandbox_server(self) -> Server:
        """The running sandbox server, started if need be."""
        from podpusher_cli.workflows import sandbox

        return sandbox.ensure(self.sandbox_folder, callback=self.callback_url)

    @cached_property
    def sandbox(self) -> SandboxControls:
        """The sandbox server's controls."""
        from podpusher_cli.providers.sandbox import SandboxControls

        return SandboxControls(self.http, self.sandbox_server.url)

    @cached_property
    def http(self) -> Http:
        """The one HTTP client. In the sandbox it speaks to this machine only."""
        from podpusher_cli.net.http import Http

        return Http(
            clock=self.clock,
            pace=self.pace,
            breaker=self.breaker,
            announce=self.announce,
            observe=self.observe,
            loopback_only=self.options.sandbox,
            user_agent=f"podpusher/{__version__}",
            request_id=str(self.out.meta["request_id"]),
        )

    @cached_property
    def traffic(self) -> TrafficFile:
        """The file behind pace, breaker and cache: one for all processes and profiles of this home."""
        from podpusher_cli.store.traffic import TrafficFile

        return TrafficFile(self.home / "net.db", self.clock)

    @cached_property
    def pace(self) -> Pace:
        from podpusher_cli.store.traffic import SharedPace

        return SharedPace(self.traffic)

    @cached_property
    def breaker(self) -> Breaker:
        from podpusher_cli.store.traffic import SharedBreaker

        return SharedBreaker(self.traffic)

    @cached_property
    def cache(self) -> Cache:
        from podpusher_cli.store.traffic import SharedCache

        return SharedCache(self.traffic)

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

    @cached_property
    def printify(self) -> Printify:
        """Printify with the profile's token. Raises NotConnected."""
        from podpusher_cli.providers.printify import Printify

        return Printify(self.http, self.variable("PODPUSHER_PRINTIFY_API_URL"), self.printify_token())

    # What is remembered

    @cached_property
    def db(self) -> sqlite3.Connection:
        """The profile's database."""
        from podpusher_cli.store.db import connect

        connection = connect(self.profile_folder() / "state.db")
        self._closing.append(connection)
        return connection

    @cached_property
    def settings(self) -> Settings:
        from podpusher_cli.store.settings import Settings

        return Settings(self.db)

    @cached_property
    def products(self) -> Products:
        from podpusher_cli.store.products import Products

        return Products(self.db)

    def close(self) -> None:
        """Give back what was opened."""
        for connection in self._closing:
            connection.close()
        if "http" in self.__dict__:
            self.http.close()
        if "log" in self.__dict__:
            self.log.close()
