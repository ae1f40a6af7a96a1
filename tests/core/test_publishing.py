"""What is to be sent, what an answer means, and which product of a shop is ours."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.ids import token
from podpusher_cli.core.money import Money
from podpusher_cli.core.printify import PlacedProduct, PlacedVariant, Placeholder, Variant
from podpusher_cli.core.products import AtEtsy, Content
from podpusher_cli.core.publishing import (
    MOST_VARIANTS,
    Job,
    Stage,
    Verdict,
    find_variants,
    hash_of,
    judge,
    make_body,
    matches,
)

CONTENT = Content("Fox shirt", "A shirt.", ("fox",), "d-1", 706, 29, ("all",), Money(2699))
JOB = Job("p-1", CONTENT, "KEY000000001", Stage.CREATE_SENT, 1, 1.0, "h", False, "5432", None, AtEtsy(), False)
AREA = Placeholder("front", 4200, 4800)
SHELF = tuple(
    Variant(100 + place, title, (AREA,))
    for place, title in enumerate(("Black / S", "Black / M", "White / S", "White / M", "Heather Grey / M"))
)


def placed(name: str = "abc", *skus: str, **changes: object) -> PlacedProduct:
    made = PlacedProduct(
        id=name, title="Fox shirt", description="A shirt.", blueprint_id=706, print_provider_id=29,
        variants=tuple(PlacedVariant(100 + place, sku, 1200, 2699) for place, sku in enumerate(skus or ("",))),
        all_variant_ids=(100, 101), locked=False, listing=None, handle=None, created_at="",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


# Variants


@pytest.mark.parametrize(
    ("wanted", "ids", "unknown"),
    [
        (["all"], (100, 101, 102, 103, 104), ()),
        (["ALL"], (100, 101, 102, 103, 104), ()),
        (["Black / M"], (101,), ()),
        (["black / m"], (101,), ()),
        (["102"], (102,), ()),
        (["Black"], (100, 101), ()),
        (["m"], (101, 103, 104), ()),
        (["Black / M", "101", "Black"], (101, 100), ()),
        (["Blue", "Black / M", "Grey"], (101,), ("Blue", "Grey")),
        (["10"], (), ("10",)),
        ([], (), ()),
        (["all", "Blue"], (), ("all", "Blue")),
    ],
)
def test_variants_are_meant_by_title_part_id_or_all(
    wanted: list[str], ids: tuple[int, ...], unknown: tuple[str, ...]
) -> None:
    found, left = find_variants(wanted, SHELF)
    assert (tuple(each.id for each in found), left) == (ids, unknown)


@given(
    st.lists(
        st.sampled_from([each.title for each in SHELF] + [str(each.id) for each in SHELF] + ["Black", "S"]), max_size=6
    )
)
def test_a_variant_is_never_there_twice(wanted: list[str]) -> None:
    found, unknown = find_variants(wanted, SHELF)
    assert len({each.id for each in found}) == len(found)
    assert unknown == ()


# Bodies


def test_a_body_has_a_sku_for_each_variant_in_which_the_job_is_found_again() -> None:
    body = make_body(JOB, SHELF[:2], AREA, "image")
    created = body.to_create()
    assert [(each["id"], each["sku"], each["price"]) for each in created["variants"]] == [
        (100, "PP-KEY000000001-1", 2699),
        (101, "PP-KEY000000001-2", 2699),
    ]
    assert created["visible"] is False
    assert created["print_areas"][0]["placeholders"][0]["images"][0]["id"] == "image"
    assert make_body(replace(JOB, live=True), SHELF, AREA, "image").to_create()["visible"] is True


def test_every_sku_of_the_largest_product_fits_at_etsy() -> None:
    job = replace(JOB, key=token(12))
    many = tuple(Variant(place, str(place), (AREA,)) for place in range(MOST_VARIANTS))
    skus = make_body(job, many, AREA, "image").skus
    assert max(map(len, skus)) <= 32
    assert len(set(skus)) == MOST_VARIANTS


def test_an_update_switches_off_what_is_no_longer_wanted_and_covers_every_variant() -> None:
    body = make_body(JOB, SHELF[:1], AREA, "image").to_update(placed("abc", "a", "b"))
    assert [(each["id"], each["is_enabled"]) for each in body["variants"]] == [(100, True), (101, False)]
    assert body["print_areas"][0]["variant_ids"] == [100, 101]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Other"}, {"description": "Other"}, {"tags": ("owl",)}, {"blueprint_id": 6}, {"print_provider_id": 3},
        {"variants": ("Black / M",)}, {"price": Money(2700)}, {"price": None},
    ],
)  # fmt: skip
def test_every_change_of_what_is_sold_is_another_hash(changes: dict[str, object]) -> None:
    assert hash_of(replace(CONTENT, **changes), "aa", live=False) != hash_of(CONTENT, "aa", live=False)  # type: ignore[arg-type]


def test_the_hash_knows_the_artwork_and_whether_it_is_live() -> None:
    told = {hash_of(CONTENT, "aa", live=False), hash_of(CONTENT, "bb", live=False), hash_of(CONTENT, "aa", live=True)}
    assert len(told) == 3
    assert hash_of(replace(CONTENT), "aa", live=False) in told


# Whose product is it?


def test_a_product_is_known_by_the_key_in_its_skus() -> None:
    ours, other = placed("abc", "PP-KEY000000001-1", title="Renamed"), placed("def", "PP-KEY000000002-1")
    assert matches(JOB, [other, ours]).products == (ours,)


def test_without_skus_it_is_known_by_its_words_and_blank() -> None:
    bare = placed("abc")
    assert matches(JOB, [bare, placed("def", title="Other"), placed("ghi", blueprint_id=6)]).products == (bare,)


def test_words_alone_never_claim_what_has_a_sku_or_a_job() -> None:
    assert matches(JOB, [placed("abc", "SELLERS-OWN")]).products == ()
    assert matches(JOB, [placed("abc", "PP-KEY000000002-1")]).products == ()
    assert matches(JOB, [placed("abc")], frozenset({"abc"})).products == ()
    assert matches(JOB, [placed("abc", "PP-KEY000000001-1")], frozenset({"abc"})).products == ()


def test_the_key_goes_before_the_words_and_several_are_all_named() -> None:
    ours = (placed("abc", "PP-KEY000000001-1"), placed("def", "PP-KEY000000001-1", "PP-KEY000000001-2"))
    assert matches(JOB, [placed("ghi"), *ours]).products == ours
    assert matches(JOB, [placed("ghi"), placed("jkl")]).products == (placed("ghi"), placed("jkl"))


# What a look says


@pytest.mark.parametrize(
    ("locked", "listing", "seen_locked", "verdict"),
    [
        (True, None, False, Verdict.RUNNING),
        (True, "17", True, Verdict.RUNNING),
        (False, "17", False, Verdict.PUBLISHED),
        (False, "17", True, Verdict.PUBLISHED),
        (False, None, True, Verdict.FAILED),
        (False, None, False, Verdict.UNSEEN),
    ],
)
def test_what_a_look_at_a_product_says_of_its_publish(
    locked: bool, listing: str | None, seen_locked: bool, verdict: Verdict
) -> None:
    assert judge(placed(locked=locked, listing=listing), seen_locked=seen_locked) is verdict
