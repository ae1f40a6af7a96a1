"""Which of a file's cookies are kept, and when the token store is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from podpusher_cli.store.db import connect
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import MemoryStore
from podpusher_cli.workflows.trend_access import TrendAccess
from tests.commands.test_trend_access import COOKIES
from tests.support.clock import FakeClock


class Watched(MemoryStore):
    """Counts how often it is asked."""

    asked = 0

    def get(self, provider):
        self.asked += 1
        return super().get(provider)


@pytest.fixture
def access(tmp_path: Path) -> TrendAccess:
    (tmp_path / "cookies.txt").write_text(COOKIES)
    return TrendAccess(Watched(), Settings(connect(tmp_path / "state.db")), {}, FakeClock())


def test_only_the_sites_own_cookies_that_still_hold_are_kept(access, tmp_path):
    access.connect_session("tiktok", tmp_path / "cookies.txt")
    found = access.credential("session:tiktok")
    assert dict(found.values) == {"sessionid": "canary-cookie-1", "sid_guard": "canary-cookie-2"}
    assert found.cookies == "sessionid=canary-cookie-1; sid_guard=canary-cookie-2"
    assert "canary" not in repr(found)


def test_a_session_given_anew_is_another_one(access, tmp_path):
    accounts = []
    for _ in range(2):
        access.connect_session("tiktok", tmp_path / "cookies.txt")
        accounts.append(access.credential("session:tiktok").account)
        access.clock.advance(60)
    assert len(set(accounts)) == 2
    assert not any("canary" in account for account in accounts)


def test_a_keyring_that_nobody_needs_is_not_asked(access):
    assert access.credential("session:tiktok") is None
    assert access.connections() == ()
    assert access.tokens.asked == 0


def test_forgetting_leaves_nothing_in_the_store(access, tmp_path):
    access.connect_session("tiktok", tmp_path / "cookies.txt")
    access.connect_key("tiktok", "701:token")
    asked = []
    assert access.forget("tiktok", lambda question: asked.append(question) is None and False).state == "connected"
    assert access.forget("tiktok", lambda question: True).state == "not_connected"
    assert (access.tokens.get("tiktok-session"), access.tokens.get("tiktok-key")) == (None, None)
    assert len(asked) == 1
