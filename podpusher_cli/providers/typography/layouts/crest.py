"""Crest: a shield with a picture between branches, a ribbon across its foot."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, at, box_of, cutting, flipped, joined
from podpusher_cli.providers.typography.direction import scripts_in
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.banner import ribbon
from podpusher_cli.providers.typography.layouts.blocks import below, block, lettered
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import COLLEGE, PLAIN, RIBBON
from podpusher_cli.providers.typography.ornaments import bar, rays, shield, sprig, star
from podpusher_cli.providers.typography.wording import around_hero, as_text

BROAD, TALL = 560.0, 660.0


def compose(brief: Brief) -> Art:
    """The words before the one that matters above the shield, that one on the ribbon, the others below."""
    before, hero, after = around_hero(brief.words)
    plain = brief.face(*PLAIN)
    charge = brief.dice.pick((_plain, _parted, _rayed))
    coat = joined([_outline(), charge(brief)])
    branch = at(sprig(560, 8), BROAD / 2 + 66, TALL * 0.34)
    arms = joined([coat, branch, flipped(branch)])
    band = ribbon(brief.face(*RIBBON), as_text(hero, last=not after))
    box = box_of(band)
    band = at(band, 0, TALL * 0.4 - box.top)
    wide, tall = box.width + 40, 170.0
    gap = cutting(at(bar(min(wide, box.width) * 0.72, tall, 0), 0, TALL * 0.4 + tall / 2))
    art = joined([arms, gap, band])
    if before:
        art = below(block(before, plain, WIDTH * 0.86, 210, gap=34, most_cap=150), art, 56)
    if after:
        return below(art, block(after, plain, WIDTH * 0.86, 210, gap=34, most_cap=150), 50)
    return below(art, joined([at(star(26), -90, 0), star(38), at(star(26), 90, 0)]), 40)


def _outline() -> Art:
    """The shield as two lines."""
    return joined([
        shield(BROAD, TALL), cutting(shield(BROAD - 34, TALL - 40)),
        shield(BROAD - 62, TALL - 76, "accent"), cutting(shield(BROAD - 80, TALL - 98)),
    ])  # fmt: skip


def _plain(brief: Brief) -> Art:
    """A large picture alone, or a letter."""
    return at(_charge(brief, 300), 0, -80)


def _parted(brief: Brief) -> Art:
    """A band of stars over the picture."""
    chief = at(bar(BROAD - 120, 110, 8, "accent"), 0, -TALL / 2 + 122)
    stars = joined([at(star(34, "main"), 120 * place, -TALL / 2 + 122) for place in (-1, 0, 1)])
    return joined([chief, cutting(stars), at(_charge(brief, 260), 0, -24)])


def _rayed(brief: Brief) -> Art:
    """The picture before rays."""
    picture = at(_charge(brief, 250), 0, -70)
    return joined([at(rays(168, 228, 21, "third"), 0, -70), picture])


def _charge(brief: Brief, size: float) -> Art:
    if brief.icon or "arabic" in scripts_in(brief.text):  # an Arabic letter by itself is seldom one as it is written
        return icon_in(brief.icon or "star", size)
    letter = next(letter for letter in brief.text if letter.isalnum())
    initial = lettered(brief.face(*COLLEGE), letter.upper(), size, size * 0.9)
    return at(initial, 0, -box_of(initial).middle[1])
