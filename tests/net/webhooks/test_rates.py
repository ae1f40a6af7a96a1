from __future__ import annotations

import pytest

from podpusher_cli.net.webhooks.rates import Rates, Room


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def test_each_address_has_its_own_calls_and_gets_them_again(seconds: Seconds) -> None:
    rates = Rates(2, 60, seconds)
    assert rates.take("::1") == Room(1, 60, refused=False)
    seconds.now += 59.5
    assert rates.take("::1") == Room(0, 1, refused=False)
    assert rates.take("::1") == Room(0, 1, refused=True)
    assert rates.take("127.0.0.1") == Room(1, 60, refused=False)
    seconds.now += 0.5
    assert rates.take("::1") == Room(1, 60, refused=False)


def test_the_headers_are_those_of_the_draft(seconds: Seconds) -> None:
    rates = Rates(2, 60, seconds)
    told = dict(rates.headers(Room(1, 60, refused=False)))
    assert told == {b"ratelimit-policy": b'"address";q=2;w=60', b"ratelimit": b'"address";r=1;t=60'}
    assert dict(rates.headers(Room(0, 7, refused=True)))[b"retry-after"] == b"7"


def test_what_is_remembered_does_not_grow(seconds: Seconds) -> None:
    rates = Rates(1, 60, seconds)
    for number in range(5_000):
        rates.take(f"127.0.{number // 250}.{number % 250}")
    assert len(rates._windows) <= 1024
    assert rates.take("127.0.19.249").refused, "the newest is still known"
    seconds.now += 61
    rates.take("::1")
    assert len(rates._windows) == 1
