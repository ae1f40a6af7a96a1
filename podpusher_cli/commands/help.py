"""The help pages: plain, in the seller's language, with the options that every command takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer
from typer._click import Context, HelpFormatter
from typer.core import TyperGroup, TyperOption

from podpusher_cli.commands.options import deps_of
from podpusher_cli.core.options import GLOBAL_OPTIONS
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _

if TYPE_CHECKING:
    from typer._click import Command

# Typer's own words, which go through our catalogue once it is handed to Typer.
_TYPERS_WORDS = (N_("Arguments"), N_("Options"), N_("Commands"), N_("default: {default}"), N_("required"))
_SHOW_HELP = N_("Show this message and exit.")
_NUMBERS = frozenset({"int", "int range", "float", "float range", "integer"})
HELP_OPTIONS = frozenset({"--help", "-h"})


class _HelpFormatter(HelpFormatter):
    """Click's own, with its one heading that no catalogue reaches in the seller's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _("Usage:") + " " if prefix is None else prefix)


def dress(command: Command) -> None:
    """Translate every help text and list the options that each command takes: done only when help is shown."""
    typer.core._ = _  # type: ignore[attr-defined]  # Typer has no other way to translate its headings
    Context.formatter_class = _HelpFormatter
    for each in _tree(command):
        each.help = each.short_help = _(each.help) if each.help else ""
        for parameter in each.params:
            if getattr(parameter, "help", None):
                parameter.help = _(parameter.help)  # type: ignore[attr-defined]  # options and arguments both have one
            if isinstance(parameter, TyperOption) and not parameter.is_flag and parameter.metavar is None:
                parameter.metavar = _metavar(parameter)
        each.params += [
            TyperOption(
                param_decls=[*option.names, option.name],
                help=_(option.help),
                metavar=_("TEXT") if option.takes_value else None,
                is_flag=not option.takes_value,
                expose_value=False,
                show_default=False,
            )
            for option in GLOBAL_OPTIONS
        ]
        each.params.append(
            TyperOption(
                param_decls=["--help", "-h", "help_"],
                help=_(_SHOW_HELP),
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_asked,
                show_default=False,
            )
        )
        each.add_help_option = False


def _metavar(option: TyperOption) -> str | None:
    """What stands for the value; the choices tell themselves."""
    if getattr(option.type, "choices", None):
        return None
    return _("NUMBER") if option.type.name in _NUMBERS else _("TEXT")


def show(context: Context) -> None:
    """Print the page."""
    page = context.get_help()
    deps_of(context).out.text({"help": page}, page)


def _asked(context: Context, _parameter: object, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        show(context)
        context.exit()


def _tree(command: Command) -> Iterator[Command]:
    yield command
    if isinstance(command, TyperGroup):
        for child in command.commands.values():
            yield from _tree(child)
