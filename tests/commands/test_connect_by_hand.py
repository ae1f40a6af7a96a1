"""Connecting as people do it: with slips of the hand, at a terminal, and with a way on from each."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest

from podpusher_cli.__main__ import main
from tests.conftest import Cli
from tests.support import record
from tests.support.accounts import at_a_terminal, free_port, login, redirect, variables
from tests.support.sandbox import RunningSandbox
from tests.support.terminal import Screen

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def seller(cli: Cli, world: RunningSandbox) -> Cli:
    """The program, with an Etsy app and the sandbox as its outside world."""
    port = free_port()
    world.config(callbacks=[f"http://localhost:{port}/callback"])
    cli.environment |= variables(world, port)
    return cli


@pytest.fixture
def by_hand(seller: Cli) -> Typed:
    """The program with a person at it, who types these lines: exit status, result, and what was said beside it."""

    def run(*words: str, types: str = "") -> tuple[int, str, str]:
        stdout, stderr = Screen(), Screen()
        record.given(seller.environment)
        status = main(words, environment=seller.environment, stdin=Screen(types), stdout=stdout, stderr=stderr)
        record.heard(stdout.getvalue() + stderr.getvalue())
        return status, stdout.getvalue(), stderr.getvalue()

    return run


@pytest.fixture
def token(world: RunningSandbox) -> str:
    return str(world.accounts()["printify"]["token"])


# What came along in copying


@pytest.mark.parametrize("sent", ['"{}"\n', "\ufeff{}\r\n", "\n\n  {}  \n"], ids=["quoted", "of windows", "set in"])
def test_a_token_is_found_in_what_was_sent_in(seller: Cli, token: str, sent: str) -> None:
    seller("connect", "printify", "--token-stdin", "--shop", "5432", stdin=sent.format(token), check=0)

    assert "connected" in seller("status", "--check", check=0).stdout


def test_quotes_around_a_variable_are_no_part_of_the_token(seller: Cli, token: str) -> None:
    seller.environment["PODPUSHER_PRINTIFY_TOKEN"] = f'"{token}"'
    seller("connect", "printify", "--shop", "5432", check=0)

    found = seller("status", "--check", "--json", check=0).data

    assert [each["state"] for each in found if each["provider"] == "printify"] == ["connected"]


def test_a_pasted_address_may_have_quotes_around_it(seller: Cli, world: RunningSandbox) -> None:
    with login(seller.environment) as waiting:
        waiting.type(f' "{redirect(world, waiting.authorize_url)}" ')
        status, document, _ = waiting.result()

    assert (status, document["data"]["state"]) == (0, "connected")


# Answers that cannot be


def test_an_address_that_is_none_is_answered_and_the_wait_goes_on(seller: Cli, world: RunningSandbox) -> None:
    def come_back(screen: str) -> str:
        lines = screen.splitlines()
        httpx.get(redirect(world, next(line for line in lines if line.startswith(world.url))))
        return ""

    status, screen = at_a_terminal(
        seller.environment,
        ("connect", "etsy", "--no-browser"),
        [("paste the address", "https://www.etsy.com/your/shops/me"), ("has “code=” in it", come_back)],
    )

    assert status == 0, screen
    assert screen.count("Warning") == 1


def test_a_shop_that_is_none_of_them_is_asked_for_again(by_hand: Typed, seller: Cli, token: str) -> None:
    seller.environment["PODPUSHER_PRINTIFY_TOKEN"] = token

    status, shown, said = by_hand("connect", "printify", types="1\n5432\n\n\n")

    assert status == 0, said
    assert "“1” is none of these numbers." in said
    assert "SandboxShop (5432)" in shown


def test_no_answer_to_which_shop_is_none(by_hand: Typed, seller: Cli, token: str) -> None:
    seller.environment["PODPUSHER_PRINTIFY_TOKEN"] = token

    status, _, said = by_hand("connect", "printify", types="")

    assert status == 2
    assert "has several shops: 5432 (SandboxShop)" in said


def test_what_products_start_from_is_asked_until_it_can_be(by_hand: Typed, seller: Cli, token: str) -> None:
    seller.environment["PODPUSHER_PRINTIFY_TOKEN"] = token
    answers = ["no such thing", "tee", "12", "706", "x", "1", "29", "Mauve", "Black / M", "cheap", "26.99"]

    status, _, said = by_hand("connect", "printify", "--shop", "5432", types="\n".join([*answers, ""]))

    assert status == 0, said
    assert re.findall("Error: (.*)", said) == [
        "Printify has no blueprint 12.",
        "“x” is not a number.",
        "Printify has no blueprint 706 from print provider 1.",
        "Printify has no variant “Mauve” for this blueprint and print provider.",
        "“cheap” is not a price.",
    ]
    kept = [seller("settings", "get", f"template.{each}", check=0).stdout.strip() for each in ("blueprint", "variants")]
    assert kept == ["706", "Black / M"]


@pytest.mark.parametrize("typed", [("", ""), ("\x04", "x")], ids=["nothing", "ended"])
def test_keys_that_are_left_out_are_not_tried(seller: Cli, world: RunningSandbox, typed: tuple[str, str]) -> None:
    for name in ("PODPUSHER_ETSY_KEYSTRING", "PODPUSHER_ETSY_SHARED_SECRET"):
        del seller.environment[name]

    status, screen = at_a_terminal(
        seller.environment, ("connect", "etsy"), [("Keystring:", typed[0]), ("(not shown):", typed[1])]
    )

    assert (status, "Etsy needs the keys" in screen) == (2, True), screen
    assert world.calls("etsy *") == []


def test_a_key_is_not_asked_for_where_it_may_not_be_sent(by_hand: Typed) -> None:
    status, _, said = by_hand("connect", "openai", "--base-url", "http://models.example/v1")

    assert (status, "Key for" in said) == (2, False)
    assert "does not talk to http://models.example" in said


# After a failure


def test_a_right_address_works_at_once_after_wrong_ones(seller: Cli, world: RunningSandbox) -> None:
    known = world.environment()
    for _ in range(2):  # each tries several times: enough to leave a provider alone for a while
        seller(
            "connect", "openai", "--base-url", f"http://127.0.0.1:{free_port()}/v1", "--key-stdin", stdin="x", check=7
        )

    seller(
        "connect", "openai", "--base-url", known["OPENAI_BASE_URL"], "--key-stdin", stdin=known["OPENAI_API_KEY"], check=0
    )  # fmt: skip


# What is wrong, and what comes next


@pytest.mark.parametrize(("language", "said"), [("de", "wird nicht mehr akzeptiert"), ("fr", "n’est plus acceptée")])
def test_what_is_wrong_with_a_connection_is_told_in_the_language(
    seller: Cli, token: str, language: str, said: str
) -> None:
    seller("connect", "printify", "--token-stdin", "--shop", "5432", stdin=token, check=0)
    seller.environment["PODPUSHER_PRINTIFY_TOKEN"] = "eyJwrong.token.x"

    told = seller("status", "--check", "--lang", language, check=3)
    same = seller("status", "--check", "--lang", language, "--json", check=3).data

    assert said in " ".join(told.stdout.split())
    assert "The connection to Printify is no longer accepted." in [
        each["problem"]["message"] for each in same if each["problem"]
    ]


def test_a_hint_leads_to_the_profile_it_is_about(seller: Cli) -> None:
    seller("profile", "add", "fox", check=0)

    assert "podpusher --profile fox connect etsy;" in seller("publish", "--profile", "fox", check=3).stderr
    assert "podpusher --profile fox connect etsy\n" in seller("status", "--profile", "fox", check=0).stdout
    assert "podpusher profile list\n" in seller("status", "--profile", "owl", check=4).stderr
    assert (
        seller("publish", "--profile", "fox", "--json", check=3)
        .json["error"]["hint"]
        .startswith("podpusher connect etsy;")
    )


def test_each_connection_names_the_next_step_until_there_is_a_product(
    by_hand: Typed, seller: Cli, world: RunningSandbox, token: str
) -> None:
    pending = seller("connect", "etsy", "--no-wait", "--json", check=0).data
    etsy = seller("connect", "etsy", "--resume", redirect(world, pending["authorize_url"]), check=0)
    seller.environment["PODPUSHER_PRINTIFY_TOKEN"] = token
    _, _, printify = by_hand("connect", "printify", "--shop", "5432", types="\n\n")
    quiet = seller("connect", "printify", "--quiet", check=0)
    seller("generate", "Plant dad", check=0)
    later = seller("connect", "printify", check=0)

    assert etsy.stderr.endswith("Next: podpusher connect printify\n")
    assert printify.endswith("Next: podpusher generate 'Plant dad'\n")
    assert (quiet.stderr, "Next" in later.stderr) == ("", False)


def test_the_next_step_leads_to_the_same_profile(seller: Cli, token: str) -> None:
    seller("profile", "add", "fox", check=0)
    seller.environment["PODPUSHER_PRINTIFY_TOKEN"] = token

    connected = seller("connect", "printify", "--shop", "5432", "--profile", "fox", check=0)

    assert connected.stderr.endswith("Next: podpusher --profile fox connect etsy\n")


def test_who_stays_connected_is_told_nothing_else(by_hand: Typed, seller: Cli, world: RunningSandbox) -> None:
    known = world.accounts()["stripe"]
    seller.environment["PODPUSHER_STRIPE_API_URL"] = world.environment()["PODPUSHER_STRIPE_API_URL"]
    seller("connect", "stripe", "--key-stdin", stdin=known["secret_key"], check=0)

    status, shown, _ = by_hand("disconnect", "stripe", types="\n")

    assert (status, shown) == (0, "Stripe stays connected.\n")


def test_what_is_not_connected_is_kept_nowhere(seller: Cli) -> None:
    shown = seller("status", "-v", check=0).stdout

    assert "Stripe" in shown
    assert "Kept in" not in shown


def test_a_new_token_stays_with_the_shop_that_was_chosen(seller: Cli, token: str) -> None:
    seller("connect", "printify", "--token-stdin", "--shop", "5433", stdin=token, check=0)

    again = seller("connect", "printify", "--token-stdin", "--json", stdin=token, check=0).data

    assert again["shop"]["id"] == "5433"
    assert "shop_changed" not in again["warnings"]


def test_keys_that_etsy_took_are_not_asked_for_again(seller: Cli) -> None:
    known = [seller.environment.pop(name) for name in ("PODPUSHER_ETSY_KEYSTRING", "PODPUSHER_ETSY_SHARED_SECRET")]
    wait_a_second = ("connect", "etsy", "--no-browser", "--timeout", "1")

    asked, first = at_a_terminal(
        seller.environment, wait_a_second, [("Keystring:", known[0]), ("(not shown):", known[1])]
    )
    not_asked, second = at_a_terminal(seller.environment, wait_a_second, [])

    assert (asked, not_asked) == (3, 3)
    assert [screen.count("Keystring:") for screen in (first, second)] == [1, 0]
    seller("disconnect", "etsy", "--yes", check=0)
    assert seller("connect", "etsy", "--no-wait", "--json", check=2).json["error"]["code"] == "account.keys_missing"


def test_a_token_that_was_to_be_sent_in_and_is_not_there_is_no_success(seller: Cli, token: str) -> None:
    seller("connect", "printify", "--token-stdin", "--shop", "5432", stdin=token, check=0)

    error = seller("connect", "printify", "--token-stdin", "--shop", "5432", "--json", stdin="", check=2).json["error"]

    assert error["code"] == "account.token_missing"
