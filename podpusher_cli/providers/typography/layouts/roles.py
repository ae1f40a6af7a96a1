"""Faces by the part they play in a layout; of each list those are taken that were drawn for the text's letters."""

from __future__ import annotations

PLAIN = (
    "bebas-neue", "oswald", "league-spartan", "staatliches", "fira-sans-extra-condensed", "righteous", "rubik",
    "secular-one", "cairo",
)  # fmt: skip
HEAVY = (
    "anton", "alfa-slab-one", "bungee", "bowlby-one", "titan-one", "dela-gothic-one", "russo-one", "rubik", "karantina",
    "suez-one", "lalezar", "cairo",
)  # fmt: skip
SLAB = ("alfa-slab-one", "rye", "graduate", "staatliches", "russo-one", "dela-gothic-one", "suez-one", "lalezar")
COLLEGE = ("graduate", "alfa-slab-one", "russo-one", "dela-gothic-one", "tektur", "suez-one", "cairo")
GROOVY = (
    "shrikhand", "righteous", "bowlby-one", "titan-one", "lobster", "dela-gothic-one", "rubik", "fredoka", "lemonada",
    "rakkas",
)  # fmt: skip
ROUND = ("fredoka", "lilita-one", "titan-one", "comfortaa", "righteous", "rubik", "secular-one", "lemonada")
SCRIPT = (
    "lobster", "pacifico", "kaushan-script", "shrikhand", "dancing-script", "mynerve", "gveret-levin", "aref-ruqaa",
    "lemonada",
)  # fmt: skip
SERIF = (
    "playfair-display", "abril-fatface", "alegreya", "yeseva-one", "frank-ruhl-libre", "aref-ruqaa", "rakkas",
)  # fmt: skip
POSTER = (
    "anton", "bebas-neue", "alfa-slab-one", "bungee", "oswald", "righteous", "knewave", "bangers", "league-spartan",
    "bowlby-one", "lilita-one", "black-ops-one", "limelight", "dela-gothic-one", "fira-sans-extra-condensed", "rubik",
    "tektur", "karantina", "secular-one", "lalezar", "cairo",
)  # fmt: skip
RIBBON = (
    "alfa-slab-one", "anton", "bebas-neue", "lobster", "righteous", "oswald", "bowlby-one", "lilita-one", "russo-one",
    "dela-gothic-one", "secular-one", "suez-one", "cairo", "lalezar",
)  # fmt: skip
