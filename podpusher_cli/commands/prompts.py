"""podpusher prompts: what models are asked with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_, NN_

if TYPE_CHECKING:
    from podpusher_cli.deps import Deps

Name = Annotated[str, typer.Argument(metavar="PROMPT", help=N_("A prompt's name, as in `prompts list`."))]
First = Annotated[str, typer.Argument(metavar="A", help=N_("A prompt's name, as in `prompts list`."))]
Second = Annotated[str, typer.Argument(metavar="B", help=N_("The prompt that it is compared with."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Only show what it would cost."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "prompts", help=WORDS["prompts"].help, bare=list_prompts)
    command(
        noun,
        "prompts list",
        list_prompts,
        help=N_("List prompts: the shipped ones and yours."),
        result="prompts.PromptSheet[]",
    )
    command(noun, "prompts show", show, help=N_("Show a prompt's texts."), result="prompts.PromptSheet")
    command(
        noun,
        "prompts compare",
        compare,
        help=N_("Have two prompts write the same listings, and compare them."),
        result="prompts.Comparison",
    )


def list_prompts(context: typer.Context) -> None:
    from podpusher_cli.ui.views import prompts as views
    from podpusher_cli.workflows import prompts

    deps = deps_of(context)
    deps.out.show(prompts.listing(deps.prompts, _used(deps)), views.listing)


def show(context: typer.Context, prompt: Name) -> None:
    from podpusher_cli.ui.views import prompts as views
    from podpusher_cli.workflows import prompts

    deps = deps_of(context)
    deps.out.show(prompts.sheet(deps.prompts, prompt, _used(deps)), views.sheet)


def compare(context: typer.Context, first: First, second: Second, dry_run: DryRun = False) -> None:
    from podpusher_cli.ui.progress import ProgressBar
    from podpusher_cli.ui.views import prompts as views
    from podpusher_cli.workflows import prompts

    deps = deps_of(context)
    pair = prompts.check_pair(deps.prompts.get(first), deps.prompts.get(second))
    with ProgressBar(deps.out, N_("Writing")) as bar:
        trial = deps.trial(pair, bar.update)
        planned = prompts.plan(trial)
        if dry_run:
            deps.out.show(planned, views.comparison)
            return
        deps.out.preview(views.comparison(planned))
        if deps.out.interactive and not deps.out.confirm(
            NN_("Ask for {count} listing?", "Ask for {count} listings?"), count=planned.listings
        ):
            return
        deps.out.show(prompts.compare(trial), views.comparison)


def _used(deps: Deps) -> dict[str, str]:
    """By kind, the prompt that the settings name; empty: the newest."""
    return {kind: deps.settings.get(f"openai.{kind}_prompt") for kind in ("listing", "design", "ideas")}
