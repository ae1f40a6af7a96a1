"""Plans and results of making, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.generating import Generated, Generation, NotMade, Plan, Waited
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current, ngettext, retell
from podpusher_cli.ui.theme import below, cell, state, table
from podpusher_cli.ui.views.prints import told_of
from podpusher_cli.ui.views.products import lacking

if TYPE_CHECKING:
    from rich.console import RenderableType

    from podpusher_cli.core.errors import PodpusherError

_SHOWN = 20


def result(done: Generation, ending: PodpusherError | None = None) -> RenderableType:
    """What was made, what was not and why, where the files are, what it cost, and what comes next.

    `ending`: the error that follows. Of the only one that failed it says why.
    """
    from rich.console import Group

    if done.plan is not None:
        return plan(done.plan)
    parts: list[RenderableType] = []
    if done.made:
        parts += [_made(done.made), *_in_print(done.made)]
    parts += _beyond(len(done.made), done.run or "")
    said = ending is not None and [each.trouble.code for each in done.failed] == [ending.full_code]
    parts += [cell(each.idea) if said else _not_made(each) for each in done.failed[:_SHOWN]]
    if done.made:
        parts.append(fill(_("Designs are in {folder}"), {"folder": done.folder}))
    if done.cost is not None:
        parts.append(fill(_("Spent: {cost}"), {"cost": current().money(done.cost)}))
    if done.guessed:
        told = ngettext(
            "{count} answer did not say what it cost; what was expected is counted for it.",
            "{count} answers did not say what they cost; what was expected is counted for them.",
            done.guessed,
        )
        parts.append(fill(told, {"count": done.guessed}))
    if done.in_doubt is not None:
        told = _("Perhaps billed besides, for requests that got no answer: {cost}")
        parts.append(fill(told, {"cost": current().money(done.in_doubt)}))
    if done.come_back_at is not None:
        parts.append(_coming(done))
    elif done.left:
        parts.append(
            fill(
                ngettext("{count} is left; the same command goes on.", "{count} are left; the same command goes on.", done.left),
                {"count": done.left},
            )
        )  # fmt: skip
    elif done.made:
        parts.append(_next(done.made))
    return Group(*parts)


def _beyond(made: int, run: str) -> list[RenderableType]:
    """How many the table leaves out, and where they are."""
    if made <= _SHOWN:
        return []
    told = ngettext(
        "{count} more is made: podpusher products list --run {run}",
        "{count} more are made: podpusher products list --run {run}",
        made - _SHOWN,
    )
    return [fill(told, {"count": made - _SHOWN, "run": run})]


def _coming(done: Generation) -> RenderableType:
    """What is with OpenAI, what that costs, and how to get it."""
    from rich.console import Group

    told = ngettext(
        "{count} design is being made in batches, within a day.",
        "{count} designs are being made in batches, within a day.",
        done.left,
    )
    lines = [fill(told, {"count": done.left})]
    if done.on_its_way is not None:
        lines.append(fill(_("That costs about {cost}."), {"cost": current().money(done.on_its_way)}))
    when = current().moment(done.come_back_at) if done.come_back_at else ""
    lines.append(
        fill(_("podpusher designs wait {run} fetches them; look again at {when}."), {"run": done.run, "when": when})
    )
    return Group(*lines)


def waited(done: Waited) -> RenderableType:
    """All runs that waited for a batch, one after the other."""
    from rich.console import Group

    return Group(*(result(each) for each in done.runs))


def _next(made: tuple[Generated, ...]) -> str:
    draft = next((each.product for each in made if each.product.content.missing()), None)
    if draft is None:
        return _("Next: podpusher publish --dry-run")
    return fill(
        _("Before they can be published they need: {missing}. podpusher products edit {product} --help"),
        {"missing": lacking(draft), "product": draft.id},
    )


def _made(made: tuple[Generated, ...]) -> RenderableType:
    rows = table(N_("Product"), N_("State"), N_("Title"), N_("Score"), N_("Design"), wide=2)
    rows.columns[3].justify = "right"
    for each in made[:_SHOWN]:
        rows.add_row(
            cell(each.product.id), state(each.product.state), cell(each.product.title), cell(each.seo.score),
            cell(each.design.id),
        )  # fmt: skip
    return rows


def _in_print(made: tuple[Generated, ...]) -> list[RenderableType]:
    """What is amiss with the prints, by design."""
    return [line for each in made[:_SHOWN] for line in told_of(each.design.id, each.print_findings)]


def _not_made(each: NotMade) -> RenderableType:
    from rich.console import Group

    trouble = each.trouble
    told = [f"{retell(trouble.message)} ({trouble.code})", *([retell(trouble.hint)] if trouble.hint else [])]
    return Group(cell(each.idea), *(below(line) for line in told))


def plan(planned: Plan) -> RenderableType:
    """What would be made, and what that costs."""
    from rich.console import Group

    count = len(planned.ideas)
    lines: list[RenderableType] = [
        fill(ngettext("{count} design to make:", "{count} designs to make:", count), {"count": count})
    ]
    lines += [below(idea, 2) for idea in planned.ideas[:_SHOWN]]
    if planned.beyond:
        fits = {"fits": count - planned.beyond, "count": count}
        lines.append(fill(_("The plan has enough left for {fits} of {count}."), fits))
    if planned.done:
        told = ngettext(
            "{count} of an earlier try is done already.", "{count} of an earlier try are done already.", planned.done
        )
        lines.append(fill(told, {"count": planned.done}))
    if planned.estimate is not None and planned.estimate_each is not None:
        money = current().money
        costs = {"cost": money(planned.estimate), "each": money(planned.estimate_each)}
        lines.append(fill(_("Cost: about {cost}, {each} each."), costs))
    if planned.unaffordable:
        fits = {"fits": count - planned.unaffordable, "count": count}
        lines.append(fill(_("The limit on spending has enough left for {fits} of {count}."), fits))
    if planned.unpriced:
        lines.append(fill(_("The price of {models} is not known."), {"models": ", ".join(planned.unpriced)}))
    if planned.estimate is None and not planned.unpriced:
        lines.append(_("It costs nothing: they are made on this computer."))
    return Group(*lines)
