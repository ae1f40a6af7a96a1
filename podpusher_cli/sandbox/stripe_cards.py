"""Cards that pay, and cards that do not, by the names Stripe gives its test payment methods."""

from __future__ import annotations

from podpusher_cli.sandbox.stripe_errors import missing
from podpusher_cli.sandbox.stripe_store import Doc, Store

GOOD, FAILING, DECLINED = "pm_card_visa", "pm_card_chargeCustomerFail", "pm_card_chargeDeclined"
_PAYS = {GOOD: True, "pm_card_mastercard": True, FAILING: False, DECLINED: False}


class Cards:
    """A subscription's own card goes before its customer's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, book: str, sub: Doc) -> str | None:
        """The card that is charged for it, or None."""
        customer = self._store.need(book, "customer", sub["customer"])
        card: str | None = sub["default_payment_method"] or customer["invoice_settings"]["default_payment_method"]
        return card

    def pays(self, book: str, sub: Doc, card: str | None = None) -> bool:
        """Whether a charge goes through."""
        return goes_through(card or self.of(book, sub))


def goes_through(card: str | None) -> bool:
    """Whether a charge of it goes through; of no card it does not."""
    return _PAYS.get(card or "", False)


def check(card: str, param: str) -> str:
    """The card. Raises Refuse for one that there is not."""
    if card not in _PAYS:
        raise missing("PaymentMethod", card, param)
    return card
