"""Connecting as people do it: with slips of the hand, at a terminal, and with a way on from each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podpusher_cli.__main__ import main
from tests.conftest import Cli
from tests.support import record
from tests.support.accounts import free_port, login, redirect, variables
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
