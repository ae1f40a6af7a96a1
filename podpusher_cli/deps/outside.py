"""The command line, the environment, the sandbox, and the one way out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from podpusher_cli import __version__
from podpusher_cli.core.options import Options
from podpusher_cli.core.text import bare
from podpusher_cli.deps.machine import BadPort, BadSeconds, SystemClock, home_of

if TYPE_CHECKING:
    from podpusher_cli.core.http import Limit
    from podpusher_cli.core.traffic import Breaker, Cache, Exchange, Pace, Wait
    from podpusher_cli.net.http import Http
    from podpusher_cli.net.typed import TypedLines
    from podpusher_cli.providers.sandbox import SandboxControls
    from podpusher_cli.store.log import Log
    from podpusher_cli.store.profiles import Profiles
    from podpusher_cli.store.traffic import TrafficFile
    from podpusher_cli.ui.output import Output
    from podpusher_cli.workflows.sandbox import Server


class Closing(Protocol):
    """What is given back at the end."""

    def close(self) -> None: ...


class Outside:
    """The command line, the machine and the way out: what everything else is made of."""

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

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """The environment as the product sees it.

        With --sandbox every provider variable of the real one is ignored and the sandbox server's own stand in place.
        """
        if not self.options.sandbox:
            return self._outer
        from podpusher_cli.core.settings import PROVIDER_VARIABLES
        from podpusher_cli.workflows import sandbox

        kept = {name: value for name, value in self._outer.items() if name not in PROVIDER_VARIABLES}
        return kept | sandbox.environment(self.sandbox_server, self.sandbox.accounts())

    def variable(self, name: str) -> str:
        """An environment variable, or its default."""
        from podpusher_cli.core.settings import DEFAULTS

        return self.environment.get(name) or DEFAULTS[name]

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
        from podpusher_cli.core.settings import DEFAULTS

        text = self._outer.get("PODPUSHER_CALLBACK_PORT") or DEFAULTS["PODPUSHER_CALLBACK_PORT"]
        if not (text.isdecimal() and 0 < int(text) < 65_536):
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

        return sandbox.ensure(self.sandbox_folder, callback=self.callback_url, environment=self._outer)

    @cached_property
    def sandbox(self) -> SandboxControls:
        """The sandbox server's controls."""
        from podpusher_cli.providers.sandbox import SandboxControls

        return SandboxControls(self.http, self.sandbox_server.url)

    @cached_property
    def http(self) -> Http:
        """The one HTTP client. In the sandbox it speaks to this machine only."""
        return self._http(self.breaker)

    def insist(self) -> None:
        """From now on ask even a provider which is left alone for a while: somebody waits who has just mended something."""
        if "http" in self.__dict__:
            self.http.close()
        self.http = self.insistent_http

    @cached_property
    def insistent_http(self) -> Http:
        """Another that asks even a provider which is left alone for a while."""
        from podpusher_cli.net.insistence import Insistence

        return self._http(Insistence(self.breaker))

    def _http(self, breaker: Breaker, proxy: str | None = None) -> Http:
        from podpusher_cli.net.http import Http

        ceiling = cache(lambda: self.ceiling)
        if not self.options.sandbox:
            ceiling()  # here, where no other thread asks the database; a rehearsal's plan needs this very client first
        return Http(
            clock=self.clock,
            pace=self.pace,
            ceiling=ceiling,
            breaker=breaker,
            proxy=proxy,
            announce=self.announce,
            observe=self.observe,
            loopback_only=self.options.sandbox,
            user_agent=f"podpusher/{__version__}",
            request_id=str(self.out.meta["request_id"]),
            kept=lambda: self.secrets,
        )

    @property
    def secrets(self) -> frozenset[str]:
        """What no refusal may quote: here what the environment gives; whoever knows the token store adds what is kept."""
        from podpusher_cli.core.secrets import SHORTEST
        from podpusher_cli.core.settings import VARIABLES

        known = self.__dict__.get("environment", self._outer)  # not made for this: the sandbox's own is asked for
        given = [known.get(each.name, "") for each in VARIABLES if each.secret]
        parts = {bare(part) for text in given for part in (text, *text.split(":"))}
        return frozenset(part for part in parts if len(part) >= SHORTEST)

    @property
    def ceiling(self) -> Limit | None:
        """What the plan allows to all providers together; whoever knows the plan knows it."""
        return None

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

    @property
    def outer_environment(self) -> Mapping[str, str]:
        """The environment as it was given, also in the sandbox."""
        return self._outer

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
        for client in ("http", "insistent_http"):
            if client in self.__dict__:
                getattr(self, client).close()
        if "log" in self.__dict__:
            self.log.close()
