"""What Etsy's routes share with its other calls, and what they work out."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.tokens import AppKeys
from podpusher_cli.core.trend_routes import Params
from podpusher_cli.core.trends import Kind
from podpusher_cli.providers.etsy import DAY, Etsy
from podpusher_cli.providers.trends import etsy, load
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
from tests.net.server import Answer
from tests.support.trends import body

LISTINGS = "etsy.api_listings"
KEYS = AppKeys("keystring-1", "secret-1")


@pytest.fixture
def desk(desk):
    desk.source, desk.tags = load("etsy"), ("funny mug",)
    desk.hold("key:etsy", keystring=KEYS.keystring, shared_secret=KEYS.shared_secret)
    account = Etsy(None, api_url="https://etsy.example", keys=KEYS).account
    desk.holds["key:etsy"] = replace(desk.holds["key:etsy"], account=account)
    desk.server.answers = [Answer(body=body("syn_listings_active_score.json", "etsy"))]
    return desk


def asked_for(region):
    request = etsy.build_listings(Params(region, tag="funny mug"))
    return dict(request.params)


def test_each_word_is_a_request_and_its_tags_are_signals_after_the_listings(desk):
    desk.tags = ("funny mug", "dad gift")
    reading = desk.read()
    assert [dict(parse_qsl(urlsplit(asked.target).query))["keywords"] for asked in desk.requests()] == [
        "funny mug",
        "dad gift",
    ]
    (outcome,) = reading.outcomes
    assert outcome.count == 10
    tags = [
        (each.keyword, each.metric_value, each.rank, each.extra["of"], each.extra["tag"])
        for each in reading.signals
        if each.kind is Kind.TAG
    ]
    assert tags == [
        ("funny mug", 3, 1, 5, "funny mug"), ("dad gift", 2, 2, 5, "funny mug"),
        ("funny mug", 3, 1, 5, "dad gift"), ("dad gift", 2, 2, 5, "dad gift"),
    ]  # fmt: skip
    assert all(asked.headers["x-api-key"] == KEYS.header for asked in desk.requests())


def test_without_the_keys_of_an_app_nobody_is_asked_and_the_way_to_them_is_told(desk):
    desk.holds.clear()
    (outcome,) = desk.read().outcomes
    assert (outcome.outcome, outcome.missing) == ("auth_error", "key:etsy")
    assert "podpusher connect etsy" in outcome.hint
    assert desk.requests() == []


def test_the_page_is_read_only_by_name(desk):
    desk.server.answers = [Answer(500)]
    assert [each.route for each in desk.read().outcomes] == [LISTINGS]


@pytest.mark.parametrize(("region", "place"), [("US", None), ("GB", "GB")])
def test_a_region_is_where_the_shops_are(region, place):
    assert asked_for(region).get("shop_location") == place


def test_the_first_ninety_percent_of_the_day_are_for_trends_and_the_rest_for_the_shop(desk):
    pace = SharedPace(TrafficFile(desk.home / "net.db", desk.clock))
    account = f"etsy:{desk.holds['key:etsy'].account}"
    pace.learn(account, DAY.name, 20)
    for _ in range(17):  # the shop's own calls
        pace.reserve(account, [DAY], at_most=0)
    assert desk.only(LISTINGS)[0].outcome == "signals"
    desk.clock.advance(4000)
    outcome, _ = desk.only(LISTINGS)
    assert outcome.outcome == "rate_limited"
    assert 3600 < outcome.retry_after <= 86_400 * 1.1
    assert len(desk.requests()) == 1
    assert pace.reserve(account, [DAY], at_most=0) == 0


def test_what_etsy_says_is_left_counts_whoever_used_the_rest(desk):
    pace = SharedPace(TrafficFile(desk.home / "net.db", desk.clock))
    account = f"etsy:{desk.holds['key:etsy'].account}"
    listings = body("syn_listings_active_score.json", "etsy")

    def left(calls):
        desk.server.answers = [Answer(headers={"x-limit-per-day": "20", "x-remaining-today": calls}, body=listings)]

    left("4")
    assert desk.only(LISTINGS)[0].outcome == "signals"
    pace.reserve(account, [DAY], at_most=0)  # the shop's own call since then: 3 are left
    left("2")
    assert desk.only(LISTINGS)[0].outcome == "signals"

    outcome, _ = desk.only(LISTINGS)

    assert outcome.outcome == "rate_limited"
    assert 3500 < outcome.retry_after <= 3600
    assert len(desk.requests()) == 2
    assert pace.reserve(account, [DAY], at_most=0) == 0
    desk.clock.advance(3601)
    left("15")
    assert desk.only(LISTINGS)[0].outcome == "signals"  # the day went on
    assert desk.only(LISTINGS)[0].outcome == "signals"


@pytest.mark.parametrize("told", ["", "x", "-1", "²", "9" * 30, "1.5"])
def test_what_etsy_says_and_nobody_understands_forbids_nothing(desk, told):
    desk.server.answers = [
        Answer(
            headers={"x-remaining-today": told.encode("utf-8").decode("latin-1")},
            body=body("syn_listings_active_score.json", "etsy"),
        )
    ]
    desk.only(LISTINGS)
    assert desk.only(LISTINGS)[0].outcome == "signals"


def test_the_shops_calls_and_the_trends_count_as_one(desk):
    desk.only(LISTINGS)
    pace = SharedPace(TrafficFile(desk.home / "net.db", desk.clock))
    shop = Etsy(None, api_url="https://etsy.example", keys=KEYS)
    assert pace.count(f"etsy:{shop.account}", DAY)[0] == 1


@pytest.mark.parametrize(
    ("changes", "price", "currency"),
    [
        ({"price": {"amount": 1899, "divisor": 100, "currency_code": "USD"}}, 18.99, "USD"),
        ({"price": {"amount": 1899, "divisor": 0, "currency_code": "USD"}}, None, None),
        ({"price": {"amount": "x", "divisor": 100, "currency_code": "USD"}}, None, None),
        ({"price": "18.99"}, None, None),
        ({}, None, None),
    ],
)
def test_a_price_is_what_the_fields_make_or_none(changes, price, currency):
    document = {"count": 1, "results": [{"title": "Mug", "tags": None} | changes]}
    answer = etsy.parse_listings(Response(200, {}, json.dumps(document).encode(), ""))
    assert (answer.rows[0].extra["price"], answer.rows[0].extra["currency"]) == (price, currency)
    assert answer.derived == ()


@pytest.mark.parametrize("printed", ["1.250,00", "12", "1,250.00", "1,25", "", "9" * 400, "free"])
def test_a_price_on_a_page_is_read_only_where_it_can_mean_one_number(printed):
    card = f'<div class="v2-listing-card" data-listing-id="1"><h3 class="v2-listing-card__title">Mug</h3><span class="currency-value">{printed}</span></div></html>'
    (row,) = etsy.parse_market(Response(200, {}, card.encode(), "")).rows
    assert row.extra["price"] == {"12": 12.0, "1,250.00": 1250.0}.get(printed)


def test_an_address_that_is_no_page_is_none():
    for url in ("javascript:alert(1)", "http://[::1", 7, None, "ftp://x/y"):
        document = {"results": [{"title": "Mug", "url": url}]}
        (row,) = etsy.parse_listings(Response(200, {}, json.dumps(document).encode(), "")).rows
        assert row.extra["url"] is None


def test_nothing_of_the_key_is_in_the_address():
    request = etsy.sign(
        Request("GET", f"{etsy.API}/x"), type("Key", (), {"values": {"keystring": "k-1", "shared_secret": "s-1"}})
    )
    assert request.headers == {"x-api-key": "k-1:s-1"}
    assert "s-1" not in request.url
