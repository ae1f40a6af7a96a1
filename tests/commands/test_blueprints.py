"""podpusher blueprints, and what generate knows of a blank."""

from __future__ import annotations

import pytest

from tests.conftest import Cli
from tests.support.sandbox import RunningSandbox


@pytest.fixture
def seller(cli: Cli, server: RunningSandbox) -> Cli:
    """Printify connected."""
    server.reset(limits=False)
    cli.environment["PODPUSHER_PRINTIFY_API_URL"] = server.environment()["PODPUSHER_PRINTIFY_API_URL"]
    cli("connect", "printify", "--token-stdin", "--shop", "5432", stdin=server.accounts()["printify"]["token"], check=0)
    return cli


def test_the_list_is_searched_and_paged(seller: Cli) -> None:
    everything = seller("blueprints", "--limit", "1000", "--json", check=0).data
    mugs = seller("blueprints", "--search", "mug", "--json", check=0).data
    assert 0 < len(mugs) < len(everything)
    assert all("mug" in each["title"].casefold() for each in mugs)
    page = seller("blueprints", "--limit", "2", "--json", check=0)
    rest = seller("blueprints", "--cursor", page.json["meta"]["next_cursor"], "--limit", "1000", "--json", check=0).data
    assert page.data + rest == everything
    assert seller("blueprints", "--search", "submarine", check=0).stdout.startswith("No blueprint")
    assert seller("blueprints", "--cursor", "x", "--json", check=2).json["error"]["code"] == "input.cursor"


def test_one_shows_who_prints_it_and_the_command_that_takes_it(seller: Cli) -> None:
    blank = seller("blueprints", "show", "706", "--json", check=0).data
    assert {each["id"] for each in blank["print_providers"]} >= {29}
    assert all(each["variants"] > 0 and each["width"] > 0 for each in blank["print_providers"])
    text = seller("blueprints", "show", "706", check=0).stdout
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "podpusher connect printify --blueprint 706" in " ".join(text.split())
    assert seller("blueprints", "show", "999999", "--json", check=4).json["error"]["code"] == "not_found"


def test_the_catalogue_is_asked_once_a_day_and_serves_while_printify_is_away(seller: Cli, server: RunningSandbox) -> None:
    seller("blueprints", "show", "706", check=0)
    server.clear_calls()
    seller("blueprints", "show", "706", check=0)
    assert server.calls() == []
    assert seller("blueprints", "--json", env={"PODPUSHER_PRINTIFY_API_URL": "http://127.0.0.1:9"}, check=0).data


def test_without_a_connection_it_says_how_to_connect(cli: Cli) -> None:
    error = cli("blueprints", "--json", check=3).json["error"]
    assert error["hint"] == "podpusher connect printify"


def test_the_listing_states_what_the_blueprint_says_and_no_more(seller: Cli) -> None:
    mug = seller("blueprints", "--search", "mug", "--json", check=0).data[0]["id"]
    provider = seller("blueprints", "show", str(mug), "--json", check=0).data["print_providers"][0]["id"]
    base = ("--blueprint", str(mug), "--print-provider", str(provider), "--variants", "all", "--price", "19.99")
    product = seller("generate", "Plant dad", *base, "--json", check=0).data["made"][0]["product"]

    assert "Mug" in product["title"]
    assert "shirt" not in (product["title"] + product["content"]["description"]).casefold()
    assert "cotton" not in product["content"]["description"].casefold()


def test_a_blueprint_that_nobody_can_be_asked_about_gives_no_claims(cli: Cli) -> None:
    product = cli("generate", "Plant dad", "--blueprint", "706", "--json", check=0).data["made"][0]["product"]

    assert "shirt" not in product["title"].casefold()
    assert "cotton" not in product["content"]["description"].casefold()


def test_a_blueprint_of_its_own_does_not_take_the_templates_print_provider(seller: Cli) -> None:
    for key, value in (("blueprint", "706"), ("print_provider", "29"), ("variants", "Black / M"), ("price", "26.99")):
        seller("settings", "set", f"template.{key}", value, check=0)
    same = seller("generate", "Plant dad", "--json", check=0).data["made"][0]["product"]
    assert same["state"] == "ready"
    mug = seller("blueprints", "--search", "mug", "--json", check=0).data[0]["id"]
    other = seller("generate", "Plant dad", "--blueprint", str(mug), "--json", check=0).data["made"][0]["product"]
    assert other["state"] == "draft"
    assert other["content"]["print_provider_id"] is None
