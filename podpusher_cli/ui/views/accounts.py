"""Connections as lines and sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from podpusher_cli.core.accounts import GIVEN_BY, Connection, ConnectionState, Forgotten, PendingLogin
from podpusher_cli.core.errors import PROVIDER_NAMES
from podpusher_cli.core.printify import PrintifyShop
from podpusher_cli.core.text import N_
from podpusher_cli.core.trend_access import ACCESS_SOURCES
from podpusher_cli.i18n import _, current, ngettext, retell
from podpusher_cli.ui.theme import Roomy, cell, facts, table

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

STATES = {
    ConnectionState.CONNECTED: (N_("connected"), "green"),
    ConnectionState.NOT_CONNECTED: (N_("not connected"), "dim"),
    ConnectionState.EXPIRED: (N_("expired"), "red"),
    ConnectionState.REFUSED: (N_("refused"), "red"),
    ConnectionState.UNREACHABLE: (N_("unreachable"), "yellow"),
    ConnectionState.UNKNOWN: (N_("unknown"), "yellow"),
}
MODES = {"test": N_("test"), "live": N_("live")}
WARNINGS = {
    "login_ends_soon": N_("Connect {provider} again before {day}: podpusher connect {name}"),
    "login_ends_today": N_("The connection to {provider} ends within a day: podpusher connect {name}"),
    "scopes_missing": N_("{provider} does not allow all that podpusher does; missing: {scopes}"),
    "shop_changed": N_("This is another shop than before: {shop}"),
    "account_changed": N_("This is another {provider} account than before: {shop}"),
    "environment_first": N_("{variable} is set and overrides what was just kept. Take it away to use that."),
    "full_key": N_("This key may do everything at {provider}. A restricted key does less harm if it is ever lost."),
    "model_missing": N_("The server does not list the models that are set: podpusher settings list"),
    "not_revoked": N_("{provider} could not be told, so its own list of connected apps may still name podpusher."),
    "shop_disconnected": N_("The Printify shop {shop} is not connected to a sales channel; connect it in Printify."),
}
ETSY_GUIDE = (
    N_("Etsy lets a program into your shop by the keys of an app of your own. Making one takes a few minutes:"),
    N_("  1. Open https://www.etsy.com/developers/register and ask for Seller API Access."),
    N_("  2. Under “Edit callback URLs”, add this address exactly: {callback}"),
    N_("  3. Copy the keystring and the shared secret."),
)
STRIPE_GUIDE = (
    N_("podpusher needs a restricted key of your Stripe account:"),
    N_("  1. In Stripe's Dashboard open Developers, API keys, and create a restricted key."),
    N_("  2. Allow to write: Checkout Sessions, Customer portal, Customers."),
    N_("  3. Allow to read: Subscriptions, Invoices, Prices, Products, Events, Entitlements."),
)
UNUSED = N_("The login to {provider} ends on {day} if it is not used before. podpusher status --check renews it.")
"""Of a login that renews itself, in place of `login_ends_soon`."""
NEEDED = ("etsy", "printify")
"""What every seller connects; the others are for those who use them."""


def connected(connection: Connection) -> RenderableType:
    """A connection that was just made."""
    return sheet(connection)


def disconnected(connection: Connection) -> RenderableType:
    """A connection that is gone, or was left; why, and what is still to be done."""
    from rich.console import Group

    name = PROVIDER_NAMES[connection.provider]
    if connection.state is ConnectionState.NOT_CONNECTED:
        said = _("{provider} is not connected any more.").format(provider=name)
    elif connection.store == "env":
        said = _("{provider} stays connected: its key is in the environment.").format(provider=name)
    else:
        said = _("{provider} stays connected.").format(provider=name)
    left = [word for word in connection.warnings if word == "not_revoked"]
    return Group(said, *(cell(each) for each in remarks(replace(connection, warnings=tuple(left)))))


def forgotten(done: Forgotten) -> RenderableType:
    """How much was forgotten at once."""
    from rich.console import Group

    said = ngettext("{count} connection was forgotten.", "{count} connections were forgotten.", done.connections)
    sentence = WARNINGS["not_revoked"]
    left = [_(sentence).format(provider=PROVIDER_NAMES[each]) for each in done.not_revoked]
    return Group(said.format(count=done.connections), *(cell(each) for each in left))


def pending(login: PendingLogin) -> str:
    """The page to open, and the command that finishes; a line each."""
    return f"{login.authorize_url}\n{login.resume}"


def shops(found: Sequence[PrintifyShop]) -> RenderableType:
    """Shops to choose from."""
    made = table(N_("Number"), N_("Shop"), N_("Sales channel"), wide=1)
    for each in found:
        made.add_row(cell(each.id), cell(each.title), cell(each.sales_channel))
    return made


def table_of(connections: Sequence[Connection], here: Callable[[str], str] = str) -> RenderableType:
    """A line for each provider, or a sheet where the terminal is narrow; then what to do about it, by commands that hold `here`."""
    from rich.console import Group

    made = table(N_("Provider"), N_("State"), N_("Shop"), N_("Log in again"), N_("Store"), wide=2)
    sentences: list[str] = []
    needed: list[str] = []
    for each in connections:
        there = each.state is not ConnectionState.NOT_CONNECTED
        shop = each.shop.title or each.shop.id if each.shop else None
        made.add_row(
            cell(PROVIDER_NAMES[each.provider]), _state(each), cell(shop), cell(_days(each)), cell(_store(each))
        )
        sentences += remarks(each)
        if each.problem:
            sentences.append(_about(each.provider, retell(each.problem.message)))
            told = there and each.provider not in ACCESS_SOURCES  # by the error that `status` ends with
            sentences += [here(retell(each.problem.hint))] if each.problem.hint and not told else []
        elif not there and each.provider in NEEDED:
            needed.append(here(f"podpusher connect {each.provider}"))
    narrow = Group(*(part for each in connections for part in (_short(each), "")))
    sentences += [_("Needed before you can publish:"), *needed] if needed else []
    return Group(Roomy(made, narrow), *(cell(each) for each in sentences))


def _about(provider: str, message: str) -> str:
    name = PROVIDER_NAMES[provider]
    return message if name in message else f"{name}: {message}"


def sheets(connections: Sequence[Connection]) -> RenderableType:
    """A sheet for each provider: everything known."""
    from rich.console import Group

    return Group(*(part for each in connections for part in (sheet(each), "")))


def remarks(connection: Connection) -> list[str]:
    """The warnings as sentences."""
    shop, ends = connection.shop, connection.login_ends_at
    fields = {
        "provider": PROVIDER_NAMES[connection.provider],
        "name": connection.again,
        "variable": GIVEN_BY.get(connection.provider, ""),
        "scopes": " ".join(connection.scopes_missing),
        "shop": f"{shop.id} ({shop.title})" if shop else "",
        "day": current().day(ends) if ends else "",
    }
    sentences = WARNINGS | ({"login_ends_soon": UNUSED} if connection.renews_itself else {})
    return [_(sentences[word]).format(**fields) for word in connection.warnings]


def ending(connection: Connection) -> list[str]:
    """The sentences about a connection that is going to end: all that other commands say of it."""
    return remarks(replace(connection, warnings=connection.ending))


def sheet(connection: Connection) -> RenderableType:
    """One connection, a line a fact."""
    from rich.console import Group

    shop, ends, problem = connection.shop, connection.access_expires_at, connection.problem
    known = [
        (PROVIDER_NAMES[connection.provider], _state(connection)),
        (N_("Shop"), f"{shop.title} ({shop.id})" if shop else None),
        (N_("Account"), connection.account),
        (N_("Server"), connection.server),
        (N_("Allowed"), " ".join(connection.scopes_held)),
        (N_("Not allowed"), " ".join(connection.scopes_missing)),
        (N_("Access until"), current().moment(ends) if ends else None),
        (N_("Log in again"), _days(connection)),
        (N_("Kept in"), (connection.place or _store(connection)) if _store(connection) else None),
        (N_("Trouble"), f"{retell(problem.message)} ({problem.code})" if problem else None),
    ]
    return Group(facts(known), *(cell(each) for each in remarks(connection)))


def _short(connection: Connection) -> RenderableType:
    """What the line of a connection says, a line a fact."""
    shop = connection.shop
    known = [
        (PROVIDER_NAMES[connection.provider], _state(connection)),
        (N_("Shop"), shop.title or shop.id if shop else None),
        (N_("Log in again"), _days(connection)),
        (N_("Store"), _store(connection)),
    ]
    return facts(known)


def _store(connection: Connection) -> str | None:
    there = connection.state is not ConnectionState.NOT_CONNECTED
    return connection.store if there or connection.problem else None


def _state(connection: Connection) -> Text:
    from rich.text import Text

    word, style = STATES[connection.state]
    mode = _mode(connection)
    return Text(f"{_(word)} ({mode})" if mode else _(word), style=style)


def _mode(connection: Connection) -> str | None:
    return _(MODES[connection.mode]) if connection.mode else None


def _days(connection: Connection) -> str:
    """How long until only a new login helps."""
    if connection.days_left is None:
        return ""
    return ngettext("in {count} day", "in {count} days", connection.days_left).format(count=connection.days_left)
