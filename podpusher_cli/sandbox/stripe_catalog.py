"""What every new account in the sandbox sells: four plans with their numbers, what they entitle to, and meters for more."""

from __future__ import annotations

from podpusher_cli.sandbox import stripe_offers as offers
from podpusher_cli.sandbox.stripe_store import Store, is_live

CREATED = 1_760_000_000
# The numbers of a plan stand in its product's metadata (reference/stripe.md, section 7).
_NUMBERS = (
    "shops",
    "publishes_month",
    "images_month",
    "texts_month",
    "trend_refreshes_day",
    "queue_length",
    "undo_hours",
    "parallelism",
    "requests_minute",
)
PLANS: dict[str, tuple[str, int, tuple[int, ...], tuple[str, ...]]] = {
    "free": ("Free", 0, (1, 20, 20, 100, 5, 10, 1, 1, 30), ()),
    "starter": ("Starter", 900, (1, 100, 150, 500, 20, 50, 24, 2, 60), ("bulk",)),
    "pro": ("Pro", 2900, (3, 500, 500, 2500, 100, 250, 72, 4, 120), ("bulk", "abtests", "analytics")),
    "business": (
        "Business",
        9900,
        (25, 5000, 5000, 25_000, 1000, 2500, 168, 8, 300),
        ("bulk", "abtests", "analytics", "team"),
    ),
}
_FEATURES = {"bulk": "Bulk import", "abtests": "A/B tests", "analytics": "Analytics", "team": "Team seats"}
_METERS = {"publish": "Publishes", "image": "Images", "text": "Texts", "trend_refresh": "Trend refreshes"}


def furnish(store: Store, book: str) -> None:
    """Put in what is not there yet."""
    live = is_live(book)
    if store.get(book, "product", "prod_sandbox_pro"):
        return
    features = {name: offers.feature(name, title, live=live) for name, title in _FEATURES.items()}
    for feature in features.values():
        store.save(book, feature)
    for name, title in _METERS.items():
        store.save(book, offers.meter(name, title, live=live, now=CREATED))
    offered = []
    for name, (title, cents, numbers, entitled) in PLANS.items():
        metadata = {"podpusher_plan": name} | {key: str(n) for key, n in zip(_NUMBERS, numbers, strict=True)}
        number = f"prod_sandbox_{name}"
        product = offers.product(number, f"podpusher {title}", live=live, now=CREATED, metadata=metadata)
        price = offers.price(f"price_sandbox_{name}", number, cents, live=live, now=CREATED)
        store.save(book, product | {"default_price": price["id"]})
        store.save(book, price | {"lookup_key": name})
        for word in entitled:
            store.put(book, "attached", f"{number}/{word}", {"product": number, "feature": features[word]})
        adjustable = {"enabled": False, "maximum": None, "minimum": 1}
        offered.append({"adjustable_quantity": adjustable, "prices": [price["id"]], "product": number})
    store.save(book, offers.portal_configuration(live=live, now=CREATED, products=offered))
