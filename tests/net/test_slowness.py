"""How long an answer may take in all, read by read."""

from __future__ import annotations

import httpcore
import pytest

from podpusher_cli.net.slowness import BoundedStream, TooSlow


class Line(httpcore.NetworkStream):
    """Gives a byte at a time; each takes as long as it is told. `patience` of each read."""

    def __init__(self) -> None:
        self.now = 0.0
        self.takes = 1.0
        self.patience: list[float | None] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del max_bytes
        self.patience.append(timeout)
        self.now += self.takes
        return b"."

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.now += 100


def test_all_reads_of_an_answer_together_have_four_times_the_time_of_one() -> None:
    line = Line()
    stream = BoundedStream(line, lambda: line.now)
    stream.write(b"asked")
    line.takes = 1.9

    for _ in range(5):
        assert stream.read(1, timeout=2) == b"."
    with pytest.raises(TooSlow):
        stream.read(1, timeout=2)

    assert line.patience[:4] == [2, 2, 2, 2]
    assert line.patience[4] == pytest.approx(0.4)


def test_the_next_answer_has_its_own_time_however_long_the_question_took() -> None:
    line = Line()
    stream = BoundedStream(line, lambda: line.now)
    for _ in range(3):
        stream.write(b"asked")
        for _ in range(4):
            assert stream.read(1, timeout=1) == b"."


class Dead(httpcore.NetworkStream):
    """Says nothing; `now` moves on by as much as somebody waits."""

    now = 0.0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.now += timeout or 0
        raise httpcore.ReadTimeout("timed out")


def test_silence_is_told_apart_from_an_answer_that_is_too_slow() -> None:
    line = Dead()
    stream = BoundedStream(line, lambda: line.now)
    for timeout, kind in ((2, httpcore.ReadTimeout), (6, httpcore.ReadTimeout), (2.5, TooSlow)):
        with pytest.raises(httpcore.ReadTimeout) as caught:
            stream.read(1, timeout=timeout)
        assert caught.type is kind
