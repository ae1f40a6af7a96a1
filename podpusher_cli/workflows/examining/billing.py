"""The plan, as far as it is known here."""

from __future__ import annotations

from podpusher_cli.core.doctor import Check, Health
from podpusher_cli.core.plans import LOCAL
from podpusher_cli.core.text import N_, NN_
from podpusher_cli.workflows.examining.patient import Patient

_UNPAID = {"past_due", "unpaid", "incomplete", "incomplete_expired"}


def billing(name: str, patient: Patient) -> list[Check]:
    """Whether the plan in force is known and paid. Stripe itself is one of the connections."""
    plan = patient.plan()
    values = {"tier": plan.unknown or plan.tier}
    if plan.connected and plan.as_of is None:
        message = N_("Stripe is connected, and was never asked which plan is in force.")
        return [Check(name, Health.WARN, message, "podpusher billing sync", values)]
    if plan.tier == LOCAL:
        return [Check(name, Health.OK, N_("Nobody is billed; the limits are your own."), values=values)]
    if plan.stale:
        values["days"] = str((plan.age_seconds or 0) // 86_400)
        message = NN_(
            "Stripe was asked {days} day ago which plan is in force, which is too long.",
            "Stripe was asked {days} days ago which plan is in force, which is too long.",
            by="days",
        )
        return [Check(name, Health.WARN, message, "podpusher billing sync", values)]
    if plan.unknown:
        message = N_("This podpusher does not know the plan {tier}, so it grants nothing.")
        return [Check(name, Health.WARN, message, N_("Install the latest podpusher."), values)]
    if plan.status in _UNPAID:
        return [Check(name, Health.WARN, N_("The plan is not paid."), "podpusher billing portal", values)]
    return [Check(name, Health.OK, N_("The plan in force is {tier}."), values=values)]
