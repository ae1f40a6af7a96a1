"""podpusher products: listed, shown, completed, changed, forgotten."""

from __future__ import annotations

import pytest

from tests.conftest import Cli


@pytest.fixture
def seller(cli: Cli) -> Cli:
    cli("generate", "Plant dad", "Cat mom", "Coffee first", "--seed", "3", check=0)
    return cli


def ids(cli: Cli, *options: str) -> list[str]:
    return [each["id"] for each in cli("products", "list", *options, "--json", check=0).data]


def test_the_list_is_paged_and_narrowed(seller: Cli) -> None:
    everything = ids(seller)
    first = seller("products", "--limit", "2", "--json", check=0)
    rest = ids(seller, "--cursor", first.json["meta"]["next_cursor"])
    assert [*[each["id"] for each in first.data], *rest] == everything
    assert ids(seller, "--state", "draft") == everything
    assert ids(seller, "--state", "published") == []
    run = seller("runs", "--json", check=0).data[0]["id"]
    assert ids(seller, "--run", run) == everything
    text = seller("products", "--limit", "2", check=0)
    assert "More: --cursor" in text.stderr
    assert all(len(line) <= 80 for line in text.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        (("list", "--cursor", "x"), "input.cursor", 2),
        (("list", "--limit", "0"), "usage", 2),
        (("list", "--limit", "many"), "usage", 2),
        (("show", "p-nothing"), "not_found", 4),
        (("edit", "p-nothing", "--title", "x"), "not_found", 4),
        (("remove", "p-nothing"), "not_found", 4),
        (("show",), "usage", 2),
    ],
)
def test_what_cannot_be_right(seller: Cli, words: tuple[str, ...], code: str, status: int) -> None:
    assert seller("products", *words, "--json", check=status).json["error"]["code"] == code


def test_a_draft_is_completed_and_then_ready(seller: Cli) -> None:
    product = ids(seller)[0]
    shown = seller("products", "show", product, check=0).stdout
    assert "blueprint, print provider, variants, price" in " ".join(shown.split())
    done = seller(
        "products", "edit", product, "--blueprint", "706", "--print-provider", "29", "--variants", "Black / M;Black / L", "--price", "24",
        "--tags", "one, two ,, three", "--title", "Another title", "--json", check=0,
    ).data  # fmt: skip
    assert (done["state"], done["title"]) == ("ready", "Another title")
    assert done["content"]["tags"] == ["one", "two", "three"]
    assert done["content"]["variants"] == ["Black / M", "Black / L"]
    assert done["content"]["price"] == {"amount": 2400, "currency": "USD"}
    assert "24.00" in seller("products", "show", product, check=0).stdout
    assert "24,00" in seller("products", "show", product, "--lang", "de", check=0).stdout


def test_an_empty_field_makes_it_a_draft_again(seller: Cli) -> None:
    assert seller("products", "edit", ids(seller)[0], "--title", "", "--json", check=0).data["state"] == "draft"


@pytest.mark.parametrize(("option", "value", "code"), [("--price", "0", "input.price"), ("--design", "d-gone", "not_found"), ("--blueprint", "x", "usage")])
def test_a_change_that_cannot_be_right_changes_nothing(seller: Cli, option: str, value: str, code: str) -> None:
    product = ids(seller)[0]
    before = seller("products", "show", product, "--json", check=0).data
    assert seller("products", "edit", product, "--title", "New", option, value, "--json").json["error"]["code"] == code
    assert seller("products", "show", product, "--json", check=0).data == before


def test_forgetting_asks_and_leaves_the_design(seller: Cli) -> None:
    product = ids(seller)[0]
    assert seller("products", "remove", product, "--json", check=2).json["error"]["code"] == "input.needed"
    seller("products", "remove", product, "--yes", check=0)
    assert product not in ids(seller)
    assert len(seller("designs", "--json", check=0).data) == 3


def test_what_is_in_the_shop_is_not_forgotten(connected: Cli) -> None:
    made = connected("generate", "Plant dad", "--json", check=0).data["made"][0]["product"]["id"]
    connected("publish", "--yes", check=0)
    assert connected("products", "remove", made, "--yes", "--json", check=2).json["error"]["code"] == "products.in_shop"
