"""The forms of a word that a sentence takes: articles, gender, plurals, contractions. Whatever a rule gets wrong, the data says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_SLOT = re.compile(r"\{(\w+)\}")
_AGREES = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)(?:\|([^\[\]|]*))?\]")
_GENDERS = "mfn"
_VOWELS = tuple("aeiouhàâéèêëîïôöûüœAEIOUÉÈÊ")


def filled(pattern: str, forms: Mapping[str, str]) -> str | None:
    """The sentence, or None where the thing lacks a form that it takes.

    `{one}` takes a form, `{One}` takes it with a capital; `[o|a]` takes the ending of the thing's gender `g`: m, f or n.
    """
    if _AGREES.search(pattern):
        if "g" not in forms:
            return None
        place = _GENDERS.index(forms["g"]) + 1
        pattern = _AGREES.sub(lambda found: found[place] or "", pattern)
    if not all(forms.get(name) or forms.get(uncapital(name)) for name in _SLOT.findall(pattern)):
        return None
    return _SLOT.sub(lambda found: _form(found[1], forms), pattern)


def _form(name: str, forms: Mapping[str, str]) -> str:
    return forms[name] if name in forms else capital(forms[uncapital(name)])


def capital(text: str) -> str:
    """The text with a capital at its head; what follows stays."""
    return text[:1].upper() + text[1:]


def uncapital(words: str) -> str:
    """The words as they stand inside of a sentence: small, unless they are letters of an abbreviation or a name."""
    first, *others = words.split(" ")
    if (first.isupper() and len(first) > 1) or any(each[:1].isupper() for each in others):
        return words
    return words[:1].lower() + words[1:]


def open_forms(language: str, words: str) -> dict[str, str]:
    """The forms of words that no niche knows: as they are, with a capital, and with the French `de`."""
    small = words if language == "de" else uncapital(words)
    return {"t": small, "T": capital(words), "det": _elided("de ", small)}


def forms_of(language: str, told: Mapping[str, str]) -> dict[str, str]:
    """Every form of a thing: those that the data gives, and those that the language's rules add."""
    return _RULES[language](told) | dict(told)


def _english(told: Mapping[str, str]) -> dict[str, str]:
    one = told.get("one")
    if one is None:
        return {}
    hissing = one.endswith(("s", "x", "ch", "sh"))
    many = f"{one[:-1]}ies" if re.search(r"[^aeiou]y$", one) else f"{one}es" if hissing else f"{one}s"
    return {"a": f"{'an' if one[0] in 'aeiou' else 'a'} {one}", "many": many}


def _spanish(told: Mapping[str, str]) -> dict[str, str]:
    made: dict[str, str] = {}
    if one := told.get("one"):
        made |= {"many": f"{one}s" if one[-1] in "aeiouáéó" else f"{one}es"}
    if name := told.get("name"):
        made |= {"al": f"al {name[3:]}" if name.startswith("el ") else f"a {name}"}
    return made


def _french(told: Mapping[str, str]) -> dict[str, str]:
    made: dict[str, str] = {}
    if one := told.get("one"):
        many = f"{one}x" if one.endswith(("eau", "eu")) else one if one.endswith(("s", "x", "z")) else f"{one}s"
        woman, vowel = told.get("g") == "f", one.startswith(_VOWELS)
        this = "cette" if woman else "cet" if vowel else "ce"
        made |= {"many": many, "le": _elided("la " if woman else "le ", one), "de": _elided("de ", one)}
        made |= {"ce": f"{this} {one}"}
    if doing := told.get("inf"):
        made |= {"deinf": _elided("de ", doing)}
    if name := told.get("name"):
        made |= {"au": f"au {name[3:]}" if name.startswith("le ") else f"à {name}"}
    return made


def _elided(word: str, following: str) -> str:
    """`le` or `de` before a word: `l'`, `d'` before a vowel or a silent h."""
    return f"{word[0]}'{following}" if following.startswith(_VOWELS) else word + following


def _german(told: Mapping[str, str]) -> dict[str, str]:
    one, woman = told.get("one"), told.get("g") == "f"
    if one is None:
        return {}
    many = f"{one}nen" if woman and one.endswith("in") else f"{one}n" if woman and one.endswith("e") else one
    return {"acc": one, "many": many}


_RULES: Mapping[str, Callable[[Mapping[str, str]], dict[str, str]]] = {
    "en": _english, "es": _spanish, "fr": _french, "de": _german,
}  # fmt: skip
