"""What publishing and the doctor work with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from podpusher_cli import __version__
from podpusher_cli.deps.studio import Studios

if TYPE_CHECKING:
    from podpusher_cli.core.http import Response
    from podpusher_cli.core.publishing import Progress
    from podpusher_cli.workflows.examining.patient import Patient
    from podpusher_cli.workflows.publishing import Desk

HOSTS = {
    "etsy": "PODPUSHER_ETSY_API_URL",
    "printify": "PODPUSHER_PRINTIFY_API_URL",
    "stripe": "PODPUSHER_STRIPE_API_URL",
    "openai": "OPENAI_BASE_URL",
}
"""Where the doctor looks for each provider's server."""
_GREETING_S = 5  # a server that needs longer to say anything is no use


class Work(Studios):
    """What publishing and the doctor work with."""

    def publish_desk(self, watch: Callable[[Progress], None]) -> Desk:
        """Everything that publishing works with. Raises NotConnected before anything is sent."""
        from podpusher_cli.core.quota import at_once
        from podpusher_cli.workflows.engine.parts import Waits
        from podpusher_cli.workflows.preparing import Preparer
        from podpusher_cli.workflows.publishing import Desk

        self.require("etsy", "printify")
        return Desk(
            journal=self.journal,
            products=self.products,
            printer=self.printify,
            shop=self.etsy,
            shop_id=self.settings.get("printify.shop"),
            preparer=Preparer(catalogue=self.printify.variants, prints=self.print_room.ready, journal=self.journal),
            pace=self.pace,
            clock=self.clock,
            waits=Waits.as_set(self.seconds("PODPUSHER_PUBLISH_POLL"), self.seconds("PODPUSHER_PUBLISH_WAIT")),
            parallel=at_once(int(self.settings.get("publish.parallel")), self.plan),
            watch=watch,
            announce=self.announce,
            interrupt=self.clock.interrupt,
            winding_down=self._winding_down,
            notices=self.notices,
            quota=self.quota,
            ceiling=self.ceiling,
        )

    def patient(self, *, ask: bool) -> Patient:
        """Everything that the doctor looks at; `ask`: the providers, too."""
        from podpusher_cli import i18n
        from podpusher_cli.net.browser import find
        from podpusher_cli.ui.desktop import has_browser
        from podpusher_cli.workflows.examining.patient import Patient
        from podpusher_cli.workflows.standing import status

        def store() -> str:
            self.token_store.probe()
            return self.token_store.name

        return Patient(
            version=__version__,
            home=self.home,
            log=self.log.path,
            profile=lambda: self.profile,
            database=lambda: self.database_path,
            connect=lambda: self.db,
            counters=lambda: self.traffic.prove(),  # noqa: PLW0108 - not opened yet
            store=store,
            connections=lambda: status(self.accounts, self.account_checks if ask else {}),
            plan=lambda: self.plan_sheet,
            hosts={each: partial(self._greet, each) for each in HOSTS} if ask else {},
            catalogues=i18n.catalogue_files(),
            faults=self.log.faults,
            browser=find,
            opens_pages=lambda: has_browser(self._outer),
            callback_port=lambda: self.callback_port,
            environment=self._outer,
            clock=self.clock,
        )

    def _greet(self, provider: str) -> Response:
        """Any answer of a provider's server, without a login."""
        from podpusher_cli.core.http import Request

        url = self.variable(HOSTS[provider])
        return self.insistent_http.send(Request("GET", url, route="GET /", timeout=_GREETING_S), provider=provider)
