"""Plans, reports and runs, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.publishing import ItemTrouble, Listed, MadeItem, PublishPlan, PublishReport, RunSheet
from podpusher_cli.core.quota import Usage
from podpusher_cli.core.results import Page
from podpusher_cli.core.runs import Run
from podpusher_cli.core.text import N_, NP_
from podpusher_cli.i18n import _, current, ngettext, pgettext, retell
from podpusher_cli.ui.theme import below, cell, state, table
from podpusher_cli.ui.views.prints import told_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

RUN_STATES = (N_("running"), N_("done"), N_("partial"), N_("failed"), N_("interrupted"), N_("waiting"))
OUTCOMES = (
    NP_("items", "published"), NP_("items", "failed"), NP_("items", "waiting"), NP_("items", "left"), NP_("items", "made"),
)  # fmt: skip
NOTHING = N_("Nothing to publish: everything that is ready is in the shop.")
_SHOWN = 20


def plan(planned: PublishPlan) -> RenderableType:
    """What would be done, what it takes, what it costs."""
    from rich.console import Group

    lines: list[RenderableType] = [*_takes(planned)] if planned.items else []
    if planned.beyond and planned.quota is not None:
        lines.append(_beyond(planned, planned.quota))
    if planned.blocked:
        sentence = ngettext(
            "{count} more cannot be published as it is: podpusher publish tells why.",
            "{count} more cannot be published as they are: podpusher publish tells why.",
            planned.blocked,
        )
        lines.append(fill(sentence, {"count": planned.blocked}))
    if planned.drafts:
        lines.append(
            fill(
                ngettext(
                    "{count} draft lacks something and stays: podpusher products list --state draft",
                    "{count} drafts lack something and stay: podpusher products list --state draft",
                    planned.drafts,
                ),
                {"count": planned.drafts},
            )
        )
    if planned.dropped:
        lines.append(_left_out(planned.dropped))
    if planned.held:
        held = ngettext("{count} is with another run.", "{count} are with another run.", planned.held)
        lines.append(fill(held, {"count": planned.held}))
    shown = planned.items[:_SHOWN]
    troubled = any(item.trouble for item in shown)
    rows = table(N_("Product"), N_("Title"), *([N_("In the way")] if troubled else []), wide=(1, 2) if troubled else 1)
    for item in shown:
        why = [cell(retell(item.trouble.message) if item.trouble else "")] if troubled else []
        rows.add_row(cell(item.id), cell(item.title), *why)
    told = [line for item in shown for line in told_of(item.id, item.findings)]
    return Group(*lines, rows, *told) if planned.items else Group(*lines or [_(NOTHING)])


def _takes(planned: PublishPlan) -> Iterator[str]:
    """How many products, calls, minutes and fees."""
    count = ngettext("{count} product to publish.", "{count} products to publish.", planned.total)
    yield fill(count, {"count": planned.total})
    calls = _("Calls: {upload} uploads, {create} creates, {update} updates, {publish} publishes, about {read} reads.")
    yield fill(calls, planned.calls)
    yield fill(_("Time by the rate limits: at least {time}."), {"time": _duration(planned.seconds)})
    yield fill(_("Etsy fees: {fees}."), {"fees": current().money(planned.fees)})


def _beyond(planned: PublishPlan, quota: Usage) -> str:
    """How many fit what the plan has left."""
    told = {
        "fits": planned.new - planned.beyond, "new": planned.new, "limit": quota.limit,
        "resets_at": current().moment(quota.resets_at) if quota.resets_at else "",
    }  # fmt: skip
    return fill(_("Of {new} new ones {fits} fit the plan's limit of {limit} publishes until {resets_at}."), told)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return fill(_("{minutes} min {seconds} s"), {"minutes": minutes, "seconds": rest})


def report(done: PublishReport) -> RenderableType:
    """What came of a run."""
    from rich.console import Group

    if done.plan is not None:
        return plan(done.plan)
    if done.run is None:
        said = [_(NOTHING)]
        if done.dropped:
            said = [_left_out(done.dropped)]
        if done.failed:
            said.append(_failed_before(done.failed))
        return "\n".join(said)
    parts: list[RenderableType] = []
    if done.listings:
        parts.append(listings(done.listings[:_SHOWN]))
    if done.troubles:
        parts.append(troubles(done.troubles[:_SHOWN]))
    counts = {
        "published": done.published,
        "failed": done.failed,
        "waiting": done.waiting,
        "left": done.left,
        "run": done.run,
    }
    parts.append(
        fill(_("Run {run}: {published} published, {failed} failed, {waiting} waiting, {left} left."), counts)
    )
    if done.dropped:
        parts.append(_left_out(done.dropped))
    if done.unpartnered:
        sentence = ngettext(
            "{count} listing names no production partner, so Etsy shows it as made by you. Add a partner named Printify in your"
            " Etsy shop's settings, and to this listing.",
            "{count} listings name no production partner, so Etsy shows them as made by you. Add a partner named Printify in"
            " your Etsy shop's settings, and to these listings.",
            done.unpartnered,
        )
        parts.append(fill(sentence, {"count": done.unpartnered}))
    return Group(*parts)


def _left_out(count: int) -> str:
    sentence = ngettext(
        "{count} product stays here, for its design or its text was dropped: podpusher feedback",
        "{count} products stay here, for their design or their text was dropped: podpusher feedback",
        count,
    )
    return fill(sentence, {"count": count})


def _failed_before(count: int) -> str:
    sentence = ngettext(
        "{count} failed before; name it to try it again: podpusher products list --state failed",
        "{count} failed before; name them to try them again: podpusher products list --state failed",
        count,
    )
    return fill(sentence, {"count": count})


def listings(listed: tuple[Listed, ...]) -> RenderableType:
    """What is in the shop."""
    rows = table(N_("Product"), N_("Title"), N_("State"), N_("Listing"), wide=1)
    for each in listed:
        rows.add_row(cell(each.id), cell(each.title), state(each.state, "listing"), cell(each.listing_id))
    return rows


def made(items: tuple[MadeItem, ...]) -> RenderableType:
    """What a run made of ideas."""
    rows = table(N_("Product"), N_("Title"), N_("Design"), wide=1)
    for each in items:
        rows.add_row(cell(each.id), cell(each.title), cell(each.design_id))
    return rows


def troubles(found: tuple[ItemTrouble, ...]) -> RenderableType:
    """What is not, why, and what to do."""
    from rich.console import Group

    lines: list[RenderableType] = []
    for each in found:
        lines.append(cell(f"{each.id}  {each.title}"))
        lines.append(below(f"{retell(each.message)} ({each.code})"))
        if each.hint:
            lines.append(below(retell(each.hint)))
    return Group(*lines)


def runs(page: Page[Run]) -> RenderableType:
    """A page of runs."""
    if not page.items:
        return _("No runs yet.")
    rows = table(N_("Run"), N_("Command"), N_("State"), N_("Begun"), N_("Items"), wide=(1, 4))
    for each in page.items:
        counts = ", ".join(_outcome(name, count) for name, count in each.counts.items() if count)
        rows.add_row(
            cell(each.id), cell(each.command), state(each.state), cell(current().moment(each.started_at)), cell(counts)
        )
    return rows


def _outcome(name: str, count: int) -> str:
    return fill(_("{outcome}: {count}"), {"outcome": pgettext("items", name), "count": current().number(count)})


def run_sheet(sheet: RunSheet) -> RenderableType:
    """One run with its items."""
    from rich.console import Group

    parts: list[RenderableType] = [runs(Page((sheet.run,)))]
    if sheet.made:
        parts.append(made(sheet.made))
    if sheet.listings:
        parts.append(listings(sheet.listings))
    if sheet.troubles:
        parts.append(troubles(sheet.troubles))
    return Group(*parts)
