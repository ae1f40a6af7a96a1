"""What finding trends works with: the engine, the seller's keys and sessions at the sources, and the agreement."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from podpusher_cli.core.text import N_
from podpusher_cli.deps.billing import Billing

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from podpusher_cli.core.money import Money
    from podpusher_cli.core.proxies import Proxies, Proxy
    from podpusher_cli.core.seasons import Season
    from podpusher_cli.core.trend_routes import Credential, Source
    from podpusher_cli.net.http import Http
    from podpusher_cli.net.pages import Browser
    from podpusher_cli.providers.trends.engine import Engine
    from podpusher_cli.providers.trends.ways import Ways
    from podpusher_cli.workflows.consent import Consent
    from podpusher_cli.workflows.history import Histories
    from podpusher_cli.workflows.trend_access import TrendAccess
    from podpusher_cli.workflows.trend_lists import TrendLists
    from podpusher_cli.workflows.trends import Trends

_MOST_SOLD = 200  # words of the shop that trends are held against
_MOST_WORDS = 3  # of those that the shop sells by: each is a request of its own
_IN_LINE_S = 300.0  # for an answer that another process fetches; longer than any wait for our own pace


class Discovery(Billing):
    """The sources of trends."""

    @cached_property
    def trends(self) -> Trends:
        """The sources of trends, and what they gave."""
        from podpusher_cli.store.seeds import sold_by
        from podpusher_cli.store.trends import Signals
        from podpusher_cli.workflows.trend_alerts import Alerts
        from podpusher_cli.workflows.trend_reading import Readings
        from podpusher_cli.workflows.trend_states import RouteStates
        from podpusher_cli.workflows.trends import Trends

        readings = Readings(
            engine=self._trend_engine,
            signals=Signals(self.db),
            consent=self._consent,
            alerts=Alerts(self.profile, self.notices, self.cache, self.clock),
            settings=self.settings,
            quota=self.quota,
            sold=lambda: sold_by(self.db, _MOST_WORDS),
            paying=self._tell_price,
        )
        return Trends(readings, RouteStates(readings, self.clock), self._trend_lists)

    def _tell_price(self, source: Source, price: Money) -> None:
        """Before a request that is billed is sent."""
        from podpusher_cli.i18n import current

        self.out.note(N_("{source} bills each request: {price}."), source=source.title, price=current().money(price))

    @cached_property
    def _trend_lists(self) -> TrendLists:
        from podpusher_cli.store.keyword_index import KeywordIndex
        from podpusher_cli.store.rollups import Rollups
        from podpusher_cli.store.seeds import sold_by
        from podpusher_cli.store.trends import Signals
        from podpusher_cli.workflows.trend_lists import TrendLists

        return TrendLists(
            signals=Signals(self.db),
            rollups=Rollups(self.db),
            index=KeywordIndex(self.db),
            settings=self.settings,
            clock=self.clock,
            sold=lambda: sold_by(self.db, _MOST_SOLD),
        )

    @property
    def seasons(self) -> tuple[Season, ...]:
        """The selling events of the profile's region."""
        return self._trend_lists.seasons(None)

    @cached_property
    def histories(self) -> Histories:
        """What was kept of trends."""
        from podpusher_cli.store.keyword_index import KeywordIndex
        from podpusher_cli.store.rollups import Rollups
        from podpusher_cli.store.trends import Signals
        from podpusher_cli.workflows.history import Histories

        return Histories(
            rollups=Rollups(self.db),
            index=KeywordIndex(self.db),
            signals=Signals(self.db),
            settings=self.settings,
            clock=self.clock,
        )

    @property
    def _consent(self) -> Consent:
        from podpusher_cli.workflows.consent import Consent

        said = self.environment.get("PODPUSHER_TRENDS_ALLOW_UNOFFICIAL")
        return Consent(
            said.lower() in {"1", "true", "yes", "on"} if said else None,
            self.settings,
            self.out.confirm if self.out.interactive else None,
        )

    @cached_property
    def _trend_engine(self) -> Engine:
        from podpusher_cli.providers.trends.browser import PageReader
        from podpusher_cli.providers.trends.engine import Engine
        from podpusher_cli.providers.trends.fetching import Fetcher
        from podpusher_cli.providers.trends.memory import Memory
        from podpusher_cli.providers.trends.robots import Robots
        from podpusher_cli.store.rests import SharedRests
        from podpusher_cli.store.trends import Bodies

        fetcher = Fetcher(
            ways=self._ways,
            pages=PageReader(
                browser=lambda: self._pages,
                pace=self.pace,
                clock=self.clock,
                announce=self.announce,
                observe=self.observe,
            ),
            keep=Bodies(self.home / "cache" / "trends", self.clock).keep,
            robots=Robots(self.cache),
            address=lambda source: self.environment.get(f"PODPUSHER_TREND_{source.upper()}_URL"),
        )
        rests = SharedRests(self.traffic)
        return Engine(
            fetcher=fetcher,
            memory=Memory(cache=self.cache, rests=rests, pace=self.pace, clock=self.clock),
            clock=self.clock,
            credentials=self._credential,
            lock=self._trend_lock,
        )

    @cached_property
    def _pages(self) -> Browser:
        """The browser of this run."""
        from podpusher_cli.net.browser import located
        from podpusher_cli.net.pages import Browser

        said = self._outer.get("PODPUSHER_BROWSER")
        browser = Browser((located(said) or said) if said else None, loopback_only=self.options.sandbox)
        self._closing.append(browser)
        return browser

    @cached_property
    def proxies(self) -> Proxies | None:
        """The seller's proxies; none at a rehearsal. Raises BadProxy."""
        from podpusher_cli.core.proxies import read_proxies
        from podpusher_cli.store.proxies import SharedProxies

        found = () if self.options.sandbox else read_proxies(self._outer.get("PODPUSHER_PROXIES", ""))
        return SharedProxies(self.traffic, found) if found else None

    @property
    def _ways(self) -> Ways:
        from podpusher_cli.net.insistence import Insistence
        from podpusher_cli.providers.trends.ways import Ways

        opened: dict[str, Http] = {}

        def through(proxy: Proxy) -> Http:
            if proxy.url not in opened:
                # A proxy that fails says nothing against a source.
                opened[proxy.url] = self._http(Insistence(self.breaker), proxy=proxy.url)
                self._closing.append(opened[proxy.url])
            return opened[proxy.url]

        return Ways(self.http, proxies=self.proxies, through=through)

    def _trend_lock(self, name: str) -> AbstractContextManager[None]:
        from podpusher_cli.store.files import file_lock

        number = hashlib.sha256(name.encode()).hexdigest()[:2]  # a few files do for all questions
        return file_lock(self.home / "locks" / f"trends-{number}.lock", _IN_LINE_S)

    @cached_property
    def trend_access(self) -> TrendAccess:
        """The seller's own keys and sessions at sources of trends."""
        from podpusher_cli.workflows.trend_access import TrendAccess

        return TrendAccess(self.token_store, self.settings, self.environment, self.clock)

    def _credential(self, need: str) -> Credential | None:
        """What opens a route, where the seller has given it; what cannot be read or is none costs the route, not the run."""
        from podpusher_cli.core.errors import BadInput, MachineTrouble, NotFound

        try:
            return self._etsy_credential(need) if need == "key:etsy" else self.trend_access.credential(need)
        except (MachineTrouble, BadInput, NotFound) as error:
            if error.plain() not in self._told:
                self._told.add(error.plain())
                self.out.warn(N_("{problem}"), problem=error)
            return None

    @cached_property
    def _told(self) -> set[str]:
        """What was said of keys and sessions: a route is asked for more than once."""
        return set()

    def _etsy_credential(self, need: str) -> Credential | None:
        """The key pair of the seller's app. Whose budget it is, is what Etsy's other calls say, too."""
        from podpusher_cli.core.trend_routes import Credential
        from podpusher_cli.workflows.connecting.etsy import kept_keys

        keys = self.given_etsy_keys
        if keys is None and self.settings.get("etsy.shop"):
            keys = kept_keys(self.accounts)
        if keys is None:
            return None
        values = {"keystring": keys.keystring, "shared_secret": keys.shared_secret}
        return Credential(need, values, self.etsy_with(keys, None).account)
