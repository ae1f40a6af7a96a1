"""podpusher connect: let podpusher into an account, by consent in the browser or by a key."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands import asking, connect_sources, logins
from podpusher_cli.commands.options import (
    Blueprint,
    Price,
    PrintProvider,
    Variants,
    command,
    complete_drafts,
    deps_of,
    group,
)
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

NoBrowser = Annotated[bool, typer.Option("--no-browser", help=N_("Open no browser; print the address only."))]
Timeout = Annotated[float, typer.Option("--timeout", min=1, max=86_400, help=N_("How many seconds to wait for you."))]
NoWait = Annotated[bool, typer.Option("--no-wait", help=N_("Print the address and end; finish with --resume."))]
Resume = Annotated[
    str | None, typer.Option("--resume", metavar="URL", help=N_("The address that the browser ended on, to finish."))
]
TokenStore = Annotated[
    str | None,
    typer.Option("--token-store", metavar="STORE", help=N_("Keep tokens in keyring, file or env from now on.")),
]
TokenStdin = Annotated[bool, typer.Option("--token-stdin", help=N_("Read the token from stdin."))]
KeyStdin = Annotated[bool, typer.Option("--key-stdin", help=N_("Read the key from stdin."))]
OAuthApp = Annotated[bool, typer.Option("--oauth", help=N_("Log in through your own reviewed Printify app."))]
OAuthPlatform = Annotated[bool, typer.Option("--oauth", help=N_("Log in through your own Stripe platform."))]
ShopId = Annotated[str | None, typer.Option("--shop", metavar="ID", help=N_("Which shop, where there are several."))]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help=N_("A server that speaks OpenAI's API, such as one of your own.")),
]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "connect", help=WORDS["connect"].help)
    login = "accounts.Connection|accounts.PendingLogin"
    for name, function, help_, result in (
        ("etsy", etsy, N_("Connect your Etsy shop: you agree in the browser."), login),
        ("printify", printify, N_("Connect Printify with a personal access token."), login),
        ("stripe", stripe, N_("Connect Stripe with a restricted key."), login),
        ("openai", openai, N_("Connect OpenAI, or a server like it, with a key."), "accounts.Connection"),
    ):
        command(noun, f"connect {name}", asking.stoppable(function), help=help_, result=result)
    connect_sources.add(noun)


def etsy(
    context: typer.Context,
    *,
    no_browser: NoBrowser = False,
    timeout: Timeout = 300,
    no_wait: NoWait = False,
    resume: Resume = None,
    token_store: TokenStore = None,
) -> None:
    from podpusher_cli.workflows.connecting import etsy as connecting

    logins.refuse_more_shops(deps_of(context))
    deps = logins.ready(context, token_store)
    if resume is not None:
        logins.finish(deps, connecting.resume(deps.etsy_app, deps.accounts, resume))
        logins.tell_next(deps)
        return
    ask = (lambda: asking.etsy_keys(deps)) if deps.out.interactive else None
    keys = connecting.working_keys(deps.etsy_app, deps.accounts, deps.given_etsy_keys, ask)
    if no_wait:
        again = deps.command_line("connect", "etsy", "--resume", "URL")
        logins.show_pending(deps, connecting.begin(deps.etsy_app, deps.accounts, keys, resume=again))
        return
    logins.meet(
        deps, "Etsy", timeout, no_browser, lambda met: connecting.sign_in(deps.etsy_app, deps.accounts, keys, met)
    )
    logins.tell_next(deps)


def printify(
    context: typer.Context,
    *,
    token_stdin: TokenStdin = False,
    shop: ShopId = None,
    blueprint: Blueprint = None,
    print_provider: PrintProvider = None,
    variants: Variants = None,
    price: Price = None,
    oauth: OAuthApp = False,
    no_browser: NoBrowser = False,
    timeout: Timeout = 300,
    no_wait: NoWait = False,
    resume: Resume = None,
    token_store: TokenStore = None,
) -> None:
    from podpusher_cli.workflows import templates
    from podpusher_cli.workflows.connecting import printify as connecting

    logins.check_login_options("printify", oauth=oauth or resume is not None, told=no_wait or no_browser)
    deps = deps_of(context)
    template = templates.Template(blueprint, print_provider, variants, price)
    templates.check(template, deps.settings)
    logins.refuse_more_shops(deps)
    logins.ready(context, token_store)
    choice = asking.printify_shop(deps, shop)
    app_id = deps.variable("PODPUSHER_PRINTIFY_APP_ID")
    if resume is not None:
        logins.finish(deps, connecting.resume(deps.printify_app, deps.accounts, resume, choice))
    elif oauth and no_wait:
        again = deps.command_line("connect", "printify", "--resume", "URL")
        logins.show_pending(deps, connecting.begin(deps.printify_app, deps.accounts, app_id, resume=again))
        return
    elif oauth:
        app, accounts = deps.printify_app, deps.accounts
        logins.meet(
            deps, "Printify", timeout, no_browser, lambda met: connecting.sign_in(app, accounts, app_id, choice, met)
        )
    else:
        token = asking.printify_token(deps, from_stdin=token_stdin, enough=bool(shop or template.values()))
        logins.finish(deps, connecting.connect(deps.printify_app, deps.accounts, token, choice))
    if not template.values() and deps.out.interactive and not templates.has_template(deps.settings):
        template = asking.template(deps)
    if template.values():
        templates.keep(template, deps.settings, deps.catalogue)
        complete_drafts(deps)
    logins.tell_next(deps)


def stripe(
    context: typer.Context,
    *,
    key_stdin: KeyStdin = False,
    oauth: OAuthPlatform = False,
    no_browser: NoBrowser = False,
    timeout: Timeout = 300,
    no_wait: NoWait = False,
    resume: Resume = None,
    token_store: TokenStore = None,
) -> None:
    from podpusher_cli.workflows.connecting import stripe as connecting

    logins.check_login_options("stripe", oauth=oauth or resume is not None, told=no_wait or no_browser)
    deps = logins.ready(context, token_store)
    app, accounts = deps.stripe_app, deps.accounts
    if resume is not None:
        logins.finish(deps, connecting.resume(app, accounts, resume))
        logins.learn_plan(deps)
        return
    if not oauth:
        logins.finish(
            deps, connecting.connect(app, accounts, asking.stripe_key(deps, from_stdin=key_stdin, platform=False))
        )
        logins.learn_plan(deps)
        return
    platform = asking.stripe_platform(deps, from_stdin=key_stdin)
    if no_wait:
        again = deps.command_line("connect", "stripe", "--resume", "URL")
        logins.show_pending(deps, connecting.begin(app, accounts, platform, resume=again))
        return
    wait = logins.COMES_BACK if app.consent(platform).redirect_uri else logins.GOES_ELSEWHERE
    logins.meet(deps, "Stripe", timeout, no_browser, lambda met: connecting.sign_in(app, accounts, platform, met), wait)
    logins.learn_plan(deps)


def openai(
    context: typer.Context, *, key_stdin: KeyStdin = False, base_url: BaseUrl = None, token_store: TokenStore = None
) -> None:
    from podpusher_cli.workflows.connecting import openai as connecting

    deps = logins.ready(context, token_store)
    given = not key_stdin and deps.environment.get("OPENAI_API_KEY")
    kept = None if given else deps.accounts.kept("openai")  # a key of the environment is not for a server that is kept
    server = base_url or deps.environment.get("OPENAI_BASE_URL") or (kept and kept.server)
    address = connecting.checked_server(server or deps.variable("OPENAI_BASE_URL"))
    said = deps.settings.all()
    done = connecting.connect(
        deps.accounts,
        server=address,
        key=asking.openai_key(deps, address, from_stdin=key_stdin),
        models=deps.openai_models,
        used=(said["openai.image_model"], said["openai.text_model"]),
    )
    logins.finish(deps, done)
