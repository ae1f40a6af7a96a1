"""podpusher settings: what a profile is set to, and the environment variables there are."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands.options import command, complete_drafts, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

Key = Annotated[str, typer.Argument(metavar="KEY", help=N_("A setting, as in `settings list`."))]
Value = Annotated[str, typer.Argument(metavar="VALUE", help=N_("What to set it to; an empty text takes it back."))]
Environment = Annotated[bool, typer.Option("--env", help=N_("The environment variables in place of the settings."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "settings", help=WORDS["settings"].help, bare=list_settings)
    command(
        noun,
        "settings list",
        list_settings,
        help=N_("List every setting, or every variable."),
        result="settings.Told[]",
    )
    command(noun, "settings get", get, help=N_("Show one setting."), result="settings.Told")
    command(noun, "settings set", set_value, help=N_("Change one setting."), result="settings.Told")


def list_settings(context: typer.Context, env: Environment = False) -> None:
    from podpusher_cli.core import settings
    from podpusher_cli.ui.views import settings as views

    deps = deps_of(context)
    told = settings.variables(deps.environment) if env else settings.told(deps.settings.all())
    deps.out.show(told, views.table)


def get(context: typer.Context, key: Key) -> None:
    from podpusher_cli.core import settings

    deps = deps_of(context)
    settings.known(key)
    value = deps.settings.get(key)
    deps.out.text(settings.Told(key, value, settings.BY_KEY[key].help), value)


def set_value(context: typer.Context, key: Key, value: Value) -> None:
    from podpusher_cli.core import settings

    deps = deps_of(context)
    deps.settings.set({key: value})
    kept = deps.settings.get(key)
    deps.out.text(settings.Told(key, kept, settings.BY_KEY[key].help), f"{key} = {kept}")
    if key.startswith("template."):
        complete_drafts(deps)
