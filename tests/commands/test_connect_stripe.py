"""connect stripe: restricted keys, whole commands against the sandbox; and a platform's own OAuth."""

from __future__ import annotations

from typing import Any

import pytest

from podpusher_cli.store.token_file import FileStore
from tests.conftest import Cli
from tests.support.accounts import free_port, login, redirect
from tests.support.sandbox import RunningSandbox

URLS = ("PODPUSHER_STRIPE_API_URL", "PODPUSHER_STRIPE_CONNECT_URL", "PODPUSHER_STRIPE_CLIENT_ID")


@pytest.fixture
def keys(world: RunningSandbox) -> dict[str, str]:
    return dict(world.accounts()["stripe"])


@pytest.fixture
def seller(cli: Cli, world: RunningSandbox) -> Cli:
    """The program, with Stripe's sandbox and no key."""
    told, port = world.environment(), free_port()
    world.config(callbacks=[f"http://localhost:{port}/callback", "https://seller.example/callback"])
    cli.environment |= {name: told[name] for name in URLS} | {"PODPUSHER_CALLBACK_PORT": str(port)}
    return cli


def stripe(seller: Cli, *options: str, check: int = 0) -> dict[str, Any]:
    found = seller("status", "--json", *options, check=check).data
    return next(dict(each) for each in found if each["provider"] == "stripe")


def connect(seller: Cli, key: str, *options: str, check: int = 0) -> Any:
    return seller("connect", "stripe", "--key-stdin", "--json", *options, stdin=key + "\n", check=check).json


# A key


def test_a_restricted_key_is_proved_and_kept(seller: Cli, keys: dict[str, str]) -> None:
    done = connect(seller, keys["api_key"])["data"]

    assert (done["state"], done["mode"], done["warnings"]) == ("connected", "test", [])
    assert done["shop"] == {"id": keys["account"], "title": "SandboxShop"}
    assert "checkout_sessions_write" in done["scopes_held"]
    assert done["scopes_missing"] == []
    assert stripe(seller, "--check") | {"checked": True} == done


def test_what_a_key_may_not_do_is_found_and_changes_nothing(
    seller: Cli, keys: dict[str, str], world: RunningSandbox
) -> None:
    done = connect(seller, keys["limited_key"])["data"]

    assert done["warnings"] == ["scopes_missing"]
    assert {"checkout_sessions_write", "invoices_read", "events_read"} <= set(done["scopes_missing"])
    assert {"prices_read", "products_read", "subscriptions_read"} <= set(done["scopes_held"])
    assert not world.violations()
    assert "checkout_sessions_write" in seller("status", check=0).stdout


def test_a_full_key_is_taken_with_a_warning(seller: Cli, keys: dict[str, str]) -> None:
    assert connect(seller, keys["secret_key"])["data"]["warnings"] == ["full_key"]
    assert "restricted key" in seller("status", check=0).stdout


def test_modes_are_never_mixed(seller: Cli, keys: dict[str, str]) -> None:
    connect(seller, keys["api_key"])

    error = connect(seller, keys["live_key"], check=2)["error"]

    assert error["code"] == "account.modes_mixed"
    assert stripe(seller)["mode"] == "test"
    seller("disconnect", "stripe", "--yes", check=0)
    assert connect(seller, keys["live_key"])["data"]["mode"] == "live"
    assert "(live)" in seller("status", check=0).stdout


def test_a_key_of_the_environment_is_not_mixed_in_either(seller: Cli, keys: dict[str, str]) -> None:
    connect(seller, keys["api_key"])

    found = seller("status", "--json", env={"PODPUSHER_STRIPE_API_KEY": keys["live_key"]}, check=0).data[2]

    assert (found["state"], found["store"]) == ("not_connected", "env")
    assert "PODPUSHER_STRIPE_API_KEY" in found["problem"]["message"]


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        ("rk_test_nobodys", 3, "account.token_refused"),
        ("pk_test_public", 2, "account.token_form"),
        ("whsec_secret", 2, "account.token_form"),
        ("rk_test_with a blank", 2, "account.token_form"),
        ("", 2, "account.token_missing"),
    ],
)
def test_keys_that_are_none(seller: Cli, key: str, status: int, code: str) -> None:
    result = seller("connect", "stripe", "--key-stdin", "--json", stdin=key, check=status)

    assert result.json["error"]["code"] == code
    assert not key or key not in result.stdout + result.stderr
    assert stripe(seller)["state"] == "not_connected"


def test_an_expired_key(seller: Cli, keys: dict[str, str]) -> None:
    error = connect(seller, keys["expired_key"], check=3)["error"]

    assert error["code"] == "account.token_refused"
    assert error["details"]["provider_code"] == "api_key_expired"


@pytest.mark.parametrize(("status", "exit_status"), [(500, 7), (503, 7)])
def test_trouble_at_stripe_is_not_the_keys(
    seller: Cli, keys: dict[str, str], world: RunningSandbox, status: int, exit_status: int
) -> None:
    world.fault("stripe GET /v1/account", "status", times=0, status=status)

    assert connect(seller, keys["api_key"], check=exit_status)["error"]["code"] == "stripe.unavailable"
    assert stripe(seller)["state"] == "not_connected"


def test_another_account_than_before_is_said(seller: Cli, keys: dict[str, str]) -> None:
    connect(seller, keys["api_key"])

    assert "account_changed" in connect(seller, keys["platform_key"])["data"]["warnings"]


@pytest.mark.parametrize(("again", "kept"), [("api_key", {"secret": "whsec_canary"}), ("platform_key", None)])
def test_the_secret_of_events_goes_with_its_account(
    seller: Cli, keys: dict[str, str], again: str, kept: dict[str, str] | None
) -> None:
    connect(seller, keys["api_key"])
    tokens = FileStore(seller.home / "tokens.enc", seller.home / "tokens.key", "default")
    tokens.put("stripe-webhook", {"secret": "whsec_canary"})

    connect(seller, keys[again])

    assert tokens.get("stripe-webhook") == kept


def test_a_key_from_the_environment_is_kept(seller: Cli, keys: dict[str, str]) -> None:
    seller("connect", "stripe", env={"PODPUSHER_STRIPE_API_KEY": keys["api_key"]}, check=0)

    assert stripe(seller, "--check")["state"] == "connected"


def test_a_key_that_is_revoked_later_is_refused(seller: Cli, keys: dict[str, str], world: RunningSandbox) -> None:
    connect(seller, keys["api_key"])
    refused = {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided: rk_test_********dbox"}}
    world.fault("stripe GET /v1/account", "status", times=0, status=401, body=refused)

    found = stripe(seller, "--check", check=3)

    assert (found["state"], found["problem"]["code"]) == ("refused", "account.token_refused")


def test_the_plan_is_in_force_from_the_first_moment(seller: Cli, keys: dict[str, str]) -> None:
    told = seller("connect", "stripe", "--key-stdin", stdin=keys["api_key"], check=0).stderr

    assert "free" in told
    assert seller("plan", "--json", check=0).data["tier"] == "free"


def test_a_plan_that_cannot_be_asked_for_is_no_fault_of_the_connection(
    seller: Cli, keys: dict[str, str], world: RunningSandbox
) -> None:
    world.fault("stripe GET /v1/events", "status", nth=2, times=0, status=500)  # the first asks what the key may do

    told = seller("connect", "stripe", "--key-stdin", stdin=keys["api_key"], check=0).stderr

    assert "podpusher billing sync" in told
    assert stripe(seller)["state"] == "connected"


# A platform of the seller's own


def test_a_platforms_login_through_the_callback(seller: Cli, keys: dict[str, str], world: RunningSandbox) -> None:
    seller.environment["PODPUSHER_STRIPE_API_KEY"] = keys["platform_key"]
    with login(seller.environment, "--oauth", provider="stripe") as waiting:
        waiting.arrive(redirect(world, waiting.authorize_url))
        status, document, _ = waiting.result()

    assert status == 0, document
    assert (document["data"]["mode"], document["data"]["scopes_held"]) == ("test", ["read_write"])
    assert document["data"]["shop"]["id"] == keys["account"]
    assert document["data"]["store"] == "file"
    assert stripe(seller, "--check")["account"] == keys["account"]


def test_a_refusal(seller: Cli, keys: dict[str, str], world: RunningSandbox) -> None:
    seller.environment["PODPUSHER_STRIPE_API_KEY"] = keys["platform_key"]
    with login(seller.environment, "--oauth", provider="stripe") as waiting:
        waiting.arrive(redirect(world, waiting.authorize_url, "deny"))
        status, document, _ = waiting.result()

    assert (status, document["error"]["code"]) == (3, "account.refused")


def begun(seller: Cli, key: str, **more: str) -> str:
    env = {"PODPUSHER_STRIPE_API_KEY": key} | more
    return str(seller("connect", "stripe", "--oauth", "--no-wait", "--json", env=env, check=0).data["authorize_url"])


def test_two_steps_need_the_key_in_the_first_only(seller: Cli, keys: dict[str, str], world: RunningSandbox) -> None:
    back = redirect(world, begun(seller, keys["platform_key"]))

    done = seller("connect", "stripe", "--resume", back, "--json", check=0).data

    assert done["state"] == "connected"
    assert seller("connect", "stripe", "--resume", back, "--json", check=3).json["error"]["code"] == "account.no_login"


def test_live_mode_wants_https_so_the_address_is_pasted(
    seller: Cli, keys: dict[str, str], world: RunningSandbox
) -> None:
    env = {"PODPUSHER_STRIPE_CLIENT_ID": keys["live_client_id"]}
    address = begun(seller, keys["live_platform_key"], **env)
    assert "redirect_uri" not in address

    back = redirect(world, address)
    done = seller("connect", "stripe", "--resume", back, "--json", env=env, check=0).data

    assert back.startswith("https://")
    assert (done["state"], done["mode"]) == ("connected", "live")


def test_a_code_is_good_once(seller: Cli, keys: dict[str, str], world: RunningSandbox) -> None:
    back = redirect(world, begun(seller, keys["platform_key"]))
    used = {"error": "invalid_grant", "error_description": "Authorization code has been used: ac_x"}
    world.fault("stripe POST /oauth/token", "status", status=400, body=used)

    error = seller("connect", "stripe", "--resume", back, "--json", check=3).json["error"]

    assert error["code"] == "stripe.login_refused"
    assert stripe(seller)["state"] == "not_connected"


def test_without_a_platform_the_way_is_told(seller: Cli) -> None:
    del seller.environment["PODPUSHER_STRIPE_CLIENT_ID"]

    error = seller("connect", "stripe", "--oauth", "--json", check=2).json["error"]

    assert (error["code"], "PODPUSHER_STRIPE_CLIENT_ID" in error["hint"]) == ("account.app_missing", True)


@pytest.fixture
def through_the_platform(seller: Cli, keys: dict[str, str], world: RunningSandbox) -> Cli:
    back = redirect(world, begun(seller, keys["platform_key"]))
    seller("connect", "stripe", "--resume", back, check=0)
    return seller


def test_disconnecting_revokes(through_the_platform: Cli, world: RunningSandbox) -> None:
    done = through_the_platform("disconnect", "stripe", "--yes", "--json", check=0).data

    assert (done["state"], done["warnings"]) == ("not_connected", [])
    assert world.counts()["stripe POST /oauth/deauthorize"] == {"200": 1}
    assert stripe(through_the_platform)["state"] == "not_connected"


def test_a_revocation_that_fails_is_said_and_keeps_nothing_here(
    through_the_platform: Cli, world: RunningSandbox
) -> None:
    world.fault("stripe POST /oauth/deauthorize", "status", times=0, status=500)

    done = through_the_platform("disconnect", "stripe", "--yes", "--json", check=0).data

    assert (done["state"], done["warnings"]) == ("not_connected", ["not_revoked"])
    assert done["problem"]["code"] == "stripe.unavailable"
    assert stripe(through_the_platform)["state"] == "not_connected"


def test_a_pasted_key_is_not_revoked_by_us(seller: Cli, keys: dict[str, str], world: RunningSandbox) -> None:
    connect(seller, keys["api_key"])

    assert seller("disconnect", "stripe", "--yes", "--json", check=0).data["warnings"] == []
    assert "stripe POST /oauth/deauthorize" not in world.counts()
