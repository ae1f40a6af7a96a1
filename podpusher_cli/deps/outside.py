"""The environment, the sandbox, and the one way out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from podpusher_cli import __version__
from podpusher_cli.core.text import bare
from podpusher_cli.deps.machine import BadSeconds
from podpusher_cli.deps.terminal import Terminal

if TYPE_CHECKING:
    from podpusher_cli.core.http import Limit
    from podpusher_cli.core.traffic import Breaker, Cache, Pace
    from podpusher_cli.net.http import Http
    from podpusher_cli.providers.sandbox import SandboxControls
    from podpusher_cli.store.traffic import TrafficFile
    from podpusher_cli.workflows.sandbox import Server


class Outside(Terminal):
    """The environment as the product sees it, and whatever leaves this machine."""

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
        from podpusher_cli.store.pace import SharedPace

        return SharedPace(self.traffic)

    @cached_property
    def breaker(self) -> Breaker:
        from podpusher_cli.store.breaker import SharedBreaker

        return SharedBreaker(self.traffic)

    @cached_property
    def cache(self) -> Cache:
        from podpusher_cli.store.cache import SharedCache

        return SharedCache(self.traffic)

    def close(self) -> None:
        """Give back what was opened."""
        for client in ("http", "insistent_http"):
            if client in self.__dict__:
                getattr(self, client).close()
        super().close()
