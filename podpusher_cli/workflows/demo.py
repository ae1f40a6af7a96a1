"""The demo: what a seller would do by hand. It opens Etsy's consent page and presses Allow, makes designs, gathers results."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from podpusher_cli.core.demo import DemoReport
from podpusher_cli.core.errors import Busy, LockHeld, PodpusherError
from podpusher_cli.core.generating import Generated
from podpusher_cli.core.http import Request
from podpusher_cli.core.publishing import Listed
from podpusher_cli.core.text import N_
from podpusher_cli.store.files import file_lock

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http


SHEET_COLOURS = ("#1b2238", "#22402f", "#1b1b1b", "#5a1f2b")  # of the shirts on the contact sheet


class NoConsentForm(PodpusherError):
    code = "demo.consent"
    exit_status = 7
    message = N_("The sandbox's consent page is not what it should be.")
    hint = N_("podpusher sandbox stop, then try again.")


class DemoUnderWay(Busy):
    code = "demo.busy"
    message = N_("Another demo is at work in this sandbox.")
    hint = N_("Wait until it is done, then run the same command again.")


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """As the one demo of the sandbox at `home`: each begins by emptying it. Raises DemoUnderWay or DiskTrouble."""
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(home / "demo.lock", 0))
        except LockHeld as error:
            raise DemoUnderWay from error
        yield


def marker(home: Path) -> Path:
    """The file that is there while the sandbox at `home` holds what a demo began; emptying it takes it away."""
    return home / "demo.last"


class _Form(HTMLParser):
    """The hidden fields of a page's form."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "input" and told.get("name"):
            self.fields[str(told["name"])] = told.get("value") or ""


def agree(http: Http, address: str) -> str:
    """Open the consent page at `address`, press Allow, and follow the redirect to our own listener; the address it led to."""
    page = http.send(Request("GET", address, "GET consent page"), provider="sandbox")
    form = _Form()
    form.feed(page.text)
    if not form.fields:
        raise NoConsentForm
    target = urlsplit(address)._replace(query="").geturl()
    pressed = Request("POST", target, "POST consent page", form=form.fields | {"decision": "allow"})
    back = http.send(pressed, provider="sandbox").headers.get("location")
    if not back:
        raise NoConsentForm
    http.send(Request("GET", back, "GET callback"), provider="sandbox")
    return back


def agree_beside(http: Http) -> Callable[[str], None]:
    """`agree` in a thread, for a caller that is about to wait for the redirect. A failure shows as the wait's timeout."""
    return lambda address: threading.Thread(target=agree, args=(http, address), daemon=True).start()


def gather(made: tuple[Generated, ...], listings: tuple[Listed, ...], *, folder: Path, kept: bool) -> DemoReport:
    """Copy the designs out of the sandbox, with a contact sheet of them. Raises DiskTrouble."""
    from podpusher_cli.providers.mockups.sheet import contact_sheet

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = [Path(shutil.copy(each.file, folder / f"{each.design.id}.png")) for each in made]
    sheet = contact_sheet(files, folder / "contact-sheet.png", colours=SHEET_COLOURS, captions=[each.idea for each in made])
    return DemoReport(listings, tuple(str(file) for file in files), str(sheet), kept)
