"""A seller with both accounts connected, whose outside world is a sandbox server of the test module."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.support.accounts import free_port, redirect, variables
from tests.support.sandbox import RunningSandbox

TEMPLATE = {"blueprint": "706", "print_provider": "29", "variants": "Black / M; Black / L", "price": "26.99"}


@pytest.fixture
def world(server: RunningSandbox) -> RunningSandbox:
    """A new world without limits, where a publish takes a moment."""
    server.reset(limits=False, publish_lock_s=0.05)
    return server


@pytest.fixture
def connected(cli: Cli, world: RunningSandbox) -> Cli:
    """Etsy and Printify connected, new products complete."""
    port = free_port()
    world.config(callbacks=[f"http://localhost:{port}/callback"])
    cli.environment |= variables(world, port)
    pending = cli("connect", "etsy", "--no-wait", "--json", check=0).data
    cli("connect", "etsy", "--resume", redirect(world, pending["authorize_url"]), check=0)
    token = world.accounts()["printify"]["token"]
    cli("connect", "printify", "--token-stdin", "--shop", "5432", stdin=token, check=0)
    for key, value in TEMPLATE.items():
        cli("settings", "set", f"template.{key}", value, check=0)
    return cli


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`made("Plant dad", …)`: the profile in which `generate` made these, drawn once for all tests that care for what comes after."""

    @cache
    def profile(*words: str, complete: bool) -> Path:
        cli = Cli(tmp_path_factory.mktemp("made"))
        for key, value in TEMPLATE.items() if complete else ():
            cli("settings", "set", f"template.{key}", value, check=0)
        cli("generate", *words, check=0)
        return cli.home / "profiles" / "default"

    return profile


@pytest.fixture
def begun(cli: Cli, made: Callable[..., Path]) -> Callable[..., Cli]:
    """`begun("Plant dad", …)`: the seller's home, with what was made of these; `complete` with all that publishing needs."""

    def copied(*words: str, complete: bool = False) -> Cli:
        shutil.copytree(made(*words, complete=complete), cli.home / "profiles" / "default")
        return cli

    return copied


@pytest.fixture
def three_ready(begun: Callable[..., Cli]) -> Cli:
    """Three products that are ready, before anything is connected: to be asked for before `connected`."""
    return begun("Plant dad", "Cat mom", "Coffee first", complete=True)
