"""Which language is spoken, and how it writes money, numbers and dates."""

from __future__ import annotations

import copy
import gettext
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli import i18n
from podpusher_cli.core import connecting, errors
from podpusher_cli.core.errors import PodpusherError, fill
from podpusher_cli.core.money import Money
from podpusher_cli.core.text import NN_, Counted
from podpusher_cli.i18n import LANGUAGES, Catalogue, activate, catalogue_files, choose, current
from tests.conftest import Cli

SENTENCE = "Something went wrong."
NEVER_SET = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    activate("en")


# Choosing


@pytest.mark.parametrize(
    ("wish", "chosen"),
    [
        ("fr", ("fr", None)),
        ("FR", ("fr", None)),
        ("fr_CA", ("fr", "fr_CA")),
        ("fr-ca", ("fr", "fr_CA")),
        ("de_AT.UTF-8", ("de", "de_AT")),
        ("de_DE@euro", ("de", "de_DE")),
        ("es_419", ("es", "es_419")),
        ("en_GB.UTF-8", ("en", "en_GB")),
    ],
)
def test_a_wish_may_be_written_in_any_of_the_usual_ways(wish: str, chosen: tuple[str, str | None]) -> None:
    assert choose(wish, environment={}) == chosen
    assert choose(environment={"LANG": wish}) == chosen


@pytest.mark.parametrize(
    ("wishes", "environment", "language"),
    [
        (("fr",), {"LC_ALL": "de_DE", "LANG": "es_ES"}, "fr"),
        ((None, "es"), {"LC_ALL": "de_DE"}, "es"),
        ((None,), {"LC_ALL": "de_DE", "LC_MESSAGES": "fr_FR", "LANG": "es_ES"}, "de"),
        ((), {"LC_MESSAGES": "fr_FR", "LANG": "es_ES"}, "fr"),
        ((), {"LANG": "es_ES"}, "es"),
        ((), {"LC_ALL": "", "LANG": "de_DE"}, "de"),
        (("fr",), {"LC_ALL": "en_CA"}, "fr"),
        ((), {}, "en"),
        ((), {"LANG": "C"}, "en"),
        ((), {"LC_ALL": "C.UTF-8", "LANG": "POSIX"}, "en"),
        (("ja",), {"LANG": "pt_BR"}, "en"),
        (("ja",), {"LANG": "de_DE"}, "de"),
        (("", "  "), {}, "en"),
    ],
)
def test_the_first_that_is_spoken_is_taken(
    wishes: tuple[str | None, ...], environment: dict[str, str], language: str
) -> None:
    assert choose(*wishes, environment=environment)[0] == language


def test_a_wish_without_a_region_has_the_machines_where_that_speaks_the_same() -> None:
    assert choose("fr", environment={"LANG": "fr_CA.UTF-8"}) == ("fr", "fr_CA")
    assert choose("fr", environment={"LC_ALL": "de_AT", "LANG": "fr_CH"}) == ("fr", "fr_CH")
    assert choose("fr_BE", environment={"LANG": "fr_CA"}) == ("fr", "fr_BE")
    assert choose("fr", environment={"LANG": "de_AT"}) == ("fr", None)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_words_choose_a_language_that_can_be_spoken(wish: str, lang: str) -> None:
    language, locale = choose(wish, environment={"LANG": lang})
    assert language in LANGUAGES
    catalogue = activate(language, locale)
    assert catalogue.money(Money(2699))


# Catalogues


def test_every_language_but_english_has_a_catalogue() -> None:
    assert set(catalogue_files()) == set(LANGUAGES) - {"en"}
    for language, file in catalogue_files().items():
        assert file.is_file(), file
        assert Catalogue(language).translate(SENTENCE) != SENTENCE


def test_a_catalogue_that_is_missing_falls_back_to_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_FOLDER", tmp_path)
    catalogue = Catalogue("fr")
    assert catalogue.translate(SENTENCE) == SENTENCE
    assert catalogue.plural("{count} day", "{count} days", 2) == "{count} days"
    assert "26,99" in catalogue.money(Money(2699, "EUR")), "numbers need no catalogue"


def test_a_sentence_that_is_not_in_it_stays_as_it_is_and_nothing_stays_nothing() -> None:
    catalogue = Catalogue("de")
    assert catalogue.translate("This is nowhere in podpusher.") == "This is nowhere in podpusher."
    assert catalogue.translate("") == "", "the head of a catalogue is not for sellers"


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_and_many_have_their_own_forms(language: str) -> None:
    catalogue = Catalogue(language)
    one, many = (catalogue.plural("in {count} day", "in {count} days", count) for count in (1, 2))
    assert one != many
    assert "{count}" in one
    assert "{count}" in many


SENTENCES = NN_("{count} row is in {path}", "{count} rows are in {path}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 1204])
@pytest.mark.parametrize("written", [int, str])
def test_a_sentence_with_two_forms_is_filled_in_the_one_that_goes_with_its_number(
    language: str, count: int, written: Callable[[int], object]
) -> None:
    catalogue = Catalogue(language)
    form = catalogue.plural(SENTENCES.one, str(SENTENCES), count)

    told = fill(catalogue.translate(SENTENCES), {"count": written(count), "path": "x.csv"})

    assert told == form.format(count=count, path="x.csv")


def test_zero_is_one_in_french_and_many_in_english_and_a_written_number_counts_as_what_it_says() -> None:
    zero = {"count": 0, "path": "x"}
    french = Catalogue("fr")
    assert fill(french.translate(SENTENCES), zero) == fill(french.plural(SENTENCES.one, str(SENTENCES), 1), zero)
    assert fill(SENTENCES, zero) == "0 rows are in x"
    assert fill(SENTENCES, {"count": "1,204", "path": "x"}) == "1,204 rows are in x"


@pytest.mark.parametrize("again", [lambda each: pickle.loads(pickle.dumps(each)), copy.deepcopy])
def test_both_forms_outlive_a_copy(again: Callable[[Counted], Counted]) -> None:
    assert fill(again(SENTENCES), {"count": 1, "path": "x"}) == "1 row is in x"


@pytest.mark.parametrize("language", ["es", "fr", "de"])
@pytest.mark.parametrize("count", [1, 2])
def test_a_kept_sentence_with_two_forms_is_told_in_the_language(language: str, count: int) -> None:
    ours, fields = Catalogue(language), {"count": count, "path": "x.csv"}
    assert ours.retell(fill(SENTENCES, fields)) == fill(ours.translate(SENTENCES), fields)


def test_what_is_active_is_what_is_spoken() -> None:
    activate("fr")
    assert (current().language, current().locale, i18n._(SENTENCE)) == (
        "fr",
        "fr_FR",
        Catalogue("fr").translate(SENTENCE),
    )
    activate("fr", "fr_CA")
    assert current().locale == "fr_CA"
    activate("fr")
    assert current().locale == "fr_FR"


@pytest.mark.parametrize("locale", ["fr_XX", "fr_", "fr_Ca_Nada", "fr_12345", "fr_☃"])
def test_a_region_that_there_is_not_is_left_out(locale: str) -> None:
    assert activate("fr", locale).money(Money(2699, "EUR")) == Catalogue("fr").money(Money(2699, "EUR"))


def test_catalogues_are_whole_files(tmp_path: Path) -> None:
    for file in catalogue_files().values():
        with file.open("rb") as binary:
            assert len(gettext.GNUTranslations(binary)._catalog) > 50  # type: ignore[attr-defined]


# Money, numbers, dates


@pytest.mark.parametrize(
    ("locale", "amount", "written"),
    [
        ("en_US", Money(2699, "USD"), "$26.99"),
        ("en_US", Money(2699, "EUR"), "€26.99"),
        ("en_US", Money(2600, "JPY"), "¥2,600"),
        ("en_US", Money(-150, "USD"), "-$1.50"),
        ("en_US", Money(123456789, "USD"), "$1,234,567.89"),
        ("en_GB", Money(2699, "GBP"), "£26.99"),
        ("de_DE", Money(2699, "EUR"), "26,99 €"),
        ("de_DE", Money(123456789, "EUR"), "1.234.567,89 €"),
        ("fr_FR", Money(2699, "EUR"), "26,99 €"),
        ("es_ES", Money(2699, "EUR"), "26,99 €"),
        ("de_CH", Money(2699, "CHF"), "CHF 26.99"),
        ("fr_FR", Money(1234, "KWD"), "1,234 KWD"),
    ],
)
def test_money_as_each_place_writes_it(locale: str, amount: Money, written: str) -> None:
    told = Catalogue(locale[:2], locale).money(amount)
    assert " ".join(told.split()) == written


@pytest.mark.parametrize(
    ("language", "written"), [("en", "12,345.6"), ("de", "12.345,6"), ("es", "12.345,6"), ("fr", "12 345,6")]
)
def test_numbers(language: str, written: str) -> None:
    assert " ".join(Catalogue(language).number(12_345.6).split()) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "11/23/26, 9:30 AM"), ("de", "23.11.26, 09:30"), ("es", "23/11/26, 9:30"), ("fr", "23/11/2026 09:30")],
)
def test_a_moment_in_the_time_of_the_machine(language: str, written: str, tmp_path: Path) -> None:
    script = (
        "from datetime import datetime, UTC; from podpusher_cli.i18n import Catalogue;"
        f"print(Catalogue({language!r}).moment(datetime(2026, 11, 23, 14, 30, tzinfo=UTC)))"
    )
    environment = {**os.environ, "TZ": "America/New_York", "PYTHONIOENCODING": "utf-8"}
    told = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert " ".join(told.split()) == written


def test_a_moment_before_1970_and_far_ahead() -> None:
    assert Catalogue("en").moment(datetime(1969, 12, 31, 12, tzinfo=UTC))
    assert Catalogue("de").moment(datetime(2999, 12, 31, 12, tzinfo=UTC))


# Whole commands


def test_the_option_the_profile_and_the_machine_in_this_order(cli: Cli) -> None:
    empty = {language: Catalogue(language).translate("No notices.") for language in LANGUAGES}
    assert len(set(empty.values())) == 4

    def said(*options: str, **environment: str) -> str:
        return cli("notifications", *options, env=NEVER_SET | environment, check=0).stdout.strip()

    assert said() == empty["en"]
    assert said(LANG="es_ES.UTF-8") == empty["es"]
    assert said(LANG="es_ES.UTF-8", LC_ALL="fr_FR.UTF-8") == empty["fr"]
    cli("settings", "set", "language", "de", check=0)
    assert said(LANG="es_ES.UTF-8") == empty["de"]
    assert said(PODPUSHER_LANG="es") == empty["es"]
    assert said("--lang", "fr", PODPUSHER_LANG="es") == empty["fr"]


def test_json_is_never_localised_but_says_where_it_is(cli: Cli) -> None:
    told = {
        language: cli("products", "show", "p-x", "--json", "--lang", language, check=4).json for language in LANGUAGES
    }
    assert len({str(each["error"]) for each in told.values()}) == 1
    assert [each["meta"]["locale"] for each in told.values()] == ["en_US", "es_ES", "fr_FR", "de_DE"]


@pytest.mark.parametrize("language", ["es", "fr", "de"])
def test_help_and_errors_are_in_the_language(cli: Cli, language: str) -> None:
    english, theirs = (cli("--help", "--lang", each, check=0).stdout for each in ("en", language))
    assert theirs != english
    assert "podpusher" in theirs
    english, theirs = (cli("products", "show", "p-x", "--lang", each, check=4).stderr for each in ("en", language))
    assert theirs != english
    assert "p-x" in theirs


def test_a_language_that_podpusher_does_not_speak_is_told(cli: Cli) -> None:
    error = cli("products", "--lang", "xx", "--json", check=2).json["error"]
    assert error["code"] == "input.language"
    assert cli("products", "--lang", "fr_CA", check=0).exit_status == 0


# What was kept in English


def _errors(kind: type[PodpusherError] = PodpusherError) -> Iterator[type[PodpusherError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _errors(each)


@pytest.mark.parametrize("language", ["es", "fr", "de"])
def test_a_kept_sentence_is_told_in_the_language_with_its_fields(language: str) -> None:
    ours = activate(language)
    kinds = [each for each in _errors() if each.__module__ in {errors.__name__, connecting.__name__}]
    for kind in kinds:
        words = {name: f"«{name} {{1}}»" for name in re.findall(r"\{(\w+)\}", kind.message)}
        if kind.message != "{problem}":
            assert ours.retell(fill(kind.message, words)) == fill(ours.translate(kind.message), words), kind
    assert len(kinds) > 40


def test_words_by_comma_are_told_one_by_one() -> None:
    assert activate("de").retell("title, print provider, price") == "Titel, Druckpartner, Preis"
    assert activate("fr").retell("description, design, price") == "description, visuel, prix"
    assert activate("de").retell("title, a cat, price") == "title, a cat, price"
    assert activate("de").retell("title, , price") == "title, , price"


@pytest.mark.parametrize("text", ["", "Das ist kein Satz von uns.", "{provider} {x}", "a\nb"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert activate("de").retell(text) == text
    assert activate("en").retell(text) == text
