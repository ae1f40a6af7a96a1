"""Notices of routes that stop giving trends and come back, with the real engine and stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from podpusher_cli.core.notifications import Notice
from podpusher_cli.core.outcomes import OutcomeKind
from podpusher_cli.store.db import connect
from podpusher_cli.store.notices import Notices
from podpusher_cli.workflows.trend_alerts import Alerts
from tests.net.server import Answer, Server
from tests.support.trends import NO_PERMISSION, TrendDesk, body, listed, row

LISTED = listed(row("CozyCore", 1))
CAPTCHA = Answer(headers={"content-type": "text/html"}, body=body("syn_page_captcha.html"))
CHANGED = Answer(body=b'{"session_token": "canary-1", "rows": [{"title": "x"}]}')
LIST = "tiktok.hashtag_list"
DAY_S = 86_400


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TrendDesk]:
    server = Server(LISTED)
    yield TrendDesk(tmp_path, server)
    server.close()


def notices(desk: TrendDesk) -> list[Notice]:
    """Oldest first."""
    return list(reversed(desk.notices.page(limit=100, cursor=None, unread=False).items))


def ask(desk: TrendDesk, answer: Answer) -> list[str]:
    """Refresh the list of hashtags; the kinds of the notices that there are then."""
    desk.server.answers = [answer]
    desk.trends().refresh(route=LIST)
    return [each.kind for each in notices(desk)]


def test_a_route_that_answers_leaves_no_notice(desk: TrendDesk) -> None:
    assert ask(desk, LISTED) == ask(desk, listed()) == []


def test_the_first_failure_of_a_kind_is_told_once_a_day(desk: TrendDesk) -> None:
    assert ask(desk, NO_PERMISSION) == ["trends.route_failed"]
    desk.notices.mark_read(None, desk.clock.now())
    assert ask(desk, NO_PERMISSION) == ["trends.route_failed"]
    assert ask(desk, CAPTCHA) == ["trends.route_failed"] * 2
    desk.clock.advance(DAY_S)
    assert ask(desk, NO_PERMISSION) == ["trends.route_failed"] * 3
    first, second, third = notices(desk)
    assert first.text == (
        "TikTok: the route tiktok.hashtag_list gave no trends on 2026-11-23 (login wanted)."
        " podpusher trends sources shows how it stands."
    )
    assert "(captcha)" in second.text
    assert (third.fields["day"], third.fields["outcome"]) == ("2026-11-24", "login wanted")


def test_each_route_has_notices_of_its_own(desk: TrendDesk) -> None:
    desk.server.answers = [NO_PERMISSION]
    desk.trends().refresh()
    assert [each.fields["route"] for each in notices(desk)] == [LIST, "tiktok.page_state"]


def test_a_route_that_comes_back_is_told_once(desk: TrendDesk) -> None:
    ask(desk, NO_PERMISSION)
    assert ask(desk, LISTED) == ["trends.route_failed", "trends.recovered"]
    assert ask(desk, LISTED) == ["trends.route_failed", "trends.recovered"]
    assert notices(desk)[-1].text == "TikTok: the route tiktok.hashtag_list gives trends again since 2026-11-23."


def test_a_page_that_changed_is_kept_for_the_repair_without_its_secrets(desk: TrendDesk) -> None:
    assert ask(desk, CHANGED) == ["trends.layout_changed"]
    kept = Path(notices(desk)[0].fields["kept"]).read_text()
    assert '"title": "x"' in kept
    assert "canary" not in kept


def test_a_list_that_lost_its_numbers_is_told_though_its_rows_are_shown(desk: TrendDesk) -> None:
    assert ask(desk, listed(row("CozyCore", 1, vv=None), row("dogmomlife", 2, vv=None))) == ["trends.layout_changed"]
    assert [each.keyword for each in desk.trends().listing().page.items] == ["CozyCore", "dogmomlife"]


def test_what_was_never_asked_is_no_failure(desk: TrendDesk) -> None:
    desk.trends().refresh(route="tiktok.official")  # there is no key
    desk.server.close()
    desk.trends().refresh(route=LIST)  # there is no way to it
    assert notices(desk) == []


def test_a_profile_has_notices_and_last_tries_of_its_own(desk: TrendDesk, tmp_path: Path) -> None:
    ask(desk, NO_PERMISSION)
    other = Alerts("other", Notices(connect(tmp_path / "profiles/other/state.db")), desk.cache, desk.clock)
    own = Alerts("default", desk.notices, desk.cache, desk.clock)
    last = own.last(LIST)
    assert last is not None
    assert (last.outcome, last.at) == (OutcomeKind.LOGIN_WALL, desk.clock.now())
    assert other.last(LIST) is None
    assert other.notices.unread() == 0


def test_a_notice_that_finds_no_room_holds_nothing_up(desk: TrendDesk) -> None:
    desk.db.execute("drop table notices")
    desk.server.answers = [NO_PERMISSION]
    got, _ = desk.trends().refresh(route=LIST)
    assert [each.outcome for each in got.outcomes] == ["login_wall"]
