"""Tokens as they are kept, and what a JWT says of itself."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.accounts import (
    EVERYTHING,
    STRIPE_PERMISSIONS,
    AppKeys,
    Claims,
    TokenSet,
    days_until,
    jwt_claims,
    missing_scopes,
    stripe_mode,
    warnings_of,
)


def jwt(claims: object) -> str:
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"eyJhbGciOiJub25lIn0.{part}.signature"


def test_a_token_set_is_kept_whole() -> None:
    tokens = TokenSet("7.access", "7.refresh", 1_790_000_000.5, ("shops_r",), "7", 1_797_776_000.0)

    assert TokenSet.from_dict(json.loads(json.dumps(tokens.to_dict()))) == tokens


def test_what_was_never_kept_is_none() -> None:
    assert TokenSet.from_dict({"access_token": "abc"}) == TokenSet("abc")


def test_secrets_are_not_in_a_repr() -> None:
    assert "hidden" not in repr(TokenSet("hidden", "hidden"))
    assert "hidden" not in repr(AppKeys("key", "hidden"))


def test_the_header_joins_keystring_and_secret() -> None:
    assert AppKeys("key", "secret").header == "key:secret"


def test_a_jwt_says_when_it_ends_and_what_it_may_do() -> None:
    claims = jwt_claims(jwt({"exp": 1_790_000_000, "scopes": ["shops.read"], "sub": "1337"}))

    assert claims == Claims(datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC), ("shops.read",), "1337")


@pytest.mark.parametrize("claims", [{}, {"exp": None}, {"scopes": "shops.read"}, {"exp": 0}])
def test_a_jwt_that_does_not_say_gives_nothing(claims: dict[str, object]) -> None:
    assert jwt_claims(jwt(claims)) == Claims()


@given(st.one_of(st.text(), st.builds(jwt, st.recursive(st.none() | st.integers() | st.text(), st.lists))))
def test_any_text_can_be_asked_for_its_claims(text: str) -> None:
    assert isinstance(jwt_claims(text), Claims)


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


@pytest.mark.parametrize(
    ("key", "mode"),
    [
        ("rk_test_51Abc_x", "test"),
        ("rk_live_51Abc", "live"),
        ("sk_test_a", "test"),
        ("sk_live_a", "live"),
        ("pk_live_a", None),
        ("whsec_a", None),
        ("rk_test_", None),
        ("rk_test_a b", None),
        ("xrk_test_a", None),
        ("", None),
    ],
)
def test_a_stripe_key_says_its_mode(key: str, mode: str | None) -> None:
    assert stripe_mode(key) == mode


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
