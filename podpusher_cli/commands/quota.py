"""podpusher quota: what is used of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from podpusher_cli.commands.options import command, deps_of
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.core.quota import Share
    from podpusher_cli.deps import Deps

Breakdown = Annotated[
    Literal["command", "run", "profile"] | None,
    typer.Option("--by", help=N_("Tell what is used apart by command, by run or by profile.")),
]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    command(app, "quota", quota, help=WORDS["quota"].help, result="quota.QuotaSheet")


def quota(context: typer.Context, by: Breakdown = None) -> None:
    from dataclasses import replace

    from podpusher_cli.core.plans import month_of
    from podpusher_cli.ui.views import quota as views
    from podpusher_cli.workflows import quota as workflow

    deps = deps_of(context)
    sheet = workflow.sheet(
        deps.plan,
        deps.quota,
        shops=len(deps.shops_of_plan),
        ceilings=deps.ceilings,
        spent=deps.ledger.spent_since(month_of(deps.clock.now()).start),
    )
    deps.out.show(replace(sheet, by=by, shares=_shares(deps, by)), views.sheet)


def _shares(deps: Deps, by: str | None) -> tuple[Share, ...]:
    from podpusher_cli.workflows.quota import shares_of

    if by is None:
        return ()
    if by != "profile":
        return deps.quota.shares(by)
    found: list[Share] = []
    for name in deps.profiles.begun():
        with deps.of_profile(name) as other:
            found += shares_of(name, other.quota)
    return tuple(found)
