"""Files that are whole or not there, for the owner only, under a lock that ends with its process."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import pytest

from podpusher_cli.core.errors import DiskTrouble, LockHeld
from podpusher_cli.store.files import file_lock, make_folder, replace_file
from tests.support.kill import fork, in_child, wait_for


def test_a_file_is_written_for_the_owner_only(tmp_path: Path) -> None:
    replace_file(tmp_path / "tokens", b"secret")
    assert (tmp_path / "tokens").read_bytes() == b"secret"
    assert (tmp_path / "tokens").stat().st_mode & 0o777 == 0o600


def test_a_file_that_others_could_read_is_the_owners_after_it_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_bytes(b"old")
    (tmp_path / "tokens").chmod(0o644)
    replace_file(tmp_path / "tokens", b"new")
    assert (tmp_path / "tokens").stat().st_mode & 0o077 == 0


def test_a_full_disk_leaves_the_old_file_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "state"
    replace_file(file, b"old")

    def work() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            replace_file(file, b"x" * 5000)
        except OSError:
            return 7
        return 0

    assert in_child(work) == 7
    assert file.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["state"]


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    file = tmp_path / "state"
    contents = [bytes([65 + n]) * 200_000 for n in range(20)]
    replace_file(file, contents[0])

    def write() -> None:
        for content in contents:
            replace_file(file, content)

    child = fork(write)
    seen = set()
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        seen.add(file.read_bytes())
    assert seen <= set(contents)
    assert file.read_bytes() == contents[-1]


def test_a_new_folder_is_for_the_owner_only_and_an_old_one_stays_as_it_is(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o755)
    make_folder(tmp_path / "shared")
    assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o755


def test_a_lock_is_held_by_one_process_and_free_when_it_lets_go(tmp_path: Path) -> None:
    lock = tmp_path / "made" / "lock"

    def tries() -> int:
        try:
            with file_lock(lock, 0):
                return 0
        except LockHeld as held:
            return 7 if str(lock) in held.plain() else 1

    with file_lock(lock, 0):
        assert in_child(tries) == 7
    assert in_child(tries) == 0
    assert lock.stat().st_mode & 0o077 == 0


def test_a_lock_ends_with_a_killed_process(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    said, told = os.pipe()

    def hold() -> None:
        with file_lock(lock, 0):
            os.write(told, b"x")
            signal.pause()

    child = fork(hold)
    os.read(said, 1)
    os.kill(child, signal.SIGKILL)
    assert wait_for(child) == -signal.SIGKILL
    with file_lock(lock, 0):
        assert lock.exists()


def test_a_lock_is_given_back_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), file_lock(tmp_path / "lock", 0):
        _ = 1 / 0
    with file_lock(tmp_path / "lock", 0):
        assert (tmp_path / "lock").exists()


def test_a_lock_where_nothing_can_be_written_is_disk_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskTrouble) as trouble, file_lock(tmp_path / "file" / "lock", 0):
        pass
    assert str(tmp_path / "file" / "lock") in trouble.value.plain()
