"""The local designer: print-ready, repeatable, varied, and unharmed by what it is given."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageStat

from podpusher_cli.core.colours import LEAST_CONTRAST, NAMED, contrast, least_contrast, tone_of
from podpusher_cli.core.designs import (
    LAYOUTS,
    MOST_LETTERS,
    Artwork,
    Canvas,
    DesignSpec,
    NothingToPrint,
    TooMuchText,
    UnknownLayout,
    UnprintableText,
    seed_of,
)
from podpusher_cli.core.ideas import seeds_for
from podpusher_cli.core.printing import PrintArea, check_print
from podpusher_cli.providers.pictures import read_facts
from podpusher_cli.providers.typography import Typographer, composed
from podpusher_cli.providers.typography.art import box_of
from podpusher_cli.providers.typography.cleaning import clean
from podpusher_cli.providers.typography.faces import CATALOGUE, EMOJI, missing
from podpusher_cli.providers.typography.icons import ICONS, icon
from podpusher_cli.providers.typography.keywords import ALIKE, EXACT, STEMS, _words, emoji_in, icon_for
from podpusher_cli.providers.typography.palettes import PALETTES, palettes_for
from podpusher_cli.providers.typography.wording import around_hero, as_text, in_lines, words_of
from tests.support.cloths import GARMENTS

SMALL = Canvas(300, 360, 300)
FRONT = PrintArea("front", 4500, 5400)
IDEAS = (
    "Namaste",
    "Hi",
    "Plant dad",
    "Señorita con café y mucho sueño",
    "Größte Œuvre d'été!",
    "Retired nurse, full-time grandma",
    "Introverted but willing to discuss cats",
    "Sorry I'm late, I saw a dog and we had a long talk about life",
    (
        "I don't need therapy, I just need to go camping with my dog, my truck and absolutely no cell phone reception "
        "for at least two weeks in the mountains, thank you very much, see you in June"
    ),
)

Draw = Callable[..., Artwork]


@pytest.fixture(scope="module")
def draw() -> Draw:
    """Draw on a small canvas; the same spec is drawn once."""
    drawn: dict[DesignSpec, Artwork] = {}

    def once(idea: str, seed: int = 1, **more: object) -> Artwork:
        spec = DesignSpec(idea, seed, **{"canvas": SMALL, **more})
        if spec not in drawn:
            drawn[spec] = Typographer().draw(spec)
        return drawn[spec]

    return once


def opened(art: Artwork) -> Image.Image:
    return Image.open(io.BytesIO(art.png))


@cache
def difference_hash(art: Artwork) -> int:
    """Which of 256 neighbouring pixels get lighter, the art on black."""
    picture = opened(art)
    flat = Image.new("RGB", picture.size, "black")
    flat.paste(picture, mask=picture.getchannel("A"))
    grey = flat.convert("L").resize((17, 16))
    bits = (grey.getpixel((x, y)) < grey.getpixel((x + 1, y)) for y in range(16) for x in range(16))
    return sum(bit << place for place, bit in enumerate(bits))


def distance(one: Artwork, other: Artwork) -> int:
    return (difference_hash(one) ^ difference_hash(other)).bit_count()


# Print files


@pytest.mark.parametrize("layout", ["stacked", "distressed", "ticket", "sunburst"])
def test_a_print_file_is_what_a_printer_wants(layout: str) -> None:
    art = Typographer().draw(DesignSpec("Introverted but willing to discuss cats", 7, layout=layout))

    with opened(art) as picture:
        assert picture.size == (4500, 5400)
        assert picture.mode == "RGBA"
        assert [round(dpi) for dpi in picture.info["dpi"]] == [300, 300]
        assert "sRGB" in ImageCms.getProfileDescription(io.BytesIO(picture.info["icc_profile"]))
        alpha = picture.getchannel("A")
    assert alpha.getextrema() == (0, 255)
    assert all(alpha.getpixel(corner) == 0 for corner in [(0, 0), (4499, 0), (0, 5399), (4499, 5399)])
    assert_centred_and_large(alpha)
    assert len(art.png) < (5_000_000 if layout == "distressed" else 1_500_000)
    assert check_print(read_facts(art.png), FRONT) == []


def assert_centred_and_large(alpha: Image.Image) -> None:
    """Centred from side to side, no lower than the middle, and as wide or as high as the margins allow."""
    left, top, right, bottom = alpha.getbbox() or (0, 0, 0, 0)
    assert abs(left - (4500 - right)) <= 12
    assert min(left, 4500 - right, top, 5400 - bottom) >= 90
    assert right - left > 4200 or bottom - top > 5000
    assert top <= 5400 - bottom


@pytest.mark.parametrize("idea", IDEAS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_idea_passes_the_print_checks_in_any_layout(draw: Draw, idea: str, layout: str) -> None:
    garment = "light" if IDEAS.index(idea) % 2 else "dark"
    art = draw(idea, seed_of(idea), layout=layout, garment=garment)

    assert check_print(read_facts(art.png), PrintArea("front", SMALL.width, SMALL.height)) == []
    assert (art.layout, art.seed, art.width, art.height, art.dpi) == (layout, seed_of(idea), 300, 360, 300)
    assert art.palette in {palette.name for palette in palettes_for(garment)}
    assert set(art.fonts) <= {face.title for face in CATALOGUE.values()}
    assert art.fonts


@pytest.mark.parametrize("seed", range(5))
def test_every_variant_of_a_layout_stays_inside_the_canvas(draw: Draw, seed: int) -> None:
    for layout in LAYOUTS:
        art = draw("Coffee first, then the world", seed, layout=layout)
        left, top, right, bottom = opened(art).getchannel("A").getbbox() or (0, 0, 0, 0)
        assert min(left, top, 300 - right, 360 - bottom) >= 6


# Repeatable and varied


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_spec_gives_the_same_bytes(draw: Draw, layout: str) -> None:
    spec = DesignSpec("Plant dad", 7, layout=layout, canvas=SMALL)

    assert Typographer().draw(spec) == draw("Plant dad", 7, layout=layout)


def test_another_process_draws_the_same_bytes(draw: Draw) -> None:
    program = (
        "import hashlib; from podpusher_cli.core.designs import Canvas, DesignSpec;"
        "from podpusher_cli.providers.typography import Typographer;"
        "art = Typographer().draw(DesignSpec('Plant dad', 7, 'dark', 'distressed', Canvas(300, 360, 300)));"
        "print(hashlib.sha256(art.png).hexdigest())"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == hashlib.sha256(draw("Plant dad", 7, layout="distressed").png).hexdigest()


def test_another_seed_gives_another_design(draw: Draw) -> None:
    drawn = [draw("Camping is my therapy", seed) for seed in range(len(LAYOUTS))]

    assert [art.layout for art in drawn] == list(LAYOUTS)
    assert len({art.palette for art in drawn}) == len(palettes_for("dark"))
    assert len({font for art in drawn for font in art.fonts}) > 12
    assert min(distance(one, other) for one, other in combinations(drawn, 2)) > 30


def test_a_layout_has_several_looks(draw: Draw) -> None:
    for layout in LAYOUTS:
        drawn = [draw("Dog mom forever", seed, layout=layout) for seed in range(5)]
        assert max(distance(one, other) for one, other in combinations(drawn, 2)) > 40


def test_three_designs_of_three_trends_look_different(draw: Draw) -> None:
    ideas = ["Coastal grandmother", "Mushroom forager", "Book club rebel"]
    drawn = [draw(idea, seed) for idea, seed in zip(ideas, seeds_for(ideas, [(), (), ()]), strict=True)]

    assert len({art.layout for art in drawn}) == 3
    assert len({art.palette for art in drawn}) == 3
    assert min(distance(one, other) for one, other in combinations(drawn, 2)) > 30


def test_light_garments_get_dark_inks_and_the_other_way_round(draw: Draw) -> None:
    def lightness(garment: str) -> float:
        picture = opened(draw("Plant dad", 3, layout="stacked", garment=garment))
        solid = picture.getchannel("A").point(lambda alpha: 255 if alpha > 250 else 0)
        return float(ImageStat.Stat(picture.convert("L"), solid).mean[0])

    assert lightness("dark") > 140
    assert lightness("light") < 110


# Words


@pytest.mark.parametrize(
    ("idea", "text"),
    [
        ("  Plant \t dad\n", "Plant dad"),
        ("Plant dad 🌱🪴", "Plant dad"),
        ("I ❤️ cats", "I ♥ cats"),
        ("🎉 Cats🐱 ❤️❤️ dogs 🐶", "Cats ♥ dogs"),
        ("★ Hello ★ world ★", "Hello world"),
        ("Ｗｉｄｅ 𝗕𝗼𝗹𝗱 ﬁsh", "Wide Bold fish"),
        ("Don't stop...", "Don’t stop…"),
        ("cafe\u0301", "café"),
        ("z\u0336a\u0337lgo", "zalgo"),
        ("nul\x00l \x1b[31mred", "nul l [31mred"),
        ("a\u202eb\u200dc\ufeff", "abc"),
        ("Rock & roll", "Rock & roll"),
        ("3 + 4 = 7", "3 + 4 = 7"),
        ("100 % бабушка № 1", "100 % бабушка № 1"),
        ("broken \ud800 half", "broken half"),
        ("— dash —", "dash"),
        ("Best папа ever", "Best папа ever"),
        ("\u200fשָׁלוֹם", "שָׁלוֹם"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200cb", "ab"),
    ],
)
def test_ideas_are_made_printable(idea: str, text: str) -> None:
    assert clean(idea) == text


@pytest.mark.parametrize("idea", ["", "   ", "🌱🪴❤️", "\x00\x07", "!!! …", "★ ♥"])
def test_an_idea_with_nothing_to_print_is_refused(idea: str) -> None:
    with pytest.raises(NothingToPrint):
        Typographer().draw(DesignSpec(idea, 1, canvas=SMALL))


def test_letters_no_face_has_are_told_and_not_left_out() -> None:
    with pytest.raises(UnprintableText) as caught:
        Typographer().draw(DesignSpec("Best 父 ever, 母", 1, canvas=SMALL))

    assert caught.value.fields["letters"] == "母 父"


def test_too_long_an_idea_is_refused_before_any_drawing() -> None:
    with pytest.raises(TooMuchText) as caught:
        Typographer().draw(DesignSpec("cat " * 500, 1, canvas=SMALL))

    assert caught.value.fields == {"provider": "", "count": 1999, "most": MOST_LETTERS}


def test_an_unknown_layout_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownLayout) as caught:
        Typographer().draw(DesignSpec("Plant dad", 1, layout="cubist", canvas=SMALL))

    assert "stacked" in caught.value.plain_hint()


@pytest.mark.parametrize(
    "idea",
    [
        "<script>alert(1)</script>",
        '"/><image href="file:///etc/passwd"/>',
        "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
        "{idea} %s %(x)s ${HOME} `id`",
        "a" * 120,
        "W" * 40,
        "i " * 90,
        "\\x00 \\u202e C:\\temp",
    ],
)
def test_hostile_text_is_only_lettering(draw: Draw, idea: str) -> None:
    for layout in ("stacked", "badge", "banner"):
        art = draw(idea, 5, layout=layout)
        assert check_print(read_facts(art.png), PrintArea("front", SMALL.width, SMALL.height)) == []


LETTERS_OF_ALL = "abc DEF éß αβγς гдеё אבגָ ابجً 0123 ,.!?()[]%&+-/’“” 🐱❤★\u200c\u0301"


@settings(max_examples=40, deadline=None)
@given(st.text(LETTERS_OF_ALL, min_size=1, max_size=120), st.sampled_from(LAYOUTS), st.integers(0, 999))
def test_any_letters_in_any_layout_are_a_design_or_a_sentence(idea: str, layout: str, seed: int) -> None:
    if not any(letter.isalnum() for letter in idea):
        with pytest.raises(NothingToPrint):
            composed(DesignSpec(idea, seed, layout=layout))
        return
    box = box_of(composed(DesignSpec(idea, seed, layout=layout)).art)
    assert 0 <= box.left < box.right <= 4500
    assert 0 <= box.top < box.bottom <= 5400


def test_a_face_without_a_letter_gives_way_to_one_that_has_it(draw: Draw) -> None:
    assert missing("knewave", "Łódź")
    for seed in range(8):
        art = draw("Łódź forever", seed, layout="stacked")
        names = [face.name for face in CATALOGUE.values() if face.title in art.fonts]
        assert all(not missing(name, "ŁÓDŹ FOREVER") for name in names if CATALOGUE[name].kind == "caps")


def test_lines_break_where_the_sentence_pauses() -> None:
    words = words_of("Coffee first, then the whole world")
    _, lines = in_lines(words, lambda line: float(len(as_text(line))), 2)

    assert [as_text(line) for line in lines] == ["Coffee first", "then the whole world"]


def test_the_word_that_tells_most_is_the_hero() -> None:
    words = words_of("I paused my game to be here", lambda word: icon_for(word) is not None)

    assert [as_text(part) for part in around_hero(words)] == ["I paused my", "game", "to be here"]


# What travels with the designer


def test_every_face_has_its_files_and_its_licence_and_all_are_small() -> None:
    folder = files("podpusher_cli").joinpath("fonts")
    size = 0
    for face in (*CATALOGUE.values(), EMOJI):
        licence = folder.joinpath(face.name, "LICENSE").read_text("utf-8").upper()
        assert "SIL OPEN FONT LICENSE VERSION 1.1" in licence
        there = {entry.name.removesuffix(".ttf"): entry for entry in folder.joinpath(face.name).iterdir()}
        assert set(there) <= {"LICENSE", *face.subsets}, face.name
        assert set(there) >= (face.scripts - {"latin"}) | ({"latin"} if face is not EMOJI else set()), face.name
        size += sum(len(entry.read_bytes()) for entry in there.values())
    assert {entry.name for entry in folder.iterdir()} == {*CATALOGUE, EMOJI.name}
    assert len(CATALOGUE) >= 40
    assert size < 6_000_000


LETTERS = {
    "latin": "ABCXYZabcxyz0189 ñéßüœŒÑÉÜçÇàêöä¿¡&!?,.-’“”…",
    "greek": "ΑΩαωςάέήίόύώϊΐϋΰΆΈΉΊΌΎΏΪΫ",
    "cyrillic": "АЯаяЁёЙйЪъЇїІіЄєҐґ",
    "hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى،؟",
}


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_face_has_the_letters_of_the_writing_systems_it_was_drawn_for(name: str) -> None:
    for script in CATALOGUE[name].scripts:
        assert not missing(name, LETTERS[script])
    assert not missing(name, LETTERS["latin"][:14])


def test_every_writing_system_has_heavy_and_flowing_faces() -> None:
    for script in LETTERS:
        kinds = [face.kind for face in CATALOGUE.values() if script in face.scripts]
        assert kinds.count("caps") >= 2
        assert kinds.count("script") >= 2


def test_every_ink_shows_on_every_garment_of_its_tone() -> None:
    for palette in PALETTES:
        for ink in palette.inks.values():
            for garment in GARMENTS[palette.tone].values():
                assert contrast(ink, garment) >= LEAST_CONTRAST, (palette.name, ink, garment)
    assert {len(palettes_for(garment)) for garment in GARMENTS} == {12}


@pytest.mark.parametrize("name", NAMED)
def test_the_inks_for_any_cloth_show_on_it(name: str) -> None:
    for palette in palettes_for(tone_of(NAMED[name]), (NAMED[name],)):
        assert least_contrast(palette.inks.values(), [NAMED[name]]) >= LEAST_CONTRAST


def test_inks_for_black_and_white_cloth_at_once_show_on_both() -> None:
    for palette in palettes_for("dark", ("#1b1b1b", "#ffffff")):
        assert least_contrast(palette.inks.values(), ["#1b1b1b", "#ffffff"]) >= LEAST_CONTRAST


def test_inks_that_show_anyway_stay_as_they_are() -> None:
    assert palettes_for("dark", ("#111111",)) == palettes_for("dark")
    assert palettes_for("light", ("#b5b6b8",)) != palettes_for("light")


def test_a_design_for_certain_cloth_has_inks_for_it(draw: Draw) -> None:
    plain, fitted = (
        draw("Plant dad", 3, layout="split", garment="light", cloths=cloths) for cloths in ((), ("#8d9093",))
    )

    assert plain.palette == fitted.palette
    assert plain.png != fitted.png


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Introverted but willing to discuss cats", "cat"),
        ("Plant dad", "plant"),
        ("Dog hair, don't care", "paw"),
        ("Hair stylist life", "scissors"),
        ("World's best dad", "mustache"),
        ("Retired nurse, full-time grandma", "nurse"),
        ("Concatenate everything", None),
        ("Más café, por favor", "coffee"),
        ("Pulpo feliz", "🐙"),
        ("Les dauphins", "🐬"),
        ("Schachspieler spielt Schach", "♟"),
        ("Just one more octopus", "🐙"),
    ],
)
def test_words_call_for_pictures(text: str, name: str | None) -> None:
    assert icon_for(text) == name


@pytest.mark.parametrize(
    ("idea", "shown"), [("Plant dad 🌱", ("🌱",)), ("I ❤️ cats", ("heart",)), ("🐙 and 🦈", ("🐙", "🦈")), ("© 2 $", ())]
)
def test_an_emoji_in_the_idea_is_its_picture(idea: str, shown: tuple[str, ...]) -> None:
    assert emoji_in(idea) == shown


def test_an_emoji_is_drawn_though_it_is_not_lettering(draw: Draw) -> None:
    assert draw("Big news 🦑", 4, layout="badge").text == draw("Big news", 4, layout="badge").text == "Big news"
    assert draw("Big news 🦑", 4, layout="badge").png != draw("Big news", 4, layout="badge").png


def test_every_word_for_an_emoji_has_one_that_is_drawn() -> None:
    assert len(_words()) > 1500
    assert all(icon(picture) for picture in _words().values())
    assert all(icon(picture) for pictures in ALIKE.values() for picture in pictures)
    assert set(ALIKE) <= set(ICONS)


def test_every_picture_can_be_called_for_and_drawn() -> None:
    assert set(STEMS) <= set(ICONS)
    assert set(ICONS) - set(STEMS) == {"star"}
    assert set(" ".join(STEMS.values()).split()) >= EXACT
    assert all(icon(name) for name in ICONS)
