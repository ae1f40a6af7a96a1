"""The calendar of selling: which days people buy shirts for, where, and how long before they look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from podpusher_cli.core.text import N_

_MON, _THU, _SUN = 0, 3, 6
Rule = Callable[[int], date]


@dataclass(frozen=True, slots=True)
class Event:
    """A day that things are bought for. `regions` empty: everywhere. `looking_days`: how long before it buyers look.

    `words` give away that a keyword is about it: pieces of it as it is searched, without its blanks. A word between
    blanks must stand alone.
    """

    code: str
    name: str
    rule: Rule
    looking_days: int
    regions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def easter(year: int) -> date:
    """Easter Sunday of the western churches, by the rule of Meeus, Jones and Butcher."""
    golden, century, rest = year % 19, year // 100, year % 100
    leaps, skipped = century // 4, century % 4
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _on(month: int, day: int) -> Rule:
    return lambda year: date(year, month, day)


def _nth(place: int, weekday: int, month: int, after: int = 0) -> Rule:
    """The weekday of that place in the month, or of the last place with -1, and days `after` it."""

    def rule(year: int) -> date:
        first = date(year, month, 1)
        if place > 0:
            found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))
        else:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            found = last - timedelta(days=(last.weekday() - weekday) % 7)
        return found + timedelta(days=after)

    return rule


def _easter(days: int) -> Rule:
    return lambda year: easter(year) + timedelta(days=days)


def _french_mothers_day(year: int) -> date:
    """The last Sunday of May; on Whit Sunday it gives way to the first of June."""
    day = _nth(-1, _SUN, 5)(year)
    return day + timedelta(days=7) if day == easter(year) + timedelta(days=49) else day


_MOTHER = N_("Mother's Day")
_FATHER = N_("Father's Day")
_MOTHER_WORDS = ("mothersday", "motherday", "muttertag", "fetedesmeres", "diadelamadre")
_FATHER_WORDS = ("fathersday", "fatherday", "vatertag", "fetedesperes", "diadelpadre")
_SECOND_SUNDAY = ("US", "CA", "AU", "NZ", "DE", "AT", "CH", "IT", "BE", "NL", "BR", "JP", "FI", "DK")
_THIRD_SUNDAY = ("US", "CA", "GB", "IE", "FR", "NL", "MX", "JP", "CH", "AR", "CL", "CO", "ZA", "IN", "SG")

_EASTER_WORDS = (
    " easter ",
    "easteregg",
    "easterbunny",
    "happyeaster",
    "easter20",
    "easterbasket",
    "ostern",
    "osterhase",
    "pascua",
    "paques",
)
_XMAS_WORDS = ("christmas", " xmas ", "xmas20", "navidad", "noel", "weihnacht", "natale", "santaclaus")
_SCHOOL_WORDS = ("backtoschool", "firstdayofschool", "larentree", "einschulung", "schulanfang", "vueltaalcole")
_SEPTEMBER_SCHOOL = ("GB", "IE", "FR", "ES", "IT", "DE", "AT", "NL", "BE")

EVENTS = (
    Event("new_year", N_("New Year"), _on(1, 1), 28, words=("newyear", "silvester", "anonuevo", "nouvelan")),
    Event("valentine", N_("Valentine's Day"), _on(2, 14), 42, words=("valentin",)),
    Event("saint_patrick", N_("Saint Patrick's Day"), _on(3, 17), 35, ("US", "CA", "GB", "IE", "AU"), ("patricksday", "stpatrick", "shamrock")),
    Event("father", _FATHER, _on(3, 19), 35, ("ES", "IT", "PT"), _FATHER_WORDS),
    Event("mother", _MOTHER, _easter(-21), 35, ("GB", "IE"), _MOTHER_WORDS),
    Event("easter", N_("Easter"), _easter(0), 35, words=_EASTER_WORDS),
    Event("teachers", N_("Teacher Appreciation Week"), _nth(1, _MON, 5, 1), 35, ("US",), ("teacherappreciation",)),
    Event("mother", _MOTHER, _nth(1, _SUN, 5), 35, ("ES", "PT", "HU"), _MOTHER_WORDS),
    Event("mother", _MOTHER, _on(5, 10), 35, ("MX", "SV", "GT"), _MOTHER_WORDS),
    Event("mother", _MOTHER, _nth(2, _SUN, 5), 35, _SECOND_SUNDAY, _MOTHER_WORDS),
    Event("father", _FATHER, _easter(39), 28, ("DE",), _FATHER_WORDS),
    Event("mother", _MOTHER, _french_mothers_day, 35, ("FR",), _MOTHER_WORDS),
    Event("graduation", N_("Graduation"), _nth(-1, _SUN, 5), 49, ("US", "CA"), ("graduation", "classof", " grad ")),
    Event("pride", N_("Pride Month"), _on(6, 1), 42, words=("pridemonth", "happypride", "pride20")),
    Event("father", _FATHER, _nth(3, _SUN, 6), 35, _THIRD_SUNDAY, _FATHER_WORDS),
    Event("canada_day", N_("Canada Day"), _on(7, 1), 28, ("CA",), ("canadaday",)),
    Event("independence", N_("Independence Day"), _on(7, 4), 35, ("US",), ("4thofjuly", "fourthofjuly", "july4th", "independenceday")),
    Event("bastille", N_("Bastille Day"), _on(7, 14), 28, ("FR",), ("14juillet", "bastilleday")),
    Event("school", N_("Back to school"), _on(8, 15), 42, ("US", "CA"), _SCHOOL_WORDS),
    Event("school", N_("Back to school"), _on(9, 1), 42, _SEPTEMBER_SCHOOL, _SCHOOL_WORDS),
    Event("father", _FATHER, _nth(1, _SUN, 9), 35, ("AU", "NZ"), _FATHER_WORDS),
    Event("thanksgiving", N_("Thanksgiving"), _nth(2, _MON, 10), 35, ("CA",), ("thanksgiving", "friendsgiving")),
    Event("halloween", N_("Halloween"), _on(10, 31), 70, words=("halloween", "spookyseason", "trickortreat")),
    Event("day_of_the_dead", N_("Day of the Dead"), _on(11, 2), 42, ("MX", "US"), ("diademuertos", "diadelosmuertos", "dayofthedead")),
    Event("thanksgiving", N_("Thanksgiving"), _nth(4, _THU, 11), 42, ("US",), ("thanksgiving", "friendsgiving", "turkeyday")),
    Event("black_friday", N_("Black Friday"), _nth(4, _THU, 11, 1), 28, words=("blackfriday", "cybermonday")),
    Event("christmas", N_("Christmas"), _on(12, 25), 84, words=_XMAS_WORDS),
)  # fmt: skip
