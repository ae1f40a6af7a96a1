"""A profile's settings: defaults, checks, all or none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from podpusher_cli.core.setting_values import BadSetting
from podpusher_cli.core.settings import SETTINGS, Setting, UnknownSetting, told
from podpusher_cli.store.db import connect
from podpusher_cli.store.settings import Settings


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    return connect(tmp_path / "state.db")


def test_what_was_never_set_has_its_default(db: sqlite3.Connection) -> None:
    settings = Settings(db)
    assert settings.all() == {each.key: each.default for each in SETTINGS}
    assert settings.get("currency") == "USD"


def test_what_was_set_is_there_for_the_next_command(db: sqlite3.Connection, tmp_path: Path) -> None:
    Settings(db).set({"currency": " EUR ", "publish.parallel": "4"})
    Settings(db).set({"currency": "GBP"})
    again = Settings(connect(tmp_path / "state.db"))
    assert (again.get("currency"), again.get("publish.parallel"), again.all()["currency"]) == ("GBP", "4", "GBP")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda each: each.key)
def test_an_empty_text_brings_the_default_back(db: sqlite3.Connection, setting: Setting) -> None:
    settings = Settings(db)
    db.execute("insert into settings values (?, 'something')", (setting.key,))
    settings.set({setting.key: " "})
    assert settings.get(setting.key) == setting.default
    if setting.default:
        settings.set({setting.key: setting.default})
        assert settings.get(setting.key) == setting.default, "the default suits"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("language", "it"),
        ("model", "gpt"),
        ("template.blueprint", "seven"),
        ("publish.parallel", "0"),
        ("publish.parallel", "33"),
        ("generate.parallel", "x"),
        ("currency", "euro"),
        ("currency", "€"),
        ("template.price", "NaN"),
        ("template.price", "1e9"),
        ("template.price", "abc"),
        ("template.price", "0"),
        ("template.price", "0.00"),
        ("template.price", "-5"),
        ("text.translations", "es,xx"),
        ("billing.return_url", "ftp://shop.example"),
        ("billing.return_url", "http://shop.example"),
        ("billing.return_url", "https://[half"),
        ("openai.image_size", "10"),
        ("spending.month", "-5"),
        ("publish.parallel", "-1"),
        ("trends.allow_unofficial", "perhaps"),
        ("openai.quality", "best"),
        ("template.print_provider", "²"),
    ],
)
def test_a_value_that_does_not_suit_is_refused_by_name(db: sqlite3.Connection, key: str, value: str) -> None:
    settings = Settings(db)
    with pytest.raises(BadSetting) as refused:
        settings.set({"currency": "EUR", key: value})
    assert key in refused.value.plain()
    assert settings.get("currency") == "USD", "all of them or none"


@pytest.mark.parametrize(
    ("key", "value", "takes"),
    [
        ("model", "gpt", "one of these: local, openai."),
        ("language", "it", "one of these: en, es, fr, de."),
        ("trends.allow_unofficial", "perhaps", "one of these: 1, 0."),
        ("publish.parallel", "99", "a whole number from 1 to 32."),
        ("quota.images", "-1", "a whole number from 0 to 999999999."),
        ("template.price", "cheap", "something like 26.99."),
    ],
)
def test_a_refusal_says_what_a_setting_takes(db: sqlite3.Connection, key: str, value: str, takes: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings(db).set({key: value})
    assert refused.value.plain() == f"“{value}” does not suit the setting {key}; it takes {takes}"


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("currency", "eur", "EUR"),
        ("template.price", "26,99 €", "26,99 €"),
        ("template.price", "$7", "$7"),
        ("text.translations", "es, fr", "es, fr"),
        ("billing.return_url", "http://localhost:8000/done", "http://localhost:8000/done"),
    ],
)
def test_what_suits_is_kept(db: sqlite3.Connection, key: str, value: str, kept: str) -> None:
    Settings(db).set({key: value})
    assert Settings(db).get(key) == kept


def test_a_name_that_there_is_not(db: sqlite3.Connection) -> None:
    with pytest.raises(UnknownSetting):
        Settings(db).set({"curency": "EUR"})
    assert db.execute("select count(*) from settings").fetchone()[0] == 0


@pytest.mark.parametrize(("word", "kept"), [("yes", "1"), ("ON", "1"), ("1", "1"), ("False", "0"), ("off", "0")])
def test_a_flag_is_kept_as_a_digit(db: sqlite3.Connection, word: str, kept: str) -> None:
    settings = Settings(db)
    settings.set({"trends.allow_unofficial": word})
    assert settings.get("trends.allow_unofficial") == kept


def test_a_setting_of_a_later_release_does_not_get_in_the_way(db: sqlite3.Connection) -> None:
    db.execute("insert into settings values ('future.thing', 'x')")
    settings = Settings(db)
    assert [each.key for each in told(settings.all())] == [each.key for each in SETTINGS]
