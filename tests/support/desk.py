"""Publishing at its desk: the real engine, journal and clients against the real sandbox server."""

from __future__ import annotations

import hashlib
import struct
import threading
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import Limits
from podpusher_cli.core.printing import PrintArea
from podpusher_cli.core.products import Content, Origin
from podpusher_cli.core.publishing import Artwork
from podpusher_cli.core.tokens import AppKeys
from podpusher_cli.core.traffic import Wait
from podpusher_cli.deps.machine import SystemClock
from podpusher_cli.net.auth import bearer
from podpusher_cli.net.http import Http
from podpusher_cli.providers.etsy import Etsy
from podpusher_cli.providers.printify import Printify
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.db import connect, stamp, transaction
from podpusher_cli.store.notices import Notices
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.products import NewProduct, Products
from podpusher_cli.store.publishing import Journal
from podpusher_cli.store.traffic import TrafficFile
from podpusher_cli.workflows.engine.parts import Waits
from podpusher_cli.workflows.fitting import ReadyPrint
from podpusher_cli.workflows.preparing import Preparer
from podpusher_cli.workflows.publishing import Desk
from tests.support.clock import FakeClock
from tests.support.quota import UNLIMITED, ledger_of
from tests.support.sandbox import RunningSandbox

BLUEPRINT, PROVIDER = 706, 29


def picture(shade: int, width: int = 4500, height: int = 5400) -> bytes:
    """A small PNG file of the size of a print area, another for each shade."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    row = b"\0" + bytes((width + 7) // 8)
    rows = zlib.compress(row * height, 1)
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + chunk(b"tEXt", f"Shade\0{shade}".encode())
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


LOCK_S = 60.0


class EachLockIsSeen(httpx.BaseTransport):
    """For a sandbox whose locks last LOCK_S of its own clock: they end once looks have seen every one, however long that takes here."""

    def __init__(self, inner: httpx.BaseTransport, sandbox: RunningSandbox) -> None:
        self.inner, self.sandbox = inner, sandbox
        self.unseen: set[str] = set()
        self.asking = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/publish.json"):
            with self.asking:
                self.unseen.add(request.url.path.split("/")[-2])
                return self.inner.handle_request(request)
        response = self.inner.handle_request(request)
        if request.method == "GET" and "/products" in request.url.path:
            response.read()
            told = response.json()
            locked = {each["id"] for each in told.get("data", [told]) if each["is_locked"]}
            with self.asking:
                self.unseen -= locked
                if locked and not self.unseen:
                    self.sandbox.advance(LOCK_S)
        return response

    def close(self) -> None:
        self.inner.close()


@dataclass
class Rig:
    """A home with products in it, and desks to publish them from."""

    home: Path
    sandbox: RunningSandbox
    poll: float = 0.02
    wait: float = 1.0

    def __post_init__(self) -> None:
        self.clock: SystemClock | FakeClock = SystemClock()
        self.db = connect(self.home / "profiles/default/state.db")
        self.products = Products(self.db)
        self.journal = Journal(self.db)
        self.token = ""
        self.announced: list[Wait] = []

    def hasten(self) -> None:
        """From now on nobody waits: time passes when somebody would, and a publish that goes well takes none."""
        self.clock, self.wait = FakeClock(), 60
        self.sandbox.config(publish_lock_s=0)

    def add(
        self, count: int, *, price: int = 2699, variants: tuple[str, ...] = ("Black / M", "Black / L")
    ) -> list[str]:
        folder = self.home / "designs"
        folder.mkdir(parents=True, exist_ok=True)
        new = []
        for number in range(count):
            body = picture(number)
            name = hashlib.sha256(body).hexdigest()[:12]
            (folder / f"{name}.png").write_bytes(body)
            with transaction(self.db):
                self.db.execute(
                    "insert or ignore into designs (id, idea, file, sha256, width, height, dpi, source, model, created_at)"
                    " values (?, 'x', ?, ?, 4500, 5400, 300, 'file', 'test', ?)",
                    (f"d-{name}", f"{name}.png", hashlib.sha256(body).hexdigest(), stamp(self.clock.now())),
                )
            content = Content(
                f"Shirt number {number}", f"A soft shirt, number {number}.", ("shirt", "gift"), f"d-{name}", BLUEPRINT, PROVIDER, variants,
                Money(price, "USD"),
            )  # fmt: skip
            new.append(NewProduct(content, Origin()))
        return [each or "" for each in self.products.add(new, self.clock.now())]

    def artwork(self, design: str) -> Artwork:
        row = self.db.execute("select * from designs where id = ?", (design,)).fetchone()
        return Artwork(row["sha256"], str(self.home / "designs" / row["file"]), row["width"], row["height"], row["dpi"])

    def prints(self, content: Content, area: PrintArea, titles: Sequence[str]) -> ReadyPrint:
        return ReadyPrint(self.artwork(content.design_id or ""))

    def desk(
        self, *, parallel: int = 8, transport_wrap: Any = None, token: str | None = None, limits: Limits = UNLIMITED
    ) -> Desk:
        traffic = TrafficFile(self.home / "net.db", self.clock)
        pace = SharedPace(traffic)
        http = Http(
            clock=self.clock, pace=pace, breaker=SharedBreaker(traffic), announce=lambda wait: None,
            user_agent="podpusher/test", request_id="req-test", transport_wrap=transport_wrap,
        )  # fmt: skip
        accounts = self.sandbox.accounts()
        personal = accounts["printify"]["token"]
        printify = Printify(http, f"{self.sandbox.url}/printify", bearer(personal), account=personal)
        keys = AppKeys(accounts["etsy"]["keystring"], accounts["etsy"]["shared_secret"])
        self.token = token or self.token or self.sandbox.etsy_tokens()["access_token"]
        etsy = Etsy(
            http,
            api_url=f"{self.sandbox.url}/etsy",
            keys=keys,
            auth=bearer(self.token),
        )
        return Desk(
            journal=self.journal, products=self.products, printer=printify, shop=etsy, shop_id="5432",
            preparer=Preparer(catalogue=printify.variants, prints=self.prints, journal=self.journal), pace=pace, clock=self.clock,
            waits=Waits(self.poll, self.wait), parallel=parallel, watch=lambda progress: None, announce=self.announced.append, interrupt=self.clock.interrupt,
            winding_down=lambda: None, notices=Notices(self.db), quota=ledger_of(self.db, self.clock, limits),
        )  # fmt: skip
