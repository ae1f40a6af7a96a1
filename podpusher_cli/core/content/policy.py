"""What no shop may sell or say: hatred, violence, drugs, what is forbidden on Etsy; swearing is left to the seller."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podpusher_cli.core.content.findings import Finding, Severity
from podpusher_cli.core.content.lists import Entry, WordList
from podpusher_cli.core.content.reading import Reading
from podpusher_cli.core.text import N_

_SENTENCES = {
    "profanity": N_("“{text}” is swearing; Etsy hides such listings from many buyers."),
    "hate": N_("“{text}” is hateful, or a sign of those who hate; Etsy takes such listings down."),
    "sexual": N_("“{text}” is sexual; Etsy allows it only marked as mature, or not at all."),
    "drugs": N_("“{text}” is about drugs, which Etsy forbids to sell and hides."),
    "weapons": N_("“{text}” is about weapons; Etsy forbids to sell them or to teach how they are made."),
    "violence": N_("“{text}” glorifies or threatens violence; Etsy takes such listings down."),
    "selfharm": N_("“{text}” makes light of self-harm; Etsy takes such listings down."),
    "prohibited": N_("“{text}” is on Etsy's list of what may not be sold."),
}
_FIX = N_("Take “{text}” out.")
_LEAST = 4  # letters of a word that is looked for in disguise


def policy(reading: Reading, listed: WordList) -> Iterator[Finding]:
    """What the list of the text's language, and that of every language, has."""
    for hit in reading.hits[listed.name]:
        if not reading.is_calm(hit) and _speaks(hit.entry, reading.language):
            kind, severity = _kind(hit.entry)
            if kind in {"drugs", "prohibited", "weapons"} and reading.negated(hit):
                continue
            yield reading.finding("policy", hit, severity, _SENTENCES[kind], _FIX)
    for word in reading.folded.hidden:
        entry = _hidden_entry(word.text, listed, reading.language)
        if entry is not None:
            kind, severity = _kind(entry)
            values = {"text": reading.folded.text[word.start : word.end]}
            yield Finding(
                "policy", word.start, word.end, severity, _SENTENCES[kind], _FIX, values, entry.source, entry.as_of
            )


def _speaks(entry: Entry, language: str) -> bool:
    return entry.section.split()[1] in {"*", language}


def _kind(entry: Entry) -> tuple[str, Severity]:
    kind, _, severity = entry.section.split()
    return kind, "block" if severity == "block" else "warn"


def _hidden_entry(word: str, listed: WordList, language: str) -> Entry | None:
    if "*" not in word:
        found = listed.joined.get(word)
        return found if found and _speaks(found, language) else None
    if len(word) < _LEAST or len(word.replace("*", "")) < 2:  # f**k shows two
        return None
    pattern = re.compile(re.escape(word).replace(r"\*", "."))
    return next(
        (entry for name, entry in listed.joined.items() if _speaks(entry, language) and pattern.fullmatch(name)), None
    )
