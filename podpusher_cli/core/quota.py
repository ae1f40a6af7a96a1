"""Quota: how much of a plan is used, and what is said when nothing is left.

A quota on the seller's own machine guards spending; it is bookkeeping and no lock against its owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from podpusher_cli.core.clock import rfc3339
from podpusher_cli.core.errors import PartlyFailed, PodpusherError
from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import LOCAL, Period, Plan, Resource, month_of
from podpusher_cli.core.text import N_, NN_

QUEUE, SHOPS = "queue", "shops"
NEAR, REACHED = 80, 100
THRESHOLDS = (REACHED, NEAR)
"""Per cent of a limit that a notice is left at, once each in a period."""


class Overage(StrEnum):
    """What happens beyond a limit: nothing more, a warning, or a bill."""

    BLOCK = "block"
    WARN = "warn"
    METER = "meter"


METERS = {
    Resource.PUBLISHES: "publish",
    Resource.IMAGES: "image",
    Resource.TEXTS: "text",
    Resource.TREND_REFRESHES: "trend_refresh",
}
"""Resource to the event name of its meter at Stripe."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit that an item is about to use; an item counts once for each resource, ever.

    `owed`: it was sent or billed already, so it is counted and never refused.
    """

    item: str
    resource: Resource
    owed: bool = False


@dataclass(frozen=True, slots=True)
class Taker:
    """Who uses it: the run, if there is one, and the command."""

    run: str | None
    command: str


@dataclass(frozen=True, slots=True)
class Usage:
    """How far a limit is used. `resource`: a word of Resource, `queue` or `shops`. `limit` None: as much as you like.

    `reserved`: by work that is under way, or whose outcome is in doubt. `resets_at`: when it starts anew, if it does.
    """

    resource: str
    used: int
    reserved: int
    limit: int | None
    resets_at: datetime | None = None

    @property
    def taken(self) -> int:
        """Used and reserved."""
        return self.used + self.reserved

    @property
    def left(self) -> int | None:
        """How many more there may be; None: as many as you like."""
        return None if self.limit is None else max(0, self.limit - self.taken)

    @property
    def threshold(self) -> int | None:
        """The highest of THRESHOLDS that is reached."""
        if not self.limit:
            return None
        return next((each for each in THRESHOLDS if self.taken * 100 >= each * self.limit), None)


@dataclass(frozen=True, slots=True)
class Share:
    """What one command, run or profile has of a resource; `key` names it."""

    key: str
    resource: str
    used: int
    reserved: int


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a provider itself allows: `limit` `calls` or `publishes` in any `seconds`, and how many were in the last."""

    provider: str
    counted: str
    used: int
    limit: int
    seconds: float


@dataclass(frozen=True, slots=True)
class QuotaSheet:
    """All limits of a plan, the providers' own beside them, and what OpenAI has cost this month.

    `way`: the command that gets more, where a limit is near.
    """

    tier: str
    usages: tuple[Usage, ...]
    ceilings: tuple[Ceiling, ...] = ()
    openai_spent: Money | None = None
    way: str | None = None
    by: str | None = None
    shares: tuple[Share, ...] = ()


def period_of(resource: Resource, plan: Plan, now: datetime) -> Period:
    """What a unit taken now is counted in: a day in UTC, or the plan's period; a month once that has passed unnoticed."""
    if resource is Resource.TREND_REFRESHES:
        start = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return Period(start, start + timedelta(days=1))
    return plan.period if plan.period.start <= now < plan.period.end else month_of(now)


def at_once(wanted: int, plan: Plan) -> int:
    """How many calls to Printify run at once: what is wanted, as far as the plan goes; one always does."""
    return wanted if plan.limits.parallel is None else max(1, min(wanted, plan.limits.parallel))


# Where nothing is left (exit 6)


class OverQuota(PodpusherError):
    """The plan does not allow it. `details` has the usage and the ways on."""

    code = "quota.reached"
    exit_status = 6
    message = N_("The plan allows no more of it: {used} of {limit} are used.")
    hint = N_("podpusher upgrade chooses a larger plan; or run the same command again after {resets_at}.")
    local_hint = N_(
        "podpusher settings set {setting} NUMBER raises the limit; or run the same command again after {resets_at}."
    )

    def __init__(self, usage: Usage, *, tier: str) -> None:
        setting = f"quota.{usage.resource}"
        local = tier == LOCAL
        resets_at = rfc3339(usage.resets_at) if usage.resets_at else None
        more = f"podpusher settings set {setting} NUMBER" if local else "podpusher upgrade"
        super().__init__(
            hint=self.local_hint if local else self.hint,
            details={
                "tier": tier, "resource": usage.resource, "used": usage.used, "reserved": usage.reserved, "limit": usage.limit,
                "resets_at": resets_at, "ways": [more, *([f"wait until {resets_at}"] if resets_at else [])],
            },
            used=usage.taken, limit=usage.limit, setting=setting, resets_at=usage.resets_at or "",
        )  # fmt: skip
        self.usage = usage


class PublishesUsedUp(OverQuota):
    message = N_("The plan's publishes are used up: {used} of {limit} until {resets_at}.")


class ImagesUsedUp(OverQuota):
    message = N_("The plan's images are used up: {used} of {limit} until {resets_at}.")


class TextsUsedUp(OverQuota):
    message = N_("The plan's texts are used up: {used} of {limit} until {resets_at}.")


class RefreshesUsedUp(OverQuota):
    message = N_("The plan's trend refreshes of this day are used up: {used} of {limit} until {resets_at}.")


class QueueFull(OverQuota):
    message = NN_(
        "The plan lets {limit} product wait to be published, and {used} does.",
        "The plan lets {limit} products wait to be published, and {used} do.",
        by="limit",
    )
    hint = N_("Publish or remove some of them; or podpusher upgrade chooses a larger plan.")
    local_hint = N_("Publish or remove some of them; or podpusher settings set {setting} NUMBER raises the limit.")


class ShopsUsedUp(OverQuota):
    message = NN_(
        "The plan allows {limit} shop, and other profiles have {used} already.",
        "The plan allows {limit} shops, and other profiles have {used} already.",
        by="limit",
    )
    hint = N_("Disconnect one of them; or podpusher upgrade chooses a larger plan.")
    local_hint = N_("Disconnect one of them; or podpusher settings set {setting} NUMBER raises the limit.")


class PartlyOverQuota(PartlyFailed):
    message = N_(
        "For {failed} of {total} products the plan has no publishes left; they stay ready, and the others are done."
    )


class SomeNotMade(PartlyFailed):
    message = N_("For {failed} of {total} ideas the plan has nothing left; the others are made.")


_ERRORS: dict[str, type[OverQuota]] = {
    Resource.PUBLISHES: PublishesUsedUp,
    Resource.IMAGES: ImagesUsedUp,
    Resource.TEXTS: TextsUsedUp,
    Resource.TREND_REFRESHES: RefreshesUsedUp,
    QUEUE: QueueFull,
    SHOPS: ShopsUsedUp,
}


def over_quota(usage: Usage, *, tier: str) -> OverQuota:
    """The error for this limit."""
    return _ERRORS[usage.resource](usage, tier=tier)
