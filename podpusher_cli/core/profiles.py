"""Profiles: one seller's shop each, with its own state and tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from podpusher_cli.core.errors import BadInput, NotFound
from podpusher_cli.core.text import N_

DEFAULT = "default"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}", re.ASCII)


class BadProfileName(BadInput):
    code = "profile.name"
    message = N_("“{name}” cannot be a profile's name.")
    hint = N_("Use small letters, digits, points and dashes, beginning with a letter or digit.")


class ProfileExists(BadInput):
    code = "profile.exists"
    message = N_("There is a profile “{name}” already.")
    hint = "podpusher profile list"


class NoProfile(NotFound):
    code = "profile.not_found"
    message = N_("There is no profile “{name}”.")
    hint = "podpusher profile list"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile by its name; `current` is the one that commands use unless told otherwise. `folder` has its state."""

    name: str
    current: bool
    folder: str


def checked_name(name: str) -> str:
    """The name as it is. Raises BadProfileName."""
    if not _NAME.fullmatch(name):
        raise BadProfileName(name=name)
    return name
