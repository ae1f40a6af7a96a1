"""What the copywriter knows of one language: words, and sentences with places for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from podpusher_cli.core.blanks import Kind
from podpusher_cli.providers.typography.dice import Dice


@dataclass(frozen=True, slots=True)
class Noun:
    """The thing that is sold. `name` as in a title, `this` as in “this shirt” at the start of a sentence.

    `tags` are the words that buyers search by, the best first.
    """

    name: str
    this: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Whom an idea speaks to.

    `audience` follows “for”, and so does `occasion`, which in German has its preposition with it. `{t}` in a tag is the thing
    sold.
    """

    audience: str
    tags: tuple[str, ...]
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """Sentences are picked from lists; `{idea}`, `{this}`, `{noun}`, `{audience}` and `{occasion}` are filled in.

    Titles, hooks and gifts come in lists: with a topic, with one that has no occasion (`simple`), and without (`plain`).
    `tags` fit any idea, `tags_lettered` any design that shows its words; those with a word of `hers` or `his` do not fit an
    idea about the other. `style_tags` go with the layouts of the local designer, `styles` describe them. `words` are patterns
    for a telling word of the idea.
    """

    code: str
    title_case: bool
    quotes: tuple[str, str]
    stop: frozenset[str]
    nouns: Mapping[Kind, Noun]
    topics: Mapping[str, Topic]
    titles: Sequence[str]
    titles_plain: Sequence[str]
    hooks: Sequence[str]
    hooks_plain: Sequence[str]
    hooks_picture: Sequence[str]
    gifts: Sequence[str]
    gifts_simple: Sequence[str]
    gifts_plain: Sequence[str]
    styles: Mapping[str, str]
    style_tags: Mapping[str, tuple[str, ...]]
    words: Sequence[str]
    tags: Sequence[str]
    tags_lettered: Sequence[str]
    hers: frozenset[str]
    his: frozenset[str]
    details: str
    material: str
    sizes: str
    made: Sequence[str]
    choose: str
    contact: Sequence[str]
    disclosure: str
    alt_lettered: str
    alt_picture: str
    materials: Mapping[str, str] = field(default_factory=dict)


def topic(audience: str, tags: str, occasion: str = "") -> Topic:
    """A topic with its tags by comma."""
    return Topic(audience, tuple(tag.strip() for tag in tags.split(",")), occasion)


def listed(text: str) -> tuple[str, ...]:
    """The parts of a text by comma."""
    return tuple(part.strip() for part in text.split(","))


def words_of(text: str) -> frozenset[str]:
    """The words of a text by space."""
    return frozenset(text.split())


def shuffled(items: Sequence[str], dice: Dice) -> list[str]:
    """The items in an order that the dice give."""
    return [item for _, item in sorted((dice.share(), item) for item in items)]
