"""When the shop is looked at, and what a look settles: the real Lookout and Doubts, and pages handed to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from podpusher_cli.core.money import Money
from podpusher_cli.core.printify import PlacedProduct, PlacedVariant, ProductPage
from podpusher_cli.core.products import AtEtsy, Content
from podpusher_cli.core.publishing import ItemTrouble, Job, Outcome, Stage
from podpusher_cli.workflows.engine.confirming import Confirmer
from podpusher_cli.workflows.engine.doubts import MOST_WALKS, Doubts
from podpusher_cli.workflows.engine.hands import Hands
from podpusher_cli.workflows.engine.looking import Lookout
from podpusher_cli.workflows.engine.parts import Item, Waits
from tests.support.clock import FakeClock

CONTENT = Content("Fox shirt", "A shirt.", ("fox",), "d-1", 706, 29, ("all",), Money(2699))


def placed(name: str, key: str, *, locked: bool = False, listing: str | None = None) -> PlacedProduct:
    variants = (PlacedVariant(1, f"PP-{key}-1", 1200, 2699),)
    return PlacedProduct(name, "Fox shirt", "A shirt.", 706, 29, variants, (1,), locked, listing, None, "")


@dataclass
class Calls:
    """A Dispatch that answers at once, and keeps what it is given."""

    endings: list[tuple[str, Outcome, str | None]] = field(default_factory=list)
    saved: list[Job] = field(default_factory=list)

    def ask(self, send: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Any], None]) -> None:
        done(send())

    def save(self, job: Job) -> None:
        self.saved.append(job)

    def end(self, job: Job, outcome: Outcome, trouble: ItemTrouble | None) -> None:
        self.endings.append((job.product, outcome, trouble.code if trouble else None))


@dataclass
class Shelf:
    """A Printer with these products; `says` is the total it tells, which other writers make wrong."""

    products: list[PlacedProduct] = field(default_factory=list)
    pages: int = 1
    says: int | None = None
    looks: list[str] = field(default_factory=list)
    singly: list[PlacedProduct] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    def page(self, _shop: str, number: int) -> ProductPage:
        self.looks.append(f"page {number}")
        self.meanwhile()
        there = tuple(self.products) if number == 1 else ()
        return ProductPage(there, self.pages, len(self.products) if self.says is None else self.says)

    def product(self, _shop: str, product: str) -> PlacedProduct:
        self.looks.append(product)
        return next(each for each in [*self.products, *self.singly] if each.id == product)


class Scene:
    """A Lookout with everything around it."""

    def __init__(self) -> None:
        self.clock, self.calls, self.shelf = FakeClock(), Calls(), Shelf()
        waits = Waits(poll=2, wait=300)
        dispatch: Any = self.calls
        printer: Any = self.shelf
        self.told: list[tuple[str, float]] = []
        self.hands = Hands(
            dispatch, clock=self.clock, waits=waits, announce=lambda wait: self.told.append((wait.reason, wait.seconds))
        )
        self.confirmer = Confirmer(self.hands, dispatch, printer, waits, busy=lambda: True)
        self.drained, self.creates = False, 0
        self.adopted: list[tuple[str, str]] = []
        self.taken = frozenset[str]()
        self.doubts = Doubts(
            self.hands,
            waits,
            taken=lambda: self.taken,
            adopt=lambda item, made: self.adopted.append((item.product, made.id)),
        )
        self.lookout = Lookout(
            self.hands, dispatch, self.confirmer, self.doubts, printer=printer, shop_id="5432", waits=waits,
            creates=lambda: self.creates, drained=lambda: self.drained,
        )  # fmt: skip

    def item(self, name: str, stage: Stage, printify: str | None = None) -> Item:
        now = self.hands.now()
        job = Job(
            f"p-{name}", CONTENT, f"KEY00000000{name}", stage, 1, now, "h", False, "5432", printify, AtEtsy(), False
        )
        return self.hands.take_in(job, since=now)

    def pass_to_next_look(self) -> float:
        """Let time pass until the next look is due, and look; the seconds that were."""
        seconds = min(self.lookout.next_due()) - self.hands.now()
        self.clock.advance(max(0.0, seconds))
        self.lookout.look()
        return seconds


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_pauses_between_looks_double_and_start_over_once_nothing_is_left_to_send(scene: Scene) -> None:
    scene.shelf.products = [placed("a", "KEY000000001", locked=True)]
    scene.lookout.watch(scene.item("1", Stage.PUBLISH_SENT, "a"))
    assert [scene.pass_to_next_look() for _ in range(6)] == pytest.approx([2, 2, 4, 8, 15, 15])

    scene.clock.advance(1)
    scene.drained = True
    scene.lookout.look()

    assert [scene.pass_to_next_look() for _ in range(3)] == pytest.approx([2, 2, 4])


@pytest.mark.parametrize(("asked", "pause"), [(0, 0.01), (1e-9, 0.01), (2, 2), (999_999, 15)])
def test_no_pause_is_without_end_nor_of_no_time(asked: float, pause: float) -> None:
    assert Waits.as_set(asked, 300) == Waits(pause, 300)


def test_the_pause_before_a_repeat_doubles_up_to_the_longest_however_often_it_is_made() -> None:
    assert [Waits(2, 300).after(retries) for retries in (0, 1, 2, 3, 2000)] == [2, 4, 8, 15, 15]


def test_what_an_earlier_run_asked_for_is_looked_at_at_once_even_when_nothing_else_is_to_be_done(scene: Scene) -> None:
    scene.shelf.products = [placed("a", "KEY000000001", listing="17")]
    scene.drained = True
    scene.lookout.watch_at_once(scene.item("1", Stage.PUBLISH_SENT, "a"))

    scene.lookout.look()

    assert scene.shelf.looks == ["page 1"]
    assert list(scene.confirmer.waiting) == ["p-1"]


def test_few_in_a_large_shop_are_asked_for_one_by_one(scene: Scene) -> None:
    scene.shelf.products, scene.shelf.pages = [placed("a", "KEY000000001", locked=True)], 3
    scene.lookout.watch(scene.item("1", Stage.PUBLISH_SENT, "a"))
    scene.pass_to_next_look()
    assert scene.shelf.looks == ["page 1"], "which tells how many there are, and shows the product"

    scene.pass_to_next_look()
    assert scene.shelf.looks[1:] == ["a"]

    scene.doubts.add(scene.item("2", Stage.CREATE_SENT), due=scene.hands.now())
    scene.lookout.look()
    assert scene.shelf.looks[2:] == ["page 1", "page 2", "page 3"], "what is in doubt may be anywhere"


def test_what_the_first_page_of_a_large_shop_does_not_show_is_asked_for_at_once(scene: Scene) -> None:
    scene.shelf.singly, scene.shelf.pages = [placed("a", "KEY000000001", listing="17")], 3
    scene.lookout.watch(scene.item("1", Stage.PUBLISH_SENT, "a"))

    scene.pass_to_next_look()

    assert scene.shelf.looks == ["page 1", "a"]
    assert list(scene.confirmer.waiting) == ["p-1"]


def test_one_match_is_adopted_and_several_stop_the_item_by_name(scene: Scene) -> None:
    scene.shelf.products = [placed("a", "KEY000000001"), placed("b", "KEY000000002"), placed("c", "KEY000000002")]
    for name in ("1", "2"):
        scene.doubts.add(scene.item(name, Stage.CREATE_SENT), due=scene.hands.now())

    scene.lookout.look()

    assert scene.adopted == [("p-1", "a")]
    assert scene.calls.endings == [("p-2", Outcome.FAILED, "publish.several_matches")]
    assert not scene.doubts.waiting


def test_what_has_lost_its_skus_goes_to_one_of_two_that_fit_it(scene: Scene) -> None:
    bare = replace(placed("a", "KEY000000009"), variants=(PlacedVariant(1, "", 1200, 2699),))
    scene.shelf.products = [bare, replace(bare, id="b")]
    scene.taken = frozenset({"b"})
    for name in ("1", "2"):
        scene.doubts.add(scene.item(name, Stage.CREATE_SENT), due=scene.hands.now())

    scene.lookout.look()

    assert scene.adopted == [("p-1", "a")]
    assert list(scene.doubts.waiting) == ["p-2"]


@pytest.mark.parametrize("stage", [Stage.CREATE_SENT, Stage.PUBLISH_SENT])
def test_no_wait_is_longer_when_the_clock_is_set_back(scene: Scene, stage: Stage) -> None:
    scene.shelf.products = [placed("a", "KEY000000001", locked=True)] if stage is Stage.PUBLISH_SENT else []
    item = scene.item("1", stage, "a")
    if stage is Stage.CREATE_SENT:
        scene.doubts.add(item, due=scene.hands.now())
    else:
        scene.lookout.watch(item)
    scene.pass_to_next_look()
    scene.clock.advance(-3600)

    waited = 0.0
    while waited < 400 and not (scene.hands.ready or scene.calls.endings):
        waited += scene.pass_to_next_look()

    assert waited == pytest.approx(300, abs=15)


def test_what_is_not_there_is_made_only_when_patience_has_ended(scene: Scene) -> None:
    scene.doubts.add(scene.item("1", Stage.CREATE_SENT), due=scene.hands.now())
    scene.lookout.look()
    assert list(scene.doubts.waiting) == ["p-1"]
    assert not scene.hands.ready

    assert scene.pass_to_next_look() == pytest.approx(300)

    assert [each.job.stage for each in scene.hands.ready] == [Stage.NEW]
    assert not scene.doubts.waiting


def test_it_is_told_once_how_long_what_is_in_doubt_is_held_back(scene: Scene) -> None:
    scene.doubts.add(scene.item("1", Stage.CREATE_SENT), due=scene.hands.now())
    scene.clock.advance(20)
    scene.doubts.add(scene.item("2", Stage.CREATE_SENT), due=scene.hands.now())
    scene.lookout.watch(scene.item("3", Stage.PUBLISH_SENT, "a"))
    scene.shelf.products = [placed("a", "KEY000000003", locked=True)]

    for _ in range(4):
        scene.pass_to_next_look()

    assert scene.told == [("doubt", pytest.approx(300))]


def test_a_walk_that_other_writers_disturb_proves_nothing(scene: Scene) -> None:
    scene.shelf.says = 7
    scene.doubts.add(scene.item("1", Stage.CREATE_SENT), due=scene.hands.now())
    scene.clock.advance(300)

    for _ in range(MOST_WALKS):
        assert not scene.calls.endings
        scene.pass_to_next_look()

    assert not scene.hands.ready, "never made again on the word of such a walk"
    assert scene.calls.endings == [("p-1", Outcome.WAITING, "publish.create_in_doubt")]


def test_what_is_on_no_page_is_asked_for_by_itself_once_nothing_more_is_made(scene: Scene) -> None:
    scene.lookout.watch(scene.item("1", Stage.PUBLISH_SENT, "a"))
    scene.shelf.singly = [placed("a", "KEY000000001", listing="17")]
    scene.pass_to_next_look()
    assert scene.shelf.looks == ["page 1"]

    scene.drained = True
    scene.lookout.look()
    scene.pass_to_next_look()

    assert scene.shelf.looks == ["page 1", "page 1", "a"]
    assert list(scene.confirmer.waiting) == ["p-1"]


def test_no_walk_for_the_doubtful_begins_while_something_is_being_made(scene: Scene) -> None:
    scene.creates = 1
    scene.doubts.add(scene.item("1", Stage.CREATE_SENT), due=scene.hands.now())
    scene.lookout.look()
    assert scene.shelf.looks == []
    assert scene.lookout.next_due() == []

    scene.creates = 0
    scene.lookout.look()

    assert scene.shelf.looks == ["page 1"]


def test_what_is_on_no_page_is_asked_for_by_itself_once_patience_has_ended_though_more_is_made(scene: Scene) -> None:
    scene.lookout.watch(scene.item("1", Stage.PUBLISH_SENT, "a"))
    scene.shelf.singly = [placed("a", "KEY000000001", locked=True)]

    waited = 0.0
    while waited < 400 and not scene.calls.endings:
        waited += scene.pass_to_next_look()

    assert scene.calls.endings == [("p-1", Outcome.WAITING, "publish.pending")]


def test_no_look_is_due_while_what_is_being_made_keeps_it_from_beginning(scene: Scene) -> None:
    scene.lookout.watch(scene.item("1", Stage.PUBLISH_SENT, "a"))
    scene.doubts.add(scene.item("2", Stage.CREATE_SENT), due=scene.hands.now())
    scene.creates = 1
    scene.clock.advance(60)

    scene.lookout.look()

    assert scene.shelf.looks == []
    assert scene.lookout.next_due() == []


def test_a_look_that_began_before_a_publish_says_nothing_of_it(scene: Scene) -> None:
    scene.shelf.products = [placed("a", "KEY000000001", listing="17"), placed("b", "KEY000000002", locked=True)]
    scene.lookout.watch(scene.item("2", Stage.PUBLISH_SENT, "b"))

    def publish_the_changed_one() -> None:
        scene.clock.advance(1)
        scene.lookout.watch(scene.item("1", Stage.PUBLISH_SENT, "a"))
        scene.shelf.meanwhile = lambda: None

    scene.shelf.meanwhile = publish_the_changed_one
    scene.pass_to_next_look()
    assert list(scene.confirmer.waiting) == []

    scene.pass_to_next_look()
    assert list(scene.confirmer.waiting) == ["p-1"]
