"""Errors: a sentence that is whole, a code that stays, outside text that stays text."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import podpusher_cli
from podpusher_cli.core.errors import (
    ConnectionExpired,
    NotFound,
    PodpusherError,
    ProviderRefused,
    TryLater,
    as_template,
    fill,
)

STATUSES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 130}


def all_errors() -> list[type[PodpusherError]]:
    for module in pkgutil.walk_packages(podpusher_cli.__path__, "podpusher_cli."):
        if not module.name.startswith("podpusher_cli.sandbox") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return sorted(set(below(PodpusherError)), key=lambda each: each.__qualname__)


def below(error: type[PodpusherError]) -> Iterator[type[PodpusherError]]:
    yield error
    for each in error.__subclasses__():
        yield from below(each)


ERRORS = [each for each in all_errors() if each.__module__.startswith("podpusher_cli.")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: each.__qualname__)
def test_each_has_a_code_a_status_of_the_contract_and_whole_sentences(error: type[PodpusherError]) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*(\.[a-z_]+)?", error.code)
    assert error.exit_status in STATUSES
    assert error.message[:1].isupper() or error.message.startswith(("podpusher ", "--", "{", "“"))
    assert error.message[-1] in ".?}"
    for template in (error.message, error.hint):
        assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(template))


def test_a_code_means_one_exit_status() -> None:
    told: dict[str, set[int]] = {}
    for error in ERRORS:
        told.setdefault(error.code, set()).add(error.exit_status)
    generic = {"provider.refused"}  # its subclasses speak as `<provider>.<reason>`
    assert {code: found for code, found in told.items() if len(found) > 1 and code not in generic} == {}


def test_the_speaker_is_in_the_code_and_in_the_sentence() -> None:
    error = ProviderRefused(provider="printify", reason="validation", problem="the title is missing")
    assert error.full_code == "printify.validation"
    assert error.plain() == "Printify refused it: the title is missing"
    assert str(error) == error.plain()
    assert TryLater(provider="etsy").full_code == "provider.unavailable"
    assert NotFound(name="x").full_code == "not_found"


def test_a_hint_of_its_own_and_one_that_is_filled() -> None:
    assert ConnectionExpired(provider="etsy", name="etsy").plain_hint() == "podpusher connect etsy"
    assert NotFound(name="x", hint="podpusher products list").plain_hint() == "podpusher products list"


@given(st.text(max_size=60))
def test_outside_text_is_never_a_template_and_never_obeyed(text: str) -> None:
    told = fill("There is no “{name}”.", {"name": text})
    assert told.startswith("There is no “")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]", told)


@pytest.mark.parametrize("text", ["{0}", "{name.__class__}", "{}", "{{x}}", "%s", "[bold]", "\x1b[31m"])
def test_braces_and_markup_come_out_as_they_went_in(text: str) -> None:
    assert fill("{name}", {"name": text}) == text.replace("\x1b", "")


def test_a_number_fills_a_sentence_as_well() -> None:
    assert fill("{count} of {total}", {"count": 3, "total": 5}) == "3 of 5"


@given(st.text())
def test_a_text_that_is_filled_already_is_not_filled_again(text: str) -> None:
    assert fill(as_template(text), {"x": "y"}) == text
