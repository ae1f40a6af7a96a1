"""Turn a product into what Printify is given, and find what is wrong with it before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from podpusher_cli.core.copywriting import Copy, check_copy, refusals
from podpusher_cli.core.errors import PodpusherError, fill
from podpusher_cli.core.printify import PlacedProduct, Placeholder, ProductBody, Variant
from podpusher_cli.core.printing import PrintArea, PrintFinding
from podpusher_cli.core.products import Content
from podpusher_cli.core.publishing import MOST_VARIANTS, Artwork, Job, find_variants, hash_of, make_body
from podpusher_cli.core.unpublished import (
    BadListing,
    BadPrintFile,
    BelowCost,
    NoFile,
    NoSuchVariant,
    NotMade,
    TooManyVariants,
)
from podpusher_cli.store.publishing import Journal
from podpusher_cli.workflows.fitting import ReadyPrint


@dataclass(frozen=True, slots=True)
class Prepared:
    """A job with everything it needs: its variants, its print area, its artwork, the hash of it all, and what is amiss with the print."""

    variants: tuple[Variant, ...]
    area: Placeholder
    artwork: Artwork
    hash: str
    findings: tuple[PrintFinding, ...] = ()

    def body(self, job: Job, image_id: str) -> ProductBody:
        """What Printify is given."""
        return make_body(job, self.variants, self.area, image_id)


class Preparer:
    """Prepares jobs. `catalogue` gives the variants of a blueprint and print provider; `prints` a design ready for its product."""

    def __init__(
        self,
        *,
        catalogue: Callable[[int, int], tuple[Variant, ...]],
        prints: Callable[[Content, PrintArea, Sequence[str]], ReadyPrint],
        journal: Journal,
    ) -> None:
        self._catalogue = catalogue
        self._prints = prints
        self._journal = journal
        self._variants: dict[tuple[int, int], tuple[Variant, ...] | None] = {}

    def prepare(self, job: Job) -> Prepared:
        """Everything that can be checked here is: Printify wants few errors. Raises Unpublishable and what the catalogue raises."""
        content = job.content
        assert content.blueprint_id
        assert content.print_provider_id
        assert content.design_id
        variants, area = self._choose(job, content.blueprint_id, content.print_provider_id)
        on = PrintArea(area.position, area.width, area.height)
        ready = self._prints(content, on, [each.title for each in variants])
        self._check_file(job, ready)
        self._check_words(job)
        costs = self._journal.costs(content.blueprint_id, content.print_provider_id)
        self.check_price(job, max((costs.get(each.id, 0) for each in variants), default=0))
        artwork = ready.artwork
        return Prepared(variants, area, artwork, hash_of(content, artwork.sha256, live=job.live), ready.findings)

    def _choose(self, job: Job, blueprint: int, provider: int) -> tuple[tuple[Variant, ...], Placeholder]:
        if (blueprint, provider) not in self._variants:
            self._variants[blueprint, provider] = self._asked(blueprint, provider)
        there = self._variants[blueprint, provider]
        if there is None:
            raise NotMade(blueprint=blueprint, print_provider=provider, product=job.product)
        variants, unknown = find_variants(job.content.variants, there)
        area = next((area for each in variants if (area := each.placeholder())), None)
        if unknown or area is None:
            raise NoSuchVariant(words="; ".join(unknown or job.content.variants), blueprint=blueprint)
        if len(variants) > MOST_VARIANTS:
            raise TooManyVariants(count=len(variants), product=job.product)
        return variants, area

    def _asked(self, blueprint: int, provider: int) -> tuple[Variant, ...] | None:
        """The variants in stock; None where Printify knows no such blueprint or print provider."""
        try:
            return self._catalogue(blueprint, provider)
        except PodpusherError as error:
            if error.details.get("status") != 404:
                raise
            return None

    @staticmethod
    def _check_file(job: Job, ready: ReadyPrint) -> None:
        if not Path(ready.artwork.path).is_file():
            raise NoFile(path=ready.artwork.path, product=job.product)
        for finding in ready.findings:
            if finding.severity == "refuse":
                raise BadPrintFile(
                    problem=fill(finding.message, finding.values), product=job.product, details={"rule": finding.name}
                )

    @staticmethod
    def _check_words(job: Job) -> None:
        content = job.content
        for finding in refusals(check_copy(Copy(content.title, content.description, content.tags))):
            raise BadListing(
                problem=fill(finding.message, finding.values), product=job.product, details={"rule": finding.name}
            )

    @staticmethod
    def check_price(job: Job, cost: int) -> None:
        """Numbers are compared as Printify compares them, whatever the shop's currency (reference/printify.md, section 4.4). Raises BelowCost."""
        price = job.content.price
        if price is not None and price.amount < cost:
            raise BelowCost(price=price.decimal(), cost=f"{cost / 100:.2f}", product=job.product)

    def learn_costs(self, job: Job, made: PlacedProduct, now: datetime) -> None:
        """Keep what Printify charges, so that the next product is checked before it is sent. Raises BelowCost."""
        known = self._journal.costs(made.blueprint_id, made.print_provider_id)
        seen = {each.id: each.cost for each in made.variants if each.cost and known.get(each.id) != each.cost}
        if seen:
            self._journal.keep_costs(made.blueprint_id, made.print_provider_id, seen, now)
        self.check_price(job, max((each.cost for each in made.variants), default=0))
