"""Another store is chosen: everything moves, and a kill at any line of it loses nothing and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from podpusher_cli.core.errors import KeyringTrouble
from podpusher_cli.store.token_file import FileStore
from podpusher_cli.store.token_move import move, wipe
from podpusher_cli.store.token_places import Place, Places
from podpusher_cli.store.tokens import MemoryStore
from tests.support.lines import folder_in_memory, killed_at

ENTRIES = ("etsy", "etsy-app", "printify")
HELD = {"etsy": {"access_token": "a", "refresh_token": "r"}, "printify": {"access_token": "p"}}
MOVING = ("store/token_move.py", "store/token_places.py", "store/token_file.py")


class Other(FileStore):
    """A second store that outlives its process."""

    name = "keyring"


class Home:
    def __init__(self, folder: Path) -> None:
        self.places = Places(folder)
        self.stores = {
            "file": FileStore(folder / "tokens.enc", folder / "tokens.key", "default"),
            "keyring": Other(folder / "other.enc", folder / "tokens.key", "default"),
        }

    def fill(self) -> None:
        """All is in the file, as if no move had ever been."""
        for entry, value in HELD.items():
            self.stores["file"].put(entry, value)
        self.places.record("default", Place("file"))

    def held(self, kind: str) -> dict[str, object]:
        return {entry: value for entry in ENTRIES if (value := self.stores[kind].get(entry))}

    def move(self) -> None:
        move("default", ENTRIES, self.stores["file"], self.stores["keyring"], self.places)


@pytest.fixture
def folder() -> Iterator[Path]:
    with folder_in_memory() as found:
        yield found


@pytest.fixture
def home(folder: Path) -> Home:
    made = Home(folder)
    made.fill()
    return made


def test_everything_is_in_the_new_store_and_nothing_in_the_old(home: Home) -> None:
    home.stores["keyring"].put("etsy-app", {"keystring": "left by an earlier move"})

    home.move()

    assert (home.held("keyring"), home.held("file")) == (HELD, {})
    assert home.places.of("default") == Place("keyring")


def test_a_new_store_that_fails_changes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(MemoryStore):
        def put(self, provider: str, value: object) -> None:
            raise KeyringTrouble(problem="it is locked")

    with pytest.raises(KeyringTrouble):
        move("default", ENTRIES, home.stores["file"], Full(), home.places)

    assert (home.held("file"), home.places.of("default")) == (HELD, Place("file"))


def test_only_what_was_left_of_a_move_is_wiped(home: Home) -> None:
    wipe("default", ENTRIES, home.stores["file"], home.places)

    assert home.held("file") == HELD


def test_killed_at_any_line_it_has_all_and_is_ended_later(home: Home, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    moved = 0
    for line in count(1):
        for path in [each for each in folder.iterdir() if each.is_file()]:
            path.unlink()
        for path, data in before.items():
            path.write_bytes(data)
        killed = killed_at(line, home.move, MOVING, within="move")

        place = home.places.of("default")
        assert place
        assert home.held(place.kind) == HELD, f"line {line}"
        moved += place.kind == "keyring"
        if place.kind == "file":
            home.move()
        elif place.leftover:
            wipe("default", ENTRIES, home.stores["file"], home.places)
        assert (home.held("keyring"), home.held("file")) == (HELD, {}), f"line {line}"
        if not killed:
            break
    assert 10 < moved < line - 10
