"""The words that call for a picture of `icons`. A word calls for one when it begins with one of its stems."""

from __future__ import annotations

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

# Pictures for people: other pictures say more.
PEOPLE = frozenset({"heart", "mustache", "crown"})
