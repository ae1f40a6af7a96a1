"""How long something takes, in words."""

from __future__ import annotations

import math

from podpusher_cli.i18n import ngettext

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_FEW = 2  # of the longer unit; below that the shorter one says it better


def come_back(seconds: float) -> str:
    """When a repeat makes sense: never sooner than it does."""
    if seconds < _FEW * _MINUTE:
        count = math.ceil(seconds)
        told = ngettext("It can be tried again in {count} second.", "It can be tried again in {count} seconds.", count)
    elif seconds < _FEW * _HOUR:
        count = math.ceil(seconds / _MINUTE)
        told = ngettext("It can be tried again in {count} minute.", "It can be tried again in {count} minutes.", count)
    elif seconds < _FEW * _DAY:
        count = math.ceil(seconds / _HOUR)
        told = ngettext("It can be tried again in {count} hour.", "It can be tried again in {count} hours.", count)
    else:
        count = math.ceil(seconds / _DAY)
        told = ngettext("It can be tried again in {count} day.", "It can be tried again in {count} days.", count)
    return told.format(count=count)
