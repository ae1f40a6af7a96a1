"""Choices that look random and never change: the same words give the same throws on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Throws drawn from a text by SHA-256. Each call is the next throw."""

    def __init__(self, text: str) -> None:
        self._text = text.encode("utf-8", "replace")
        self._throws = 0

    def share(self) -> float:
        """The next throw, from 0 up to but not 1."""
        self._throws += 1
        digest = hashlib.sha256(b"%d:%b" % (self._throws, self._text)).digest()
        return int.from_bytes(digest[:6]) / (1 << 48)

    def below(self, count: int) -> int:
        """A whole number from 0 to `count` - 1."""
        return int(self.share() * count)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, all alike likely."""
        return options[self.below(len(options))]

    def chance(self, probability: float) -> bool:
        """Whether a thing of this probability happens."""
        return self.share() < probability
