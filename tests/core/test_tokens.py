"""Tokens as they are kept, and what a JWT says of itself."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.tokens import AppKeys, Claims, TokenSet, jwt_claims, stripe_mode


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
