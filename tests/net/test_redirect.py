"""A state is compared in a time that tells nothing of it."""

from __future__ import annotations

import pytest

from podpusher_cli.core.errors import ForeignRedirect
from podpusher_cli.net.oauth import read_redirect


class Unseen(str):
    """A state that nobody may compare letter by letter."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared as text")

    __ne__ = __eq__
    __hash__ = str.__hash__

    def startswith(self, *_: object) -> bool:
        raise AssertionError("compared as text")

    endswith = startswith


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, bytes]]:
    """Every pair that is compared in constant time."""
    import hmac
    import secrets

    pairs: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        pairs.append((one, other))
        return hmac.compare_digest(one, other)

    monkeypatch.setattr(secrets, "compare_digest", compare)
    return pairs


@pytest.mark.parametrize("sent", ["right", "righ", "rights", "", "wrong", "r%C3%BCcht"])
def test_the_state_is_compared_as_a_whole(compared: list[tuple[bytes, bytes]], sent: str) -> None:
    url = f"http://localhost:8517/callback?code=c&state={sent}"
    if sent == "right":
        assert read_redirect(url, Unseen("right")) == "c"
    else:
        with pytest.raises(ForeignRedirect):
            read_redirect(url, Unseen("right"))
    assert [right for _, right in compared] == [b"right"]
