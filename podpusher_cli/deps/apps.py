"""What connecting needs: the way to each provider, and the ways to the seller."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from podpusher_cli.deps.connections import Connections

if TYPE_CHECKING:
    from podpusher_cli.core.tokens import AppKeys
    from podpusher_cli.net.loopback import Callback
    from podpusher_cli.providers.etsy import Etsy
    from podpusher_cli.workflows.connecting.etsy import EtsyApp
    from podpusher_cli.workflows.connecting.login import Meeting
    from podpusher_cli.workflows.connecting.printify import PrintifyApp
    from podpusher_cli.workflows.connecting.stripe import StripeApp


class Apps(Connections):
    """The ways in."""

    @cached_property
    def etsy_app(self) -> EtsyApp:
        """The way to Etsy."""
        from podpusher_cli.net.auth import bearer
        from podpusher_cli.workflows.connecting.etsy import EtsyApp

        def shop(keys: AppKeys, token: str | None) -> Etsy:
            return self.etsy_with(keys, bearer(token) if token else None)

        return EtsyApp(shop, self.etsy_login, self.callback_url)

    @cached_property
    def printify_app(self) -> PrintifyApp:
        """The way to Printify."""
        from podpusher_cli.workflows.connecting.printify import PrintifyApp

        return PrintifyApp(self.printify_with, self.printify_login, self.callback_url)

    @cached_property
    def stripe_app(self) -> StripeApp:
        """The way to Stripe."""
        from podpusher_cli.workflows.connecting.stripe import StripeApp

        return StripeApp(self.stripe_with, self.stripe_login, self.callback_url)

    @property
    def revocations(self) -> dict[str, Callable[[], None]]:
        """How a connection is taken back at the provider, where that can be done."""
        from podpusher_cli.workflows.connecting.stripe import kept_platform

        def stripe() -> None:
            platform, tokens = kept_platform(self.accounts), self.accounts.kept("stripe")
            if platform and tokens and tokens.account:  # a pasted key can only be deleted by its owner
                self.stripe_login(platform).revoke(tokens.account)

        return {"stripe": stripe}

    def meeting(self, *, timeout: float, show: Callable[[str], None], pasted: Callable[[], str] | None) -> Meeting:
        """How the seller is met while the browser is open."""
        from podpusher_cli.workflows.connecting.login import Meeting

        return Meeting(self.callback, timeout, show, pasted)

    def callback(self) -> Callback:
        """The callback, listening from now on. Raises PortTaken."""
        from babel import Locale

        from podpusher_cli.i18n import _, current
        from podpusher_cli.net.loopback import Callback
        from podpusher_cli.net.redirects import Page

        language = current().language
        sentence = _("podpusher has the answer. You can close this window.")
        page = Page(sentence, language, Locale(language).text_direction)
        return Callback(self.callback_port, clock=self.clock, page=page)
