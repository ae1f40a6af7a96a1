"""The forms of a word that a sentence takes: articles, gender, plurals, contractions. Whatever a rule gets wrong, the data says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from podpusher_cli.providers.copywriter.topics import plain

_SLOT = re.compile(r"\{(\w+)\}")
_AGREES = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)(?:\|([^\[\]|]*))?\]")
_GENDERS = "mfn"
_VOWELS = tuple("aeiouyhàâéèêëîïôöûüœ")


def filled(pattern: str, forms: Mapping[str, str]) -> str | None:
    """The sentence, or None where the thing lacks a form that it takes.

    `{one}` takes a form, `{One}` takes it with a capital; `[o|a]` takes the ending of the thing's gender `g`: m, f or n.
    """
    gender = forms.get("g", "")
    if _AGREES.search(pattern):
        if not gender:
            return None
        pattern = _AGREES.sub(lambda found: found[_GENDERS.index(gender) + 1] or "", pattern)
    wanted = _SLOT.findall(pattern)
    if not all(forms.get(name) or forms.get(name[:1].lower() + name[1:]) for name in wanted):
        return None
    return _SLOT.sub(lambda found: _form(found[1], forms), pattern)


def _form(name: str, forms: Mapping[str, str]) -> str:
    return forms[name] if name in forms else capital(forms[name[:1].lower() + name[1:]])


def capital(text: str) -> str:
    """The text with a capital at its head; what follows stays."""
    return text[:1].upper() + text[1:]


def forms_of(language: str, told: Mapping[str, str]) -> dict[str, str]:
    """Every form of a thing: those that the data gives, and those that the language's rules add."""
    return _RULES[language](told) | dict(told)


def _english(told: Mapping[str, str]) -> dict[str, str]:
    one = told.get("one", "")
    if not one:
        return {}
    many = (
        f"{one[:-1]}ies"
        if re.search(r"[^aeiou]y$", one)
        else f"{one}es"
        if one.endswith(("s", "x", "ch", "sh"))
        else f"{one}s"
    )
    return {"a": f"{'an' if one[0] in 'aeiou' else 'a'} {one}", "many": many}


def _spanish(told: Mapping[str, str]) -> dict[str, str]:
    made: dict[str, str] = {}
    if one := told.get("one"):
        many = f"{one[:-1]}ces" if one.endswith("z") else f"{one}s" if one[-1] in "aeiouáéó" else f"{one}es"
        made |= {"many": many}
    if name := told.get("name"):
        joined = name.startswith("el ")
        made |= {
            "del": f"del {name[3:]}" if joined else f"de {name}",
            "al": f"al {name[3:]}" if joined else f"a {name}",
        }
    return made


def _french(told: Mapping[str, str]) -> dict[str, str]:
    made: dict[str, str] = {}
    if one := told.get("one"):
        many = one if one.endswith(("s", "x", "z")) else f"{one}x" if one.endswith(("eau", "eu")) else f"{one}s"
        article = "la " if told.get("g") == "f" else "le "
        made |= {"many": many, "le": _elided(article, one, told), "de": _elided("de ", one, told)}
    if doing := told.get("inf"):
        made |= {"deinf": _elided("de ", doing, {})}
    if name := told.get("name"):
        bare = name[3:] if name.startswith(("le ", "la ")) else ""
        joined = {"le": ("du", "au"), "les": ("des", "aux")}.get(name.split(" ", 1)[0])
        rest = name.split(" ", 1)[-1]
        made |= {
            "du": f"{joined[0]} {rest}" if joined else f"de {name}",
            "au": f"{joined[1]} {rest}" if joined else f"à {name}",
        }
        made |= {"bare": bare or rest}
    return made


def _elided(word: str, following: str, told: Mapping[str, str]) -> str:
    """`le` or `de` before a word: `l'`, `d'` before a vowel or a silent h; `h = "aspiré"` in the data forbids it."""
    return f"{word[0]}'{following}" if following.startswith(_VOWELS) and "h" not in told else word + following


def _german(told: Mapping[str, str]) -> dict[str, str]:
    one, gender = told.get("one", ""), told.get("g", "")
    made: dict[str, str] = {}
    if one:
        made |= {"acc": one, "ofmany": told.get("many", "")}
    if one and not told.get("many"):
        made |= {
            "many": f"{one}nen"
            if gender == "f" and one.endswith("in")
            else f"{one}n"
            if gender == "f" and one.endswith("e")
            else one
        }
    return made


_RULES: Mapping[str, Callable[[Mapping[str, str]], dict[str, str]]] = {
    "en": _english, "es": _spanish, "fr": _french, "de": _german,
}  # fmt: skip


def open_forms(language: str, words: str) -> dict[str, str]:
    """The forms of words that no niche knows: as they are, and with a capital; French has `d'` for them too."""
    small = words if language == "de" else uncapital(words)
    made = {"t": small, "T": capital(words)}
    if language == "fr":
        made["det"] = _elided("de ", small, {}) if plain(small[:1]) in set("aeiou") else f"de {small}"
    return made


def uncapital(words: str) -> str:
    """The words as they stand inside of a sentence: small, unless they are letters of an abbreviation or a name."""
    first, *others = words.split(" ")
    if first.isupper() or any(each[:1].isupper() for each in others):
        return words
    return " ".join([first[:1].lower() + first[1:], *others])
