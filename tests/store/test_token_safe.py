"""Fresh tokens outlive a store that fails; they never come back over newer ones, nor from somebody else's file."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.errors import DiskTrouble, KeyringTrouble, MachineTrouble, TokensElsewhere, TokensReadOnly, fill
from podpusher_cli.store.token_file import FileStore
from podpusher_cli.store.token_places import Place, Places
from podpusher_cli.store.token_rescue import Rescue
from podpusher_cli.store.token_safe import SafeStore
from podpusher_cli.store.token_seal import Seal
from podpusher_cli.store.tokens import EnvStore, MemoryStore
from tests.support.clock import FakeClock

OLD = {"access_token": "canary-old", "refresh_token": "r1", "expires_at": 1000.0}
NEW = {"access_token": "canary-new", "refresh_token": "r2", "expires_at": 4600.0}
NEWEST = {"access_token": "canary-newest", "refresh_token": "r3", "expires_at": 8200.0}


class Moody(MemoryStore):
    """A keyring that works, until it does not."""

    name = "keyring"

    def __init__(self) -> None:
        super().__init__()
        self.writes = self.reads = True

    def get(self, provider: str) -> dict[str, Any] | None:
        if not self.reads:
            raise KeyringTrouble(problem="it is locked")
        return super().get(provider)

    def put(self, provider: str, value: Mapping[str, Any]) -> None:
        if not self.writes:
            raise KeyringTrouble(problem="it is locked")
        super().put(provider, value)


class Machine:
    """A home, a temporary folder, a keyring; every `store` is what a new process would have."""

    def __init__(self, folder: Path) -> None:
        self.home, self.temporary = folder / "home", folder / "tmp"
        self.temporary.mkdir()
        self.keyring = Moody()
        self.file = MemoryStore()
        self.clock = FakeClock()
        self.said: list[str] = []
        self.passphrase = ""

    def store(self, profile: str = "default") -> SafeStore:
        seal = Seal(self.home / "tokens.enc", self.home / "tokens.key", passphrase=self.passphrase)
        rescue = Rescue(self.home, profile, [self.home, self.temporary], seal=seal, clock=self.clock)
        return SafeStore(
            profile,
            lambda: self.keyring,
            of_kind={"keyring": self.keyring, "file": self.file}.__getitem__,
            rescue=rescue,
            places=Places(self.home),
            warn=self.warn,
        )

    def warn(self, message: str, **fields: object) -> None:
        told = {name: each.plain() if isinstance(each, MachineTrouble) else each for name, each in fields.items()}
        self.said.append(fill(message, told))

    def aside(self) -> list[Path]:
        return [each for folder in (self.home, self.temporary) for each in folder.glob("tokens.rescued.*")]

    def put_aside(self, value: Mapping[str, Any] = NEW, *, known: bool = True) -> Path:
        """`value` came when the keyring had just been locked; it works again afterwards."""
        self.keyring.writes, self.keyring.reads = False, known
        self.store().put("etsy", value)
        self.keyring.writes = self.keyring.reads = True
        (path,) = self.aside()
        return path


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.store().put("etsy", OLD)
    return made


def test_what_a_store_cannot_take_is_in_a_file_for_the_owner_alone_and_the_seller_is_told(machine: Machine) -> None:
    path = machine.put_aside()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.parent == machine.home
    assert b"canary" not in path.read_bytes()
    told = " ".join(machine.said)
    assert str(path) in told
    assert "it is locked" in told
    assert "podpusher status" in told
    assert "canary" not in told


def test_it_is_in_use_at_once_while_the_store_still_fails(machine: Machine) -> None:
    path = machine.put_aside()
    machine.keyring.writes = False

    assert machine.store().get("etsy") == NEW
    assert path.exists()
    assert machine.keyring.get("etsy") == OLD


@pytest.mark.parametrize("known", [True, False])
def test_the_next_who_asks_takes_it_in_once_the_store_works(machine: Machine, known: bool) -> None:
    machine.put_aside(known=known)

    assert machine.store().get("etsy") == NEW
    assert machine.keyring.get("etsy") == NEW
    assert machine.aside() == []


def test_with_one_entry_the_others_are_taken_in(machine: Machine) -> None:
    machine.keyring.writes = False
    machine.store().put("etsy-app", {"keystring": "k"})
    machine.store().put("etsy", NEW)
    machine.keyring.writes = True

    machine.store().get("etsy")

    assert machine.aside() == []
    assert machine.keyring.get("etsy-app") == {"keystring": "k"}


def test_who_holds_the_lock_takes_it_in_as_well(machine: Machine) -> None:
    machine.put_aside()
    store = machine.store()

    with store.lock("etsy"):
        assert store.get("etsy") == NEW
        assert machine.aside() == []


def test_who_cannot_have_the_lock_leaves_the_taking_in_to_its_holder(machine: Machine) -> None:
    path, held, done = machine.put_aside(), threading.Event(), threading.Event()
    store = machine.store()

    def hold() -> None:
        with store.lock("etsy"):
            held.set()
            done.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(60)
    try:
        assert store.get("etsy") == NEW
        assert path.exists()
    finally:
        done.set()
        other.join()


@pytest.mark.parametrize("known", [True, False])
def test_it_never_replaces_what_was_kept_later(machine: Machine, known: bool) -> None:
    machine.put_aside(known=known)
    machine.keyring.put("etsy", NEWEST)  # by somebody who could not see the file

    assert machine.store().get("etsy") == NEWEST
    assert machine.keyring.get("etsy") == NEWEST
    assert machine.aside() == []


def test_a_new_login_makes_it_obsolete(machine: Machine) -> None:
    machine.put_aside(known=False)

    machine.store().put("etsy", NEWEST)

    assert machine.aside() == []
    assert machine.store().get("etsy") == NEWEST


def test_a_second_failure_keeps_the_newer_of_both(machine: Machine) -> None:
    machine.put_aside(NEW, known=False)
    machine.put_aside(NEWEST, known=False)

    assert machine.store().get("etsy") == NEWEST
    assert machine.keyring.get("etsy") == NEWEST


def test_what_is_forgotten_is_forgotten_there_too(machine: Machine) -> None:
    machine.put_aside()

    machine.store().delete("etsy")

    assert machine.aside() == []
    assert machine.store().get("etsy") is None


def test_what_is_forgotten_is_forgotten_where_an_unfinished_move_left_it(machine: Machine) -> None:
    for store in (machine.keyring, machine.file):
        store.put("etsy", OLD)
    Places(machine.home).record("default", Place("keyring", "file"))

    machine.store().delete("etsy")

    assert (machine.keyring.get("etsy"), machine.file.get("etsy")) == (None, None)


def test_a_store_that_was_left_because_it_fails_keeps_nobody_from_forgetting(machine: Machine) -> None:
    class Hung(MemoryStore):
        def delete(self, provider: str) -> None:
            raise KeyringTrouble(problem="it did not answer")

    machine.file = Hung()
    machine.keyring.put("etsy", OLD)
    Places(machine.home).record("default", Place("keyring", "file"))

    machine.store().delete("etsy")

    assert machine.keyring.get("etsy") is None


def test_it_belongs_to_one_profile_and_one_entry(machine: Machine) -> None:
    path = machine.put_aside()
    other = machine.store("other")
    for name in (path.name.replace("default", "other"), path.name.replace(".etsy", ".printify")):
        (path.parent / name).write_bytes(path.read_bytes())
        (path.parent / name).chmod(0o600)

    assert other.get("etsy") == OLD, "the keyring of this test is one for both"
    assert machine.store().get("printify") is None
    assert machine.store().get("etsy") == NEW


def test_where_the_home_cannot_be_written_it_is_in_the_temporary_folder_not_encrypted_and_that_is_said(
    tmp_path: Path,
) -> None:
    machine = Machine(tmp_path)
    machine.home.write_text("a file where the folder should be")
    machine.keyring.writes = False

    machine.store().put("etsy", NEW)
    (path,) = machine.aside()

    assert path.parent == machine.temporary
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "not encrypted" in machine.said[0]
    assert machine.store().get("etsy") == NEW


def test_where_no_folder_takes_it_the_stores_own_trouble_is_raised(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.home.write_text("")
    machine.temporary.rmdir()
    machine.keyring.writes = False

    with pytest.raises(KeyringTrouble):
        machine.store().put("etsy", NEW)


def test_a_passphrase_seals_it_too(machine: Machine) -> None:
    machine.passphrase = "Pässwörter sind lang"
    path = machine.put_aside()

    assert path.read_bytes().startswith(b"podpusher scrypt")
    assert not (machine.home / "tokens.key").exists()
    assert machine.store().get("etsy") == NEW


@pytest.mark.parametrize("trick", ["mode", "link", "folder", "damaged"])
def test_a_file_that_anybody_may_have_made_is_passed_over(machine: Machine, trick: str) -> None:
    path = machine.put_aside()
    if trick == "mode":
        path.chmod(0o644)
    elif trick == "damaged":
        path.write_bytes(path.read_bytes()[:-9])
    else:
        path.rename(path.with_name("elsewhere"))
        if trick == "folder":
            path.mkdir()
        else:
            path.symlink_to(path.with_name("elsewhere"))

    assert machine.store().get("etsy") == OLD
    assert machine.keyring.get("etsy") == OLD
    assert (str(path) in " ".join(machine.said[2:])) == (trick == "damaged")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_somebody_else_is_passed_over(machine: Machine) -> None:
    os.chown(machine.put_aside(), 65534, 65534)

    assert machine.store().get("etsy") == OLD


def test_the_environment_is_not_put_aside(machine: Machine) -> None:
    machine.keyring = EnvStore({}, {})  # type: ignore[assignment]

    with pytest.raises(TokensReadOnly):
        machine.store().put("etsy", NEW)
    assert machine.aside() == []


def test_a_disk_that_is_full_between_key_and_tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real file store, whose disk fills up once its lock is held."""
    machine = Machine(tmp_path)
    file = FileStore(machine.home / "tokens.enc", machine.home / "tokens.key", "default")
    file.put("etsy", OLD)
    machine.keyring = file  # type: ignore[assignment]
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: _refuse(handle, real, "tokens.enc"))

    machine.store().put("etsy", NEW)
    assert machine.store().get("etsy") == NEW
    monkeypatch.undo()

    assert file.get("etsy") == OLD
    assert machine.store().get("etsy") == NEW
    assert file.get("etsy") == NEW
    assert machine.aside() == []


def _refuse(handle: int, real: Any, name: str) -> None:
    if name in str(Path(f"/proc/self/fd/{handle}").readlink()):
        raise OSError(28, "No space left on device")
    real(handle)


# Which store holds what


def test_a_profile_whose_tokens_are_in_another_store_is_never_silently_without(machine: Machine) -> None:
    machine.keyring.name = "file"

    with pytest.raises(TokensElsewhere) as caught:
        machine.store().get("printify")

    assert caught.value.exit_status == 9
    assert "PODPUSHER_TOKEN_STORE=keyring" in caught.value.plain_hint()


def test_the_note_of_who_holds_what_is_of_its_home_and_has_no_secret(machine: Machine) -> None:
    places = Places(machine.home)
    places.choose("file")
    places.record("shop-b", Place("file", "keyring"))

    assert (machine.home / "token-store").read_text() == "file\ndefault keyring\nshop-b file keyring\n"
    assert (places.chosen, places.of("shop-b"), places.of("nobody")) == ("file", Place("file", "keyring"), None)


def test_a_choice_of_before_there_were_notes_is_read(tmp_path: Path) -> None:
    (tmp_path / "token-store").write_text("file\n")

    assert Places(tmp_path).chosen == "file"


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")

    with pytest.raises(DiskTrouble):
        Places(tmp_path / "home").choose("file")


def test_nothing_secret_shows(machine: Machine) -> None:
    path = machine.put_aside()
    machine.keyring.writes = False
    store = machine.store()
    store.get("etsy")
    store.put("etsy", NEWEST)

    assert "canary" not in f"{store!r} {store._found('etsy')!r} {json.dumps(store.aside['etsy'].details)} {path}"


ALL = ("etsy", "etsy-app", "tiktok-session")


def test_secrets_are_told_of_a_store_that_was_needed_and_of_no_other(machine: Machine) -> None:
    machine.keyring.put("etsy-app", {"keystring": "the keystring", "shared_secret": "short"})
    machine.keyring.put("tiktok-session", {"values": {"sessionid": "a cookie of theirs"}, "given_at": 1.0})
    store = machine.store()
    assert store.secrets(ALL) == frozenset()

    store.get("etsy")

    assert store.secrets(ALL) == {OLD["access_token"], "the keystring", "a cookie of theirs"}


def test_secrets_that_came_later_are_told_with_the_old_ones(machine: Machine) -> None:
    store = machine.store()
    store.get("etsy")
    store.secrets(ALL)

    store.put("etsy", NEW)

    assert {NEW["access_token"], OLD["access_token"]} <= store.secrets(ALL)


def test_a_keyring_that_is_locked_meanwhile_costs_no_answer(machine: Machine) -> None:
    store = machine.store()
    store.get("etsy")
    machine.keyring.reads = False

    assert OLD["access_token"] in store.secrets(ALL)
