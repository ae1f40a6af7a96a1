"""Counts as sites write them: whole numbers, or printed for people in a dozen languages.

A text that could mean two numbers means none: a missing count is null, a wrong one is believed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from podpusher_cli.core.trends import Scale

CEILING = 2_147_483_647  # what a 32-bit counter shows for "this or more"
_MOST_DIGITS = 18  # more than any count of views; SQLite holds it
_LONGEST = 40  # characters that a printed count may have
_K, _TEN_K, _LAKH, _M, _CRORE, _Y, _B, _T = 10**3, 10**4, 10**5, 10**6, 10**7, 10**8, 10**9, 10**12

# Words that mean one number in every language that writes them. `b` is looked at below; the relatives of `billion`
# (billón, Billion, biljoen) are another number in each language and stay out.
_WORDS = {
    _K: "k thousand mil tsd tausend tys tis mila duizend rb ribu bin nghìn พัน 천 千 тыс хил ألف אלף हज़ार",
    _TEN_K: "万 萬 만 หมื่น",
    _LAKH: "lakh lac लाख แสน",
    _M: "m mn mi mio mln million millions millionen millón millon millones milhão milhões milioni milione miljoen milyon"
    " jt juta triệu tr ล้าน млн مليون מיליון",
    _CRORE: "crore cr करोड़",
    _Y: "億 亿 억",
    _B: "b bn bi mrd md mld mlrd milliard milliards milliarde milliarden miliardi miljard milyar млрд مليار",
    _T: "兆",
}
_FACTORS = {
    unicodedata.normalize("NFKC", word).casefold(): factor for factor, words in _WORDS.items() for word in words.split()
}

_LETTERS = r"[^\d\s.,'’٫٬]+"  # \w leaves out the vowel signs of Hindi and Thai
_NUMBER = re.compile(rf"(?P<digits>\d(?:[\d.,'’٫٬ ]*\d)?)\s*(?P<word>{_LETTERS}(?: {_LETTERS})?)?\.?")
_LOWER = re.compile(r"^(?:over|more than|más de|mais de|plus de|über|mehr als|oltre)\s+|\s*\+$", re.IGNORECASE)
_UPPER = re.compile(
    r"^(?:under|less than|fewer than|menos de|moins de|unter|weniger als|meno di)\s+|^<\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number and whether it is counted or a bound."""

    value: int
    scale: Scale = Scale.ABSOLUTE


def whole(value: object) -> int | None:
    """A count that a field holds as an integer or as digits; None for anything else. Never negative."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        value = int(value) if math.isfinite(value) and value.is_integer() else None
    elif isinstance(value, str):
        text = value.strip()
        value = int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
    return value if isinstance(value, int) and 0 <= value < 10**_MOST_DIGITS else None


def count_of(value: object) -> Count | None:
    """A count that a field holds: as a number if it does, else as it is printed."""
    number = whole(value)
    return printed(value) if number is None else Count(number)


def rank(value: object) -> int | None:
    """A 1-based place in a list, or None."""
    return whole(value) or None


def finite(value: object) -> float | None:
    """A number that is one, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def printed(text: object) -> Count | None:
    """A count printed for people: `1,204`, `12,5 mil`, `59.4M`, `321.1万`, `20K+`, `Under 10K`; None when in doubt."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text.strip())
    scale = Scale.ABSOLUTE
    for sign, bound in ((_LOWER, Scale.LOWER_BOUND), (_UPPER, Scale.UPPER_BOUND)):
        shorter = sign.sub("", plain)
        if shorter != plain:
            plain, scale = shorter, bound
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    digits, word = found["digits"], (found["word"] or "").casefold()
    factor = _factor(word, digits, spaced=bool(word) and plain[found.end("digits")].isspace())
    number = _number(digits, scaled=factor != 1) if factor else None
    if factor is None or number is None:
        return None
    value = number * factor
    if value != value.to_integral_value() or value >= 10**_MOST_DIGITS:
        return None
    return Count(int(value), scale)


def _factor(word: str, digits: str, *, spaced: bool) -> int | None:
    if not word:
        return 1
    if word == "b" and (spaced or "," in digits):
        return None  # a billion in English, a thousand in Turkish
    if word in {"mil m", "mil mi", "mil millones"}:
        return _B
    return _FACTORS.get(word)


def _number(digits: str, *, scaled: bool) -> Decimal | None:
    """The figures of a count. `scaled`: a word follows, so that a fraction makes sense."""
    text = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in digits)
    text = text.replace("’", "'").replace("٬", "'").replace("٫", ",")
    marks = re.findall(r"[^0-9]", text)
    if not marks:
        return Decimal(text)
    last = marks[-1]
    head, _, tail = text.rpartition(last)
    if not scaled:
        return Decimal(re.sub(r"[^0-9]", "", text)) if len(set(marks)) == 1 and _grouped(text, last) else None
    if len(set(marks)) == 1:
        if len(marks) > 1:
            return Decimal(re.sub(r"[^0-9]", "", text)) if _grouped(text, last) else None
        # 1.234 M: one and a quarter, or a thousand and more?
        return Decimal(f"{head}.{tail}") if last in ".," and len(tail) != 3 else None
    if last not in ".," or len(set(marks)) != 2 or marks.count(last) != 1 or not _grouped(head, marks[0]):
        return None
    return Decimal(f"{re.sub(r'[^0-9]', '', head)}.{tail}")


def _grouped(text: str, mark: str) -> bool:
    """Whether the groups between the marks are those of thousands, or of lakhs."""
    first, *groups = text.split(mark)
    if not groups or not 1 <= len(first) <= 3 or len(groups[-1]) != 3 or first.startswith("0"):
        return False
    sizes = {len(group) for group in groups[:-1]}
    return sizes <= {3} or (mark == "," and sizes <= {2} and len(first) <= 2)
