"""reference/stripe.md, section 2: keys, what each may do, and Connect's OAuth, through Stripe's own library."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
import stripe
from stripe.oauth_error import InvalidClientError, InvalidGrantError, UnsupportedGrantTypeError

from tests.support.sandbox import CALLBACK

SECURE = CALLBACK.replace("http:", "https:")


@pytest.fixture
def client(sandbox):
    """A client with one of the sandbox's keys, by its name in the accounts."""

    def make(name, **options):
        base = sandbox.url + "/stripe"
        options.setdefault("client_id", sandbox.accounts()["stripe"]["client_id"])
        key = sandbox.accounts()["stripe"].get(name, name)
        return stripe.StripeClient(key, base_addresses={"api": base, "connect": base}, **options)

    return make


@pytest.mark.parametrize(
    ("key", "account", "live"),
    [
        ("api_key", "account", False),
        ("limited_key", "account", False),
        ("secret_key", "account", False),
        ("live_key", "live_account", True),
        ("live_secret_key", "live_account", True),
        ("platform_key", "platform_account", False),
        ("live_platform_key", "platform_account", True),
    ],
)
def test_every_key_opens_its_account_in_its_mode(client, sandbox, key, account, live):
    assert client(key).v1.accounts.retrieve_current().id == sandbox.accounts()["stripe"][account]
    if "limited" not in key:
        assert client(key).v1.balance.retrieve().livemode is live


def test_a_key_that_has_expired(client):
    with pytest.raises(stripe.AuthenticationError, match="Expired API Key") as caught:
        client("expired_key").v1.accounts.retrieve_current()
    assert caught.value.error.code == "api_key_expired"


def test_a_missing_permission_is_named_and_the_key_is_not(client, sandbox):
    assert client("limited_key").v1.prices.list().data
    with pytest.raises(stripe.PermissionError) as caught:
        client("limited_key").v1.balance.retrieve()
    assert "rak_balance_read" in str(caught.value)
    assert sandbox.accounts()["stripe"]["limited_key"] not in str(caught.value)
    assert caught.value.http_status == 403


def test_no_key_opens_a_strangers_account(client):
    for key in ("api_key", "secret_key", "platform_key"):
        with pytest.raises(stripe.PermissionError) as caught:
            client(key, stripe_account="acct_stranger").v1.accounts.retrieve_current()
        assert caught.value.error.code == "account_invalid"


def authorize(client, **asked):
    asked = {"scope": "read_write", "redirect_uri": CALLBACK, "state": "s t+1"} | asked
    return client.oauth.authorize_url({name: value for name, value in asked.items() if value is not None})


def returned(answer, place=CALLBACK):
    assert answer.status_code == 302, answer.text
    target = urlsplit(answer.headers["location"])
    assert target._replace(query="").geturl() == place
    return dict(parse_qsl(target.query))


@pytest.fixture
def platform(client):
    return client("platform_key")


@pytest.fixture
def live(client, sandbox):
    return client("live_platform_key", client_id=sandbox.accounts()["stripe"]["live_client_id"])


@pytest.fixture
def code(sandbox, platform):
    return returned(sandbox.consent(authorize(platform)))["code"]


def redeem(platform, code):
    return platform.oauth.token({"grant_type": "authorization_code", "code": code})


def test_allow_and_deny(sandbox, platform):
    back = returned(sandbox.consent(authorize(platform)))
    assert back.keys() == {"code", "scope", "state"}
    assert (back["code"][:3], back["scope"], back["state"]) == ("ac_", "read_write", "s t+1")
    back = returned(sandbox.consent(authorize(platform), "deny"))
    assert (back["error"], back["state"]) == ("access_denied", "s t+1")
    assert back["error_description"]
    assert "code" not in back


def test_a_token_acts_for_the_connected_account(client, sandbox, platform, code):
    given = redeem(platform, code)
    account = sandbox.accounts()["stripe"]["account"]
    assert (given.stripe_user_id, given.livemode, given.scope, given.token_type) == (
        account,
        False,
        "read_write",
        "bearer",
    )
    assert client(given.access_token).v1.accounts.retrieve_current().id == account
    assert client("platform_key", stripe_account=account).v1.accounts.retrieve_current().id == account


def test_the_scope_is_read_only_unless_asked_for(sandbox, platform):
    back = returned(sandbox.consent(authorize(platform, scope=None, state=None)))
    assert back.keys() == {"code", "scope"}
    assert redeem(platform, back["code"]).scope == "read_only"


def test_a_code_works_once_and_a_second_use_revokes_what_the_first_gave(client, platform, code):
    given = redeem(platform, code)
    with pytest.raises(InvalidGrantError, match="already been used"):
        redeem(platform, code)
    with pytest.raises(stripe.AuthenticationError):
        client(given.access_token).v1.accounts.retrieve_current()


def test_a_code_lives_five_minutes(sandbox, platform, code):
    sandbox.advance(301)
    with pytest.raises(InvalidGrantError):
        redeem(platform, code)


def test_a_code_of_one_mode_is_nothing_to_a_key_of_the_other(live, platform, code):
    with pytest.raises(InvalidGrantError, match="test mode"):
        redeem(live, code)
    assert redeem(platform, code).livemode is False


def test_live_mode_demands_https(client, sandbox, live):
    page = sandbox.consent(authorize(live))
    assert page.status_code == 400
    assert "HTTPS" in page.text
    back = returned(sandbox.consent(authorize(live, redirect_uri=SECURE)), SECURE)
    given = redeem(live, back["code"])
    assert (given.livemode, given.stripe_user_id) == (True, sandbox.accounts()["stripe"]["live_account"])


@pytest.mark.parametrize("key", ["api_key", "secret_key", "sk_test_stranger"])
def test_only_a_platforms_key_redeems(client, code, key):
    with pytest.raises(InvalidClientError):
        redeem(client(key), code)


def test_a_refresh_gives_a_second_token(client, platform, code):
    first = redeem(platform, code)
    second = platform.oauth.token({"grant_type": "refresh_token", "refresh_token": first.refresh_token})
    assert second.access_token != first.access_token
    for token in (first.access_token, second.access_token):
        assert client(token).v1.accounts.retrieve_current().id == first.stripe_user_id
    with pytest.raises(InvalidGrantError):
        platform.oauth.token({"grant_type": "refresh_token", "refresh_token": "rt_never"})
    with pytest.raises(UnsupportedGrantTypeError):
        platform.oauth.token({"grant_type": "password"})


def test_deauthorize_ends_every_token_for_good(client, sandbox, platform, code):
    given = redeem(platform, code)
    end = {"stripe_user_id": given.stripe_user_id}
    assert platform.oauth.deauthorize(end).stripe_user_id == given.stripe_user_id
    redeem(platform, returned(sandbox.consent(authorize(platform)))["code"])
    with pytest.raises(stripe.AuthenticationError):
        client(given.access_token).v1.accounts.retrieve_current()
    platform.oauth.deauthorize(end)
    with pytest.raises(InvalidClientError, match="not connected"):
        platform.oauth.deauthorize(end)
    with pytest.raises(stripe.PermissionError):
        client("platform_key", stripe_account=given.stripe_user_id).v1.accounts.retrieve_current()


@pytest.mark.parametrize("redirect", [CALLBACK + "/", "http://127.0.0.1:8517/callback", "https://evil.example/"])
def test_another_redirect_shows_a_page_and_never_redirects(sandbox, platform, redirect):
    answer = sandbox.admin.get(authorize(platform, redirect_uri=redirect))
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "Invalid redirect URI" in answer.text


def test_an_unknown_application_never_redirects(client, sandbox):
    answer = sandbox.admin.get(authorize(client("platform_key", client_id="ca_stranger")))
    assert answer.status_code == 400
    assert "location" not in answer.headers


def test_bad_requests_go_back_with_an_error(sandbox, platform):
    back = returned(sandbox.admin.get(authorize(platform, scope="everything")))
    assert (back["error"], back["state"]) == ("invalid_scope", "s t+1")
    back = returned(sandbox.admin.get(authorize(platform).replace("response_type=code", "response_type=token")))
    assert back["error"] == "unsupported_response_type"


def test_a_consent_is_answered_once_and_says_whose_it_is(sandbox, platform):
    page = sandbox.admin.get(authorize(platform)).text
    assert "not Stripe" in page
    form = {"consent": page.split('name="consent" value="')[1].split('"')[0], "decision": "allow"}
    assert sandbox.admin.post("/stripe/oauth/authorize", data=form).status_code == 302
    assert sandbox.admin.post("/stripe/oauth/authorize", data=form).status_code == 400


def test_a_platform_does_no_more_than_it_was_allowed(client, sandbox, platform):
    account = redeem(platform, returned(sandbox.consent(authorize(platform, scope="read_only")))["code"]).stripe_user_id
    acting = client("platform_key", stripe_account=account)
    assert acting.v1.customers.list().data == []
    with pytest.raises(stripe.PermissionError):
        acting.v1.customers.create({"email": "a@b.example"})


def test_a_key_that_was_rolled_opens_nothing(client, sandbox):
    key = sandbox.accounts()["stripe"]["api_key"]
    sandbox.stripe("roll", key=key)
    with pytest.raises(stripe.AuthenticationError):
        client("api_key").v1.accounts.retrieve_current()
    assert client("secret_key").v1.accounts.retrieve_current().id


def test_a_keys_permissions_can_be_edited(client, sandbox):
    key = sandbox.accounts()["stripe"]["api_key"]
    sandbox.stripe("permit", key=key, may=["customer_write"])
    made = client("api_key").v1.customers.create({"email": "a@b.example"})
    assert client("api_key").v1.customers.retrieve(made.id).email == "a@b.example"
    with pytest.raises(stripe.PermissionError, match="rak_event_read"):
        client("api_key").v1.events.list()
    answer = sandbox.admin.post("/_sandbox/stripe/permit", json={"key": key, "may": ["everything"]})
    assert answer.status_code == 400
