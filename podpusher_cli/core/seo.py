"""How well a listing can be found: a score of 0 to 100, what it lost points for, and what to do about it.

Etsy tells nobody how it ranks. What is scored is what it advises in public: a short title that begins with what buyers
search, all thirteen tags, phrases rather than words, listings that do not compete with each other (reference/etsy.md,
section 6). How many points each is worth is our own judgement, the same for every listing, so that two can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from podpusher_cli.core.copywriting import MOST_TAGS, SHORT_TITLE_WORDS, Copy, Field, check_copy, refusals
from podpusher_cli.core.seasons import Season, Stage, season_about
from podpusher_cli.core.text import N_, NN_

Area = Field | Literal["listing"]

BEST = 100
FRONT = 40  # letters of a title that a search page shows on a telephone
FEW_WORDS, FEW_LETTERS = 4, 20
LEAST_PHRASES = 9
LEAST_TAG_LETTERS = 10
LEAST_VARIETY = 0.5
SHORT_DESCRIPTION, SNIPPET, LONG_PARAGRAPH, LONG_SENTENCE = 160, 160, 700, 28
MOST_SHARED_TAGS = 9
SMALL = frozenset((
    "a", "an", "and", "as", "at", "by", "de", "der", "des", "die", "das", "du", "e", "el", "en", "et", "for", "from", "fur", "im", "in", "la",
    "las", "le", "les", "los", "mit", "of", "on", "or", "per",
    "por", "pour", "the", "to", "un", "una", "und", "une", "von", "with", "y", "zu", "zum", "zur",
))  # fmt: skip
"""Words that say nothing of the listing; they may stand as often as they like."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing of the same seller, with its title and its tags as a search takes them."""

    id: str
    title: str
    plain: str
    searches: frozenset[str]


class Shelf:
    """The seller's listings, so that those that want the same searches as another are found without looking at all."""

    def __init__(self, listings: Iterable[Listed]) -> None:
        self._with: dict[str, list[Listed]] = {}
        self._titled: dict[str, list[Listed]] = {}
        for each in listings:
            self._titled.setdefault(each.plain, []).append(each)
            for search in each.searches:
                self._with.setdefault(search, []).append(each)

    def rival(self, own: Listed) -> Listed | None:
        """The listing that competes most with this one: of the same title, or with more tags in common than may be."""
        for each in self._titled.get(own.plain, ()):
            if each.id != own.id:
                return each
        # Whoever shares more than MOST_SHARED_TAGS has at least one of any few others: the rarest are looked up.
        rare = sorted(own.searches, key=lambda search: len(self._with.get(search, ())))
        few = rare[: max(0, len(rare) - MOST_SHARED_TAGS)]
        near = {each.id: each for search in few for each in self._with.get(search, ()) if each.id != own.id}
        shared = [(len(own.searches & each.searches), each) for each in near.values()]
        most = max(shared, key=lambda pair: pair[0], default=None)
        return most[1] if most and most[0] > MOST_SHARED_TAGS else None


def listed(listing: str, title: str, tags: Iterable[str]) -> Listed:
    """A listing for comparing."""
    return Listed(listing, title, _same(title), frozenset(map(_same, tags)))


@dataclass(frozen=True, slots=True)
class SeoReason:
    """Why points were lost: a name that never changes, what it is and what to do, with the values for both sentences."""

    name: str
    area: Area
    lost: int
    message: str
    fix: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeoScore:
    """`score` is 100 less what the `reasons` lost, never below 0; the costliest reason comes first."""

    score: int
    reasons: tuple[SeoReason, ...] = ()


def score_listing(listing: str, copy: Copy, shelf: Shelf, seasons: Iterable[Season]) -> SeoScore:
    """The score of one of the seller's listings, held against the others and against the calendar."""
    season = season_about(" ".join((copy.title, *copy.tags)), seasons)
    return score_copy(copy, rival=shelf.rival(listed(listing, copy.title, copy.tags)), season=season)


def score_copy(copy: Copy, *, rival: Listed | None = None, season: Season | None = None) -> SeoScore:
    """The score of a listing's text. `rival` is another listing for the same searches, `season` the event it is about."""
    reasons = [
        *_refused(copy), *_title(copy), *_tags(copy), *_description(copy), *_rival(rival), *_season(season),
    ]  # fmt: skip
    lost = sum(reason.lost for reason in reasons)
    return SeoScore(max(0, BEST - lost), tuple(sorted(reasons, key=lambda reason: (-reason.lost, reason.name))))


def _refused(copy: Copy) -> Iterator[SeoReason]:
    for finding in refusals(check_copy(copy)):
        yield SeoReason(finding.name, finding.field, 40, finding.message, finding.fix, finding.values)


def _title(copy: Copy) -> Iterator[SeoReason]:
    words = words_of(copy.title)
    if not words:
        return
    if len(words) < FEW_WORDS or len(copy.title) < FEW_LETTERS:
        yield SeoReason(
            "title_short", "title", 12, NN_(
                "The title has {count} word; buyers search with more words than that.",
                "The title has {count} words; buyers search with more words than that.",
            ),
            N_("Say what it is, whom it is for and what is on it."), {"count": len(words)},
        )  # fmt: skip
    if (count := len(copy.title.split())) >= SHORT_TITLE_WORDS:
        yield SeoReason(
            "title_wordy", "title", 10, N_("The title has {count} words; Etsy advises fewer than {most}."),
            N_("Move some of the words into the tags."), {"count": count, "most": SHORT_TITLE_WORDS},
        )  # fmt: skip
    if copy.tags and not _begins_with_a_search(copy):
        yield SeoReason(
            "title_front", "title", 8, N_("The first {most} letters of the title hold no word of the tags."),
            N_("Begin with what a buyer would type."), {"most": FRONT},
        )  # fmt: skip
    if often := sorted(word for word, count in Counter(words).items() if count > 1 and word not in SMALL):
        yield SeoReason(
            "title_repeats", "title", min(12, 4 * len(often)), N_("The title says these words more than once: {words}."),
            N_("Say each once; a repetition finds no other buyers."), {"words": ", ".join(often)},
        )  # fmt: skip


def _begins_with_a_search(copy: Copy) -> bool:
    front = set(words_of(copy.title[:FRONT])) - SMALL
    return any(front & set(words_of(tag)) for tag in copy.tags)


def _tags(copy: Copy) -> Iterator[SeoReason]:
    tags = [words_of(tag) for tag in copy.tags]
    missing = MOST_TAGS - len(tags)
    if missing > 0:
        yield SeoReason(
            "tags_few", "tags", min(30, 3 * missing), NN_(
                "There is {count} tag of {most}; buyers search by them.",
                "There are {count} tags of {most}; buyers search by them.",
            ),
            N_("Add tags until there are {most}."), {"count": len(tags), "most": MOST_TAGS},
        )  # fmt: skip
    if not tags:
        return
    single = [tag for tag, words in zip(copy.tags, tags, strict=True) if len(words) == 1]
    if len(single) > MOST_TAGS - LEAST_PHRASES:
        yield SeoReason(
            "tags_single", "tags", min(10, 2 * (len(single) - MOST_TAGS + LEAST_PHRASES)),
            N_("{count} tags are single words, which thousands of listings have: {tags}."),
            N_("Make phrases of them, such as “gift for plant lover”."), {"count": len(single), "tags": ", ".join(single)},
        )  # fmt: skip
    if sum(map(len, copy.tags)) < LEAST_TAG_LETTERS * len(copy.tags):
        yield SeoReason(
            "tags_short", "tags", 5, N_("The tags have fewer than {least} letters on average."),
            N_("A tag may have 20 letters; use them for what a buyer adds to the word."), {"least": LEAST_TAG_LETTERS},
        )  # fmt: skip
    told = [word for words in tags for word in words if word not in SMALL]
    if len(set(told)) < LEAST_VARIETY * len(told):
        word, count = Counter(told).most_common(1)[0]
        yield SeoReason(
            "tags_alike", "tags", 8, N_("“{word}” stands in {count} tags."),
            N_("Use other words that buyers have for it; a tag finds by each of its words."), {"word": word, "count": count},
        )  # fmt: skip


def _description(copy: Copy) -> Iterator[SeoReason]:
    text = copy.description.strip()
    if not text:
        return
    if len(text) < SHORT_DESCRIPTION:
        yield SeoReason(
            "description_short", "description", 8, NN_("The description has {count} character.", "The description has {count} characters."),
            N_("Say what it is, whom it suits, and what a buyer would ask."), {"count": len(text)},
        )  # fmt: skip
    told = set(words_of(copy.title)) - SMALL
    if told and not told & set(words_of(text[:SNIPPET])):
        yield SeoReason(
            "description_front", "description", 6, N_("The description begins without a word of the title."),
            N_("Name in the first sentence what the buyer searched; search engines show it."),
        )  # fmt: skip
    if max(map(len, text.split("\n"))) > LONG_PARAGRAPH:
        yield SeoReason(
            "description_wall", "description", 5, N_("A paragraph has more than {most} characters."),
            N_("Break it up; nobody reads it on a phone."), {"most": LONG_PARAGRAPH},
        )  # fmt: skip
    lengths = [len(words_of(sentence)) for sentence in _sentences(text)]
    if lengths and sum(lengths) / len(lengths) > LONG_SENTENCE:
        yield SeoReason(
            "description_sentences", "description", 5, N_("The sentences have more than {most} words on average."),
            N_("Split the long ones in two."), {"most": LONG_SENTENCE},
        )  # fmt: skip


def _rival(rival: Listed | None) -> Iterator[SeoReason]:
    if rival is not None:
        yield SeoReason(
            "rival", "listing", 12, N_("Your listing “{title}” ({id}) wants the same searches."),
            N_("Give each its own tags and title, so that they do not take buyers from each other."),
            {"title": rival.title, "id": rival.id},
        )  # fmt: skip


def _season(season: Season | None) -> Iterator[SeoReason]:
    if season is not None and season.stage is Stage.TOO_LATE:
        yield SeoReason(
            "season_late", "listing", 15, N_("It is about {event}, and an order of today would come too late for that."),
            N_("Publish it when the next one comes near, or take the event out of title and tags."), {"event": season.name},
        )  # fmt: skip


# Words

_BETWEEN = {place: " " for place in range(128) if not chr(place).isalnum() and chr(place) != "'"}


def words_of(text: str) -> list[str]:
    """The words of a text, small and without accents, as a search takes them."""
    if text.isascii():
        return text.lower().translate(_BETWEEN).split()
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() or letter in "'’" else " " for letter in letters).casefold().split()


def _sentences(text: str) -> list[str]:
    """The sentences and lines of a text."""
    return [each for each in re.split(r"(?<=[.!?…])\s|\n", text) if words_of(each)]


def _same(text: str) -> str:
    return " ".join(words_of(text))
