"""Keywords as they are shown and compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.keywords import display, key_of, printable_idea


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("#BookTok", "BookTok"),
        ("＃本", "本"),
        ("  # retro   gaming ", "retro gaming"),
        ("##x", "x"),
        ("C#", "C#"),
        ("かわいい猫🐱", "かわいい猫🐱"),
        ("नमस्ते", "नमस्ते"),
        ("สวัสดี", "สวัสดี"),
        ("👩\u200d🎨", "👩\u200d🎨"),
        ("u\u0308ber", "über"),
        ("\x1b[31mred\x00", "[31mred"),
        ("a\nb\tc", "a b c"),
        ("\u202eevil", "evil"),
        ("\ud800x", "x"),
        ("   ", ""),
        ("#", ""),
    ],
)
def test_a_keyword_is_shown_as_observed_and_harmless(text, shown):
    assert display(text) == shown


@pytest.mark.parametrize("value", [None, 7, ["x"], {"x": 1}, True])
def test_what_is_no_text_is_no_keyword(value):
    assert display(value) == ""


def test_case_and_width_do_not_tell_keywords_apart():
    assert key_of("CozyCore") == key_of("cozycore") == key_of("ＣＯＺＹｃｏｒｅ")
    assert key_of("Straße") == key_of("STRASSE")
    assert key_of("plätzchen") != key_of("platzchen")


@given(st.text(max_size=60))
def test_what_is_shown_stays_the_same_when_shown_again(text):
    shown = display(text)
    assert display(shown) == shown or shown.startswith("#")
    assert unicodedata.is_normalized("NFC", shown)
    assert key_of(key_of(shown)) == key_of(shown)
    shown.encode()


@pytest.mark.parametrize("keyword", ["dogmomlife", "2026recap", "かわいい猫", "नमस्ते", "y2k"])
def test_words_can_be_printed(keyword):
    assert printable_idea(keyword)


@pytest.mark.parametrize("keyword", ["", " ", "2026", "١٢٣", "🐱", "___", "fyp", "ForYou", "FYPシ", "viral"])
def test_figures_and_small_talk_make_no_shirt(keyword):
    assert not printable_idea(keyword)
