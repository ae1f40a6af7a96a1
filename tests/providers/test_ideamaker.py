"""The local idea maker: sentences a native would print, in four languages, whatever the words are."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from podpusher_cli.core.content.facts import Facts
from podpusher_cli.core.content.inspecting import inspect
from podpusher_cli.core.copywriting import LANGUAGES
from podpusher_cli.core.events import EVENTS
from podpusher_cli.core.ideabook import IdeaSource
from podpusher_cli.core.ideas import clean, shelf_key
from podpusher_cli.core.ideation import IdeaBrief, Phrase, Subject, Weights
from podpusher_cli.core.seasons import Season, Stage
from podpusher_cli.core.text import one_line
from podpusher_cli.providers.copywriter.topics import TRIGGERS, plain
from podpusher_cli.providers.ideamaker import LocalIdeas, said_of, things_about
from podpusher_cli.providers.ideamaker.grammar import filled, forms_of, open_forms
from podpusher_cli.providers.ideamaker.niches import lexicon
from podpusher_cli.providers.wordlists import wordlists

EVERY = 100_000
DAY = date(2026, 10, 31)


def brief(
    words: str = "", language: str = "en", count: int = 5, seed: int = 1, season: str | None = None, **more: object
) -> IdeaBrief:
    event = Season(season, season, DAY, DAY, DAY, Stage.AHEAD) if season else None
    return IdeaBrief((Subject(words, IdeaSource.WORDS, season=event),), count, seed, language, **more)  # type: ignore[arg-type]


def every(language: str) -> list[Phrase]:
    """All that can be said without words or about an event."""
    said = [*LocalIdeas().make(brief(language=language, count=EVERY))]
    for code in lexicon(language).fetes:
        said += LocalIdeas().make(brief(language=language, count=EVERY, season=code))
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_lot_to_say_and_no_sentence_twice(language: str) -> None:
    said = every(language)
    kinds = {phrase.niche.partition(".")[0] for phrase in said if phrase.niche}
    assert kinds >= {"profession", "hobby", "pet", "family", "place", "humour", "season"}
    assert len(said) > 1_000
    assert len({shelf_key(phrase.text) for phrase in said}) >= len(said) - len(lexicon(language).fetes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole_and_can_be_printed(language: str) -> None:
    for text in (phrase.text for phrase in every(language)):
        assert text == clean(text)
        assert not re.search(r"[\[\]{}|]", text), text
        assert len(text) <= 75, text
        assert text[0] == text[0].upper() or not text[0].isalpha(), text
        assert all(unicodedata.category(char)[0] in "LNPZS" for char in text), text
        assert not re.search(r"(\b\w+\b) \1\b", text.lower()), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_a_sentence_is_stopped_by_the_content_check(language: str) -> None:
    lists = wordlists()
    said = [phrase.text for phrase in every(language)]
    stopped = [text for text in said if inspect(text, "idea", language, Facts(), lists).ruling != "ok"]
    assert len(stopped) <= len(said) / 100, stopped


@pytest.mark.parametrize(
    ("language", "mistake"),
    [
        ("en", r"\b[Aa] [aeio]|\b[Aa]n [^aeiou]"),
        ("es", r"\b(?:[Dd]e|[Aa]) el\b|\b[Uu]n \w+a\b(?<!electricista)(?<!capibara)|\b[Ll]a (?!quiero)\w+o\b"),
        ("fr", r"\b(?:de|le|la|ce|je|que|d) (?!hamster)[aeiouéèêh]|\b(?:de|à) le\b|\b(?:de|à) les\b"),
        ("de", r"\bein \w+in\b|\beine \w+(?<!schwest)er\b|\bBester \w+in\b|\bmein \w+katze\b|\bvom \w+in\b"),
    ],
)
def test_articles_contractions_and_gender_are_right(language: str, mistake: str) -> None:
    wrong = [phrase.text for phrase in every(language) if re.search(mistake, phrase.text) and phrase.fit != "own"]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "pattern", "told", "text"),
    [
        ("en", "Trust me, I'm {a}", {"one": "electrician"}, "Trust me, I'm an electrician"),
        ("en", "Three {many}", {"one": "pony"}, "Three ponies"),
        ("es", "Orgullos[o|a] de ser {one}", {"one": "maestra", "g": "f"}, "Orgullosa de ser maestra"),
        ("es", "Me voy {al}", {"name": "el lago"}, "Me voy al lago"),
        ("es", "Los {many}", {"one": "profesor", "g": "m"}, "Los profesores"),
        ("fr", "{Le} préféré[|e]", {"one": "infirmière", "g": "f"}, "L'infirmière préférée"),
        ("fr", "Ma vie {de}", {"one": "prof", "g": "m"}, "Ma vie de prof"),
        ("fr", "{Ce} a été sage", {"one": "électricien", "g": "m"}, "Cet électricien a été sage"),
        ("fr", "Rendez-vous {au}", {"name": "la plage"}, "Rendez-vous à la plage"),
        (
            "de",
            "Mein[|e|] {one} und dein[en|e|] {acc}",
            {"one": "Hase", "acc": "Hasen", "g": "m"},
            "Mein Hase und deinen Hasen",
        ),
        ("de", "Club der müden {many}", {"one": "Lehrerin", "g": "f"}, "Club der müden Lehrerinnen"),
        ("de", "Dies[er|e|es] {one}", {"one": "Pferd", "g": "n"}, "Dieses Pferd"),
        ("de", "Ein[|e] {one}", {"one": "Arzt"}, None),
        ("en", "{Name} days", {"one": "nurse"}, None),
    ],
)
def test_a_pattern_takes_the_forms_of_its_thing(
    language: str, pattern: str, told: dict[str, str], text: str | None
) -> None:
    assert filled(pattern, forms_of(language, told)) == text


@pytest.mark.parametrize(
    ("language", "words", "text"),
    [
        ("fr", "Escalade", "Encore un peu d'escalade"),
        ("fr", "Padel", "Encore un peu de padel"),
        ("de", "Padel", "Padel statt Drama"),
        ("en", "BBQ", "Less drama, more BBQ"),
        ("es", "Kárate", "Hoy toca kárate"),
    ],
)
def test_words_that_no_niche_knows_fit_into_sentences(language: str, words: str, text: str) -> None:
    forms = open_forms(language, words)
    assert text in {filled(pattern, forms) for pattern in lexicon(language).open}
    assert text in {phrase.text for phrase in LocalIdeas().make(brief(words, language, count=EVERY))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["krankenschwester", "infirmière", "enfermera", "nurse life"])
def test_a_niche_is_known_in_whatever_language_it_is_named(language: str, words: str) -> None:
    found = LocalIdeas().make(brief(words, language, count=3))
    assert {phrase.niche for phrase in found if phrase.fit != "open"} == {"profession.nurse"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_is_sound(language: str) -> None:
    told = lexicon(language)
    assert {thing.topic for thing in told.things} <= {"", *TRIGGERS}
    assert set(told.fetes) <= {event.code for event in EVENTS}
    assert {"christmas", "halloween", "valentine", "mother", "father", "easter", "new_year"} <= set(told.fetes)
    for thing in told.things:
        assert all(word == plain(word) for word in thing.words), thing.niche
        assert thing.lines, thing.niche
        calls = (*thing.words, *TRIGGERS.get(thing.topic, "").split())
        assert thing in [each for word in calls for each in things_about(told, word)], thing.niche
    used = {phrase.pattern for phrase in every(language)}
    assert {pattern for thing in told.things for pattern in thing.patterns} <= used


def test_a_seed_decides_and_weights_lean() -> None:
    first = [phrase.text for phrase in LocalIdeas().make(brief(seed=1))]
    assert [phrase.text for phrase in LocalIdeas().make(brief(seed=1))] == first
    assert [phrase.text for phrase in LocalIdeas().make(brief(seed=2))] != first

    def cats(weight: float) -> int:
        told = brief(seed=3, count=20, weights=Weights(niches={"pet.cat": weight}))
        return sum(phrase.niche == "pet.cat" for phrase in LocalIdeas().make(told))

    assert cats(2.0) > cats(0.5)


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [("Adopt don't shop", "en", "Adopt don't shop"), ("Labubu", "en", "Labubu"), ("Dog mom", "en", "Dog mom")],
)
def test_a_trend_that_says_something_is_left_as_it_is(words: str, language: str, said: str) -> None:
    assert said_of(words, language) == said


@pytest.mark.parametrize(
    ("words", "language"), [("Pickleball", "en"), ("Angeln", "de"), ("Randonnée", "fr"), ("Pescar", "es")]
)
def test_a_trend_of_one_word_is_said_as_its_niche_says_it(words: str, language: str) -> None:
    lines = {phrase.text for phrase in LocalIdeas().make(brief(words, language, count=EVERY)) if phrase.fit != "open"}
    assert said_of(words, language) in lines
    assert said_of(words, language) == said_of(words, language)


def test_what_is_too_long_for_a_sentence_is_one_itself() -> None:
    assert [phrase.text for phrase in LocalIdeas().make(brief("adopt don't shop"))] == ["Adopt don't shop"]


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60), st.sampled_from(LANGUAGES))
def test_any_words_at_all_make_only_clean_lines(words: str, language: str) -> None:
    assume(one_line(unicodedata.normalize("NFC", words)))
    found = LocalIdeas().make(brief(clean(words), language))
    assert found
    assert all(clean(phrase.text) for phrase in found)
