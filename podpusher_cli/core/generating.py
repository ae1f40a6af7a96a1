"""One `generate`: what was asked for, what is planned of it, and what it made."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from podpusher_cli.core.batches import Batch
from podpusher_cli.core.copywriting import Finding
from podpusher_cli.core.designs import Design, Garment
from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.money import Money
from podpusher_cli.core.printing import PrintFinding
from podpusher_cli.core.products import Product, ProductBase, Trouble
from podpusher_cli.core.seo import SeoScore
from podpusher_cli.core.spending import Spend
from podpusher_cli.core.text import N_


@dataclass(frozen=True, slots=True)
class Wanted:
    """One `generate`, as asked. `ideas` are the seller's own words, `from_trends` how many more come from trends.

    `design` is the seller's own picture, kept as a design already. `translations` are the languages that each listing is
    written in besides its own. `disclose` says which listings tell that a model made the artwork: `always`, `never`, or
    `auto`, those where one did. `batch`: at half the price, within a day.
    Two that are equal are the same request.
    """

    ideas: tuple[str, ...]
    from_trends: int = 0
    model: str = "local"
    seed: int | None = None
    layout: str | None = None
    garment: Garment = "dark"
    language: str = "en"
    base: ProductBase = field(default_factory=ProductBase)
    design: str | None = None
    translations: tuple[str, ...] = ()
    disclose: str = "auto"
    batch: bool = False

    def key(self) -> str:
        """The request as a short word: after a crash the same command is known by it."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Planned:
    """An item of a run: the design it will become, and what that will be made from. `place` counts from 1."""

    place: int
    design_id: str
    idea: str
    trend: str | None
    seed: int


def counted_as(run: str, place: int) -> str:
    """The name that an item of a run has in the quota ledger."""
    return f"{run}:{place}"


@dataclass(frozen=True, slots=True)
class Plan:
    """Told before anything is made or spent.

    `run` is an earlier try that is carried on, `done` how many items that one has made already; `ideas` what is left.
    `estimate` (of one: `estimate_each`) is None where nothing is spent; `unpriced` names models whose rates are not known.
    `beyond` of the ideas are more than the seller's plan has left, `unaffordable` more than the limits on spending have.
    """

    ideas: tuple[str, ...]
    total: int
    done: int = 0
    run: str | None = None
    estimate: Money | None = None
    unpriced: tuple[str, ...] = ()
    beyond: int = 0
    estimate_each: Money | None = None
    unaffordable: int = 0


@dataclass(frozen=True, slots=True)
class Generated:
    """What one idea became. `file` is the path of the print file; `cost` is None where nothing was spent.

    `languages`: those that its listing is written in besides its own; `seo` how well it can be found.
    """

    idea: str
    trend: str | None
    file: str
    cost: Money | None
    design: Design
    product: Product
    print_findings: tuple[PrintFinding, ...]
    copy_findings: tuple[Finding, ...]
    spent: tuple[Spend, ...]
    seo: SeoScore
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotMade:
    """An idea that became nothing, and why. `perhaps_billed`: a request got no answer and may have cost something."""

    id: str
    idea: str
    trouble: Trouble
    perhaps_billed: bool = False


@dataclass(frozen=True, slots=True)
class Generation:
    """A run of `generate`: what it made, what it could not make, where the files are, what it cost in all.

    With --dry-run only the `plan` is there. `left`: how many were not begun. `in_doubt`: what requests without an answer
    may have cost besides. `guessed`: how many answers counted no tokens, so that their cost is an estimate. `batches`: those
    that its requests went out in; while one is under way, `come_back_at` is when to look again, and `on_its_way` what it costs, about.
    """

    run: str | None
    made: tuple[Generated, ...] = ()
    failed: tuple[NotMade, ...] = ()
    left: int = 0
    folder: str = ""
    cost: Money | None = None
    plan: Plan | None = None
    in_doubt: Money | None = None
    guessed: int = 0
    batches: tuple[Batch, ...] = ()
    come_back_at: datetime | None = None
    on_its_way: Money | None = None


@dataclass(frozen=True, slots=True)
class Waited:
    """The runs that waited for a batch, each as it stands now."""

    runs: tuple[Generation, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the run has come."""

    total: int
    done: int


class OneIdeaForFile(BadInput):
    code = "generate.one_idea"
    message = N_("--design takes one picture and so one idea; there are {count}.")
    hint = N_("Run the command once for each picture.")
