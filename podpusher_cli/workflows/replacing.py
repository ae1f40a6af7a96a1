"""Where a result may be written: nothing that is there is lost without a yes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from podpusher_cli.core.errors import CannotReplace, FileThere
from podpusher_cli.core.text import N_


def free_place(target: Path, confirm: Callable[..., bool]) -> Path:
    """The file to write: `target`, or what it links to; one that is there after a yes. Raises CannotReplace or FileThere."""
    if target.exists():
        if not target.is_file():
            raise CannotReplace(path=str(target))
        if not confirm(N_("Replace {path}?"), path=str(target)):
            raise FileThere(path=str(target))
    return target.resolve() if target.is_symlink() else target
