"""podpusher connect: let podpusher into an account, by consent in the browser or by a key."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands import asking, connect_sources
from podpusher_cli.commands.options import Blueprint, Price, PrintProvider, Variants, command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from podpusher_cli.core.accounts import Connection, PendingLogin
    from podpusher_cli.deps import Deps
    from podpusher_cli.workflows.connecting.login import Meeting

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

_COMES_BACK = N_("Waiting for the browser to come back. From another computer: paste the address it ended on here.")
_GOES_ELSEWHERE = N_(
    "In live mode Stripe sends the browser to the https address that you registered. Paste that address here."
)


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

    _refuse_more_shops(deps_of(context))
    deps = _ready(context, token_store)
    if resume is not None:
        _done(deps, connecting.resume(deps.etsy_app, deps.accounts, resume))
        _tell_next(deps)
        return
    ask = (lambda: asking.etsy_keys(deps)) if deps.out.interactive else None
    keys = connecting.working_keys(deps.etsy_app, deps.accounts, deps.given_etsy_keys, ask)
    if no_wait:
        again = deps.command_line("connect", "etsy", "--resume", "URL")
        _begun(deps, connecting.begin(deps.etsy_app, deps.accounts, keys, resume=again))
        return
    _meet(deps, "Etsy", timeout, no_browser, lambda met: connecting.sign_in(deps.etsy_app, deps.accounts, keys, met))
    _tell_next(deps)


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

    _check_login_options("printify", oauth=oauth or resume is not None, told=no_wait or no_browser)
    deps = deps_of(context)
    template = templates.Template(blueprint, print_provider, variants, price)
    templates.check(template, deps.settings)
    _refuse_more_shops(deps)
    _ready(context, token_store)
    choice = asking.printify_shop(deps, shop)
    app_id = deps.variable("PODPUSHER_PRINTIFY_APP_ID")
    if resume is not None:
        _done(deps, connecting.resume(deps.printify_app, deps.accounts, resume, choice))
    elif oauth and no_wait:
        again = deps.command_line("connect", "printify", "--resume", "URL")
        _begun(deps, connecting.begin(deps.printify_app, deps.accounts, app_id, resume=again))
        return
    elif oauth:
        app, accounts = deps.printify_app, deps.accounts
        _meet(deps, "Printify", timeout, no_browser, lambda met: connecting.sign_in(app, accounts, app_id, choice, met))
    else:
        token = asking.printify_token(deps, from_stdin=token_stdin, enough=bool(shop or template.values()))
        _done(deps, connecting.connect(deps.printify_app, deps.accounts, token, choice))
    if not template.values() and deps.out.interactive and not templates.has_template(deps.settings):
        template = asking.template(deps)
    if template.values():
        templates.keep(template, deps.settings, deps.catalogue)
    _tell_next(deps)


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

    _check_login_options("stripe", oauth=oauth or resume is not None, told=no_wait or no_browser)
    deps = _ready(context, token_store)
    app, accounts = deps.stripe_app, deps.accounts
    if resume is not None:
        _done(deps, connecting.resume(app, accounts, resume))
        _learn_plan(deps)
        return
    if not oauth:
        _done(deps, connecting.connect(app, accounts, asking.stripe_key(deps, from_stdin=key_stdin, platform=False)))
        _learn_plan(deps)
        return
    platform = asking.stripe_platform(deps, from_stdin=key_stdin)
    if no_wait:
        again = deps.command_line("connect", "stripe", "--resume", "URL")
        _begun(deps, connecting.begin(app, accounts, platform, resume=again))
        return
    wait = _COMES_BACK if app.consent(platform).redirect_uri else _GOES_ELSEWHERE
    _meet(deps, "Stripe", timeout, no_browser, lambda met: connecting.sign_in(app, accounts, platform, met), wait)
    _learn_plan(deps)


def openai(
    context: typer.Context, *, key_stdin: KeyStdin = False, base_url: BaseUrl = None, token_store: TokenStore = None
) -> None:
    from podpusher_cli.workflows.connecting import openai as connecting

    deps = _ready(context, token_store)
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
    _done(deps, done)


# What they share


def _ready(context: typer.Context, token_store: str | None) -> Deps:
    """Deps whose token store is chosen and proved, before anybody is asked anything."""
    deps = deps_of(context)
    deps.insist()
    if token_store is not None:
        deps.choose_token_store(token_store)
    deps.prove_token_store()
    return deps


def _learn_plan(deps: Deps) -> None:
    """Let what Stripe holds be in force from the first moment; where it cannot be asked, that is no fault of the connection."""
    from podpusher_cli.workflows.billing.sync import sync

    try:
        known = sync(deps.billing)
    except PodpusherError as error:
        deps.out.warn(N_("The plan is not known yet: {problem} podpusher billing sync asks for it."), problem=error)
    else:
        deps.out.note(N_("The plan is {tier}. podpusher plan says what it includes."), tier=known.tier)


def _refuse_more_shops(deps: Deps) -> None:
    """Raise ShopsUsedUp where this would be a shop more than the plan allows."""
    from podpusher_cli.workflows.quota import require_room_for_shop

    require_room_for_shop(deps.plan, deps.profile, deps.shops_of_plan)


def _check_login_options(name: str, *, oauth: bool, told: bool) -> None:
    from podpusher_cli.core.connecting import NothingToResume

    if told and not oauth:
        raise NothingToResume(name=name)


def _done(deps: Deps, connection: Connection) -> None:
    from podpusher_cli.ui.views import accounts as views

    deps.out.show(connection, views.connected)
    deps.require_tokens_kept()


def _tell_next(deps: Deps) -> None:
    """The way on from a shop that was just connected, until there is a product."""
    from podpusher_cli.core.accounts import ConnectionState
    from podpusher_cli.ui.views.accounts import NEEDED

    stands = {each: deps.accounts.connection(each).state for each in NEEDED}
    missing = [each for each, state in stands.items() if state is ConnectionState.NOT_CONNECTED]
    if missing:
        deps.out.note(N_("Next: {command}"), command=deps.command_line("connect", missing[0]))
    elif not deps.products.counts():
        deps.out.note(N_("Next: {command}"), command=deps.command_line("generate", "'Plant dad'"))


def _begun(deps: Deps, pending: PendingLogin) -> None:
    from podpusher_cli.ui.views import accounts as views

    deps.out.note(
        N_("Open the first line in a browser and allow the access; the second, with the address that it ended on:")
    )
    deps.out.text(pending, views.pending(pending))


def _meet(
    deps: Deps,
    provider: str,
    timeout: float,
    no_browser: bool,
    sign_in: Callable[[Meeting], Connection],
    wait: str = _COMES_BACK,
) -> None:
    """Let the seller agree in the browser, or paste the address that it ended on."""
    with closing(deps.typed_lines()) as line:
        met = deps.meeting(
            timeout=timeout,
            show=lambda url: _show_address(deps, provider, url, wait, no_browser=no_browser),
            pasted=lambda: _pasted(deps, line),
        )
        done = sign_in(met)
    _done(deps, done)


def _pasted(deps: Deps, line: Callable[[], str]) -> str:
    """The next line; what cannot be the address is answered, and the wait goes on."""
    from podpusher_cli.net.redirects import redirected

    text = line()
    if text.strip() and not redirected(text) and deps.out.interactive:
        deps.out.warn(
            N_("This is not the address that the browser ended on. That one has “code=” in it; copy all of it.")
        )
    return text


def _show_address(deps: Deps, provider: str, url: str, wait: str, *, no_browser: bool) -> None:
    """Print the consent page's address, for people and for scripts, and open it where there is a browser."""
    opened = not no_browser and deps.open_page(url)
    if deps.out.json:
        deps.out.event({"authorize_url": url})
        return
    if opened:
        deps.out.note(
            N_("Your browser opens this page. Log in to {name} as the shop's owner, and allow the access:"),
            name=provider,
        )
    else:
        deps.out.note(N_("Open this page, log in to {name} as the shop's owner, and allow the access:"), name=provider)
    deps.out.tell(url)
    deps.out.note(wait)
