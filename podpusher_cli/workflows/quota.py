"""What is used of the plan, beside what the providers themselves allow; and whether one more shop fits."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import LOCAL, Plan, Resource
from podpusher_cli.core.quota import SHOPS, Ceiling, QuotaSheet, Share, Usage, over_quota
from podpusher_cli.store.quota import QuotaLedger


def sheet(
    plan: Plan, quota: QuotaLedger, *, shops: int, ceilings: Sequence[Ceiling], spent: Money | None
) -> QuotaSheet:
    """Every limit with what is used of it, and the command that gets more where one is near."""
    usages = (
        *(quota.usage(resource) for resource in Resource),
        quota.queue(),
        Usage(SHOPS, shops, 0, plan.limits.shops),
    )
    return QuotaSheet(plan.tier, usages, tuple(ceilings), spent, _way(plan, usages))


def _way(plan: Plan, usages: Sequence[Usage]) -> str | None:
    near = next((each for each in usages if each.threshold), None)
    if near is None:
        return None
    if plan.tier == LOCAL:
        return f"podpusher settings set quota.{near.resource} NUMBER"
    return "podpusher billing portal" if plan.status else "podpusher upgrade"


def shares_of(name: str, quota: QuotaLedger) -> list[Share]:
    """What one profile has used of each resource, where it has any."""
    usages = [quota.usage(resource) for resource in Resource]
    return [Share(name, each.resource, each.used, each.reserved) for each in usages if each.taken]


def require_room_for_shop(plan: Plan, profile: str, with_shop: Collection[str]) -> None:
    """Let a profile have a shop: one that has one keeps it. `with_shop`: the profiles that have. Raises ShopsUsedUp."""
    limit = plan.limits.shops
    if limit is not None and profile not in with_shop and len(with_shop) >= limit:
        raise over_quota(Usage(SHOPS, len(with_shop), 0, limit), tier=plan.tier)
