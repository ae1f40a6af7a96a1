"""connect printify --oauth: an app of the seller's own, from consent to a token that renews itself."""

from __future__ import annotations

import pytest

from tests.conftest import Cli
from tests.support.accounts import free_port, login, redirect
from tests.support.sandbox import RunningSandbox

APP = ("PODPUSHER_PRINTIFY_API_URL", "PODPUSHER_PRINTIFY_APP_ID", "PODPUSHER_PRINTIFY_AUTHORIZE_URL")


@pytest.fixture
def seller(cli: Cli, world: RunningSandbox) -> Cli:
    """The program, with a reviewed Printify app and no token."""
    told = world.environment()
    cli.environment |= {name: told[name] for name in APP} | {"PODPUSHER_CALLBACK_PORT": str(free_port())}
    return cli


@pytest.fixture
def through_the_app(seller: Cli, world: RunningSandbox) -> Cli:
    pending = seller("connect", "printify", "--oauth", "--no-wait", "--json", check=0).data
    back = redirect(world, pending["authorize_url"])
    seller("connect", "printify", "--resume", back, "--shop", "5432", check=0)
    return seller


def printify(seller: Cli, *options: str, check: int = 0) -> dict[str, object]:
    found = seller("status", "--json", *options, check=check).data
    return next(each for each in found if each["provider"] == "printify")


def test_a_login_through_the_callback(seller: Cli, world: RunningSandbox) -> None:
    with login(seller.environment, "--oauth", "--shop", "5432", provider="printify") as waiting:
        page = waiting.arrive(redirect(world, waiting.authorize_url))
        status, document, _ = waiting.result()

    assert (status, page.status_code) == (0, 200), document
    assert document["data"]["shop"] == {"id": "5432", "title": "SandboxShop"}
    assert document["data"]["renews_itself"] is True
    assert document["data"]["account"] == "1337"
    assert printify(seller, "--check")["state"] == "connected"


def test_a_refusal(seller: Cli, world: RunningSandbox) -> None:
    with login(seller.environment, "--oauth", "--shop", "5432", provider="printify") as waiting:
        waiting.arrive(redirect(world, waiting.authorize_url, "deny"))
        status, document, _ = waiting.result()

    assert (status, document["error"]["code"]) == (3, "account.refused")
    assert printify(seller)["state"] == "not_connected"


def test_two_steps_and_the_second_once(seller: Cli, world: RunningSandbox) -> None:
    pending = seller("connect", "printify", "--oauth", "--no-wait", "--json", check=0).data
    back = redirect(world, pending["authorize_url"])
    assert pending["resume"] == "podpusher connect printify --resume URL"

    seller("connect", "printify", "--resume", back, "--shop", "5432", check=0)

    again = seller("connect", "printify", "--resume", back, "--json", check=3).json["error"]
    assert again["code"] == "account.no_login"
    assert "--no-wait" in again["hint"]


def test_a_code_that_was_used_by_somebody_else_is_refused(seller: Cli, world: RunningSandbox) -> None:
    world.fault("printify POST /app/oauth/tokens", "status", status=400, body={"error": "invalid_grant"})
    pending = seller("connect", "printify", "--oauth", "--no-wait", "--json", check=0).data

    result = seller("connect", "printify", "--resume", redirect(world, pending["authorize_url"]), "--json", check=3)

    assert result.json["error"]["code"] == "printify.login_ended"


def test_the_shop_is_chosen_later_without_another_login(seller: Cli, world: RunningSandbox) -> None:
    pending = seller("connect", "printify", "--oauth", "--no-wait", "--json", check=0).data
    unsettled = seller("connect", "printify", "--resume", redirect(world, pending["authorize_url"]), "--json", check=2)
    assert unsettled.json["error"]["code"] == "account.shop_not_chosen"
    assert "no shop is chosen" in seller("status", check=0).stdout

    seller("connect", "printify", "--shop", "5432", check=0)

    assert printify(seller, "--check")["state"] == "connected"


def test_another_shop_is_chosen_without_a_token(through_the_app: Cli) -> None:
    done = through_the_app("connect", "printify", "--shop", "5433", "--json", check=0).data

    assert done["shop"]["id"] == "5433"
    assert "shop_changed" in done["warnings"]


def test_what_products_start_from_is_given_later_without_a_token(through_the_app: Cli, world: RunningSandbox) -> None:
    world.expire_printify()
    template = ("--blueprint", "706", "--print-provider", "29", "--variants", "Black / M", "--price", "26.99")

    done = through_the_app("connect", "printify", *template, "--json", check=0).data

    assert (done["state"], done["shop"]["id"], done["warnings"]) == ("connected", "5432", [])
    assert world.counts()["printify POST /app/oauth/tokens/refresh"] == {"200": 1}
    assert through_the_app("settings", "get", "template.blueprint", check=0).stdout.strip() == "706"


def test_an_ended_access_token_is_renewed_once_and_kept(through_the_app: Cli, world: RunningSandbox) -> None:
    world.expire_printify()

    assert printify(through_the_app, "--check")["state"] == "connected"
    assert printify(through_the_app, "--check")["state"] == "connected"

    assert world.counts()["printify POST /app/oauth/tokens/refresh"] == {"200": 1}


def test_a_dead_login_names_the_way_back(through_the_app: Cli, world: RunningSandbox) -> None:
    world.expire_printify()
    world.fault(
        "printify POST /app/oauth/tokens/refresh", "status", times=0, status=400, body={"error": "invalid_grant"}
    )

    result = through_the_app("status", "--check", "--json", check=3)

    found = next(each for each in result.data if each["provider"] == "printify")
    assert (found["state"], found["problem"]["code"]) == ("refused", "printify.login_ended")
    assert found["problem"]["hint"] == "podpusher connect printify --oauth"
    assert result.json["error"]["hint"] == "podpusher connect printify --oauth"


def test_a_renewal_whose_answer_is_lost_for_good_is_said_plainly(through_the_app: Cli, world: RunningSandbox) -> None:
    world.expire_printify()
    world.fault("printify POST /app/oauth/tokens/refresh", "applied_status", status=500)

    found = printify(through_the_app, "--check", check=3)

    problem = dict(found["problem"])  # type: ignore[call-overload]
    assert (found["state"], problem["code"]) == ("refused", "account.login_lost")
    assert problem["hint"] == "podpusher connect printify --oauth"


def test_without_an_app_the_way_is_told(cli: Cli) -> None:
    error = cli("connect", "printify", "--oauth", "--json", check=2).json["error"]

    assert error["code"] == "account.app_missing"
    assert "PODPUSHER_PRINTIFY_APP_ID" in error["hint"]


@pytest.mark.parametrize("options", [("--no-wait",), ("--no-browser",)])
@pytest.mark.parametrize("provider", ["printify", "stripe"])
def test_options_of_a_login_want_one(cli: Cli, provider: str, options: tuple[str, ...]) -> None:
    error = cli("connect", provider, *options, "--json", check=2).json["error"]

    assert error["code"] == "account.oauth_only"
    assert f"podpusher connect {provider} --help" in error["hint"]


def test_disconnecting_wipes_the_app_too(through_the_app: Cli) -> None:
    through_the_app("disconnect", "printify", "--yes", check=0)

    assert printify(through_the_app)["state"] == "not_connected"
    assert through_the_app("connect", "printify", "--shop", "5432", "--json", check=2).json["error"]["code"] == (
        "account.token_missing"
    )
