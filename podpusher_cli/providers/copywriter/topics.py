"""What an idea is about, by the words in it, whatever language they are in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Sayings whose words mean something else.
_SAYINGS = re.compile(r"\b(?:old school|game ?day|running (?:on|late|out)|craft(?= beer))\b", re.IGNORECASE)
_STEM = 6  # a trigger of so many letters also stands for the words that begin with it

TRIGGERS: Mapping[str, str] = {
    "nurse": "nurse nursing rn enfermera enfermero enfermeria infirmier infirmiere krankenschwester pfleger pflegerin",
    "teacher": "teacher teach teaching school maestra maestro profesora profesor profe professeur maitresse lehrer lehrerin schule",
    "doctor": "doctor medic surgeon dentist medico medica doctora medecin docteur arzt aerztin arztin zahnarzt",
    "mom": "mom mum mama mommy mother motherhood momlife madre mami maman mere mutter mutti mami",
    "dad": "dad daddy father fatherhood papa pops padre papi papa pere vater papi",
    "grandma": "grandma granny nana mimi gigi grandmother abuela abuelita yaya mamie mamy grandmere oma omi grossmutter",
    "grandpa": "grandpa gramps grandfather pawpaw abuelo papy papi grandpere opa opi grossvater",
    "dog": "dog puppy pup doggo dogmom corgi labrador poodle dachshund bulldog perro perrito chien chiot hund hunde "
    "hundemama hundepapa hundeliebe welpe dackel rescue",
    "cat": "cat kitty kitten catmom katzenmama katzenpapa gato gata gatito chat chaton minou katze katzen kater meow miau miaou",
    "plant": "plant plants garden gardener gardening succulent cactus monstera flower planta plantas jardin jardinero jardinera flores "
    "plante plantes jardinier jardiniere fleurs pflanze pflanzen garten gaertner gartner blumen",
    "coffee": "coffee espresso latte caffeine barista cafe cafeina cafeine kaffee koffein",
    "tea": "tea matcha infusion teetrinker",
    "book": "book bookish bookworm reader reading library librarian literary libro libros lectora lector lectura livre livres lecture "
    "lectrice lecteur buch buecher bucher lesen leseratte bibliothek",
    "outdoors": "camping camper camp hike hiker hiking mountain mountains trail forest outdoors wilderness adventure montana senderismo "
    "bosque aventura montagne randonnee foret aventure berge berg bergliebe wandern wald abenteuer",
    "fishing": "fish fishing angler trout pesca pescador peche pecheur angeln angler fisch",
    "fitness": "gym workout fitness lifting squat deadlift runner running marathon crossfit gimnasio correr entrenar muscu "
    "musculation courir sport training laufen laeufer muskeln",
    "yoga": "yoga namaste yogi meditation meditate mindful meditacion",
    "music": "music musician guitar drummer drums piano vinyl band singer musica guitarra bateria musique guitare batterie musik gitarre "
    "schlagzeug",
    "gaming": "gamer gaming game arcade console videojuegos jugador joueur jeux zocker spielen",
    "cooking": "chef cook cooking baker baking kitchen bbq grill cocina cocinera cocinero parrilla cuisine cuisinier patisserie kochen "
    "backen kueche grillen grillmeister",
    "travel": "travel traveler wanderlust explore passport roadtrip viajar viaje viajera viajero voyage voyager reisen reise fernweh",
    "beach": "beach surf surfer ocean sea summer sunset salty playa verano mar plage ete mer strand sommer meer",
    "christmas": "christmas xmas santa elf reindeer navidad noel weihnachten",
    "halloween": "halloween spooky witch witches ghost pumpkin boo bruja fantasma calabaza sorciere fantome citrouille hexe geist kuerbis",
    "birthday": "birthday cumpleanos anniversaire geburtstag",
    "wedding": "bride wedding bridesmaid bachelorette groom novia boda despedida mariee mariage evjf braut hochzeit jga trauzeugin",
    "retired": "retired retirement jubilado jubilada jubilacion retraite retraitee rente rentner rentnerin ruhestand",
    "introvert": "introvert introverted antisocial overthinker overthinking introvertida introvertido introvertie introvertiert",
    "coder": "coder coding developer programmer code debug javascript python linux programador programadora desarrollador developpeur "
    "programmeur entwickler programmierer nerd",
    "engineer": "engineer engineering mechanic electrician welder carpenter ingeniero ingeniera mecanico ingenieur mecanicien mechaniker "
    "handwerker elektriker",
    "crafts": "craft crafter knit knitting crochet sewing quilt artist painter tejer costura ganchillo artista tricot couture crochet "
    "artiste stricken haekeln naehen kuenstler basteln",
    "cycling": "bike bicycle cyclist cycling bicicleta ciclista velo cycliste fahrrad radfahren radfahrer",
    "motorcycle": "motorcycle biker rider moto motero motard motorrad",
    "beer": "beer brew brewery ipa cerveza biere bier brauer",
    "wine": "wine vineyard prosecco vino vin wein winzer",
    "horse": "horse horses equestrian cowgirl cowboy rodeo pony caballo caballos cheval chevaux pferd pferde reiten",
    "sister": "sister brother sibling aunt auntie uncle cousin hermana hermano tia tio soeur frere tante oncle schwester bruder onkel",
    "love": "valentine sweetheart husband wife boyfriend girlfriend couple pareja esposa esposo verliebt ehemann ehefrau",
    "graduate": "graduate graduation grad student university college graduacion graduada estudiante universidad diplome etudiant "
    "etudiante abschluss student abitur uni",
    "golf": "golf golfer golfista golfeur",
    "tennis": "tennis pickleball padel tenis tenista",
    "football": "soccer football goalie futbol fussball torwart",
    "space": "space astronaut astronomy moon stars galaxy universe espacio astronauta luna estrellas espace astronaute lune etoiles "
    "weltraum mond sterne",
}


def plain(word: str) -> str:
    """The word small and without accents; `ß` as `ss`."""
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in folded if letter.isalnum())


def words_in(text: str) -> list[str]:
    """The words of a text as written, without the signs around them."""
    return re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text)


def topics_in(text: str) -> tuple[str, ...]:
    """The names of the topics that the text touches, the first one first."""
    found: dict[str, None] = {}
    for word in words_in(_SAYINGS.sub(" ", text)):
        for part in {plain(word), *(plain(each) for each in re.split(r"[-'’]", word))}:
            if part:
                found |= dict.fromkeys(_EXACT.get(part, ()) or (*_by_stem(part), *_by_ending(part)))
    return tuple(found)


def _by_stem(word: str) -> tuple[str, ...]:
    for ending in ("s", "es"):
        if word.endswith(ending) and (names := _EXACT.get(word.removesuffix(ending))):
            return names
    return next((names for stem, names in _EXACT.items() if len(stem) >= _STEM and word.startswith(stem)), ())


def _by_ending(word: str) -> tuple[str, ...]:
    """Whose word it is, for compounds such as `pflanzenpapa`."""
    return next((names for ending in ("mama", "papa") if word.endswith(ending) and (names := _EXACT[ending])), ())


def _exact() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for name, words in TRIGGERS.items():
        for word in words.split():
            if name not in table.get(word, ()):
                table[word] = (*table.get(word, ()), name)
    return table


_EXACT = _exact()
