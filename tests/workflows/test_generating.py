"""Making: planned before anything is made or spent, and carried on after any end."""

from __future__ import annotations

from pathlib import Path

import pytest

from podpusher_cli.core.blanks import Facts
from podpusher_cli.core.copywriting import Copy, check_copy, refusals
from podpusher_cli.core.designs import DesignSpec
from podpusher_cli.core.errors import DiskTrouble, Interrupted, NotConnected, OutcomeUnknown, PartlyFailed, TryLater
from podpusher_cli.core.generating import OneIdeaForFile, Planned, Wanted
from podpusher_cli.core.ideas import IdeaTooLong, NoIdeas, NoTrends
from podpusher_cli.core.money import Money
from podpusher_cli.core.printing import PrintArea
from podpusher_cli.core.products import ProductBase
from podpusher_cli.core.runs import RunState
from podpusher_cli.core.spending import SpendState
from podpusher_cli.providers.typography import Typographer
from podpusher_cli.workflows.artwork import keep_file
from podpusher_cli.workflows.generating import generate, plan, resume
from tests.support.studio import Workshop

THREE = ("Plant dad", "Cat mom", "Coffee first")


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_each_idea_becomes_a_design_a_listing_and_a_product(shop: Workshop) -> None:
    result, error = generate(shop.studio(), Wanted(THREE))

    assert error is None
    assert [each.idea for each in result.made] == list(THREE)
    assert [each.product.design_id for each in result.made] == [each.design.id for each in result.made]
    assert len({each.file for each in result.made}) == 3
    for each in result.made:
        content = each.product.content
        assert Path(each.file).read_bytes().startswith(b"\x89PNG")
        assert not refusals(check_copy(Copy(content.title, content.description, content.tags)))
        assert len(content.tags) == 13
        assert each.product.source.run == result.run
    assert shop.runs.get(result.run or "").state is RunState.DONE
    assert shop.seen[0] == (0, 3)
    assert shop.seen[-1] == (3, 3)


def test_what_it_cost_is_kept_with_the_design_and_told(shop: Workshop) -> None:
    result, _ = generate(shop.studio(), Wanted(THREE))

    assert result.cost == Money(15, "USD")
    assert [each.design.cost for each in result.made] == [Money(5, "USD")] * 3
    (spend,) = result.made[0].spent
    assert (spend.model, spend.prompt, spend.state, spend.micros) == ("paint-1", "design-1", SpendState.BILLED, 50_000)
    assert not list((shop.home / "answers").iterdir()), "an answer is kept only until its item is made"


def test_the_local_maker_is_print_ready_and_costs_nothing(shop: Workshop) -> None:
    shop.images = Typographer()
    result, error = generate(shop.studio(), Wanted(("Plant dad",)))

    assert error is None
    (made,) = result.made
    assert made.print_findings == ()
    assert made.cost is None
    assert result.cost is None
    assert (made.design.width, made.design.height, made.design.dpi) == (4500, 5400, 300)


def test_the_same_idea_again_gives_another_design(shop: Workshop) -> None:
    first, _ = generate(shop.studio(), Wanted(("Plant dad",)))
    second, _ = generate(shop.studio(), Wanted(("Plant dad",)))

    assert first.made[0].design.seed != second.made[0].design.seed


def test_a_seed_that_was_named_is_taken(shop: Workshop) -> None:
    result, _ = generate(shop.studio(), Wanted(("Plant dad", "Cat mom"), seed=7))

    assert [each.design.seed for each in result.made] == [7, 8]


def test_what_a_product_needs_comes_from_the_base_and_makes_it_ready(shop: Workshop) -> None:
    shop.facts = lambda _: (Facts("mug", ("ceramic",), ("11 oz",)), PrintArea("front", 2475, 1155))
    base = ProductBase(68, 1, ("11 oz",), Money(1499, "USD"))
    result, _ = generate(shop.studio(), Wanted(("Plant dad",), base=base, language="de"))

    product = result.made[0].product
    assert product.state == "ready"
    assert product.content.price == Money(1499, "USD")
    assert shop.texts.briefs[0].facts.kind == "mug"
    assert "Tasse" in product.title
    assert "Keramik" in product.content.description


def test_a_design_by_an_image_model_is_disclosed(shop: Workshop) -> None:
    generate(shop.studio(), Wanted(("Plant dad",)))

    assert shop.texts.briefs[0].disclose_ai
    assert not shop.texts.briefs[0].lettered


# Trends


def test_ideas_from_trends_are_words_that_a_shirt_could_say(shop: Workshop) -> None:
    shop.keywords = ["graphictee", "dadjokes", "comfortcolors", "oversizedsweatshirt", "adoptdontshop", "bunnymom"]
    result, _ = generate(shop.studio(), Wanted((), from_trends=2))

    assert [(each.idea, each.trend) for each in result.made] == [
        ("Dad jokes", "dadjokes"),
        ("Adopt don't shop", "adoptdontshop"),
    ]
    assert [each.design.trend for each in result.made] == ["dadjokes", "adoptdontshop"]


def test_a_trend_is_taken_once(shop: Workshop) -> None:
    shop.keywords = ["dadjokes", "bunnymom", "DadJokes"]
    generate(shop.studio(), Wanted((), from_trends=1))
    second, _ = generate(shop.studio(), Wanted((), from_trends=5))

    assert [each.trend for each in second.made] == ["bunnymom"]
    with pytest.raises(NoTrends):
        generate(shop.studio(), Wanted((), from_trends=1))


def test_the_sellers_ideas_come_before_those_from_trends(shop: Workshop) -> None:
    shop.keywords = ["bunnymom"]
    result, _ = generate(shop.studio(), Wanted(("Plant dad",), from_trends=1))

    assert [each.idea for each in result.made] == ["Plant dad", "Bunny mom"]


# What cannot be right


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (Wanted(()), NoIdeas),
        (Wanted(("Plant dad", "\x1b\u200e ")), NoIdeas),
        (Wanted(("x" * 301,)), IdeaTooLong),
        (Wanted((), from_trends=3), NoTrends),
        (Wanted(THREE, design="d-1"), OneIdeaForFile),
    ],
)
def test_what_cannot_be_made_is_refused_before_a_run_begins(shop: Workshop, wanted: Wanted, error: type) -> None:
    with pytest.raises(error):
        generate(shop.studio(), wanted)
    with pytest.raises(error):
        plan(shop.studio(), wanted)

    assert shop.runs.page(limit=10, cursor=None).items == ()
    assert shop.images.sent == []


# The plan


def test_the_plan_tells_what_it_costs_and_makes_nothing(shop: Workshop) -> None:
    planned = plan(shop.studio(), Wanted(THREE))

    assert planned.ideas == THREE
    assert planned.estimate == Money(15, "USD")
    assert planned.run is None
    assert shop.images.sent == []
    assert shop.runs.page(limit=10, cursor=None).items == ()


def test_the_plan_counts_what_an_earlier_try_has_made(shop: Workshop) -> None:
    shop.images.trouble["Cat mom"] = TryLater(provider="openai")
    generate(shop.studio(), Wanted(THREE))
    planned = plan(shop.studio(), Wanted(THREE))

    assert (planned.ideas, planned.total, planned.done) == (("Cat mom", "Coffee first"), 3, 1)
    assert planned.estimate == Money(10, "USD")


# Ends


def test_one_that_fails_does_not_hold_up_the_rest(shop: Workshop) -> None:
    shop.images.trouble["Cat mom"] = OutcomeUnknown(provider="openai")
    result, error = generate(shop.studio(), Wanted(THREE))

    assert isinstance(error, PartlyFailed)
    assert error.exit_status == 5
    assert [each.idea for each in result.made] == ["Plant dad", "Coffee first"]
    (failed,) = result.failed
    assert failed.idea == "Cat mom"
    assert failed.perhaps_billed
    assert error.details["items"][0]["code"] == "provider.outcome_unknown"
    assert shop.runs.get(result.run or "").state is RunState.PARTIAL


def test_all_that_fail_for_one_cause_end_with_that_cause(shop: Workshop) -> None:
    shop.images.trouble |= {idea: OutcomeUnknown(provider="openai") for idea in THREE}
    result, error = generate(shop.studio(), Wanted(THREE))

    assert isinstance(error, OutcomeUnknown)
    assert error.exit_status == 7
    assert len(error.details["items"]) == 3
    assert shop.runs.get(result.run or "").state is RunState.FAILED


@pytest.mark.parametrize(
    "trouble",
    [
        TryLater(provider="openai"),
        NotConnected(provider="openai", name="openai", profile="default"),
        DiskTrouble(path="x", problem="full"),
        Interrupted(),
    ],
    ids=lambda error: error.code,
)
def test_what_concerns_all_ends_the_run_and_the_same_command_goes_on(shop: Workshop, trouble) -> None:
    shop.texts.trouble["Cat mom"] = trouble
    first, error = generate(shop.studio(), Wanted(THREE))

    assert error is trouble
    assert len(first.made) == 1
    assert first.left == 2
    second, after = generate(shop.studio(), Wanted(THREE))

    assert after is None
    assert second.run == first.run
    assert [each.idea for each in second.made] == list(THREE)
    assert sorted(shop.images.sent) == sorted(THREE), "a picture that was paid for was asked for again"
    assert len(shop.products.page(limit=10).items) == 3


def test_ctrl_c_ends_the_run_with_what_is_made(shop: Workshop) -> None:
    shop.texts.trouble["Cat mom"] = KeyboardInterrupt()
    result, error = generate(shop.studio(), Wanted(THREE))

    assert isinstance(error, Interrupted)
    assert len(result.made) == 1
    assert shop.runs.get(result.run or "").state is RunState.INTERRUPTED


def test_another_request_does_not_go_on_with_the_first(shop: Workshop) -> None:
    shop.texts.trouble["Cat mom"] = TryLater(provider="openai")
    first, _ = generate(shop.studio(), Wanted(THREE))
    second, _ = generate(shop.studio(), Wanted(("Plant dad",)))

    assert second.run != first.run


def test_trends_of_a_run_that_is_carried_on_are_not_read_again(shop: Workshop) -> None:
    shop.keywords = ["dadjokes", "bunnymom"]
    shop.texts.trouble["Bunny mom"] = TryLater(provider="openai")
    generate(shop.studio(), Wanted((), from_trends=2))
    shop.keywords = ["chickenlady", "catdad"]
    result, _ = generate(shop.studio(), Wanted((), from_trends=2))

    assert [each.trend for each in result.made] == ["dadjokes", "bunnymom"]


def test_a_run_is_taken_up_by_its_name(shop: Workshop) -> None:
    shop.texts.trouble["Cat mom"] = TryLater(provider="openai")
    first, _ = generate(shop.studio(), Wanted(THREE))
    wanted = shop.generations.wanted(first.run or "")
    assert wanted == Wanted(THREE)
    second, error = resume(shop.studio(), first.run or "", wanted)

    assert error is None
    assert len(second.made) == 3
    again, _ = resume(shop.studio(), first.run or "", wanted)
    assert len(again.made) == 3
    assert len(shop.images.sent) == 3


def test_a_request_that_may_have_been_billed_is_not_sent_again(shop: Workshop) -> None:
    class Died(BaseException):
        pass

    shop.images.trouble["Plant dad"] = Died()  # as if killed between sending and answer
    with pytest.raises(Died):
        generate(shop.studio(), Wanted(("Plant dad",)))
    shop.db.execute("update runs set holder = 'here|1|never', state = 'interrupted'")
    result, error = generate(shop.studio(), Wanted(("Plant dad",)))

    assert error is not None
    assert error.full_code == "spending.perhaps_billed"
    assert result.failed[0].perhaps_billed
    assert shop.images.sent == ["Plant dad"]
    assert [each.state for each in shop.ledger.spends(result.failed[0].id)] == [SpendState.PERHAPS]


def test_while_one_is_at_it_the_same_command_makes_its_own(shop: Workshop, tmp_path: Path) -> None:
    other = Workshop(tmp_path)  # the same home: its run is under way, by this living process
    run = other.runs.begin("generate", other.now()).id
    wanted = Wanted(("Plant dad",))
    other.generations.begin(run, wanted, [Planned(1, "d-1", "Plant dad", None, 1)])
    result, error = generate(shop.studio(), wanted)

    assert error is None
    assert result.run != run
    assert result.made[0].design.seed != 1


def test_the_sellers_own_picture_gets_a_listing(shop: Workshop, tmp_path: Path) -> None:
    file = tmp_path / "my cat.png"
    file.write_bytes(Typographer().draw(DesignSpec("Meow", 1)).png)
    design = keep_file(file, designs=shop.designs, inspector=shop.inspector, clock=shop.clock)
    result, error = generate(shop.studio(), Wanted(("My cat",), design=design.id))

    assert error is None
    assert shop.images.sent == []
    assert result.made[0].design.id == design.id
    assert not shop.texts.briefs[0].disclose_ai
