"""Lists of names and phrases, read from text.

A list begins with `as_of:` and `source:`. `[section]` heads what follows. A line is `name | another name`, or `key: phrase |
phrase`. ` ? word word` after a name: it counts only in a text that has one of these words, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from podpusher_cli.core.content.findings import Class
from podpusher_cli.core.content.folding import Folded, folded_words
from podpusher_cli.core.content.phrases import Hit, Phrases

LEAST_HIDDEN = 4  # letters of a name that is looked for in disguise


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or phrase of a list. `needs`: the folded words of which one must be in the text as well; empty for none."""

    key: str
    section: str
    source: str
    as_of: str
    needs: frozenset[str] = frozenset()


@dataclass(slots=True)
class WordList:
    """A list, whose phrases are among those of all lists. `joined` has its names as one word, for names in disguise."""

    name: str
    phrases: Phrases[Entry]
    as_of: str = ""
    source: str = ""
    joined: dict[str, Entry] = field(default_factory=dict)
    count: int = 0

    def add(self, key: str, section: str, name: str, needs: frozenset[str]) -> None:
        """One more name or phrase."""
        entry = Entry(key, section, self.name, self.as_of, needs)
        self.count += 1
        self.phrases.add(name, entry)
        joined = "".join(folded_words(name))
        if not needs and len(joined) >= LEAST_HIDDEN and not set("*#_([") & set(name):
            self.joined.setdefault(joined, entry)


def read_list(name: str, text: str, phrases: Phrases[Entry]) -> WordList:
    """The list that a file's text is; what it says goes into `phrases` as well."""
    made = WordList(name, phrases)
    section = ""
    for line in _lines(text):
        if line.startswith("["):
            section = line.strip("[]")
        elif line.startswith("as_of: "):
            made.as_of = line.removeprefix("as_of: ")
        elif line.startswith("source: "):
            made.source = line.removeprefix("source: ")
        else:
            key, colon, behind = line.partition(": ")
            for each in (behind if colon else line).split(" | "):
                said, _, needs = each.partition(" ? ")
                made.add(key if colon else said.strip(), section, said.strip(), frozenset(folded_words(needs)))
    return made


def _lines(text: str) -> Iterator[str]:
    return (bare for line in text.splitlines() if (bare := line.strip()))


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """All of them: `names` with their class, `claims` by language. `phrases` are those of all lists, found in one pass.

    `harmless` are phrases that mean no harm, `signs` words that point at somebody's name; `tails` are the words that are
    written together with names (`disneymom`).
    """

    names: tuple[tuple[Class, WordList], ...]
    claims: dict[str, WordList]
    policy: WordList
    injection: WordList
    harmless: WordList
    signs: WordList
    tails: frozenset[str]
    phrases: Phrases[Entry]

    def find(self, folded: Folded) -> Mapping[str, list[Hit[Entry]]]:
        """What of each list is in the text, by the list's name."""
        found: defaultdict[str, list[Hit[Entry]]] = defaultdict(list)
        for hit in self.phrases.find(folded.words):
            found[hit.entry.source].append(hit)
        return found


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The seller's own: `blocked` is not to be said, `allowed` may be, whatever the lists say."""

    blocked: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
