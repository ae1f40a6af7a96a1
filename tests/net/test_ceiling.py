"""A limit over all providers together: the plan's requests a minute, in the same counters as the providers' own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from podpusher_cli.core.errors import RateLimited
from podpusher_cli.core.http import Limit, PlanMinuteFull, Request
from podpusher_cli.core.traffic import Wait
from podpusher_cli.net.http import Http
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
from tests.net.server import Answer, Server
from tests.support.clock import FakeClock

OWN = Limit("etsy.second", 100, 1)
PLAN = Limit("plan.minute", 3, 60, "profile:default")


def said(limit: Limit) -> Limit:
    return limit


def get(url: str, *limits: Limit) -> Request:
    return Request("GET", url, route="GET /", limits=limits)


def test_all_providers_draw_on_one_minute_whatever_their_own_limits(
    make_http: Callable[..., Http], serve: Callable[..., Server], clock: FakeClock
) -> None:
    server, http = serve(Answer()), make_http(ceiling=lambda: PLAN)
    http.send(get(server.url, OWN), provider="etsy", account="a")
    http.send(get(server.url, OWN), provider="printify", account="b")
    http.send(get(server.url), provider="openai")
    assert clock.slept == 0
    http.send(get(server.url), provider="stripe")
    assert clock.slept == pytest.approx(60.5)


def test_another_profile_has_a_minute_of_its_own_and_no_plan_slows_the_rest_of_the_world(
    make_http: Callable[..., Http], serve: Callable[..., Server], clock: FakeClock
) -> None:
    server = serve(Answer())
    for ceiling in (PLAN, Limit("plan.minute", 3, 60, "profile:second")):
        for _ in range(3):
            make_http(ceiling=partial(said, ceiling)).send(get(server.url), provider="etsy")
    for _ in range(5):
        make_http(ceiling=lambda: PLAN).send(get(server.url), provider="sandbox")
    assert clock.slept == 0


def test_it_is_counted_apart_and_seen_in_a_forecast(
    make_http: Callable[..., Http], serve: Callable[..., Server], traffic: TrafficFile
) -> None:
    server, pace = serve(Answer()), SharedPace(traffic)
    for _ in range(2):
        make_http(ceiling=lambda: PLAN).send(get(server.url, OWN), provider="etsy", account="a")
    assert pace.count("etsy:a", OWN) == (2, 100)
    assert pace.count("whoever asks", PLAN) == (2, 3)
    assert pace.forecast("printify:b", (OWN, PLAN), 1) == 0
    assert pace.forecast("printify:b", (OWN, PLAN), 2) == pytest.approx(60.5)


def test_whose_wait_it_is_is_told(
    make_http: Callable[..., Http], serve: Callable[..., Server], waits: list[Wait]
) -> None:
    server, http = serve(Answer()), make_http(ceiling=lambda: PLAN)
    narrow = Limit("etsy.second", 1, 1)
    for _ in range(2):
        http.send(get(server.url, narrow), provider="etsy", account="a")
    for _ in range(2):
        http.send(get(server.url, OWN), provider="printify", account="b")

    assert [(each.provider, each.reason) for each in waits] == [("etsy", "pace"), ("printify", "plan")]


def test_a_plan_that_lets_nothing_through_for_long_says_so_itself(
    make_http: Callable[..., Http], serve: Callable[..., Server]
) -> None:
    server, http = serve(Answer()), make_http(ceiling=lambda: PLAN)
    for _ in range(3):
        http.send(get(server.url, OWN), provider="etsy", account="a")

    with pytest.raises(PlanMinuteFull) as caught:
        http.send(get(server.url, OWN), provider="etsy", account="a", patience=10)
    with pytest.raises(RateLimited) as other:
        http.send(get(server.url, Limit("etsy.day", 3, 86_400)), provider="google", account="a", patience=-1)

    assert (caught.value.exit_status, caught.value.code) == (7, "quota.minute")
    assert caught.value.retry_after == pytest.approx(60.5)
    assert "3 calls" in caught.value.plain()
    assert not isinstance(other.value, PlanMinuteFull)
