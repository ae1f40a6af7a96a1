"""The most that may be spent: by one run, and by the profile in a month. Amounts are millionths of a US dollar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from podpusher_cli.core.errors import BadInput, PartlyFailed, PodpusherError
from podpusher_cli.core.money import parse_price
from podpusher_cli.core.spending import CURRENCY, MICROS_A_CENT, Estimate, to_money
from podpusher_cli.core.text import N_

MONTH_SETTING = "spending.month"


@dataclass(frozen=True, slots=True)
class RunCap:
    """The most that all requests of one `generate` may come to, an earlier try of it included."""

    run: str
    micros: int


class CapReached(PodpusherError):
    """What the seller allowed to be spent is used up, as a quota is. Nothing was sent."""

    code = "spending.cap"
    exit_status = 6


class RunCapReached(CapReached):
    message = N_("This run may cost {most}: {spent} is spent or on its way, and the next request costs about {next}.")
    hint = N_("Run the same command with a larger --max-cost to go on.")


class MonthCapReached(CapReached):
    code = "spending.month"
    message = N_("This month may cost {most}: {spent} is spent or on its way, and the next request costs about {next}.")
    hint = N_("podpusher settings set {setting} AMOUNT raises it; or run the same command again after {resets_at}.")


class Unpriced(BadInput):
    """With a limit on spending nothing is sent whose price is not known."""

    code = "spending.unpriced"
    message = N_("The price of {models} is not known, so a limit on spending cannot be kept.")
    hint = N_(
        "Name it: podpusher settings set openai.image_rates IN/OUT, and openai.text_rates, in US dollars per million tokens."
    )


class SomeNotPaid(PartlyFailed):
    message = N_(
        "For {failed} of {total} ideas the limit on spending leaves nothing; the others are made or on their way."
    )


def read_cap(text: str) -> int:
    """An amount of US dollars such as `5` or `2.50`, in millionths. Raises BadPrice."""
    if text.strip() in {"0", "0.00"}:
        return 0
    return parse_price(text, CURRENCY).amount * MICROS_A_CENT


def check_run(most: int, counted: int, more: int) -> None:
    """Raises RunCapReached where so much `more` would pass it; `counted`: spent, on its way, or perhaps billed."""
    if counted + more > most:
        raise RunCapReached(
            most=to_money(most), spent=to_money(counted), next=to_money(more), details=_details(most, counted, more)
        )


def check_month(most: int, counted: int, more: int, resets_at: datetime) -> None:
    """Raises MonthCapReached, as `check_run`."""
    if counted + more > most:
        details = _details(most, counted, more)
        raise MonthCapReached(
            most=to_money(most), spent=to_money(counted), next=to_money(more), setting=MONTH_SETTING, resets_at=resets_at,
            details=details,
        )  # fmt: skip


def check_priced(estimates: Iterable[Estimate]) -> None:
    """Raises Unpriced for the first models whose rates are not known."""
    unknown = sorted({each.model for each in estimates if each.micros is None})
    if unknown:
        raise Unpriced(models=", ".join(unknown))


def _details(most: int, counted: int, more: int) -> dict[str, object]:
    return {"most": _plain(most), "spent": _plain(counted), "next": _plain(more)}


def _plain(micros: int) -> dict[str, object]:
    money = to_money(micros)
    return {"amount": money.amount, "currency": money.currency}
