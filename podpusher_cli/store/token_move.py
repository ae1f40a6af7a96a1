"""Take a profile's tokens from one store into another, so that no kill in between loses any."""

from __future__ import annotations

from collections.abc import Iterable

from podpusher_cli.store.token_places import Place, Places
from podpusher_cli.store.tokens import TokenStore, all_locked


def move(profile: str, entries: Iterable[str], old: TokenStore, new: TokenStore, places: Places) -> None:
    """Everything that `old` holds is in `new` from now on, and `places` says so; then `old` forgets it.

    The copies count once `places` names their store: until then whoever asks is sent to `old`, and nobody renews a
    token meanwhile. Raises what the stores raise; a move that was cut short is begun again, or ended by `wipe`.
    """
    names = tuple(entries)
    with all_locked(old, names):
        for entry in names:
            value = old.get(entry)
            if value is None:
                new.delete(entry)  # a copy that an earlier, unfinished move left
            else:
                new.put(entry, value)
        places.record(profile, Place(new.name, old.name))
    wipe(profile, names, old, places)


def wipe(profile: str, entries: Iterable[str], leftover: TokenStore, places: Places) -> None:
    """Forget what a move has left in the store that it came from."""
    place = places.of(profile)
    if place is None or place.leftover != leftover.name:
        return
    for entry in entries:
        leftover.delete(entry)
    places.record(profile, Place(place.kind))
