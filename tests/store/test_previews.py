"""Pictures that can be made again: kept, and not too many."""

from __future__ import annotations

import os
from pathlib import Path

from podpusher_cli.store.previews import Previews


def test_a_picture_is_kept_for_the_next_time(tmp_path: Path) -> None:
    previews = Previews(tmp_path / "previews")
    assert previews.find("a.jpg") is None
    previews.keep("a.jpg", b"picture")
    assert previews.find("a.jpg") == b"picture"
    assert [path.name for path in (tmp_path / "previews").iterdir()] == ["a.jpg"]


def test_the_oldest_are_forgotten(tmp_path: Path) -> None:
    previews = Previews(tmp_path)
    for age, name in enumerate(("new", "old", "oldest")):
        previews.keep(name, b"x")
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    previews.prune(2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


def test_no_room_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    previews = Previews(tmp_path / "file")
    previews.keep("a.jpg", b"picture")
    assert previews.find("a.jpg") is None
    previews.prune()
