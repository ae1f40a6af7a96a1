"""What is for sale: a design on a blueprint, with variants, a price and a listing's text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from podpusher_cli.core.errors import BadInput, Busy, NotFound, TryLater
from podpusher_cli.core.money import Money
from podpusher_cli.core.text import N_


class ProductState(StrEnum):
    """Where a product stands. `draft` lacks something; `ready` can be published."""

    DRAFT = "draft"
    READY = "ready"
    PUBLISHING = "publishing"
    WAITING = "waiting"
    PUBLISHED = "published"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a product came from: the run that made it, and the row of a file if it was one."""

    run: str | None = None
    file: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class AtPrintify:
    """The product's place at Printify."""

    shop_id: str | None = None
    product_id: str | None = None


@dataclass(frozen=True, slots=True)
class AtEtsy:
    """The product's listing at Etsy; `state` is Etsy's word (draft, active …)."""

    listing_id: str | None = None
    state: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one item: a code that never changes, English text, and the command that helps."""

    code: str
    message: str
    hint: str = ""
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProductBase:
    """What a product needs besides design and text; None or empty where nothing was said."""

    blueprint_id: int | None = None
    print_provider_id: int | None = None
    variants: tuple[str, ...] = ()
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What the buyer gets and reads; a change here is a change of the product.

    `variants`: titles as Printify shows them, ids as digits, or the one word `all`. `alt` says what the picture shows, for
    those who do not see it. Fields are None until known.
    """

    title: str
    description: str
    tags: tuple[str, ...]
    design_id: str | None
    blueprint_id: int | None = None
    print_provider_id: int | None = None
    variants: tuple[str, ...] = ()
    price: Money | None = None
    alt: str = ""

    def missing(self) -> tuple[str, ...]:
        """The names of what must be filled before it can be published."""
        wanted = {
            "title": self.title,
            "description": self.description,
            "design": self.design_id,
            "blueprint": self.blueprint_id,
            "print_provider": self.print_provider_id,
            "variants": self.variants,
            "price": self.price,
        }
        return tuple(name for name, value in wanted.items() if not value)


@dataclass(frozen=True, slots=True)
class Product:
    """A draft or published item, as `products list` shows it."""

    id: str
    title: str
    state: ProductState
    design_id: str | None
    content: Content
    source: Origin
    printify: AtPrintify
    etsy: AtEtsy
    error: Trouble | None
    created_at: datetime
    updated_at: datetime


class ProductBusy(Busy):
    message = N_("Another run is working on “{title}”.")


class InShop(BadInput):
    code = "products.in_shop"
    message = N_("“{title}” is in the shop; forgetting it here would leave it there.")
    hint = N_("Delete it at Printify first, then run this again.")


class InDoubt(TryLater):
    """A create was sent and nobody knows yet whether it happened."""

    code = "products.in_doubt"
    message = N_("Whether “{title}” is in the shop is not settled yet.")
    hint = N_("podpusher publish {product} settles it.")


class NoSuchProduct(NotFound):
    message = N_("There is no product “{name}”.")
    hint = "podpusher products list"
