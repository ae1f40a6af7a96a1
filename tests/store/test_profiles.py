"""Profiles as folders: listed without opening anything, chosen atomically, gone at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from podpusher_cli.core.profiles import BadProfileName, NoProfile, ProfileExists
from podpusher_cli.core.runs import Holder
from podpusher_cli.store.db import connect
from podpusher_cli.store.holders import this_process
from podpusher_cli.store.profiles import Profiles
from podpusher_cli.store.settings import Settings


@pytest.fixture
def profiles(tmp_path: Path) -> Profiles:
    return Profiles(tmp_path / "home")


def names(profiles: Profiles) -> list[str]:
    return [each.name for each in profiles.all()]


def test_a_new_home_has_the_default_and_uses_it(profiles: Profiles) -> None:
    assert [(each.name, each.current) for each in profiles.all()] == [("default", True)]


def test_added_profiles_are_listed_by_name(profiles: Profiles) -> None:
    profiles.add("owl")
    profiles.add("fox")

    assert names(profiles) == ["default", "fox", "owl"]


def test_a_folder_is_for_its_owner_only(profiles: Profiles) -> None:
    assert Path(profiles.add("fox").folder).stat().st_mode & 0o077 == 0


def test_a_name_is_taken_once(profiles: Profiles) -> None:
    profiles.add("fox")

    for taken in ("fox", "default"):
        with pytest.raises(ProfileExists):
            profiles.add(taken)


def test_a_name_cannot_leave_the_folder(profiles: Profiles) -> None:
    for name in ("../elsewhere", "/etc", ".."):
        with pytest.raises(BadProfileName):
            profiles.add(name)
        with pytest.raises(BadProfileName):
            profiles.remove(name)


def test_the_chosen_one_is_remembered(profiles: Profiles, tmp_path: Path) -> None:
    profiles.add("fox")

    assert profiles.use("fox").current
    assert Profiles(tmp_path / "home").current() == "fox"
    assert profiles.use("default").current


def test_what_is_not_there_cannot_be_chosen(profiles: Profiles) -> None:
    with pytest.raises(NoProfile):
        profiles.use("fox")

    assert profiles.current() == "default"


def test_a_renamed_profile_keeps_its_files_and_its_place(profiles: Profiles) -> None:
    folder = Path(profiles.add("fox").folder)
    (folder / "state.db").write_bytes(b"kept")
    profiles.use("fox")

    done = profiles.rename("fox", "owl")

    assert done.current
    assert (Path(done.folder) / "state.db").read_bytes() == b"kept"
    assert names(profiles) == ["default", "owl"]


def test_the_default_can_take_a_name_and_begins_anew(profiles: Profiles, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "profiles" / "default"
    folder.mkdir(parents=True)
    (folder / "state.db").write_bytes(b"kept")

    assert (Path(profiles.rename("default", "fox").folder) / "state.db").exists()
    assert names(profiles) == ["default", "fox"]
    assert not folder.exists()


def test_a_name_that_is_taken_is_not_overwritten(profiles: Profiles) -> None:
    profiles.add("fox")
    profiles.add("owl")

    with pytest.raises(ProfileExists):
        profiles.rename("fox", "owl")


def test_a_removed_profile_is_gone_and_the_default_is_back(profiles: Profiles) -> None:
    folder = Path(profiles.add("fox").folder)
    (folder / "designs").mkdir()
    profiles.use("fox")

    profiles.remove("fox")

    assert names(profiles) == ["default"]
    assert profiles.current() == "default"
    assert list(folder.parent.iterdir()) == []


def test_a_removal_that_was_cut_short_is_finished_by_the_next(profiles: Profiles, tmp_path: Path) -> None:
    left = tmp_path / "home" / "profiles" / ".fox.ABCDEFGH"
    left.mkdir(parents=True)
    profiles.add("owl")

    assert names(profiles) == ["default", "owl"]
    profiles.remove("owl")
    assert not left.exists()


def test_hundreds_are_listed_without_opening_one(profiles: Profiles, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "profiles"
    for number in range(500):
        (folder / f"shop-{number:03}").mkdir(parents=True)
        (folder / f"shop-{number:03}" / "state.db").symlink_to("/nonexistent/state.db")

    assert len(profiles.all()) == 501


def run_row(profiles: Profiles, name: str, holder: Holder) -> None:
    with_db = connect(Path(profiles.get(name).folder) / "state.db")
    with_db.execute(
        "insert into runs (id, command, state, live, holder, started_at) values ('r-1', 'publish', 'running', 0, ?, 0)",
        (str(holder),),
    )
    with_db.close()


def test_a_run_of_a_living_process_is_seen(profiles: Profiles) -> None:
    profiles.add("fox")
    assert not profiles.is_running("fox")

    run_row(profiles, "fox", this_process())

    assert profiles.is_running("fox")


def test_a_run_of_a_dead_process_does_not_count(profiles: Profiles) -> None:
    profiles.add("fox")
    run_row(profiles, "fox", Holder(this_process().host, os.getpid(), "another start"))

    assert not profiles.is_running("fox")


def test_a_shop_in_the_settings_means_it_was_connected(profiles: Profiles) -> None:
    profiles.add("fox")
    assert not profiles.was_connected("fox")

    db = connect(Path(profiles.get("fox").folder) / "state.db")
    Settings(db).set({"etsy.shop": "51300771"})
    db.close()

    assert profiles.was_connected("fox")


def test_a_damaged_database_says_nothing(profiles: Profiles) -> None:
    folder = Path(profiles.add("fox").folder)
    (folder / "state.db").write_bytes(b"not a database at all" * 100)

    assert not profiles.is_running("fox")
    assert not profiles.was_connected("fox")
