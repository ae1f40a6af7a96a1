"""Bars of the quota: what is not nothing shows, what is full is full, and nothing needs colour or room."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from podpusher_cli.core.money import Money
from podpusher_cli.core.quota import Ceiling, QuotaSheet, Share, Usage
from podpusher_cli.i18n import LANGUAGES, activate
from podpusher_cli.ui.views.quota import RESOURCES, sheet
from tests.support.terminal import drawn

END = datetime(2026, 12, 24, 18, 30, tzinfo=UTC)


def bar_of(used: int, reserved: int, limit: int | None) -> str:
    page = drawn(sheet(QuotaSheet("free", (Usage("publishes", used, reserved, limit, END),))))
    return page.partition("[")[2].partition("]")[0]


@pytest.mark.parametrize(
    ("used", "reserved", "limit", "bar"),
    [
        (0, 0, 10, ".........."),
        (1, 0, 1000, "#........."),
        (0, 1, 1000, "+........."),
        (4, 3, 10, "####+++..."),
        (10, 0, 10, "##########"),
        (12, 0, 10, "##########"),
        (9, 3, 10, "#########+"),
        (0, 0, 0, "##########"),
        (5, 0, None, ""),
    ],
)
def test_a_bar_shows_used_reserved_and_free(used: int, reserved: int, limit: int | None, bar: str) -> None:
    assert bar_of(used, reserved, limit) == bar


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_numbers_fit_80_columns_in_each_language(language: str) -> None:
    activate(language)
    try:
        usages = tuple(Usage(each, 999_999, 9_999, 1_000_000, END) for each in RESOURCES)
        ceilings = (Ceiling("etsy", "calls", 9_999, 10_000, 86_400), Ceiling("printify", "publishes", 199, 200, 1_800))
        shares = (Share("a-profile-with-a-long-name-" * 3, "trend_refreshes", 999_999, 9_999),)
        told = QuotaSheet("business", usages, ceilings, Money(123_456), "podpusher billing portal", "profile", shares)
        page = drawn(sheet(told))
    finally:
        activate("en")
    assert all(len(line) <= 80 for line in page.splitlines()), page
    assert "podpusher billing portal" in " ".join(page.split())
