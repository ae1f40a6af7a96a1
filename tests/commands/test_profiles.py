"""profile list, add, use, rename, remove: whole commands."""

from __future__ import annotations

import pytest

from tests.conftest import Cli


def listed(cli: Cli) -> dict[str, bool]:
    return {each["name"]: each["current"] for each in cli("profile", "list", "--json").data}


def test_the_bare_noun_lists(cli: Cli) -> None:
    assert "default" in cli("profile", check=0).stdout
    assert listed(cli) == {"default": True}


def test_hundreds_are_listed_page_by_page(cli: Cli) -> None:
    names = [f"shop-{number:03}" for number in range(250)]
    for name in names:
        (cli.home / "profiles" / name).mkdir(parents=True)
    found: list[str] = []
    cursor: tuple[str, ...] = ()
    while True:
        page = cli("profile", "list", "--json", *cursor, check=0).json
        assert len(page["data"]) <= 100
        found += [each["name"] for each in page["data"]]
        if page["meta"]["next_cursor"] is None:
            break
        cursor = ("--cursor", page["meta"]["next_cursor"])

    assert found == ["default", *names]
    assert len(cli("profile", "list", "--json", "--limit", "3", check=0).data) == 3
    assert "More: --cursor" in cli("profile", check=0).stderr
    refused = cli("profile", "list", "--cursor", "bm90aGluZw", "--json", check=2)
    assert refused.json["error"]["code"] == "input.cursor"


def test_a_profile_from_its_beginning_to_its_end(cli: Cli) -> None:
    cli("profile", "add", "fox", check=0)
    cli("profile", "use", "fox", check=0)
    assert listed(cli) == {"default": False, "fox": True}

    cli("profile", "rename", "fox", "owl", check=0)
    assert listed(cli) == {"default": False, "owl": True}

    cli("profile", "remove", "owl", "--yes", check=0)
    assert listed(cli) == {"default": True}


def test_the_chosen_profile_is_the_one_that_commands_use(cli: Cli) -> None:
    cli("profile", "add", "fox", check=0)
    cli("profile", "use", "fox", check=0)

    assert cli("products", "list", "--json").json["meta"]["profile"] == "fox"
    assert cli("products", "list", "--json", "-P", "default").json["meta"]["profile"] == "default"
    assert (cli.home / "profiles" / "fox" / "state.db").exists()


def test_a_profile_that_was_never_added(cli: Cli) -> None:
    result = cli("products", "list", "--json", "--profile", "fox")

    assert (result.exit_status, result.json["error"]["code"]) == (4, "profile.not_found")


@pytest.mark.parametrize(
    ("arguments", "exit_status", "code"),
    [
        (("add", "Fox"), 2, "profile.name"),
        (("add", "../fox"), 2, "profile.name"),
        (("add", "default"), 2, "profile.exists"),
        (("use", "fox"), 4, "profile.not_found"),
        (("rename", "fox", "owl"), 4, "profile.not_found"),
        (("rename", "default", "default"), 2, "profile.exists"),
        (("remove", "fox"), 4, "profile.not_found"),
    ],
)
def test_what_cannot_be(cli: Cli, arguments: tuple[str, ...], exit_status: int, code: str) -> None:
    result = cli("profile", *arguments, "--json")

    assert (result.exit_status, result.json["error"]["code"]) == (exit_status, code)


def test_removing_needs_a_yes(cli: Cli) -> None:
    cli("profile", "add", "fox", check=0)

    result = cli("profile", "remove", "fox", "--json")

    assert (result.exit_status, result.json["error"]["code"]) == (2, "input.needed")
    assert "fox" in listed(cli)


def test_outputs_are_sentences(cli: Cli) -> None:
    assert "fox" in cli("profile", "add", "fox").stdout
    assert "fox" in cli("profile", "use", "fox").stdout
    assert "owl" in cli("profile", "rename", "fox", "owl").stdout
    assert "owl" in cli("profile", "remove", "owl", "-y").stdout


def test_a_choice_that_is_damaged_is_named_seen_by_the_doctor_and_made_anew(cli: Cli) -> None:
    cli("profile", "add", "fox", check=0)
    (cli.home / "profile").write_bytes(b"\xff\xfe\x00\x1b[31m")
    assert cli("products", "--json", check=2).json["error"]["code"] == "profile.name"
    assert "bad" in {each["health"] for each in cli("doctor", "--json", check=9).data["checks"]}
    assert listed(cli) == {"default": False, "fox": False}
    cli("profile", "use", "fox", check=0)
    assert listed(cli) == {"default": False, "fox": True}

    (cli.home / "profile").unlink()
    (cli.home / "profile").mkdir()
    refused = cli("products", "--json", check=9).json["error"]
    assert refused["message"] == f"Cannot read {cli.home / 'profile'}: Is a directory"
    assert cli("products", "-P", "fox", "--json").exit_status == 9
