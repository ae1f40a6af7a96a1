"""podpusher products: listed, shown, completed, changed, forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Cli
from tests.support.accounts import at_a_terminal
from tests.support.program import shell, start
from tests.support.sandbox import RunningSandbox


@pytest.fixture
def seller(begun: Callable[..., Cli]) -> Cli:
    return begun("Plant dad", "Cat mom", "Coffee first", "--seed", "3")


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
    assert f"is forgotten: {product}" in seller("products", "remove", product, "--yes", check=0).stdout
    assert product not in ids(seller)
    assert len(seller("designs", "--json", check=0).data) == 3


def test_what_is_in_the_shop_is_forgotten_only_once_it_is_deleted_there(connected: Cli, world: RunningSandbox) -> None:
    made = connected("generate", "Plant dad", "--json", check=0).data["made"][0]["product"]["id"]
    connected("publish", "--yes", check=0)
    assert connected("products", "remove", made, "--yes", "--json", check=2).json["error"]["code"] == "products.in_shop"
    away = {"PODPUSHER_PRINTIFY_API_URL": "http://127.0.0.1:9"}
    assert connected("products", "remove", made, "--yes", "--json", env=away, check=7).json["error"]["provider"] == "printify"

    there = connected("products", "show", made, "--json", check=0).data["printify"]
    with world.printify() as client:
        assert client.delete(f"/shops/{there['shop_id']}/products/{there['product_id']}.json").is_success
    connected("products", "remove", made, "--yes", check=0)
    assert ids(connected) == []


def test_what_a_run_is_at_or_left_in_doubt_is_neither_changed_nor_forgotten(connected: Cli, world: RunningSandbox) -> None:
    made = connected("generate", "Plant dad", "--json", check=0).data["made"][0]["product"]["id"]
    world.fault("printify POST /shops/{shop}/products.json", "hold_applied")
    process = start(connected, "publish")
    world.wait(held=1)
    for words in (("edit", made, "--title", "Another"), ("remove", made, "--yes")):
        assert connected("products", *words, "--json", check=8).json["error"]["code"] == "run.busy"
    process.kill()
    process.communicate()
    error = connected("products", "remove", made, "--yes", "--json", check=7).json["error"]
    assert (error["code"], error["hint"]) == ("products.in_doubt", f"podpusher publish {made} settles it.")

    world.clear_faults()
    connected("publish", made, check=0)
    assert (len(world.state()["listings"]), world.state()["orphans"]) == (1, [])


HOSTILE = "[red]x[/red] \x1b]0;owned\x07 \u202eevil\x9b31m"


@pytest.mark.parametrize(
    ("option", "value", "code", "hint"),
    [
        ("--title", "t" * 141, "listing.title_long", True),
        ("--title", HOSTILE, "listing.title_characters", True),
        ("--description", "a\x1b[31mb", "listing.description_characters", True),
        ("--tags", "a" * 21, "listing.tags_long", True),
        ("--tags", ",".join(f"tag {number}" for number in range(14)), "listing.tags_many", True),
        ("--blueprint", "0", "usage", True),
        ("--blueprint", "9" * 30, "usage", True),
        ("--print-provider", "-1", "usage", True),
        ("--price", "9" * 10_000, "input.price", True),
        ("--price", "", "input.price", True),
    ],
)
def test_what_no_listing_could_have_is_refused_at_once(seller: Cli, option: str, value: str, code: str, hint: bool) -> None:
    product = ids(seller)[0]
    before = seller("products", "show", product, "--json", check=0).data
    error = seller("products", "edit", product, option, value, "--json", check=2).json["error"]
    assert error["code"] == code
    assert bool(error["hint"]) is hint
    text = seller("products", "edit", product, option, value, check=2).stderr
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
    assert len(text) < 1000
    assert seller("products", "show", product, "--json", check=0).data == before


def test_a_refusal_is_in_the_sellers_language_and_names_every_rule(seller: Cli) -> None:
    product = ids(seller)[0]
    bad = ("--title", "t" * 141, "--tags", "a" * 21)
    said = seller("products", "edit", product, *bad, "--lang", "de", check=2).stderr
    assert said.startswith("Fehler: Der Titel hat 141 Zeichen")
    details = seller("products", "edit", product, *bad, "--json", check=2).json["error"]["details"]
    assert [each["code"] for each in details["items"]] == ["listing.title_long", "listing.tags_long"]


def test_a_text_that_was_bad_before_does_not_stop_another_change(seller: Cli) -> None:
    product = ids(seller)[0]
    assert seller("products", "edit", product, "--tags", "", "--json", check=0).data["content"]["tags"] == []
    assert seller("products", "edit", product, "--title", "Fine", "--json", check=0).data["title"] == "Fine"


@pytest.mark.parametrize("language", ["en", "de"])
def test_lists_and_sheets_fit_a_terminal_and_show_markup_as_text(seller: Cli, language: str) -> None:
    product = ids(seller)[0]
    variants = ";".join(f"[red]Heather {number}[/red] / \x1b[31mXL" for number in range(200))
    seller("products", "edit", product, "--variants", variants, "--description", "word " * 300, "--title", "[b]Bold[/b] (:fox)", check=0)
    for words in (("products",), ("products", "show", product), ("products", "list", "--limit", "1")):
        text = seller(*words, "--lang", language, check=0).stdout
        assert all(len(line) <= 80 for line in text.splitlines())
        assert "\x1b" not in text
    assert "[b]Bold[/b] (:fox)" in seller("products", check=0).stdout


def test_only_those_of_a_state_or_a_run_that_there_is(seller: Cli) -> None:
    assert seller("products", "--state", "gone", "--json", check=2).json["error"]["code"] == "usage"
    assert seller("products", "--run", "r-none", "--json", check=4).json["error"]["code"] == "not_found"


def test_no_answer_is_no(seller: Cli) -> None:
    product = ids(seller)[0]
    for words in ((), ("--no-input",), ("-q",)):
        assert "Forget “" in seller("products", "remove", product, *words, check=2).stderr
    assert "nobody may be asked" not in seller("products", "remove", product, "-y", "-q", check=0).stderr
    status, screen = at_a_terminal(seller.environment, ["products", "remove", ids(seller)[0]], [("[y/N]", "n")])
    assert (status, len(ids(seller))) == (0, 2), screen
    assert "forgotten" not in screen


def test_two_changes_at_once_are_both_there(seller: Cli) -> None:
    product = ids(seller)[0]
    both = [
        start(seller, "products", "edit", product, "--title", "Another title", "--json"),
        start(seller, "products", "edit", product, "--price", "21.50", "--json"),
    ]
    assert [each.wait(timeout=60) for each in both] == [0, 0]
    for each in both:
        each.communicate()
    kept = seller("products", "show", product, "--json", check=0).data
    assert (kept["title"], kept["content"]["price"]["amount"]) == ("Another title", 2150)


def test_a_database_that_cannot_be_written_is_this_machines_trouble(seller: Cli) -> None:
    product = ids(seller)[0]
    folder = seller.home / "profiles" / "default"
    done = shell(seller, 'ulimit -f 0; "$@"', "products", "edit", product, "--title", "Another", "--json")
    assert done.returncode == 9, done.stdout + done.stderr
    assert str(folder) in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert seller("products", "show", product, "--json", check=0).data["title"] != "Another"


def test_the_sheet_has_a_score_with_reasons_and_what_the_picture_shows(seller: Cli) -> None:
    product = ids(seller)[0]
    seller("products", "edit", product, "--title", "Mug", "--tags", "mug, cup", "--alt", "A mug with a cat on it", check=0)

    shown = seller("products", "show", product, "--json", check=0).data
    assert shown["content"]["alt"] == "A mug with a cat on it"
    assert shown["translations"] == []
    lost = {each["name"]: each["lost"] for each in shown["seo"]["reasons"]}
    assert {"title_short", "tags_few"} <= lost.keys()
    assert shown["seo"]["score"] == 100 - sum(lost.values())

    text = seller("products", "show", product, check=0).stdout
    assert f"{shown['seo']['score']} of 100" in text
    assert "Add tags until there are 13." in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_two_listings_of_one_text_are_said_to_compete(seller: Cli) -> None:
    one, other = ids(seller)[:2]
    seller("products", "edit", one, "--title", "The very same title for two", check=0)
    seller("products", "edit", other, "--title", "The very same title for two", check=0)

    reasons = seller("products", "show", one, "--json", check=0).data["seo"]["reasons"]
    rival = next(each for each in reasons if each["name"] == "rival")
    assert rival["values"]["id"] == other


def test_an_alt_text_that_etsy_would_not_take_is_refused(seller: Cli) -> None:
    refused = seller("products", "edit", ids(seller)[0], "--alt", "x" * 501, "--json", check=2)
    assert refused.json["error"]["code"] == "listing.alt_long"
