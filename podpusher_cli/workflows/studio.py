"""Everything that making works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from podpusher_cli.core.batches import BatchOffice
from podpusher_cli.core.blanks import Facts
from podpusher_cli.core.clock import Clock
from podpusher_cli.core.generating import Progress, Wanted
from podpusher_cli.core.inking import Cloth
from podpusher_cli.core.making import BatchImages, BatchTexts, ImageModel, TextModel
from podpusher_cli.core.printing import PrintArea
from podpusher_cli.core.seasons import Season
from podpusher_cli.core.trends import Trend
from podpusher_cli.store.batches import Batches
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.generations import Generations
from podpusher_cli.store.products import Products
from podpusher_cli.store.quota import QuotaLedger
from podpusher_cli.store.runs import Runs
from podpusher_cli.store.spending import Ledger
from podpusher_cli.store.translations import Translations
from podpusher_cli.workflows.guarding import Guard
from podpusher_cli.workflows.inspecting import Inspector


@dataclass(frozen=True, slots=True)
class Press:
    """Where batches are kept, where they go, and who puts their requests."""

    batches: Batches
    office: BatchOffice
    images: BatchImages
    texts: BatchTexts


@dataclass(frozen=True, slots=True)
class Studio:
    """The stores, the models, and what is asked outside.

    `trends` gives the ranked trends, the best first; `spelled` reads a hashtag as words; `seasons` gives the selling events
    of the region. `blank` looks up what a product of the request is printed on, and `cloths` the colours it is sold in;
    `inspector` measures print files, and `guard` looks at what is said. `watch` is told how far it has come. `parallel`
    models are asked at once. At Ctrl-C `interrupt` ends their waits; `winding_down` hears that calls are still under way.
    `press` is there where models take batches.
    """

    generations: Generations
    runs: Runs
    designs: Designs
    products: Products
    translations: Translations
    ledger: Ledger
    quota: QuotaLedger
    images: ImageModel
    texts: TextModel
    trends: Callable[[], Sequence[Trend]]
    spelled: Callable[[str], str]
    seasons: Callable[[], Sequence[Season]]
    blank: Callable[[Wanted], tuple[Facts, PrintArea | None]]
    cloths: Callable[[Wanted], tuple[Cloth, ...]]
    inspector: Inspector
    guard: Guard
    watch: Callable[[Progress], None]
    clock: Clock
    parallel: int
    interrupt: Callable[[], None]
    winding_down: Callable[[], None]
    press: Press | None = None
