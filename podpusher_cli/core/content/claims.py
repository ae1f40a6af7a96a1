"""Claims about the product that its facts do not bear out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from podpusher_cli.core.content.facts import Known
from podpusher_cli.core.content.findings import Finding, Severity
from podpusher_cli.core.content.lists import Entry
from podpusher_cli.core.content.numbers import COLD, MATERIALS, Measured, measures_in, shares_in, sizes_in
from podpusher_cli.core.content.phrases import Hit
from podpusher_cli.core.content.pictures import is_material_claim, names_another_thing
from podpusher_cli.core.content.reading import Reading
from podpusher_cli.core.text import N_

_TAKE_OUT = N_("Take “{text}” out, or say only what is known of the product.")
# Sections of the lists of claims, and the sentence for what the facts do not say
_SENTENCES = {
    "material": N_("“{text}”: that the product is made of it is not among its facts."),
    "weak": N_("“{text}”: that the product is made of it is not among its facts."),
    "grade": N_("“{text}”: this quality of the material is not among the product's facts."),
    "green": N_("“{text}”: no fact of the product bears out this promise about nature or fairness."),
    "origin": N_("“{text}”: where it is made and sent from is not among the product's facts."),
    "cert": N_("“{text}”: no certificate or award is among the product's facts."),
    "guarantee": N_("“{text}”: this is a promise that nobody has made for the product."),
    "health": N_("“{text}”: a listing must not promise an effect on health."),
    "safety": N_("“{text}”: this promise of safety is not among the product's facts."),
    "craft": N_("“{text}”: how it is made is not among the facts; a product printed on demand is neither made by hand nor rare nor old."),
    "feature": N_("“{text}”: this is not among the product's facts."),
    "care": N_("“{text}”: the product's facts say nothing of this care."),
    "sizes": N_("“{text}”: these sizes or this fit are not among the product's facts."),
    "pack": N_("“{text}”: that there are several in a pack is not among the product's facts."),
}  # fmt: skip
_WRONG_MATERIAL = N_("“{text}”: the product is made of something else ({known}).")
_WRONG_THING = N_("“{text}”: the product is another kind of thing ({known}).")
_WRONG_CARE = N_("“{text}”: the product is cared for in another way ({known}).")
_WRONG_SIZE = N_("“{text}”: the product does not come in this size ({known}).")
_WRONG_SHARE = N_("“{text}”: the share of the material is another one ({known}).")
_UNKNOWN_SHARE = N_("“{text}”: no share of a material is among the product's facts.")
_WRONG_NUMBER = N_("“{text}”: this number is not among the product's facts.")
_WRONG_BLANK = N_("“{text}”: the blank is made by somebody else ({known}).")
_GRAVE = frozenset(("child_safe", "fire", "bulletproof"))
_NOT_OF_AN_IDEA = frozenset(("feature", "sizes", "pack", "garment", "care", "weak", "grade", "green"))


def false_claims(reading: Reading, hits: Iterable[Hit[Entry]], known: Known) -> Iterator[Finding]:
    """What the text says of the product that its facts do not say, or contradict. `hits` are of the lists of claims."""
    live = [hit for hit in hits if not reading.is_calm(hit)]
    for hit in live:
        section, key = hit.entry.section, hit.entry.key
        if section == "care" and (section, key) in known.keys and reading.negated(hit):
            yield reading.finding("false_claim", hit, "block", _WRONG_CARE, _TAKE_OUT, known=known.facts.care)
        if (section, key) in known.keys or (reading.field == "idea" and section in _NOT_OF_AN_IDEA):
            continue
        if (section, key) == ("care", "cold") and ("care", "machine") in known.keys:
            continue  # washing colder than one must harms nothing
        if section in MATERIALS:
            yield from _material(reading, hit, known)
        elif section == "garment":
            if known.facts.garment and names_another_thing(reading, hit, known):
                yield reading.finding("false_claim", hit, "block", _WRONG_THING, _TAKE_OUT, known=known.facts.garment)
        elif not reading.negated(hit):
            yield from _claim(reading, hit, known)
    yield from _shares(reading, live, known)
    if reading.field != "idea":
        yield from _numbers(reading, known)


def _material(reading: Reading, hit: Hit[Entry], known: Known) -> Iterator[Finding]:
    if any((section, hit.entry.key) in known.keys for section in MATERIALS) or not is_material_claim(reading, hit):
        return
    if known.has(*MATERIALS):
        yield reading.finding("false_claim", hit, "block", _WRONG_MATERIAL, _TAKE_OUT, known=known.facts.material)
    else:
        yield reading.finding("false_claim", hit, "warn", _SENTENCES["material"], _TAKE_OUT)


def _claim(reading: Reading, hit: Hit[Entry], known: Known) -> Iterator[Finding]:
    section, key = hit.entry.section, hit.entry.key
    if section == "care" and known.facts.care:
        yield reading.finding("false_claim", hit, "block", _WRONG_CARE, _TAKE_OUT, known=known.facts.care)
        return
    severity: Severity = "block" if section == "health" or key in _GRAVE else "warn"
    yield reading.finding("false_claim", hit, severity, _SENTENCES[section], _TAKE_OUT)


def _shares(reading: Reading, hits: Iterable[Hit[Entry]], known: Known) -> Iterator[Finding]:
    for share in shares_in(reading.folded, hits):
        if (share.percent, share.material) not in known.shares and not _only_material(
            share.percent, share.material, known
        ):
            quoted = reading.folded.text[share.start : share.end]
            severity: Severity = "block" if known.shares else "warn"
            sentence = _WRONG_SHARE if known.shares else _UNKNOWN_SHARE
            values = {"text": quoted, "known": known.facts.material}
            yield Finding("false_claim", share.start, share.end, severity, sentence, _TAKE_OUT, values)


def _only_material(percent: int, material: str, known: Known) -> bool:
    """Whether `100 %` says no more than facts that name this one material with no share."""
    named = {key for section, key in known.keys if section in MATERIALS}
    return percent == 100 and named == {material} and not known.shares  # per cent


def _numbers(reading: Reading, known: Known) -> Iterator[Finding]:
    for each in measures_in(reading.folded):
        cold = each.kind == "heat" and float(each.value) <= COLD and ("care", "cold") in known.keys
        if each.value not in known.numbers and not cold:
            yield _number(reading, each, _WRONG_NUMBER, "warn")
    for each in sizes_in(reading.folded):
        if known.sizes and each.value not in known.sizes:
            yield _number(reading, each, _WRONG_SIZE, "block", known=", ".join(known.facts.sizes))


def _number(reading: Reading, each: Measured, sentence: str, severity: Severity, **values: object) -> Finding:
    quoted = {"text": reading.folded.text[each.start : each.end]}
    return Finding("false_claim", each.start, each.end, severity, sentence, _TAKE_OUT, quoted | values)


def wrong_blank(reading: Reading, hit: Hit[Entry], known: Known) -> Finding:
    """The text names another maker of the blank than the facts do."""
    return reading.finding("false_claim", hit, "block", _WRONG_BLANK, _TAKE_OUT, known=known.facts.brand_of_blank)
