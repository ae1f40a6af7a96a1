"""Printify's records and rules: shops, blueprints, products, and what an answer about a product means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from podpusher_cli.core.ids import sku_key


@dataclass(frozen=True, slots=True)
class PrintifyShop:
    """A shop of the account; `sales_channel` is `etsy`, `disconnected` and so on."""

    id: str
    title: str
    sales_channel: str


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A blank of the catalogue: a shirt, a mug. `description` is Printify's own, with HTML in it."""

    id: int
    title: str
    brand: str
    model: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class PrintProvider:
    """Who prints a blueprint."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A print area of a variant, in pixels at 300 DPI."""

    position: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Variant:
    """A colour and size that can be had. `title` as Printify shows it: `Black / M`."""

    id: int
    title: str
    placeholders: tuple[Placeholder, ...]

    def placeholder(self, position: str = "front") -> Placeholder | None:
        """The print area of that name, or the first there is."""
        named = next((each for each in self.placeholders if each.position == position), None)
        return named or (self.placeholders[0] if self.placeholders else None)


@dataclass(frozen=True, slots=True)
class PlacedVariant:
    """An enabled variant of a product at Printify; `cost` and `price` in minor units."""

    id: int
    sku: str
    cost: int
    price: int


@dataclass(frozen=True, slots=True)
class PlacedProduct:
    """A product as Printify has it. `variants` are the enabled ones; `listing` is the Etsy listing's id once published."""

    id: str
    title: str
    description: str
    blueprint_id: int
    print_provider_id: int
    variants: tuple[PlacedVariant, ...]
    all_variant_ids: tuple[int, ...]
    locked: bool
    listing: str | None
    handle: str | None
    created_at: str

    @property
    def keys(self) -> frozenset[str]:
        """The keys in its SKUs that are ours."""
        return frozenset(key for key in (sku_key(variant.sku) for variant in self.variants) if key)


@dataclass(frozen=True, slots=True)
class ProductBody:
    """What a product is made from. `skus` goes with `variant_ids`, place by place; `price` in minor units."""

    title: str
    description: str
    tags: tuple[str, ...]
    blueprint_id: int
    print_provider_id: int
    variant_ids: tuple[int, ...]
    skus: tuple[str, ...]
    price: int
    image_id: str
    position: str
    live: bool

    def to_create(self) -> dict[str, Any]:
        """The body of a create (reference/printify.md, section 4.2)."""
        return {
            "title": self.title,
            "description": self.description,
            "blueprint_id": self.blueprint_id,
            "print_provider_id": self.print_provider_id,
            "tags": list(self.tags),
            "visible": self.live,
            "variants": self._variants(),
            "print_areas": [self._area(self.variant_ids)],
        }

    def to_update(self, there: PlacedProduct) -> dict[str, Any]:
        """The body of an update: variants no longer wanted are disabled, and the print area covers every variant (section 4.4)."""
        gone = [
            {"id": each.id, "price": each.price, "is_enabled": False}
            for each in there.variants
            if each.id not in self.variant_ids
        ]
        return {
            "title": self.title,
            "description": self.description,
            "tags": list(self.tags),
            "visible": self.live,
            "variants": self._variants() + gone,
            "print_areas": [self._area(there.all_variant_ids)],
        }

    def _variants(self) -> list[dict[str, Any]]:
        return [
            {"id": each, "price": self.price, "is_enabled": True, "sku": sku}
            for each, sku in zip(self.variant_ids, self.skus, strict=True)
        ]

    def _area(self, variant_ids: Sequence[int]) -> dict[str, Any]:
        image = {"id": self.image_id, "x": 0.5, "y": 0.5, "scale": 1.0, "angle": 0}
        return {"variant_ids": list(variant_ids), "placeholders": [{"position": self.position, "images": [image]}]}


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A page of a shop's products, in the order Printify gives, which is not promised to be anything."""

    products: tuple[PlacedProduct, ...]
    last_page: int
    total: int
