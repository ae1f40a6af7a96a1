"""Designs that look the same."""

from __future__ import annotations

from podpusher_cli.core.errors import fill
from podpusher_cli.core.twins import MOST_APART, Look, apart, check_twins, twins_of

MINE = f"{0:064x}"


def at(bits: int) -> str:
    """A look that differs from MINE in so many bits."""
    return f"{(1 << bits) - 1:064x}"


def test_looks_are_as_far_apart_as_their_bits_differ() -> None:
    assert apart(MINE, at(5)) == 5
    assert apart(at(7), at(256)) == 249


def test_the_nearest_comes_first_and_a_design_is_no_twin_of_itself() -> None:
    others = [Look("d_1", MINE), Look("d_2", at(9)), Look("d_3", at(2)), Look("d_4", at(MOST_APART + 1))]

    assert [(each.design, each.apart) for each in twins_of("d_1", MINE, others)] == [("d_3", 2), ("d_2", 9)]
    assert twins_of("d_9", MINE, [Look("d_4", at(MOST_APART))])


def test_one_of_this_profile_and_one_of_another_are_told() -> None:
    others = [Look("d_2", at(1)), Look("d_3", at(2)), Look("d_1", MINE, "second"), Look("d_7", at(3), "third")]
    findings = list(check_twins(twins_of("d_1", MINE, others)))

    assert [each.name for each in findings] == ["duplicate", "duplicate_elsewhere"]
    assert fill(findings[0].message, findings[0].values) == "It looks the same as design d_2."
    assert fill(findings[1].message, findings[1].values) == "It looks the same as design d_1 of profile “second”."


def test_nothing_alike_is_nothing_to_say() -> None:
    assert list(check_twins(twins_of("d_1", MINE, [Look("d_2", at(200))]))) == []
