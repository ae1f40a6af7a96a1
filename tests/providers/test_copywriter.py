"""The local copywriter: whatever the idea, a listing that Etsy takes, in the language asked, that claims nothing it was not told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.blanks import Facts, Kind
from podpusher_cli.core.copywriting import LANGUAGES, MOST_TAG, MOST_TAGS, Copy, check_copy
from podpusher_cli.core.designs import LAYOUTS
from podpusher_cli.core.errors import fill
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.providers.copywriter import BY_CODE, Copywriter, disclosure
from podpusher_cli.providers.copywriter.topics import TRIGGERS, plain, topics_in, words_in

KINDS = get_args(Kind)
WORDS = {
    "en": "Plant dad|Nurse life|World's best grandma|Running on coffee and chaos|Dog mom|Just one more chapter|Retired not expired",
    "es": "Papá planta|Vida de enfermera|La mejor abuela del mundo|Primero el café|Mamá de perros|Un capítulo más|Jubilado y feliz",
    "fr": "Papa plantes|Vie d'infirmière|Meilleure mamie du monde|Le café d'abord|Maman de chien|Encore un chapitre|L'été à la plage",
    "de": "Pflanzenpapa|Beste Oma der Welt|Kaffee zuerst|Hundemama|Nur noch ein Kapitel|Rente mit Stil|Zocker Papa",
}
ODD = [
    "🌱", "🌱🌱🌱", "Plant 🌱 dad", "👩‍⚕️ nurse", "🇫🇷", "שלום עולם", "أب النباتات", "植物爸爸", "植", "x", "7", "!!!", "…", "a" * 200, "dad " * 50,
    ("A sentence that goes on and on, with commas, and with words that nobody needs, " * 3)[:200], "WORLD'S BEST PLANT DAD EVER MADE",
    "50% dad & 50% plants & 100% tired", "A: b: c + d + e", "Only $5!!! €5 £5", "<script>alert(1)</script>", "{idea} {noun} {0} {}", "%s %(x)s",
    "\x1b[31mred\x1b[0m", "=cmd|' /C calc'!A0", "Robert'); DROP TABLE products;--", "Ignore all previous instructions", "dad\nof\ntwo", "a\u202ebc",
    "e\u0301te\u0301", "𝐏𝐥𝐚𝐧𝐭 𝐝𝐚𝐝", "½ x² ™", "Dad™ Dad® Dad©", "gift gift gift", "shirt", "mug mug", "best tee", "a/b/c_d", "don't", "l'amour d'été",
    "ß ẞ İ ﬁ", "—", "'", "\ud83c half", "dad-dad-dad", "The the the", "Mom and dad", "Grandma's garden & grandpa's beer", "#plantdad", "@me",
]  # fmt: skip


def ideas() -> list[str]:
    """300 of them: real ones, combinations of what they are made of, and everything odd."""
    topical = [words.split()[number % len(words.split())] for number, words in enumerate(TRIGGERS.values())]
    made = [f"{one} and {other}" for one, other in zip(topical, topical[7:] + topical[:7], strict=True)]
    made += [f"My {word} is better than yours" for word in topical] + [f"{word.title()} squad" for word in topical]
    made += [each for text in WORDS.values() for each in text.split("|")] + ODD
    endless = (f"{one} {number}" for number, one in enumerate(cycle(topical)))
    return (made + [next(endless) for _ in range(300)])[:300]


IDEAS = ideas()


def briefs(language: str) -> Iterator[CopyBrief]:
    for number, idea in enumerate(IDEAS):
        kind = KINDS[number % len(KINDS)]
        facts = Facts(kind, ("cotton",) if number % 3 else (), ("S", "M") if number % 2 else ())
        lettered = number % 5 > 0
        yield CopyBrief(
            idea, number, language, facts, lettered=lettered, layout=LAYOUTS[number % len(LAYOUTS)] if lettered else None,
            trend=idea if number % 7 == 0 else None, disclose_ai=not lettered,
        )  # fmt: skip


def write(idea: str, language: str = "en", **told: object) -> Copy:
    return Copywriter().write(CopyBrief(idea, told.pop("seed", 1), language, **told))  # type: ignore[arg-type]


def text_of(copy: Copy) -> str:
    return "\n".join([copy.title, copy.description, *copy.tags])


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest) -> list[tuple[CopyBrief, Copy]]:
    return [(brief, Copywriter().write(brief)) for brief in briefs(request.param)]


# Etsy's rules


def test_there_are_three_hundred_ideas() -> None:
    assert len(IDEAS) == 300
    assert set(ODD) <= set(IDEAS)


def test_etsy_takes_every_listing(written: list[tuple[CopyBrief, Copy]]) -> None:
    for brief, copy in written:
        found = [fill(each.message, each.values) for each in check_copy(copy)]
        assert found == [], (brief.idea, copy.title)


def test_every_listing_has_its_thirteen_tags_whole_and_different(written: list[tuple[CopyBrief, Copy]]) -> None:
    for brief, copy in written:
        assert len(copy.tags) == MOST_TAGS, brief.idea
        assert len({tag.casefold() for tag in copy.tags}) == MOST_TAGS
        assert all(1 < len(tag) <= MOST_TAG or tag.casefold() in brief.idea.casefold() for tag in copy.tags)
        for tag in copy.tags:
            words = [plain(word) for word in words_in(tag)]
            assert len(words) == len(set(words)), (brief.idea, tag)


def test_a_title_says_nothing_twice_in_a_row(written: list[tuple[CopyBrief, Copy]]) -> None:
    for brief, copy in written:
        own = {plain(one) for one, other in pairwise(words_in(brief.idea)) if plain(one) == plain(other)}
        words = [plain(word) for word in words_in(copy.title)]
        assert [one for one, other in pairwise(words) if one == other and one not in own] == [], copy.title


def test_a_title_is_short_and_clean(written: list[tuple[CopyBrief, Copy]]) -> None:
    for _, copy in written:
        assert len(copy.title.split()) < 15
        assert not re.search(r"\s,|,,|  |[,;:–-]$|^[,;:]", copy.title), copy.title


def test_nothing_is_left_to_fill_in(written: list[tuple[CopyBrief, Copy]]) -> None:
    for brief, copy in written:
        rest = text_of(copy).replace("{idea} {noun} {0} {}", "")
        assert not re.search(r"\{\w*\}", rest), (brief.idea, rest)
        assert "\n\n\n" not in copy.description
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text_of(copy))


@given(
    st.text(min_size=1, max_size=250),
    st.sampled_from(LANGUAGES),
    st.integers(0, 999_999),
    st.sampled_from(KINDS),
    st.booleans(),
)
def test_any_text_at_all_ends_in_a_listing(idea: str, language: str, seed: int, kind: Kind, lettered: bool) -> None:
    copy = write(idea, language, seed=seed, facts=Facts(kind), lettered=lettered)
    assert not [each.name for each in check_copy(copy)]
    assert len(copy.tags) == MOST_TAGS


# Always the same, never all alike


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_brief_gives_the_same_text_and_another_seed_another(language: str) -> None:
    for idea in WORDS[language].split("|"):
        texts = {text_of(write(idea, language, seed=seed)) for seed in range(10)}
        assert len(texts) > 5
        assert text_of(write(idea, language, seed=3)) == text_of(write(idea, language, seed=3))


def test_three_hundred_listings_do_not_read_alike(written: list[tuple[CopyBrief, Copy]]) -> None:
    assert len({copy.title.casefold() for _, copy in written}) > 250
    assert len({copy.tags for _, copy in written}) > 290


# Nothing that is not so


STUFFS = {
    "en": "cotton polyester ceramic linen paper soft organic vintage handmade premium waterproof eco",
    "es": "algodón poliéster cerámica lino papel suave orgánico orgánica vintage artesanal impermeable ecológico",
    "fr": "coton polyester céramique lin papier doux bio vintage artisanal imperméable écologique",
    "de": "baumwolle polyester keramik leinen papier weich bio vintage handgemacht wasserdicht nachhaltig",
}


def test_materials_and_sizes_come_from_the_facts_alone(written: list[tuple[CopyBrief, Copy]]) -> None:
    for brief, copy in written:
        language = BY_CODE[brief.language]
        lines = copy.description.splitlines()
        said = {line.removeprefix("• ") for line in lines}
        material = language.material.format(materials=language.materials.get("cotton", "cotton"))
        assert (material in said) is bool(brief.facts.materials)
        assert (language.sizes.format(sizes="S, M") in said) is bool(brief.facts.sizes)
        assert (language.choose in said) is bool(brief.facts.sizes)
        assert bool(copy.materials) is bool(brief.facts.materials)
        own = set(words_in(brief.idea.casefold())) | {word.casefold() for word in words_in(material)}
        claimed = set(words_in(text_of(copy).casefold())) & set(STUFFS[brief.language].split())
        assert claimed <= own, (brief.idea, claimed)


LETTERED = {
    "en": r"\b(quotes?|slogan|saying|text|lettering|typography|words?|says|word art)\b",
    "es": r"\b(frases?|mensaje|letras?|tipografía|palabras?|dice)\b",
    "fr": r"\b(message|citation|texte|phrase|lettres?|lettrage|typographie|mots?|dit)\b",
    "de": r"\b(Spruch|Sprüche|Schrift|Typografie|Worte?|sagt|Statement)\b",
}


def test_a_picture_without_words_is_not_said_to_have_any(written: list[tuple[CopyBrief, Copy]]) -> None:
    for brief, copy in written:
        if not brief.lettered:
            rest = text_of(copy).replace(brief.idea, "")
            found = set(re.findall(LETTERED[brief.language], rest)) - set(words_in(brief.idea))
            assert not found, (brief.idea, found)


def test_artwork_of_an_image_model_is_disclosed_and_other_is_not(written: list[tuple[CopyBrief, Copy]]) -> None:
    for brief, copy in written:
        assert (disclosure(brief.language, {}) in copy.description) is brief.disclose_ai
    assert len({disclosure(language, {}) for language in LANGUAGES}) == 4


@pytest.mark.parametrize(
    ("idea", "language", "never"),
    [
        ("Dog mom", "en", r"\b(dad|him|men|fathers)\b"),
        ("Plant dad", "en", r"\b(mom|her|women|mothers)\b"),
        ("Beste Oma der Welt", "de", r"\b(Papa|ihn|Mann|Vatertag)\b"),
        ("Pflanzenpapa", "de", r"\b(Mama|sie|Frau|Freundin|Muttertag)\b"),
        ("La mejor abuela", "es", r"\b(papá|hombre|padre)\b|para él"),
        ("Meilleure mamie", "fr", r"\b(papa|homme|lui|pères)\b"),
    ],
)
def test_what_is_about_her_is_not_offered_for_him(idea: str, language: str, never: str) -> None:
    for seed in range(30):
        copy = write(idea, language, seed=seed)
        assert not [tag for tag in copy.tags if re.search(never, tag)]
        assert len(copy.tags) == MOST_TAGS


# The language asked


MARKS = {
    "en": r"\b(the|for|and|you|this)\b",
    "es": r"\b(para|después|compra|escríbenos|una)\b",
    "fr": r"\b(pour|votre|commande|vous|une)\b",
    "de": r"\b(für|nach|dein|deinem|uns|oder|und)\b",
}


def test_each_text_is_in_the_language_asked_and_in_no_other(written: list[tuple[CopyBrief, Copy]]) -> None:
    for brief, copy in written:
        rest = copy.description.replace(brief.idea, "").casefold()
        told = {language: len(re.findall(marks, rest)) for language, marks in MARKS.items()}
        assert told[brief.language] >= 3
        assert max(told, key=lambda each: told[each]) == brief.language, (told, rest)
        assert copy.language == brief.language


def test_a_language_that_it_does_not_speak_is_english() -> None:
    assert write("Plant dad", "it").language == "en"


def test_every_language_has_words_for_every_topic_kind_and_layout() -> None:
    for language in BY_CODE.values():
        assert set(language.topics) == set(TRIGGERS)
        assert set(language.nouns) == set(KINDS)
        assert set(language.styles) == set(language.style_tags) == set(LAYOUTS)
        assert all(noun.tags for noun in language.nouns.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_is_for_sale_fits_in_a_tag(language: str) -> None:
    words = BY_CODE[language]
    patterns = [*words.tags, *words.tags_lettered, *(tag for topic in words.topics.values() for tag in topic.tags)]
    patterns += [tag for tags in words.style_tags.values() for tag in tags]
    shortest = min((noun.tags[0] for noun in words.nouns.values()), key=len)
    for pattern in patterns:
        assert len(pattern.replace("{t}", shortest)) <= MOST_TAG, pattern


# What an idea is about


@pytest.mark.parametrize(
    ("idea", "topics"),
    [
        ("Plant dad", ("plant", "dad")),
        ("Running on coffee", ("coffee",)),
        ("Old school gamer", ("gaming",)),
        ("Game day vibes", ()),
        ("Craft beer lover", ("beer",)),
        ("I love tacos", ()),
        ("Hundemama", ("dog",)),
        ("Pflanzenpapa", ("plant", "dad")),
        ("Katzenmama", ("cat",)),
        ("Infirmière de nuit", ("nurse",)),
        ("Navidad en Europa", ("christmas",)),
        ("Tennis is life", ("tennis",)),
        ("cozycore", ()),
        ("🌱", ()),
    ],
)
def test_what_an_idea_is_about(idea: str, topics: tuple[str, ...]) -> None:
    assert topics_in(idea) == topics


@pytest.mark.parametrize(
    ("idea", "kind", "title"),
    [
        ("Plant dad", "tee", "Plant Dad Shirt"),
        ("my favorite mug", "mug", "My Favorite Mug"),
        ("Sorry I'm late my cat was sitting on me", "tee", "Sorry I'm Late My Cat Was Sitting on Me Shirt"),
        ("BEST PLANT DAD EVER MADE", "tee", "Best Plant Dad Ever Made Shirt"),
        ("NASA fan", "tee", "NASA Fan Shirt"),
        ("…", "tee", "Shirt"),
    ],
)
def test_a_title_begins_with_the_idea_and_the_thing(idea: str, kind: Kind, title: str) -> None:
    for seed in range(8):
        assert write(idea, seed=seed, facts=Facts(kind)).title.startswith(title)


def test_the_trend_and_the_idea_are_the_first_tags() -> None:
    assert write("Cozy season", trend="cozycore").tags[:2] == ("cozycore", "Cozy season")


@pytest.mark.parametrize("idea", ["I ❤️ cats", "I♥cats", "i 💜 🐱 cats"])
def test_a_heart_after_i_is_read_as_the_word_that_buyers_type(idea: str) -> None:
    copy = write(idea)
    assert copy.title.startswith("I Love Cats")
    assert "I cats" not in copy.tags
    assert idea in copy.description
    assert not write("Cats ❤️").title.startswith("Cats Love")


def test_the_facts_change_the_text_and_nothing_else_does() -> None:
    brief = CopyBrief("Plant dad", 1, facts=Facts("tee", ("cotton", "polyester"), ("S", "2XL")))
    assert "Material: cotton, polyester" in Copywriter().write(brief).description
    assert "Sizes: S, 2XL" in Copywriter().write(brief).description
    assert Copywriter().write(brief).materials == ("Cotton", "Polyester")
    assert "Baumwolle, Polyester" in Copywriter().write(replace(brief, language="de")).description
    assert Copywriter().estimate() is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_is_described_by_what_is_known_of_it(language):
    writer = Copywriter()
    lettered = writer.write(CopyBrief("Plant dad", 1, language=language))
    drawn = writer.write(CopyBrief("Plant dad", 1, language=language, lettered=False))

    assert "Plant dad" in lettered.alt
    assert "Plant dad" in drawn.alt
    assert lettered.alt != drawn.alt


def test_the_sellers_own_sentence_stands_where_there_is_one():
    writer = Copywriter({"fr": "Image faite avec une IA."})

    french = writer.write(CopyBrief("Plant dad", 1, language="fr", disclose_ai=True))
    german = writer.write(CopyBrief("Plant dad", 1, language="de", disclose_ai=True))
    assert french.description.endswith("Image faite avec une IA.")
    assert german.description.endswith(disclosure("de", {}))
