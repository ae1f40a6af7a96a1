"""Printify's client against the sandbox over real sockets: reference/printify.md, sections 2 to 8."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.errors import (
    ConnectionExpired,
    OutcomeUnknown,
    PodpusherError,
    ProviderRefused,
    RateLimited,
    TryLater,
    Unreachable,
)
from podpusher_cli.core.http import BadAnswer, Response
from podpusher_cli.core.printify import ProductBody
from podpusher_cli.core.traffic import Wait
from podpusher_cli.net.auth import bearer
from podpusher_cli.net.http import Http
from podpusher_cli.providers.printify import Printify
from podpusher_cli.providers.printify_answers import read_page, read_product
from podpusher_cli.providers.printify_refusals import (
    Locked,
    PrintifyRefused,
    ProductGone,
    ShopNotConnected,
    ShopUnknown,
    refusal,
)
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
from tests.support.bodies import BLACK_M, BLACK_S, png
from tests.support.clock import FakeClock
from tests.support.sandbox import RunningSandbox, start_sandbox

SHOP, DISCONNECTED, FOREIGN = "5432", "5433", "9999"
CREATE = "printify POST /shops/{shop}/products.json"
PUBLISH = "printify POST /shops/{shop}/products/{product}/publish.json"
SHOPS = "printify GET /shops.json"
UPLOAD = "printify POST /uploads/images.json"
ONE = "printify GET /shops/{shop}/products/{product}.json"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.fixture
def sandbox(server: RunningSandbox) -> RunningSandbox:
    server.reset(limits=False, publish_lock_s=60)
    return server


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def waits() -> list[Wait]:
    return []


@pytest.fixture
def make(
    tmp_path: Path, clock: FakeClock, waits: list[Wait], sandbox: RunningSandbox
) -> Iterator[Callable[..., Printify]]:
    traffic = TrafficFile(tmp_path / "net.db", clock)
    http = Http(
        clock=clock, pace=SharedPace(traffic), breaker=SharedBreaker(traffic), announce=waits.append, user_agent="podpusher/1.0",
        request_id="req-TEST",
    )  # fmt: skip

    def make(token: str | None = None, url: str | None = None) -> Printify:
        held = token or sandbox.accounts()["printify"]["token"]
        return Printify(http, url or sandbox.url + "/printify", bearer(held), account=held)

    yield make
    http.close()


@pytest.fixture
def printify(make: Callable[..., Printify]) -> Printify:
    return make()


def body(image: str, key: str = "KEY000000001", **changes: Any) -> ProductBody:
    made = ProductBody(
        title="Retro Fox Shirt", description="A shirt.", tags=("fox gift",), blueprint_id=706, print_provider_id=29,
        variant_ids=(BLACK_S, BLACK_M), skus=(f"PP-{key}-1", f"PP-{key}-2"), price=2699, image_id=image, position="front", live=False,
    )  # fmt: skip
    return replace(made, **changes)


@pytest.fixture
def image(printify: Printify) -> str:
    return printify.upload("fox.png", png())


# Shops and catalogue


def test_the_shops_of_a_token_and_where_they_sell(printify: Printify) -> None:
    assert [(each.id, each.sales_channel) for each in printify.shops()] == [
        (SHOP, "etsy"),
        (DISCONNECTED, "disconnected"),
    ]


def test_the_account_is_told_without_the_token(printify: Printify, sandbox: RunningSandbox) -> None:
    token = sandbox.accounts()["printify"]["token"]
    assert printify.account not in token
    assert len(printify.account) == 12


def test_the_catalogue_from_blueprint_to_print_area(printify: Printify) -> None:
    assert 706 in {each.id for each in printify.blueprints()}
    assert 29 in {each.id for each in printify.print_providers(706)}
    there = printify.variants(706, 29)
    black = next(each for each in there if each.id == BLACK_M)
    area = black.placeholder()
    assert black.title == "Black / M"
    assert area is not None
    assert (area.position, area.width > 3000, area.height > 3000) == ("front", True, True)


@pytest.mark.parametrize(
    "ask", [lambda printify: printify.print_providers(1), lambda printify: printify.variants(706, 1)]
)
def test_a_blueprint_that_there_is_not(printify: Printify, ask: Callable[[Printify], object]) -> None:
    with pytest.raises(PodpusherError) as gone:
        ask(printify)
    assert gone.value.exit_status == 4


# Artwork and products


def test_the_same_picture_is_one_image(printify: Printify) -> None:
    first = printify.upload("one.png", png(salt="a"))
    assert printify.upload("two.png", png(salt="a")) == first
    assert printify.upload("one.png", png(salt="b")) != first


def test_a_product_has_our_skus_and_more_variants_than_we_sent(printify: Printify, image: str) -> None:
    made = printify.create(SHOP, body(image))

    assert made.keys == {"KEY000000001"}
    assert [(each.id, each.price) for each in made.variants] == [(BLACK_S, 2699), (BLACK_M, 2699)]
    assert all(0 < each.cost < 2699 for each in made.variants)
    assert len(made.all_variant_ids) > 2
    assert (made.listing, made.locked) == (None, False)
    assert printify.product(SHOP, made.id) == made


def test_a_second_create_makes_a_second_product(printify: Printify, image: str) -> None:
    assert printify.create(SHOP, body(image)).id != printify.create(SHOP, body(image)).id


def test_an_update_may_be_sent_twice_and_switches_off_what_is_gone(printify: Printify, image: str) -> None:
    made = printify.create(SHOP, body(image))
    smaller = body(image, title="Retro Fox Tee", price=2799, variant_ids=(BLACK_M,), skus=("PP-KEY000000001-1",))
    for _ in range(2):
        changed = printify.update(SHOP, made, smaller)
        assert changed.title == "Retro Fox Tee"
        assert [(each.id, each.price) for each in changed.variants] == [(BLACK_M, 2799)]


def test_pages_hold_every_product_once(printify: Printify, image: str) -> None:
    made = {printify.create(SHOP, body(image, f"KEY{place:09}")).id for place in range(53)}
    first, second = printify.page(SHOP, 1), printify.page(SHOP, 2)

    assert (len(first.products), len(second.products), first.last_page, first.total) == (50, 3, 2, 53)
    assert {each.id for each in (*first.products, *second.products)} == made
    assert printify.page(SHOP, 3).products == ()


# Publishing


def test_a_publish_locks_and_then_shows_the_listing(printify: Printify, image: str, sandbox: RunningSandbox) -> None:
    made = printify.create(SHOP, body(image))
    printify.publish(SHOP, made.id)
    assert printify.product(SHOP, made.id).locked

    sandbox.advance(61)
    done = printify.product(SHOP, made.id)
    assert not done.locked
    assert done.listing
    assert done.handle
    assert done.listing in done.handle


def test_while_it_is_locked_nothing_can_be_changed_and_later_it_can(
    printify: Printify, image: str, sandbox: RunningSandbox
) -> None:
    made = printify.create(SHOP, body(image))
    printify.publish(SHOP, made.id)
    for attempt in (lambda: printify.update(SHOP, made, body(image)), lambda: printify.publish(SHOP, made.id)):
        with pytest.raises(Locked) as locked:
            attempt()
        assert (locked.value.full_code, locked.value.exit_status) == ("printify.locked", 7)
    sandbox.advance(61)
    assert printify.update(SHOP, made, body(image)).listing


def test_a_shop_without_a_channel_says_what_to_connect(printify: Printify, image: str) -> None:
    made = printify.create(DISCONNECTED, body(image))
    with pytest.raises(ShopNotConnected) as refused:
        printify.publish(DISCONNECTED, made.id)
    assert (refused.value.full_code, refused.value.details["provider_code"]) == ("printify.shop_not_connected", 8254)
    assert "Etsy" in refused.value.plain_hint()


# Refusals


@pytest.mark.parametrize(
    ("changes", "code", "number", "words"),
    [
        ({"title": ""}, "printify.validation", 8150, "title"),
        ({"variant_ids": (1, 2)}, "printify.variants", 8251, "do not match"),
        ({"image_id": "0" * 24}, "printify.image_unknown", 8253, "do not exist"),
        ({"title": "BEST FOX SHIRT EVER MADE"}, "printify.too_many_capitals", 61003, "caps"),
        ({"position": "moon"}, "printify.validation", 8150, "position"),
        ({"price": -1}, "printify.validation", 8150, "price"),
    ],
)
def test_what_is_refused_is_named_in_printifys_own_words(
    printify: Printify, image: str, sandbox: RunningSandbox, changes: dict[str, Any], code: str, number: int, words: str
) -> None:
    sandbox.clear_calls()
    with pytest.raises(PrintifyRefused) as refused:
        printify.create(SHOP, body(image, **changes))
    assert (refused.value.full_code, refused.value.exit_status) == (code, 2)
    assert refused.value.details["provider_code"] == number
    assert words in refused.value.plain()
    assert len(sandbox.calls(CREATE)) == 1, "a refusal is never sent again"


def test_a_fresh_upload_may_not_be_known_yet(printify: Printify, image: str, sandbox: RunningSandbox) -> None:
    sandbox.config(upload_settle_calls=1)
    fresh = printify.upload("other.png", png(salt="fresh"))
    with pytest.raises(PrintifyRefused) as refused:
        printify.create(SHOP, body(fresh))
    assert refused.value.full_code == "printify.image_unknown"
    assert printify.create(SHOP, body(fresh)).id


def test_a_file_that_is_no_picture(printify: Printify) -> None:
    with pytest.raises(PrintifyRefused) as refused:
        printify.upload("fox.png", b"no picture")
    assert refused.value.full_code == "printify.bad_file"


def test_products_that_are_not_there(printify: Printify, image: str) -> None:
    made = printify.create(SHOP, body(image))
    for attempt in (lambda: printify.product(SHOP, "0" * 24), lambda: printify.product(DISCONNECTED, made.id)):
        with pytest.raises(ProductGone) as gone:
            attempt()
        assert (gone.value.full_code, gone.value.exit_status) == ("printify.gone", 4)
    with pytest.raises(PrintifyRefused) as malformed:
        printify.product(SHOP, "x")
    assert malformed.value.full_code == "printify.malformed"


def test_a_wrong_token_is_not_a_wrong_shop(make: Callable[..., Printify], printify: Printify) -> None:
    with pytest.raises(ConnectionExpired) as ended:
        make("eyJ.wrong.token").shops()
    assert (ended.value.full_code, ended.value.exit_status, ended.value.plain_hint()) == (
        "printify.unauthenticated", 3, "podpusher connect printify",
    )  # fmt: skip
    with pytest.raises(ConnectionExpired) as in_a_shop:
        make("eyJ.wrong.token").page(SHOP, 1)
    assert in_a_shop.value.full_code == "printify.unauthenticated"
    with pytest.raises(ShopUnknown) as foreign:
        printify.page(FOREIGN, 1)
    assert (foreign.value.full_code, foreign.value.exit_status) == ("printify.shop_unknown", 3)
    assert FOREIGN in foreign.value.plain()


def test_nothing_said_of_a_shop_may_mean_the_token_and_is_asked_about(
    printify: Printify, sandbox: RunningSandbox
) -> None:
    """Section 7: 401 with an empty object. GET /shops.json tells which of the two it is."""
    sandbox.fault(ONE, "status", status=401, body={})
    with pytest.raises(ShopUnknown):
        printify.product(SHOP, "0" * 24)
    sandbox.fault("printify GET *", "status", status=401, body={}, times=0)
    with pytest.raises(ConnectionExpired) as ended:
        printify.product(SHOP, "0" * 24)
    assert not isinstance(ended.value, ShopUnknown)


# Errors that the sandbox never sends


def refused(status: int, told: Any) -> PodpusherError:
    text = told if isinstance(told, str) else json.dumps(told)
    return refusal(Response(status, {}, text.encode(), request_id="uuid-1"), "/uploads/images.json")


def coded(number: object, reason: object = "because") -> dict[str, Any]:
    return {
        "status": "error",
        "code": number,
        "message": "Validation failed.",
        "errors": {"reason": reason, "code": number},
    }


@pytest.mark.parametrize(
    ("status", "told", "code", "exit_status"),
    [
        (400, coded(8104), "printify.gone", 4),
        (400, coded(8150), "printify.validation", 2),
        (400, coded(8201), "printify.bad_file", 2),
        (400, coded(8203), "printify.low_quality", 2),
        (400, coded(8251), "printify.variants", 2),
        (400, coded(8252), "printify.locked", 7),
        (400, coded(8253), "printify.image_unknown", 2),
        (400, coded(8254), "printify.shop_not_connected", 2),
        (400, coded(10300), "printify.download", 2),
        (400, coded(61003), "printify.too_many_capitals", 2),
        (400, coded(8502), "printify.code_8502", 2),
        (409, coded(8503), "printify.code_8503", 2),
        (400, {"errors": {"code": 8252}}, "printify.locked", 7),
        (400, {"error": "Something"}, "printify.refused", 2),
        (400, coded("\x1b[31m; rm"), "printify.refused", 2),
        (401, {"error": "Unauthenticated", "request_id": "x"}, "printify.unauthenticated", 3),
        (401, {}, "printify.unauthenticated", 3),
        (402, {"error": "plan"}, "printify.plan", 2),
        (403, {"error": "scope"}, "printify.forbidden", 3),
        (404, {"error": "Not found", "request_id": "x"}, "printify.gone", 4),
        (413, "<html>", "printify.too_large", 2),
        (422, {"error": "Invalid product ID format."}, "printify.malformed", 2),
        (418, "", "printify.refused", 2),
        (400, [], "printify.refused", 2),
        (400, {"errors": ["odd"]}, "printify.refused", 2),
        (500, {"error": "x"}, "printify.unavailable", 7),
        (503, "<html>Bad gateway</html>", "printify.unavailable", 7),
    ],
)
def test_each_shape_and_code_has_its_name(status: int, told: Any, code: str, exit_status: int) -> None:
    error = refused(status, told)
    assert (error.full_code, error.exit_status) == (code, exit_status)
    assert (error.details["status"], error.details["provider_request"]) == (status, "uuid-1")
    assert "{" not in error.plain() + error.plain_hint()


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("Provided images do not exist", "Provided images do not exist"),
        ('{"title": ["The title is required.", "No."], "tags": "bad"}', "title: The title is required. No.; tags: bad"),
        ('["one", "two"]', "one two"),
        ("{not json", "{not json"),
        ({"title": "bad"}, "title: bad"),
        ("one\x1b[31m\ntwo {x}", "one[31m two {x}"),
        ("[" * 12 + '"deep"' + "]" * 12, "…"),
        ("[" * 5000, "[" * 499 + "…"),
    ],
)
def test_the_reason_is_told_in_words_whatever_its_shape(reason: object, words: str) -> None:
    assert refused(400, coded(8150, reason)).plain() == f"Printify refused it: {words}"


def test_an_answer_that_is_nested_without_end_is_none_of_printifys() -> None:
    deep = "[" * 100_000
    assert refused(400, deep).plain() == "Printify refused it: HTTP 400"
    with pytest.raises(BadAnswer):
        read_page(Response(200, {}, f'{{"data": {deep}'.encode()))


# Trouble on the way


def test_reads_and_uploads_are_tried_again(printify: Printify, sandbox: RunningSandbox, clock: FakeClock) -> None:
    sandbox.fault(SHOPS, "status", status=502, times=2)
    sandbox.fault(UPLOAD, "cut")
    assert len(printify.shops()) == 2
    assert printify.upload("fox.png", png(salt="again"))
    assert clock.slept > 0


def test_a_fault_that_lasts_says_try_later(printify: Printify, sandbox: RunningSandbox) -> None:
    sandbox.fault(SHOPS, "status", status=503, times=0)
    with pytest.raises(TryLater) as later:
        printify.shops()
    assert (later.value.full_code, later.value.exit_status) == ("printify.unavailable", 7)


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("status", {"status": 500}),
        ("applied_status", {"status": 502}),
        ("lost_answer", {}),
        ("bad_json", {}),
        ("status", {"status": 200, "body": {"no": "product"}}),
        ("status", {"status": 200, "body": {"id": "a", "variants": ["odd"]}}),
        ("status", {"status": 200, "body": []}),
    ],
)
def test_a_create_without_an_answer_is_in_doubt_and_never_repeated(
    printify: Printify, image: str, sandbox: RunningSandbox, kind: str, arguments: dict[str, Any]
) -> None:
    sandbox.clear_calls()
    sandbox.fault(CREATE, kind, **arguments)
    with pytest.raises(OutcomeUnknown) as unknown:
        printify.create(SHOP, body(image))
    assert unknown.value.exit_status == 7
    assert len(sandbox.calls(CREATE)) == 1


@pytest.mark.parametrize(("kind", "arguments"), [("status", {"status": 500}), ("lost_answer", {}), ("bad_json", {})])
def test_a_publish_without_an_answer_is_in_doubt_and_never_repeated(
    printify: Printify, image: str, sandbox: RunningSandbox, kind: str, arguments: dict[str, Any]
) -> None:
    made = printify.create(SHOP, body(image))
    sandbox.clear_calls()
    sandbox.fault(PUBLISH, kind, **arguments)
    with pytest.raises(OutcomeUnknown):
        printify.publish(SHOP, made.id)
    assert len(sandbox.calls(PUBLISH)) == 1


def test_a_limit_is_waited_out_even_for_a_create_and_the_wait_is_told(
    printify: Printify, image: str, sandbox: RunningSandbox, clock: FakeClock, waits: list[Wait]
) -> None:
    sandbox.fault(CREATE, "rate_limit", retry_after=7)
    assert printify.create(SHOP, body(image)).id
    assert 7 <= clock.slept <= 8
    assert [(wait.provider, wait.reason) for wait in waits] == [("printify", "rate_limit")]


def test_a_limit_that_does_not_pass(printify: Printify, sandbox: RunningSandbox) -> None:
    sandbox.fault(SHOPS, "rate_limit", times=0)
    with pytest.raises(RateLimited) as limited:
        printify.shops()
    assert (limited.value.full_code, limited.value.provider) == ("provider.rate_limited", "printify")
    assert limited.value.retry_after


def test_nobody_there_is_told_with_the_host(make: Callable[..., Printify]) -> None:
    with pytest.raises(Unreachable) as nobody:
        make(url="http://127.0.0.1:9").shops()
    assert "127.0.0.1" in nobody.value.plain()
    assert not isinstance(nobody.value, ProviderRefused)


@pytest.mark.parametrize(
    ("route", "told", "ask"),
    [
        (SHOPS, [{"id": 1}], lambda printify: printify.shops()),
        (SHOPS, {"id": 1}, lambda printify: printify.shops()),
        (SHOPS, ["odd"], lambda printify: printify.shops()),
        ("printify GET /catalog/blueprints.json", [{"title": "x"}], lambda printify: printify.blueprints()),
        ("printify GET /catalog/blueprints.json", ["odd"], lambda printify: printify.blueprints()),
        (
            "printify GET /catalog/blueprints/{blueprint}/print_providers.json",
            [{}],
            lambda printify: printify.print_providers(706),
        ),
        (
            "printify GET /catalog/blueprints/{b}/print_providers/{p}/variants.json",
            {},
            lambda printify: printify.variants(706, 29),
        ),
        (
            "printify GET /catalog/blueprints/{b}/print_providers/{p}/variants.json",
            {"variants": [{"id": "x", "title": "", "placeholders": []}]},
            lambda printify: printify.variants(706, 29),
        ),
        (ONE, {"title": "no id"}, lambda printify: printify.product(SHOP, "0" * 24)),
        ("printify GET /shops/{shop}/products.json", {"data": [{}]}, lambda printify: printify.page(SHOP, 1)),
        ("printify GET /shops/{shop}/products.json", {"data": []}, lambda printify: printify.page(SHOP, 1)),
        (UPLOAD, {}, lambda printify: printify.upload("fox.png", png())),
    ],
)
def test_a_success_that_says_nothing_useful_is_a_bad_answer(
    printify: Printify, sandbox: RunningSandbox, route: str, told: Any, ask: Callable[[Printify], object]
) -> None:
    sandbox.fault(route, "status", status=200, body=told, times=0)
    with pytest.raises(BadAnswer) as bad:
        ask(printify)
    assert bad.value.exit_status == 7


@pytest.mark.parametrize(
    ("external", "listing"),
    [
        (None, None),
        ([], None),
        ({}, None),
        ({"id": 17, "handle": "https://etsy.example/17"}, "17"),
        ([{"id": "17"}], "17"),
        ({"id": ""}, None),
    ],
)
def test_the_listing_may_be_told_in_any_of_the_ways_that_were_seen(external: object, listing: str | None) -> None:
    told = {"id": "abc", "variants": [], "external": external}
    assert read_product(Response(200, {}, json.dumps(told).encode())).listing == listing
    assert read_product(Response(200, {}, b'{"id": "abc"}')).listing is None
