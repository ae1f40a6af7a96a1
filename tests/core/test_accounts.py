"""When a connection must be made again, and what it lacks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from podpusher_cli.core.accounts import STRIPE_PERMISSIONS, days_until, missing_scopes, warnings_of
from podpusher_cli.core.tokens import EVERYTHING, TokenSet

DAY = 86_400.0


@pytest.mark.parametrize(
    ("days", "refresh", "missing", "words"),
    [
        (None, None, (), ()),
        (14, None, (), ()),
        (13.9, None, (), ("login_ends_soon",)),
        (13.9, "r", (), ("login_ends_soon",)),
        (1, None, (), ("login_ends_soon",)),
        (0.99, None, (), ("login_ends_today",)),
        (0.99, "r", (), ("login_ends_soon",)),
        (-1, None, ("shops_r",), ("login_ends_today", "scopes_missing")),
        (None, None, ("shops_r",), ("scopes_missing",)),
    ],
)
def test_warnings(days: float | None, refresh: str | None, missing: tuple[str, ...], words: tuple[str, ...]) -> None:
    left = None if days is None else days * DAY

    assert warnings_of(TokenSet("a", refresh), seconds_left=left, scopes_missing=missing) == words


@pytest.mark.parametrize(
    ("key", "scopes", "words"),
    [
        ("sk_test_abc", (), ("full_key",)),
        ("sk_live_abc", STRIPE_PERMISSIONS, ("full_key",)),
        ("sk_live_abc", (EVERYTHING,), ()),
        ("rk_live_abc", STRIPE_PERMISSIONS, ()),
        ("sk-openai", (), ()),
    ],
)
def test_a_key_that_may_do_everything_is_a_warning_but_not_a_platforms_token(
    key: str, scopes: tuple[str, ...], words: tuple[str, ...]
) -> None:
    assert warnings_of(TokenSet(key, scopes=scopes), seconds_left=None, scopes_missing=()) == words


def test_what_a_connection_may_not_do() -> None:
    assert missing_scopes("etsy", ()) == ()
    assert missing_scopes("etsy", ("listings_r", "listings_w", "shops_r")) == ("transactions_r",)
    assert missing_scopes("stripe", (EVERYTHING,)) == ()
    assert missing_scopes("openai", ("anything",)) == ()


def test_full_days() -> None:
    now = datetime(2026, 11, 27, tzinfo=UTC)

    assert days_until(None, now) is None
    assert days_until(now + timedelta(days=13, hours=23), now) == 13
    assert days_until(now - timedelta(days=3), now) == 0
