"""Which language a text reads like."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS: Mapping[str, frozenset[str]] = {"es": frozenset("ñ¿¡"), "fr": frozenset("çœèêàù"), "de": frozenset("ßäö")}
_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": (
            "the and of to is are it its you your for with on this that be my by from not will can all our has have we they"
            " he she his her at as or if when who what just made shirt mug hoodie gift cotton"
        ),
        "es": (
            "el la los las de del que y en un una por para con sin es son su sus tus mi mis como más pero este esta muy"
            " lo al todo soy eres ser hecho hecha cura camiseta sudadera taza regalo algodón envío"
        ),
        "fr": (
            "le la les de des du et en un une pour avec dans pas est sont ce cet cette qui que sur au aux vous nous je ton ta tes"
            " votre vos mon ma mes plus sans il elle ne se par ou fait chemise tasse cadeau coton livraison"
        ),
        "de": (
            "der die das und ist sind nicht ein eine einen mit für auf von zu zum zur den dem des im ich du er sie wir ihr"
            " mein meine aus bei auch wie nur oder ohne als es dich sich tasse geschenk baumwolle versand"
        ),
    }.items()
}


def language_of(text: str, otherwise: str) -> str:
    """en, es, fr or de: the language whose small words the text has most of; `otherwise` where none stands out."""
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = {language: sum(word in known for word in words) for language, known in _WORDS.items()}
    for language, letters in _LETTERS.items():
        counts[language] += sum(not letters.isdisjoint(word) for word in words)
    most = max(counts.values())
    leading = [language for language, count in counts.items() if count == most]
    return leading[0] if len(leading) == 1 else otherwise
