"""The plan in force."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, cached_property
from typing import TYPE_CHECKING

from podpusher_cli.deps.apps import Apps

if TYPE_CHECKING:
    from datetime import timedelta

    from podpusher_cli.core.billing import Known, PlanSheet
    from podpusher_cli.core.http import Limit
    from podpusher_cli.core.plans import Plan
    from podpusher_cli.core.quota import Ceiling
    from podpusher_cli.store.billing import BillingBook
    from podpusher_cli.store.meters import MeterOutbox
    from podpusher_cli.store.quota import QuotaLedger
    from podpusher_cli.workflows.billing.desk import BillingDesk

_KEY = "PODPUSHER_STRIPE_API_KEY"
_LOCK_S = 60.0  # how long another sync is waited for
_MOST_GRACE_DAYS = 3650
_GUARDS = "quota."  # settings that begin so are the local plan's limits


class Billing(Apps):
    """What the seller may use."""

    @property
    def plan(self) -> Plan:
        """The plan in force now, as the database knows it; nobody is asked. Without Stripe it is the local one."""
        from podpusher_cli.core.billing import plan_of
        from podpusher_cli.core.plans import LOCAL, Limits, Plan, month_of

        known = self._known
        if known:
            return plan_of(known, self.clock.now(), self._grace)
        said = self.settings.all().items()
        guards = {key.removeprefix(_GUARDS): value for key, value in said if key.startswith(_GUARDS)}
        return Plan(LOCAL, Limits().overridden(guards), month_of(self.clock.now()))

    @property
    def ceiling(self) -> Limit | None:
        """The plan's requests a minute; none where no database says what the plan is."""
        import sqlite3

        from podpusher_cli.core.errors import PodpusherError
        from podpusher_cli.core.http import Limit

        try:
            if not self.database_path.exists():
                return None
            most = self.plan.limits.requests_per_minute
        except (PodpusherError, OSError, sqlite3.Error):
            return None  # what is wrong with it shows where it is needed
        return None if most is None else Limit("plan.minute", max(1, most), 60.0, f"profile:{self.profile}")

    @property
    def shops_of_plan(self) -> frozenset[str]:
        """The profiles of this home whose shops count in the plan."""
        return self.profiles.with_shop(self.settings.get("stripe.account"))

    @property
    def ceilings(self) -> tuple[Ceiling, ...]:
        """What the connected providers themselves allow, as far as this computer has counted."""
        from podpusher_cli.core.errors import PodpusherError
        from podpusher_cli.core.quota import Ceiling
        from podpusher_cli.providers.etsy import DAY
        from podpusher_cli.providers.printify import PUBLISH

        found = []
        for provider, counted, limit in (("etsy", "calls", DAY), ("printify", "publishes", PUBLISH)):
            with suppress(PodpusherError):
                client = self.etsy if provider == "etsy" else self.printify
                used, calls = self.pace.count(f"{provider}:{client.account}", limit)
                found.append(Ceiling(provider, counted, used, calls, limit.seconds))
        return tuple(found)

    @property
    def plan_sheet(self) -> PlanSheet:
        """The plan with all that is known of it."""
        from podpusher_cli.core.billing import sheet_of

        connected = self._stripe_is_connected
        return sheet_of(self.plan, self._known, self.clock.now(), self._grace, connected=connected)

    @property
    def _stripe_is_connected(self) -> bool:
        """Whether Stripe says what the plan is, as far as can be told without the token store."""
        return bool(self.settings.get("stripe.mode") or self.environment.get(_KEY, "").strip())

    @property
    def _known(self) -> Known | None:
        """What Stripe said of the account that is connected."""
        known = self.billing_book.known() if self._stripe_is_connected else None
        if known is None:
            return None
        said = self.settings.all()
        mode, account = said["stripe.mode"], said["stripe.account"]
        of_another = (mode and (mode == "live") is not known.livemode) or (
            account and known.account and account != known.account
        )
        return None if of_another and not self.environment.get(_KEY, "").strip() else known

    @property
    def _grace(self) -> timedelta:
        from datetime import timedelta

        return timedelta(days=min(int(self.settings.get("billing.grace_days") or 0), _MOST_GRACE_DAYS))

    @cached_property
    def billing_book(self) -> BillingBook:
        """What Stripe told."""
        from podpusher_cli.store.billing import BillingBook

        return BillingBook(self.db)

    @cached_property
    def meter_outbox(self) -> MeterOutbox:
        """Usage that Stripe is to bill."""
        from podpusher_cli.store.meters import MeterOutbox

        return MeterOutbox(self.db)

    @cached_property
    def billing(self) -> BillingDesk:
        """Everything that billing works with. Raises NotConnected."""
        from podpusher_cli.core.connecting import NotAStripeKey
        from podpusher_cli.core.tokens import stripe_mode
        from podpusher_cli.providers.stripe_billing import StripeBilling
        from podpusher_cli.store.files import file_lock
        from podpusher_cli.workflows.billing.desk import BillingDesk

        tokens = self.accounts.usable("stripe")
        mode, said = stripe_mode(tokens.access_token), self.settings.all()
        if mode is None:
            raise NotAStripeKey(provider="stripe")
        url = self.variable("PODPUSHER_STRIPE_API_URL")
        account = cache(lambda: tokens.account or self.stripe.account().id or "")
        return BillingDesk(
            profile=self.profile,
            source=StripeBilling(self.http, api_url=url, key=tokens.access_token, livemode=mode == "live"),
            book=self.billing_book,
            outbox=self.meter_outbox,
            notices=self.notices,
            clock=self.clock,
            lock=lambda: file_lock(self.profile_folder() / "billing.lock", _LOCK_S),
            account=account,
            chosen_account=lambda: said["stripe.mode"] == mode and said["stripe.account"] in {"", account()},
            customer=said["billing.customer"],
            return_url=said["billing.return_url"],
            grace=self._grace,
        )

    @cached_property
    def quota(self) -> QuotaLedger:
        """What is used of the plan."""
        from podpusher_cli.core.quota import Overage
        from podpusher_cli.store.quota import QuotaLedger

        return QuotaLedger(
            self.db,
            plan=lambda: self.plan,
            overage=lambda: Overage(self.settings.get("quota.overage")),
            clock=self.clock,
        )
