"""What reviewing designs works with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from podpusher_cli import __version__
from podpusher_cli.core.errors import PodpusherError, PortTaken
from podpusher_cli.core.text import N_
from podpusher_cli.deps.memory import Memory

if TYPE_CHECKING:
    from podpusher_cli.core.designs import Design
    from podpusher_cli.net.review.server import ReviewServer
    from podpusher_cli.workflows.reviewing import Review


class Reviewing(Memory):
    """Designs under review, and the page that shows them."""

    def review(self, shown: tuple[Design, ...]) -> Review:
        """These designs under review."""
        from podpusher_cli.providers.mockups import preview
        from podpusher_cli.store.db import connect
        from podpusher_cli.store.marks import Marks
        from podpusher_cli.store.previews import Previews
        from podpusher_cli.workflows.reviewing import Review

        connection = connect(self.database_path)  # prints are measured beside the marks
        self._closing.append(connection)
        inspector = self.inspector_on(connection)
        looks = cache(inspector.looks)
        return Review(
            shown=shown,
            sold=self.designs.variants(each.id for each in shown),
            designs=self.designs,
            marks=Marks(self.db),
            previews=Previews(self.profile_folder() / "previews"),
            paint=preview,
            version=__version__,
            inspect=lambda design, cloths: inspector.findings(design, cloths=cloths, others=looks()),
            clock=self.clock,
        )

    def prove_review_page(self) -> None:
        """Raise ReviewMissing where the extra is not installed."""
        from importlib.util import find_spec

        from podpusher_cli.core.reviewing import ReviewMissing

        if not all(find_spec(name) for name in ("starlette", "uvicorn", "h11", "jinja2")):
            raise ReviewMissing

    def review_server(self, port: int) -> ReviewServer:
        """The page's server, which listens from now on. Raises PortTaken."""
        from podpusher_cli.core.errors import fill
        from podpusher_cli.i18n import _
        from podpusher_cli.net.review.server import ReviewServer

        def told(error: PodpusherError) -> str:
            return fill(_(error.message), error.fields)

        try:
            return ReviewServer(port, told=told, fault=self.log.fault)
        except PortTaken as error:
            error.hint_text = N_("Stop that program, or choose another port with --port.")
            raise
