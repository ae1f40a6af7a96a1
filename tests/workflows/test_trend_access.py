"""Which of a file's cookies are kept, and when the token store is asked."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest

from podpusher_cli.core.errors import KeyringTrouble
from podpusher_cli.store.db import connect
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import LOCK_S, MemoryStore
from podpusher_cli.workflows.trend_access import TrendAccess
from tests.commands.test_trend_access import COOKIES
from tests.support.clock import FakeClock


class Watched(MemoryStore):
    """Counts how often it is asked. `held`: the locks; `bare`: what was changed without its lock. `full`: takes nothing."""

    asked = 0
    full = False

    def __init__(self):
        super().__init__()
        self.held, self.bare = set(), []

    def get(self, provider):
        self.asked += 1
        return super().get(provider)

    def put(self, provider, value):
        self.bare += [] if provider in self.held else [provider]
        if self.full:
            raise KeyringTrouble(problem="it is full")
        super().put(provider, value)

    def delete(self, provider):
        self.bare += [] if provider in self.held else [provider]
        super().delete(provider)

    @contextmanager
    def lock(self, provider, seconds=LOCK_S):
        with super().lock(provider, seconds):
            self.held.add(provider)
            yield
            self.held.discard(provider)


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


def test_nothing_is_changed_without_its_lock(access, tmp_path):
    access.connect_session("tiktok", tmp_path / "cookies.txt")
    access.connect_key("tiktok", "701:token")
    access.forget("tiktok", lambda question: True)
    assert access.tokens.bare == []


def test_what_is_put_into_the_store_is_always_found_again(access):
    access.tokens.full = True
    with pytest.raises(KeyringTrouble):
        access.connect_key("twitter", "token")
    assert access.connections() == ()
    access.tokens.full = False
    access.tokens.put("twitter-key", {"values": {"token": "kept"}})  # by a process that was killed right after
    assert access.forget("twitter", lambda question: True).state == "not_connected"
    assert access.tokens.get("twitter-key") is None


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("PODPUSHER_REDDIT_TOKEN", "two words", "trends.key"),
        ("PODPUSHER_TIKTOK_COOKIES", "nowhere.txt", "not_found"),
    ],
)
def test_what_the_environment_gives_in_vain_is_one_line(access, variable, value, code):
    access.connect_key("twitter", "token")
    found = TrendAccess(access.tokens, access.settings, {variable: value}, access.clock).connections()
    bad = next(each for each in found if each.provider != "twitter")
    assert (bad.state, bad.store, bad.problem.code) == ("not_connected", "env", code)
    assert [each.state for each in found if each.provider == "twitter"] == ["connected"]
