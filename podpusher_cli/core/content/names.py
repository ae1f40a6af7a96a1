"""Names that are somebody else's: brands, celebrities, franchises, and what the seller has blocked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from podpusher_cli.core.content.claims import wrong_blank
from podpusher_cli.core.content.facts import Known
from podpusher_cli.core.content.findings import Class, Finding, Severity
from podpusher_cli.core.content.folding import Word, folded_words
from podpusher_cli.core.content.lists import Entry, Lists, WordList
from podpusher_cli.core.content.phrases import Hit, Phrases
from podpusher_cli.core.content.reading import Reading, plain_phrase
from podpusher_cli.core.text import N_

REASONS: dict[Class, str] = {
    "brand": N_("“{text}” is a brand; its owner decides who may use it."),
    "celebrity": N_("“{text}” points at a person in public life, whose name is not for sale."),
    "franchise": N_("“{text}” belongs to a film, series, game or book of somebody else."),
}
_POINTS = N_("“{text}” points at something of somebody else's; buyers and owners will read it so.")
_DISGUISED = N_("“{text}” reads like a name that is somebody else's; a spelling of one's own does not change that.")
_MARKED = N_("“{text}” carries the mark of a registered name.")
_BLOCKED = N_("“{text}” is among the words that you have blocked.")
_BLANK = N_("“{text}” is a maker of blanks, and not the one that the facts name.")
_FIX = N_("Take “{text}” out, and say in your own words what the design shows.")
_OWN_FIX = N_("Take “{text}” out, or change the setting content.blocked.")
_MARK = re.compile(r"(?<![\w'’&.-])([^\W\d_][\w'’&.-]{0,60})\s?[™®]")
_LONG, _LONGER, _LONGEST = 5, 8, 60  # letters: of a name inside a longer word, and of such a word
_POINTED: dict[str, Class] = {"celebrity": "celebrity", "franchise": "franchise"}
_STEMS = 3  # letters that a hidden word with `*` must show


def names(reading: Reading, lists: Lists, known: Known) -> Iterator[Finding]:
    """Names of the lists, written out, run together or in disguise."""
    said, blank = reading.words(), set(folded_words(known.facts.brand_of_blank))
    for kind, listed in lists.names:
        for hit in reading.hits[listed.name]:
            if reading.is_calm(hit) or not _counts(hit, said, reading):
                continue
            own = {word.text for word in reading.folded.words[hit.first : hit.last]}
            if own <= blank | {"+", "&", "and"}:
                continue
            if hit.entry.section == "blanks" and reading.negated(hit):
                continue
            if hit.entry.section == "blanks":
                if blank:
                    yield wrong_blank(reading, hit, known)
                yield reading.finding(kind, hit, "warn", _BLANK, _FIX)
                continue
            severity: Severity = "warn" if hit.entry.needs or is_doubtful(hit.entry) else "block"
            yield reading.finding(kind, hit, severity, REASONS[kind], _FIX)
        yield from _hidden(reading, kind, listed, lists.tails, blank)
    yield from _signs(reading, lists.signs)
    yield from _marks(reading, blank)


def is_doubtful(entry: Entry) -> bool:
    """Whether a list says of a name that it may be something else as well: `[shops warn]`."""
    return entry.section == "blanks" or entry.section.endswith(" warn")


def _counts(hit: Hit[Entry], said: frozenset[str], reading: Reading) -> bool:
    """Whether a name that is an ordinary word, too, has one of its other words beside it."""
    own = {word.text for word in reading.folded.words[hit.first : hit.last]}
    return not hit.entry.needs or not hit.entry.needs.isdisjoint(said - own) or bool(hit.entry.needs & own)


def _hidden(
    reading: Reading, kind: Class, listed: WordList, tails: frozenset[str], blank: set[str]
) -> Iterator[Finding]:
    single = {(word.start, word.text) for word in reading.folded.words}
    for word in (*reading.folded.words, *reading.folded.hidden):
        entry = _entry_of(word.text, listed, tails, whole=(word.start, word.text) in single)
        if entry is not None and word.text not in blank and not _is_calm_word(reading, word):
            values = {"text": reading.folded.text[word.start : word.end]}
            severity: Severity = "warn" if is_doubtful(entry) else "block"
            sentence = REASONS[kind] if values["text"].casefold() == word.text else _DISGUISED
            yield Finding(kind, word.start, word.end, severity, sentence, _FIX, values, entry.source, entry.as_of)


def _is_calm_word(reading: Reading, word: Word) -> bool:
    """Whether the word is inside a run of words that means no harm."""
    words = reading.folded.words
    return any(words[first].start <= word.start and word.end <= words[last - 1].end for first, last in reading.calm)


def _entry_of(word: str, listed: WordList, tails: frozenset[str], *, whole: bool) -> Entry | None:
    """The entry that a word is, run together (`harrypotter`), with others around it (`teamlakersfan`), or with `*` in it."""
    if "*" in word:
        return _guessed(word, listed)
    found = listed.joined.get(word)
    if found is not None:
        return found
    if (whole and len(word) < _LONGER) or len(word) > _LONGEST:
        return None
    for start in range(len(word) - _LONG + 1):
        if start and word[:start] not in tails:
            continue
        for end in range(start + _LONG, len(word) + 1):
            if word[start:end] in listed.joined and (end == len(word) or _is_tail(word[end:], tails)):
                return listed.joined[word[start:end]]
    return None


def _is_tail(rest: str, tails: frozenset[str]) -> bool:
    """Whether it is one or two words that are written behind names, or a number."""
    if rest in tails or rest.isdigit():
        return True
    return any(rest[:cut] in tails and rest[cut:] in tails for cut in range(3, len(rest) - 1))


def _guessed(word: str, listed: WordList) -> Entry | None:
    """The entry whose name fits a word with `*` for letters."""
    if len(word.replace("*", "")) < _STEMS or len(word) < _STEMS + 1:
        return None
    gap = ".{1,3}" if "**" in word else "."
    pattern = re.compile(re.sub(r"(?:\\\*)+", gap, re.escape(word)))
    return next((entry for name, entry in listed.joined.items() if pattern.fullmatch(name)), None)


def _signs(reading: Reading, signs: WordList) -> Iterator[Finding]:
    for hit in reading.hits[signs.name]:
        if not reading.is_calm(hit) and not reading.negated(hit):
            yield reading.finding(_POINTED.get(hit.entry.section, "brand"), hit, "warn", _POINTS, _FIX)


def _marks(reading: Reading, blank: set[str]) -> Iterator[Finding]:
    for found in _MARK.finditer(reading.folded.text):
        if blank.isdisjoint(folded_words(found[1])):
            yield Finding("brand", found.start(), found.end(), "warn", _MARKED, _FIX, {"text": found[0]})


def blocked(reading: Reading, words: Iterable[str]) -> Iterator[Finding]:
    """What the seller has blocked."""
    own: Phrases[Entry] = Phrases()
    for word in words:
        own.add(plain_phrase(word), Entry(word, "own", "content.blocked", ""))
    for hit in own.find(reading.folded.words):
        yield reading.finding("policy", hit, "block", _BLOCKED, _OWN_FIX)
