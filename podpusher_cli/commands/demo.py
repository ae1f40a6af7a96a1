"""podpusher demo: the whole job, in the sandbox, in one command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import command, deps_of
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.deps import Deps

Keep = Annotated[bool, typer.Option("--keep", help=N_("Leave the sandbox running and its profile in place, to play with."))]
TEMPLATE = (706, 29, "Black / M; Black / L; Black / XL", "26.99")


def mount(app: typer.Typer) -> None:
    """Put the verb on the root."""
    command(app, "demo", demo, help=N_("Watch the whole job, on a sandbox: nothing reaches a real shop."), result="demo.DemoReport")


def demo(context: typer.Context, keep: Keep = False) -> None:
    from podpusher_cli.ui.progress import Publishing
    from podpusher_cli.ui.views import demo as views
    from podpusher_cli.workflows import demo as workflow
    from podpusher_cli.workflows import publishing, sandbox

    deps = deps_of(context)
    out = deps.out
    sandbox.forget(deps.sandbox_folder.parent)
    deps.sandbox.reset()
    deps.sandbox.configure({"callbacks": [deps.callback_url], "publish_lock_s": 1.0})
    try:
        out.note(N_("1/5  Connecting Etsy and Printify…"))
        _connect(deps)
        out.note(N_("2/5  Reading what rises on TikTok…"))
        rising = deps.trends.top(3)
        out.note(N_("     {keywords}"), keywords=", ".join(each.keyword for each in rising))
        out.note(N_("3/5  Designing and writing three listings…"))
        workflow.make(designs=deps.designs, products=deps.products, settings=deps.settings, clock=deps.clock)
        out.note(N_("4/5  Publishing drafts through Printify to Etsy…"))
        with Publishing(out) as bar:
            report, error = publishing.publish(deps.publish_desk(bar), products=None, live=False, command="demo")
        if error is not None:
            raise error
        out.note(N_("5/5  Gathering the results…"))
        done = workflow.gather(report.listings, designs=deps.designs, folder=deps.home.parent / "demo", kept=keep)
    finally:
        if not keep:
            sandbox.stop(deps.sandbox_folder, clock=deps.clock)
    out.show(done, views.report)


def _connect(deps: Deps) -> None:
    from podpusher_cli.workflows import connecting, demo, templates

    deps.prove_token_store()
    keys = connecting.working_keys(deps.etsy_app, deps.accounts, deps.given_etsy_keys, None)
    connecting.sign_in(
        deps.etsy_app,
        deps.accounts,
        keys,
        listen=deps.callback,
        timeout=30,
        show=demo.agree_beside(deps.http),
        pasted=None,
    )
    told = deps.sandbox.accounts()["printify"]
    connecting.connect_printify(
        deps.accounts, str(told["token"]), client=deps.printify_with, wanted=str(told["shop_id"]), choose=None
    )
    templates.keep(templates.Template(*TEMPLATE), settings=deps.settings, catalogue=deps.printify)
