"""podpusher generate: ideas into print-ready designs and listings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from podpusher_cli.commands.options import (
    MOST,
    Blueprint,
    Price,
    PrintProvider,
    Variants,
    command,
    deps_of,
    tell_overage,
)
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.core.generating import Plan
    from podpusher_cli.deps import Deps

Ideas = Annotated[
    list[str] | None, typer.Argument(metavar="[IDEA]…", help=N_("What the designs say, each in quotation marks, or ids of ideas."))
]
FromTrends = Annotated[
    int, typer.Option("--from-trends", min=0, max=100, metavar="N", help=N_("Take N ideas from the trends."))
]
Model = Annotated[
    Literal["local", "openai"] | None, typer.Option("--model", help=N_("What makes them; local costs nothing."))
]
File = Annotated[
    Path | None, typer.Option("--design", metavar="FILE", help=N_("Your own picture, in place of a made one."))
]
Garment = Annotated[Literal["dark", "light"], typer.Option("--garment", help=N_("What the design must show on."))]
Layout = Annotated[
    str | None, typer.Option("--layout", help=N_("A layout of the local designer; else one that suits."))
]
Seed = Annotated[
    int | None, typer.Option("--seed", min=0, max=MOST, help=N_("The same seed gives the same design again."))
]
TextLanguage = Annotated[
    Literal["en", "es", "fr", "de"] | None, typer.Option("--text-lang", help=N_("The language of the listings."))
]
Translate = Annotated[
    str | None,
    typer.Option("--translate", metavar="LANGUAGES", help=N_("Write the listings in these languages too, by comma: es,fr.")),
]
Batch = Annotated[
    bool, typer.Option("--batch", help=N_("By OpenAI at half the price, within a day; `designs wait` fetches them."))
]
MaxCost = Annotated[
    str | None,
    typer.Option("--max-cost", metavar="AMOUNT", help=N_("The most that it may cost in all, in US dollars.")),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Only show the plan."))]


def mount(app: typer.Typer) -> None:
    """Put the verb on the root."""
    command(app, "generate", generate, help=WORDS["generate"].help, result="generating.Generation")


def generate(
    context: typer.Context,
    idea: Ideas = None,
    from_trends: FromTrends = 0,
    model: Model = None,
    design: File = None,
    garment: Garment = "dark",
    layout: Layout = None,
    seed: Seed = None,
    text_lang: TextLanguage = None,
    translate: Translate = None,
    blueprint: Blueprint = None,
    print_provider: PrintProvider = None,
    variants: Variants = None,
    price: Price = None,
    batch: Batch = False,
    max_cost: MaxCost = None,
    dry_run: DryRun = False,
) -> None:
    from podpusher_cli.core.caps import read_cap
    from podpusher_cli.core.copywriting import languages_of
    from podpusher_cli.core.generating import Generation, Wanted
    from podpusher_cli.ui.progress import ProgressBar
    from podpusher_cli.ui.views import generating as views
    from podpusher_cli.workflows import generating, templates

    deps = deps_of(context)
    most = None if max_cost is None else read_cap(max_cost)
    kept = deps.keep_design(design) if design else None
    language = text_lang or deps.ideas.language_of(idea or ()) or deps.settings.get("text.language")
    also = deps.settings.get("text.translations") if translate is None else translate
    wanted = Wanted(
        ideas=tuple(idea or ([kept.idea] if kept else [])),
        from_trends=from_trends,
        model=model or deps.settings.get("model"),
        seed=seed,
        layout=layout,
        garment=garment,
        language=language,
        base=templates.base_of(templates.Template(blueprint, print_provider, variants, price), deps.settings),
        design=kept.id if kept else None,
        translations=languages_of(also, language),
        disclose=deps.settings.get("listing.disclose_ai"),
        batch=batch,
    )
    with ProgressBar(deps.out, N_("Making")) as bar:
        studio = deps.studio(wanted, bar.update)
        if dry_run or wanted.model != "local":
            planned = generating.plan(studio, wanted, most)
            if dry_run:
                deps.out.show(Generation(None, plan=planned), views.result)
                return
            if not _agreed(deps, planned):
                return
        result, error = generating.generate(studio, wanted, most)
    deps.out.show(result, lambda done: views.result(done, error))
    tell_overage(deps)
    if error is not None:
        raise error


def _agreed(deps: Deps, planned: Plan) -> bool:
    """Whether to spend: asked on a terminal, told elsewhere."""
    from podpusher_cli.ui.views import generating as views

    deps.out.preview(views.plan(planned))
    return not deps.out.interactive or deps.out.confirm(N_("Make {count}?"), count=len(planned.ideas))
