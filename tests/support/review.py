"""The review page on a real socket, over a real database, with as many designs as a test wants."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from podpusher_cli.core.designs import Design
from podpusher_cli.core.printing import PrintFinding
from podpusher_cli.net.review.server import ReviewServer
from podpusher_cli.providers.mockups import preview
from podpusher_cli.store.db import connect, stamp, transaction
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.marks import Marks
from podpusher_cli.store.previews import Previews
from podpusher_cli.ui.pages.review import page
from podpusher_cli.ui.views.reviewing import warning
from podpusher_cli.workflows.reviewing import Review, chosen
from tests.support.clock import START, FakeClock

FINDINGS = {
    "d-2": (PrintFinding("thin", "warn", "Lines of {width} <b>mm</b> vanish.", "Make them thicker.", {"width": "0.1"}),)
}
SOLD = {"d-3": ("Heather Navy / M", "Heather Navy / L", "Soft Cream / M")}
MARK = {"design": "d-1", "doing": "keep"}


def tiny_picture() -> bytes:
    """A small PNG file with a dark square on nothing."""
    import pyvips

    square = pyvips.Image.black(40, 48, bands=4).draw_rect([180, 40, 90, 255], 8, 8, 24, 24, fill=True)
    made: bytes = square.copy(interpretation="srgb").pngsave_buffer()
    return made


def add_designs(database: sqlite3.Connection, folder: Path, titles: Sequence[str]) -> list[str]:
    """Designs with these ideas, the first one the newest; their ids, `d-1` and so on, in this order."""
    designs = Designs(database, folder)
    first = Design(
        "d-0", "", "", "", 40, 48, 300, "local", "typographer-1", "badge", None, (), 1, None, "dark", START, None
    )
    kept = designs.keep(first, tiny_picture())
    names = [f"d-{number}" for number in range(1, len(titles) + 1)]
    with transaction(database):
        database.execute("delete from designs where id = 'd-0'")
        database.executemany(
            "insert into designs (id, idea, file, sha256, width, height, dpi, source, model, layout, created_at)"
            " values (?, ?, ?, ?, 40, 48, 300, 'local', 'typographer-1', 'badge', ?)",
            [
                (name, title, kept.file, kept.sha256, stamp(START))
                for name, title in reversed(list(zip(names, titles, strict=True)))
            ],
        )
    return names


@dataclass
class Running:
    """A server that answers, and what is behind it."""

    server: ReviewServer
    database: sqlite3.Connection
    marks: Marks
    faults: list[Exception]

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def path(self) -> str:
        """The secret part of the address."""
        return self.url.removeprefix(self.origin)

    @property
    def own(self) -> dict[str, str]:
        """What the page itself sends with a mark."""
        return {"Origin": self.origin, "X-Podpusher-Key": self.server.key, "Content-Type": "application/json"}

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request on a connection of its own: status, headers, body."""
        line = HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        line.request(method, path, sent, headers or {})
        answer = line.getresponse()
        got = answer.read()
        line.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, got

    def mark(self, mark: Any, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        """Make a mark as the page does."""
        status, _, body = self.ask("POST", self.path + "marks", mark, headers or self.own)
        return status, json.loads(body)

    def forget(self) -> None:
        """Nothing is marked any more."""
        for table in ("feedback", "design_tags"):
            self.database.execute(f"delete from {table}")


@contextmanager
def reviewing(home: Path, titles: Sequence[str]) -> Iterator[Running]:
    """A review of new designs with these ideas, until the block ends."""
    faults: list[Exception] = []
    with closing(connect(home / "state.db")) as database:
        add_designs(database, home / "designs", titles)
        designs, marks = Designs(database, home / "designs"), Marks(database)
        shown = chosen(designs, everything=False, run=None, limit=1000)
        previews = Previews(home / "previews")
        work = Review(
            shown,
            SOLD,
            designs,
            marks,
            previews,
            preview,
            "1",
            lambda design, _: FINDINGS.get(design.id, ()),
            FakeClock(),
        )
        server = ReviewServer(0, told=lambda error: error.plain(), fault=faults.append)
        up = threading.Event()
        serve = partial(
            server.serve,
            page=lambda nonce, key: page(shown, work.standings(), work.cloths(), marks.tags(), nonce=nonce, key=key, everything=False),
            picture=work.picture, findings=lambda name: [warning(each) for each in work.findings(name)], mark=work.mark, undo=work.undo, standings=work.standings, ready=up.set,
        )  # fmt: skip
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        assert up.wait(20)
        try:
            yield Running(server, database, marks, faults)
        finally:
            server.stop()
            thread.join(20)
            server.close()
        assert not faults, faults
