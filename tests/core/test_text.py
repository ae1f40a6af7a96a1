"""Outside text made harmless: what a terminal, a cell or a spreadsheet could obey is gone, what a person reads stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.text import bare, kept_together, one_line, printable

CONTROLS = [chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))]
BIDI = list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@pytest.mark.parametrize("char", CONTROLS + BIDI + ["\u2028", "\u2029", "\ud83c", "\ue000"])
def test_what_a_terminal_obeys_is_left_out(char: str) -> None:
    assert char not in printable(f"a{char}b")
    assert char not in one_line(f"a{char}b")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07rest", "]0;titlerest"),
        ("\x9b31mred", "31mred"),
        ("\x1b]8;;https://evil.example\x1b\\link", "]8;;https://evil.example\\link"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
    ],
)
def test_escapes_lose_their_power(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text", ["Für „Ärzte“", "שלום עולם", "مرحبا", "日本語", "👩‍⚕️ 🇫🇷", "নমস্কার", "می‌خواهم", "e\u0301", "½ × 2² ™"]
)
def test_letters_joiners_and_emoji_stay(text: str) -> None:
    assert printable(text) == text
    assert one_line(text) == text


def test_paragraphs_stay_in_a_text_and_are_folded_in_a_line() -> None:
    assert printable("One\n\n\tTwo") == "One\n\n\tTwo"
    assert one_line("  One\n\n\tTwo \xa0 three ") == "One Two three"


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_words_on_two_lines_stay_two_words(break_: str) -> None:
    assert one_line(f"one{break_}two") == "one two"


@given(st.text(max_size=100) | st.text(alphabet="a\x1b[\x9b\u202e\r\n \u200b", max_size=60))
def test_any_text_ends_harmless_and_stays_as_it_is_then(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert line == line.strip()
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in BIDI for char in line)
    assert printable(printable(text)) == printable(text)


@pytest.mark.parametrize("wrapped", ['"{}"', "  '{}' \r\n", "\ufeff{}\r\n", "“{}”", "\xa0{}\u200b", "`{}`"])
def test_what_came_along_in_copying_is_no_part_of_a_key(wrapped: str) -> None:
    assert bare(wrapped.format("sk_a-b.c=='d")) == "sk_a-b.c=='d"


def test_blanks_that_shall_not_be_broken_stay_and_all_others_fold() -> None:
    assert kept_together("  10\u202f000 \n\t 5\xa0% \u2003 off ") == "10\u202f000 5\xa0% off"


@pytest.mark.parametrize("char", CONTROLS + BIDI + ["\u2028", "\u2029", "\ud83c", "\ue000"])
def test_what_is_kept_together_has_nothing_that_a_terminal_obeys(char: str) -> None:
    assert char not in kept_together(f"a{char}b")
