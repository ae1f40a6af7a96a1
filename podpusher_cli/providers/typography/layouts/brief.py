"""What a layout is given: the words, the throws of the dice, and the faces it may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from podpusher_cli.providers.typography.catalogue import Kind
from podpusher_cli.providers.typography.dice import Dice
from podpusher_cli.providers.typography.direction import runs_from_right, scripts_in
from podpusher_cli.providers.typography.faces import CATALOGUE, missing
from podpusher_cli.providers.typography.lettering import cased
from podpusher_cli.providers.typography.wording import Word

WIDTH = 1000.0
LONG_WORD = 12
NARROW = frozenset(
    {"anton", "bebas-neue", "oswald", "bangers", "lobster", "kaushan-script", "staatliches", "karantina", "cairo"}
    | {"fira-sans-extra-condensed", "alegreya", "secular-one", "aref-ruqaa"}
)
ODD = frozenset({"monoton", "press-start-2p", "courier-prime"})  # taken only where they are asked for by name


@dataclass(slots=True)
class Brief:
    """One job. `icon` is the picture the words call for, None when none does. `used` collects the faces set."""

    text: str
    words: tuple[Word, ...]
    moods: frozenset[str]
    icon: str | None
    dice: Dice
    used: list[str] = field(default_factory=list)

    @property
    def letters(self) -> int:
        return len(self.text)

    @property
    def from_right(self) -> bool:
        """Whether the text is read from the right, so that what stands at the side of it changes sides."""
        return runs_from_right(self.text)

    def face(self, *names: str) -> str:
        """One of the named faces: one drawn for the text's letters that has them all, rather one that suits the mood."""
        able = self._able(names) or self._able(self._like(names[0])) or [self._nearest()]
        if max(len(word.text) for word in self.words) > LONG_WORD:
            able = [name for name in able if name in NARROW] or able
        suited = [name for name in able if CATALOGUE[name].moods & self.moods]
        return self.take(self.dice.pick(able + 2 * suited))

    def take(self, name: str) -> str:
        """A face, noted as used."""
        if name not in self.used:
            self.used.append(name)
        return name

    def _able(self, names: Sequence[str]) -> list[str]:
        scripts = scripts_in(self.text)
        drawn = [name for name in names if scripts <= CATALOGUE[name].scripts]
        return [name for name in drawn if not missing(name, cased(name, self.text).replace(" ", ""))]

    def _like(self, name: str) -> list[str]:
        """The faces of the same kind; where none of them is drawn for the text's letters, all of them."""
        kind: Kind = CATALOGUE[name].kind
        alike = [other for other in CATALOGUE if CATALOGUE[other].kind == kind and other not in ODD]
        return alike if self._able(alike) else [other for other in CATALOGUE if other not in ODD]

    def _nearest(self) -> str:
        return min(CATALOGUE, key=lambda name: len(missing(name, cased(name, self.text))))
