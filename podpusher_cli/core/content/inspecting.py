"""One text held against everything: the facts, the lists, Etsy's rules."""

from __future__ import annotations

from podpusher_cli.core.content.claims import false_claims
from podpusher_cli.core.content.facts import Facts, Known, look_up
from podpusher_cli.core.content.findings import Field, Finding, Verdict, verdict_of
from podpusher_cli.core.content.injection import injection
from podpusher_cli.core.content.lists import Lists, OwnWords
from podpusher_cli.core.content.names import blocked, names
from podpusher_cli.core.content.policy import policy
from podpusher_cli.core.content.reading import Reading, read
from podpusher_cli.core.content.rules import rules

NOTHING_OWN = OwnWords()


def inspect(text: str, field: Field, language: str, facts: Facts, lists: Lists, own: OwnWords = NOTHING_OWN) -> Verdict:
    """The verdict on one text. The same text gives the same verdict; time grows with its length alone.

    `language` is that of the text: en, es, fr or de. `facts` are all that may be claimed of the product; of an idea, which
    only says what is pictured, fewer claims count.
    """
    known = look_up(facts, lists)
    reading = read(text, field, language, lists, own.allowed)
    found = [*_claims(reading, lists, known), *names(reading, lists, known), *policy(reading, lists.policy)]
    found += [*blocked(reading, own.blocked), *injection(reading, lists.injection), *rules(text, field, language)]
    return verdict_of(text, found)


def _claims(reading: Reading, lists: Lists, known: Known) -> list[Finding]:
    spoken = [lists.claims[each] for each in dict.fromkeys((reading.language, "en")) if each in lists.claims]
    hits = [hit for each in spoken for hit in reading.hits[each.name]]
    return list(false_claims(reading, hits, known))
