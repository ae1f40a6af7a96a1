"""podpusher trends related and trends --category, whole, on the sandbox's Etsy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.support.quick import Quick
from tests.support.sandbox import RunningSandbox

LISTINGS = "etsy GET /v3/application/listings/active"


@pytest.fixture
def seller(cli: Cli, server: RunningSandbox) -> Cli:
    """A seller with the keys of an Etsy app and no consent to anything else."""
    server.reset()
    server.clear_faults()
    cli.make_deps = Quick
    known = ("PODPUSHER_ETSY_", "PODPUSHER_TREND_")
    cli.environment |= {name: value for name, value in server.environment().items() if name.startswith(known)}
    return cli


def test_what_goes_with_a_word_by_number_of_listings(seller: Cli) -> None:
    found = seller("trends", "related", "Dog Mom", "--json", check=0)
    assert [each["rank"] for each in found.data] == list(range(1, len(found.data) + 1))
    lover = next(each for each in found.data if each["keyword"] == "dog lover")
    assert lover["sources"] == ["etsy"]
    assert 2 <= lover["listings"] <= lover["of"]
    assert not {"dog mom"} & {each["key"] for each in found.data}
    assert [each["route"] for each in found.json["meta"]["outcomes"]] == ["etsy.api_listings"]
    text = seller("trends", "related", "Dog Mom", "--limit", "3", check=0).stdout
    assert "dog lover" in text
    assert f"{lover['listings']} of {lover['of']}" in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_a_word_that_goes_with_nothing_is_no_error(seller: Cli) -> None:
    assert seller("trends", "related", "qzxv", "--json", check=0).data == []
    assert "Nothing is known to go with it." in seller("trends", "related", "qzxv", check=0).stdout


def test_no_word_is_no_word(seller: Cli) -> None:
    assert seller("trends", "related", " # ", "--json", check=2).json["error"]["code"] == "trends.word"


def test_where_nobody_answers_the_first_reason_is_told(seller: Cli, server: RunningSandbox) -> None:
    server.fault(LISTINGS, "status", status=403, times=0)
    error = seller("trends", "related", "dog mom", "--json", check=7).json["error"]
    assert error["code"] == "trends.auth_error"


def test_without_an_app_the_way_to_one_is_told(seller: Cli) -> None:
    for name in ("PODPUSHER_ETSY_KEYSTRING", "PODPUSHER_ETSY_SHARED_SECRET"):
        del seller.environment[name]
    result = seller("trends", "--source", "etsy", "--tag", "dog mom", "--category", check=3)
    assert "podpusher connect etsy" in result.stderr


def test_categories_by_demand(seller: Cli) -> None:
    found = seller("trends", "--source", "etsy", "--category", "--tag", "dog mom", "--tag", "nurse", "--json", check=0)
    monthly = [each["favorites_month"] for each in found.data]
    assert monthly == sorted(monthly, reverse=True)
    assert all(" > " in each["category"] and each["listings"] for each in found.data)
    assert any(each["words"] == ["dog mom", "nurse"] for each in found.data)
    text = seller("trends", "--category", "--tag", "dog mom", "--limit", "2", check=0).stdout
    assert "Favourites a month" in text
    assert all(len(line) <= 80 for line in text.splitlines())


@pytest.mark.parametrize(
    "words", [("related", "dog mom"), ("--category", "--tag", "dog mom", "--tag", "nurse", "--tag", "mug")]
)
def test_a_list_goes_on_where_its_page_ended_and_asks_nobody(
    seller: Cli, server: RunningSandbox, words: tuple[str, ...]
) -> None:
    whole = seller("trends", *words, "--json", "--limit", "100", check=0).data
    assert len(whole) >= 3
    asked = len(server.calls(LISTINGS))
    pages, cursor = [], None
    while cursor or not pages:
        more = ("--cursor", cursor) if cursor else ()
        page = seller("trends", *words, "--json", "--limit", "2", *more, check=0)
        pages, cursor = [*pages, *page.data], page.json["meta"]["next_cursor"]
    assert pages == whole
    assert len(server.calls(LISTINGS)) == asked
    first = seller("trends", *words, "--json", "--limit", "1", check=0).json["meta"]["next_cursor"]
    for other in (("related", "nurse"), ("--category", "--tag", "dog dad"), ("--source", "etsy", "--tag", "dog mom")):
        refused = seller("trends", *other, "--json", "--cursor", first, check=2)
        assert refused.json["error"]["code"] == "input.cursor"


def test_a_category_that_has_no_name_now_is_its_number(seller: Cli, server: RunningSandbox) -> None:
    server.fault("etsy GET /v3/application/seller-taxonomy/nodes", "status", status=500, times=0)
    found = seller("trends", "--category", "--tag", "dog mom", "--json", check=0)
    assert found.data
    assert all(each["category"] == str(each["taxonomy_id"]) for each in found.data)


def test_only_etsy_ranks_categories(seller: Cli) -> None:
    error = seller("trends", "--source", "twitter", "--category", "--json", check=2).json["error"]
    assert error["code"] == "trends.category"


def test_other_sellers_listings_are_no_trends_and_their_tags_are(seller: Cli) -> None:
    found = seller("trends", "--source", "etsy", "--tag", "dog mom", "--json", check=0).data
    assert {each["kind"] for each in found} == {"tag"}
    assert found[0]["why"].endswith("of the first listings have it.")
    signals = seller("trends", "refresh", "--source", "etsy", "--tag", "dog mom", "--json", check=0).data["signals"]
    assert {each["kind"] for each in signals} == {"listing", "tag"}


def test_the_words_are_the_sellers_by_setting_and_what_the_shop_sells_by_else(seller: Cli, tmp_path: Path) -> None:
    def measured(*options: str) -> set[str]:
        told = seller("trends", "refresh", "--source", "etsy", *options, "--json", check=0).data
        return {each["extra"]["tag"] for each in told["signals"]}

    rows = 'title,tags\nShirt,"plant lady, nurse"\nMug,plant lady\n'
    (tmp_path / "rows.csv").write_text(rows)
    seller("bulk", "import", str(tmp_path / "rows.csv"), "--json")
    assert measured() == {"plant lady", "nurse"}
    seller("settings", "set", "trends.tags", "dog mom, ", check=0)
    assert measured() == {"dog mom"}
    assert measured("--tag", "nurse") == {"nurse"}


def test_a_list_for_a_word_has_nothing_that_was_measured_for_another(seller: Cli) -> None:
    def words(*tags: str) -> set[str]:
        options = [part for tag in tags for part in ("--tag", tag)]
        return {
            each["word"]
            for each in seller("trends", "--source", "etsy", *options, "--limit", "200", "--json", check=0).data
        }

    assert words("mug") == {"mug"}
    assert words("Dog Mom") == {"Dog Mom"}
    assert words("dog mom", "mug") >= {"mug"}
    cursor = seller("trends", "--source", "etsy", "--tag", "mug", "--limit", "1", "--json", check=0).json["meta"][
        "next_cursor"
    ]
    other = seller(
        "trends", "--source", "etsy", "--tag", "nurse", "--limit", "1", "--cursor", cursor, "--json", check=2
    )
    assert other.json["error"]["code"] == "input.cursor"
