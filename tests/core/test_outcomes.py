"""Outcomes and what is said of them."""

from __future__ import annotations

from string import Formatter

import pytest

from podpusher_cli.core.errors import NotFound
from podpusher_cli.core.hints import HINTS, hint_of, plain_hint
from podpusher_cli.core.outcomes import BY_KIND, OutcomeKind, RouteOutcome
from podpusher_cli.core.trend_errors import NothingToShow


def outcome(kind, **changes):
    return RouteOutcome("tiktok", "tiktok.hashtag_list", kind, "US", **changes)


def test_every_word_but_signals_has_a_type_and_a_sentence():
    assert set(BY_KIND) == set(HINTS) == set(OutcomeKind) - {OutcomeKind.SIGNALS}


@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_every_sentence_can_be_filled(kind):
    sentence, fields = hint_of(outcome(kind, retry_after=12.4, detail="{odd}", kept="/x"))
    assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= set(fields)
    assert "{source}" not in plain_hint(outcome(kind))


def test_a_limited_list_says_so():
    assert "without an account" in plain_hint(outcome(OutcomeKind.SIGNALS, count=3, limited="login_for_more"))
    assert plain_hint(outcome(OutcomeKind.SIGNALS, count=8)) == ""


@pytest.mark.parametrize("kind", [kind for kind in OutcomeKind if not kind.is_answer])
def test_nothing_but_a_wall_is_an_error_of_that_name(kind):
    error = NothingToShow([outcome(kind, retry_after=90.0, detail="{a} \x1b[31m"), outcome(kind, retry_after=30.0)])
    assert error.full_code == f"trends.{kind}"
    assert error.exit_status == 7
    assert error.provider == "tiktok"
    assert error.retry_after == 30.0
    assert error.plain() == "TikTok gave no trends."
    assert "\x1b" not in error.plain_hint()
    assert error.details["outcomes"][0]["outcome"] == kind
    assert not isinstance(error, NotFound)


def test_a_route_that_only_lacks_a_key_is_not_what_an_error_is_about():
    lacking = outcome(OutcomeKind.AUTH_ERROR, missing="key:tiktok")
    error = NothingToShow([lacking, outcome(OutcomeKind.CAPTCHA)])
    assert error.full_code == "trends.captcha"
    assert "captcha" in error.plain_hint()
    assert NothingToShow([lacking]).full_code == "trends.auth_error"


@pytest.mark.parametrize("missing", ["key:tiktok", "session:tiktok", "browser", "network", "proxies", "robots"])
def test_what_is_missing_is_said_in_a_whole_sentence(missing):
    told = plain_hint(outcome(OutcomeKind.BLOCKED, missing=missing))
    assert "TikTok" in told
    assert "{" not in told


def test_a_held_account_is_told_the_way_back():
    assert plain_hint(outcome(OutcomeKind.CHALLENGE)).endswith("podpusher connect tiktok-session FILE")
