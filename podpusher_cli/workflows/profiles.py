"""Add, rename and remove profiles, with what they have in the token store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from podpusher_cli.core.accounts import ENTRIES
from podpusher_cli.core.errors import Busy, MachineTrouble
from podpusher_cli.core.profiles import Profile
from podpusher_cli.core.text import N_
from podpusher_cli.store.profiles import Profiles
from podpusher_cli.store.token_places import Places
from podpusher_cli.store.tokens import TokenStore, all_locked

TokensOf = Callable[[str], TokenStore]


class Confirm(Protocol):
    """Asks for a yes."""

    def __call__(self, question: str, **fields: object) -> bool:
        """Whether the answer was yes."""
        ...


class ProfileBusy(Busy):
    code = "profile.busy"
    message = N_("A run is under way in profile “{name}”.")


def add(name: str, *, profiles: Profiles, tokens_of: TokensOf, places: Places) -> Profile:
    """An empty profile, without tokens either, whoever had the name before."""
    profiles.refuse_taken(name)
    _wipe_left(name, tokens_of, places)
    return profiles.add(name)


def rename(old: str, new: str, *, profiles: Profiles, tokens_of: TokensOf, places: Places) -> Profile:
    """Give a profile another name. Its tokens are under both names until it has it, so that none is ever lost."""
    profiles.get(old)
    profiles.refuse_taken(new)
    _refuse_busy(profiles, old)
    _wipe_left(new, tokens_of, places)
    before, after = tokens_of(old), tokens_of(new)
    with all_locked(before, ENTRIES):
        kept = _kept(profiles, old, before, places)
        for entry, value in kept.items():
            after.put(entry, value)
        done = profiles.rename(old, new)
        for entry in kept:
            before.delete(entry)
    with suppress(MachineTrouble):  # a line too much in a note harms nobody
        places.forget(old)
    return done


def remove(name: str, *, profiles: Profiles, tokens_of: TokensOf, places: Places, confirm: Confirm) -> Profile | None:
    """Wipe a profile, tokens first, after a yes; None after a no."""
    gone = profiles.get(name)
    _refuse_busy(profiles, name)
    question = N_(
        "Remove profile “{name}” from this computer, with its designs, products and connections? "
        "What is in the shops stays there."
    )
    if not confirm(question, name=name):
        return None
    tokens = tokens_of(name)
    with all_locked(tokens, ENTRIES):  # a renewal under way would bring its tokens back
        for entry in _kept(profiles, name, tokens, places):
            tokens.delete(entry)
        places.forget(name)
        profiles.remove(name)
    return gone


def wipe_left(*, profiles: Profiles, tokens_of: TokensOf, places: Places) -> None:
    """Wipe the tokens of names that no profile has: a renaming that was killed has left them."""
    there = {each.name for each in profiles.all()}
    for name in places.profiles() - there:
        _wipe_left(name, tokens_of, places)


def _wipe_left(name: str, tokens_of: TokensOf, places: Places) -> None:
    if places.of(name) is not None:
        tokens = tokens_of(name)
        with all_locked(tokens, ENTRIES):
            for entry in ENTRIES:
                tokens.delete(entry)
        places.forget(name)


def _refuse_busy(profiles: Profiles, name: str) -> None:
    if profiles.is_running(name):
        raise ProfileBusy(name=name, hint="")


def _kept(profiles: Profiles, name: str, tokens: TokenStore, places: Places) -> Mapping[str, Mapping[str, Any]]:
    """What the profile has in the token store. One that cannot be read is passed over if nothing was ever put there."""
    found: dict[str, Mapping[str, Any]] = {}
    try:
        for entry in ENTRIES:
            value = tokens.get(entry)
            if value is not None:
                found[entry] = value
    except MachineTrouble:
        if places.of(name) or profiles.was_connected(name):
            raise
    return found
