"""podpusher quota, whole: what is used of the plan, by whom, and what the providers themselves allow."""

from __future__ import annotations

import pytest

from podpusher_cli.i18n import LANGUAGES
from tests.conftest import Cli
from tests.support.sandbox import RunningSandbox

MONTHLY = {"publishes", "images", "texts"}


def usage(cli: Cli, resource: str) -> tuple[int, int, int | None]:
    found = {each["resource"]: each for each in cli("quota", "--json", check=0).data["usages"]}
    return found[resource]["used"], found[resource]["reserved"], found[resource]["limit"]


def test_without_a_limit_everything_is_counted_and_nothing_is_near(cli: Cli) -> None:
    told = cli("quota", "--json", check=0).data
    assert told["tier"] == "local"
    assert [each["resource"] for each in told["usages"]] == [*sorted(MONTHLY - {"texts"}, reverse=True), "texts", "trend_refreshes", "queue", "shops"]  # fmt: skip
    assert {each["limit"] for each in told["usages"]} == {None}
    assert all(each["resets_at"].endswith("-01T00:00:00Z") for each in told["usages"] if each["resource"] in MONTHLY)
    assert (told["way"], told["ceilings"], told["openai_spent"]) == (None, [], None)
    assert "A limit is near" not in cli("quota", check=0).stdout


def test_what_was_made_and_published_is_used_by_command_run_and_profile(connected: Cli, world: RunningSandbox) -> None:
    cli = connected
    run = cli("generate", "Plant dad", "Cat mom", "--json", check=0).data["run"]
    assert usage(cli, "queue") == (2, 0, None)
    cli("publish", check=0)
    cli("profile", "add", "second", check=0)
    cli("generate", "Night owl", "--profile", "second", check=0)

    assert [usage(cli, each) for each in ("publishes", "images", "texts", "queue", "shops")] == [
        (2, 0, None), (2, 0, None), (2, 0, None), (0, 0, None), (1, 0, None),
    ]  # fmt: skip
    shares = {
        (each["key"], each["resource"]): each["used"]
        for each in cli("quota", "--by", "command", "--json", check=0).data["shares"]
    }
    assert shares == {("publish", "publishes"): 2, ("generate", "images"): 2, ("generate", "texts"): 2}
    by_run = {each["key"] for each in cli("quota", "--by", "run", "--json", check=0).data["shares"]}
    assert run in by_run
    assert len(by_run) == 2
    by_profile = cli("quota", "--by", "profile", "--json", check=0)
    assert {(each["key"], each["resource"], each["used"]) for each in by_profile.data["shares"]} == {
        ("default", "publishes", 2), ("default", "images", 2), ("default", "texts", 2), ("second", "images", 1), ("second", "texts", 1),
    }  # fmt: skip
    assert by_profile.json["meta"]["profile"] == "default"

    ceilings = {each["provider"]: each for each in cli("quota", "--json", check=0).data["ceilings"]}
    assert ceilings["printify"]["used"] == len(world.state()["listings"]) == 2
    assert (ceilings["printify"]["limit"], ceilings["printify"]["seconds"]) == (200, 1800)
    assert ceilings["etsy"]["used"] > 0
    assert "Printify itself: 2 of 200 publishes" in " ".join(cli("quota", check=0).stdout.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_near_a_limit_it_names_the_way_to_more_in_80_columns(cli: Cli, language: str) -> None:
    cli("settings", "set", "quota.texts", "2", check=0)
    cli("settings", "set", "quota.images", "1", check=0)
    cli("generate", "Plant dad", check=0)
    page = cli("quota", "--by", "command", "--lang", language, check=0).stdout
    assert all(len(line) <= 80 for line in page.splitlines())
    assert "[##########]" in page
    assert "[#####.....]" in page
    assert "podpusher settings set quota.images NUMBER" in " ".join(page.split())
    assert "\x1b" not in page


def test_a_word_that_is_no_breakdown(cli: Cli) -> None:
    assert cli("quota", "--by", "moon", "--json", check=2).json["error"]["code"] == "usage"


def test_it_asks_nobody(connected: Cli, world: RunningSandbox) -> None:
    world.clear_calls()
    connected("quota", check=0)
    assert world.calls() == []
