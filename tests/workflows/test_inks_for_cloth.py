"""A design is drawn in inks for the colours that its garment is sold in."""

from __future__ import annotations

from podpusher_cli.core.colours import LEAST_CONTRAST, least_contrast
from podpusher_cli.core.designs import DesignSpec, Garment
from podpusher_cli.core.generating import Planned, Wanted
from podpusher_cli.core.inking import cloths_in
from podpusher_cli.providers.typography import composed
from podpusher_cli.workflows.orders import spec_of

CLOTHS = cloths_in(["Black / M", "Sport Grey / M", "Charcoal / L", "Light Blue / S", "Black / XL"])


def spec(garment: Garment) -> DesignSpec:
    item = Planned(place=1, design_id="d_1", idea="Plant dad", seed=5, trend=None)
    return spec_of(Wanted(("Plant dad",), garment=garment), item, CLOTHS)


def test_the_chosen_colours_of_the_tone_asked_for_count() -> None:
    assert spec("dark").cloths == ("#1b1b1b", "#3e4045")
    assert spec("light").cloths == ("#b5b6b8", "#a7c4de")


def test_every_ink_shows_on_them() -> None:
    for asked in (spec("dark"), spec("light")):
        assert least_contrast(composed(asked).palette.inks.values(), asked.cloths) >= LEAST_CONTRAST
