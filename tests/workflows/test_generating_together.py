"""Several at once: bounded, kept by the main thread, within the limits on spending, and ended by Ctrl-C with what is under way."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from podpusher_cli.core.caps import MonthCapReached, RunCapReached, SomeNotPaid, Unpriced
from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.designs import Artwork, DesignSpec, NothingToPrint
from podpusher_cli.core.errors import Interrupted, PartlyFailed, TryLater
from podpusher_cli.core.generating import Wanted
from podpusher_cli.core.making import Attempt, CopyBrief, Order, Receipt
from podpusher_cli.core.money import Money
from podpusher_cli.core.runs import RunState
from podpusher_cli.core.spending import Estimate, Usage
from podpusher_cli.workflows.generating import generate, plan, resume
from tests.support.desk import picture
from tests.support.studio import Workshop, Writer

NINE = tuple(f"Idea {number}" for number in range(9))
CENT = 10_000


class Slow:
    """An image model that answers when `most` are under way, or when told that no more come; 5 cents a picture."""

    name = "openai"

    def __init__(self, most: int, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.gate = threading.Barrier(most, action=meanwhile)
        self.threads: set[str] = set()
        self.under_way = self.highest = 0
        self.lock = threading.Lock()

    def estimate(self) -> Estimate | None:
        return Estimate("paint-1", 5 * CENT)

    def draw(self, spec: DesignSpec, attempt: Attempt) -> Artwork:
        if attempt.kept("image") is None:
            attempt.sending(Order("image", "openai", "paint-1", "design-1", spec.seed, 5 * CENT))
            with self.lock:
                self.under_way += 1
                self.highest = max(self.highest, self.under_way)
            self.gate.wait(20)
            with self.lock:
                self.under_way -= 1
            attempt.paid("image", Receipt(Usage(image_out=1), 5 * CENT, None), picture(spec.seed % 7))
        png = attempt.kept("image")
        assert png is not None
        return Artwork(png, 4500, 5400, 300, "picture", "", (), spec.seed, "", "paint-1")


class Costly(Writer):
    """A copywriter that costs 2 cents, or 3 where it says otherwise."""

    cost = 2 * CENT

    def estimate(self) -> Estimate | None:
        return Estimate("write-1", 2 * CENT)

    def write(self, brief: CopyBrief, attempt: Attempt | None = None) -> Copy:
        assert attempt is not None
        if attempt.kept("text") is None:
            attempt.sending(Order("text", "openai", "write-1", "listing-1", brief.seed, 2 * CENT))
            attempt.paid("text", Receipt(Usage(text_out=1), self.cost, None), b"{}")
        return super().write(brief)


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_as_many_as_allowed_are_asked_at_once_and_no_more(shop: Workshop) -> None:
    shop.parallel, shop.images = 3, Slow(3)
    result, error = generate(shop.studio(), Wanted(NINE))

    assert error is None
    assert shop.images.highest == 3
    assert [each.idea for each in result.made] == list(NINE), "told in the order in which they were asked for"
    assert result.cost == Money(45, "USD")
    assert len(shop.products.page(limit=50).items) == 9


def test_only_the_main_thread_touches_the_database(shop: Workshop) -> None:
    writers = set()
    shop.db.set_trace_callback(lambda _: writers.add(threading.current_thread()))
    shop.parallel, shop.images, shop.texts = 3, Slow(3), Costly()
    generate(shop.studio(), Wanted(NINE))
    shop.db.set_trace_callback(None)

    assert writers == {threading.main_thread()}


def test_one_that_fails_among_many_is_named_and_the_others_are_made(shop: Workshop) -> None:
    shop.parallel, shop.images = 3, Slow(1)
    shop.texts.trouble["Idea 4"] = TryLater(provider="openai")
    first, error = generate(shop.studio(), Wanted(NINE))
    assert isinstance(error, TryLater)
    assert first.left >= 1
    second, error = generate(shop.studio(), Wanted(NINE))

    assert error is None
    assert (second.run, len(second.made)) == (first.run, 9)
    assert second.cost == Money(45, "USD"), "what was paid for was paid for again"


def test_at_ctrl_c_what_is_under_way_is_still_kept(shop: Workshop) -> None:
    shop.parallel = 3
    shop.images = Slow(3, lambda: os.kill(os.getpid(), signal.SIGINT))
    result, error = generate(shop.studio(), Wanted(NINE))

    assert isinstance(error, Interrupted)
    assert shop.runs.get(result.run or "").state is RunState.INTERRUPTED
    assert shop.stopped.is_set()
    assert shop.told == ["winding down"]
    spends = shop.db.execute("select state from spends").fetchall()
    assert {row[0] for row in spends} == {"billed"}, "a picture on its way was lost"
    paid = len(spends)
    shop.images = Slow(1)
    again, error = generate(shop.studio(), Wanted(NINE))
    assert error is None
    assert (len(again.made), again.cost) == (9, Money(45, "USD"))
    assert paid >= 3


def test_a_fault_in_a_thread_ends_the_run_and_keeps_its_traceback(shop: Workshop) -> None:
    class Broken(Slow):
        def draw(self, spec: DesignSpec, attempt: Attempt) -> Artwork:
            raise ZeroDivisionError(spec.idea)

    shop.parallel, shop.images = 2, Broken(1)
    with pytest.raises(ZeroDivisionError):
        generate(shop.studio(), Wanted(NINE))


# Limits on spending


def costly(shop: Workshop, parallel: int = 1) -> Workshop:
    shop.parallel, shop.images, shop.texts = parallel, Slow(1), Costly()
    return shop


def test_the_plan_tells_each_and_all_and_what_the_limit_lets_through(shop: Workshop) -> None:
    shop.month = 30 * CENT
    planned = plan(costly(shop).studio(), Wanted(NINE))

    assert (planned.estimate_each, planned.estimate) == (Money(7, "USD"), Money(63, "USD"))
    assert planned.unaffordable == 5
    assert plan(shop.studio(), Wanted(NINE), 14 * CENT).unaffordable == 7


@pytest.mark.parametrize("parallel", [1, 4])
def test_it_stops_before_the_item_that_would_pass_the_limit(shop: Workshop, parallel: int) -> None:
    result, error = generate(costly(shop, parallel).studio(), Wanted(NINE), 30 * CENT)

    assert isinstance(error, SomeNotPaid)
    assert error.exit_status == 5
    assert (len(result.made), result.left, len(result.failed)) == (4, 5, 0)
    assert result.cost == Money(28, "USD")
    assert {each["code"] for each in error.details["items"]} == {"spending.cap"}
    assert "--max-cost" in error.plain_hint()


def test_where_nothing_fits_it_is_as_with_a_quota(shop: Workshop) -> None:
    result, error = generate(costly(shop).studio(), Wanted(NINE), 6 * CENT)

    assert isinstance(error, RunCapReached)
    assert error.exit_status == 6
    assert (result.left, result.cost) == (9, None)
    assert not shop.db.execute("select * from spends").fetchall()


def test_a_larger_limit_goes_on_where_it_stopped(shop: Workshop) -> None:
    first, _ = generate(costly(shop).studio(), Wanted(NINE), 30 * CENT)
    second, error = generate(shop.studio(), Wanted(NINE), 70 * CENT)

    assert error is None
    assert (second.run, second.cost) == (first.run, Money(63, "USD"))


def test_a_run_that_is_taken_up_keeps_its_limit(shop: Workshop) -> None:
    first, _ = generate(costly(shop).studio(), Wanted(NINE), 30 * CENT)
    result, error = resume(shop.studio(), first.run or "", Wanted(NINE))

    assert isinstance(error, RunCapReached)
    assert result.cost == Money(28, "USD")


def test_the_months_limit_holds_over_runs(shop: Workshop) -> None:
    shop.month = 30 * CENT
    costly(shop)
    generate(shop.studio(), Wanted(("One", "Two")))
    result, error = generate(shop.studio(), Wanted(("Three", "Four", "Five")))

    assert isinstance(error, PartlyFailed)
    assert (len(result.made), result.left) == (2, 1)
    _, error = generate(shop.studio(), Wanted(("Six",)))
    assert isinstance(error, MonthCapReached)
    assert shop.ledger.counted_since(shop.now().replace(day=1)) == 28 * CENT


def test_what_costs_more_than_expected_is_caught_before_the_next(shop: Workshop) -> None:
    costly(shop)
    shop.texts.cost = 10 * CENT
    result, error = generate(shop.studio(), Wanted(NINE), 30 * CENT)

    assert error is not None
    assert (len(result.made), result.cost) == (2, Money(30, "USD"))


def test_with_a_limit_an_unknown_price_stops_before_anything_is_planned(shop: Workshop) -> None:
    class Unknown(Slow):
        def estimate(self) -> Estimate | None:
            return Estimate("paint-9", None)

    shop.images = Unknown(1)
    for act in (plan, generate):
        with pytest.raises(Unpriced):
            act(shop.studio(), Wanted(NINE), 30 * CENT)
    assert shop.runs.page(limit=10, cursor=None).items == ()


def test_what_is_made_here_is_kept_in_the_order_of_asking(shop: Workshop) -> None:
    class Backwards(Slow):
        """Made on this machine, and the first of three comes last."""

        name = "local"

        def draw(self, spec: DesignSpec, attempt: Attempt) -> Artwork:
            if spec.idea != "Idea 2":
                self.second.wait(20)
            self.second.set()
            if spec.idea == "🌵":
                raise NothingToPrint(idea=spec.idea)
            return Artwork(picture(spec.seed % 7), 4500, 5400, 300, "stacked", "", (), spec.seed, "", "typographer")

        second = threading.Event()

    shop.parallel, shop.images = 3, Backwards(1)
    result, _ = generate(shop.studio(), Wanted(("Idea 0", "🌵", "Idea 2")))

    assert [each.idea for each in shop.designs.page(limit=10).items] == ["Idea 2", "Idea 0"]
    assert [each.id for each in shop.products.page(limit=10).items] == [each.product.id for each in result.made][::-1]
    assert [each.idea for each in result.failed] == ["🌵"]


def test_after_an_empty_wallet_what_is_under_way_is_finished(shop: Workshop) -> None:
    class Broke(Slow):
        def draw(self, spec: DesignSpec, attempt: Attempt) -> Artwork:
            if spec.idea == "Idea 1":
                self.gate.wait(20)
                raise TryLater(provider="openai")
            return super().draw(spec, attempt)

    shop.parallel, shop.images, shop.texts = 2, Broke(2), Costly()
    result, error = generate(shop.studio(), Wanted(("Idea 0", "Idea 1", "Idea 2")))

    assert isinstance(error, TryLater)
    assert ([each.idea for each in result.made], result.left) == (["Idea 0"], 2)
