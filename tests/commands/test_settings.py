from __future__ import annotations

import re
from pathlib import Path

import pytest

from podpusher_cli.cli import build
from podpusher_cli.commands.options import RESULTS
from podpusher_cli.core.settings import SETTINGS, VARIABLES

SOURCE = Path(__file__).parents[2] / "podpusher_cli"


def test_what_is_set_is_what_is_got(cli) -> None:
    cli("settings", "set", "template.price", "26.99", check=0)
    assert cli("settings", "get", "template.price", check=0).stdout == "26.99\n"
    told = {each["key"]: each["value"] for each in cli("settings", "list", "--json", check=0).data}
    assert told["template.price"] == "26.99"
    assert set(told) == {each.key for each in SETTINGS}


@pytest.mark.parametrize(
    ("key", "value"), [("model", "gpt"), ("publish.parallel", "0"), ("template.blueprint", "shirt"), ("nope", "1")]
)
def test_what_cannot_be_right_is_refused_and_kept_out(cli, key: str, value: str) -> None:
    result = cli("settings", "set", key, value, "--json", check=2)
    assert result.json["error"]["code"].startswith("settings.")


def test_a_price_in_another_currency_is_kept_until_the_shops_is_known(cli) -> None:
    cli("settings", "set", "template.blueprint", "6", check=0)

    early = cli("settings", "set", "template.price", "26,99 €", check=0)
    cli("settings", "set", "currency", "EUR", check=0)
    later = cli("settings", "set", "template.price", "26,99 €", check=0)

    assert early.stdout == later.stdout == "template.price = 26,99 €\n"
    assert (early.stderr, later.stderr) == ("Warning: “26,99 €” is not a price.\n", "")


def test_the_language_of_a_profile_is_obeyed(cli) -> None:
    cli("settings", "set", "language", "de", check=0)
    assert cli("products", "--json", check=0).json["meta"]["locale"] == "de_DE"


def test_a_secret_variable_is_never_told(cli) -> None:
    result = cli("settings", "list", "--env", "--json", env={"PODPUSHER_PRINTIFY_TOKEN": "canary-secret"}, check=0)
    assert "canary-secret" not in result.stdout
    assert {each["key"]: each["value"] for each in result.data}["PODPUSHER_PRINTIFY_TOKEN"] == "***"


def test_every_variable_that_the_source_reads_is_listed() -> None:
    read = {
        name
        for path in SOURCE.rglob("*.py")
        if "sandbox" not in path.parts
        for name in re.findall(r"\"(PODPUSHER_[A-Z_]+)\"", path.read_text())
    }
    told = {each.name for each in VARIABLES}
    assert {name for name in read if not name.endswith("_")} <= told
    assert all(any(each.startswith(name) for each in told) for name in read)  # what ends in _ is a beginning


def test_every_command_has_a_schema(cli) -> None:
    build(None)
    for path in RESULTS:
        result = cli("schema", *path.split(), "--json", check=0)
        assert result.data["schema"]["properties"]["meta"]


def test_an_unknown_command_has_none(cli) -> None:
    assert cli("schema", "dance", check=4).stderr.startswith("Error:")
