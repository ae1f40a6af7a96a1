"""A profile's new name, and its end, killed at every line: no token is ever without its profile, nor left without one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

from podpusher_cli.store.profiles import Profiles
from podpusher_cli.store.token_file import FileStore
from podpusher_cli.store.token_places import Place, Places
from podpusher_cli.workflows import profiles
from tests.support.lines import folder_in_memory, killed_at

FILES = ("workflows/profiles.py", "store/profiles.py", "store/token_places.py")
TOKENS = {"access_token": "1.a", "refresh_token": "1.r"}


def yes(question: str, **fields: object) -> bool:
    del question, fields
    return True


class Home:
    """A home with the profile `fox`, whose tokens are in the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.profiles, self.places = Profiles(folder), Places(folder)
        self.profiles.add("fox")
        self.places.record("fox", Place("file"))
        for entry in ("etsy", "etsy-app"):
            self.tokens("fox").put(entry, TOKENS)

    def tokens(self, profile: str) -> FileStore:
        return FileStore(self.folder / "tokens.enc", self.folder / "tokens.key", profile)

    def held(self, profile: str) -> list[bool]:
        return [self.tokens(profile).get(entry) == TOKENS for entry in ("etsy", "etsy-app")]

    def there(self, profile: str) -> bool:
        return (self.folder / "profiles" / profile).is_dir()

    def rename(self) -> None:
        profiles.rename("fox", "owl", profiles=self.profiles, tokens_of=self.tokens, places=self.places)

    def remove(self) -> None:
        profiles.remove(
            "fox",
            profiles=self.profiles,
            tokens_of=self.tokens,
            places=self.places,
            confirm=yes,
        )


def at_every_line(work: Callable[[Home], None], within: str, check: Callable[[Home], None]) -> int:
    """Do `work` in a new home for each line, killed there; how many lines there were."""
    for line in count(1):
        with folder_in_memory() as folder:
            home = Home(folder)
            killed = killed_at(line, lambda home=home: work(home), FILES, within=within)  # type: ignore[misc]
            check(home)
            if not killed:
                return line
    raise AssertionError


def test_renamed() -> None:
    def check(home: Home) -> None:
        assert home.held("owl" if home.there("owl") else "fox") == [True, True]
        if home.there("fox"):
            home.rename()
        assert (home.held("owl"), home.there("fox")) == ([True, True], False)

    assert at_every_line(Home.rename, "rename", check) > 50


def test_removed() -> None:
    def check(home: Home) -> None:
        if home.there("fox"):
            home.remove()
        assert home.held("fox") == [False, False]
        assert not home.there("fox")

    assert at_every_line(Home.remove, "remove", check) > 50
