"""What may be a profile's name."""

from __future__ import annotations

import pytest

from podpusher_cli.core.profiles import BadProfileName, checked_name


@pytest.mark.parametrize("name", ["default", "fox", "shop-2", "a.b_c", "7", "x" * 63])
def test_plain_names(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize("name", ["", "Fox", ".hidden", "..", "a/b", "a\\b", "fox ", "füchse", "-x", "x" * 64, "a\n"])
def test_names_that_could_leave_the_folder_or_look_alike(name: str) -> None:
    with pytest.raises(BadProfileName):
        checked_name(name)
