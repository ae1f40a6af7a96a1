"""podpusher prompts: listed, shown, and two held against each other before a seller changes over."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Cli
from tests.support.openai import with_key
from tests.support.sandbox import RunningSandbox

CHAT = "openai POST /v1/chat/completions"
OWN = 'kind = "listing"\nnote = "Short."\nsystem = "Write in {language}."\nrepair = "Broken: {broken}"\n'
LISTINGS = 24


@pytest.fixture
def paying(cli: Cli, world: RunningSandbox) -> Cli:
    world.clear_calls()
    return with_key(cli, world)


def own(cli: Cli, text: str, name: str = "mine") -> None:
    folder = cli.home / "prompts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text)


def asked(world: RunningSandbox) -> int:
    return sum(each["route"] == CHAT for each in world.calls(limit=2000))


def answer(title: str, tags: list[str]) -> dict:
    text = {"title": title, "description": "It is plain. It says what it says.", "tags": tags}
    return {
        "choices": [{"message": {"content": json.dumps(text)}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 500, "completion_tokens": 300},
    }


def test_the_list_says_which_one_is_asked_with(cli: Cli) -> None:
    own(cli, OWN)
    assert {each["name"]: each["used"] for each in cli("prompts", "--json", check=0).data} == {
        "design-1": True, "ideas-1": True, "listing-1": False, "listing-2": True, "mine": False,
    }  # fmt: skip

    cli("settings", "set", "openai.listing_prompt", "mine", check=0)
    assert [each["name"] for each in cli("prompts", "--json", check=0).data if each["used"]][-1] == "mine"
    text = cli("prompts", check=0).stdout
    assert all(len(line) <= 80 for line in text.splitlines())


@pytest.mark.parametrize("language", ["es", "fr", "de"])
def test_notes_of_shipped_prompts_are_in_the_sellers_language_and_a_sellers_own_as_it_is(
    cli: Cli, language: str
) -> None:
    own(cli, OWN)
    english = {each["name"]: each["note"] for each in cli("prompts", "--json", "--lang", language, check=0).data}
    for name, note in english.items():
        told = cli("prompts", "show", name, "--lang", language, check=0).stdout
        assert (note in " ".join(told.split())) == (name == "mine"), name


def test_a_prompt_is_shown_with_its_texts(cli: Cli) -> None:
    own(cli, OWN)

    assert cli("prompts", "show", "mine", "--json", check=0).data["texts"]["system"] == "Write in {language}."
    assert "Write in {language}." in cli("prompts", "show", "mine", check=0).stdout
    assert cli("prompts", "show", "nothing", "--json", check=4).json["error"]["code"] == "prompts.unknown"


def test_a_prompt_that_cannot_be_used_is_named_with_what_is_wrong(cli: Cli) -> None:
    own(cli, OWN.replace("{language}", "{tongue}"))

    refused = cli("prompts", "--json", check=2).json["error"]
    assert refused["code"] == "prompts.invalid"
    assert "{tongue}" in refused["message"]


def test_two_are_compared_over_the_same_ideas_and_every_cent_is_told(paying: Cli, world: RunningSandbox) -> None:
    own(paying, OWN)
    planned = paying("prompts", "compare", "listing-2", "mine", "--dry-run", "--json", check=0).data
    assert (planned["listings"], planned["measured"], asked(world)) == (LISTINGS, [], 0)
    assert planned["estimate"]["amount"] > 0

    done = paying("prompts", "compare", "listing-2", "mine", "--json", check=0).data
    assert asked(world) == LISTINGS
    for each in done["measured"]:
        assert (each["listings"], each["valid"], each["refused"], each["unknown"]) == (12, 12, 0, 0)
        assert 0 < each["diversity"] <= 1
        assert 0 < each["seo"] <= 100
        assert each["cost"]["amount"] > 0

    text = paying("prompts", "compare", "listing-1", "mine", check=0)
    assert all(len(line) <= 80 for line in text.stdout.splitlines())
    assert "Cost: about" in text.stderr


def test_what_is_wrong_with_their_texts_is_counted(paying: Cli, world: RunningSandbox) -> None:
    tags = [f"plain tag {letter}" for letter in "abcdefghijklm"]
    world.fault(CHAT, "status", times=12, status=200, body=answer("Nike shirt of real silk", tags))
    world.fault(CHAT, "status", nth=13, status=200, body=answer("x" * 200, tags))

    first, second = paying("prompts", "compare", "listing-1", "listing-2", "--json", check=0).data["measured"]
    assert first["hits"]["brand"] == 12
    assert (first["valid"], first["valid_at_once"]) == (12, 12)
    assert (second["valid"], second["valid_at_once"]) == (12, 11)
    assert "brand" not in second["hits"]


def test_after_a_crash_nothing_is_paid_for_twice(paying: Cli, world: RunningSandbox) -> None:
    broke = {"error": {"message": "no credit", "type": "insufficient_quota", "code": "insufficient_quota"}}
    world.fault(CHAT, "status", nth=10, status=429, body=broke)
    paying("prompts", "compare", "listing-1", "listing-2", "--json", check=7)
    world.clear_calls()

    paying("prompts", "compare", "listing-1", "listing-2", "--json", check=0)
    assert asked(world) == LISTINGS - 9


def test_an_answer_that_never_came_is_told_and_not_asked_for_again(paying: Cli, world: RunningSandbox) -> None:
    world.fault(CHAT, "lost_answer", nth=3)

    first = paying("prompts", "compare", "listing-1", "listing-2", "--json", check=0).data["measured"][0]
    assert (first["unknown"], first["valid"], first["refused"]) == (1, 11, 0)


def test_with_a_limit_on_spending_a_price_that_is_not_known_ends_it(paying: Cli, world: RunningSandbox) -> None:
    paying("settings", "set", "spending.month", "5", check=0)
    paying("settings", "set", "openai.text_model", "unheard-of-1", check=0)

    refused = paying("prompts", "compare", "listing-1", "listing-2", "--json", check=2)
    assert refused.json["error"]["code"] == "spending.unpriced"
    assert asked(world) == 0


@pytest.mark.parametrize(("pair", "code", "status"), [
    (("design-1", "listing-1"), "prompts.kind", 2),
    (("listing-1", "listing-9"), "prompts.unknown", 4),
])  # fmt: skip
def test_what_cannot_be_compared(paying: Cli, pair: tuple[str, str], code: str, status: int) -> None:
    assert paying("prompts", "compare", *pair, "--json", check=status).json["error"]["code"] == code


def test_without_a_key_nothing_can_be_compared(cli: Cli) -> None:
    assert cli("prompts", "compare", "listing-1", "listing-2", "--json", check=3).json["error"]["provider"] == "openai"
