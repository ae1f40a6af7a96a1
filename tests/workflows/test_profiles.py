"""Renaming and removing take the tokens along, and never leave or lose one."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.errors import KeyringTrouble
from podpusher_cli.store.db import connect
from podpusher_cli.store.holders import this_process
from podpusher_cli.store.profiles import Profiles
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.token_places import Place, Places
from podpusher_cli.store.tokens import MemoryStore
from podpusher_cli.workflows.profiles import ProfileBusy, add, remove, rename, wipe_left
from tests.support.renewals import RENEWED, RenewingStore


class Vault:
    """A token store for each profile."""

    def __init__(self) -> None:
        self.stores: dict[str, MemoryStore] = defaultdict(MemoryStore)

    def __call__(self, profile: str) -> MemoryStore:
        return self.stores[profile]


class NoKeyring(MemoryStore):
    def get(self, provider: str) -> dict[str, Any] | None:
        raise KeyringTrouble(problem="there is none")


@pytest.fixture
def profiles(tmp_path: Path) -> Profiles:
    made = Profiles(tmp_path / "home")
    made.add("fox")
    return made


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "home")


@pytest.fixture
def vault() -> Vault:
    made = Vault()
    made("fox").put("etsy", {"access_token": "1.a"})
    made("fox").put("etsy-app", {"keystring": "k"})
    made("fox").put("printify", {"access_token": "eyJ"})
    made("default").put("etsy", {"access_token": "2.b"})
    return made


def yes(_question: str, **_fields: object) -> bool:
    return True


def connected(profiles: Profiles, name: str) -> None:
    db = connect(Path(profiles.get(name).folder) / "state.db")
    Settings(db).set({"printify.shop": "5432"})
    db.close()


def test_a_new_name_takes_the_tokens_along(profiles: Profiles, places: Places, vault: Vault) -> None:
    rename("fox", "owl", profiles=profiles, tokens_of=vault, places=places)

    assert vault("owl").get("etsy") == {"access_token": "1.a"}
    assert vault("owl").get("printify") == {"access_token": "eyJ"}
    assert [vault("fox").get(entry) for entry in ("etsy", "etsy-app", "printify")] == [None, None, None]
    assert vault("default").get("etsy") == {"access_token": "2.b"}


def test_tokens_are_never_without_a_name(
    profiles: Profiles, places: Places, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_self: Profiles, _old: str, _new: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Profiles, "rename", crash)
    with pytest.raises(KeyboardInterrupt):
        rename("fox", "owl", profiles=profiles, tokens_of=vault, places=places)

    assert vault("fox").get("etsy") == {"access_token": "1.a"}


@pytest.fixture
def renewing(vault: Vault) -> RenewingStore:
    store = RenewingStore()
    store.put("etsy", {"access_token": "1.a"})
    vault.stores["fox"] = store
    store.begin()
    return store


def test_a_token_that_is_renewed_meanwhile_goes_along(
    profiles: Profiles, places: Places, vault: Vault, renewing: RenewingStore
) -> None:
    rename("fox", "owl", profiles=profiles, tokens_of=vault, places=places)
    renewing.end()

    assert (vault("owl").get("etsy"), vault("fox").get("etsy")) == (RENEWED, None)


def test_a_token_that_is_renewed_meanwhile_is_wiped(
    profiles: Profiles, places: Places, vault: Vault, renewing: RenewingStore
) -> None:
    remove("fox", profiles=profiles, tokens_of=vault, places=places, confirm=yes)
    renewing.end()

    assert vault("fox").get("etsy") is None


def test_removing_wipes_the_tokens_of_this_profile_only(profiles: Profiles, places: Places, vault: Vault) -> None:
    gone = remove("fox", profiles=profiles, tokens_of=vault, places=places, confirm=yes)

    assert gone is not None
    assert gone.name == "fox"
    assert [vault("fox").get(entry) for entry in ("etsy", "etsy-app", "printify")] == [None, None, None]
    assert vault("default").get("etsy") == {"access_token": "2.b"}
    assert [each.name for each in profiles.all()] == ["default"]


def test_a_no_changes_nothing(profiles: Profiles, places: Places, vault: Vault) -> None:
    assert (
        remove("fox", profiles=profiles, tokens_of=vault, places=places, confirm=lambda _question, **_fields: False)
        is None
    )

    assert vault("fox").get("etsy") == {"access_token": "1.a"}
    assert profiles.get("fox").name == "fox"


def test_the_question_names_the_profile(profiles: Profiles, places: Places, vault: Vault) -> None:
    asked: list[str] = []
    remove(
        "fox",
        profiles=profiles,
        tokens_of=vault,
        places=places,
        confirm=lambda text, **fields: bool(asked.append(text.format(**fields))),
    )

    assert "fox" in asked[0]


@pytest.mark.parametrize("change", ["rename", "remove"])
def test_a_profile_at_work_is_left_alone(profiles: Profiles, places: Places, vault: Vault, change: str) -> None:
    db = connect(Path(profiles.get("fox").folder) / "state.db")
    row = (
        "insert into runs (id, command, state, live, holder, started_at) values ('r-1', 'publish', 'running', 0, ?, 0)"
    )
    db.execute(row, (str(this_process()),))
    db.close()

    with pytest.raises(ProfileBusy) as caught:
        if change == "rename":
            rename("fox", "owl", profiles=profiles, tokens_of=vault, places=places)
        else:
            remove("fox", profiles=profiles, tokens_of=vault, places=places, confirm=yes)

    assert caught.value.exit_status == 8
    assert vault("fox").get("etsy") == {"access_token": "1.a"}


def test_a_machine_without_a_keyring_can_remove_what_was_never_connected(profiles: Profiles, places: Places) -> None:
    assert remove("fox", profiles=profiles, tokens_of=lambda _name: NoKeyring(), places=places, confirm=yes)


def test_tokens_that_cannot_be_wiped_keep_their_profile_though_no_shop_was_settled_on(
    profiles: Profiles, places: Places
) -> None:
    places.record("fox", Place("keyring"))

    with pytest.raises(KeyringTrouble):
        remove("fox", profiles=profiles, tokens_of=lambda _name: NoKeyring(), places=places, confirm=yes)

    assert profiles.get("fox")


def test_tokens_that_cannot_be_wiped_keep_their_profile(profiles: Profiles, places: Places) -> None:
    connected(profiles, "fox")

    with pytest.raises(KeyringTrouble):
        remove("fox", profiles=profiles, tokens_of=lambda _name: NoKeyring(), places=places, confirm=yes)

    assert profiles.get("fox")


@pytest.mark.parametrize("change", ["rename", "remove"])
def test_nothing_is_noted_of_a_name_that_is_gone(profiles: Profiles, places: Places, vault: Vault, change: str) -> None:
    places.record("fox", Place("file"))
    places.record("default", Place("file"))

    if change == "rename":
        rename("fox", "owl", profiles=profiles, tokens_of=vault, places=places)
    else:
        remove("fox", profiles=profiles, tokens_of=vault, places=places, confirm=yes)

    assert (places.of("fox"), places.of("default")) == (None, Place("file"))


def test_what_a_killed_renaming_left_is_nobodys(profiles: Profiles, places: Places, vault: Vault) -> None:
    for gone in ("owl", "elk", "bee"):
        vault(gone).put("stripe", {"access_token": "rk_test_left"})
        places.record(gone, Place("memory"))

    add("owl", profiles=profiles, tokens_of=vault, places=places)
    rename("fox", "elk", profiles=profiles, tokens_of=vault, places=places)
    wipe_left(profiles=profiles, tokens_of=vault, places=places)

    assert [vault(name).get("stripe") for name in ("owl", "elk", "bee")] == [None] * 3
    assert vault("elk").get("etsy") == {"access_token": "1.a"}
