"""podpusher demo: the whole job, in the sandbox, in one command."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import command, deps_of
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.text import N_, NN_

if TYPE_CHECKING:
    from podpusher_cli.core.generating import Generated
    from podpusher_cli.core.publishing import Listed
    from podpusher_cli.deps import Deps

Keep = Annotated[
    bool, typer.Option("--keep", help=N_("Leave the sandbox running and its profile in place, to play with."))
]
COUNT = 3
_EMPTIES = NN_(
    "The demo begins with an empty sandbox: {count} product of your rehearsal would be gone. Begin?",
    "The demo begins with an empty sandbox: {count} products of your rehearsal would be gone. Begin?",
)
TEMPLATE = (706, 29, "Black / M; Black / L; Black / XL", "26.99")


def mount(app: typer.Typer) -> None:
    """Put the verb on the root."""
    command(
        app,
        "demo",
        demo,
        help=WORDS["demo"].help,
        result="demo.DemoReport",
    )


def demo(context: typer.Context, keep: Keep = False) -> None:
    from podpusher_cli.core.profiles import DEFAULT
    from podpusher_cli.workflows import demo as workflow
    from podpusher_cli.workflows import sandbox

    outer = deps_of(context)
    if (products := _rehearsed(outer)) and not outer.out.confirm(_EMPTIES, count=products):
        return
    outer.close()  # whoever has the old rehearsal's database open would write into a file that is gone
    with workflow.alone(outer.sandbox_folder.parent), outer.of_profile(DEFAULT) as deps:
        sandbox.forget(outer.sandbox_folder.parent)
        workflow.marker(outer.sandbox_folder.parent).touch()
        try:
            deps.sandbox.reset()
            deps.sandbox.configure({"callbacks": [deps.callback_url], "publish_lock_s": 1.0})
            _whole_job(deps, keep=keep)
        finally:
            if not keep:
                sandbox.stop(deps.sandbox_folder, clock=deps.clock)


def _rehearsed(outer: Deps) -> int:
    """How many products of a rehearsal of the seller's the demo would do away with; those that a demo left are none."""
    from podpusher_cli.core.profiles import DEFAULT
    from podpusher_cli.workflows import demo as workflow

    counts = {each.name: _products(outer, each.name) for each in outer.profiles.all()}
    if counts[DEFAULT] <= COUNT and workflow.marker(outer.home).exists():
        del counts[DEFAULT]
    return sum(counts.values())


def _products(outer: Deps, profile: str) -> int:
    """How many a profile has; a database that cannot be read is no rehearsal to come back to."""
    if not (outer.profile_folder(profile) / "state.db").exists():
        return 0
    with suppress(PodpusherError), outer.of_profile(profile) as old:
        return sum(old.products.counts().values())
    return 0


def _whole_job(deps: Deps, *, keep: bool) -> None:
    from podpusher_cli.ui.views import demo as views
    from podpusher_cli.workflows import demo as workflow

    out = deps.out
    out.note(N_("1/5  Connecting Etsy and Printify…"))
    _connect(deps)
    out.note(N_("2/5  Reading what rises on TikTok and elsewhere…"))
    rising = deps.trends.listing(limit=COUNT).page.items
    out.note(N_("     {keywords}"), keywords=", ".join(each.keyword for each in rising))
    out.note(N_("3/5  Designing and writing three listings…"))
    made = _make(deps)
    out.note(N_("4/5  Publishing drafts through Printify to Etsy…"))
    listings = _publish(deps)
    out.note(N_("5/5  Gathering the results…"))
    out.show(workflow.gather(made, listings, folder=deps.home.parent / "demo", kept=keep), views.report)


def _make(deps: Deps) -> tuple[Generated, ...]:
    from podpusher_cli.core.generating import Wanted
    from podpusher_cli.ui.progress import ProgressBar
    from podpusher_cli.workflows import generating, templates

    wanted = Wanted((), from_trends=COUNT, base=templates.base_of(templates.Template(), deps.settings))
    with ProgressBar(deps.out, N_("Making")) as bar:
        result, error = generating.generate(deps.studio(wanted, bar.update), wanted)
    if error is not None:
        raise error
    return result.made


def _publish(deps: Deps) -> tuple[Listed, ...]:
    from podpusher_cli.ui.progress import ProgressBar
    from podpusher_cli.workflows import publishing

    with ProgressBar(deps.out, N_("Publishing")) as bar:
        report, error = publishing.publish(deps.publish_desk(bar.update), products=None, live=False, command="demo")
    if error is not None:
        raise error
    return report.listings


def _connect(deps: Deps) -> None:
    from podpusher_cli.workflows import demo, templates
    from podpusher_cli.workflows.connecting import etsy, printify

    deps.prove_token_store()
    keys = etsy.working_keys(deps.etsy_app, deps.accounts, deps.given_etsy_keys, None)
    met = deps.meeting(timeout=30, show=demo.agree_beside(deps.http), pasted=None)
    etsy.sign_in(deps.etsy_app, deps.accounts, keys, met)
    told = deps.sandbox.accounts()["printify"]
    printify.connect(deps.printify_app, deps.accounts, str(told["token"]), printify.Choice(str(told["shop_id"]), None))
    templates.keep(templates.Template(*TEMPLATE), settings=deps.settings, catalogue=deps.catalogue)
