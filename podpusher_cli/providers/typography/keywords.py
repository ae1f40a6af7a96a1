"""The words that call for a picture of `icons`. A word calls for one of ours when it begins with one of its stems."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

from podpusher_cli.providers.typography.faces import emoji

STEMS: dict[str, str] = {
    "heart": (
        "love heart mom mum mama mother grandma granny nana wife sister aunt family amor mamá madre "
        "abuela familia maman mère amour liebe mutter oma mama"
    ),
    "plant": "plant botan succulent houseplant planta plante pflanze",
    "leaf": "garden vegan herb nature natur jardin tea",
    "cat": "cat cats kitten kitty feline gato gata chat katze",
    "paw": "dog dogs puppy pup pet pets rescue animal vet perro chien hund corgi dachshund",
    "coffee": "coffee espresso latte caffein barista café cafe kaffee mug",
    "mountain": (
        "mountain hike hiking hiker trail climb adventure wander explore outdoor montaña montagne berg wandern"
    ),
    "pine": "forest tree woods wild park ranger lumber bosque forêt wald",
    "wave": "beach surf ocean sea wave swim salty lake mar plage meer strand paddl kayak",
    "sun": "summer sun sunny sunshine verano été sommer sol soleil vacation happy",
    "moon": "night moon sleep nap insomn dream luna noche nacht nuit tired astro",
    "book": "book read librar student study school literat libro livre buch lesen novel professor",
    "note": "music song sing piano band choir vinyl dj música musique musik dance",
    "nurse": "nurse medic doctor health hospital nursing enfermera infirmi krankenschwester paramedic",
    "apple": "teach teacher kindergarten maestra profe lehrer",
    "gamepad": "game gamer gaming console player gamers",
    "dumbbell": "gym lift workout fitness muscle train squat deadlift crossfit yoga strong",
    "fish": "fish fishing angler bass trout pesca pêche angeln",
    "beer": "beer brew brewing ale hops drink cerveza bière bier craft",
    "flame": "bbq grill fire fireman firefight hot smoke spicy chili barbecue",
    "bolt": "electric energy power lightning",
    "crown": "king queen boss prince princess reina rey roi reine legend best",
    "flower": "flower florist spring bloom bloss flor fleur blume",
    "bike": "bike bicycle cycling cyclist biker bici vélo fahrrad",
    "pencil": "write writer artist draw paint design architect art",
    "camera": "photo camera foto",
    "pizza": "pizza foodie food",
    "mushroom": "mushroom forag fungi cottagecore",
    "bee": "bee bees honey beekeep abeja abeille biene",
    "snowflake": "winter snow ski christmas xmas holiday navidad noël weihnacht cold",
    "pumpkin": "pumpkin halloween fall autumn thanksgiving",
    "ghost": "ghost spooky boo haunt witch",
    "wrench": "mechanic fix diy garage plumb repair tool handy retired",
    "yarn": "knit crochet yarn wool",
    "chef": "chef cook bake baker baking kitchen",
    "anchor": "sail boat captain sailor navy anchor pirate",
    "plane": "travel pilot flight fly wanderlust airport viaje voyage reise",
    "code": "code coding coder programmer develop software debug data",
    "gear": "engineer machin engine steam",
    "horseshoe": "horse cowgirl cowboy rodeo lucky equest caballo cheval pferd",
    "cactus": "cactus desert texas arizona",
    "ball": "basketball hoops ball coach",
    "tent": "camp camping tent scout",
    "guitar": "guitar rock roll country blues",
    "truck": "truck trucker driver",
    "scissors": "hair barber stylist salon sew quilt craft",
    "golf": "golf golfer par birdie",
    "wine": "wine vino vin wein winery sommelier",
    "mustache": "dad daddy father papa grandpa papá père padre abuelo opa vater beard",
    "cap": "grad graduat class senior alumni",
    "rainbow": "rainbow pride magic",
}

# Stems that other words begin with: these must be the whole word.
_WHOLE_WORDS = (
    "ale art ball band bass bee bees berg best boo book cat cats cold craft dad data dj fall fire fix fly "
    "food game hair herb hike hot king lift mama mar mom mug mum oma opa par park pet pets player pride profe "
    "pup père read rey rock roi roll sea sing sol song spring sun tea tool tree vet vin vino wave wild wine "
    "été"
)
EXACT = frozenset(_WHOLE_WORDS.split())

# Pictures for people, and for hair, which pets have, too: other pictures say more.
YIELDING = frozenset({"heart", "mustache", "crown", "scissors"})

# Emoji that show the same as a picture of ours, to choose from.
ALIKE: dict[str, str] = {
    "cat": "🐱🐈", "paw": "🐶🐾🐕", "coffee": "☕", "plant": "🪴🌱", "leaf": "🌿", "mountain": "⛰", "pine": "🌲",
    "wave": "🌊🏄", "moon": "🌙", "book": "📚", "note": "🎵🎶", "nurse": "🩺", "gamepad": "🎮", "fish": "🎣🐟", "beer": "🍺🍻",
    "flower": "🌸🌻🌷", "bike": "🚲", "camera": "📷", "pizza": "🍕", "mushroom": "🍄", "bee": "🐝", "snowflake": "⛄",
    "ghost": "👻", "yarn": "🧶", "anchor": "⚓", "plane": "✈", "code": "💻", "horseshoe": "🐴", "cactus": "🌵", "ball": "🏀",
    "tent": "🏕⛺", "guitar": "🎸", "truck": "🚚", "golf": "⛳", "wine": "🍷", "rainbow": "🌈", "sun": "🌞",
}  # fmt: skip

# Emoji for which a picture of ours is taken.
_OURS = {
    **dict.fromkeys("❤🧡💛💚💙💜🖤🤍🤎♥💕💖💗", "heart"),
    **dict.fromkeys("⭐🌟✨💫", "star"),
    "🔥": "flame",
    "⚡": "bolt",
}


@cache
def _words() -> dict[str, str]:
    """Emoji by the words that name them, in English, Spanish, French, German, Russian, Greek, Arabic and Hebrew."""
    data = files("podpusher_cli.providers.typography").joinpath("emoji_words.json").read_text("utf-8")
    return {word: picture for picture, words in json.loads(data).items() for word in words.casefold().split()}


def emoji_in(idea: str) -> tuple[str, ...]:
    """The pictures of the emoji in an idea, those that the designer can draw, in their order."""
    symbols = (each for each in idea if each in _OURS or (unicodedata.category(each) == "So" and each not in "©®"))
    return tuple(dict.fromkeys(_OURS.get(letter, letter) for letter in symbols if letter in _OURS or emoji(letter)))


def icon_for(text: str) -> str | None:
    """The name of the picture that the words call for, None when none does.

    The last telling word comes first, but people (mom, dad, boss) and their hair only when nothing else tells.
    """
    called = icons_for(text)
    return next((name for name in called if name not in YIELDING), called[0] if called else None)


def icons_for(text: str) -> tuple[str, ...]:
    """All pictures that the words call for, that of the last word first."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return tuple(dict.fromkeys(name for word in reversed(words) for name in _called(word)))


@cache
def _called(word: str) -> tuple[str, ...]:
    ours = tuple(name for name, stems in STEMS.items() if _begins(word, stems.split()))
    if ours:
        return ours
    forms = (word, word.removesuffix("s"), word.removesuffix("es"), word.removeprefix("ال"), word.lstrip("הובלמש"))
    named = next((_words()[form] for form in forms if form in _words()), "")
    return (named,) if named else ()


def _begins(word: str, stems: list[str]) -> bool:
    return any(word == stem or (stem not in EXACT and word.startswith(stem)) for stem in stems)
