"""Publishing: what a job holds, what a run plans and comes to, and how an answer is to be understood."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from podpusher_cli.core.ids import sku
from podpusher_cli.core.money import Money
from podpusher_cli.core.printify import PlacedProduct, Placeholder, ProductBody, Variant
from podpusher_cli.core.printing import PrintFinding
from podpusher_cli.core.products import AtEtsy, Content, Trouble
from podpusher_cli.core.quota import Usage
from podpusher_cli.core.runs import Run

LISTING_FEE = Money(20, "USD")  # when a listing goes live (reference/etsy.md, section 6.2)
MOST_VARIANTS = 100  # enabled variants of one Etsy listing (reference/printify.md, section 6.5)
MOST_PUBLISHES = 2  # how often a draft's publish is asked for before it counts as failed


class Stage(StrEnum):
    """How far a product has come. A stage that ends in `_sent` is written before the call, and left by its answer."""

    NEW = "new"
    CREATE_SENT = "create_sent"
    CREATED = "created"
    PUBLISH_SENT = "publish_sent"
    PUBLISHED = "published"
    CONFIRMED = "confirmed"


_SENT_OFF = frozenset({Stage.PUBLISH_SENT, Stage.PUBLISHED, Stage.CONFIRMED})


class Step(StrEnum):
    """The writes to a provider, as the journal names them."""

    UPLOAD = "upload"
    CREATE = "create"
    UPDATE = "update"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Job:
    """One product on its way into the shop, as kept in the database.

    `sent_at`: epoch seconds of the last create or publish. `attempt`: how often this step was sent. `body_hash`: of what
    Printify was last given; None when something has changed here since. `live`: the listing goes on sale at once, which costs a fee.
    """

    product: str
    content: Content
    key: str
    stage: Stage
    attempt: int
    sent_at: float | None
    body_hash: str | None
    seen_locked: bool
    shop: str | None
    printify_id: str | None
    etsy: AtEtsy
    live: bool

    @property
    def is_live(self) -> bool:
        """Whether it has been sent off live, or is on sale: the fee is not charged again."""
        return self.etsy.state == "active" or (self.live and self.stage in _SENT_OFF)

    def goes_live(self, asked: bool) -> bool:
        """Whether it is live from its next publish on: what has been sent off live or is on sale stays so."""
        return asked or self.is_live

    def with_(self, **changes: object) -> Job:
        """The job with these fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # the caller names fields of Job


@dataclass(frozen=True, slots=True)
class Artwork:
    """The file behind a design: its content's hash, its path and its pixels."""

    sha256: str
    path: str
    width: int
    height: int
    dpi: int


def find_variants(wanted: Sequence[str], there: Sequence[Variant]) -> tuple[tuple[Variant, ...], tuple[str, ...]]:
    """The variants meant by titles, ids or `all`, and the words that meant none.

    A title matches whole, or by one of its parts (`Black`, `M`) when every variant that has the part is meant.
    """
    if [word.casefold() for word in wanted] == ["all"]:
        return tuple(there), ()
    found: dict[int, Variant] = {}
    unknown = []
    for word in wanted:
        folded = word.casefold()
        hits = [each for each in there if str(each.id) == word or each.title.casefold() == folded]
        hits = hits or [each for each in there if folded in {part.strip().casefold() for part in each.title.split("/")}]
        found |= {each.id: each for each in hits}
        if not hits:
            unknown.append(word)
    return tuple(found.values()), tuple(unknown)


def make_body(job: Job, variants: Sequence[Variant], area: Placeholder, image_id: str) -> ProductBody:
    """What Printify is given for this job. The SKUs carry the job's key, so that the product can be found again."""
    content = job.content
    assert content.blueprint_id
    assert content.print_provider_id
    assert content.price
    return ProductBody(
        title=content.title,
        description=content.description,
        tags=content.tags,
        blueprint_id=content.blueprint_id,
        print_provider_id=content.print_provider_id,
        variant_ids=tuple(each.id for each in variants),
        skus=tuple(sku(job.key, place) for place in range(1, len(variants) + 1)),
        price=content.price.amount,
        image_id=image_id,
        position=area.position,
        live=job.live,
    )


def hash_of(content: Content, artwork_sha256: str, *, live: bool) -> str:
    """The identity of what is sold: it changes when the seller changes anything."""
    told = [
        content.title, content.description, content.tags, content.blueprint_id, content.print_provider_id, content.variants,
        content.price.amount if content.price else None, artwork_sha256, live,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:32]


def is_on_its_way(job: Job, *, was_live: bool) -> bool:
    """Whether all there is left is to look: it was sent off as it is. `was_live`: as it was sent."""
    return job.stage in {Stage.PUBLISH_SENT, Stage.PUBLISHED} and job.body_hash is not None and job.live == was_live


def calls_for(job: Job, *, made_of: str) -> dict[str, int]:
    """The calls of each kind that a job needs which is not on its way, where no answer is lost; `made_of`: the hash of what it is now."""
    if job.stage is Stage.NEW:
        return {"create": 1, "update": 0, "publish": 1, "read": 0}
    changed = job.body_hash != made_of
    made = job.stage in {Stage.CREATE_SENT, Stage.CREATED}
    return {"create": 0, "update": changed, "publish": changed or made, "read": 1 + changed}


@dataclass(frozen=True, slots=True)
class Match:
    """What a walk over the shop's products says of one doubtful create."""

    products: tuple[PlacedProduct, ...]


def matches(job: Job, products: Iterable[PlacedProduct], taken: frozenset[str] = frozenset()) -> Match:
    """The products that this job's create made: by the key in the SKUs, else by title and description.

    The second way only takes a product whose SKUs are nobody's and that no other job has (`taken`): reference/printify.md, section 8.
    """
    there = [each for each in products if each.id not in taken]
    ours = tuple(each for each in there if job.key in each.keys)
    if ours:
        return Match(ours)
    content = job.content
    alike = (
        each
        for each in there
        if not any(variant.sku for variant in each.variants)
        and (each.title, each.description) == (content.title, content.description)
        and (each.blueprint_id, each.print_provider_id) == (content.blueprint_id, content.print_provider_id)
    )
    return Match(tuple(alike))


class Verdict(StrEnum):
    """What a look at a product says of its publish (reference/printify.md, section 6.2)."""

    PUBLISHED = "published"
    RUNNING = "running"
    FAILED = "failed"
    UNSEEN = "unseen"


def judge(seen: PlacedProduct, *, seen_locked: bool) -> Verdict:
    """`FAILED`: it was locked and is no longer, without a listing. `UNSEEN`: no sign of a publish at all."""
    if seen.locked:
        return Verdict.RUNNING
    if seen.listing:
        return Verdict.PUBLISHED
    return Verdict.FAILED if seen_locked else Verdict.UNSEEN


# Outcomes and reports


class Outcome(StrEnum):
    """How an item of a run ended. `LEFT`: not begun, or put back as it stood."""

    PUBLISHED = "published"
    FAILED = "failed"
    WAITING = "waiting"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class ItemTrouble:
    """An item that did not get through."""

    id: str
    title: str
    code: str
    message: str
    hint: str
    outcome: Outcome
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item of a plan: what stands in its way, if anything, and what is amiss with its print."""

    id: str
    title: str
    stage: str
    trouble: Trouble | None = None
    findings: tuple[PrintFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """What a publish would do. `calls` by kind; `seconds` by the rate budgets of this moment; `fees` Etsy would charge.

    `items` are the first hundred; `total` counts all that would be sent. `drafts` lack something; `held` are with another run;
    of `dropped` the design or the text was dropped; `blocked` cannot be sent as they are.
    `quota` is what the plan has left for them; `new` would use it, and `beyond` of these are not sent, for they find none left.
    """

    total: int
    items: tuple[PlannedItem, ...]
    calls: dict[str, int]
    seconds: float
    fees: Money
    live: bool
    drafts: int
    held: int
    quota: Usage | None = None
    new: int = 0
    beyond: int = 0
    dropped: int = 0
    blocked: int = 0


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a run came to. `listings` are the first hundred that were published; `troubles` name every other item.

    Where there was nothing to do, `run` is None and `failed` counts those that an earlier run could not publish. `dropped`:
    left out because their design or their text was dropped. `unpartnered` of the published name no production partner at
    Etsy, which shows them as made by the seller.
    """

    run: str | None
    plan: PublishPlan | None
    published: int
    failed: int
    waiting: int
    left: int
    listings: tuple[Listed, ...]
    troubles: tuple[ItemTrouble, ...]
    dropped: int = 0
    unpartnered: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A product that is in the shop."""

    id: str
    title: str
    listing_id: str
    state: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come; for whoever draws it."""

    total: int
    done: int
    failed: int
    sent: int


@dataclass(frozen=True, slots=True)
class MadeItem:
    """A product that a run made of an idea."""

    id: str
    title: str
    design_id: str | None


@dataclass(frozen=True, slots=True)
class RunSheet:
    """A run with its items: what it published, what it made, and what did not get through."""

    run: Run
    listings: tuple[Listed, ...]
    troubles: tuple[ItemTrouble, ...]
    made: tuple[MadeItem, ...] = ()
