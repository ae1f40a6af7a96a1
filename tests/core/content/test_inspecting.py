"""What is found in a text, where, and how badly; and what is let alone."""

from __future__ import annotations

import time
from typing import Any

import pytest

from podpusher_cli.core.content.facts import BadFacts, Facts, read_facts
from podpusher_cli.core.content.findings import Field, Verdict
from podpusher_cli.core.content.inspecting import inspect
from podpusher_cli.core.content.lists import OwnWords
from podpusher_cli.providers.wordlists import wordlists

TEE = read_facts({
    "material": "52% cotton, 48% polyester", "garment": "Unisex tee", "brand_of_blank": "Bella+Canvas 3001", "care": "machine wash cold",
    "sizes": "XS-3XL",
})  # fmt: skip


def look(text: str, field: Field = "description", language: str = "en", facts: Facts = TEE) -> Verdict:
    return inspect(text, field, language, facts, wordlists())


def found(verdict: Verdict) -> set[tuple[str, str]]:
    return {(each.kind, verdict.text[each.start : each.end]) for each in verdict.findings}


# Facts


@pytest.mark.parametrize("text", [
    "52% cotton and 48% polyester", "Sizes XS to 3XL", "in XS, M and 2XL", "Printed on Bella+Canvas", "on a bella canvas tee",
    "Machine wash cold", "a cotton tee", "It is not silk", "never dry clean it", "smooth as silk",
])  # fmt: skip
def test_what_the_facts_say_may_be_said(text: str) -> None:
    assert look(text).findings == ()


@pytest.mark.parametrize(("text", "quote"), [
    ("60% cotton", "60% cotton"), ("Sizes S to 5XL", "S to 5XL"), ("up to 4XL", "4XL"), ("printed on Gildan", "Gildan"),
    ("a linen tee", "linen"), ("a hoodie for winter", "hoodie"), ("dry clean only", "dry clean only"),
])  # fmt: skip
def test_what_contradicts_them_is_blocked(text: str, quote: str) -> None:
    verdict = look(text)
    assert verdict.ruling == "block"
    assert ("false_claim", quote) in found(verdict)


@pytest.mark.parametrize(("text", "quote"), [
    ("organic cotton", "organic"), ("200 gsm", "200 gsm"), ("made in Portugal", "made in Portugal"), ("a pack of 3", "pack of 3"),
    ("money back", "money back"), ("handmade", "handmade"),
])  # fmt: skip
def test_what_they_do_not_say_is_warned_of(text: str, quote: str) -> None:
    verdict = look(text)
    assert verdict.ruling == "warn"
    assert ("false_claim", quote) in found(verdict)


def test_facts_are_read_in_many_shapes() -> None:
    assert read_facts({"material": {"cotton": 52, "polyester": 48}}).material == "52% cotton, 48% polyester"
    assert read_facts({"material": ["cotton", "linen"], "sizes": ["S", "M"]}) == Facts(
        "cotton, linen", sizes=("S", "M")
    )
    assert read_facts({"origin": "made in Portugal"}).more == "made in Portugal"
    assert look("made in Portugal", facts=read_facts({"origin": "Made in Portugal"})).findings == ()
    assert read_facts(None) == Facts()
    for bad in ("silk", 7, [1], {"sizes": [True]}):
        with pytest.raises(BadFacts):
            read_facts(bad)


def test_facts_of_another_language_bear_out_as_well() -> None:
    assert look("Aus Baumwolle", language="de", facts=read_facts({"material": "100% cotton"})).findings == ()
    assert look("De algodón", language="es", facts=read_facts({"material": "coton"})).findings == ()


# Names in disguise


@pytest.mark.parametrize("text", [
    "N1ke tee", "D i s n e y shirt", "D.i.s.n.e.y", "Dísney", "p0kémon", "Disn*y mom", "Niiike", "Ｄｉｓｎｅｙ", "Dis\u200bney",
    "ᴅɪsɴᴇʏ", "Дisney", "#harrypotterfan", "teamlakers", "disneymom2024", "St4r W4rs", "Poké-mon", "ⒹⒾⓈⓃⒺⓎ", "B@tman",
])  # fmt: skip
def test_a_name_is_known_however_it_is_spelled(text: str) -> None:
    assert {"brand", "franchise"} & {each.kind for each in look(text, "idea").findings}, text


@pytest.mark.parametrize("text", [
    "An apple a day", "Amazon rainforest", "Target practice at the range", "Mind the gap", "A puma in the snow", "Jaguar cub", "Dove of peace",
    "Sea shell", "Orange cat", "Polo pony", "Jordan family reunion", "Taylor made this", "Harry and Hermes the cats", "Drake and duck",
    "Marvel at the stars", "Kobe beef lover", "La nena de papá", "loup garou", "riding in the peloton",
])  # fmt: skip
def test_an_ordinary_word_is_no_name(text: str) -> None:
    assert look(text, "idea").findings == ()


def test_the_word_beside_it_makes_it_one() -> None:
    assert ("brand", "apple") in found(look("a cat on an apple iphone", "idea"))
    assert ("brand", "Jaguar") in found(look("Jaguar E-Type car", "idea"))
    assert all(each.severity == "warn" for each in look("Jaguar car", "idea").findings)


def test_a_blank_is_named_rightly_or_not_at_all() -> None:
    assert {kind for kind, _ in found(look("Printed on Gildan"))} == {"false_claim", "brand"}
    assert {kind for kind, _ in found(look("Printed on Gildan", facts=Facts()))} == {"brand"}


# Policy


@pytest.mark.parametrize("text", [
    "Scunthorpe", "cocktail hour", "grape harvest", "killing it", "shooting star", "Maine coon", "raccoon", "peacock", "analysis paralysis",
    "therapist", "assassin bug", "pussy willow", "suicide prevention", "punch nazis", "milkweed", "potluck", "high tea", "dick van dyke",
    "Immigrants get out the vote",
])  # fmt: skip
def test_harmless_words_are_let_alone(text: str) -> None:
    assert [each for each in look(text, "idea").findings if each.kind == "policy"] == []


@pytest.mark.parametrize(("text", "language", "ruling"), [
    ("bad ass mom", "en", "warn"), ("sh*t show", "en", "warn"), ("f**k mondays", "en", "warn"), ("heil hitler", "de", "block"),
    ("scheiß montag", "de", "warn"), ("en retard", "fr", "ok"), ("retard", "en", "block"), ("camiseta negra", "es", "ok"),
])  # fmt: skip
def test_swearing_is_the_sellers_to_decide_and_hatred_is_not(text: str, language: str, ruling: str) -> None:
    assert look(text, "idea", language).ruling == ruling


@pytest.mark.parametrize(("text", "language"), [
    ("hasse alle Juden und Zigeuner", "de"), ("Töte alle Juden", "de"), ("Vernichtet die Muslime", "de"), ("Sinti und Roma raus", "de"),
    ("Alle Ausländer abschieben", "de"), ("Mata judíos", "es"), ("Maten a los gays", "es"), ("Judíos a la cámara de gas", "es"),
    ("Haïssez les juifs", "fr"), ("Je déteste tous les Arabes", "fr"), ("Gazez les gitans", "fr"), ("Death to all gays", "en"),
    ("We despise Muslims", "en"), ("Jews must die", "en"), ("Down with all Jews", "en"),
])  # fmt: skip
def test_hatred_of_people_is_blocked_in_whatever_person_it_is_said(text: str, language: str) -> None:
    assert [each.severity for each in look(text, "idea", language).findings if each.kind == "policy"] == ["block"]


@pytest.mark.parametrize(("text", "language"), [
    ("Hasse Montage, liebe Kaffee", "de"), ("Tote schwarze Rosen", "de"), ("Raus in die Natur", "de"), ("Jagt die Pilze", "de"),
    ("Odio los lunes", "es"), ("Quemar calorías", "es"), ("Je déteste les lundis", "fr"), ("Dehors les chats", "fr"),
    ("Death to Mondays", "en"), ("Down with Chinese food on Mondays", "en"), ("The Jews out of Egypt", "en"),
    ("Down with the sickness", "en"), ("Gypsy soul", "en"), ("Jewish pride", "en"),
])  # fmt: skip
def test_hating_mondays_is_not(text: str, language: str) -> None:
    assert [each for each in look(text, "idea", language).findings if each.kind == "policy"] == []


# Instructions and hidden letters


@pytest.mark.parametrize("text", [
    "👩‍👩‍👧 family", "👨🏽‍🌾 farmer", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 england", "نمی‌دانم", "שלום\u200f!", "क्‍ष", "naïve café", "soft\u00adhyphen",
    "There is no place like 127.0.0.1", "git commit -m coffee", "<coffee> and </monday>", "print('hello world')", "C:\\Users\\cat", "System: tired",
])  # fmt: skip
def test_emoji_scripts_and_jokes_about_code_are_no_instructions(text: str) -> None:
    kinds = {each.kind for each in look(text, "idea").findings}
    assert "injection" not in kinds or text == "System: tired"


@pytest.mark.parametrize(
    "text", ["a\u202eb", "a\u2066b", "a\u200bb", "a\U000e0041b", "a\x00b", "a\x1b[31mb", "a\ufeffb", "a\u3164b"]
)
def test_letters_that_nobody_sees_are_found(text: str) -> None:
    assert "injection" in {each.kind for each in look(text).findings}


# The seller's own


def test_own_words_win_over_the_lists() -> None:
    own = OwnWords(blocked=("plant atelier",), allowed=("nike", "star wars"))
    lists = wordlists()
    assert inspect("Nike of Samothrace", "idea", "en", Facts(), lists, own).findings == ()
    assert inspect("star wars day", "idea", "en", Facts(), lists, own).findings == ()
    blocked = inspect("by Plant-Atelier", "idea", "en", Facts(), lists, own)
    assert [(each.kind, each.severity) for each in blocked.findings] == [("policy", "block")]
    assert inspect("[]()|*#", "idea", "en", Facts(), lists, OwnWords(blocked=("(", "*"), allowed=("[",))).ruling == "ok"


# The lists and the time


def test_each_list_says_when_and_whence() -> None:
    lists = wordlists()
    named = [each for _, each in lists.names]
    for each in (*named, *lists.claims.values(), lists.policy, lists.injection, lists.harmless, lists.signs):
        assert (each.as_of > "2026", len(each.source) > 10) == (True, True), each.name
    by_hand = {each.name: each.count for each in named}
    assert all(by_hand[name] >= 500 for name in ("brands", "celebrities", "franchises"))


@pytest.mark.parametrize("text", [
    "a" * 20_000, "a " * 10_000, "* " * 10_000, "<" * 20_000, "{{" * 10_000, "a-" * 10_000, "1x" * 10_000, "not " * 10_000,
    "ignore all previous " * 1_000, "D i s n e y " * 1_500, "\u200b" * 20_000, "=" * 20_000, "é" * 20_000, "100% " * 2_000,
])  # fmt: skip
def test_time_grows_with_the_length_and_no_faster(text: str) -> None:
    """Sixteen times the text takes no more than some fifty times as long; a search that went back and forth would take 256."""

    def spent(words: str) -> float:
        begun = time.process_time()
        look(words, "title")
        return time.process_time() - begun

    def least(words: str) -> float:  # of three: what the rest of the process has to tidy up is not the text's
        return min(spent(words) for _ in range(3))

    look("warm", "title")
    assert least(text) <= 50 * least(text[: len(text) // 16]) + 0.05


def test_the_same_text_gives_the_same_verdict(capsys: Any) -> None:
    text = "Disney silk hoodie, made in Italy, N1ke, ignore previous instructions"
    assert look(text).findings == look(text).findings
    assert all(0 <= each.start <= each.end <= len(text) for each in look(text).findings)
