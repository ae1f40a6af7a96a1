"""podpusher connect, status, disconnect: the accounts at the providers."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import Blueprint, Price, PrintProvider, Variants, command, deps_of, group
from podpusher_cli.core.text import N_, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podpusher_cli.core.accounts import AppKeys
    from podpusher_cli.core.printify import PrintifyShop
    from podpusher_cli.deps import Deps
    from podpusher_cli.workflows.templates import Template

NoBrowser = Annotated[bool, typer.Option("--no-browser", help=N_("Open no browser; print the address only."))]
Timeout = Annotated[float, typer.Option("--timeout", min=1, max=86_400, help=N_("How many seconds to wait for you."))]
NoWait = Annotated[bool, typer.Option("--no-wait", help=N_("Print the address and end; finish with --resume."))]
Resume = Annotated[
    str | None, typer.Option("--resume", metavar="URL", help=N_("The address that the browser ended on, to finish."))
]
TokenStdin = Annotated[bool, typer.Option("--token-stdin", help=N_("Read the token from stdin."))]
ShopId = Annotated[str | None, typer.Option("--shop", metavar="ID", help=N_("Which shop, where there are several."))]
Check = Annotated[bool, typer.Option("--check", help=N_("Ask each provider whether the connection works."))]
Provider = Annotated[str, typer.Argument(metavar="PROVIDER", help=N_("etsy or printify."))]


def mount(app: typer.Typer) -> None:
    """Put the verbs on the root."""
    noun = group(app, "connect", help=N_("Connect a provider: etsy or printify."))
    command(
        noun,
        "connect etsy",
        etsy,
        help=N_("Connect your Etsy shop: you agree in the browser."),
        result="accounts.Connection|accounts.PendingLogin",
    )
    command(
        noun,
        "connect printify",
        printify,
        help=N_("Connect Printify with a personal access token."),
        result="accounts.Connection",
    )
    command(app, "status", status, help=N_("Show how the connections stand."), result="accounts.Connection[]")
    command(app, "disconnect", disconnect, help=N_("Forget a connection."), result="accounts.Connection")


def etsy(
    context: typer.Context,
    *,
    no_browser: NoBrowser = False,
    timeout: Timeout = 300,
    no_wait: NoWait = False,
    resume: Resume = None,
) -> None:
    from podpusher_cli.ui.views import accounts as views
    from podpusher_cli.workflows import connecting

    deps = deps_of(context)
    deps.prove_token_store()
    if resume is not None:
        deps.out.show(connecting.resume(deps.etsy_app, deps.accounts, resume), views.connected)
        return
    ask = (lambda: _ask_for_keys(deps)) if deps.out.interactive else None
    keys = connecting.working_keys(deps.etsy_app, deps.accounts, deps.given_etsy_keys, ask)
    if no_wait:
        command_line = deps.command_line("connect", "etsy", "--resume", "URL")
        pending = connecting.begin(deps.etsy_app, deps.accounts, keys, resume=command_line)
        deps.out.note(
            N_("Open the first line in a browser and allow the access; the second, with the address that it ended on:")
        )
        deps.out.text(pending, views.pending(pending))
        return
    with closing(deps.typed_lines()) as pasted:
        done = connecting.sign_in(
            deps.etsy_app,
            deps.accounts,
            keys,
            listen=deps.callback,
            timeout=timeout,
            show=lambda url: _show_address(deps, url, no_browser=no_browser),
            pasted=pasted,
        )
    deps.out.show(done, views.connected)


def _ask_for_keys(deps: Deps) -> AppKeys:
    """The key pair, typed in; the secret unseen."""
    from podpusher_cli.core.accounts import AppKeys
    from podpusher_cli.ui.views.accounts import ETSY_GUIDE

    for sentence in ETSY_GUIDE:
        deps.out.note(sentence, callback=deps.callback_url)
    keystring = deps.environment.get("PODPUSHER_ETSY_KEYSTRING") or deps.out.ask(N_("Keystring:"))
    secret = deps.environment.get("PODPUSHER_ETSY_SHARED_SECRET") or deps.out.secret(N_("Shared secret (not shown):"))
    return AppKeys(keystring.strip(), secret.strip())


def _show_address(deps: Deps, url: str, *, no_browser: bool) -> None:
    """Print the consent page's address, for people and for scripts, and open it where there is a browser."""
    if deps.out.json:
        deps.out.event({"authorize_url": url})
    else:
        deps.out.note(N_("Open this page, log in to Etsy as the shop's owner, and allow the access:"))
        deps.out.tell(url)
        deps.out.note(
            N_("Waiting for the browser to come back. From another computer: paste the address it ended on here.")
        )
    if not no_browser:
        deps.open_page(url)


def printify(
    context: typer.Context,
    *,
    token_stdin: TokenStdin = False,
    shop: ShopId = None,
    blueprint: Blueprint = None,
    print_provider: PrintProvider = None,
    variants: Variants = None,
    price: Price = None,
) -> None:
    from podpusher_cli.ui.views import accounts as views
    from podpusher_cli.workflows import connecting, templates

    deps = deps_of(context)
    template = templates.Template(blueprint, print_provider, variants, price)
    templates.check(template, deps.settings)
    deps.prove_token_store()
    done = connecting.connect_printify(
        deps.accounts,
        _token(deps, from_stdin=token_stdin),
        client=deps.printify_with,
        wanted=shop,
        choose=(lambda shops: _choose(deps, shops)) if deps.out.interactive else None,
    )
    deps.out.show(done, views.connected)
    if not template.values() and deps.out.interactive and not templates.has_template(deps.settings):
        template = _ask_for_template(deps)
    if template.values():
        templates.keep(template, deps.settings, deps.catalogue)


def _ask_for_template(deps: Deps) -> Template:
    """What new products start from; everything may be left out."""
    from podpusher_cli.workflows.templates import BadNumber, Template

    def number(question: str) -> int | None:
        text = deps.out.ask(question)
        if text and not text.isdigit():
            raise BadNumber(text=text)
        return int(text) if text else None

    deps.out.note(N_("What do new products start from? Press Enter to leave an answer for later."))
    blueprint = number(N_("Blueprint, a number as in podpusher blueprints:"))
    if blueprint is None:
        return Template(price=deps.out.ask(N_("Price, in the shop's currency:")) or None)
    for each in deps.catalogue.print_providers(blueprint):
        deps.out.tell(one_line(f"{each.id} {each.title}"))
    print_provider = number(N_("Print provider, a number:"))
    variants = deps.out.ask(N_("Variants, titles or ids by semicolon, or all:"), "all") if print_provider else None
    return Template(blueprint, print_provider, variants, deps.out.ask(N_("Price, in the shop's currency:")) or None)


def _token(deps: Deps, *, from_stdin: bool) -> str:
    if from_stdin:
        return deps.typed_lines()()
    given = deps.environment.get("PODPUSHER_PRINTIFY_TOKEN")
    if given or not deps.out.interactive:
        return given or ""
    deps.out.note(N_("Make a token in Printify under My Profile, Connections, with every box ticked."))
    return deps.out.secret(N_("Personal access token (not shown):"))


def _choose(deps: Deps, shops: Sequence[PrintifyShop]) -> str:
    from podpusher_cli.ui.views import accounts as views

    deps.out.preview(views.shops(shops))
    return deps.out.ask(N_("Which shop? Its number:"))


def status(context: typer.Context, check: Check = False) -> None:
    from podpusher_cli.ui.views import accounts as views
    from podpusher_cli.ui.views import notifications
    from podpusher_cli.workflows import accounts

    deps = deps_of(context)
    found = accounts.status(deps.accounts, deps.account_checks if check else {})
    deps.out.show(list(found), views.sheets if deps.options.verbose else views.table_of)
    if unread := deps.notices.unread():
        deps.out.note(notifications.waiting(unread))
    ended = accounts.verdict(found)
    if ended:
        raise ended


def disconnect(context: typer.Context, provider: Provider) -> None:
    from podpusher_cli.ui.views import accounts as views
    from podpusher_cli.workflows import accounts

    deps = deps_of(context)
    done = accounts.disconnect(deps.accounts, provider, confirm=deps.out.confirm)
    deps.out.show(done, views.disconnected)
