"""A thousand different ideas, always the same ones: eight languages, four writing directions and mixes, emoji, 1 to 200 letters."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

SEED = 6
COUNT = 1000

NOUNS = {
    "en": "cat,dog,coffee,camping,garden,fishing,yoga,book,taco,pizza,beach,mountain,chess,guitar,baseball,nurse,teacher,plant,"
    "whiskey,bicycle,octopus,sloth,sourdough,pickleball,mushroom,knitting,astronomy,farm,surf,vinyl",
    "es": "gato,perro,café,playa,montaña,jardín,libro,guitarra,ajedrez,fútbol,maestra,enfermera,cactus,pulpo,bicicleta,vino,luna,"
    "tortuga,paella,siesta",
    "fr": "chat,chien,café,jardin,montagne,plage,livre,guitare,vélo,fromage,croissant,hérisson,échecs,musique,randonnée,tricot,"
    "lune,renard,pétanque,champignon",
    "de": "Katze,Hund,Kaffee,Garten,Berge,Bücher,Gitarre,Fahrrad,Igel,Schach,Fußball,Brezel,Pilze,Camping,Lehrerin,Opa,Wandern,"
    "Bienen,Segeln,Fuchs",
    "ru": "кофе,кот,собака,рыбалка,гитара,книга,горы,море,шахматы,бабушка,лиса,пельмени,огород,космос,ёжик",
    "el": "καφές,γάτα,σκύλος,θάλασσα,μουσική,γιαγιά,βιβλίο,ποδήλατο,ήλιος,βουνό,ψάρεμα,κήπος,σκάκι,ταξίδι,χταπόδι",
    "ar": "القهوة,القطط,البحر,الكتب,الجبال,الموسيقى,الشاي,الحديقة,القمر,السفر,الشطرنج,الصحراء,الخيل,الصيد,أمي",
    "he": "קפה,חתולים,ים,ספרים,הרים,מוזיקה,תה,גינה,ירח,טיולים,שחמט,מדבר,סוסים,דיג,סבתא",
}
SAYINGS = {
    "en": "{0} mom;{0} dad era;Just one more {0};Powered by {0} and naps;Easily distracted by {0}s;Talk {0} to me;"
    "World's okayest {0} person;{0} first, then everything else;Sorry I'm late, there was a {0};Life is better with {0}",
    "es": "Mamá de {0};Solo un {0} más;Primero {0}, luego el mundo;Mi terapia es {0};Nacida para {0};¡Vivan {0} y la siesta!;"
    "Sin {0} no hay paraíso",
    "fr": "Maman {0};Encore un {0};D'abord {0}, ensuite le monde;Ma thérapie, c'est {0};Né pour {0};{0} et rien d'autre;"
    "Désolée, j'étais avec {0}",
    "de": "{0} Mama;Nur noch {0};Erst {0}, dann die Welt;Meine Therapie heißt {0};Geboren für {0};Ohne {0} ohne mich;"
    "Größter Fan von {0}",
    "ru": "Сначала {0};Моя терапия: {0};Лучшая {0} на свете;{0} и тишина;Живу ради {0}",
    "el": "Πρώτα {0};Η θεραπεία μου: {0};{0} και ησυχία;Ζω για {0};Μόνο {0}, τίποτα άλλο",
    "ar": "{0} أولاً;حياتي هي {0};أحب {0} كثيراً;{0} ثم كل شيء;بين {0} والحلم",
    "he": "קודם {0};החיים שלי הם {0};אני אוהב {0};{0} ואז כל השאר;רק {0}, תודה",
}
MIXED = (
    "أحب Python كثيراً", "אני אוהב Rock & Roll", "Best папа ever", "Γεια σου world", "Кот & cat", "Shalom שלום", "Salam سلام 2027",
    "I speak עברית and English", "أنا أتكلم English أيضاً", "Café кофе καφές", "100 % бабушка", "№ 1 dad", "קפה XXL", "قهوة XXL",
    "Ελλάδα forever", "Київ mon amour", "Москва–Paris", "שָׁלוֹם", "بِسْم", "Ζάχαρη ή sugar?",
)  # fmt: skip
ODD = (
    "A", "7", "ß", "Ω", "Я", "ש", "ق", "Hi", "OK", "42", "No.", "Yes!", "Mmm…", "W" * 26, "i " * 20, "Donaudampfschifffahrtsgesellschaft",
    "Rindfleischetikettierungsüberwachung", "Anticonstitutionnellement", "Электрофотополупроводниковый", "1999", "3 + 4 = 7", "<b>bold</b>",
    "C:\\temp & co", "{idea} %s", "a/b/c", "R.I.P. weekend", "“Quoted”", "¿Qué? ¡Eso!", "l'été à Œuf-sur-Mer", "Ñandú, ñu y ñoño",
)  # fmt: skip
LONG = (
    "I don't need therapy, I just need to go camping with my {0}, my truck and no cell phone reception for at least two weeks",
    "Not to brag, but I finished a whole {0} project in one afternoon and only cried twice and swore quite a few times on the way",
    "No necesito terapia, solo necesito {0}, una hamaca, buena compañía y absolutamente ningún correo electrónico hasta el lunes",
    "Je n'ai pas besoin de thérapie, j'ai besoin de {0}, d'un bon café, de silence et d'un week-end sans aucune notification du tout",
    "Ich brauche keine Therapie, ich brauche {0}, gute Freunde, Ruhe und mindestens zwei Wochen ganz ohne jede Nachricht vom Büro",
    "Мне не нужна терапия, мне нужны {0}, тишина, хорошая компания и хотя бы две недели без единого письма с работы и звонков",
    "لا أحتاج إلى علاج، أحتاج فقط إلى {0} وصحبة طيبة وهدوء تام لمدة أسبوعين على الأقل بدون أي رسالة من العمل أو الهاتف",
    "אני לא צריך טיפול, אני רק צריך {0}, חברה טובה, שקט מוחלט ולפחות שבועיים בלי אף הודעה אחת מהעבודה או מהטלפון",
)
EMOJI = tuple("🌱❤🐙🔥⭐🌵🎸🍕🚀🦊🌈☕🎣🐢🍄🌻⚡🎃🦄🧶")


def ideas() -> tuple[str, ...]:
    """The thousand, in a fixed order; no two say the same."""
    dice = random.Random(SEED)
    pool = [
        saying.format(noun)
        for language, sayings in SAYINGS.items()
        for saying, noun in product(sayings.split(";"), NOUNS[language].split(","))
    ]
    dice.shuffle(pool)
    fixed = [*MIXED, *ODD, *_long()]
    chosen = [*fixed, *(_decorated(idea, dice) for idea in pool[: COUNT - len(fixed)])]
    dice.shuffle(chosen)
    return tuple(chosen)


def _long() -> Iterator[str]:
    for sentence, language in zip(LONG, ("en", "en", "es", "fr", "de", "ru", "ar", "he"), strict=True):
        for noun in NOUNS[language].split(",")[:2]:
            yield sentence.format(noun)
    more = "and nobody asked me about my emails even once, which was the best part of it all"
    yield from (f"{LONG[0].format(noun)} {more}"[:200].rstrip() for noun in ("cat", "goat", "banjo"))


def _decorated(idea: str, dice: random.Random) -> str:
    """Two in ten have an emoji, before or after; one in ten is shouted."""
    throw = dice.random()
    emoji = dice.choice(EMOJI)
    return (
        f"{idea} {emoji}"
        if throw < 0.15
        else f"{emoji} {idea}"
        if throw < 0.2
        else idea.upper()
        if throw < 0.3
        else idea
    )
