"""Tokens on requests: renewed once, saved before use, never used twice; and the browser's half of a login."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from podpusher_cli.core.errors import (
    ConnectionExpired,
    DiskTrouble,
    LoginLost,
    NotConnected,
    OutcomeUnknown,
    TryLater,
)
from podpusher_cli.core.tokens import TokenSet
from podpusher_cli.net.auth import RotatingToken, StaticAuth, bearer
from podpusher_cli.store.tokens import MemoryStore


class Provider:
    """A token endpoint: each refresh token is good once, each new pair lives an hour."""

    def __init__(self, clock):
        self.clock = clock
        self.refreshed = []
        self.count = 0
        self.error = None

    def pair(self):
        self.count += 1
        return TokenSet(f"access{self.count}", f"refresh{self.count}", self.clock.now().timestamp() + 3600)

    def refresh(self, old):
        if self.error:
            raise self.error
        self.refreshed.append(old.refresh_token)
        if old.refresh_token != f"refresh{self.count}":
            raise ConnectionExpired(provider="etsy", name="etsy")
        return self.pair()


class Kept:
    """A token store with a look at when it was written."""

    def __init__(self, clock):
        self.store = MemoryStore()
        self.provider = Provider(clock)
        self.clock = clock
        self.full = False
        self.save(self.provider.pair())

    def load(self):
        kept = self.store.get("etsy")
        return TokenSet.from_dict(kept) if kept else None

    def save(self, tokens):
        if self.full:
            raise DiskTrouble(path="tokens.enc", problem="full")
        self.store.put("etsy", tokens.to_dict())

    def auth(self, **changes):
        parts = {
            "provider": "etsy",
            "profile": "default",
            "load": self.load,
            "save": self.save,
            "refresh": self.provider.refresh,
            "lock": lambda: self.store.lock("etsy"),
            "clock": self.clock,
        }
        return RotatingToken(**(parts | changes))


@pytest.fixture
def kept(clock):
    return Kept(clock)


def used(auth):
    return auth.headers()["authorization"].removeprefix("Bearer ")


# Tokens that stay


def test_static_headers_are_never_renewed():
    auth = bearer("t")
    assert auth.headers() == {"authorization": "Bearer t"}
    assert auth.renew(auth.headers()) is False
    assert "secret" not in repr(StaticAuth({"x-api-key": "secret"}))


# Tokens that rotate


def test_a_token_is_used_until_shortly_before_it_ends(kept, clock):
    auth = kept.auth()
    assert used(auth) == "access1"
    clock.advance(3600 - 61)
    assert used(auth) == "access1"
    clock.advance(2)
    assert used(auth) == "access2"
    assert used(auth) == "access2"
    assert kept.provider.refreshed == ["refresh1"]
    assert kept.load().refresh_token == "refresh2"


def test_a_refused_token_is_renewed_and_an_older_refusal_is_not_news(kept):
    auth = kept.auth()
    stale = auth.headers()
    assert auth.renew(stale) is True
    assert auth.renew(stale) is True
    assert used(auth) == "access2"
    assert kept.provider.refreshed == ["refresh1"]


def test_what_another_process_renewed_is_taken_over(kept, clock):
    ours, theirs = kept.auth(), kept.auth()
    stale = ours.headers()
    clock.advance(3590)
    assert used(theirs) == "access2"
    assert used(ours) == "access2"
    assert ours.renew(stale) is True
    assert kept.provider.refreshed == ["refresh1"]


def test_eight_threads_with_an_ended_token_refresh_once(kept, clock):
    auth = kept.auth()
    clock.advance(4000)
    barrier = threading.Barrier(8)

    def work(_):
        barrier.wait()
        return used(auth)

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(work, range(8))) == {"access2"}
    assert kept.provider.refreshed == ["refresh1"]


def test_a_new_pair_is_saved_under_the_lock_before_it_is_used(kept, clock):
    events = []

    @contextmanager
    def lock():
        events.append("lock")
        yield
        events.append("unlock")

    def save(tokens):
        kept.save(tokens)
        events.append("save")

    clock.advance(4000)
    auth = kept.auth(lock=lock, save=save)
    used(auth)
    events.append("use")
    assert events == ["lock", "save", "unlock", "use"]


def test_a_pair_that_cannot_be_saved_is_not_used_and_not_lost(kept, clock):
    auth = kept.auth()
    clock.advance(4000)
    kept.full = True
    for _ in range(2):
        with pytest.raises(DiskTrouble):
            used(auth)
    kept.full = False
    assert used(auth) == "access2"
    assert kept.load().access_token == "access2"
    assert kept.provider.refreshed == ["refresh1"]


def test_a_dead_refresh_token_is_looked_up_once_more(kept, clock):
    clock.advance(4000)

    def rotated_meanwhile(_old):
        kept.save(kept.provider.pair())  # by somebody without our lock
        raise ConnectionExpired(provider="etsy", name="etsy")

    assert used(kept.auth(refresh=rotated_meanwhile)) == "access2"


def test_a_dead_login_asks_for_a_new_one(kept, clock):
    kept.provider.count = 9
    clock.advance(4000)
    with pytest.raises(ConnectionExpired) as caught:
        used(kept.auth())
    assert caught.value.exit_status == 3
    assert kept.provider.refreshed == ["refresh1"]


def test_a_token_that_still_holds_bridges_an_outage(kept, clock):
    auth = kept.auth()
    clock.advance(3600 - 30)
    kept.provider.error = TryLater(provider="etsy")
    assert used(auth) == "access1"
    clock.advance(31)
    with pytest.raises(TryLater):
        used(auth)


def test_an_answer_that_was_lost_is_asked_for_again(kept, clock):
    clock.advance(4000)
    answers = [OutcomeUnknown(provider="etsy"), OutcomeUnknown(provider="etsy"), kept.provider.refresh]

    def refresh(old):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer(old)

    assert used(kept.auth(refresh=refresh)) == "access2"


def test_a_login_that_died_with_a_lost_answer_is_told_apart_from_a_dead_one(kept, clock):
    """Whatever came in between: other answers, other calls."""
    outcomes = [OutcomeUnknown(provider="etsy")] * 3 + [ConnectionExpired(provider="etsy", name="etsy")]

    def refresh(_old):
        raise outcomes.pop(0)

    auth = kept.auth(refresh=refresh)
    clock.advance(3600 - 30)
    assert used(auth) == "access1"
    clock.advance(31)
    with pytest.raises(LoginLost):
        used(auth)
    assert outcomes == []


def test_who_waits_for_the_lock_does_not_wait_for_three_timeouts(kept, clock):
    asked = []

    def refresh(old):
        asked.append(old)
        clock.advance(30)
        raise OutcomeUnknown(provider="etsy")

    clock.advance(4000)
    with pytest.raises(OutcomeUnknown):
        used(kept.auth(refresh=refresh))
    assert len(asked) == 1


def test_nothing_kept_means_not_connected(kept):
    kept.store.delete("etsy")
    with pytest.raises(NotConnected) as caught:
        kept.auth().headers()
    assert "default" in str(caught.value)


def test_without_a_refresh_token_a_refusal_stays_one(kept, clock):
    kept.save(TokenSet("only", expires_at=clock.now().timestamp() + 3600))
    auth = kept.auth()
    assert auth.renew(auth.headers()) is False
    clock.advance(4000)
    with pytest.raises(ConnectionExpired):
        auth.headers()


def test_a_new_login_beside_us_is_taken_over_at_a_refusal(kept, clock):
    kept.save(TokenSet("old", expires_at=clock.now().timestamp() + 3600))
    auth = kept.auth()
    stale = auth.headers()
    kept.save(kept.provider.pair())
    assert auth.renew(stale) is True
    assert used(auth) == "access2"
    assert kept.provider.refreshed == []


def test_no_token_shows(kept):
    auth = kept.auth()
    used(auth)
    assert "access1" not in f"{auth!r} {kept.load()!r}"


PROCESS = """
import sys
from pathlib import Path
from tests.support.clock import FakeClock
from podpusher_cli.core.tokens import TokenSet
from podpusher_cli.net.auth import RotatingToken
from podpusher_cli.store.token_file import FileStore
folder, clock = Path(sys.argv[1]), FakeClock()
store = FileStore(folder / "tokens.enc", folder / "tokens.key", "default")
def refresh(old):
    number = int(old.refresh_token) + 1
    with (folder / "refreshed").open("a") as log:
        log.write(old.refresh_token)
    return TokenSet(f"a{number}", str(number), clock.now().timestamp() + 3600)
print(RotatingToken(provider="etsy", profile="default", load=lambda: TokenSet.from_dict(store.get("etsy")),
    save=lambda tokens: store.put("etsy", tokens.to_dict()), refresh=refresh, lock=lambda: store.lock("etsy"),
    clock=clock).headers()["authorization"])
"""


def test_six_processes_with_an_ended_token_refresh_once(tmp_path):
    from podpusher_cli.store.token_file import FileStore

    store = FileStore(tmp_path / "tokens.enc", tmp_path / "tokens.key", "default")
    store.put("etsy", TokenSet("a1", "1", expires_at=0).to_dict())
    begun = [
        subprocess.Popen([sys.executable, "-c", PROCESS, tmp_path], stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    assert [each.communicate(timeout=100)[0] for each in begun] == ["Bearer a2\n"] * 6
    assert (tmp_path / "refreshed").read_text() == "1"
