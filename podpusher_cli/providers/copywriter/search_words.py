"""The 13 tags of a listing: what buyers search by, the most telling first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, zip_longest

from podpusher_cli.core.copywriting import MOST_TAG, MOST_TAGS, fit_tag
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.providers.copywriter.language import Language, Noun, Topic, shuffled
from podpusher_cli.providers.copywriter.topics import plain, words_in
from podpusher_cli.providers.typography.dice import Dice

_MOST_ALIKE = 5  # tags that share a word, before nothing else is left
_FROM_TOPICS, _FROM_PAIRS, _FROM_WORDS = 6, 2, 4
_SHORTEST_WORD = 3


def search_words(
    brief: CopyBrief, language: Language, noun: Noun, topics: Sequence[Topic], dice: Dice
) -> tuple[str, ...]:
    """At most 13 different tags of at most 20 characters, none cut off."""
    chosen = _Chosen()
    telling = _telling(brief.idea, language, noun)
    chosen.add([brief.trend or "", brief.idea], 2)
    chosen.add(_woven(shuffled(topic.tags, dice) for topic in topics), _FROM_TOPICS, noun, dice)
    chosen.add(_pairs(brief.idea, telling), _FROM_PAIRS)
    patterns = (pattern.replace("{w}", word) for pattern in language.words for word in telling)
    chosen.add(patterns, _FROM_WORDS, noun, dice)
    if brief.lettered and brief.layout:
        chosen.add(language.style_tags.get(brief.layout, ()), 1, noun, dice)
    general = shuffled(language.tags, dice)
    chosen.add(general, MOST_TAGS, noun, dice)
    chosen.add(general, MOST_TAGS, noun, dice, alike=MOST_TAGS)
    return tuple(chosen.tags)


class _Chosen:
    """The tags so far."""

    def __init__(self) -> None:
        self.tags: list[str] = []
        self._seen: set[frozenset[str]] = set()

    def add(
        self,
        tags: Iterable[str],
        most: int,
        noun: Noun | None = None,
        dice: Dice | None = None,
        *,
        alike: int = _MOST_ALIKE,
    ) -> None:
        """Take up to `most` of the tags: those that fit whole and say something new."""
        left = min(most, MOST_TAGS - len(self.tags))
        for raw in tags:
            if left <= 0:
                return
            named = raw.replace("{t}", self._thing(raw, noun, dice)) if noun and dice else raw
            tag = fit_tag(named)
            words = frozenset(plain(word) for word in words_in(tag))
            if not words or len(" ".join(named.split())) > MOST_TAG or words in self._seen or self._worn(words, alike):
                continue
            self.tags.append(tag)
            self._seen.add(words)
            left -= 1

    def _worn(self, words: frozenset[str], most: int) -> bool:
        return any(sum(word in seen for seen in self._seen) >= most for word in words)

    @staticmethod
    def _thing(raw: str, noun: Noun, dice: Dice) -> str:
        """The thing's first word for search mostly, else the second; the one that fits."""
        first, second = (noun.tags if dice.chance(2 / 3) else noun.tags[::-1])[:2]
        return first if len(raw) - len("{t}") + len(first) <= MOST_TAG else second


def _telling(idea: str, language: Language, noun: Noun) -> list[str]:
    """The words of the idea that say what it is about, the longest first."""
    dull = {plain(word) for word in (*language.stop, noun.name, *noun.tags)}
    found = {
        plain(word): word for word in words_in(idea) if len(plain(word)) >= _SHORTEST_WORD and plain(word) not in dull
    }
    words = sorted(found.values(), key=len, reverse=True)
    return [word if language.code == "de" else word.lower() for word in words if not word.isdigit()]


def _pairs(idea: str, telling: Sequence[str]) -> Iterator[str]:
    """Telling words that stand side by side."""
    known = {word.lower() for word in telling}
    for one, other in pairwise(words_in(idea)):
        if one.lower() in known and other.lower() in known and f"{one} {other}" in idea:
            yield f"{one} {other}".lower()


def _woven(lists: Iterable[Sequence[str]]) -> Iterator[str]:
    """One of each list in turn."""
    return (tag for tag in chain.from_iterable(zip_longest(*lists)) if tag)
