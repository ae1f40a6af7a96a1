"""Designs that look the same: found by how many of their looks' 256 bits differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from podpusher_cli.core.printing import PrintFinding
from podpusher_cli.core.text import N_

MOST_APART = 16
"""Measured on local designs: the same picture scaled to a tenth, with 16 colours, or lossy, is at most 11 bits away; the
same layout with one more letter 38, another text or layout more."""


@dataclass(frozen=True, slots=True)
class Look:
    """A design's look, as 64 hexadecimal digits. `profile` is None for the profile at work."""

    design: str
    bits: str
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """A design that looks like the one asked about, and how many bits of their looks differ."""

    design: str
    profile: str | None
    apart: int


def apart(one: str, other: str) -> int:
    """How many bits of two looks differ, 0 to 256."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def twins_of(design: str, bits: str, others: Iterable[Look]) -> tuple[Twin, ...]:
    """Those that look like it, the nearest first."""
    mine = int(bits, 16)
    found = []
    for each in others:
        distance = (mine ^ int(each.bits, 16)).bit_count()
        if distance <= MOST_APART and (each.design != design or each.profile):
            found.append(Twin(each.design, each.profile, distance))
    return tuple(sorted(found, key=lambda twin: (twin.apart, twin.profile or "", twin.design)))


def check_twins(twins: Iterable[Twin]) -> Iterator[PrintFinding]:
    """A finding for the nearest design of this profile, and one for the nearest of another."""
    found = tuple(twins)
    own = next((each for each in found if each.profile is None), None)
    foreign = next((each for each in found if each.profile is not None), None)
    if own:
        yield PrintFinding(
            "duplicate", "warn", N_("It looks the same as design {design}."),
            N_("Change one of the two: buyers see the same picture twice."), {"design": own.design},
        )  # fmt: skip
    if foreign:
        yield PrintFinding(
            "duplicate_elsewhere", "warn", N_("It looks the same as design {design} of profile “{profile}”."),
            N_("Sell it in one of the two shops only, or change it."),
            {"design": foreign.design, "profile": foreign.profile},
        )  # fmt: skip
