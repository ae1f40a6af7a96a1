"""podpusher check: hold a text, a product or many texts against facts, names and rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from podpusher_cli.commands.options import Cursor, Limit, command, deps_of
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.errors import UsageError
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.deps import Deps

Text = Annotated[
    str | None, typer.Argument(metavar="[TEXT|PRODUCT]", help=N_("A text in quotation marks, or a product's id."))
]
TextField = Annotated[
    Literal["title", "description", "tag", "idea"], typer.Option("--field", help=N_("What the text is to be."))
]
TextLanguage = Annotated[
    Literal["en", "es", "fr", "de"] | None, typer.Option("--text-lang", help=N_("The language of the text."))
]
FactsFile = Annotated[
    Path | None, typer.Option("--facts", metavar="FILE", help=N_("What is known of the product, as JSON."))
]
Batch = Annotated[
    Path | None, typer.Option("--batch", metavar="FILE", help=N_("Check each line of a JSON Lines file instead."))
]
Allow = Annotated[
    str | None,
    typer.Option("--allow", metavar="REASON", help=N_("Let the warnings about this text pass, and say why.")),
]
ShowDecisions = Annotated[bool, typer.Option("--decisions", help=N_("List what has been let pass, and why."))]
_PRODUCT = re.compile(r"p-[0-9A-HJKMNP-TV-Z]{8}")


class OneOfThem(UsageError):
    message = N_("Give one of these: a text or a product, --batch FILE, or --decisions.")


class AllowsAText(UsageError):
    message = N_("--allow is about one text; check a product's title or description by itself.")


def mount(app: typer.Typer) -> None:
    """Put the verb on the root."""
    told = "content.report.Checked|content.report.CheckedLine[]|content.decisions.Decision[]"
    command(app, "check", check, help=WORDS["check"].help, result=told)


def check(
    context: typer.Context,
    text: Text = None,
    field: TextField = "description",
    text_lang: TextLanguage = None,
    facts: FactsFile = None,
    batch: Batch = None,
    allow: Allow = None,
    decisions: ShowDecisions = False,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> None:
    from podpusher_cli.ui.views import checking as views
    from podpusher_cli.workflows.checking_lines import check_batch

    deps = deps_of(context)
    if [text is not None, batch is not None, decisions].count(True) != 1:
        raise OneOfThem(command="check")
    if decisions:
        deps.out.show(deps.decisions.page(limit=limit, cursor=cursor), views.decisions)
        return
    if batch is not None:
        done, error = check_batch(deps.checker, batch, text_lang, deps.settings.get("text.language"))
        unread = error.details["items"] if error else []
        deps.out.show(done, lambda lines: views.batch(lines, unread))
        if error is not None:
            raise error
        return
    _one(deps, text or "", field, text_lang, facts, allow)


def _one(
    deps: Deps,
    text: str,
    field: Literal["title", "description", "tag", "idea"],
    text_lang: str | None,
    file: Path | None,
    allow: str | None,
) -> None:
    from podpusher_cli.core.content.facts import Facts
    from podpusher_cli.core.content.tongue import language_of
    from podpusher_cli.ui.views import checking as views
    from podpusher_cli.workflows import checking

    facts = checking.read_facts_file(file) if file else None
    usual = deps.settings.get("text.language")
    if _PRODUCT.fullmatch(text):
        if allow is not None:
            raise AllowsAText(command="check")
        product = deps.products.get(text)
        known = facts or checking.facts_of_product(product, deps.catalogue)
        language = text_lang or language_of(f"{product.content.title} {product.content.description}", usual)
        also = deps.translations.of(product.id)
        deps.out.show(checking.check_product(deps.checker, product, also, language, known), views.result)
        return
    known = facts or Facts()
    language = text_lang or language_of(text, usual)
    if allow is not None:
        checking.allow(deps.checker, text, field, language, known, reason=allow, now=deps.clock.now())
    deps.out.show(deps.checker.checked(text, field, language, known), views.result)
