"""Files that the seller names: on the command line, or in a cell of a table."""

from __future__ import annotations

import errno
from pathlib import Path

from podpusher_cli.core.errors import CannotRead, NoSuchFile, NotAFile


def check_given(path: Path, name: str) -> None:
    """Raises NoSuchFile, or NotAFile, where what was named `name` is no file.

    A name that no file can have, for its length or its characters, names none.
    """
    try:
        if path.is_file():
            return
        there = path.exists()
    except (OSError, ValueError):
        there = False
    raise (NotAFile if there else NoSuchFile)(name=name)


def read_given(path: Path) -> bytes:
    """What is in it. Raises NoSuchFile, NotAFile or CannotRead."""
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise NotAFile(name=str(path)) from None
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NoSuchFile(name=str(path)) from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise NoSuchFile(name=str(path)) from None
        raise CannotRead(path=path, problem=error.strerror) from error
