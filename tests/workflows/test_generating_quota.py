"""Making under a plan that allows only so much: what fits is made, what fails costs nothing, what was paid for goes on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from podpusher_cli.core.designs import Artwork, DesignSpec
from podpusher_cli.core.errors import OutcomeUnknown, TryLater
from podpusher_cli.core.generating import Wanted
from podpusher_cli.core.making import Attempt
from podpusher_cli.core.plans import Limits, Resource
from podpusher_cli.core.quota import OverQuota, QueueFull, SomeNotMade
from podpusher_cli.core.runs import RunState
from podpusher_cli.providers.typography import Typographer
from podpusher_cli.workflows.artwork import keep_file
from podpusher_cli.workflows.generating import generate, plan, resume
from tests.support.quota import ledger_of, states
from tests.support.studio import PaidImages, Workshop

THREE = ("Plant dad", "Cat mom", "Coffee first")


class Away(PaidImages):
    """An image model that cannot be reached."""

    def draw(self, spec: DesignSpec, attempt: Attempt | None = None) -> Artwork:
        raise TryLater(provider="openai", details={"idea": spec.idea, "sent": attempt is None})


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def counts(shop: Workshop) -> dict[str, int]:
    """Entries by resource and state."""
    return Counter(f"{name.split()[1]} {state}" for name, state in states(shop.db).items())


def test_each_item_counts_one_image_and_one_text(shop: Workshop) -> None:
    generate(shop.studio(), Wanted(THREE))
    assert counts(shop) == {"images used": 3, "texts used": 3}


@pytest.mark.parametrize("resource", ["images", "texts", "queue"])
def test_what_fits_is_made_and_the_same_command_makes_the_rest_later(shop: Workshop, resource: str) -> None:
    shop.limits = Limits(**{resource: 2})
    assert plan(shop.studio(), Wanted(THREE)).beyond == 1
    result, error = generate(shop.studio(), Wanted(THREE))

    assert isinstance(error, SomeNotMade)
    assert error.exit_status == 5
    assert (len(result.made), result.left, len(result.failed)) == (2, 1, 0)
    assert [each["code"] for each in error.details["items"]] == ["quota.reached"]
    assert shop.images.sent == ["Plant dad", "Cat mom"]
    assert counts(shop) == {"images used": 2, "texts used": 2}
    assert shop.runs.get(result.run or "").state is RunState.PARTIAL

    again, error = generate(shop.studio(), Wanted(THREE))
    assert isinstance(error, OverQuota)
    assert (error.exit_status, again.run) == (6, result.run)
    shop.limits = Limits()
    last, error = generate(shop.studio(), Wanted(THREE))
    assert error is None
    assert (last.run, len(last.made)) == (result.run, 3)


def test_the_sellers_own_picture_is_no_image(shop: Workshop, tmp_path: Path) -> None:
    file = tmp_path / "my cat.png"
    file.write_bytes(Typographer().draw(DesignSpec("Meow", 1)).png)
    design = keep_file(file, designs=shop.designs, inspector=shop.inspector, clock=shop.clock)
    shop.limits = Limits(images=0, texts=2)
    for _ in range(2):
        assert generate(shop.studio(), Wanted(("My cat",), design=design.id))[1] is None
    error = generate(shop.studio(), Wanted(("My cat",), design=design.id))[1]
    assert isinstance(error, OverQuota)
    assert counts(shop) == {"texts used": 2}


def test_an_item_that_fails_costs_nothing(shop: Workshop) -> None:
    shop.limits = Limits(images=2, texts=2)
    shop.images.trouble["Plant dad"] = OutcomeUnknown(provider="openai")
    result, error = generate(shop.studio(), Wanted(THREE))
    assert (len(result.made), len(result.failed), result.left) == (2, 1, 0)
    assert error is not None
    assert error.exit_status == 5
    assert counts(shop) == {"images used": 2, "texts used": 2, "images released": 1, "texts released": 1}


def test_what_was_paid_for_goes_on_when_nothing_is_left(shop: Workshop) -> None:
    shop.limits = Limits(images=1, texts=1)
    shop.texts.trouble["Plant dad"] = TryLater(provider="openai")
    first, _ = generate(shop.studio(), Wanted(("Plant dad",)))
    ledger = ledger_of(shop.db, shop.clock, shop.limits)
    assert ledger.usage(Resource.IMAGES).reserved == 1, "its picture was billed"
    error = generate(shop.studio(), Wanted(("Cat mom",)))[1]
    assert isinstance(error, OverQuota)

    shop.limits = Limits(images=0, texts=0, queue=0)
    wanted = shop.generations.wanted(first.run or "")
    assert wanted is not None
    done, error = resume(shop.studio(), first.run or "", wanted)
    assert error is None
    assert len(done.made) == 1
    assert counts(shop) == {"images used": 1, "texts used": 1}


def test_what_was_only_begun_is_free_when_its_run_has_ended(shop: Workshop) -> None:
    shop.limits = Limits(images=1, texts=1)
    shop.images, there = Away(), shop.images
    generate(shop.studio(), Wanted(("Plant dad",)))
    shop.images = there
    assert ledger_of(shop.db, shop.clock, shop.limits).usage(Resource.IMAGES).taken == 0
    result, error = generate(shop.studio(), Wanted(("Cat mom",)))
    assert error is None
    assert len(result.made) == 1


def test_a_full_queue_says_so(shop: Workshop) -> None:
    shop.limits = Limits(queue=1)
    generate(shop.studio(), Wanted(("Plant dad",)))
    error = generate(shop.studio(), Wanted(("Cat mom",)))[1]
    assert isinstance(error, QueueFull)
    assert error.details["resets_at"] is None
    assert counts(shop) == {"images used": 1, "texts used": 1}
    shop.db.execute("update products set state = 'published'")
    assert generate(shop.studio(), Wanted(("Night owl",)))[1] is None
