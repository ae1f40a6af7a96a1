"""podpusher feedback: what is good and what is not, said about things that are there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Cli


@pytest.fixture
def seller(begun: Callable[..., Cli]) -> Cli:
    return begun("Plant dad", "--seed", "3")


def design(cli: Cli) -> str:
    return str(cli("designs", "--json", check=0).data[0]["id"])


def product(cli: Cli) -> str:
    return str(cli("products", "--json", check=0).data[0]["id"])


def test_a_design_is_rated_dropped_and_kept_after_all(seller: Cli) -> None:
    name = design(seller)

    said = seller("feedback", name, "--rating", "2", "--drop", "--because", "hard to read", "--json", check=0).data
    assert (said["about"], said["verdict"], said["reason"], said["rating"]) == ("design", "dropped", "hard_to_read", 2)
    assert said["text"] == "Plant dad"
    assert [each["state"] for each in seller("designs", "--state", "dropped", "--json", check=0).data] == ["dropped"]

    said = seller("feedback", name, "--keep", "--note", "for spring", "--json", check=0).data
    assert (said["verdict"], said["reason"], said["rating"], said["note"]) == ("kept", None, 2, "for spring")
    shown = seller("designs", "show", name, "--json", check=0).data["design"]
    assert (shown["state"], shown["rating"]) == ("kept", 2)
    assert "★★☆☆☆" in seller("designs", "show", name, check=0).stdout


def test_the_words_of_a_listing_are_judged_too(seller: Cli) -> None:
    name = product(seller)
    text = seller("feedback", name, "--drop", "--because", "too many exclamation marks", check=0).stdout
    assert "copy" in text
    assert "too many exclamation marks" in text
    assert seller("feedback", name, "--json", check=0).data["reason"] == "other"


def test_what_was_said_is_listed_and_taken_back(seller: Cli) -> None:
    assert "Nothing was said yet." in seller("feedback", check=0).stdout
    seller("feedback", design(seller), "--rating", "5", check=0)
    seller("feedback", product(seller), "--rating", "1", check=0)

    first = seller("feedback", "--limit", "1", "--json", check=0)
    rest = seller("feedback", "--cursor", first.json["meta"]["next_cursor"], "--json", check=0)
    assert [each["about"] for each in (*first.data, *rest.data)] == ["copy", "design"]
    assert [each["about"] for each in seller("feedback", "--about", "design", "--json", check=0).data] == ["design"]
    assert all(len(line) <= 80 for line in seller("feedback", check=0).stdout.splitlines())

    seller("feedback", design(seller), "--clear", check=0)
    assert len(seller("feedback", "--json", check=0).data) == 1
    assert seller("feedback", design(seller), "--json", check=4).json["error"]["code"] == "feedback.none"


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        (("d-nothing", "--rating", "3"), "not_found", 4),
        (("p-nothing", "--rating", "3"), "not_found", 4),
        (("nothing", "--rating", "3"), "not_found", 4),
        (("d-nothing", "--clear"), "feedback.none", 4),
        (("--rating", "3"), "usage", 2),
        (("--clear",), "usage", 2),
        (("d-1", "--rating", "6"), "usage", 2),
        (("d-1", "--keep", "--drop"), "usage", 2),
        (("d-1", "--clear", "--rating", "3"), "usage", 2),
        (("d-1", "--because", "ugly"), "usage", 2),
        (("d-1", "--drop", "--because", "x" * 501), "feedback.too_long", 2),
        (("--cursor", "x"), "input.cursor", 2),
    ],
)
def test_what_cannot_be_right(cli: Cli, words: tuple[str, ...], code: str, status: int) -> None:
    assert cli("feedback", *words, "--json", check=status).json["error"]["code"] == code


def test_hostile_words_do_nothing(seller: Cli) -> None:
    text = seller("feedback", design(seller), "--note", "\x1b[31m[red]boo[/red]\x07", check=0).stdout
    assert "[31m[red]boo[/red]" in text
    assert not {"\x1b", "\x07"} & set(text)
