"""Files that the seller names: on the command line, or in a cell of a table."""

from __future__ import annotations

import errno
from pathlib import Path

from podpusher_cli.core.errors import CannotRead, NoSuchFile


def is_there(path: Path) -> bool:
    """Whether it is a file. A name that no file can have, for its length or its characters, names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_given(path: Path) -> bytes:
    """What is in it. Raises NoSuchFile or CannotRead."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, ValueError):
        raise NoSuchFile(name=str(path)) from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise NoSuchFile(name=str(path)) from None
        raise CannotRead(path=path, problem=error.strerror) from error
