"""What sites and their documents list, against what podpusher has of it; and no recorded file is left aside."""

from __future__ import annotations

import inspect
import json
import re

import pytest

from podpusher_cli.providers.trends import NAMES, etsy, pinterest, tiktok
from podpusher_cli.ui.views.trends import METRICS
from tests.support.trends import FIXTURES, body, cases

LISTS = {
    "doc_v5_regions.json",
    "real_options_hashtags_country_2026-06.json",
    "real_options_hashtags_industry_2026-06.json",
    "doc_listing_fields.json",
}


def test_tiktok_has_the_countries_and_industries_that_its_page_offers() -> None:
    countries = json.loads(body("real_options_hashtags_country_2026-06.json"))
    assert [each["id"] for each in countries] == list(tiktok.REGIONS)
    industries = json.loads(body("real_options_hashtags_industry_2026-06.json"))
    assert {str(each["id"]): each["value"] for each in industries if each["id"]} == tiktok.INDUSTRIES


def test_pinterest_has_the_regions_that_its_api_takes() -> None:
    assert json.loads(body("doc_v5_regions.json", "pinterest"))["regions"] == list(pinterest.REGIONS)


def test_every_field_that_is_read_of_a_listing_is_one_that_etsy_documents() -> None:
    known = json.loads(body("doc_listing_fields.json", "etsy"))
    code = inspect.getsource(etsy._listing) + inspect.getsource(etsy._tags)
    fields = set(re.findall(r'item\.get\("(\w+)"', code))
    assert len(fields) >= 8
    assert fields <= set(known), fields - set(known)


@pytest.mark.parametrize("source", NAMES)
def test_every_recorded_file_is_in_a_case(source: str) -> None:
    files = {each.name for each in (FIXTURES / source).iterdir()} - {"cases.json", "ORIGIN.md"} - LISTS
    assert files == {case["file"] for case in cases(source)}


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("gb", "GB+IE"),
        ("AT", "DE+AT+CH"),
        ("de", "DE"),
        ("au+nz", "AU+NZ"),
        ("ie", "GB+IE"),
        ("MX", "MX"),
        ("XX", None),
        ("+", None),
        ("", None),
    ],
)
def test_a_country_that_pinterest_has_only_with_others_is_that_group(typed: str, region: str | None) -> None:
    assert pinterest.source.region(typed) == region


def test_every_number_that_a_source_gives_has_a_name_in_the_sellers_language() -> None:
    every = [case["expect"] for source in NAMES for case in cases(source)]
    names = {
        each.get("metric_name") for told in every for each in [*told.get("signals", []), *told.get("tag_signals", [])]
    }
    assert names - {None, "rank_only"} <= set(METRICS)
    assert len(names) >= 8
