"""podpusher designs review: designs looked at one after the other, on a page of this machine or at the terminal."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import command, deps_of
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.core.reviewing import Marked
    from podpusher_cli.deps import Deps
    from podpusher_cli.workflows.reviewing import Review

Terminal = Annotated[bool, typer.Option("--terminal", help=N_("Ask here, one design after the other, without a page."))]
Port = Annotated[int, typer.Option("--port", min=0, max=65_535, help=N_("The port of the page; 0 takes a free one."))]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help=N_("Open no browser; print the address only."))]
Everything = Annotated[bool, typer.Option("--all", help=N_("Those that were decided, too."))]
RunId = Annotated[str | None, typer.Option("--run", help=N_("Only what this run made, decided or not."))]
Most = Annotated[int, typer.Option("--limit", min=1, max=1000, help=N_("How many at once."))]
HELP = N_("Look at new designs; keep, drop, rate and tag them.")


def add(noun: typer.Typer) -> None:
    """Put the verb under its noun."""
    command(noun, "designs review", review, help=HELP, result="reviewing.ReviewReport")


def review(
    context: typer.Context,
    *,
    terminal: Terminal = False,
    port: Port = 0,
    no_browser: NoBrowser = False,
    everything: Everything = False,
    run: RunId = None,
    limit: Most = 200,
) -> None:
    from podpusher_cli.core.reviewing import AllOrRun, NeedsTerminal
    from podpusher_cli.ui.views import reviewing as views
    from podpusher_cli.workflows.reviewing import chosen

    deps = deps_of(context)
    if everything and run:
        raise AllOrRun(command="designs review")
    if terminal and not deps.out.interactive:
        raise NeedsTerminal(command="designs review")
    if run is not None:
        deps.runs.get(run)
    if not terminal:
        deps.prove_review_page()
    work = deps.review(chosen(deps.designs, everything=everything, run=run, limit=limit))
    if work.shown and terminal:
        _at_terminal(deps, work)
    elif work.shown:
        _on_page(deps, work, port, open_it=not no_browser, everything=everything or run is not None)
    deps.out.show(work.report(), views.report)


def _on_page(deps: Deps, work: Review, port: int, *, open_it: bool, everything: bool) -> None:
    from podpusher_cli.ui.pages import review as pages
    from podpusher_cli.ui.views import reviewing as views

    def page(nonce: str, key: str) -> str:
        return pages.page(
            work.shown, work.standings(), work.cloths(), work.marks.tags(), nonce=nonce, key=key, everything=everything
        )  # fmt: skip

    with closing(deps.review_server(port)) as server:

        def ready() -> None:
            if deps.out.json:
                deps.out.event({"review_url": server.url})
            deps.out.tell(server.url)
            if open_it:
                deps.open_page(server.url_once)
            deps.out.note(N_("The page is there until you press Done on it, or Ctrl-C here."))

        work.previews.prune()
        server.serve(
            page=page,
            picture=work.picture,
            findings=lambda name: [views.warning(each) for each in work.findings(name)],
            mark=work.mark,
            undo=work.undo,
            standings=work.standings,
            ready=ready,
        )


def _at_terminal(deps: Deps, work: Review) -> None:
    """Each mark is made as soon as it is typed; Enter goes on to the next design."""
    from podpusher_cli.ui.views import reviewing as views

    deps.out.note(views.KEYS)
    deps.out.note(views.REASONS)
    done: list[Marked] = []
    place = 0
    while place < len(work.shown):
        design = work.shown[place]
        path, standing = str(work.designs.path(design)), work.standings()[design.id]
        deps.out.preview(views.sheet(design, path, standing, _warnings(work, design.id)))
        question = N_("{place} of {total}: k, x, 1-5, t, u, b, q, or Enter for the next:")
        text = deps.out.ask(question, place=place + 1, total=len(work.shown)).strip()
        if text == "q":
            break
        if text == "u":
            place = _taken_back(deps, work, done, place)
        else:
            place = max(0, place + (-1 if text == "b" else _marked(deps, work, done, place, text)))


def _warnings(work: Review, design: str) -> list[str]:
    """What is amiss with its print; that there is no reading it, too."""
    from podpusher_cli.core.errors import fill
    from podpusher_cli.core.printing import UnreadablePicture
    from podpusher_cli.i18n import _
    from podpusher_cli.ui.views import reviewing as views

    try:
        return [views.warning(each) for each in work.findings(design)]
    except UnreadablePicture as error:
        return [fill(_(error.message), error.fields)]


def _marked(deps: Deps, work: Review, done: list[Marked], place: int, text: str) -> int:
    """Make the mark that was typed; how many designs to go on. A drop is saved before it is asked why."""
    from dataclasses import replace

    from podpusher_cli.core.errors import BadInput
    from podpusher_cli.core.reviewing import Doing, typed
    from podpusher_cli.ui.views import reviewing as views

    if not text:
        return 1
    try:
        mark = typed(work.shown[place].id, text)
        if mark is None:
            deps.out.warn(N_("“{text}” is none of the keys."), text=text)
            deps.out.note(views.KEYS)
            return 0
        done.append(work.mark(mark))
        if mark.doing is Doing.DROP and mark.reason is None:
            why = typed(mark.design, "x " + deps.out.ask(views.REASONS))
            done[-1] = replace(done[-1], after=work.mark(why or mark).after)
    except BadInput as error:
        deps.out.error(error)
        return 0
    return int(mark.doing in {Doing.KEEP, Doing.DROP})


def _taken_back(deps: Deps, work: Review, done: list[Marked], place: int) -> int:
    """Take the last mark back, and go to its design."""
    from podpusher_cli.core.reviewing import ChangedMeanwhile

    if not done:
        deps.out.warn(N_("There is nothing to undo."))
        return place
    last = done.pop()
    try:
        work.undo(last)
    except ChangedMeanwhile as error:
        deps.out.error(error)
    return next(there for there, each in enumerate(work.shown) if each.id == last.design)
