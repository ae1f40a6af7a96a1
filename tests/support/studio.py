"""A studio with makers that tests can steer: real stores, and models that count what they were asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from podpusher_cli.core.blanks import Facts
from podpusher_cli.core.content.lists import OwnWords
from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.designs import Artwork, DesignSpec
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.making import Attempt, CopyBrief, Order, Receipt
from podpusher_cli.core.plans import Limits
from podpusher_cli.core.spending import Estimate, Usage
from podpusher_cli.core.trends import Kind, Movement, Scale, Trend
from podpusher_cli.providers.copywriter import Copywriter
from podpusher_cli.providers.hashtags import spelled_out
from podpusher_cli.providers.inspection import VERSION, inspect
from podpusher_cli.providers.wordlists import wordlists
from podpusher_cli.store.db import connect
from podpusher_cli.store.decisions import Decisions
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.generations import Generations
from podpusher_cli.store.prints import Prints
from podpusher_cli.store.products import Products
from podpusher_cli.store.runs import Runs
from podpusher_cli.store.spending import Ledger
from podpusher_cli.store.translations import Translations
from podpusher_cli.workflows.checking import Checker
from podpusher_cli.workflows.guarding import Guard
from podpusher_cli.workflows.inspecting import Inspector
from podpusher_cli.workflows.studio import Press, Studio
from tests.support.clock import START, FakeClock
from tests.support.desk import picture
from tests.support.quota import UNLIMITED, ledger_of


def trend(keyword: str, rank: int = 1) -> Trend:
    return Trend(
        keyword, keyword.casefold(), rank, ("tiktok",), Kind.HASHTAG, None, rank, "views", 1000, Scale.ABSOLUTE, 7, None, Movement.RISING,
        "US", START, 0, 1,
    )  # fmt: skip


class PaidImages:
    """An image model that costs 5 cents a picture. `trouble` is raised in place of an answer, by idea."""

    name = "openai"
    size = (4500, 5400)

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.trouble: dict[str, PodpusherError] = {}

    def estimate(self) -> Estimate | None:
        return Estimate("paint-1", 50_000)

    def draw(self, spec: DesignSpec, attempt: Attempt | None = None) -> Artwork:
        assert attempt is not None
        png = attempt.kept("image")
        if png is None:
            attempt.sending(Order("image", "openai", "paint-1", "design-1", spec.seed))
            self.sent.append(spec.idea)
            if error := self.trouble.pop(spec.idea, None):
                raise error
            png = picture(len(self.sent), *self.size)
            attempt.paid("image", Receipt(Usage(text_in=10, image_out=1000), 50_000, "req-1"), png)
        return Artwork(png, *self.size, 300, "picture", "", (), spec.seed, "", "paint-1")


class Writer(Copywriter):
    """The local copywriter, counted. `trouble` is raised in its place, by idea."""

    def __init__(self) -> None:
        super().__init__()
        self.briefs: list[CopyBrief] = []
        self.trouble: dict[str, BaseException] = {}

    def write(self, brief: CopyBrief, attempt: Attempt | None = None) -> Copy:
        self.briefs.append(brief)
        if error := self.trouble.pop(brief.idea, None):
            raise error
        return super().write(brief, attempt)


@dataclass
class Workshop:
    """A home, and studios in it."""

    home: Path
    keywords: list[str] = field(default_factory=list)
    images: Any = field(default_factory=PaidImages)
    texts: Any = field(default_factory=Writer)
    clock: FakeClock = field(default_factory=FakeClock)
    facts: Callable[[Any], Any] = lambda _: (Facts(), None)
    limits: Limits = UNLIMITED
    parallel: int = 1
    month: int | None = None
    press: Press | None = None

    def __post_init__(self) -> None:
        self.db = connect(self.home / "state.db")
        self.ledger = Ledger(self.db, self.home / "answers", self.clock, month=lambda: self.month)
        self.products = Products(self.db)
        self.designs = Designs(self.db, self.home / "designs")
        self.generations = Generations(self.db)
        self.runs = Runs(self.db)
        self.inspector = Inspector(
            designs=self.designs, prints=Prints(self.db, VERSION), inspect=inspect, elsewhere=lambda: (), clock=self.clock
        )
        self.seen: list[tuple[int, int]] = []
        self.stopped = threading.Event()
        self.told: list[str] = []

    def studio(self) -> Studio:
        return Studio(
            generations=self.generations, runs=self.runs, designs=self.designs, products=self.products, ledger=self.ledger,
            quota=ledger_of(self.db, self.clock, self.limits),
            images=self.images, texts=self.texts, trends=lambda: [trend(word, place) for place, word in enumerate(self.keywords, 1)],
            spelled=spelled_out, seasons=lambda: (), translations=Translations(self.db), blank=self.facts, cloths=lambda _: (), inspector=self.inspector,
            guard=Guard(Checker(wordlists(), OwnWords(), Decisions(self.db))),
            watch=lambda progress: self.seen.append((progress.done, progress.total)), clock=self.clock,
            parallel=self.parallel, interrupt=self.stopped.set, winding_down=lambda: self.told.append("winding down"), press=self.press,
        )  # fmt: skip

    def now(self) -> datetime:
        return self.clock.now()
