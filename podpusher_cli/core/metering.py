"""Usage beyond the plan that Stripe bills by its meters (reference/stripe.md, section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TELLABLE = timedelta(days=35)
"""Stripe takes no older usage."""


@dataclass(frozen=True, slots=True)
class Usage:
    """`value` units of a meter's `event_name`, used at `at`. `identifier`: of the ledger, so that it counts once."""

    identifier: str
    event_name: str
    value: int
    at: datetime
