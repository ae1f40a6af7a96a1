"""connect etsy, whole: a real browser at the pages of an OAuth server that nobody here wrote (npm oidc-provider)."""

from __future__ import annotations

import io
import queue
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Error, Page

from podpusher_cli.__main__ import main
from podpusher_cli.store.token_file import FileStore
from tests.conftest import Cli
from tests.support import loopback
from tests.support.accounts import free_port, login
from tests.support.browser import SELLER, SHOP, allow, deny, eager, log_in
from tests.support.oauth import KEYSTRING, Outside, outside_world
from tests.support.program import run


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    with outside_world() as running:
        yield running


@pytest.fixture
def page(outside: Outside) -> Iterator[Page]:
    """A browser that is logged in nowhere."""
    context = outside.browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def seller(cli: Cli, outside: Outside) -> Cli:
    cli.environment |= outside.variables()
    return cli


def state(seller: Cli, *options: str) -> str:
    found = seller("status", "--json", *options).data
    return next(str(each["state"]) for each in found if each["provider"] == "etsy")


def test_allowed(seller: Cli, page: Page) -> None:
    with login(seller.environment) as waiting:
        asked = log_in(page, waiting.authorize_url)
        page.click("button[type=submit]")
        page.wait_for_selector("text=You can close this window.")
        said = page.content()
        status, document, stderr = waiting.result()

    assert status == 0, document
    done = document["data"]
    assert (done["state"], done["account"], done["shop"]["id"]) == ("connected", SELLER, SHOP)
    assert done["scopes_missing"] == []
    assert all(scope in asked for scope in done["scopes_held"])
    secrets = httpx.URL(page.url).params
    assert [each for each in (secrets["code"], secrets["state"]) if each in said + stderr + str(document)] == []
    assert state(seller, "--check") == "connected"


def test_the_sellers_own_browser_is_opened(seller: Cli, tmp_path: Path) -> None:
    desktop = {"DISPLAY": ":0", "PODPUSHER_BROWSER": str(eager(tmp_path))}

    ended = run(seller, "connect", "etsy", "--timeout", "100", env=desktop)

    assert ended.returncode == 0, ended.stderr
    assert state(seller, "--check") == "connected"


def test_what_came_back_is_taken_once(seller: Cli, page: Page) -> None:
    with login(seller.environment) as waiting:
        allow(page, waiting.authorize_url)
        page.wait_for_selector("text=You can close this window.")
        assert waiting.result()[0] == 0

    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.reload()


def test_denied(seller: Cli, page: Page) -> None:
    with login(seller.environment) as waiting:
        deny(page, waiting.authorize_url)
        status, document, _ = waiting.result()

    assert (status, document["error"]["code"]) == (3, "account.refused")
    assert "End-User aborted interaction" in document["error"]["message"]
    assert state(seller) == "not_connected"


def test_another_state_is_another_login(seller: Cli, page: Page, outside: Outside) -> None:
    before = len(outside.api.bearers)
    with login(seller.environment) as waiting:
        asked = httpx.URL(waiting.authorize_url)
        allow(page, str(asked.copy_set_param("state", "guessed")))
        status, document, _ = waiting.result()

    assert (status, document["error"]["code"]) == (3, "account.redirect")
    assert state(seller) == "not_connected"
    assert len(outside.api.bearers) == before


def test_the_page_of_another_login_ends_this_one_and_still_finishes_its_own(seller: Cli, page: Page) -> None:
    begun = seller("connect", "etsy", "--no-wait", "--json", check=0).data
    with login(seller.environment) as waiting:
        back = allow(page, begun["authorize_url"])
        status, document, _ = waiting.result()

    assert (status, document["error"]["code"]) == (3, "account.redirect")
    assert seller("connect", "etsy", "--resume", back, "--json", check=0).data["account"] == SELLER


def test_without_pkce_the_server_says_no(seller: Cli, page: Page) -> None:
    with login(seller.environment) as waiting:
        page.goto(str(httpx.URL(waiting.authorize_url).copy_remove_param("code_challenge")))
        status, document, _ = waiting.result()

    assert (status, document["error"]["code"]) == (3, "account.refused")


def test_an_address_is_finished_once(seller: Cli, page: Page) -> None:
    begun = seller("connect", "etsy", "--no-wait", "--json", check=0).data
    back = allow(page, begun["authorize_url"])

    seller("connect", "etsy", "--resume", back, check=0)
    again = seller("connect", "etsy", "--resume", back, "--json")

    assert (again.exit_status, again.json["error"]["code"]) == (3, "account.no_login")
    assert state(seller, "--check") == "connected"


def test_a_code_that_somebody_used_first_is_worth_nothing_to_either(seller: Cli, page: Page, outside: Outside) -> None:
    begun = seller("connect", "etsy", "--no-wait", "--json", check=0).data
    back = allow(page, begun["authorize_url"])
    kept = FileStore(seller.home / "tokens.enc", seller.home / "tokens.key", "default").get("etsy-login")
    assert kept is not None
    thief = {
        "grant_type": "authorization_code",
        "client_id": KEYSTRING,
        "code": httpx.URL(back).params["code"],
        "code_verifier": kept["verifier"],
        "redirect_uri": f"http://localhost:{outside.ports[0]}/callback",
    }
    stolen = httpx.post(outside.oauth.token_url, data=thief).json()["access_token"]
    assert outside.oauth.whose(stolen)["active"]

    result = seller("connect", "etsy", "--resume", back, "--json")

    assert (result.exit_status, result.json["error"]["code"]) == (3, "etsy.login_ended")
    assert result.json["error"]["hint"] == "podpusher connect etsy"
    assert not outside.oauth.whose(stolen)["active"]
    assert state(seller) == "not_connected"


def test_an_address_that_is_not_registered_never_comes_back(seller: Cli, page: Page) -> None:
    port = str(free_port())
    with login(seller.environment | {"PODPUSHER_CALLBACK_PORT": port}, "--timeout", "2") as waiting:
        shown = page.goto(waiting.authorize_url)
        said = page.inner_text("body")
        status, document, _ = waiting.result()

    assert shown is not None
    assert shown.status == 400
    assert "redirect_uri" in said
    assert page.url == waiting.authorize_url
    assert (status, document["error"]["code"]) == (3, "account.timeout")
    for cause in (f"http://localhost:{port}/callback", "registered", "allowed", "owner", "approved"):
        assert cause in document["error"]["hint"]


def test_nobody_answers_the_page(seller: Cli, page: Page, outside: Outside) -> None:
    with login(seller.environment, "--timeout", "1") as waiting:
        status, document, _ = waiting.result()
        back = allow(page, waiting.authorize_url)  # the seller comes too late

    assert (status, document["error"]["code"]) == (3, "account.timeout")
    assert back.startswith(f"http://localhost:{outside.ports[0]}/callback?code=")
    assert state(seller) == "not_connected"


def test_a_second_login_on_the_same_port_names_the_first_which_goes_on(seller: Cli, page: Page) -> None:
    with login(seller.environment) as waiting:
        second = seller("connect", "etsy", "--no-browser", "--json")
        allow(page, waiting.authorize_url)
        first = waiting.result()

    assert (second.exit_status, second.json["error"]["code"]) == (9, "machine.port")
    assert f"({waiting.process.pid})" in second.json["error"]["message"]
    assert second.stderr == ""
    assert first[0] == 0, first


def test_two_logins_at_once_end_each_in_its_own_profile(seller: Cli, outside: Outside) -> None:
    outside.api.shops["80211335"] = "61300772"
    seller("profile", "add", "second", check=0)
    seller("profile", "use", "default", check=0)
    elsewhere = seller.environment | {"PODPUSHER_CALLBACK_PORT": str(outside.ports[1])}
    one, two = outside.browser.new_context(), outside.browser.new_context()
    with login(seller.environment) as first, login(elsewhere, "--profile", "second") as second:
        allow(two.new_page(), second.authorize_url, "80211335")
        allow(one.new_page(), first.authorize_url)
        ended = [first.result(), second.result()]
    one.close()
    two.close()

    assert [(status, told["data"]["account"], told["data"]["shop"]["id"]) for status, told, _ in ended] == [
        (0, SELLER, SHOP),
        (0, "80211335", "61300772"),
    ]
    assert [state(seller, "--check", "--profile", name) for name in ("default", "second")] == ["connected"] * 2


class Stream(io.StringIO):
    """Gives the lines that are written to whoever waits for them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def write(self, text: str) -> int:
        for line in text.splitlines():
            self.lines.put(line)
        return super().write(text)


@pytest.mark.parametrize("only", loopback.addresses())
def test_one_loopback_address_is_enough(seller: Cli, page: Page, monkeypatch: pytest.MonkeyPatch, only: str) -> None:
    loopback.leave_only(only, monkeypatch)
    stderr = Stream()
    command = ["connect", "etsy", "--no-browser", "--quiet"]
    with ThreadPoolExecutor(1) as threads:
        ended = threads.submit(main, command, environment=seller.environment, stdin=io.StringIO(), stdout=io.StringIO(), stderr=stderr)  # fmt: skip
        url = next(line for line in iter(lambda: stderr.lines.get(timeout=30), "") if line.startswith("http"))
        allow(page, url)
        page.wait_for_selector("text=You can close this window.")
        assert ended.result(30) == 0, stderr.getvalue()

    assert state(seller) == "connected"
