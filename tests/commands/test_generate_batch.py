"""generate --batch and designs wait, whole: bought once, fetched line by line, at half the price, whatever happens between."""

from __future__ import annotations

import pytest

from tests.conftest import Cli, Result
from tests.support.openai import CHAT, IMAGES, batches_of, pay, spends_of
from tests.support.sandbox import RunningSandbox

FILES, BATCHES = "openai POST /v1/files", "openai POST /v1/batches"
LIST, CONTENT = "openai GET /v1/batches", "openai GET /v1/files/{file_id}/content"


@pytest.fixture
def sandbox(server: RunningSandbox) -> RunningSandbox:
    server.reset(limits=False, batch_check_s=10, batch_s=100)
    server.clear_calls()
    return server


@pytest.fixture
def paying(cli: Cli, sandbox: RunningSandbox) -> Cli:
    return pay(cli, sandbox)


def calls(sandbox: RunningSandbox, route: str) -> int:
    return len(sandbox.calls(route))


def generate(cli: Cli, *words: str, check: int | None = 0) -> Result:
    return cli("generate", *words, "--batch", "--json", check=check)


def wait(cli: Cli, *words: str, check: int | None = 0) -> Result:
    return cli("designs", "wait", *words, "--json", check=check)


def states(cli: Cli) -> dict[str, int]:
    counted: dict[str, int] = {}
    for each in spends_of(cli):
        counted[each["state"]] = counted.get(each["state"], 0) + 1
    return counted


def test_pictures_and_texts_go_out_in_batches_and_come_back_as_products(paying: Cli, sandbox: RunningSandbox) -> None:
    sent = generate(paying, "Plant dad", "Cat mom").data
    assert (len(sent["made"]), sent["left"], len(sent["batches"])) == (0, 2, 2)
    assert {each["purpose"] for each in sent["batches"]} == {"image", "text"}
    assert sent["come_back_at"]
    assert paying("runs", "show", sent["run"], "--json", check=0).data["run"]["state"] == "waiting"

    (done,) = wait(paying).data["runs"]
    assert done["run"] == sent["run"]
    assert [each["idea"] for each in done["made"]] == ["Plant dad", "Cat mom"]
    assert (done["left"], done["failed"], done["come_back_at"]) == (0, [], None)
    assert calls(sandbox, IMAGES) == calls(sandbox, CHAT) == 0, "all of it came in batches"
    assert len(batches_of(sandbox)) == 2
    assert paying("runs", "show", sent["run"], "--json", check=0).data["run"]["state"] == "done"
    assert wait(paying, check=4).json["error"]["code"] == "not_found"
    assert not list((paying.home / "profiles" / "default" / "batches").iterdir()), "their files are needed no more"


def test_it_costs_half_of_what_it_costs_at_once(paying: Cli, sandbox: RunningSandbox) -> None:
    at_once = paying("generate", "Plant dad", "--json", check=0).data["made"][0]["spent"]
    plan = paying("generate", "Plant dad", "--dry-run", "--json", check=0).data["plan"]
    cheap = paying("generate", "Plant dad", "--batch", "--dry-run", "--json", check=0).data["plan"]
    assert cheap["estimate_each"]["amount"] == -(-plan["estimate_each"]["amount"] // 2)
    generate(paying, "Plant dad")
    spent = wait(paying).data["runs"][0]["made"][0]["spent"]
    assert [each["purpose"] for each in spent] == ["image", "text"]
    assert [each["micros"] for each in spent] == [-(-each["micros"] // 2) for each in at_once]
    assert all(each["batch"] for each in spent)


def test_one_look_says_when_to_come_back(paying: Cli) -> None:
    generate(paying, "Plant dad")
    result = paying("designs", "wait", "--no-wait", check=0)
    assert "1 design is being made in batches" in result.stdout
    assert "look again at" in " ".join(result.stdout.split())
    assert "That costs about $" in result.stdout
    again = generate(paying, "Plant dad").data
    assert (again["left"], len(again["batches"])) == (1, 2), "the same command looks and buys nothing"


def test_a_blocked_picture_fails_alone_and_its_text_is_counted(paying: Cli) -> None:
    generate(paying, "Plant dad", "Cat [moderation_blocked]")
    result = wait(paying, check=5)
    (done,) = result.data["runs"]
    assert [each["idea"] for each in done["made"]] == ["Plant dad"]
    assert done["failed"][0]["trouble"]["code"] == "openai.moderation_blocked"
    assert done["failed"][0]["perhaps_billed"] is False
    assert states(paying) == {"billed": 2, "free": 2}


def test_odd_lines_hurt_nobody_else(paying: Cli) -> None:
    ideas = ("Plant dad", "A [batch_missing]", "B [batch_twice]", "C [batch_garbage]", "D [batch_stranger]")
    generate(paying, *ideas)
    (done,) = wait(paying, check=5).data["runs"]
    assert [each["idea"] for each in done["made"]] == ["Plant dad", "B [batch_twice]", "D [batch_stranger]"]
    assert {each["trouble"]["code"] for each in done["failed"]} == {"openai.no_line"}
    assert all(each["perhaps_billed"] for each in done["failed"]), (
        "a completed batch without an answer may have been billed"
    )
    assert done["in_doubt"]["amount"] > 0
    assert states(paying) == {"billed": 6, "perhaps": 4}


# Never bought twice


@pytest.mark.parametrize("kind", ["lost_answer", "applied_status", "bad_json"])
def test_a_batch_whose_making_got_no_answer_is_found_by_its_mark(
    paying: Cli, sandbox: RunningSandbox, kind: str
) -> None:
    sandbox.fault(BATCHES, kind, **({"status": 502} if kind == "applied_status" else {}))
    sent = generate(paying, "Plant dad").data
    assert len(batches_of(sandbox)) == 2
    assert {each["state"] for each in sent["batches"]} == {"running"}
    assert len(wait(paying).data["runs"][0]["made"]) == 1


@pytest.mark.parametrize("kind", ["cut", "status"])
def test_one_that_was_certainly_not_made_is_made_later(paying: Cli, sandbox: RunningSandbox, kind: str) -> None:
    sandbox.fault(BATCHES, kind, **({"status": 500} if kind == "status" else {}))
    sent = generate(paying, "Plant dad").data
    made = len(batches_of(sandbox))
    assert made < 2 or {each["state"] for each in sent["batches"]} == {"running"}
    assert len(wait(paying).data["runs"][0]["made"]) == 1
    assert len(batches_of(sandbox)) == 2


def test_while_nobody_can_be_asked_nothing_is_bought(paying: Cli, sandbox: RunningSandbox) -> None:
    sandbox.fault(BATCHES, "lost_answer")
    sandbox.fault(LIST, "status", status=503, times=3)
    first = generate(paying, "Plant dad", check=7)
    assert first.data["batches"][0]["state"] == "creating"
    assert len(batches_of(sandbox)) == 1
    assert len(wait(paying).data["runs"][0]["made"]) == 1
    assert len(batches_of(sandbox)) == 2


def test_an_upload_that_got_no_answer_costs_nothing_and_is_repeated(paying: Cli, sandbox: RunningSandbox) -> None:
    sandbox.fault(FILES, "lost_answer")
    generate(paying, "Plant dad")
    assert calls(sandbox, FILES) == 3
    assert len(batches_of(sandbox)) == 2


def test_answers_that_break_off_are_fetched_again(paying: Cli, sandbox: RunningSandbox) -> None:
    generate(paying, "Plant dad")
    sandbox.fault(CONTENT, "lost_answer")
    assert len(wait(paying).data["runs"][0]["made"]) == 1


def test_an_outage_while_waiting_is_waited_out_and_one_that_lasts_is_told(paying: Cli, sandbox: RunningSandbox) -> None:
    generate(paying, "Plant dad")
    sandbox.fault("openai GET /v1/batches/{batch_id}", "status", nth=3, times=3, status=503)
    assert len(wait(paying).data["runs"][0]["made"]) == 1
    sandbox.config(batch_s=10**6)
    generate(paying, "Cat mom")
    sandbox.fault("openai GET /v1/batches/{batch_id}", "status", nth=3, times=0, status=503)
    assert wait(paying, check=7).json["error"]["code"] in {
        "openai.unavailable",
        "provider.unavailable",
        "provider.circuit_open",
    }


# Batches that end badly


def test_what_is_not_done_in_a_day_costs_nothing_and_is_sent_again_only_when_told(
    paying: Cli, sandbox: RunningSandbox
) -> None:
    sandbox.config(batch_s=3 * 86_400)
    run = generate(paying, "One", "Two", "Three", "Four").data["run"]
    sandbox.advance(15)
    wait(paying, "--no-wait")
    sandbox.advance(86_400)
    result = wait(paying, check=7)
    assert result.json["error"]["code"] == "openai.batch_unfinished"
    (done,) = result.data["runs"]
    assert (len(done["made"]), done["left"]) == (1, 3)
    assert states(paying) == {"billed": 2, "free": 6}
    assert wait(paying, run, check=7).data["runs"][0]["left"] == 3
    assert len(batches_of(sandbox)) == 2, "nothing is bought again by itself"
    sandbox.config(batch_s=100)
    (all_of_it,) = wait(paying, run, "--again").data["runs"]
    assert (len(all_of_it["made"]), all_of_it["left"]) == (4, 0)
    assert len(batches_of(sandbox)) == 4
    assert states(paying) == {"billed": 8, "free": 6}


def test_a_batch_that_openai_will_not_take_is_told_in_its_words(paying: Cli, sandbox: RunningSandbox) -> None:
    paying("settings", "set", "openai.image_size", "100x100", check=0)
    generate(paying, "Plant dad")
    result = wait(paying, check=2)
    assert result.json["error"]["code"] == "openai.invalid_value"
    assert states(paying) == {"billed": 1, "free": 1}


def test_too_much_for_the_account_goes_later_by_itself(paying: Cli, sandbox: RunningSandbox) -> None:
    sandbox.config(batch_tokens=1_000)
    generate(paying, "One", "Two")
    (done,) = wait(paying).data["runs"]
    assert (len(done["made"]), done["left"]) == (2, 0)
    told = batches_of(sandbox)
    assert [each["status"] for each in told].count("failed") >= 1
    assert states(paying)["billed"] == 4


# Limits


def test_the_limits_on_spending_hold_and_more_money_goes_on(paying: Cli, sandbox: RunningSandbox) -> None:
    result = generate(paying, "One", "Two", "Three", "--max-cost", "0.03", check=5)
    assert result.json["error"]["code"] == "run.partial"
    assert "--max-cost" in result.json["error"]["hint"]
    assert len(spends_of(paying)) == 4
    done = generate(paying, "One", "Two", "Three", "--max-cost", "1").data
    assert (done["run"], done["left"]) == (result.data["run"], 3)
    assert len(wait(paying).data["runs"][0]["made"]) == 3


def test_quota_is_reserved_by_item_and_used_when_it_is_made(paying: Cli) -> None:
    paying("settings", "set", "quota.images", "2", check=0)
    generate(paying, "One", "Two", "Three", check=5)
    usages = {each["resource"]: each for each in paying("quota", "--json", check=0).data["usages"]}
    assert (usages["images"]["used"], usages["images"]["reserved"]) == (0, 2)
    wait(paying, check=5)
    usages = {each["resource"]: each for each in paying("quota", "--json", check=0).data["usages"]}
    assert (usages["images"]["used"], usages["images"]["reserved"]) == (2, 0)


def test_other_servers_and_the_local_maker_take_no_batches(paying: Cli) -> None:
    for words in (("--model", "local"), ()):
        if not words:
            paying("settings", "set", "openai.dialect", "compat", check=0)
        error = generate(paying, "Plant dad", *words, check=2).json["error"]
        assert error["code"] == "generate.no_batches"


def test_a_run_that_is_no_batch_cannot_be_waited_for(paying: Cli) -> None:
    run = paying("generate", "Plant dad", "--model", "local", "--json", check=0).data["run"]
    assert wait(paying, run, check=4).json["error"]["hint"] == "podpusher runs list"
    assert wait(paying, "r-none", check=4).json["error"]["code"] == "not_found"


def test_three_runs_are_waited_for_together(paying: Cli) -> None:
    for idea in ("One", "Two", "Three"):
        generate(paying, idea)
    assert [len(each["made"]) for each in wait(paying).data["runs"]] == [1, 1, 1]
