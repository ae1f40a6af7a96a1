"""Sources of trends under a plan: counted when they are asked outside and answer, and never in the way of what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from podpusher_cli.core.errors import Interrupted
from podpusher_cli.core.plans import Limits, Resource
from podpusher_cli.core.quota import OverQuota, RefreshesUsedUp
from tests.net.server import Answer, Server
from tests.support.quota import ledger_of
from tests.support.trends import TrendDesk, body, listed, row

CAPTCHA = Answer(headers={"content-type": "text/html"}, body=body("syn_page_captcha.html"))
LISTS = [listed(row("CozyCore", 1)), listed(row("dogmomlife", 1)), listed(row("catdad", 2))]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TrendDesk]:
    server = Server(*LISTS)
    yield TrendDesk(tmp_path, server, limits=Limits(trend_refreshes=1))
    server.close()


def used(desk: TrendDesk) -> tuple[int, int]:
    usage = ledger_of(desk.db, desk.clock, desk.limits).usage(Resource.TREND_REFRESHES)
    return usage.used, usage.reserved


def test_a_source_that_is_asked_counts_once_however_many_requests_that_takes(desk: TrendDesk) -> None:
    desk.trends().refresh()
    assert len(desk.requests()) == 3
    assert used(desk) == (1, 0)


def test_what_comes_from_the_cache_costs_nothing(desk: TrendDesk) -> None:
    for _ in range(3):
        assert desk.trends().listing().over is None
    assert used(desk) == (1, 0)


def test_a_source_that_does_not_answer_costs_nothing(desk: TrendDesk) -> None:
    desk.server.answers = [CAPTCHA]
    _, error = desk.trends().refresh()
    assert error is not None
    assert used(desk) == (0, 0)
    desk.clock.advance(100_000)
    desk.server.answers = LISTS
    assert desk.trends().refresh()[1] is None
    assert used(desk) == (1, 0)


def test_where_none_is_left_a_refresh_ends_with_6_and_asks_nobody(desk: TrendDesk) -> None:
    desk.trends().refresh()
    asked = len(desk.requests())
    got, error = desk.trends().refresh()
    assert isinstance(error, RefreshesUsedUp)
    assert (error.exit_status, got.outcomes, len(desk.requests())) == (6, (), asked)
    assert error.details["resets_at"] == "2026-11-24T00:00:00Z"


def test_the_next_day_in_utc_there_is_more(desk: TrendDesk) -> None:
    desk.trends().refresh()
    desk.clock.advance(86_400)
    desk.server.answers = LISTS
    assert desk.trends().refresh()[1] is None


def test_a_listing_shows_what_is_stored_and_says_that_it_asked_nobody(desk: TrendDesk) -> None:
    before = desk.trends().listing().page.items
    desk.clock.advance(3 * 3600)
    found = desk.trends().listing(refresh=True)
    assert [each.keyword for each in found.page.items] == [each.keyword for each in before] != []
    assert isinstance(found.over, RefreshesUsedUp)
    assert len(desk.trends().top(10)) == len(before)


def test_with_nothing_stored_a_listing_says_why(desk: TrendDesk) -> None:
    desk.limits = Limits(trend_refreshes=0)
    with pytest.raises(OverQuota):
        desk.trends().listing()
    with pytest.raises(OverQuota):
        desk.trends().top(1)
    assert desk.requests() == []


def test_one_that_is_interrupted_gives_its_unit_back(desk: TrendDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise Interrupted

    monkeypatch.setattr("podpusher_cli.net.http.Http.send", stopped)
    with pytest.raises(Interrupted):
        desk.trends().refresh()
    assert used(desk) == (0, 0)
    states = [row[0] for row in desk.db.execute("select state from quota")]
    assert states == ["released"]
