"""plan, upgrade, billing: whole commands against the sandbox's Stripe."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import pytest

from podpusher_cli.core.errors import Interrupted
from podpusher_cli.core.metering import Usage
from podpusher_cli.deps import Deps
from podpusher_cli.store.db import connect
from tests.conftest import Cli, Result
from tests.support.billing import meter
from tests.support.clock import FakeClock
from tests.support.later import later
from tests.support.sandbox import RunningSandbox

DAY = 86_400


@pytest.fixture
def seller(cli: Cli, world: RunningSandbox) -> Cli:
    """Stripe by a key of the environment; nothing else is connected."""
    cli.environment |= {name: value for name, value in world.environment().items() if "STRIPE" in name}
    return cli


def at_the_first_pause(seller: Cli, happens: Callable[[], object]) -> None:
    """This happens while the program waits for the first time."""

    class Waiting(FakeClock):
        def sleep(self, seconds: float) -> None:
            if not self.sleeps:
                happens()
            super().sleep(seconds)

    class Waiter(Deps):
        @cached_property
        def clock(self) -> FakeClock:
            return Waiting(datetime.now(UTC))

    seller.make_deps = Waiter


def buy(seller: Cli, world: RunningSandbox, tier: str = "pro", do: str = "pay") -> dict[str, Any]:
    """An upgrade, paid on Stripe's page, and synced; the plan."""
    url = seller("upgrade", tier, "--no-wait", "--json", check=0).data["url"]
    assert world.admin.post(url, data={"do": do}).status_code == 302
    seller("billing", "sync", check=0)
    return plan(seller)


def plan(seller: Cli) -> dict[str, Any]:
    return dict(seller("plan", "--json", check=0).data)


def subscription(world: RunningSandbox, number: str) -> dict[str, Any]:
    key = world.accounts()["stripe"]["api_key"]
    answer = world.admin.get(f"/stripe/v1/subscriptions/{number}", headers={"authorization": f"Bearer {key}"})
    return dict(answer.raise_for_status().json())


def fits(result: Result) -> None:
    assert all(len(line) <= 80 for line in result.stdout.splitlines()), result.stdout


# The plan


def test_without_stripe_the_plan_is_the_local_one_with_the_sellers_own_limits(cli: Cli) -> None:
    assert (plan(cli)["tier"], plan(cli)["limits"]["images"], plan(cli)["connected"]) == ("local", None, False)

    cli("settings", "set", "quota.images", "1200", check=0)

    assert plan(cli)["limits"]["images"] == 1200
    page = cli("plan", check=0)
    fits(page)
    assert "1,200" in page.stdout
    assert "No Stripe account is connected" in page.stdout


def test_stripe_without_a_subscription_is_the_free_plan(seller: Cli) -> None:
    assert plan(seller)["tier"] == "local"
    assert "podpusher billing sync" in seller("plan", check=0).stdout

    done = seller("billing", "sync", "--json", check=0).data

    assert (done["tier"], done["before"], done["customer"]) == ("free", "local", None)
    assert (plan(seller)["tier"], plan(seller)["mode"]) == ("free", "test")
    assert "podpusher upgrade" in seller("plan", check=0).stdout
    assert seller("billing", "portal", "--json", check=4).json["error"]["code"] == "billing.no_customer"


def test_a_plan_is_bought_shown_and_known_offline(seller: Cli, world: RunningSandbox) -> None:
    bought = buy(seller, world)

    assert (bought["tier"], bought["status"], bought["price"]) == ("pro", "active", {"amount": 2900, "currency": "USD"})
    assert (bought["limits"]["images"], bought["limits"]["requests_per_minute"]) == (500, 120)
    assert bought["features"] == ["abtests", "analytics", "bulk"]
    item = subscription(world, bought["subscription"])["items"]["data"][0]
    assert datetime.fromisoformat(bought["renews_at"]).timestamp() == item["current_period_end"]
    assert datetime.fromisoformat(bought["period"]["start"]).timestamp() == item["current_period_start"]
    world.clear_calls()
    assert plan(seller)["tier"] == "pro"
    assert world.calls() == []


@pytest.mark.parametrize(
    ("language", "price"), [("en", "$29.00"), ("de", "29,00 $"), ("fr", "29,00 $US"), ("es", "29,00 US$")]
)
def test_money_and_numbers_are_written_as_the_language_writes_them(
    seller: Cli, world: RunningSandbox, language: str, price: str
) -> None:
    buy(seller, world)

    page = seller("plan", "--lang", language, check=0)

    fits(page)
    said = page.stdout.replace("\u00a0", " ").replace("\u202f", " ")
    assert price in said
    assert re.search(r"2[,. ]?500", said)


def test_no_news_for_too_long_is_the_free_plan_and_says_so(seller: Cli, world: RunningSandbox) -> None:
    bought = buy(seller, world)
    left = datetime.fromisoformat(bought["renews_at"]) - datetime.now(UTC)

    later(seller, days=left.days + 6)
    assert (plan(seller)["tier"], plan(seller)["stale"]) == ("pro", False)
    later(seller, days=left.days + 9)
    assert (plan(seller)["tier"], plan(seller)["stale"]) == ("free", True)
    assert plan(seller)["age_seconds"] > 30 * DAY
    assert "too long" in seller("plan", check=0).stdout


def test_a_renewal_begins_a_new_period(seller: Cli, world: RunningSandbox) -> None:
    bought = buy(seller, world)
    world.advance(32 * DAY)
    later(seller, days=32)

    seller("billing", "sync", check=0)

    assert (plan(seller)["tier"], plan(seller)["period"]["start"]) == ("pro", bought["period"]["end"])


def test_a_payment_that_fails_leaves_a_notice_and_a_time_of_grace(seller: Cli, world: RunningSandbox) -> None:
    buy(seller, world, do="pay_failing")
    world.advance(31 * DAY)
    later(seller, days=31)
    assert seller("billing", "sync", "--json", check=0).data["tier"] == "pro"
    seller("billing", "sync", check=0)

    late = plan(seller)
    page = seller("plan", check=0).stdout
    notices = seller("notifications", "--json", check=0).data

    assert (late["tier"], late["status"]) == ("pro", "past_due")
    assert late["invoice_url"].startswith(world.url)
    assert late["invoice_url"] in page.replace("\n", "")
    assert [each["fields"]["url"] for each in notices] == [late["invoice_url"]]
    assert "29.00 USD" in notices[0]["text"]
    later(seller, days=39)
    assert (plan(seller)["tier"], plan(seller)["grace_until"]) == ("free", late["grace_until"])
    assert world.admin.post(late["invoice_url"], data={"do": "pay"}).status_code == 302
    later(seller, days=31)
    seller("billing", "sync", check=0)
    assert (plan(seller)["tier"], plan(seller)["grace_until"], plan(seller)["invoice_url"]) == ("pro", None, None)


def test_a_key_that_may_not_read_invoices_says_so_all_the_same(seller: Cli, world: RunningSandbox) -> None:
    made = world.stripe("subscribe", plan="pro", card="pm_card_chargeCustomerFail")
    seller("settings", "set", "billing.customer", made["customer"], check=0)
    seller.environment["PODPUSHER_STRIPE_API_KEY"] = world.accounts()["stripe"]["limited_key"]
    world.advance(31 * DAY)
    later(seller, days=31)
    for _ in range(2):
        seller("billing", "sync", check=0)

    notices = seller("notifications", "--json", check=0).data

    assert [(each["kind"], each["fields"]) for each in notices] == [("billing.not_paid", {"subscription": made["id"]})]
    assert (plan(seller)["tier"], plan(seller)["status"]) == ("pro", "past_due")


def test_what_is_cancelled_lasts_until_its_end(seller: Cli, world: RunningSandbox) -> None:
    bought = buy(seller, world)
    link = seller("billing", "portal", check=0).stdout.strip()
    assert world.admin.post(link, data={"do": "cancel"}).status_code == 302
    seller("billing", "sync", check=0)

    ending = plan(seller)

    assert (ending["tier"], ending["ends_at"], ending["renews_at"]) == ("pro", bought["renews_at"], None)
    assert "podpusher billing portal" in seller("plan", check=0).stdout
    world.advance(32 * DAY)
    assert seller("billing", "sync", "--json", check=0).data["tier"] == "free"
    assert plan(seller)["status"] == "canceled"


def test_a_tier_or_a_status_that_nobody_knows_grants_nothing(seller: Cli, world: RunningSandbox) -> None:
    bought = buy(seller, world)
    changed = {"status": "napping[red]"}
    world.stripe("force", kind="subscription", id=bought["subscription"], fields=changed)
    seller("billing", "sync", check=0)
    assert (plan(seller)["tier"], plan(seller)["status"]) == ("free", "napping[red]")
    assert "napping[red]" in seller("plan", check=0).stdout

    items = subscription(world, bought["subscription"])["items"]
    items["data"][0]["price"] |= {"lookup_key": "gold", "product": "prod_elsewhere"}
    world.stripe("force", kind="subscription", id=bought["subscription"], fields={"status": "active", "items": items})
    seller("billing", "sync", check=0)
    assert (plan(seller)["tier"], plan(seller)["unknown"]) == ("free", "gold")
    assert "“gold”" in seller("plan", check=0).stdout


# Upgrading


def test_upgrade_waits_for_stripe_to_say_that_it_is_paid(seller: Cli, world: RunningSandbox) -> None:
    url = seller("upgrade", "pro", "--no-wait", "--json", check=0).data["url"]
    at_the_first_pause(seller, lambda: world.admin.post(url, data={"do": "pay"}))

    done = seller("upgrade", "pro", "--json", check=0)

    assert (done.data["done"], done.data["plan"]["tier"], done.data["url"]) == (True, "pro", None)
    assert done.stderr == f'{{"url": "{url}"}}\n'


def test_the_same_wish_is_the_same_page_and_another_closes_it(seller: Cli, world: RunningSandbox) -> None:
    pages = [seller("upgrade", "pro", "--no-wait", check=0).stdout.strip() for _ in range(3)]
    other = seller("upgrade", "starter", "--no-wait", check=0).stdout.strip()

    assert len(set(pages)) == 1
    assert other not in pages
    assert world.admin.get(pages[0]).status_code != 200
    assert world.admin.get(other).status_code == 200


def test_a_page_whose_address_was_lost_on_the_way_is_found_again(seller: Cli, world: RunningSandbox) -> None:
    world.fault("stripe POST /v1/checkout/sessions", "lost_answer", times=10)
    lost = seller("upgrade", "pro", "--no-wait", "--json")
    assert lost.exit_status == 7
    world.clear_faults()
    seller("upgrade", "pro", "--no-wait", check=0)

    key = world.accounts()["stripe"]["api_key"]
    made = world.admin.get("/stripe/v1/checkout/sessions", headers={"authorization": f"Bearer {key}"}).json()["data"]

    assert len(made) == 1


def test_a_page_that_is_not_finished_in_time(seller: Cli) -> None:
    at_the_first_pause(seller, lambda: None)

    result = seller("upgrade", "pro", "--timeout", "30", "--json", check=7)

    assert result.json["error"]["code"] == "billing.not_paid"
    assert result.json["error"]["retry_after"] > 0
    assert re.search(r'\{"url": "http[^"]+/pay/cs_test_', result.stderr)


def test_leaving_keeps_the_page_for_the_next_time(seller: Cli, world: RunningSandbox) -> None:
    def leave() -> None:
        raise Interrupted

    at_the_first_pause(seller, leave)
    left = seller("upgrade", "pro", "--json", check=130)
    url = json.loads(left.stderr)["url"]
    seller.make_deps = None

    assert seller("upgrade", "pro", "--no-wait", check=0).stdout.strip() == url
    world.admin.post(url, data={"do": "pay"})
    assert seller("billing", "sync", "--json", check=0).data["tier"] == "pro"


def test_a_page_that_has_expired_is_waited_for_no_longer(seller: Cli, world: RunningSandbox) -> None:
    url = seller("upgrade", "pro", "--no-wait", check=0).stdout.strip()
    at_the_first_pause(seller, lambda: world.admin.post(url, data={"do": "expire"}))

    assert seller("upgrade", "pro", "--json", check=3).json["error"]["code"] == "billing.checkout_ended"

    assert seller("upgrade", "pro", "--no-wait", check=0).stdout.strip() != url


def test_what_is_changed_in_the_portal_is_waited_for(seller: Cli, world: RunningSandbox) -> None:
    number = buy(seller, world, "starter")["subscription"]
    made = {"way": "portal"}

    def change() -> None:
        link = seller("billing", "portal", check=0).stdout.strip()
        made["status"] = str(world.admin.post(link, data={"do": "change", "price": "price_sandbox_pro"}).status_code)

    at_the_first_pause(seller, change)
    done = seller("upgrade", "--json", check=0).data

    assert (done["way"], made["status"], done["plan"]["tier"]) == ("portal", "302", "pro")
    assert done["plan"]["subscription"] == number


def test_a_plan_that_runs_is_changed_in_the_portal_and_never_sold_again(seller: Cli, world: RunningSandbox) -> None:
    buy(seller, world, "starter")
    world.clear_calls()

    assert seller("upgrade", "starter", "--json", check=0).data["way"] == "none"
    begun = seller("upgrade", "pro", "--no-wait", "--json", check=0).data

    assert begun["way"] == "portal"
    assert world.calls("stripe POST /v1/checkout/sessions") == []
    assert world.admin.post(begun["url"], data={"do": "change", "price": "price_sandbox_pro"}).status_code == 302
    assert seller("upgrade", "pro", "--json", check=0).data["plan"]["tier"] == "pro"


@pytest.mark.parametrize(("words", "status", "code"), [
    (["gold"], 2, "billing.tier"),
    (["free"], 2, "billing.tier"),
    ([], 2, "billing.tier"),
])  # fmt: skip
def test_wishes_that_cannot_be(seller: Cli, words: list[str], status: int, code: str) -> None:
    assert seller("upgrade", *words, "--json", check=status).json["error"]["code"] == code


def test_a_tier_without_a_price(seller: Cli, world: RunningSandbox) -> None:
    world.stripe("force", kind="price", id="price_sandbox_pro", fields={"lookup_key": None})

    assert seller("upgrade", "pro", "--json", check=4).json["error"]["code"] == "billing.no_price"


def test_a_portal_that_nobody_has_set_up(seller: Cli, world: RunningSandbox) -> None:
    buy(seller, world)
    world.stripe("force", kind="billing_portal.configuration", id="bpc_test_sandbox", fields={"active": False})

    error = seller("billing", "portal", "--json", check=2).json["error"]

    assert error["code"] == "billing.no_portal"
    assert "https://dashboard.stripe.com/test/settings/billing/portal" in error["hint"]


# Syncing


def test_a_customer_who_is_there_already_is_linked_by_a_setting(seller: Cli, world: RunningSandbox) -> None:
    made = world.stripe("subscribe", plan="business", trial_days=10)
    seller("settings", "set", "billing.customer", made["customer"], check=0)

    seller("billing", "sync", check=0)

    assert (plan(seller)["tier"], plan(seller)["status"], plan(seller)["trial"]) == ("business", "trialing", True)


def test_events_are_read_once_and_listed(seller: Cli, world: RunningSandbox) -> None:
    buy(seller, world)
    world.stripe("subscribe", plan="business")
    assert seller("billing", "sync", "--json", check=0).data["events"] > 0
    assert seller("billing", "sync", "--json", check=0).data["events"] == 0

    found = seller("billing", "events", "--json", "--limit", "100", check=0).data
    fits(seller("billing", "events", check=0))
    first = seller("billing", "events", "--json", "--limit", "2", check=0).json
    rest = seller("billing", "events", "--json", "--cursor", first["meta"]["next_cursor"], check=0).data

    assert {each["outcome"] for each in found} == {"applied", "other_customer"}
    assert [each["id"] for each in first["data"] + rest] == [each["id"] for each in found]
    assert all(each["source"] == "poll" and each["mode"] == "test" for each in found)


def test_more_events_than_fit_a_page_are_read_in_their_order(seller: Cli, world: RunningSandbox) -> None:
    bought = buy(seller, world)
    for place in range(130):
        fields = {"metadata": {"place": str(place)}}
        world.stripe(
            "force",
            kind="subscription",
            id=bought["subscription"],
            fields=fields,
            event="customer.subscription.updated",
        )

    assert seller("billing", "sync", "--json", check=0).data["events"] == 130
    assert seller("billing", "sync", "--json", check=0).data["events"] == 0

    key = world.accounts()["stripe"]["secret_key"]
    there = world.admin.get("/stripe/v1/events?limit=100", headers={"authorization": f"Bearer {key}"}).json()["data"]
    listed = seller("billing", "events", "--json", "--limit", "100", check=0).data
    assert [each["id"] for each in listed] == [each["id"] for each in there]


def test_events_too_old_to_be_kept_cost_nothing(seller: Cli, world: RunningSandbox) -> None:
    buy(seller, world)
    world.advance(70 * DAY)
    later(seller, days=70)

    seller("billing", "sync", check=0)

    assert plan(seller)["tier"] == "pro"


def test_events_in_the_shape_of_old_are_understood(seller: Cli, world: RunningSandbox) -> None:
    world.stripe("version", version="2017-08-15")
    buy(seller, world)

    found = seller("billing", "events", "--json", check=0).data

    assert {(each["api_version"], each["outcome"]) for each in found} == {("2017-08-15", "applied")}
    assert plan(seller)["tier"] == "pro"


def test_an_outage_loses_nothing(seller: Cli, world: RunningSandbox) -> None:
    buy(seller, world)
    world.fault("stripe GET /v1/subscriptions", "status", status=500, times=20)

    assert seller("billing", "sync", "--json").exit_status == 7
    assert plan(seller)["tier"] == "pro"
    world.clear_faults()


def test_a_key_that_may_read_little_still_brings_the_plan(seller: Cli, world: RunningSandbox) -> None:
    made = world.stripe("subscribe", plan="pro")
    seller("settings", "set", "billing.customer", made["customer"], check=0)
    seller.environment["PODPUSHER_STRIPE_API_KEY"] = world.accounts()["stripe"]["limited_key"]

    done = seller("billing", "sync", "--json", check=0).data

    assert (done["tier"], done["events_hidden"]) == ("pro", True)
    assert "may not read events" in seller("billing", "sync", check=0).stdout
    assert plan(seller)["features"] == []


def test_keys_of_another_mode_or_account_are_refused(seller: Cli, world: RunningSandbox) -> None:
    bought, keys = buy(seller, world), world.accounts()["stripe"]

    for name in ("live_key", "platform_key"):
        seller.environment["PODPUSHER_STRIPE_API_KEY"] = keys[name]
        assert seller("billing", "sync", "--json", check=3).json["error"]["code"] == "account.not_connected"
    seller.environment["PODPUSHER_STRIPE_API_KEY"] = keys["api_key"]
    assert plan(seller)["subscription"] == bought["subscription"]


def test_what_is_of_the_other_mode_is_not_used(seller: Cli, world: RunningSandbox) -> None:
    bought = buy(seller, world)
    changed = {"livemode": True, "status": "canceled"}
    world.stripe("force", kind="subscription", id=bought["subscription"], fields=changed)

    assert seller("billing", "sync", "--json", check=2).json["error"]["code"] == "billing.not_ours"

    assert (plan(seller)["tier"], plan(seller)["status"]) == ("pro", "active")


def test_a_profile_that_is_connected_anew_begins_anew(seller: Cli, world: RunningSandbox) -> None:
    keys = world.accounts()["stripe"]
    del seller.environment["PODPUSHER_STRIPE_API_KEY"]
    seller("connect", "stripe", "--key-stdin", stdin=keys["api_key"], check=0)
    assert buy(seller, world)["tier"] == "pro"

    seller("disconnect", "stripe", "--yes", check=0)
    assert plan(seller)["tier"] == "local"
    seller("connect", "stripe", "--key-stdin", stdin=keys["live_key"], check=0)

    assert (plan(seller)["tier"], plan(seller)["mode"], plan(seller)["customer"]) == ("free", "live", None)


def test_usage_beyond_the_plan_is_told_once(seller: Cli, world: RunningSandbox) -> None:
    customer = buy(seller, world)["customer"]
    now = datetime.now(UTC)
    usage = [Usage(f"unit-{place}", "image", 2, now - timedelta(days=place * 12)) for place in range(4)]
    keep_usage(seller, usage)
    world.fault("stripe POST /v1/billing/meter_events", "lost_answer", times=1)

    done = seller("billing", "sync", "--json", check=0).data
    again = seller("billing", "sync", "--json", check=0).data

    assert (done["metered"], done["waiting"]) == (3, 0)
    assert again["metered"] == 0
    asked = {"customer": customer, "start_time": "0", "end_time": str(int(now.timestamp()) + 60)}
    key = world.accounts()["stripe"]["secret_key"]
    told = world.admin.get(
        "/stripe/v1/billing/meters/mtr_test_image/event_summaries",
        params=asked,
        headers={"authorization": f"Bearer {key}"},
    )
    assert told.json()["data"][0]["aggregated_value"] == 6


def keep_usage(seller: Cli, usage: list[Usage]) -> None:
    with closing(connect(seller.home / "profiles" / "default" / "state.db")) as database:
        for each in usage:
            meter(database, each)
