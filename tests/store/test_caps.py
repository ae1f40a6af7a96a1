"""Limits on spending, kept in the ledger: nothing is noted as sent that would pass one, by however many processes."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from podpusher_cli.core.caps import CapReached, MonthCapReached, RunCap, RunCapReached, Unpriced, check_run, read_cap
from podpusher_cli.core.generating import Planned, Wanted
from podpusher_cli.core.making import Order, Receipt
from podpusher_cli.core.money import BadPrice, Money
from podpusher_cli.core.spending import SpendState, Usage, total, total_in_doubt
from podpusher_cli.store.db import connect
from podpusher_cli.store.generations import Generations
from podpusher_cli.store.runs import Runs
from podpusher_cli.store.spending import Ledger
from tests.support.clock import FakeClock

CENT = 10_000


def order(cents: int | None = 4) -> Order:
    return Order("image", "openai", "paint-1", "design-1", 7, None if cents is None else cents * CENT)


def ledger(folder: Path, clock: FakeClock | None = None, month: int | None = None) -> Ledger:
    return Ledger(connect(folder / "state.db"), folder / "answers", clock or FakeClock(), month=lambda: month)


def paid(book: Ledger, item: str, cents: int, *, expected: int = 4, guessed: bool = False) -> None:
    attempt = book.attempt(item)
    attempt.sending(order(expected))
    attempt.paid("image", Receipt(Usage(image_out=1), cents * CENT, "req-1", guessed), b"x")


def a_run(folder: Path, *items: str) -> str:
    database = connect(folder / "state.db")
    run = Runs(database).begin("generate", FakeClock().now()).id
    planned = [Planned(place, item, item, None, place) for place, item in enumerate(items, 1)]
    Generations(database).begin(run, Wanted(tuple(items)), planned)
    return run


def test_what_is_spent_and_what_is_in_doubt_count_against_the_month(tmp_path: Path) -> None:
    book = ledger(tmp_path, month=12 * CENT)
    paid(book, "d-1", 5)
    lost = book.attempt("d-2")
    lost.sending(order(4))
    lost.perhaps("image")
    with pytest.raises(MonthCapReached) as reached:
        book.attempt("d-3").sending(order(4))

    assert (reached.value.exit_status, reached.value.full_code) == (6, "spending.month")
    assert reached.value.details == {
        "most": {"amount": 12, "currency": "USD"},
        "spent": {"amount": 9, "currency": "USD"},
        "next": {"amount": 4, "currency": "USD"},
    }
    assert "0.12 USD" in reached.value.plain()
    assert "2026-12-01" in reached.value.plain_hint()
    assert book.spends("d-3") == ()
    book.attempt("d-3").sending(order(3))


def test_what_was_refused_does_not_count(tmp_path: Path) -> None:
    book = ledger(tmp_path, month=4 * CENT)
    attempt = book.attempt("d-1")
    attempt.sending(order(4))
    attempt.free("image", None)
    attempt.sending(order(4))


def test_a_refusal_that_was_charged_counts_and_is_no_answer(tmp_path: Path) -> None:
    book = ledger(tmp_path, month=4 * CENT)
    attempt = book.attempt("d-1")
    attempt.sending(order(4))
    attempt.free("image", "req-1", Receipt(Usage(text_in=9), CENT, "req-1"))

    assert attempt.kept("image") is None
    assert total(book.spends("d-1")) == Money(1, "USD")
    attempt.sending(order(3))


def test_a_new_month_begins_anew(tmp_path: Path) -> None:
    clock = FakeClock(datetime(2026, 11, 30, 23, 59, tzinfo=UTC))
    book = ledger(tmp_path, clock, month=5 * CENT)
    paid(book, "d-1", 5)
    with pytest.raises(MonthCapReached):
        book.attempt("d-2").sending(order())
    clock.advance(120)
    book.attempt("d-2").sending(order())


def test_a_run_has_a_limit_of_its_own(tmp_path: Path) -> None:
    run = a_run(tmp_path, "d-1", "d-2", "d-3")
    book = ledger(tmp_path)
    paid(book, "d-9", 400)  # of another run
    cap = RunCap(run, 8 * CENT)
    for item in ("d-1", "d-2"):
        book.attempt(item, cap).sending(order())
    with pytest.raises(RunCapReached) as reached:
        book.attempt("d-3", cap).sending(order())
    assert "--max-cost" in reached.value.plain_hint()


def test_with_a_limit_nothing_goes_out_whose_price_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(Unpriced) as unknown:
        ledger(tmp_path, month=CENT).attempt("d-1").sending(order(None))
    assert "paint-1" in unknown.value.plain()
    ledger(tmp_path).attempt("d-1").sending(order(None))


def test_eight_at_once_do_not_pass_it_together(tmp_path: Path) -> None:
    connect(tmp_path / "state.db").close()
    sent, refused = [], []

    def send(number: int) -> None:
        book = ledger(tmp_path, month=5 * 4 * CENT)
        for more in range(3):
            try:
                book.attempt(f"d-{number}-{more}").sending(order(4))
                sent.append(number)
            except CapReached:
                refused.append(number)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (len(sent), len(refused)) == (5, 19)


def test_what_is_guessed_and_what_is_in_doubt_is_told_apart(tmp_path: Path) -> None:
    book = ledger(tmp_path)
    paid(book, "d-1", 4, guessed=True)
    book.attempt("d-2").sending(order(3))
    (guessed,), (doubtful,) = book.spends("d-1"), book.spends("d-2")

    assert guessed.guessed
    assert (guessed.state, guessed.micros) == (SpendState.BILLED, 4 * CENT)
    assert doubtful.in_doubt
    assert total([guessed, doubtful]) == Money(4, "USD")
    assert total_in_doubt([guessed, doubtful]) == Money(3, "USD")
    assert book.spent_since(datetime(2026, 11, 1, tzinfo=UTC)) == Money(7, "USD")


@pytest.mark.parametrize(("text", "micros"), [("5", 5_000_000), ("2.50", 2_500_000), ("$0.01", CENT), ("0", 0)])
def test_amounts_are_read(text: str, micros: int) -> None:
    assert read_cap(text) == micros


@pytest.mark.parametrize("text", ["", "five", "-1", "1.234", "5 EUR"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadPrice):
        read_cap(text)


def test_a_refusal_tells_amounts_in_cents_rounded_up() -> None:
    with pytest.raises(RunCapReached) as reached:
        check_run(10_000, 2_300, 116_330)
    assert (
        "may cost 0.01 USD: 0.01 USD is spent or on its way, and the next request costs about 0.12 USD"
        in reached.value.plain()
    )
