"""The typefaces that travel with podpusher, all under the SIL Open Font License: what each is, and where it suits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["caps", "script"]


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface. `caps` faces are set in capitals, `script` faces as written.

    `moods` are those of `wording.moods_of` it suits; `scripts` the writing systems it was drawn for (all have Latin
    letters, but those of an Arabic face are for a word in between); `air` is added between its letters, in ems.
    """

    name: str
    title: str
    kind: Kind
    moods: frozenset[str]
    scripts: frozenset[str]
    air: float = 0.0

    @property
    def subsets(self) -> tuple[str, ...]:
        """Its files, the one that most text needs first; a face need not have every one."""
        return ("latin", "latin-ext", *sorted(self.scripts - {"latin"}))


def _face(name: str, title: str, kind: Kind, moods: str, scripts: str = "latin", air: float = 0.0) -> Face:
    return Face(name, title, kind, frozenset(moods.split()), frozenset(scripts.split()), air)


_ALL = (
    _face("anton", "Anton", "caps", "bold plain"),
    _face("bebas-neue", "Bebas Neue", "caps", "plain calm bold"),
    _face("oswald", "Oswald", "caps", "plain calm", "latin cyrillic"),
    _face("staatliches", "Staatliches", "caps", "plain bold vintage"),
    _face("league-spartan", "League Spartan", "caps", "plain calm bold"),
    _face("fira-sans-extra-condensed", "Fira Sans Extra Condensed", "caps", "plain calm", "latin cyrillic greek"),
    _face("rubik", "Rubik", "caps", "plain calm fun", "latin cyrillic hebrew arabic"),
    _face("alfa-slab-one", "Alfa Slab One", "caps", "bold vintage", air=0.03),
    _face("bowlby-one", "Bowlby One", "caps", "bold fun retro"),
    _face("black-ops-one", "Black Ops One", "caps", "bold neon"),
    _face("dela-gothic-one", "Dela Gothic One", "caps", "bold fun retro", "latin cyrillic greek"),
    _face("russo-one", "Russo One", "caps", "bold neon", "latin cyrillic"),
    _face("tektur", "Tektur", "caps", "neon bold", "latin cyrillic greek"),
    _face("graduate", "Graduate", "caps", "vintage bold", air=0.02),
    _face("rye", "Rye", "caps", "vintage outdoors"),
    _face("bungee", "Bungee", "caps", "bold fun"),
    _face("bangers", "Bangers", "caps", "fun"),
    _face("knewave", "Knewave", "caps", "fun outdoors"),
    _face("titan-one", "Titan One", "caps", "fun retro"),
    _face("lilita-one", "Lilita One", "caps", "fun tender"),
    _face("righteous", "Righteous", "caps", "retro fun calm"),
    _face("limelight", "Limelight", "caps", "retro vintage neon"),
    _face("monoton", "Monoton", "caps", "neon"),
    _face("press-start-2p", "Press Start 2P", "caps", "neon", "latin cyrillic greek"),
    _face("fredoka", "Fredoka", "script", "fun tender calm", "latin hebrew"),
    _face("shrikhand", "Shrikhand", "script", "retro fun"),
    _face("abril-fatface", "Abril Fatface", "script", "calm tender"),
    _face("playfair-display", "Playfair Display", "script", "calm tender plain", "latin cyrillic"),
    _face("alegreya", "Alegreya", "script", "calm plain vintage", "latin cyrillic greek"),
    _face("yeseva-one", "Yeseva One", "script", "calm tender vintage", "latin cyrillic"),
    _face("comfortaa", "Comfortaa", "script", "calm plain fun", "latin cyrillic greek"),
    _face("courier-prime", "Courier Prime", "script", "plain vintage calm"),
    _face("lobster", "Lobster", "script", "tender vintage retro", "latin cyrillic"),
    _face("pacifico", "Pacifico", "script", "tender fun calm", "latin cyrillic"),
    _face("kaushan-script", "Kaushan Script", "script", "outdoors tender bold"),
    _face("dancing-script", "Dancing Script", "script", "tender calm"),
    _face("mynerve", "Mynerve", "script", "tender fun calm", "latin greek"),
    _face("secular-one", "Secular One", "caps", "plain bold calm", "hebrew"),
    _face("suez-one", "Suez One", "caps", "vintage bold retro", "hebrew"),
    _face("karantina", "Karantina", "caps", "bold fun", "hebrew"),
    _face("frank-ruhl-libre", "Frank Ruhl Libre", "script", "calm plain tender", "hebrew"),
    _face("gveret-levin", "Gveret Levin", "script", "tender fun outdoors", "hebrew"),
    _face("cairo", "Cairo", "caps", "plain calm bold", "arabic"),
    _face("lalezar", "Lalezar", "caps", "bold fun retro", "arabic"),
    _face("rakkas", "Rakkas", "script", "vintage retro outdoors", "arabic"),
    _face("lemonada", "Lemonada", "script", "fun tender", "arabic"),
    _face("aref-ruqaa", "Aref Ruqaa", "script", "calm tender", "arabic"),
)  # fmt: skip

CATALOGUE = {face.name: face for face in _ALL}

# The font of the pictures: its letters are emoji. It sets no text.
EMOJI = Face("noto-emoji", "Noto Emoji", "caps", frozenset(), frozenset({"emoji"}))
