"""Connections as lines and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from podpusher_cli.core.accounts import Connection, ConnectionState, PendingLogin
from podpusher_cli.core.errors import PROVIDER_NAMES
from podpusher_cli.core.printify import PrintifyShop
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current, ngettext
from podpusher_cli.ui.theme import cell, table

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
WARNINGS = {
    "login_ends_soon": N_("Connect {provider} again soon: podpusher connect {name}"),
    "scopes_missing": N_("{provider} does not allow all that podpusher does; missing: {scopes}"),
    "shop_changed": N_("This is another shop than before: {shop}"),
    "shop_disconnected": N_("The Printify shop {shop} is not connected to a sales channel; connect it in Printify."),
}
ETSY_GUIDE = (
    N_("Etsy lets a program into your shop by the keys of an app of your own. Making one takes a few minutes:"),
    N_("  1. Open https://www.etsy.com/developers/register and ask for Seller API Access."),
    N_("  2. Under “Edit callback URLs”, add this address exactly: {callback}"),
    N_("  3. Copy the keystring and the shared secret."),
)


def connected(connection: Connection) -> RenderableType:
    """A connection that was just made."""
    return sheet(connection)


def disconnected(connection: Connection) -> RenderableType:
    """A connection that is gone, or was left."""
    name = PROVIDER_NAMES[connection.provider]
    if connection.state is ConnectionState.NOT_CONNECTED:
        return _("{provider} is not connected any more.").format(provider=name)
    return _("{provider} stays connected.").format(provider=name)


def pending(login: PendingLogin) -> str:
    """The page to open, and the command that finishes; a line each."""
    return f"{login.authorize_url}\n{login.resume}"


def shops(found: Sequence[PrintifyShop]) -> RenderableType:
    """Shops to choose from."""
    made = table(N_("Number"), N_("Shop"), N_("Sales channel"), wide=1)
    for each in found:
        made.add_row(cell(each.id), cell(each.title), cell(each.sales_channel))
    return made


def table_of(connections: Sequence[Connection]) -> RenderableType:
    """A line for each provider, then what to do about it."""
    from rich.console import Group

    made = table(N_("Provider"), N_("State"), N_("Shop"), N_("Log in again"), N_("Store"), wide=2)
    sentences: list[str] = []
    for each in connections:
        shop = each.shop.title or each.shop.id if each.shop else None
        made.add_row(cell(PROVIDER_NAMES[each.provider]), _state(each), cell(shop), cell(_days(each)), cell(each.store))
        sentences += remarks(each)
        if each.problem:
            sentences.append(f"{PROVIDER_NAMES[each.provider]}: {each.problem.message}")
        if each.state is ConnectionState.NOT_CONNECTED:
            sentences.append(f"podpusher connect {each.provider}")
    return Group(made, *(cell(each) for each in sentences))


def sheets(connections: Sequence[Connection]) -> RenderableType:
    """A sheet for each provider: everything known."""
    from rich.console import Group

    return Group(*(part for each in connections for part in (sheet(each), "")))


def remarks(connection: Connection) -> list[str]:
    """The warnings as sentences."""
    shop = connection.shop
    fields = {
        "provider": PROVIDER_NAMES[connection.provider],
        "name": connection.provider,
        "scopes": " ".join(connection.scopes_missing),
        "shop": f"{shop.id} ({shop.title})" if shop else "",
    }
    return [_(WARNINGS[word]).format(**fields) for word in connection.warnings]


def sheet(connection: Connection) -> RenderableType:
    """One connection, a line a fact."""
    from rich.console import Group
    from rich.table import Table

    made = Table.grid(padding=(0, 2))
    made.add_column(style="bold", no_wrap=True)
    made.add_column(overflow="fold")
    made.add_row(cell(PROVIDER_NAMES[connection.provider]), _state(connection))
    shop = connection.shop
    ends = connection.access_expires_at
    facts: list[tuple[str, str | None]] = [
        (N_("Shop"), f"{shop.title} ({shop.id})" if shop else None),
        (N_("Account"), connection.account),
        (N_("Allowed"), " ".join(connection.scopes_held)),
        (N_("Not allowed"), " ".join(connection.scopes_missing)),
        (N_("Access until"), current().moment(ends) if ends else None),
        (N_("Log in again"), _days(connection)),
        (N_("Kept in"), connection.place or connection.store),
    ]
    for name, value in facts:
        if value:
            made.add_row(cell(_(name)), cell(value))
    if connection.problem:
        made.add_row(cell(_("Trouble")), cell(f"{connection.problem.message} ({connection.problem.code})"))
    return Group(made, *(cell(each) for each in remarks(connection)))


def _state(connection: Connection) -> Text:
    from rich.text import Text

    word, style = STATES[connection.state]
    return Text(_(word), style=style)


def _days(connection: Connection) -> str:
    """How long until only a new login helps."""
    if connection.days_left is None:
        return ""
    return ngettext("in {count} day", "in {count} days", connection.days_left).format(count=connection.days_left)
