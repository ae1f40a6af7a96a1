"""What an item of a run asks for, what that costs, and what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from podpusher_cli.core.batches import half
from podpusher_cli.core.blanks import Facts
from podpusher_cli.core.colours import tone_of
from podpusher_cli.core.designs import DesignSpec
from podpusher_cli.core.generating import Planned, Wanted, counted_as
from podpusher_cli.core.inking import Cloth
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.core.plans import Resource
from podpusher_cli.core.quota import Unit
from podpusher_cli.core.spending import Estimate, Purpose, SpendState
from podpusher_cli.workflows.studio import Studio


def prices(studio: Studio, wanted: Wanted) -> dict[Purpose, Estimate]:
    """What an item of the request costs, by what is asked for; empty where all is made on this machine."""
    told: dict[Purpose, Estimate | None] = {
        "image": None if wanted.design else studio.images.estimate(),
        "text": studio.texts.estimate(),
        **{f"text.{language}": studio.texts.estimate() for language in wanted.translations},
    }
    return {
        purpose: replace(each, micros=half(each.micros)) if wanted.batch else each
        for purpose, each in told.items()
        if each is not None
    }


def resources(wanted: Wanted) -> tuple[Resource, ...]:
    """What each item of a request counts as; the seller's own picture is no image that was made."""
    return (Resource.TEXTS,) if wanted.design else (Resource.TEXTS, Resource.IMAGES)


def units(studio: Studio, wanted: Wanted, run: str, item: Planned) -> list[Unit]:
    """What an item takes of the quota. What an earlier try has drawn, or may have been billed, is owed."""
    begun, spends = studio.runs.get(run).started_at, studio.ledger.spends(item.design_id)
    paid = any(each.state is not SpendState.FREE and each.at >= begun for each in spends)
    drawn = studio.designs.find(item.design_id) is not None and not wanted.design
    return [Unit(counted_as(run, item.place), each, owed=paid or drawn) for each in resources(wanted)]


def spec_of(wanted: Wanted, item: Planned, cloths: Iterable[Cloth] = ()) -> DesignSpec:
    """What is to be drawn for an item: in inks for those of the chosen colours that have the tone asked for."""
    shown = tuple(each.colour for each in cloths if tone_of(each.colour) == wanted.garment)
    return DesignSpec(item.idea, item.seed, wanted.garment, wanted.layout, cloths=shown)


def briefs_of(wanted: Wanted, item: Planned, facts: Facts, source: str, layout: str | None) -> list[CopyBrief]:
    """What an item's listing is written from, in its own language and then in the others."""
    brief = brief_of(wanted, item, facts, source, layout)
    return [brief, *(replace(brief, language=language, translation=True) for language in wanted.translations)]


def brief_of(wanted: Wanted, item: Planned, facts: Facts, source: str, layout: str | None) -> CopyBrief:
    """What an item's listing is written from; `source` and `layout` are the design's."""
    return CopyBrief(
        idea=item.idea,
        seed=item.seed,
        language=wanted.language,
        facts=facts,
        trend=item.trend,
        layout=layout,
        lettered=source == "local",
        disclose_ai=wanted.disclose == "always" or (wanted.disclose == "auto" and source == "openai"),
    )
