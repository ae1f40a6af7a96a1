"""What several commands share: how a command is added, the options of every list, and what each command returns."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Annotated, Any

import typer
from typer._click import Context

from podpusher_cli.core.errors import UsageError
from podpusher_cli.core.text import N_, NN_
from podpusher_cli.deps import Deps

Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help=N_("How many to show."))]
Cursor = Annotated[
    str | None, typer.Option("--cursor", help=N_("Where the list goes on, as the last page printed it."))
]

MOST = 999_999_999  # of any number that a seller types
Blueprint = Annotated[
    int | None, typer.Option("--blueprint", min=1, max=MOST, help=N_("The blueprint, as in `blueprints`."))
]
PrintProvider = Annotated[
    int | None,
    typer.Option("--print-provider", min=1, max=MOST, help=N_("The print provider, as in `blueprints show`.")),
]
Variants = Annotated[str | None, typer.Option("--variants", help=N_("Titles or ids by semicolon, or all."))]
Price = Annotated[str | None, typer.Option("--price", help=N_("The price, in the shop's currency."))]

COMPLETING = "_PODPUSHER_COMPLETE"
"""The variable by which a shell asks for completions."""

RESULTS: dict[str, str] = {}
"""Command path to the type of its `data`: `products.Product[]` is a list of core/products.py's Product."""


def deps_of(context: Context) -> Deps:
    """The Deps that this invocation was given."""
    found = context.obj
    if not isinstance(found, Deps):
        raise TypeError(found)
    return found


def command(app: typer.Typer, path: str, function: Callable[..., Any], *, help: str, result: str) -> None:  # noqa: A002 - Typer's own word
    """Add `function` as the command `path` (`publish`, `products list`) that returns `result`."""
    RESULTS[path] = result
    app.command(path.rsplit(maxsplit=1)[-1], help=help)(function)


def tell_overage(deps: Deps) -> None:
    """Warn, at the end of a run, of each limit of the plan that it has passed by."""
    from podpusher_cli.core.quota import over_quota

    for usage in deps.quota.passed.values():
        passed = over_quota(usage, tier=deps.plan.tier)
        deps.out.warn(passed.message, **passed.fields)
        deps.out.meta.setdefault("over_quota", []).append(usage.resource)


def complete_drafts(deps: Deps) -> None:
    """Let the drafts that waited for the template have what it says, and say how many are ready.

    A price that is none in the shop's currency is kept as a setting all the same: the currency may be set later.
    """
    from podpusher_cli.core.money import BadPrice
    from podpusher_cli.workflows import drafts

    try:
        ready = drafts.complete(deps.products, deps.settings, deps.catalogue, deps.clock)
    except BadPrice as error:
        deps.out.warn(N_("{problem}"), problem=error)
        return
    if ready:
        sentence = NN_(
            "{count} draft lacked nothing but this and is ready now: podpusher products list --state ready",
            "{count} drafts lacked nothing but this and are ready now: podpusher products list --state ready",
        )
        deps.out.note(sentence, count=ready)


class BeforeTheWord(UsageError):
    message = N_("Options of “{noun} {word}” go after that word.")


def group(
    app: typer.Typer,
    name: str,
    *,
    help: str,  # noqa: A002 - Typer's own word
    bare: Callable[..., None] | None = None,
) -> typer.Typer:
    """A noun with verbs under it. `bare`, with its options, is the command that runs when the noun stands alone: bare nouns list."""
    made = typer.Typer(help=help, no_args_is_help=bare is None, rich_markup_mode=None)
    if bare is not None:
        made.callback(invoke_without_command=True)(_alone(name, bare))
    else:
        made.callback()(_nothing)
    app.add_typer(made, name=name)
    return made


def _nothing() -> None:
    pass


def _alone(name: str, bare: Callable[..., None]) -> Callable[..., None]:
    """`bare` where no verb follows. Raises BeforeTheWord for options that stand before a verb."""
    defaults = {each.name: each.default for each in signature(bare).parameters.values()}

    @wraps(bare)
    def alone(context: typer.Context, **options: object) -> None:
        word = context.invoked_subcommand
        if word is None:
            bare(context, **options)
        elif any(value != defaults[option] for option, value in options.items()):
            raise BeforeTheWord(noun=name, word=word, command=f"{name} {word}")

    return alone
