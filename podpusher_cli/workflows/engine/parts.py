"""What the engine's pieces share: an item in work, what a run comes to, and whom it talks to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, Self

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.printify import PlacedProduct, ProductBody, ProductPage
from podpusher_cli.core.publishing import Job
from podpusher_cli.core.quota import OverQuota
from podpusher_cli.workflows.preparing import Prepared

if TYPE_CHECKING:
    from podpusher_cli.providers.etsy import EtsyListing

SHORTEST_PAUSE, LONGEST_PAUSE = 0.01, 15.0


class Printer(Protocol):
    """What the engine asks of a printer."""

    account: str

    def upload(self, name: str, picture: bytes) -> str: ...
    def create(self, shop: str, body: ProductBody) -> PlacedProduct: ...
    def update(self, shop: str, there: PlacedProduct, body: ProductBody) -> PlacedProduct: ...
    def publish(self, shop: str, product: str) -> None: ...
    def product(self, shop: str, product: str) -> PlacedProduct: ...
    def page(self, shop: str, number: int) -> ProductPage: ...


class Shop(Protocol):
    """What the engine asks of the shop that the listings appear in."""

    def listings(self, ids: Iterable[str]) -> Mapping[str, EtsyListing]: ...


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds: the first pause between looks at a publish, and how long one run waits for an outcome."""

    poll: float
    wait: float

    @classmethod
    def as_set(cls, poll: float, wait: float) -> Self:
        """What a seller has set; a pause without end, or of no time, is none."""
        return cls(min(max(poll, SHORTEST_PAUSE), LONGEST_PAUSE), wait)

    def after(self, retries: int) -> float:
        """The pause before a repeat: it doubles."""
        return min(self.poll * 2.0 ** min(retries, 20), LONGEST_PAUSE)


@dataclass(slots=True)
class Item:
    """A job in work. `fresh`: this run made it, so nothing else has touched it. `due`: not before this time.

    `uploaded_at`: when this run sent its artwork. `locked_since`: when Printify first said that it was busy with it.
    """

    job: Job
    prepared: Prepared | None = None
    image: str | None = None
    fresh: bool = False
    due: float = 0.0
    since: float = 0.0
    retries: int = 0
    publishes: int = 0
    uploaded_at: float = 0.0
    locked_since: float = 0.0

    @property
    def product(self) -> str:
        """The id of its product here."""
        return self.job.product

    def change(self, **changes: object) -> None:
        """The job with these fields changed."""
        self.job = self.job.with_(**changes)


@dataclass(slots=True)
class Tally:
    """What a run came to. `cause` stopped it early; `over`: there was no quota for some of those that are left.

    `errors`: by its code, the first of each kind that an item met.

    `unpartnered` of the published name no production partner at Etsy.
    """

    published: int = 0
    failed: int = 0
    waiting: int = 0
    left: int = 0
    unpartnered: int = 0
    cause: PodpusherError | None = None
    over: OverQuota | None = None
    errors: dict[str, PodpusherError] = field(default_factory=dict)
