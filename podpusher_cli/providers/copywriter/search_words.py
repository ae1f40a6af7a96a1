"""The 13 tags of a listing: what buyers search by, the most telling first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, zip_longest

from podpusher_cli.core.copywriting import MOST_TAG, MOST_TAGS
from podpusher_cli.core.fitting import fit_tag
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.providers.copywriter.language import Language, Noun, Topic, shuffled
from podpusher_cli.providers.copywriter.topics import plain, topics_in, words_in
from podpusher_cli.providers.typography.dice import Dice

_MOST_ALIKE = 5  # tags that share a word, before nothing else is left
_FROM_TOPICS, _FROM_PAIRS, _FROM_WORDS, _FROM_LETTERS = 6, 2, 3, 2
_SHORTEST_WORD = 3
_HER_TOPICS, _HIS_TOPICS = frozenset({"mom", "grandma", "wedding"}), frozenset({"dad", "grandpa"})
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu)['’]", re.IGNORECASE)


def search_words(
    brief: CopyBrief, language: Language, noun: Noun, topics: Sequence[Topic], dice: Dice
) -> tuple[str, ...]:
    """At most 13 different tags of at most 20 characters, none cut off."""
    chosen = _Chosen()
    telling = _telling(brief.idea, language, noun)
    chosen.add([brief.trend or "", brief.idea], 2)
    chosen.strange = _strange(topics, language)
    chosen.add(_woven(shuffled(topic.tags, dice) for topic in topics), _FROM_TOPICS, noun, dice)
    chosen.add(_pairs(brief.idea, telling), _FROM_PAIRS)
    patterns = (
        pattern.replace("{w}", word)
        for word in telling
        for pattern in language.words
        if pattern != "{w}" or topics_in(word)
    )
    chosen.add(patterns, _FROM_WORDS, noun, dice)
    if brief.lettered and brief.layout:
        chosen.add(language.style_tags.get(brief.layout, ()), 1, noun, dice)
    if brief.lettered:
        chosen.add(shuffled(language.tags_lettered, dice), _FROM_LETTERS, noun, dice)
    general = shuffled(language.tags, dice)
    chosen.add(general, MOST_TAGS, noun, dice)
    chosen.add(general, MOST_TAGS, noun, dice, alike=MOST_TAGS)
    return tuple(chosen.tags)


class _Chosen:
    """The tags so far."""

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.strange: frozenset[str] = frozenset()
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
            written = [plain(word) for word in words_in(tag)]
            words = frozenset(written)
            if not words or len(words) < len(written) or len(" ".join(named.split())) > MOST_TAG:
                continue
            if words in self._seen or words & self.strange or self._worn(words, alike):
                continue
            self.tags.append(tag)
            self._seen.add(words)
            left -= 1

    def _worn(self, words: frozenset[str], most: int) -> bool:
        return any(sum(word in seen for seen in self._seen) >= most for word in words)

    @staticmethod
    def _thing(raw: str, noun: Noun, dice: Dice) -> str:
        """The thing's first word for search mostly, else the second; the one that fits."""
        first, *others = noun.tags if dice.chance(2 / 3) else noun.tags[::-1]
        return first if len(raw) - len("{t}") + len(first) <= MOST_TAG else (others or [first])[0]


def _strange(topics: Sequence[Topic], language: Language) -> frozenset[str]:
    """The words that an idea about her, or about him, is not searched by."""
    named = {name for name, topic in language.topics.items() if topic in topics}
    about_her, about_him = bool(named & _HER_TOPICS), bool(named & _HIS_TOPICS)
    if about_her == about_him:
        return frozenset()
    return frozenset(plain(word) for word in (language.his if about_her else language.hers))


def _telling(idea: str, language: Language, noun: Noun) -> list[str]:
    """The words of the idea that say what it is about: those that name a topic first, then the longest."""
    dull = {plain(word) for word in (*language.stop, noun.name, *noun.tags)}
    bare = (_ELISION.sub("", word) for word in words_in(idea))
    found = {plain(word): word for word in bare if len(plain(word)) >= _SHORTEST_WORD and plain(word) not in dull}
    words = sorted(found.values(), key=lambda word: (not topics_in(word), -len(word)))
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
