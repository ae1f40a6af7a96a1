"""OpenAI's moderation: what it flags, servers that have none, and what `generate` makes of both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.net.http import Http
from podpusher_cli.providers.openai.moderation import MOST, NoModeration, moderate
from tests.conftest import Cli
from tests.support.openai import with_key
from tests.support.pictures import print_file
from tests.support.sandbox import RunningSandbox

MODERATIONS, CHAT = "openai POST /v1/moderations", "openai POST /v1/chat/completions"
HEADERS = {"authorization": "Bearer sk-sandboxsecret"}


@pytest.fixture
def world(server: RunningSandbox) -> RunningSandbox:
    server.reset(limits=False)
    server.clear_calls()
    return server


@pytest.fixture
def paying(cli: Cli, world: RunningSandbox) -> Cli:
    return with_key(cli, world)


def test_each_text_is_told_what_it_is_flagged_for(http: Http, world: RunningSandbox) -> None:
    texts = ["plant dad", "[flag:violence] cat [flag:hate]", *["cat mom"] * MOST]
    flags = moderate(http, f"{world.url}/openai/v1", HEADERS, texts)

    assert flags == [(), ("hate", "violence"), *[()] * MOST]
    assert len(world.calls(MODERATIONS)) == 2


@pytest.mark.parametrize(("status", "body"), [
    (404, {"error": {"message": "no such path"}}), (500, {}), (401, {"error": {"message": "no"}}), (200, {"results": []}),
    (200, {"results": "all fine"}), (200, []), (302, {}),
])  # fmt: skip
def test_a_server_without_it(http: Http, world: RunningSandbox, status: int, body: Any) -> None:
    world.fault(MODERATIONS, "status", times=5, status=status, body=body)
    with pytest.raises(NoModeration):
        moderate(http, f"{world.url}/openai/v1", HEADERS, ["plant dad"])


@pytest.mark.parametrize(("result", "flags"), [
    ({"flagged": True}, ("flagged",)), ({"categories": {"hate": "yes"}}, ()), ({"categories": 3, "flagged": False}, ()), ("x", ()),
])  # fmt: skip
def test_an_answer_of_another_shape(http: Http, world: RunningSandbox, result: Any, flags: tuple[str, ...]) -> None:
    world.fault(MODERATIONS, "status", status=200, body={"results": [result]})
    assert moderate(http, f"{world.url}/openai/v1", HEADERS, ["plant dad"]) == [flags]


def test_a_flagged_idea_is_not_paid_for(paying: Cli, world: RunningSandbox) -> None:
    error = paying("generate", "Cat with a sword [flag:violence]", "--model", "openai", "--json", check=2).json["error"]

    assert error["code"] == "generate.blocked"
    assert "violence" in error["message"]
    assert len(world.calls("openai POST *")) == len(world.calls(MODERATIONS)) == 1


def test_without_moderation_it_is_said_and_the_work_goes_on(paying: Cli, world: RunningSandbox, tmp_path: Path) -> None:
    world.fault(MODERATIONS, "status", status=404, body={"error": {"message": "no such path"}})
    art = tmp_path / "art.png"
    art.write_bytes(print_file(width=450, height=540))
    done = paying("generate", "Plant dad", "--design", str(art), "--model", "openai", "--yes", check=0)
    assert "not seen by OpenAI's moderation" in " ".join(done.stderr.split())


def test_the_local_maker_asks_nobody(paying: Cli, world: RunningSandbox, tmp_path: Path) -> None:
    art = tmp_path / "art.png"
    art.write_bytes(print_file(width=450, height=540))
    paying("generate", "Plant dad", "--design", str(art), "--json", check=0)
    assert world.calls("openai *") == []


def answer(title: str, description: str) -> dict[str, Any]:
    told = {"title": title, "description": description, "tags": [f"plain tag {letter}" for letter in "abcdefghijklm"]}
    message = {"role": "assistant", "content": json.dumps(told), "refusal": None}
    usage = {"prompt_tokens": 100, "completion_tokens": 100, "total_tokens": 200}
    return {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": usage}


LIE = answer("Plant dad shirt of real silk", "Made in Italy of real silk. It shows a monstera in a pot.")


def test_a_model_that_claims_falsely_is_asked_once_to_mend_it(
    paying: Cli, world: RunningSandbox, tmp_path: Path
) -> None:
    art = tmp_path / "art.png"
    art.write_bytes(print_file(width=450, height=540))
    world.fault(CHAT, "status", status=200, body=LIE)
    made = paying("generate", "Plant dad", "--design", str(art), "--model", "openai", "--json", check=0).data["made"][0]

    assert [each["purpose"] for each in made["spent"]] == ["text", "repair"]
    assert "silk" not in (made["product"]["title"] + made["product"]["content"]["description"]).casefold()


def test_a_model_that_claims_it_again_is_cut(paying: Cli, world: RunningSandbox, tmp_path: Path) -> None:
    art = tmp_path / "art.png"
    art.write_bytes(print_file(width=450, height=540))
    stubborn = answer("Plant dad shirt, real silk", "Made in Italy of real silk. It shows a monstera in a pot.")
    world.fault(CHAT, "status", times=2, status=200, body=stubborn)
    made = paying("generate", "Plant dad", "--design", str(art), "--model", "openai", "--json", check=0).data["made"][0]

    assert len(world.calls(CHAT)) == 2
    assert made["product"]["title"] == "Plant dad shirt"
    assert made["product"]["content"]["description"].startswith("It shows a monstera in a pot.")
