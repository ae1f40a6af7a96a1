"""Secrets: kept, found again, never shown, never lost between processes, never waited for without end."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, NoKeyringError

from podpusher_cli.core.errors import (
    DiskTrouble,
    KeyringTrouble,
    LockHeld,
    MachineTrouble,
    PassphraseNeeded,
    TokenFileTrouble,
    TokensReadOnly,
    WrongPassphrase,
)
from podpusher_cli.store import files
from podpusher_cli.store.token_file import FileStore
from podpusher_cli.store.token_keyring import Guard, KeyringStore
from podpusher_cli.store.token_seal import Seal
from podpusher_cli.store.tokens import EnvStore, MemoryStore, TokenStore

TOKENS = {
    "access_token": "70211334.canary",
    "refresh_token": "ünïcode",
    "expires_at": 1.5,
    "scopes": ["a"],
    "account": None,
}


class DictKeyring(KeyringBackend):
    """A keyring of its own, in memory."""

    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


def file_store(folder: Path, profile: str = "default") -> FileStore:
    return FileStore(folder / "tokens.enc", folder / "tokens.key", profile)


def keyring_store(folder: Path, keyring: KeyringBackend, profile: str = "default", **more) -> KeyringStore:
    return KeyringStore(profile, locks=folder / "locks", backend=lambda: keyring, **({"guard": Guard()} | more))


@pytest.fixture(params=["memory", "file", "keyring"])
def store(request, tmp_path) -> TokenStore:
    if request.param == "memory":
        return MemoryStore()
    if request.param == "file":
        return file_store(tmp_path)
    return keyring_store(tmp_path, DictKeyring())


# What every store promises


def test_what_is_put_is_there_until_it_is_deleted(store):
    assert store.get("etsy") is None
    store.put("etsy", TOKENS)
    store.put("printify", {"access_token": "eyJ"})
    assert store.get("etsy") == TOKENS
    store.put("etsy", {"access_token": "new"})
    assert store.get("etsy") == {"access_token": "new"}
    store.delete("etsy")
    store.delete("etsy")
    assert store.get("etsy") is None
    assert store.get("printify") == {"access_token": "eyJ"}


def test_what_comes_back_is_a_copy(store):
    store.put("etsy", TOKENS)
    store.get("etsy")["scopes"].append("b")
    assert store.get("etsy") == TOKENS


def test_a_probe_leaves_nothing(store):
    store.probe()
    assert store.get("probe") is None


def test_nothing_secret_shows(store):
    store.put("etsy", TOKENS)
    assert "canary" not in f"{store!r} {store} {store.name} {store.where}"


def test_a_lock_lets_one_thread_in(store):
    inside, most = [], []

    def work():
        for _ in range(20):
            with store.lock("etsy"):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}


def test_locks_of_two_providers_do_not_meet(store):
    with store.lock("etsy"), store.lock("printify"):
        store.put("etsy", TOKENS)


# The environment


def test_the_environment_is_read_only():
    variables = {"printify": {"access_token": "T"}, "etsy-app": {"keystring": "K", "shared_secret": "S"}}
    store = EnvStore(variables, {"T": "eyJ", "K": "k", "S": ""})
    assert store.get("printify") == {"access_token": "eyJ"}
    assert store.get("etsy-app") is None
    assert store.get("etsy") is None
    store.probe()
    store.delete("etsy")
    with store.lock("printify"), pytest.raises(TokensReadOnly) as caught:
        store.put("printify", {"access_token": "canary"})
    assert "canary" not in json.dumps(caught.value.details)
    with pytest.raises(TokensReadOnly):
        store.delete("printify")


# The encrypted file


def test_profiles_do_not_see_each_other(tmp_path):
    ours, theirs = file_store(tmp_path), file_store(tmp_path, "other")
    ours.put("etsy", TOKENS)
    assert theirs.get("etsy") is None
    theirs.put("etsy", {"access_token": "theirs"})
    ours.delete("etsy")
    assert theirs.get("etsy") == {"access_token": "theirs"}


def test_file_and_key_are_for_the_owner_only_and_nothing_is_plain(tmp_path):
    folder = tmp_path / "home"
    file_store(folder).put("etsy", TOKENS)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for each in folder.rglob("*"):
        assert stat.S_IMODE(each.stat().st_mode) == (0o700 if each.is_dir() else 0o600), each
        assert each.is_dir() or b"canary" not in each.read_bytes()


def test_a_key_file_that_others_can_read_is_closed(tmp_path):
    file_store(tmp_path).put("etsy", TOKENS)
    (tmp_path / "tokens.key").chmod(0o644)
    file_store(tmp_path).get("etsy")
    assert stat.S_IMODE((tmp_path / "tokens.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "tokens.enc").write_bytes(b""),
        lambda folder: (folder / "tokens.enc").write_bytes((folder / "tokens.enc").read_bytes()[:-9]),
        lambda folder: (folder / "tokens.key").unlink(),
        lambda folder: (folder / "tokens.key").write_bytes(b"not a key"),
        lambda folder: (folder / "tokens.key").write_bytes(b"A" * 43 + b"="),
    ],
)
def test_damage_is_told_and_nothing_is_overwritten(tmp_path, damage):
    store = file_store(tmp_path)
    store.put("etsy", TOKENS)
    damage(tmp_path)
    sealed = (tmp_path / "tokens.enc").read_bytes()
    for work in (lambda: store.get("etsy"), lambda: store.put("printify", {}), store.probe):
        with pytest.raises(TokenFileTrouble) as caught:
            work()
        assert str(tmp_path / "tokens.enc") in str(caught.value)
        assert caught.value.exit_status == 9
    assert (tmp_path / "tokens.enc").read_bytes() == sealed


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "home").write_text("")
    with pytest.raises(DiskTrouble):
        file_store(tmp_path / "home").probe()


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    store = file_store(tmp_path)
    store.put("etsy", TOKENS)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(DiskTrouble, match="No space left"):
        store.put("etsy", {"access_token": "new"})
    monkeypatch.undo()
    assert store.get("etsy") == TOKENS
    left = {each.name for each in tmp_path.iterdir() if not each.name.endswith(".lock")}
    assert left == {"tokens.enc", "tokens.key"}


def sealed_store(folder: Path, passphrase: str) -> FileStore:
    path, key_file = folder / "tokens.enc", folder / "tokens.key"
    return FileStore(path, key_file, "default", seal=Seal(path, key_file, passphrase=passphrase))


def test_with_a_passphrase_there_is_no_key_to_steal(tmp_path):
    sealed_store(tmp_path, "a stork on a bicycle").put("etsy", TOKENS)

    assert sealed_store(tmp_path, "a stork on a bicycle").get("etsy") == TOKENS
    assert {each.name for each in tmp_path.iterdir()} == {"tokens.enc", "tokens.enc.lock"}
    with pytest.raises(WrongPassphrase):
        sealed_store(tmp_path, "a goat").get("etsy")
    with pytest.raises(PassphraseNeeded):
        sealed_store(tmp_path, "").put("etsy", {})


@pytest.mark.parametrize(
    "work",
    [
        lambda store: store.get("etsy"),
        lambda store: store.put("etsy", TOKENS),
        lambda store: store.delete("etsy"),
        lambda store: store.probe(),
        lambda store: store.lock("etsy").__enter__(),
    ],
)
def test_nobody_waits_for_somebody_who_is_asked_for_the_passphrase(tmp_path, work):
    sealed_store(tmp_path, "a stork on a bicycle").put("etsy", TOKENS)
    path, key_file = tmp_path / "tokens.enc", tmp_path / "tokens.key"
    meanwhile = []

    def ask():
        other = sealed_store(tmp_path, "a stork on a bicycle")
        with other.lock("etsy", 0), files.file_lock(tmp_path / "tokens.enc.lock", 0):
            meanwhile.append(other.get("etsy"))
        return "a stork on a bicycle"

    work(FileStore(path, key_file, "default", seal=Seal(path, key_file, ask=ask)))

    assert meanwhile == [TOKENS]


def test_no_answer_is_one(tmp_path):
    sealed_store(tmp_path, "a stork on a bicycle").put("etsy", TOKENS)
    asked = []
    path, key_file = tmp_path / "tokens.enc", tmp_path / "tokens.key"
    store = FileStore(path, key_file, "default", seal=Seal(path, key_file, ask=lambda: asked.append("") or ""))

    for _ in range(3):
        with pytest.raises(PassphraseNeeded):
            store.get("etsy")
    with pytest.raises(PassphraseNeeded):
        store.put("etsy", {})

    assert asked == [""]


@pytest.mark.parametrize(("place", "error"), [(26, TokenFileTrouble), (-9, WrongPassphrase)])
def test_damage_to_a_file_with_a_passphrase_is_told_and_nothing_is_overwritten(tmp_path, place, error):
    store = sealed_store(tmp_path, "a stork on a bicycle")
    store.put("etsy", TOKENS)
    data = bytearray((tmp_path / "tokens.enc").read_bytes())
    data[place] = ord("!")
    (tmp_path / "tokens.enc").write_bytes(data)

    for work in (lambda: store.get("etsy"), lambda: store.put("printify", {}), store.probe):
        with pytest.raises(error) as caught:
            work()
        assert caught.value.exit_status == 9
    assert (tmp_path / "tokens.enc").read_bytes() == data


def test_what_a_killed_process_left_is_wiped_by_the_next_that_writes(tmp_path):
    (tmp_path / ".tokens.enc.a1b2c3").write_text("half of it")
    file_store(tmp_path).put("etsy", TOKENS)
    assert not list(tmp_path.glob(".*"))


WRITER = """
import sys
from pathlib import Path
from podpusher_cli.store.token_file import FileStore
folder, name = Path(sys.argv[1]), sys.argv[2]
for number in range(10):
    FileStore(folder / "tokens.enc", folder / "tokens.key", f"p{number}").put(name, {"n": number})
"""


def test_eighty_writes_of_eight_processes_are_all_kept(tmp_path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, f"w{n}"]) for n in range(8)]
    assert [writer.wait(timeout=100) for writer in writers] == [0] * 8
    kept = [file_store(tmp_path, f"p{number}").get(f"w{writer}") for number in range(10) for writer in range(8)]
    assert kept == [{"n": number} for number in range(10) for _ in range(8)]


HOLDER = """
import sys
from pathlib import Path
from podpusher_cli.store.files import file_lock
with file_lock(Path(sys.argv[1]), 5):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_all_who_need_the_first_key_at_once_get_the_same(tmp_path):
    """What is put aside is sealed without the file's lock, so several may find no key."""
    for attempt in range(10):
        folder = tmp_path / str(attempt)
        seals = [Seal(folder / "tokens.enc", folder / "tokens.key") for _ in range(8)]
        start = threading.Barrier(len(seals))

        def close(seal, start=start):
            start.wait(30)
            return seal.close(b"secret")

        with ThreadPoolExecutor(len(seals)) as pool:
            sealed = list(pool.map(close, seals))

        assert [seals[0].open(each) for each in sealed] == [b"secret"] * len(seals)


def test_a_lock_is_held_against_other_processes_and_ends_with_its_holder(tmp_path):
    path = tmp_path / "a.lock"
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(LockHeld) as caught, files.file_lock(path, 0.1):
        pass
    assert str(path) in str(caught.value)
    holder.kill()
    holder.wait()
    with files.file_lock(path, 5):
        pass


# The keyring


def test_a_provider_has_one_lock_whatever_keeps_its_tokens(tmp_path):
    keyring = keyring_store(tmp_path, DictKeyring(), account="default@a1b2c3d4")
    with keyring.lock("etsy"), pytest.raises(LockHeld), file_store(tmp_path).lock("etsy", 0):
        pass


def test_two_probes_at_once_do_not_take_each_other_for_a_fault(tmp_path):
    keyring = DictKeyring()
    failed = []

    def work():
        for _ in range(20):
            try:
                keyring_store(tmp_path, keyring).probe()
            except KeyringTrouble as error:
                failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert keyring.kept == {}


def test_entries_of_profiles_and_homes_are_apart(tmp_path):
    keyring = DictKeyring()
    keyring_store(tmp_path, keyring).put("etsy", TOKENS)
    assert keyring_store(tmp_path, keyring, "other").get("etsy") is None
    assert keyring_store(tmp_path, keyring, service="podpusher:/elsewhere").get("etsy") is None
    assert list(keyring.kept) == [("podpusher", "default/etsy")]


class HangingKeyring(DictKeyring):
    """Answers when nobody waits any more."""

    def __init__(self):
        super().__init__()
        self.release = threading.Event()
        self.asked = 0

    def get_password(self, service, username):
        self.asked += 1
        self.release.wait(60)

    set_password = delete_password = get_password


def test_a_keyring_that_hangs_is_given_up_once_and_for_all(tmp_path):
    keyring, guard = HangingKeyring(), Guard(0.05)
    begun = time.monotonic()
    try:
        for _ in range(3):
            for profile in ("default", "other"):
                with pytest.raises(KeyringTrouble) as caught:
                    keyring_store(tmp_path, keyring, profile, guard=guard).get("etsy")
        assert keyring.asked == 1
        assert time.monotonic() - begun < 5
        assert caught.value.exit_status == 9
        assert caught.value.plain() == "The keyring of this machine did not answer within 0.05 s."
        assert "--token-store file" in caught.value.plain_hint()
    finally:
        keyring.release.set()


@pytest.mark.parametrize(
    "error",
    [NoKeyringError("none"), KeyringLocked("locked\nTraceback"), OSError(5, "Input/output error"), RuntimeError()],
)
def test_whatever_a_keyring_raises_is_a_keyring_error(tmp_path, error):
    def choose():
        raise error

    store = KeyringStore("default", locks=tmp_path, backend=choose, guard=Guard())
    for work in (lambda: store.get("a"), lambda: store.put("a", TOKENS), lambda: store.delete("a"), store.probe):
        with pytest.raises(KeyringTrouble) as caught:
            work()
        assert "canary" not in str(caught.value)
        assert "\n" not in str(caught.value)


class ForgetfulKeyring(DictKeyring):
    def set_password(self, service, username, password):
        pass


def test_a_probe_finds_a_keyring_that_keeps_nothing(tmp_path):
    with pytest.raises(KeyringTrouble):
        keyring_store(tmp_path, ForgetfulKeyring()).probe()


@pytest.mark.parametrize("kept", ["", "{", "[]", "null"])
def test_a_damaged_entry_is_told_without_what_is_in_it(tmp_path, kept):
    keyring = DictKeyring()
    keyring.kept["podpusher", "default/etsy"] = kept
    with pytest.raises(KeyringTrouble, match="default/etsy") as caught:
        keyring_store(tmp_path, keyring).get("etsy")
    assert "podpusher disconnect etsy" in caught.value.plain_hint()


# A real Secret Service

SECRET_SERVICE = """
import json, sys
from pathlib import Path
from podpusher_cli.core.errors import KeyringTrouble
from podpusher_cli.store.token_keyring import KeyringStore
from podpusher_cli.store.tokens import MemoryStore
if "lock" in sys.argv:
    import secretstorage
    secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
store = KeyringStore("default", locks=Path(sys.argv[1]))
try:
    store.probe()
    store.put("etsy", {"access_token": "canary" * 500})
    assert KeyringStore("default", locks=Path(sys.argv[1])).get("etsy") == {"access_token": "canary" * 500}
    assert KeyringStore("other", locks=Path(sys.argv[1])).get("etsy") is None
    store.delete("etsy")
    assert store.get("etsy") is None
    print("works")
except KeyringTrouble as error:
    print(error.code)
"""


def on_a_desktop(folder: Path, *arguments: str) -> str:
    """What SECRET_SERVICE printed in a session bus of its own, with an unlocked keyring."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": "."}
    unlock = 'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'
    python = [sys.executable, "-c", SECRET_SERVICE, str(folder / "locks"), *arguments]
    done = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", unlock, "_", *python],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


needs_a_desktop = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")


@needs_a_desktop
def test_a_real_secret_service_keeps_tokens(tmp_path):
    assert on_a_desktop(tmp_path) == "works"


@needs_a_desktop
def test_a_locked_one_is_told_soon(tmp_path):
    assert on_a_desktop(tmp_path, "lock") == "machine.keyring"


def test_no_desktop_is_told_soon(tmp_path):
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": "."}
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", SECRET_SERVICE, str(tmp_path / "locks")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "machine.keyring"
    assert time.monotonic() - begun < 10


def test_every_trouble_here_is_this_machines():
    assert {error.exit_status for error in (KeyringTrouble, TokenFileTrouble, LockHeld, TokensReadOnly)} == {9}
    assert all(
        issubclass(error, MachineTrouble) for error in (KeyringTrouble, TokenFileTrouble, LockHeld, TokensReadOnly)
    )
