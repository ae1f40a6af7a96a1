"""One sandbox server for the run; a new world for every test, without rate limits unless it turns them on."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.support import bodies
from tests.support.sandbox import RunningSandbox, start_sandbox


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture
def printify(sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    with sandbox.printify() as client:
        yield client


@pytest.fixture
def etsy(sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    """The owner's client, with the usual scopes."""
    with sandbox.etsy(sandbox.etsy_tokens()["access_token"]) as client:
        yield client


class Shop:
    """The steps that most tests begin with."""

    def __init__(self, printify: httpx.Client, sandbox: RunningSandbox) -> None:
        self.printify = printify
        self.sandbox = sandbox

    def upload(self, salt: str = "") -> str:
        answer = self.printify.post("/uploads/images.json", json=bodies.upload(picture=bodies.png(salt=salt)))
        return answer.raise_for_status().json()["id"]

    def create(self, key: str = "1A2B", **changes: object) -> str:
        """A product; its id."""
        answer = self.printify.post("/shops/5432/products.json", json=bodies.product(self.upload(), key, **changes))
        return answer.raise_for_status().json()["id"]

    def read(self, product: str) -> dict:
        return self.printify.get(f"/shops/5432/products/{product}.json").raise_for_status().json()

    def publish(self, product: str, **flags: bool) -> httpx.Response:
        return self.printify.post(f"/shops/5432/products/{product}/publish.json", json=bodies.FULL_FLAGS | flags)

    def published(self, key: str = "1A2B", **changes: object) -> tuple[str, int]:
        """A product whose publish is over: `(product id, listing id)`."""
        number = self.create(key, **changes)
        self.publish(number).raise_for_status()
        self.sandbox.advance(3)
        return number, int(self.read(number)["external"]["id"])


@pytest.fixture
def shop(printify: httpx.Client, sandbox: RunningSandbox) -> Shop:
    return Shop(printify, sandbox)
