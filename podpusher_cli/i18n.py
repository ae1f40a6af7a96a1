"""Pick a catalogue, translate, and print money and dates the way the language does."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Self

from podpusher_cli.core.errors import fill
from podpusher_cli.core.money import Money
from podpusher_cli.core.text import Counted

DOMAIN = "podpusher"
LANGUAGES = ("en", "es", "fr", "de")
_FOLDER = Path(__file__).parent / "_locale"
_FIELD = re.compile(r"\{([a-z_]+)\}")
_REGIONS = {"en": "en_US", "es": "es_ES", "fr": "fr_FR", "de": "de_DE"}


class Catalogue:
    """One language: `translate` for sentences, `money` and `moment` for numbers.

    `lead` is given every sentence that is translated, for the commands in it to lead to the profile that is in use.
    """

    def __init__(self, language: str, locale: str | None = None) -> None:
        self.language = language
        self.locale = locale or _REGIONS[language]
        self.lead: Callable[[str], str] = str
        self._text = gettext.translation(DOMAIN, _FOLDER, [language], fallback=True)

    def translate(self, message: str) -> str:
        """The sentence in this language, or as it is; one with two forms keeps them for `fill`."""
        if isinstance(message, Counted):
            return _Translated(message, self.plural)
        return self.lead(self._text.gettext(message)) if message else ""

    def within(self, context: str, message: str) -> str:
        """The word in this language as it is said of something, such as an idea."""
        return self._text.pgettext(context, message)

    def plural(self, one: str, many: str, count: int) -> str:
        """The form that `count` needs; fill `{count}` yourself."""
        return self.lead(self._text.ngettext(one, many, count))

    def retell(self, told: str) -> str:
        """A sentence that was kept in English, its fields filled in, or words by comma, as this language says it.

        Any other text stays as it is.
        """
        return self.lead(self._retold(told))

    def _retold(self, told: str) -> str:
        if self.language == "en" or not told:
            return told
        if (said := self._text.gettext(told)) != told:
            return said
        words = told.split(", ")
        if len(words) > 1 and self._known.issuperset(words):
            return ", ".join(map(self._text.gettext, words))
        for pattern, said in self._filled:
            if found := pattern.fullmatch(told):
                return fill(said, found.groupdict())
        return told

    @cached_property
    def _filled(self) -> list[tuple[re.Pattern[str], str]]:
        """What each sentence with fields looks like when they are filled in, and what it is here; the longest first."""
        parts = [(_FIELD.split(each), said) for each, said in self._pairs if _FIELD.search(each)]
        parts.sort(key=lambda known: -sum(map(len, known[0][::2])))
        return [(_pattern(each), said) for each, said in parts if any(map(str.strip, each[::2]))]

    @cached_property
    def _known(self) -> set[str]:
        return {each for each, _ in self._pairs if each}  # the catalogue's own head has no words

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        """Each sentence, with one and with many, and what it is here."""
        from babel.messages.mofile import read_mo

        with catalogue_files()[self.language].open("rb") as file:
            return [
                pair
                for message in read_mo(file)
                for pair in zip(_forms(message.id), _forms(message.string or ""), strict=False)
            ]

    def money(self, amount: Money) -> str:
        """`$26.99`, `26,99 $`: as the language writes it."""
        from babel.numbers import format_currency

        return str(format_currency(amount.decimal(), amount.currency, locale=self.locale))

    def number(self, value: float) -> str:
        """`12,345.6` or `12 345,6`."""
        from babel.numbers import format_decimal

        return str(format_decimal(value, locale=self.locale))

    def moment(self, when: datetime) -> str:
        """A short date and time in the machine's time zone."""
        from babel.dates import format_datetime

        return str(format_datetime(when.astimezone(), "short", locale=self.locale))

    def day(self, when: datetime) -> str:
        """A day, as `Dec 24, 2026`, in the machine's time zone."""
        return self.date(when.astimezone())

    def date(self, when: date) -> str:
        """A day of the calendar, as `Dec 24, 2026`."""
        from babel.dates import format_date

        return str(format_date(when, "medium", locale=self.locale))


class _Translated(Counted):
    """A sentence with as many forms as its language has."""

    __slots__ = ("choose",)
    choose: Callable[[int], str]

    def __new__(cls, message: Counted, plural: Callable[[str, str, int], str]) -> Self:
        choose = partial(plural, message.one, str(message))
        made = super().__new__(cls, choose(1), choose(2), message.by)
        made.choose = choose
        return made

    def form(self, count: int) -> str:
        return self.choose(count)


def _forms(text: str | Sequence[str]) -> Sequence[str]:
    return (text,) if isinstance(text, str) else text


def _pattern(parts: Sequence[str]) -> re.Pattern[str]:
    """Words and names of fields by turns, as a pattern."""
    known: set[str] = set()
    pattern = ""
    for place, part in enumerate(parts):
        pattern += (f"(?P={part})" if part in known else f"(?P<{part}>.*)") if place % 2 else re.escape(part)
        known |= {part} if place % 2 else set()
    return re.compile(pattern)


def catalogue_files() -> dict[str, Path]:
    """Where each language but English has its sentences."""
    return {each: _FOLDER / each / "LC_MESSAGES" / f"{DOMAIN}.mo" for each in LANGUAGES if each != "en"}


def speaks(wish: str) -> bool:
    """Whether `fr`, `fr_CA` or `fr-CA.UTF-8` is a language of ours."""
    return (
        wish.split(".", maxsplit=1)[0].split("@", maxsplit=1)[0].replace("-", "_").partition("_")[0].lower()
        in LANGUAGES
    )


def choose(*wishes: str | None, environment: Mapping[str, str]) -> tuple[str, str | None]:
    """The language and locale to use: the first wish we have, then the environment's, then English.

    A wish reads like `fr`, `fr_CA` or `fr-CA.UTF-8`; what we do not have is passed over. A wish without a region has the
    environment's where that speaks the same language.
    """
    own = [environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    found = [tag for wish in (*wishes, *own) if wish and (tag := _tag(wish))]
    if not found:
        return "en", None
    language = found[0][0]
    region = next((region for spoken, region in found if spoken == language and region), "")
    return language, f"{language}_{region}" if region else None


def _tag(wish: str) -> tuple[str, str] | None:
    """Language and region of a wish, or None where we do not speak it."""
    language, _, region = wish.partition(".")[0].partition("@")[0].replace("-", "_").partition("_")
    return (language.lower(), region.upper()) if language.lower() in LANGUAGES else None


_current = Catalogue("en")
_asked: tuple[str, str | None] = ("en", None)


def activate(language: str, locale: str | None = None, *, lead: Callable[[str], str] = str) -> Catalogue:
    """Make this the language that `_` speaks; `lead` says where the commands in its sentences lead."""
    global _current, _asked  # one process speaks one language, like gettext's own install()
    if (language, locale) != _asked:
        _current, _asked = Catalogue(language, _known(locale)), (language, locale)
    _current.lead = lead
    return _current


def _known(locale: str | None) -> str | None:
    if locale is None:
        return None
    from babel.core import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(locale))
    except (UnknownLocaleError, ValueError):
        return None


def current() -> Catalogue:
    """The catalogue in use."""
    return _current


def _(message: str) -> str:
    """Translate now."""
    return _current.translate(message)


def pgettext(context: str, message: str) -> str:
    """Translate now, a word that is said of something."""
    return _current.within(context, message)


def retell(told: str) -> str:
    """What was kept in English, in the language that `_` speaks."""
    return _current.retell(told)


def ngettext(one: str, many: str, count: int) -> str:
    """Translate now, in the form that `count` needs."""
    return _current.plural(one, many, count)
