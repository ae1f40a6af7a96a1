"""Files that several processes write: whole or not at all, under a lock, for the owner's eyes only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from podpusher_cli.core.errors import DiskTrouble, LockHeld


@contextmanager
def file_lock(path: Path, seconds: float) -> Iterator[None]:
    """A lock that ends with the process that holds it. Raises LockHeld or DiskTrouble."""
    from filelock import FileLock, Timeout

    try:
        make_folder(path.parent)
        lock = FileLock(path, timeout=seconds, mode=0o600, poll_interval=0.02)
        lock.acquire()
    except Timeout as error:
        raise LockHeld(path=path, seconds=round(seconds)) from error
    except OSError as error:
        raise DiskTrouble(path=path, problem=error.strerror or error) from error
    try:
        yield
    finally:
        lock.release()


def make_folder(folder: Path) -> None:
    """A folder for the owner only, and so are those above it that are not there yet. Raises OSError."""
    for each in (*reversed(folder.parents), folder):
        if not each.is_dir():
            each.mkdir(exist_ok=True, mode=0o700)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file for the owner only, whole or not at all, durable on return. Raises OSError."""
    with written_whole(path) as draft:
        draft.write(data)


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """`replace_file` for what is too long to hold: a draft to write to, in place once the block has ended well."""
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:  # made with 0600
        try:
            yield draft
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).replace(path)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Make sure that a file, or what a folder lists, is on the disk; some file systems cannot sync a folder."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
