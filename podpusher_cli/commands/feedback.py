"""podpusher feedback: what the seller thinks of ideas, designs and copy."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands.options import Cursor, Limit, command, deps_of
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.feedback import Subject
from podpusher_cli.core.text import N_

Thing = Annotated[
    str | None, typer.Argument(metavar="[ID]", help=N_("An idea, a design or a product, by its id; none lists all."))
]
Rating = Annotated[int | None, typer.Option("--rating", min=1, max=5, help=N_("How good it is, 1 to 5."))]
Keep = Annotated[bool, typer.Option("--keep", help=N_("It is good enough to sell."))]
Drop = Annotated[bool, typer.Option("--drop", help=N_("It is not to be sold."))]
Because = Annotated[
    str | None,
    typer.Option("--because", help=N_("Why: hard to read, ugly, off topic, rights, duplicate, or words of your own.")),
]
Note = Annotated[str | None, typer.Option("--note", help=N_("Anything else worth knowing."))]
Clear = Annotated[bool, typer.Option("--clear", help=N_("Take back all that was said about it."))]
About = Annotated[
    Subject | None, typer.Option("--about", metavar="KIND", help=N_("List only what is about idea, design or copy."))
]


def mount(app: typer.Typer) -> None:
    """Put the word on the root."""
    command(app, "feedback", feedback, help=WORDS["feedback"].help, result="feedback.Feedback|feedback.Feedback[]")


def feedback(
    context: typer.Context,
    name: Thing = None,
    rating: Rating = None,
    keep: Keep = False,
    drop: Drop = False,
    because: Because = None,
    note: Note = None,
    clear: Clear = False,
    about: About = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> None:
    from podpusher_cli.core.feedback import (
        KeepOrDrop,
        NothingToSayItAbout,
        Opinion,
        ReasonAlone,
        Verdict,
        reason_of,
        worded,
    )
    from podpusher_cli.ui.views import feedback as views
    from podpusher_cli.workflows import feedback as workflow

    deps = deps_of(context)
    if keep + drop + clear > 1 or (clear and (rating or note)):
        raise KeepOrDrop(command="feedback")
    if because is not None and not drop:
        raise ReasonAlone(command="feedback")
    reason, words = reason_of(because)
    verdict = Verdict.KEPT if keep else Verdict.DROPPED if drop else None
    said = Opinion(verdict, reason, words, rating, worded(note))
    if name is None:
        if clear or not said.is_empty:
            raise NothingToSayItAbout(command="feedback")
        deps.out.show(deps.feedback.page(limit=limit, cursor=cursor, about=about), views.listing)
    elif clear:
        deps.out.show(workflow.take_back(name, feedback=deps.feedback), views.taken_back)
    else:
        stands = workflow.give(
            name,
            said,
            feedback=deps.feedback,
            ideas=deps.ideas,
            designs=deps.designs,
            products=deps.products,
            clock=deps.clock,
        )
        deps.out.show(stands, views.sheet)
