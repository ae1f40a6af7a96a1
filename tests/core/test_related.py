"""Words that go together, and categories by demand."""

from __future__ import annotations

from datetime import timedelta

from podpusher_cli.core.money import Money
from podpusher_cli.core.related import by_demand, related_to
from podpusher_cli.core.trends import Kind, Scale, Signal
from tests.support.clock import START


def signal(keyword, rank=1, source="etsy", kind=Kind.TAG, metric="listings_with_tag", value=5, **extra):
    return Signal(
        source, f"{source}.x", keyword, keyword.casefold(), kind, None, metric, value, Scale.SAMPLE, rank, "US", START, extra
    )  # fmt: skip


def listing(title, taxonomy, favorites, months, word="mug", **extra):
    since = (START - timedelta(days=30 * months)).isoformat()
    told = {"url": f"https://www.etsy.com/{title}", "taxonomy_id": taxonomy, "since": since, "tag": word} | extra
    return signal(title, kind=Kind.LISTING, metric="favorites", value=favorites, **told)


def test_what_two_sources_tell_comes_before_what_one_does():
    found = related_to("Dog Mom", [
        signal("dog lover", 1, value=9, of=10), signal("fur mama", 2, value=4, of=10),
        signal("Fur Mama", 3, "pinterest", Kind.KEYWORD, None, None),
    ])  # fmt: skip
    assert [(each.keyword, each.sources) for each in found] == [
        ("fur mama", ("etsy", "pinterest")),
        ("dog lover", ("etsy",)),
    ]
    assert [each.rank for each in found] == [1, 2]
    assert (found[0].listings, found[0].of) == (4, 10)


def test_the_word_itself_and_other_sellers_listings_go_with_nothing():
    found = related_to("DOG MOM", [signal("dog mom"), listing("Dog Mom Mug", 1, 5, 1), signal("fur mama")])
    assert [each.keyword for each in found] == ["fur mama"]


def test_what_no_number_is_known_of_has_none():
    (found,) = related_to("dog mom", [signal("fur mama", 1, "pinterest", Kind.KEYWORD, None, None)])
    assert (found.listings, found.of) == (None, None)


def test_a_category_is_as_wanted_as_its_listings_gather_favourites_in_a_month():
    old, new = listing("old", 1, 1200, 24), listing("new", 2, 300, 1)
    first, second = by_demand([old, new], {1: "Mugs", 2: "Totes"}, START)
    assert (first.category, first.favorites, first.favorites_month) == ("Totes", 300, 300.0)
    assert (second.category, second.favorites, second.favorites_month) == ("Mugs", 1200, 50.0)


def test_a_listing_of_yesterday_counts_as_a_month_old():
    (found,) = by_demand([listing("new", 1, 30, 0.03)], {}, START)
    assert found.favorites_month == 30.0
    assert found.category == "1"


def test_a_listing_counts_once_for_all_words_that_lead_to_it():
    (found,) = by_demand([listing("a", 1, 30, 1, "mug"), listing("a", 1, 30, 1, "cup")], {}, START)
    assert (found.listings, found.favorites, found.words) == (1, 30, ("mug", "cup"))


def test_what_is_not_known_is_not_made_up():
    nothing = signal(
        "a", kind=Kind.LISTING, metric="favorites", value=None, taxonomy_id=1, url="https://e/a", since="soon"
    )
    nowhere = listing("b", None, 30, 1)
    (found,) = by_demand([nothing, nowhere], {}, START)
    assert (found.listings, found.favorites, found.favorites_month, found.price) == (1, 0, None, None)


def test_prices_in_several_currencies_have_no_mean():
    dollars = listing("a", 1, 1, 1, price=10.0, currency="USD"), listing("b", 1, 1, 1, price=20.0, currency="USD")
    assert [each.price for each in by_demand(dollars, {}, START)] == [Money(1500, "USD")]
    mixed = (*dollars, listing("c", 1, 1, 1, price=20.0, currency="EUR"))
    assert [each.price for each in by_demand(mixed, {}, START)] == [None]
    yen = listing("d", 1, 1, 1, price=1980.0, currency="JPY"), listing("e", 1, 1, 1, price=1981.0, currency="JPY")
    assert [each.price for each in by_demand(yen, {}, START)] == [Money(1980, "JPY")]
    for odd in ("usd", "", None, "X"):
        (found,) = by_demand([listing("f", 1, 1, 1, price=1.0, currency=odd)], {}, START)
        assert found.price is None
