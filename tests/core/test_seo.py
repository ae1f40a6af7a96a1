"""The score of a listing: what costs points, what to do about it, and that it never leaves its scale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.errors import fill
from podpusher_cli.core.seasons import Lead, seasons
from podpusher_cli.core.seo import Listed, Shelf, listed, score_copy, score_listing, words_of

GOOD = Copy(
    "Plant Dad Shirt for Gardeners, Funny Houseplant Gift",
    "A plant dad shirt for everybody whose living room has become a jungle.\n\n"
    "It says it in one line and leaves room for the watering can. A present for a birthday, for Father's Day, or for the"
    " neighbour who waters yours while you are away.",
    (
        "plant dad shirt", "houseplant lover", "gift for gardener", "funny garden tee", "plant parent gift", "indoor jungle",
        "botanical tshirt", "fathers day present", "monstera clothing", "green thumb humor", "new home birthday",
        "crazy cactus guy", "watering can",
    ),
)  # fmt: skip


def lost(copy: Copy, *others: Listed) -> dict[str, int]:
    """What the copy loses points for."""
    return {reason.name: reason.lost for reason in score_listing("p_own", copy, Shelf(others), ()).reasons}


def test_a_listing_that_follows_all_advice_has_the_full_score():
    scored = score_copy(GOOD)

    assert (scored.score, scored.reasons) == (100, ())


@pytest.mark.parametrize(
    ("change", "name", "says"),
    [
        ({"title": "Plant Shirt"}, "title_short", "2 words"),
        ({"title": "Plant dad shirt " + "with many more words than anybody ever reads in the list of a search"}, "title_wordy", "fewer than 15"),
        ({"title": "Whatever Anybody Says About It All, Plant Dad Shirt"}, "title_front", "first 40 letters"),
        ({"title": "Plant Dad Shirt, Plant Shirt for Gardeners"}, "title_repeats", "plant, shirt"),
        ({"tags": GOOD.tags[:10]}, "tags_few", "10 tags of 13"),
        ({"tags": (*GOOD.tags[:7], "funny", "shirt", "gift", "garden", "plants", "botanical")}, "tags_single", "6 tags"),
        ({"tags": tuple(f"plant {letter}" for letter in "abcdefghijklm")}, "tags_short", "10 letters"),
        ({"tags": tuple(f"plant dad shirt {letter}" for letter in "abcdefghijklm")}, "tags_alike", "13 tags"),
        ({"description": "A plant dad shirt."}, "description_short", "18 characters"),
        ({"description": "Welcome to our little shop, and thank you for having a look around. " * 4}, "description_front", "without a word"),
        ({"description": "Plant dad shirt. " * 60}, "description_wall", "700"),
        ({"description": "A plant dad shirt " + "and so on " * 40 + "."}, "description_sentences", "28 words"),
    ],
)  # fmt: skip
def test_what_is_not_followed_costs_points_and_says_what_to_do(change, name, says):
    copy = replace(GOOD, **change)
    reason = next(each for each in score_copy(copy).reasons if each.name == name)

    assert reason.lost > 0
    assert says in fill(reason.message, reason.values)
    assert reason.fix
    assert score_copy(copy).score < 100


@pytest.mark.parametrize(
    ("change", "name", "told"),
    [
        ({"title": "Shirt"}, "title_short", "The title has 1 word; "),
        ({"title": "Plant Shirt"}, "title_short", "The title has 2 words; "),
        ({"tags": ("plant dad shirt",)}, "tags_few", "There is 1 tag of 13; "),
        ({"tags": ()}, "tags_few", "There are 0 tags of 13; "),
        ({"tags": ("x" * 21,)}, "tags_long", "This tag is longer than 20 characters: "),
        ({"tags": ("x" * 21, "y" * 21)}, "tags_long", "These tags are longer than 20 characters: "),
    ],
)
def test_one_is_spoken_of_as_one(change, name, told):
    (reason,) = [each for each in score_copy(replace(GOOD, **change)).reasons if each.name == name]
    assert fill(reason.message, reason.values).startswith(told)


def test_what_etsy_refuses_costs_most_and_comes_first():
    scored = score_copy(replace(GOOD, title="x" * 141, description="Short."))

    assert scored.reasons[0].name == "title_long"
    assert scored.score <= 60


def test_two_listings_for_the_same_searches_are_rivals():
    same_title = listed("p_1", "plant dad shirt for gardeners - funny houseplant gift", ())
    most_tags = listed("p_2", "Another", GOOD.tags[:10])
    few_tags = listed("p_3", "A third", GOOD.tags[:9])

    assert "rival" not in lost(GOOD, few_tags)
    assert "rival" in lost(GOOD, few_tags, most_tags)
    worst = score_listing("p_own", GOOD, Shelf([few_tags, most_tags, same_title]), ()).reasons[0]
    assert worst.values["id"] == "p_1"


def test_an_event_that_is_too_near_costs_points_and_one_ahead_does_not():
    christmas = {
        day: next(each for each in seasons("US", day, Lead()) if each.code == "christmas")
        for day in (date(2026, 9, 1), date(2026, 12, 20))
    }

    ahead, late = (score_copy(GOOD, season=christmas[day]) for day in sorted(christmas))
    assert ahead.score == 100
    assert [reason.name for reason in late.reasons] == ["season_late"]


def test_a_listing_is_no_rival_of_itself_and_is_held_against_the_calendar():
    own = listed("p_1", GOOD.title, GOOD.tags)
    late = seasons("US", date(2026, 6, 20), Lead())

    scored = score_listing("p_1", GOOD, Shelf([own]), late)
    assert [reason.name for reason in scored.reasons] == ["season_late"]
    assert "rival" in {reason.name for reason in score_listing("p_2", GOOD, Shelf([own]), ()).reasons}


def test_words_are_compared_without_accents_and_capitals():
    assert words_of("Père NOËL, l’été: naïve straße") == ["pere", "noel", "l’ete", "naive", "strasse"]
    assert words_of("Mother's Day T-Shirt (XL), 2 & more!") == ["mother's", "day", "t", "shirt", "xl", "2", "more"]


texts = st.text(max_size=200)


@given(st.builds(Copy, title=texts, description=texts, tags=st.lists(texts, max_size=20).map(tuple)))
def test_a_score_is_always_between_0_and_100_and_accounts_for_itself(copy: Copy):
    shelf = Shelf([listed("p_1", copy.title, copy.tags)])
    scored = score_listing("p_2", copy, shelf, ())

    assert scored.score == max(0, 100 - sum(reason.lost for reason in scored.reasons))
    assert all(fill(reason.message, reason.values) and fill(reason.fix, reason.values) for reason in scored.reasons)
    assert "rival" in {reason.name for reason in scored.reasons}
    assert scored == score_listing("p_2", copy, shelf, ())


tags_of_few_words = st.lists(
    st.sampled_from([f"tag {letter}" for letter in "abcdefghijklmnopq"]), max_size=13, unique=True
)


@given(st.lists(tags_of_few_words, max_size=12), tags_of_few_words)
def test_no_rival_is_overlooked(shelf: list[list[str]], own: list[str]):
    others = [listed(f"p_{place}", f"title {place}", tags) for place, tags in enumerate(shelf)]
    found = Shelf(others).rival(listed("p_own", "my own", own))

    most = max((len(set(own) & set(tags)) for tags in shelf), default=0)
    assert (found is not None) is (most > 9)
    if found is not None:
        assert len(set(own) & found.searches) == most
