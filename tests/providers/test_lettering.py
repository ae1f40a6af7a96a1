"""Letters of every writing system: joined, ordered and set as they are read."""

from __future__ import annotations

import math

import pytest

from podpusher_cli.providers.typography.catalogue import CATALOGUE
from podpusher_cli.providers.typography.direction import in_sight, marked, runs_from_right, scripts_in
from podpusher_cli.providers.typography.faces import shape
from podpusher_cli.providers.typography.lettering import cased, natural_width, on_circle, to_cap
from podpusher_cli.providers.typography.outline import above, bounds, circle, ring
from podpusher_cli.providers.typography.wording import as_text, words_of


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("Plant dad", {"latin"}),
        ("Best папа", {"cyrillic"}),
        ("Γεια שלום", {"greek", "hebrew"}),
        ("قهوة 2", {"arabic"}),
        ("42!", {"latin"}),
        ("", {"latin"}),
    ],
)
def test_writing_systems_are_told(text: str, scripts: set[str]) -> None:
    assert scripts_in(text) == scripts


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Plant dad", (("Plant dad", False),)),
        ("שלום", (("שלום", True),)),
        ("אני Python", (("Python ", False), ("אני", True))),
        ("שלום (a)", (("(a) ", False), ("שלום", True))),
        ("אנחנו [כן] «לא»", (("«", False), ("לא", True), ("» [", False), ("כן", True), ("] ", False), ("אנחנו", True))),
        ("I say (שלום)", (("I say (", False), ("שלום", True), (")", False))),
        ("I say שלום!", (("I say ", False), ("שלום", True), ("!", False))),
        ("שָׁלוֹם", (("שָׁלוֹם", True),)),
        ("قهوة 12", (("12 ", False), ("قهوة", True))),
        ("", ()),
    ],
)
def test_a_line_is_put_in_the_order_in_which_it_is_seen(line: str, pieces: tuple[tuple[str, bool], ...]) -> None:
    assert in_sight(line) == pieces


def test_a_line_that_begins_with_a_foreign_word_still_runs_the_way_of_its_text() -> None:
    words = words_of("אני אוהב Python מאוד")

    line = as_text(words[2:])

    assert runs_from_right(line)
    assert [piece for piece, _ in in_sight(line)] == ["מאוד", " Python"]
    assert marked("Python", from_right=False) == "Python"


@pytest.mark.parametrize("face", [name for name in CATALOGUE if "arabic" in CATALOGUE[name].scripts])
def test_arabic_letters_are_joined_and_run_from_the_right(face: str) -> None:
    alone = sum(shape(face, letter)[0].advance for letter in "عبع")
    word = shape(face, "عبع")

    assert sum(glyph.advance for glyph in word) < alone
    first, last = shape(face, "عبا"), shape(face, "ابع")
    assert [glyph.ink for glyph in first] != [glyph.ink for glyph in reversed(last)]
    spaced = shape(face, "عبع", 90.0)
    assert [glyph.x for glyph in spaced] == [glyph.x for glyph in word]


def test_hebrew_is_seen_from_the_right_and_its_points_stand_on_their_letters() -> None:
    alef, bet = (shape("rubik", letter)[0] for letter in "אב")
    seen = shape("rubik", "אב")
    assert [glyph.ink for glyph in seen] == [bet.ink, alef.ink]

    pointed = shape("rubik", "בָ")
    box, mark = (bounds(glyph.ink) for glyph in sorted(pointed, key=lambda glyph: glyph.advance, reverse=True))
    assert box is not None
    assert mark is not None


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("καφές", "ΚΑΦΕΣ"),
        ("Άνθρωπος", "ΑΝΘΡΩΠΟΣ"),
        ("ρολόι", "ΡΟΛΟΙ"),
        ("μαΐου", "ΜΑΪΟΥ"),
        ("größte", "GRÖSSTE"),
        ("київ", "КИЇВ"),
    ],
)
def test_capitals_are_those_of_the_language(text: str, capitals: str) -> None:
    assert cased("rubik", text) == capitals
    assert cased("alegreya", text) == text


def test_a_foreign_letter_comes_from_a_face_that_has_it() -> None:
    assert natural_width("anton", "папа") > 0
    assert shape("anton", "Aп")[0].ink == shape("anton", "A")[0].ink


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize(
    ("face", "text"), [("oswald", "AROUND"), ("lobster", "around"), ("cairo", "القهوة"), ("rubik", "קפה קודם")]
)
def test_lettering_on_a_circle_stays_beside_its_line(face: str, text: str, below: bool) -> None:
    outline = on_circle(face, text, 400.0, 100.0, below=below)

    reach = [math.hypot(segment[-2], segment[-1]) for contour in outline for segment in contour]
    assert min(reach) > (260 if below else 350)
    assert max(reach) < (460 if below else 560)
    straight = bounds(to_cap(face, text, 100.0))
    bent = bounds(outline)
    assert straight is not None
    assert bent is not None
    assert abs(bent.middle[0]) < 25
    assert bent.width < straight.width * 1.4
    assert (bent.middle[1] > 0) == below


def test_an_outline_is_cut_along_a_line_and_its_holes_stay_holes() -> None:
    half = above(circle(0, 0, 100), 0, 5)
    box = bounds(half)
    assert box is not None
    assert box.height == pytest.approx(100, abs=1)
    assert len(above(ring(0, 0, 100, 20), 0, 5)) == 2
    assert above(circle(0, 200, 50), 0, 5) == ()
