"""docs/billing.md: every line of it, in order, done against the sandbox; Stripe's own with Stripe's own command line."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path

from podpusher_cli.core.billing import limits_of
from podpusher_cli.core.plans import Limits
from tests.conftest import Cli
from tests.support import machine
from tests.support.sandbox import RunningSandbox

PAGE = Path(__file__).parents[1] / "docs" / "billing.md"
NOWHERE = "http://127.0.0.1:9"


def command_lines() -> list[str]:
    """The lines of the page's blocks; listening goes on until it is stopped, and has tests of its own."""
    lines = re.findall(
        r"^    (?:\S+ \* \* \* \*\s+)?((?:podpusher|stripe) .*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [line for line in lines if " listen" not in line]


class Owner:
    """Somebody whose Stripe account sells nothing yet, and who does what the page says."""

    def __init__(self, cli: Cli, world: RunningSandbox, home: Path) -> None:
        world.reset(limits=False)
        for tier in ("free", "starter", "pro", "business"):
            world.stripe("force", kind="price", id=f"price_sandbox_{tier}", fields={"lookup_key": None})
        self.cli, self.world, self.keys = cli, world, world.accounts()["stripe"]
        cli.environment["PODPUSHER_STRIPE_API_URL"] = f"{world.url}/stripe"
        self.environment = {"HOME": str(home), "PATH": "", "STRIPE_API_KEY": self.keys["secret_key"]}
        self.environment |= {"STRIPE_CLI_TELEMETRY_OPTOUT": "1", "HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE}
        self.customer = ""

    def do(self, line: str) -> None:
        """Do what the line says; it must end well."""
        words = shlex.split(line)
        if words[0] == "stripe":
            self._stripe(words[1:])
            return
        words, stdin = [self.customer if word.startswith("cus_") else word for word in words[1:]], ""
        if "<" in words:
            words, stdin = words[: words.index("<")], self.keys["api_key"]
        words = words[: words.index(">")] if ">" in words else words
        if words[0] == "upgrade" and not self.customer:
            url = self.cli("upgrade", "pro", "--no-wait", check=0).stdout.strip()
            assert self.world.admin.post(url, data={"do": "pay"}).status_code == 302
        self.cli(*words, stdin=stdin, check=0)
        if words[0] == "upgrade":
            self.customer = self.cli("plan", "--json", check=0).data["customer"]

    def _stripe(self, words: list[str]) -> None:
        program = machine.stripe_cli()
        assert program, "no Stripe CLI: run tests/support/machine.py"
        command = [program, *words, "--api-base", self.world.url + "/stripe"]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        assert "error" not in json.loads(done.stdout), done.stdout


def test_what_the_page_says_can_be_done(cli: Cli, server: RunningSandbox, tmp_path: Path) -> None:
    owner = Owner(cli, server, tmp_path)
    lines = command_lines()

    for line in lines:
        owner.do(line)

    plan = cli("plan", "--json", check=0).data
    assert (plan["tier"], plan["status"], plan["price"]["amount"]) == ("pro", "active", 2900)
    assert (plan["limits"]["images"], plan["limits"]["queue"]) == (500, None)
    assert len(lines) > 12
    assert sum(line.startswith("stripe ") for line in lines) == 3


def test_the_metadata_that_the_page_names_are_those_that_are_read() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("| metadata |")[2].partition("\n\n")[0]
    names = [name for name in re.findall(r"`(\w+)`", table) if name != "podpusher_plan"]

    read = limits_of("free", dict.fromkeys(names, "77"))

    assert read == Limits(*[77] * len(names))
