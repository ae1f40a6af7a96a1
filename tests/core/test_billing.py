"""Which plan a subscription puts in force (reference/stripe.md, section 3.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from podpusher_cli.core.billing import (
    Known,
    OpenInvoice,
    Subscription,
    chosen,
    is_stale,
    limits_of,
    plan_of,
    sheet_of,
)
from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import TIERS, Limits, Period, Plan, later_by, month_of, month_within

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
GRACE = 7 * DAY
PERIOD = Period(NOW - 10 * DAY, NOW + 20 * DAY)
PRO = Subscription(
    "sub_1",
    "cus_1",
    "active",
    NOW - 10 * DAY,
    "si_1",
    "price_1",
    "prod_1",
    "pro",
    price=Money(2900),
    interval="month",
    period=PERIOD,
)


def known(sub: Subscription | None, as_of: datetime = NOW) -> Known:
    return Known(livemode=False, account="acct_1", customer="cus_1", as_of=as_of, subscription=sub)


def plan(sub: Subscription | None, at: datetime = NOW, as_of: datetime = NOW) -> Plan:
    return plan_of(known(sub, as_of), at, GRACE)


@pytest.mark.parametrize(
    ("status", "tier"),
    [
        ("trialing", "pro"),
        ("active", "pro"),
        ("incomplete", "free"),
        ("incomplete_expired", "free"),
        ("canceled", "free"),
        ("unpaid", "free"),
        ("paused", "free"),
        ("napping", "free"),
    ],
)
def test_a_status_and_the_plan(status: str, tier: str) -> None:
    found = plan(replace(PRO, status=status))

    assert (found.tier, found.status, found.limits) == (tier, status, TIERS[tier])
    assert found.period == (PERIOD if tier == "pro" else month_of(NOW))


def test_a_payment_that_failed_has_a_time_of_grace_from_its_invoice_on() -> None:
    bill = OpenInvoice("in_1", "https://invoice.example", Money(2900), NOW - 2 * DAY)
    late = replace(PRO, status="past_due", unpaid=bill)
    end = bill.since + GRACE

    assert (plan(late).tier, plan(late).grace_until) == ("pro", end)
    assert plan(late, end - timedelta(seconds=1)).tier == "pro"
    assert (plan(late, end).tier, plan(late, end).grace_until) == ("free", end)
    assert plan(replace(late, unpaid=None)).grace_until == PERIOD.start + GRACE


def test_a_cancelled_one_lasts_until_the_end_of_what_is_paid() -> None:
    ending = replace(PRO, ends_at=PERIOD.end)

    assert plan(ending).ends_at == PERIOD.end
    assert plan(ending, PERIOD.end - timedelta(seconds=1)).tier == "pro"
    assert plan(ending, PERIOD.end).tier == "free"


def test_without_news_it_lasts_until_the_period_and_the_grace_are_over() -> None:
    end = PERIOD.end + GRACE

    assert plan(PRO, end - timedelta(seconds=1)).tier == "pro"
    assert plan(PRO, end).tier == "free"
    assert [is_stale(known(PRO), at, GRACE) for at in (end - timedelta(seconds=1), end)] == [False, True]
    assert plan(PRO, end, as_of=end - DAY).tier == "pro"
    assert plan(replace(PRO, period=None), NOW + GRACE).tier == "free"


def test_a_tier_that_nobody_knows_grants_nothing_and_is_named() -> None:
    for key, named, word in (("gold", None, "gold"), (None, "gold", "gold"), (None, None, "prod_1")):
        sub = replace(PRO, lookup_key=key, named=named, numbers={"images_month": "999"})
        found = plan(sub)
        assert (found.tier, found.limits, found.unknown) == ("free", TIERS["free"], word)


def test_the_product_names_the_plan_and_its_numbers() -> None:
    yearly = replace(
        PRO,
        lookup_key="pro_yearly",
        named="pro",
        numbers={"images_month": "500", "queue": "unlimited", "shops": "many"},
    )

    assert plan(yearly).limits == replace(TIERS["pro"], images=500, queue=None)
    assert limits_of("pro", {"trend_refreshes_day": "7", "requests_minute": "9", "parallelism": "3"}) == replace(
        TIERS["pro"], trend_refreshes=7, requests_per_minute=9, parallel=3
    )


def test_of_several_subscriptions_the_one_that_grants_most_counts() -> None:
    other = replace(PRO, id="sub_2", lookup_key="newsletter", created=NOW)
    late = replace(PRO, id="sub_3", lookup_key="business", status="past_due")
    starter = replace(PRO, id="sub_4", lookup_key="starter")

    assert chosen([]) is None
    assert chosen([other, starter, late]) is starter
    assert chosen([other, late, replace(starter, status="canceled")]) is late
    assert chosen([PRO, starter]) is chosen([starter, PRO]) is PRO
    assert chosen([other]) is other


def test_no_subscription_is_the_free_plan() -> None:
    assert plan(None) == Plan("free", TIERS["free"], month_of(NOW), as_of=NOW)


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        ("2026-01-31", "2026-01-31", "2026-02-28"),
        ("2026-02-27", "2026-01-31", "2026-02-28"),
        ("2026-02-28", "2026-02-28", "2026-03-31"),
        ("2026-12-30", "2026-11-30", "2026-12-31"),
        ("2027-01-30", "2026-12-31", "2027-01-31"),
        ("2027-05-01", "2026-12-31", "2027-01-31"),
        ("2025-12-01", "2026-01-31", "2026-02-28"),
    ],
)
def test_a_year_is_counted_by_its_months(now: str, start: str, end: str) -> None:
    day = {
        each: datetime.fromisoformat(each).replace(tzinfo=UTC) for each in ("2026-01-31", "2027-01-31", now, start, end)
    }
    year = Period(day["2026-01-31"], day["2027-01-31"])

    assert month_within(year, day[now]) == Period(day[start], day[end])


def test_a_month_is_counted_as_it_is() -> None:
    longest = Period(datetime(2026, 2, 28, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))

    assert month_within(longest, datetime(2026, 3, 30, tzinfo=UTC)) == longest
    assert later_by(datetime(2026, 12, 31, tzinfo=UTC), 14) == datetime(2028, 2, 29, tzinfo=UTC)


def test_the_sheet_has_the_plan_and_what_stands_behind_it() -> None:
    at = NOW + 2 * DAY
    found = sheet_of(plan(PRO, at), known(PRO), at, GRACE, connected=True)

    assert (found.tier, found.price, found.renews_at, found.mode) == ("pro", Money(2900), PERIOD.end, "test")
    assert (found.age_seconds, found.stale, found.customer, found.subscription) == (2 * 86_400, False, "cus_1", "sub_1")
    local = sheet_of(Plan("local", Limits(), month_of(NOW)), None, NOW, GRACE, connected=False)
    assert (local.tier, local.mode, local.age_seconds, local.connected) == ("local", None, None, False)
