"""Counts as sites write them: the number that was meant, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.counts import Count, finite, printed, rank, whole
from podpusher_cli.core.trends import Scale

SPACE, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        # en
        ("0", 0), ("7", 7), ("1,204", 1204), ("12,345,678", 12_345_678), ("59.4M", 59_400_000), ("987K", 987_000), ("1.1B", 1_100_000_000),
        ("2.3M", 2_300_000), ("43.1k", 43_100), ("0.5K", 500), ("1,234.5K", 1_234_500), ("12.5 thousand", 12_500), ("3 million", 3_000_000),
        # de
        ("1.204", 1204), ("12.345.678", 12_345_678), ("1,2 Mio.", 1_200_000), ("3,5 Tsd.", 3500), ("2 Mrd.", 2_000_000_000),
        # fr
        (f"12{THIN}345", 12_345), (f"1,2{SPACE}M", 1_200_000), ("12,5 k", 12_500), ("3 Md", 3_000_000_000),
        # es, pt
        ("12,5 mil", 12_500), ("8,1 milhões", 8_100_000), ("2 millones", 2_000_000), ("1,2 mil M", 1_200_000_000), ("3,4 mi", 3_400_000),
        # it, nl, pl
        ("4,5 mln", 4_500_000), ("2 milioni", 2_000_000), ("7,5 mld", 7_500_000_000), ("12 tys.", 12_000),
        # de-CH, en-IN
        ("12'345", 12_345), ("12’345’678", 12_345_678), ("12,34,567", 1_234_567), ("2.5 lakh", 250_000), ("1.5 crore", 15_000_000),
        # ru
        (f"12{SPACE}345", 12_345), ("12,3 тыс.", 12_300), ("1,5 млн", 1_500_000), ("2 млрд", 2_000_000_000),
        # zh, ja, ko
        ("321.1万", 3_211_000), ("551.2万", 5_512_000), ("1.2億", 120_000_000), ("3.4亿", 340_000_000), ("5천", 5000), ("12.5만", 125_000),
        # ar, fa, hi, th, id, vi, tr
        ("١٢٬٣٤٥", 12_345), ("١٫٢ مليون", 1_200_000), ("۱۲۳", 123), ("२.५ लाख", 250_000), ("1.5 ล้าน", 1_500_000), ("12,5 rb", 12_500),
        ("1,2 jt", 1_200_000), ("1,2 triệu", 1_200_000), ("2,5 milyon", 2_500_000), ("３.４万", 34_000),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_language_means_it(text, number):
    assert printed(text) == Count(number)
    assert printed(f"  {text} ") == Count(number)


@pytest.mark.parametrize(
    ("text", "number", "scale"),
    [
        ("20K+", 20_000, Scale.LOWER_BOUND),
        ("2,000+", 2000, Scale.LOWER_BOUND),
        ("Over 1M", 1_000_000, Scale.LOWER_BOUND),
        ("Under 10K", 10_000, Scale.UPPER_BOUND),
        ("<10K", 10_000, Scale.UPPER_BOUND),
        ("menos de 10 mil", 10_000, Scale.UPPER_BOUND),
    ],
)
def test_a_bound_is_told_as_a_bound(text, number, scale):
    assert printed(text) == Count(number, scale)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "views", "K", "-5", "1e5", "12.5", "0.123", "1.2.3", "1,2,3", "12,34", "1.234 M", "1,234K", "12,5 B", "12 B", "5 bin laden",
        "1.2 M views", "12.345,6,7", "1 2 3", "NaN", "∞", "½", "M12", "12 billones", "1.23456K", "9" * 40, "9" * 5000, None, 7, 7.5, True, [],
    ],
)  # fmt: skip
def test_what_is_in_doubt_is_none(text):
    assert printed(text) is None


@given(st.integers(0, 10**15))
def test_grouped_figures_are_the_figures(number):
    for mark in (",", ".", "'", SPACE, THIN):
        assert printed(f"{number:,}".replace(",", mark)) == Count(number)


@given(st.text(max_size=30))
def test_any_text_is_borne(text):
    found = printed(text)
    assert found is None or 0 <= found.value < 10**18


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0, 0),
        ("0", 0),
        ("39645620", 39_645_620),
        (" 7 ", 7),
        (13178730685000, 13_178_730_685_000),
        (5.0, 5),
        (2**53 + 1, 2**53 + 1),
    ],
)
def test_a_field_that_holds_a_count(value, number):
    assert whole(value) == number


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        -1,
        "-1",
        1.5,
        float("inf"),
        float("nan"),
        "1.5",
        "1e3",
        "١٢",
        "",
        "x",
        [],
        {},
        10**18,
        "9" * 5000,
    ],
)
def test_a_field_that_holds_none(value):
    assert whole(value) is None


def test_places_begin_at_one():
    assert rank("1") == 1
    assert rank(0) is None


def test_a_finite_number_is_one():
    assert finite(7) == 7.0
    assert finite(0.5) == 0.5
    assert [finite(each) for each in (True, "1", None, float("inf"), float("nan"), 10**400)] == [None] * 6
