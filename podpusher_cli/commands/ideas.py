"""podpusher ideas: what designs could be made of, where each idea comes from, and what speaks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from podpusher_cli.commands.options import MOST, Cursor, Limit, command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.ideabook import IdeaState
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.core.ideabook import Ideation
    from podpusher_cli.deps import Deps

State = Annotated[
    IdeaState | None, typer.Option("--state", metavar="STATE", help=N_("Only new, kept, dropped or made ones."))
]
IdeaId = Annotated[str, typer.Argument(metavar="IDEA", help=N_("An idea's id, as in `ideas list`."))]
IdeaIds = Annotated[list[str], typer.Argument(metavar="IDEA…", help=N_("Ids of ideas, as in `ideas list`."))]
Words = Annotated[
    list[str] | None, typer.Argument(metavar="[WORD]…", help=N_("What the ideas are about, each in quotation marks."))
]
FromTrends = Annotated[
    int, typer.Option("--from-trends", min=0, max=100, metavar="N", help=N_("Make ideas of the N best trends."))
]
SeasonName = Annotated[
    str | None,
    typer.Option(
        "--season", metavar="NAME", help=N_("For a selling event, as in `trends seasons`; next: the next one.")
    ),
]
Count = Annotated[int, typer.Option("--count", min=1, max=100, help=N_("How many ideas to keep."))]
Model = Annotated[
    Literal["local", "openai"] | None, typer.Option("--model", help=N_("What makes them; local costs nothing."))
]
TextLanguage = Annotated[
    Literal["en", "es", "fr", "de"] | None, typer.Option("--text-lang", help=N_("The language of the ideas."))
]
Seed = Annotated[
    int | None, typer.Option("--seed", min=0, max=MOST, help=N_("The same seed gives the same ideas again."))
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Only show what would be kept, or what it would cost."))]
Because = Annotated[
    str | None,
    typer.Option("--because", help=N_("Why: off topic, rights, duplicate, or words of your own.")),
]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "ideas", help=WORDS["ideas"].help, bare=list_ideas)
    command(noun, "ideas list", list_ideas, help=N_("List ideas, the best first."), result="ideabook.IdeaEntry[]")
    command(
        noun,
        "ideas make",
        make,
        help=N_("Find ideas about words, trends or a selling event."),
        result="ideabook.Ideation",
    )
    command(noun, "ideas show", show, help=N_("Show an idea and what speaks for it."), result="ideabook.IdeaSheet")
    command(noun, "ideas keep", keep, help=N_("Keep ideas for later."), result="ideabook.IdeaEntry[]")
    command(noun, "ideas drop", drop, help=N_("Drop ideas; they never come up again."), result="ideabook.IdeaEntry[]")


def list_ideas(context: typer.Context, state: State = None, limit: Limit = 20, cursor: Cursor = None) -> None:
    from podpusher_cli.ui.views import ideas as views

    deps = deps_of(context)
    page = deps.ideas.page(limit=limit, cursor=cursor, state=state)
    deps.out.show(page, lambda found: views.listing(found, chosen=bool(state)))


def make(
    context: typer.Context,
    word: Words = None,
    from_trends: FromTrends = 0,
    season: SeasonName = None,
    count: Count = 10,
    model: Model = None,
    text_lang: TextLanguage = None,
    seed: Seed = None,
    dry_run: DryRun = False,
) -> None:
    from podpusher_cli.ui.views import ideas as views
    from podpusher_cli.workflows import ideas

    deps = deps_of(context)
    wanted = ideas.Wanted(
        words=tuple(word or ()),
        from_trends=from_trends,
        season=season,
        count=count,
        model=model or deps.settings.get("model"),
        language=text_lang or deps.settings.get("text.language"),
        seed=seed,
    )
    desk = deps.idea_desk(wanted.model)
    if wanted.model != "local" and not dry_run and not _agreed(deps, ideas.make(desk, wanted, dry_run=True)[0]):
        return
    result, error = ideas.make(desk, wanted, dry_run=dry_run)
    deps.out.show(result, views.made)
    if error is not None:
        raise error


def _agreed(deps: Deps, planned: Ideation) -> bool:
    """Whether to spend: asked on a terminal, told elsewhere."""
    from podpusher_cli.ui.views import ideas as views

    deps.out.preview(views.made(planned))
    return not deps.out.interactive or deps.out.confirm(N_("Pay for new ideas?"))


def show(context: typer.Context, idea: IdeaId) -> None:
    from podpusher_cli.ui.views import ideas as views
    from podpusher_cli.workflows import ideas

    deps = deps_of(context)
    deps.out.show(ideas.sheet(idea, ideas=deps.ideas, ledger=deps.ledger), views.sheet)


def keep(context: typer.Context, idea: IdeaIds) -> None:
    from podpusher_cli.ui.views import ideas as views

    deps = deps_of(context)
    deps.out.show(list(deps.ideas.decide(idea, IdeaState.KEPT, deps.clock.now())), views.decided)


def drop(context: typer.Context, idea: IdeaIds, because: Because = None) -> None:
    from podpusher_cli.core.feedback import reason_of
    from podpusher_cli.ui.views import ideas as views

    deps = deps_of(context)
    reason, words = reason_of(because)
    dropped = deps.ideas.decide(idea, IdeaState.DROPPED, deps.clock.now(), reason=reason, because=words)
    deps.out.show(list(dropped), views.decided)
