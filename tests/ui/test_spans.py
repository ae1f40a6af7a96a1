"""When a repeat makes sense, in words."""

from __future__ import annotations

import pytest

from podpusher_cli.ui.spans import come_back


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "1 second."),
        (1, "1 second."),
        (1.2, "2 seconds."),
        (119, "119 seconds."),
        (120, "2 minutes."),
        (121, "3 minutes."),
        (7_199, "120 minutes."),
        (7_201, "3 hours."),
        (86_400, "24 hours."),
        (3 * 86_400, "3 days."),
    ],
)
def test_a_wait_is_never_told_shorter_than_it_is(seconds: float, said: str) -> None:
    assert come_back(seconds) == f"It can be tried again in {said}"
