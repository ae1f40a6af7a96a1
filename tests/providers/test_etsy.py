"""Etsy's client against the sandbox over real sockets: reference/etsy.md, sections 2, 3, 4 and 7."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.accounts import ETSY_SCOPES
from podpusher_cli.core.errors import ConnectionExpired, LoginLost, NotFound, PodpusherError, RateLimited, TryLater
from podpusher_cli.core.http import BadAnswer, Response
from podpusher_cli.core.money import Money
from podpusher_cli.core.tokens import AppKeys, TokenSet
from podpusher_cli.core.traffic import Wait
from podpusher_cli.net.auth import RotatingToken, bearer
from podpusher_cli.net.http import Http
from podpusher_cli.net.oauth import new_pkce, read_redirect
from podpusher_cli.providers.etsy import Etsy
from podpusher_cli.providers.etsy_answers import DailyLimit, KeyRefused, LoginRefused, answer, refusal
from podpusher_cli.providers.etsy_login import EtsyLogin
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.tokens import MemoryStore
from podpusher_cli.store.traffic import TrafficFile
from tests.support.clock import FakeClock
from tests.support.sandbox import CALLBACK, RunningSandbox

KEYS = AppKeys("sandboxkeystring0000000", "sandboxsecret")
ME = "etsy GET /v3/application/users/me"
TOKEN = "etsy POST /v3/public/oauth/token"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def waits() -> list[Wait]:
    return []


@pytest.fixture
def http(tmp_path: Path, clock: FakeClock, waits: list[Wait]) -> Iterator[Http]:
    traffic = TrafficFile(tmp_path / "net.db", clock)
    made = Http(
        clock=clock,
        pace=SharedPace(traffic),
        breaker=SharedBreaker(traffic),
        announce=waits.append,
        user_agent="podpusher/1.0",
        request_id="req-TEST",
    )
    yield made
    made.close()


@pytest.fixture
def make(http: Http, sandbox: RunningSandbox) -> Callable[..., Etsy]:
    def make(keys: AppKeys = KEYS, token: str | None = None) -> Etsy:
        return Etsy(http, api_url=sandbox.url + "/etsy", keys=keys, auth=bearer(token) if token else None)

    return make


@pytest.fixture
def etsy(make: Callable[..., Etsy], sandbox: RunningSandbox) -> Etsy:
    return make(token=sandbox.etsy_tokens()["access_token"])


@pytest.fixture
def login(http: Http, sandbox: RunningSandbox, clock: FakeClock) -> EtsyLogin:
    return EtsyLogin(
        http,
        authorize_url=sandbox.url + "/etsy/oauth/connect",
        token_url=sandbox.url + "/etsy/v3/public/oauth/token",
        keystring=KEYS.keystring,
        clock=clock,
    )


@pytest.fixture
def granted(login: EtsyLogin, sandbox: RunningSandbox) -> TokenSet:
    """What a whole login gives."""
    pkce = new_pkce()
    url = login.authorize_url(redirect_uri=CALLBACK, scopes=ETSY_SCOPES, state=pkce.state, challenge=pkce.challenge)
    code = read_redirect(sandbox.consent(url).headers["location"], pkce.state)
    return login.exchange(code, verifier=pkce.verifier, redirect_uri=CALLBACK, scopes=ETSY_SCOPES)


def rotating(store: MemoryStore, login: EtsyLogin, clock: FakeClock) -> RotatingToken:
    """What the store keeps, renewed where it must be."""
    return RotatingToken(
        provider="etsy",
        profile="default",
        load=lambda: TokenSet.from_dict(store.get("etsy") or {}),
        save=lambda tokens: store.put("etsy", tokens.to_dict()),
        refresh=login.refresh,
        lock=lambda: store.lock("etsy"),
        clock=clock,
    )


def drafts(sandbox: RunningSandbox, count: int) -> list[str]:
    """Draft listings of the sandbox's shop."""
    form = {
        "quantity": "5", "title": "Retro Fox Shirt", "description": "Soft.", "price": "24.99", "who_made": "i_did",
        "when_made": "made_to_order", "is_supply": "false", "taxonomy_id": "482", "tags": "fox gift,hiking shirt",
        "readiness_state_id": "1400000000001", "shipping_profile_id": "310000000001", "return_policy_id": "1500000000001",
    }  # fmt: skip
    with sandbox.etsy(sandbox.etsy_tokens()["access_token"]) as client:
        made = [client.post("/shops/51300771/listings", data=form).raise_for_status().json() for _ in range(count)]
    return [str(each["listing_id"]) for each in made]


# Keys, owner, shop


def test_a_good_key_pair_needs_no_consent(make: Callable[..., Etsy]) -> None:
    make().ping()


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (AppKeys("sandboxkeystring0000000", "wrong"), "etsy.key_refused"),
        (AppKeys("sandboxkeystring0000000", ""), "etsy.key_refused"),
        (AppKeys("unknown", "sandboxsecret"), "etsy.key_refused"),
    ],
)
def test_wrong_keys_are_named(make: Callable[..., Etsy], keys: AppKeys, code: str) -> None:
    with pytest.raises(KeyRefused) as caught:
        make(keys).ping()

    assert caught.value.full_code == code
    assert "shared secret" in caught.value.plain_hint()


def test_whose_token_it_is_and_which_shop(etsy: Etsy) -> None:
    me = etsy.me()
    shop = etsy.shop(me.shop_id or "")

    assert (me.id, me.shop_id) == ("70211334", "51300771")
    assert (shop.id, shop.name, shop.currency) == ("51300771", "SandboxShop", "USD")


def test_an_ended_token_asks_for_a_login(etsy: Etsy, sandbox: RunningSandbox) -> None:
    sandbox.expire_etsy()

    with pytest.raises(LoginRefused) as caught:
        etsy.me()

    assert (caught.value.full_code, caught.value.exit_status) == ("etsy.token_refused", 3)
    assert caught.value.plain_hint() == "podpusher connect etsy"


def test_no_token_is_a_missing_scope(make: Callable[..., Etsy]) -> None:
    with pytest.raises(ConnectionExpired) as caught:
        make().me()

    assert caught.value.full_code == "etsy.scope_missing"
    assert "shops_r" in caught.value.plain()


def test_a_scope_that_is_missing_costs_no_new_token(
    make: Callable[..., Etsy], http: Http, sandbox: RunningSandbox, login: EtsyLogin, clock: FakeClock
) -> None:
    """It would have the same scopes; and each renewal may be the one whose answer is lost."""
    told = sandbox.etsy_tokens("listings_r")
    store = MemoryStore()
    store.put("etsy", TokenSet(told["access_token"], refresh_token=told["refresh_token"]).to_dict())
    auth = rotating(store, login, clock)
    sandbox.clear_calls()

    with pytest.raises(ConnectionExpired) as caught:
        Etsy(http, api_url=sandbox.url + "/etsy", keys=KEYS, auth=auth).me()

    assert caught.value.full_code == "etsy.scope_missing"
    assert sandbox.counts() == {ME: {"401": 1}}


# Listings


def test_listings_are_read_by_the_hundred_and_what_is_missing_alone(etsy: Etsy, sandbox: RunningSandbox) -> None:
    ids = drafts(sandbox, 3)
    wanted = [*ids, ids[0], *(str(number) for number in range(1, 3))]
    sandbox.clear_calls()

    found = etsy.listings(wanted)

    assert sorted(found) == sorted(ids)
    first = found[ids[0]]
    assert (first.title, first.state, first.tags) == ("Retro Fox Shirt", "draft", ("fox gift", "hiking shirt"))
    assert first.price == Money(2499, "USD")
    assert sandbox.counts()["etsy GET /v3/application/listings/batch"] == {"200": 1}
    assert sandbox.counts()["etsy GET /v3/application/listings/{listing_id}"] == {"404": 2}
    assert not sandbox.violations()


def test_more_than_a_hundred_take_two_batches(
    etsy: Etsy, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("podpusher_cli.providers.etsy.BATCH", 2)
    ids = drafts(sandbox, 3)
    sandbox.clear_calls()

    assert len(etsy.listings(ids)) == 3
    assert sandbox.counts() == {"etsy GET /v3/application/listings/batch": {"200": 2}}


def test_an_id_that_is_none_spoils_no_batch(etsy: Etsy, sandbox: RunningSandbox) -> None:
    (good,) = drafts(sandbox, 1)
    sandbox.clear_calls()

    assert list(etsy.listings(["gid://shopify/Product/1", "", good, "../users/me", "٣"])) == [good]
    assert sandbox.counts() == {"etsy GET /v3/application/listings/batch": {"200": 1}}


def test_no_ids_no_request(etsy: Etsy, sandbox: RunningSandbox) -> None:
    sandbox.clear_calls()

    assert etsy.listings([]) == {}
    assert sandbox.calls() == []


def test_one_listing_that_is_not_there(etsy: Etsy, sandbox: RunningSandbox) -> None:
    with pytest.raises(NotFound) as caught:
        etsy.listing("99")

    assert (caught.value.full_code, caught.value.exit_status) == ("etsy.listing_not_found", 4)
    assert caught.value.details["provider_request"] == sandbox.calls()[-1]["request_id"], (
        "the id by which Etsy knows it"
    )


# Limits


def test_the_default_pace_gives_way_to_what_the_answers_say(
    make: Callable[..., Etsy], clock: FakeClock, sandbox: RunningSandbox
) -> None:
    sandbox.config(windows={"etsy.second": [10, 1.0]})
    etsy = make()

    for _ in range(21):
        etsy.ping()

    # 4 a second would take 5 s; the answers say 10.
    assert 2.0 <= clock.slept < 3.0


@pytest.mark.parametrize("retry_after", [None, 0, 0.2, 1])
def test_a_limit_per_second_is_waited_out(
    make: Callable[..., Etsy], clock: FakeClock, sandbox: RunningSandbox, retry_after: float | None
) -> None:
    """Never for less than the second that it is about."""
    sandbox.fault("etsy GET /v3/application/openapi-ping", "rate_limit", retry_after=retry_after)

    make().ping()

    assert 1 <= clock.slept <= 5


@pytest.mark.parametrize("retry_after", [86_400, None])
def test_a_limit_per_day_is_never_waited_out(
    make: Callable[..., Etsy], clock: FakeClock, sandbox: RunningSandbox, retry_after: float | None
) -> None:
    sandbox.fault("etsy GET /v3/application/openapi-ping", "rate_limit", daily=True, retry_after=retry_after, times=0)

    with pytest.raises(DailyLimit) as caught:
        make().ping()

    assert clock.sleeps == []
    assert (caught.value.full_code, caught.value.exit_status) == ("etsy.daily_limit", 7)
    assert (caught.value.retry_after is None) is (retry_after is None)


def test_after_a_daily_limit_nothing_more_is_sent(make: Callable[..., Etsy], sandbox: RunningSandbox) -> None:
    sandbox.fault("etsy GET /v3/application/openapi-ping", "rate_limit", daily=True, retry_after=86_400)
    etsy = make()
    with pytest.raises(DailyLimit):
        etsy.ping()
    sandbox.clear_calls()

    with pytest.raises(DailyLimit):
        etsy.ping()

    assert sandbox.calls() == []


def test_a_limit_that_does_not_pass_says_when_to_come_back(make: Callable[..., Etsy], sandbox: RunningSandbox) -> None:
    sandbox.fault("etsy GET /v3/application/openapi-ping", "rate_limit", times=0)

    with pytest.raises(RateLimited) as caught:
        make().ping()

    assert caught.value.full_code == "etsy.rate_limited"
    assert caught.value.retry_after


# OAuth


def test_a_login_gives_tokens_that_work(granted: TokenSet, make: Callable[..., Etsy], clock: FakeClock) -> None:
    now = clock.now().timestamp()

    assert granted.account == "70211334"
    assert granted.scopes == ETSY_SCOPES
    assert granted.expires_at == pytest.approx(now + 3600, abs=5)
    assert granted.login_ends_at == pytest.approx(now + 90 * 86_400, abs=5)
    assert make(token=granted.access_token).me().id == "70211334"


def test_a_refresh_rotates_and_the_old_token_is_dead(granted: TokenSet, login: EtsyLogin) -> None:
    fresh = login.refresh(granted)

    assert fresh.refresh_token != granted.refresh_token
    assert fresh.scopes == ETSY_SCOPES
    with pytest.raises(ConnectionExpired) as caught:
        login.refresh(granted)
    assert caught.value.full_code == "etsy.login_ended"


@pytest.fixture
def renewing(granted: TokenSet, login: EtsyLogin, clock: FakeClock) -> RotatingToken:
    """The granted tokens, ended."""
    store = MemoryStore()
    store.put("etsy", granted.to_dict())
    clock.advance(4000)
    return rotating(store, login, clock)


@pytest.mark.parametrize("kind", ["status", "cut"])
def test_trouble_before_the_rotation_costs_nothing(
    renewing: RotatingToken, granted: TokenSet, sandbox: RunningSandbox, kind: str
) -> None:
    sandbox.fault(TOKEN, kind, **({"status": 500} if kind == "status" else {}))

    assert renewing.headers()["authorization"] != f"Bearer {granted.access_token}"


def test_an_outage_is_waited_out_with_the_old_pair(renewing: RotatingToken, sandbox: RunningSandbox) -> None:
    sandbox.fault(TOKEN, "status", status=500, times=0)

    with pytest.raises(TryLater) as caught:
        renewing.headers()
    sandbox.clear_faults()

    assert caught.value.exit_status == 7
    assert renewing.headers()


@pytest.mark.parametrize("kind", ["applied_status", "lost_answer", "bad_json"])
def test_an_answer_lost_after_the_rotation_costs_one_login_and_is_said_so(
    renewing: RotatingToken, sandbox: RunningSandbox, kind: str
) -> None:
    sandbox.fault(TOKEN, kind, **({"status": 500} if kind == "applied_status" else {}))

    with pytest.raises(LoginLost) as caught:
        renewing.headers()

    assert caught.value.exit_status == 3
    assert "its answer was lost" in caught.value.plain()
    assert caught.value.plain_hint() == "podpusher connect etsy"


def test_a_code_is_good_once(login: EtsyLogin, sandbox: RunningSandbox) -> None:
    pkce = new_pkce()
    url = login.authorize_url(redirect_uri=CALLBACK, scopes=ETSY_SCOPES, state=pkce.state, challenge=pkce.challenge)
    code = read_redirect(sandbox.consent(url).headers["location"], pkce.state)
    login.exchange(code, verifier=pkce.verifier, redirect_uri=CALLBACK, scopes=ETSY_SCOPES)

    with pytest.raises(LoginRefused):
        login.exchange(code, verifier=pkce.verifier, redirect_uri=CALLBACK, scopes=ETSY_SCOPES)


def test_an_unknown_app_is_a_matter_of_keys(http: Http, sandbox: RunningSandbox, clock: FakeClock) -> None:
    url = sandbox.url + "/etsy/v3/public/oauth/token"
    stranger = EtsyLogin(http, authorize_url="", token_url=url, keystring="stranger", clock=clock)

    with pytest.raises(KeyRefused):
        stranger.refresh(TokenSet("1.a", "1.b"))


# Refusals


def response(status: int, body: Any) -> Response:
    text = body if isinstance(body, str) else json.dumps(body)
    return Response(status, {}, text.encode(), request_id="uuid-1")


def problem(field: str, text: str) -> dict[str, str]:
    return {"error": f"There was a problem with /{field} : {text}"}


@pytest.mark.parametrize(
    ("status", "body", "code", "exit_status"),
    [
        (400, problem("price", "must be above min price of $0.20 USD"), "etsy.price_too_low", 2),
        (400, problem("price", "must be below max price $50,000.00 USD"), "etsy.price_too_high", 2),
        (400, problem("tags", "You may not have duplicate tags."), "etsy.duplicate_tags", 2),
        (400, problem("tags", "contains invalid character"), "etsy.invalid_tags", 2),
        (400, [{"path": "/title/1", "type": "invalid_characters", "message": "contains"}], "etsy.invalid_title", 2),
        (400, {"error": "You cannot include any of the following characters: $^`"}, "etsy.invalid_title", 2),
        (400, [{"path": "/images", "type": "array_too_short", "message": "too short"}], "etsy.images_missing", 2),
        (400, {"error": "A readiness_state_id is required for physical listings."}, "etsy.readiness_missing", 2),
        (400, problem("marketplace", "Oh dear, you cannot sell this item on Etsy."), "etsy.partner_missing", 2),
        (400, problem("shop/section/id", "Shop section not found."), "etsy.section_not_found", 2),
        (400, problem("item/weight", "Invalid Shipping Data"), "etsy.shipping_incomplete", 2),
        (400, {"error": "invalid_grant", "error_description": "refresh_token is revoked"}, "etsy.login_ended", 3),
        (400, {"error": "Something never seen"}, "etsy.refused", 2),
        (401, {"error": "invalid_token", "error_description": "access token is expired"}, "etsy.token_refused", 3),
        (401, {"error": "Access token is required (requires scope: shops_r)."}, "etsy.scope_missing", 3),
        (403, {"error": "Shared secret is required in x-api-key header."}, "etsy.shared_secret_missing", 2),
        (403, {"error": "Invalid API key: should be in the format 'keystring:shared_secret'."}, "etsy.key_refused", 2),
        (403, {"error": "insufficient_scope"}, "etsy.scope_missing", 3),
        (403, {"error": "User does not own the requested shop."}, "etsy.forbidden", 2),
        (404, {"error": "Resource not found"}, "etsy.not_found", 4),
        (409, {"error": "conflict"}, "etsy.conflict", 2),
        (418, {}, "etsy.refused", 2),
        (500, {"error": "Server Error"}, "etsy.unavailable", 7),
        (503, "<html>Bad gateway</html>", "etsy.unavailable", 7),
        (502, "", "etsy.unavailable", 7),
        (400, [], "etsy.refused", 2),
        (400, ["odd"], "etsy.refused", 2),
    ],
)
def test_every_known_sentence_has_its_code(status: int, body: Any, code: str, exit_status: int) -> None:
    error = refusal(response(status, body))

    assert (error.full_code, error.exit_status) == (code, exit_status)
    assert error.details["status"] == status
    assert error.details["provider_request"] == "uuid-1"
    assert isinstance(error, PodpusherError)
    assert "{" not in error.plain()
    assert "{" not in error.plain_hint()


def test_an_unknown_sentence_keeps_its_text() -> None:
    error = refusal(response(400, {"error": "Something {never} \x1b[31mseen"}))

    assert error.details["provider_message"] == "Something {never} \x1b[31mseen"
    assert error.plain() == "Etsy refused it: Something {never} [31mseen"


def test_an_array_keeps_its_rows() -> None:
    rows = [{"path": "/title/1", "type": "invalid_characters", "message": "contains invalid characters"}]

    error = refusal(response(400, rows))

    assert error.details["problems"] == rows
    assert "/title/1 : contains invalid characters" in error.plain()


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", '{"shop_id": null}', '"text"'])
def test_a_success_that_says_nothing_useful_is_a_bad_answer(body: str) -> None:
    with pytest.raises(BadAnswer):
        answer(response(200, body), lambda told: told["user_id"])


def test_a_way_elsewhere_is_no_answer_and_is_not_gone() -> None:
    with pytest.raises(BadAnswer):
        answer(response(302, {"user_id": 1}), lambda told: told["user_id"])


def test_a_fault_of_etsy_is_repeated_for_reads(make: Callable[..., Etsy], sandbox: RunningSandbox) -> None:
    sandbox.fault("etsy GET /v3/application/openapi-ping", "status", status=503, times=2)

    make().ping()


def test_a_fault_that_lasts_says_try_later(make: Callable[..., Etsy], sandbox: RunningSandbox) -> None:
    sandbox.fault("etsy GET /v3/application/openapi-ping", "status", status=503, times=0)

    with pytest.raises(TryLater) as caught:
        make().ping()

    assert caught.value.full_code == "etsy.unavailable"
