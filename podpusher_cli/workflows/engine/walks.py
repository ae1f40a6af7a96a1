"""A walk over all pages of a shop's products."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.printify import PlacedProduct, ProductPage
from podpusher_cli.workflows.engine.dispatch import Dispatch

MOST_PAGES = 6  # on the wire at once


class Walk:
    """One walk, begun at `started`. `quiet`: nothing of ours was being made meanwhile. `failed`: a page could not be read.

    Where there are more than `most` pages, it is `cut` after the first; None: all are read.

    Of a large shop only what `keep` picks of each page is held, in `found` by id, and the ids of all. `page` asks for a
    page by its number; `done` is called once all have been read.
    """

    def __init__(
        self, dispatch: Dispatch, *, page: Callable[[int], ProductPage], keep: Callable[[Iterable[PlacedProduct]], list[PlacedProduct]],
        done: Callable[[Walk], None], started: float, quiet: bool, most: int | None = None,
    ) -> None:  # fmt: skip
        self._dispatch, self._page, self._keep, self._done = dispatch, page, keep, done
        self.started, self.quiet, self._most = started, quiet, most
        self.found: dict[str, PlacedProduct] = {}
        self.failed: PodpusherError | None = None
        self.pages = 1
        self.cut = False
        self._ids: set[str] = set()
        self._totals: set[int] = set()
        self._asked = 0
        self._read = 0

    @property
    def whole(self) -> bool:
        """Nobody wrote while we read: what was not seen is not there."""
        return self.failed is None and self.quiet and not self.cut and self._totals == {len(self._ids)}

    def go_on(self) -> None:
        """Ask for the next pages, a few at a time: their answers take memory until they are read."""
        while self._asked < self._wanted and self._asked - self._read < MOST_PAGES:
            self._asked += 1
            self._ask(self._asked)

    @property
    def _wanted(self) -> int:
        return 1 if self.cut else self.pages

    def _ask(self, number: int) -> None:
        def seen(page: ProductPage) -> None:
            self._ids.update(each.id for each in page.products)
            self.found.update({each.id: each for each in self._keep(page.products)})
            self._totals.add(page.total)
            if number == 1:
                self.pages = max(1, page.last_page)
                self.cut = self._most is not None and self.pages > self._most
            read()

        def failed(error: PodpusherError) -> None:
            self.failed = error
            read()

        def read() -> None:
            self._read += 1
            self.go_on()
            if self._read == self._wanted:
                self._done(self)

        self._dispatch.ask(lambda: self._page(number), seen, failed)
