from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sandbox import RunningSandbox, start_sandbox


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.fixture
def trends(cli, sandbox: RunningSandbox):
    sandbox.reset()
    cli.environment |= {
        "PODPUSHER_TREND_TIKTOK_URL": f"{sandbox.url}/trends/tiktok",
        "PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "1",
    }
    return cli


def test_trends_are_ranked_and_say_why(trends) -> None:
    found = trends("trends", "--source", "tiktok", "--json", check=0).data
    assert found
    assert all(each["why"] for each in found)


def test_what_was_read_is_served_again_without_asking(trends, sandbox: RunningSandbox) -> None:
    first = trends("trends", "--json", check=0).data
    sandbox.clear_calls()
    assert [each["key"] for each in trends("trends", "--json", check=0).data] == [each["key"] for each in first]
    assert sandbox.calls() == []


def test_a_refresh_gives_outcomes_and_signals(trends) -> None:
    told = trends("trends", "refresh", "--source", "tiktok", "--json", check=0).data
    assert {each["outcome"] for each in told["outcomes"]} == {"signals"}
    assert {each["metric_name"] for each in told["signals"]} == {"views"}


def test_without_the_seller_s_word_nothing_is_read(trends, sandbox: RunningSandbox) -> None:
    result = trends("trends", "--json", env={"PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "0"}, check=2)
    assert "trends.allow_unofficial" in result.json["error"]["hint"]
    assert sandbox.calls() == []


def test_a_source_that_there_is_not_is_refused(trends) -> None:
    assert trends("trends", "--source", "corkboard", "--json").exit_status == 2


def test_damage_is_an_outcome_and_never_a_traceback(trends, sandbox: RunningSandbox, tmp_path: Path) -> None:
    sandbox.fault("trends * *", "empty_body", times=0)
    result = trends("trends", "--json")
    assert result.exit_status == 7
    assert result.json["error"]["code"].startswith("trends.")
