"""What connecting asks a seller for: keys and tokens, the shop, and what products start from."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import BadInput, NotFound
from podpusher_cli.core.text import N_, bare, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from podpusher_cli.core.printify import PrintifyShop
    from podpusher_cli.core.tokens import AppKeys, Platform
    from podpusher_cli.deps import Deps
    from podpusher_cli.workflows.connecting.printify import Choice
    from podpusher_cli.workflows.templates import Template

_MOST_FOUND = 12  # of a search in the middle of a question


def stoppable(function: Callable[..., None]) -> Callable[..., None]:
    """A command after whose Ctrl-C nothing is recorded that would carry on, and which says so."""

    @wraps(function)
    def command(*arguments: object, **options: object) -> None:
        try:
            function(*arguments, **options)
        except KeyboardInterrupt:
            from podpusher_cli.core.connecting import NotConnectedYet

            raise NotConnectedYet from None

    return command


def etsy_keys(deps: Deps) -> AppKeys:
    """The key pair, typed in; the secret unseen."""
    from podpusher_cli.core.connecting import NoEtsyKeys
    from podpusher_cli.core.tokens import AppKeys
    from podpusher_cli.ui.views.accounts import ETSY_GUIDE

    for sentence in ETSY_GUIDE:
        deps.out.note(sentence, callback=deps.callback_url)
    keystring = deps.environment.get("PODPUSHER_ETSY_KEYSTRING") or deps.out.ask(N_("Keystring:"))
    secret = deps.environment.get("PODPUSHER_ETSY_SHARED_SECRET") or deps.out.secret(N_("Shared secret (not shown):"))
    keys = AppKeys(bare(keystring), bare(secret))
    if not (keys.keystring and keys.shared_secret):
        raise NoEtsyKeys(provider="etsy")
    return keys


def _sent_in(deps: Deps) -> str:
    """The first line of stdin that has anything on it."""
    line = deps.typed_lines()
    while text := line():
        if text.strip():
            return text
    return ""


def _rehearsed(deps: Deps, question: str, provider: str, kind: str) -> str:
    """What the sandbox has made for itself, unless something else is typed: a real key has no business here."""
    typed = ""
    if deps.out.interactive:
        deps.out.note(N_("Press Enter to take the sandbox's own."))
        typed = bare(deps.out.secret(question))
    return typed or str(deps.sandbox.accounts()[provider][kind])


def printify_token(deps: Deps, *, from_stdin: bool, enough: bool) -> str:
    """A personal access token; "" where what was told is `enough` with the token that is there. A rehearsal has its own.

    Raises NoToken where one was to be sent in, and none came.
    """
    from podpusher_cli.core.connecting import NoToken

    if from_stdin:
        if sent := _sent_in(deps):
            return sent
        raise NoToken(provider="printify")
    given = deps.environment.get("PODPUSHER_PRINTIFY_TOKEN")
    if given or (enough and deps.accounts.token("printify")):
        return given or ""
    if deps.options.sandbox and (deps.out.interactive or not deps.accounts.token("printify")):
        return _rehearsed(deps, N_("Personal access token (not shown):"), "printify", "token")
    if not deps.out.interactive:
        return ""
    deps.out.note(N_("Make a token in Printify under My Profile, Connections, with every box ticked."))
    return deps.out.secret(N_("Personal access token (not shown):"))


def stripe_key(deps: Deps, *, from_stdin: bool, platform: bool) -> str:
    from podpusher_cli.ui.views.accounts import STRIPE_GUIDE

    if from_stdin:
        return _sent_in(deps)
    given = deps.environment.get("PODPUSHER_STRIPE_API_KEY")
    if given or not deps.out.interactive:
        return given or ""
    if deps.options.sandbox:
        kind = "platform_key" if platform else "api_key"
        return _rehearsed(deps, N_("Restricted key (not shown):"), "stripe", kind)
    if platform:
        return deps.out.secret(N_("Your platform's secret key (not shown):"))
    for sentence in STRIPE_GUIDE:
        deps.out.note(sentence)
    return deps.out.secret(N_("Restricted key (not shown):"))


def stripe_platform(deps: Deps, *, from_stdin: bool) -> Platform:
    from podpusher_cli.core.tokens import Platform

    client_id = bare(deps.variable("PODPUSHER_STRIPE_CLIENT_ID"))
    key = stripe_key(deps, from_stdin=from_stdin, platform=True) if client_id else ""
    return Platform(client_id, bare(key))


def openai_key(deps: Deps, address: str, *, from_stdin: bool) -> str:
    from podpusher_cli.workflows.connecting.openai import needs_key

    if from_stdin:
        return _sent_in(deps)
    given = deps.environment.get("OPENAI_API_KEY")
    if given or not deps.out.interactive:
        return given or ""
    if needs_key(address):
        deps.out.note(N_("Make a key at https://platform.openai.com/api-keys; OpenAI shows it only once."))
        return deps.out.secret(N_("Key (not shown):"))
    return deps.out.secret(N_("Key for {server} (not shown; Enter if it wants none):"), server=address)


def source_key(deps: Deps, source: str, *, from_stdin: bool) -> str:
    """A key for a source of trends."""
    if from_stdin:
        return _sent_in(deps)
    given = deps.environment.get(f"PODPUSHER_{source.upper()}_TOKEN")
    if given or not deps.out.interactive:
        return given or ""
    return deps.out.secret(N_("Key (not shown):"))


# Printify's shop, and what products start from


def printify_shop(deps: Deps, shop: str | None) -> Choice:
    from podpusher_cli.workflows.connecting.printify import Choice

    def choose(shops: Sequence[PrintifyShop]) -> str:
        from podpusher_cli.ui.views import accounts as views

        deps.out.preview(views.shops(shops))
        there = {each.id for each in shops}
        while (answer := deps.out.ask(N_("Which shop? Its number:"))) and answer not in there:
            deps.out.warn(N_("“{text}” is none of these numbers."), text=answer)
        return answer

    return Choice(shop, choose if deps.out.interactive else None)


def template(deps: Deps) -> Template:
    """What new products start from, each answer held against the catalogue; everything may be left out."""
    from podpusher_cli.workflows.templates import Template, prove

    def right(ask: Callable[[], Template]) -> Template:
        while True:
            try:
                made = ask()
                prove(made, deps.settings, deps.catalogue)
            except (BadInput, NotFound) as error:
                deps.out.error(error)
            else:
                return made

    def price() -> str | None:
        return deps.out.ask(N_("Price, in the shop's currency:")) or None

    deps.out.note(N_("What do new products start from? Press Enter to leave an answer for later."))
    made = right(lambda: Template(_blueprint(deps)))
    if made.blueprint:
        makers = deps.catalogue.print_providers(made.blueprint)
        for each in makers:
            deps.out.tell(one_line(f"{each.id} {each.title}"))
        made = right(lambda: replace(made, print_provider=_number(deps, N_("Print provider, a number:"))))
    if made.print_provider:
        made = right(
            lambda: replace(made, variants=deps.out.ask(N_("Variants, titles or ids by semicolon, or all:"), "all"))
        )
    return right(lambda: replace(made, price=price()))


def _blueprint(deps: Deps) -> int | None:
    """A blueprint's number, for which the seller may search first."""
    from podpusher_cli.ui.views import blanks as views
    from podpusher_cli.workflows import blanks

    while text := deps.out.ask(N_("Blueprint: its number, or words to search for, such as tee:")):
        if text.isdecimal():
            return int(text)
        signed = deps.cursors(f"blueprints {text}")
        found = blanks.listing(deps.catalogue, text, limit=_MOST_FOUND, cursor=None, cursors=signed)
        deps.out.preview(views.listing(found))
    return None


def _number(deps: Deps, question: str) -> int | None:
    from podpusher_cli.workflows.templates import BadNumber

    text = deps.out.ask(question)
    if text and not text.isdecimal():
        raise BadNumber(text=text)
    return int(text) if text else None
