"""What listens for Stripe's events."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from podpusher_cli import __version__
from podpusher_cli.core.errors import PortTaken
from podpusher_cli.core.text import N_
from podpusher_cli.deps.billing import Billing

if TYPE_CHECKING:
    from podpusher_cli.core.webhooks import Inbox
    from podpusher_cli.net.webhooks.gate import Visit
    from podpusher_cli.net.webhooks.receiver import Receiver


class Webhooks(Billing):
    """The receiver, and what becomes of the events that come through it."""

    def webhook_secret(self, ask: Callable[[], str]) -> str:
        """The signing secret: of the environment, of the token store, or asked for and then kept.

        Raises NoWebhookSecret, NotAWebhookSecret or MachineTrouble.
        """
        from podpusher_cli.core.webhooks import checked_secret

        given = self.environment.get("PODPUSHER_STRIPE_WEBHOOK_SECRET")
        if given:
            return checked_secret(given)
        kept = self.token_store.get("stripe-webhook")
        return checked_secret(str(kept["secret"])) if kept else self.keep_webhook_secret(ask())

    def keep_webhook_secret(self, text: str) -> str:
        """Keep a secret for the next time, where the store can be written to."""
        from podpusher_cli.core.webhooks import checked_secret

        secret = checked_secret(text)
        if self.token_store.name != "env":
            with self.token_store.lock("stripe"):
                self.token_store.put("stripe-webhook", {"secret": secret})
        return secret

    def prove_receiver(self) -> None:
        """Raise ReceiverMissing where the extra is not installed."""
        from importlib.util import find_spec

        from podpusher_cli.core.webhooks import ReceiverMissing

        if not all(find_spec(name) for name in ("starlette", "uvicorn", "h11")):
            raise ReceiverMissing

    def webhook_receiver(self, port: int, secret: str, watch: Callable[[Visit], None]) -> Receiver:
        """A receiver that listens from now on; `watch` is told of every request, after the log. Raises PortTaken."""
        from podpusher_cli.net.webhooks.gate import as_fields
        from podpusher_cli.net.webhooks.receiver import Receiver
        from podpusher_cli.providers.stripe_signatures import Signatures

        def log(visit: Visit) -> None:
            self.log.write("webhook", **as_fields(visit))
            watch(visit)

        try:
            return Receiver(port, opened=Signatures(secret, self.clock).opened, log=log, version=__version__)
        except PortTaken as error:
            error.hint_text = N_("Stop that program, or choose another port with --port.")
            raise

    @property
    def webhook_inbox(self) -> Inbox:
        """What keeps and settles events; with a connection of its own, for it is used beside the rest. Raises NotConnected."""
        from podpusher_cli.store.billing import BillingBook
        from podpusher_cli.store.db import connect
        from podpusher_cli.workflows.billing.inbox import DeskInbox

        connection = connect(self.database_path)
        self._closing.append(connection)
        return DeskInbox(BillingBook(connection), self.billing)
