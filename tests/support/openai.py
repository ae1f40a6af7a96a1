"""A seller with a key for the sandbox's OpenAI: small pictures, and time that passes by itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import httpx

from podpusher_cli.core.designs import Artwork, Canvas, DesignSpec
from podpusher_cli.core.making import Attempt, ImageModel
from podpusher_cli.deps import Deps
from podpusher_cli.providers.openai.images import OpenAIImages
from podpusher_cli.store.db import connect
from podpusher_cli.store.settings import Settings
from tests.conftest import Cli
from tests.support.clock import FakeClock
from tests.support.sandbox import RunningSandbox

IMAGES, CHAT = "openai POST /v1/images/generations", "openai POST /v1/chat/completions"
SMALL = Canvas(450, 540, 30)


class Small(OpenAIImages):
    """Draws print files that are quickly written."""

    def draw(self, spec: DesignSpec, attempt: Attempt) -> Artwork:
        return super().draw(replace(spec, canvas=SMALL), attempt)


def clocked(sandbox: RunningSandbox) -> type[Deps]:
    """The program with time that passes by itself, at the sandbox, too, and with small print files by OpenAI."""

    class Together(FakeClock):
        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            sandbox.advance(seconds)

    class Clocked(Deps):
        @cached_property
        def clock(self) -> FakeClock:
            return Together()

        def _image_model(self) -> ImageModel:
            made = super()._image_model()
            made.__class__ = Small
            return made

    return Clocked


def with_key(cli: Cli, sandbox: RunningSandbox) -> Cli:
    """The same program with a key; the model is asked for by name."""
    told = sandbox.environment()
    cli.environment |= {name: told[name] for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY")}
    cli("settings", "set", "openai.dialect", "openai", check=0)
    return cli


def pay(cli: Cli, sandbox: RunningSandbox) -> Cli:
    """The same program with a key, OpenAI as the model, and small pictures."""
    cli.make_deps = clocked(sandbox)
    with_key(cli, sandbox)
    database = connect(cli.home / "profiles" / "default" / "state.db")
    Settings(database).set({"model": "openai", "openai.image_size": "160x192"})
    database.close()
    return cli


def batches_of(sandbox: RunningSandbox) -> list[dict[str, Any]]:
    """The batches there are at the sandbox, oldest first."""
    headers = {"authorization": f"Bearer {sandbox.accounts()['openai']['api_key']}"}
    answer = httpx.get(f"{sandbox.url}/openai/v1/batches", headers=headers, verify=False, params={"limit": 100})
    return answer.raise_for_status().json()["data"][::-1]


def carried_out(sandbox: RunningSandbox, route: str) -> int:
    """How many requests of a route were carried out, and so have cost something, answered or not."""
    return sum(each["applied"] for each in sandbox.calls(route))


def spends_of(cli: Cli) -> list[dict[str, Any]]:
    """The ledger, oldest first."""
    rows = (
        connect(cli.home / "profiles" / "default" / "state.db").execute("select * from spends order by id").fetchall()
    )
    return [dict(row) for row in rows]
