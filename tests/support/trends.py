"""Trend sources at their desk: the real engine, HTTP client and stores, a site on a real socket, a clock of our own."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.money import Money
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.plans import Limits
from podpusher_cli.core.trend_routes import Credential, Source
from podpusher_cli.core.trends import Tier
from podpusher_cli.net.http import Http
from podpusher_cli.net.pages import Browser, NoBrowserError
from podpusher_cli.providers.trends import load
from podpusher_cli.providers.trends.browser import PageReader
from podpusher_cli.providers.trends.engine import Engine
from podpusher_cli.providers.trends.fetching import Fetcher
from podpusher_cli.providers.trends.memory import Memory
from podpusher_cli.providers.trends.readings import Reading, Wanted
from podpusher_cli.providers.trends.robots import Robots
from podpusher_cli.providers.trends.ways import Ways
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.cache import SharedCache
from podpusher_cli.store.db import connect
from podpusher_cli.store.files import file_lock
from podpusher_cli.store.keyword_index import KeywordIndex
from podpusher_cli.store.notices import Notices
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.rests import SharedRests
from podpusher_cli.store.rollups import Rollups
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.traffic import TrafficFile
from podpusher_cli.store.trends import Bodies, Signals
from podpusher_cli.workflows.consent import Consent
from podpusher_cli.workflows.trend_alerts import Alerts
from podpusher_cli.workflows.trend_lists import TrendLists
from podpusher_cli.workflows.trend_reading import Readings
from podpusher_cli.workflows.trend_states import RouteStates
from podpusher_cli.workflows.trends import Trends
from tests.net.server import Answer, Asked, Server
from tests.support import machine
from tests.support.clock import FakeClock
from tests.support.quota import UNLIMITED, ledger_of

FIXTURES = Path(__file__).parents[1] / "fixtures" / "trends"


def cases(source: str = "tiktok") -> list[dict[str, Any]]:
    return json.loads((FIXTURES / source / "cases.json").read_text())["cases"]


def body(name: str, source: str = "tiktok") -> bytes:
    return (FIXTURES / source / name).read_bytes()


def answer_of(case: dict[str, Any], source: str = "tiktok") -> Answer:
    told = case["response"]
    return Answer(told["status"], told.get("headers", {}), body(case["file"], source))


def row(name: str, rank: int, **changes: Any) -> dict[str, Any]:
    """A row of TikTok's list."""
    curve = [{"timestamp": str(1_794_268_800 + day * 86_400), "value": 10 + day * 15} for day in range(7)]
    return {
        "hashtagID": str(7_400_795_988_650_407_919 + rank), "hashtagName": name, "industryIDs": ["19000000000"],
        "popularityCurve": curve, "publishCnt": "120", "rankIndex": str(rank), "vv": str(10_000_000 // rank),
    } | changes  # fmt: skip


def listed(*rows: dict[str, Any], more: bool = False) -> Answer:
    """TikTok's answer with these rows."""
    pagination = {"hasMore": more, "limit": 20, "page": 1, "totalCount": len(rows)}
    return Answer(
        body=json.dumps({"BaseResp": {"StatusCode": 0}, "items": list(rows), "pagination": pagination}).encode()
    )


def lists_of(name: str) -> Source:
    """A source with the routes that need no browser."""
    source = load(name)
    return replace(source, routes=tuple(route for route in source.routes if route.tier is not Tier.BROWSER))


NO_PERMISSION = Answer(body=b'{"code": 40101, "msg": "no permission", "data": {}}')


class NoRules(Robots):
    """Every site lets programs read everything, and is not asked."""

    def heed(self, request: Request, fetch: Callable[[Request], Response]) -> None:
        pass


@dataclass
class TrendDesk:
    """A profile's trends. `server` stands in for every source's site; `desk.server.answers` may be replaced.

    `holds`: the seller's keys and sessions, by what a route needs. `tags`: the words that seeded routes measure.
    `shows`: what the browser finds, by a piece of the address (nothing: there is no browser); `strayed`: where it went beyond that.
    `rules`: sites are asked for their robots.txt; else nobody has one.
    """

    home: Path
    server: Server
    clock: FakeClock = field(default_factory=FakeClock)
    said: bool | None = True
    prefix: str = ""
    source: Source = field(default_factory=lambda: lists_of("tiktok"))
    holds: dict[str, Credential] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    sold: tuple[str, ...] = ()
    shows: dict[str, Response] = field(default_factory=dict)
    strayed: list[str] = field(default_factory=list)
    browser: Browser | None = None
    rules: bool = False
    limits: Limits = UNLIMITED

    def __post_init__(self) -> None:
        self.cache = SharedCache(TrafficFile(self.home / "net.db", self.clock))
        self.db = connect(self.home / "profiles/default/state.db")
        self.signals = Signals(self.db)
        self.settings = Settings(self.db)
        self.notices = Notices(self.db)
        self.asked_questions: list[str] = []
        self.prices: list[tuple[str, Money]] = []
        self.agrees: bool | None = None
        self.engine = self.new_engine()

    def new_engine(self, **changes: Any) -> Engine:
        """An engine of another process on the same home."""
        traffic = TrafficFile(self.home / "net.db", self.clock)
        pace = SharedPace(traffic)
        http = Http(
            clock=self.clock, pace=pace, breaker=SharedBreaker(traffic), announce=lambda wait: None,
            user_agent="podpusher/test", request_id="req-test", dice=random.Random(1),
        )  # fmt: skip
        made: dict[str, Any] = {
            "ways": Ways(http), "pages": self.pages(pace), "address": lambda name: self.server.url + self.prefix, "dice": random.Random(1),
            "robots": Robots(SharedCache(traffic)) if self.rules else NoRules(SharedCache(traffic)),
            "keep": Bodies(self.home / "cache" / "trends", self.clock).keep,
        } | changes  # fmt: skip
        memory = Memory(cache=SharedCache(traffic), rests=SharedRests(traffic), pace=pace, clock=self.clock)
        return Engine(
            fetcher=Fetcher(**made), memory=memory, clock=self.clock, credentials=self.holds.get,
            lock=lambda name: file_lock(self.home / "locks" / "trends.lock", 30),
        )  # fmt: skip

    def pages(self, pace: SharedPace) -> PageReader:
        """A browser that is started when a page is looked at, and spoken to by no network: `shows` is its web."""

        def browser() -> Browser:
            if not self.shows:
                raise NoBrowserError
            if self.browser is None:
                self.browser = Browser(machine.browser(), stand_in=self.show)
            return self.browser

        return PageReader(browser=browser, pace=pace, clock=self.clock, announce=lambda wait: None)

    def show(self, address: str) -> Response | None:
        """What the browser is given; an address that nobody expects is remembered."""
        found = next((answer for piece, answer in self.shows.items() if piece in address), None)
        if found is None and "favicon" not in address:
            self.strayed.append(address)
        return found

    def trends(self) -> Trends:
        def ask(question: str, **fields: object) -> bool:
            self.asked_questions.append(question.format(**fields))
            return bool(self.agrees)

        consent = Consent(self.said, self.settings, None if self.agrees is None else ask)
        readings = Readings(
            engine=self.engine, signals=self.signals, consent=consent, settings=self.settings,
            alerts=Alerts("default", self.notices, self.cache, self.clock), quota=ledger_of(self.db, self.clock, self.limits),
            paying=lambda source, price: self.prices.append((source.name, price)),
        )  # fmt: skip
        return Trends(readings, RouteStates(readings, self.clock), self.lists, (self.source.name,))

    @property
    def lists(self) -> TrendLists:
        db = self.signals._db
        return TrendLists(
            signals=self.signals,
            rollups=Rollups(db),
            index=KeywordIndex(db),
            settings=self.settings,
            clock=self.clock,
            sold=lambda: self.sold,
        )

    def read(self, region: str = "US", **asked: Any) -> Reading:
        return self.engine.read(self.source, Wanted(region, **({"tags": self.tags} | asked)))

    def hold(self, need: str, **values: str) -> None:
        """From now on the seller has this key or session."""
        self.holds[need] = Credential(need, values, f"account-{len(self.holds)}")

    def only(self, route: str, region: str = "US") -> tuple[RouteOutcome, Reading]:
        """One route's last outcome, read afresh."""
        reading = self.read(region, only=route, refresh=True)
        return reading.outcomes[-1], reading

    def requests(self) -> list[Asked]:
        return self.server.asked
