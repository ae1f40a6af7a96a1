"""connect etsy, whole: a real browser at the pages of an OAuth server that nobody here wrote (npm oidc-provider)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Cli
from tests.support.accounts import free_port, login
from tests.support.oauth import KEYSTRING, SECRET, SELLER, SHOP, EtsyApi, OAuthServer, allow, chromium, deny
from tests.support.oauth import etsy_api as start_api
from tests.support.oauth import oauth_server as start_oauth


@dataclass(frozen=True)
class Outside:
    """Everything outside this program: the OAuth server, Etsy, a browser, and two registered callback ports."""

    oauth: OAuthServer
    api: EtsyApi
    browser: Browser
    ports: tuple[int, int]
    variables: dict[str, str]


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    ports = (free_port(), free_port())
    callbacks = [f"http://localhost:{port}/callback" for port in ports]
    with start_oauth(callbacks) as oauth, start_api(oauth) as (api_url, api), chromium() as browser:
        variables = {
            "PODPUSHER_ETSY_API_URL": api_url,
            "PODPUSHER_ETSY_AUTHORIZE_URL": f"{oauth.url}/auth",
            "PODPUSHER_ETSY_TOKEN_URL": oauth.token_url,
            "PODPUSHER_ETSY_KEYSTRING": KEYSTRING,
            "PODPUSHER_ETSY_SHARED_SECRET": SECRET,
            "PODPUSHER_CALLBACK_PORT": str(ports[0]),
        }
        yield Outside(oauth, api, browser, ports, variables)


@pytest.fixture
def page(outside: Outside) -> Iterator[Page]:
    """A browser that is logged in nowhere."""
    context = outside.browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def seller(cli: Cli, outside: Outside) -> Cli:
    cli.environment |= outside.variables
    return cli


def test_allowed(seller: Cli, page: Page) -> None:
    with login(seller.environment) as waiting:
        allow(page, waiting.authorize_url)
        page.wait_for_selector("text=You can close this window.")
        status, document, _ = waiting.result()

    assert status == 0, document
    assert document["data"]["state"] == "connected"
    assert document["data"]["account"] == SELLER
    assert document["data"]["shop"]["id"] == SHOP
    assert seller("status", "--check", "--json", check=0).data[0]["checked"] is True


def test_denied(seller: Cli, page: Page) -> None:
    with login(seller.environment) as waiting:
        deny(page, waiting.authorize_url)
        status, document, _ = waiting.result()

    assert (status, document["error"]["code"]) == (3, "account.refused")
    assert seller("status", "--json").data[0]["state"] == "not_connected"
