"""podpusher schema: the shape of every document."""

from __future__ import annotations

import json

import jsonschema
import pytest

from podpusher_cli.cli import build
from podpusher_cli.commands.options import RESULTS
from tests.conftest import Cli

build(None)


def test_it_lists_the_commands(cli: Cli) -> None:
    listed = cli("schema", check=0).stdout.splitlines()
    assert {"publish", "products list", "generate", "doctor"} <= set(listed)
    assert cli("schema", "--json", check=0).data["commands"] == listed


@pytest.mark.parametrize("path", sorted(RESULTS))
def test_every_schema_is_one(cli: Cli, path: str) -> None:
    printed = json.loads(cli("schema", *path.split(), check=0).stdout)
    jsonschema.Draft202012Validator.check_schema(printed)
    failed = {"ok": False, "error": {"code": "x", "message": "x", "hint": "", "provider": None, "retry_after": None, "details": {}},
              "meta": {"request_id": "r", "profile": "p", "locale": "en_US", "next_cursor": None}}  # fmt: skip
    validator = jsonschema.Draft202012Validator(printed)
    validator.validate(failed)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"ok": True, "meta": failed["meta"]})


def test_a_noun_alone_has_the_schema_of_its_list(cli: Cli) -> None:
    assert cli("schema", "products", check=0).stdout == cli("schema", "products", "list", check=0).stdout


def test_a_command_that_there_is_not(cli: Cli) -> None:
    assert cli("schema", "products", "fly", "--json", check=4).json["error"]["code"] == "not_found"
