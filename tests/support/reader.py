"""A seller who does what a page of the documentation says, with an account at every provider of a sandbox."""

from __future__ import annotations

import shlex

from tests.conftest import Cli
from tests.support.accounts import free_port, login, redirect
from tests.support.sandbox import RunningSandbox


class Reader:
    """Somebody who does what a page says, with an account at every provider of the sandbox."""

    def __init__(self, cli: Cli, world: RunningSandbox) -> None:
        port = free_port()
        world.reset(limits=False, publish_lock_s=0.05)
        world.config(callbacks=[f"http://localhost:{port}/callback"])
        told, known = world.environment(), world.accounts()
        self.keys = {
            "printify": known["printify"]["token"],
            "stripe": known["stripe"]["api_key"],
            "openai": known["openai"]["api_key"],
        }
        self.variables = {
            "printify": "PODPUSHER_PRINTIFY_TOKEN",
            "stripe": "PODPUSHER_STRIPE_API_KEY",
            "openai": "OPENAI_API_KEY",
        }
        self.platform_key = known["stripe"]["platform_key"]
        secret = set(self.variables.values()) | {"OPENAI_BASE_URL"}
        cli.environment |= {name: value for name, value in told.items() if name not in secret}
        cli.environment |= {"PODPUSHER_CALLBACK_PORT": str(port), "PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "1"}
        self.server = told["OPENAI_BASE_URL"]
        self.cli, self.world = cli, world
        self.waiting = ""

    def do(self, line: str) -> None:
        """Do what the line says; it must end well."""
        words = shlex.split(line)[1:]
        stdin = ""
        if "<" in words:
            words, stdin = words[: words.index("<")], self.keys[words[1]]
        if words[0] == "disconnect":
            words.append("--yes")
        if words[0] == "connect":
            self._connect(words, stdin)
        else:
            self.cli(*words, check=0)

    def _connect(self, words: list[str], stdin: str) -> None:
        provider = words[1]
        env = {self.variables["stripe"]: self.platform_key} if provider == "stripe" and "--oauth" in words else {}
        if provider == "openai":
            words = [self.server if word.startswith("http") else word for word in words]
            words += [] if "--base-url" in words else ["--base-url", self.server]
        if "--resume" in words:
            words = [redirect(self.world, self.waiting) if word == "URL" else word for word in words]
            self.cli(*words, check=0)
        elif "--no-wait" in words:
            self.waiting = self.cli(*words, env=env, check=0).data["authorize_url"]
        elif provider == "etsy" or "--oauth" in words:
            more = [word for word in words[2:] if word != "--no-browser"]
            with login(self.cli.environment | env, *more, provider=provider) as waiting:
                waiting.arrive(redirect(self.world, waiting.authorize_url))
                status, document, _ = waiting.result()
            assert status == 0, (words, document)
        else:
            if not stdin and "--shop" not in words:
                env = {self.variables[provider]: self.keys[provider]}  # it would be asked for
            if provider == "printify" and "--shop" not in words:
                words += ["--shop", "5432"]  # it would be chosen
            self.cli(*words, env=env, stdin=stdin, check=0)
