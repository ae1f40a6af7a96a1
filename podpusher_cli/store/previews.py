"""Pictures that can be made again: kept for the next time, the oldest forgotten when there are many."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from podpusher_cli.store.files import make_folder, replace_file

MOST = 2_000  # files, about 25 kB each


class Previews:
    """Small pictures by name. A name says all that the picture depends on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, name: str) -> bytes | None:
        """The picture, if it is kept."""
        with suppress(OSError):
            return (self._folder / name).read_bytes()
        return None

    def keep(self, name: str, picture: bytes) -> None:
        """Keep it, whole or not at all; where there is no room for it, it is made again the next time."""
        with suppress(OSError):
            make_folder(self._folder)
            replace_file(self._folder / name, picture)

    def prune(self, most: int = MOST) -> None:
        """Forget the oldest beyond so many."""
        with suppress(OSError):
            files = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in files[most:]:
                path.unlink(missing_ok=True)
