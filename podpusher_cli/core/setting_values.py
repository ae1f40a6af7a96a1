"""What each setting may be set to, and how it is kept."""

from __future__ import annotations

import re

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.settings import BY_KEY, Setting, UnknownSetting
from podpusher_cli.core.text import N_


class BadSetting(BadInput):
    code = "settings.value"
    message = N_("“{value}” does not suit the setting {key}; it takes something like {example}.")


class NotOneOfThese(BadSetting):
    message = N_("“{value}” does not suit the setting {key}; it takes one of these: {choices}.")


class NotWhole(BadSetting):
    message = N_("“{value}” does not suit the setting {key}; it takes a whole number from {least} to {most}.")


_MOST_DIGITS = 9
_PARALLEL = frozenset({"publish.parallel", "generate.parallel"})
_MOST_AT_ONCE = 32
_WORDS = {"true": "1", "yes": "1", "on": "1", "false": "0", "no": "0", "off": "0"}
# Keys whose text has a form of its own, and an example of it. A price is read in the shop's currency when it is used. A page
# that a browser is led to is one of the web, or of this machine.
_FORMS = {
    "billing.return_url": (
        re.compile(r"(https://[^\s/?#\[\]]+|http://(localhost|127\.0\.0\.1)(:[0-9]+)?)([/?#]\S*)?"), "https://example.com/shop",
    ),
    "currency": (re.compile(r"[A-Z]{3}"), "EUR"),
    "openai.image_size": (re.compile(r"[1-9][0-9]{1,3}x[1-9][0-9]{1,3}"), "1024x1536"),
    "spending.month": (re.compile(r"[0-9]{1,5}(\.[0-9]{2})?"), "25.00"),
    "template.price": (re.compile(r"(?=.*[1-9])[^\d-]{0,4}[0-9]{1,9}([.,][0-9]{1,3})?[^\d-]{0,4}"), "26.99"),
    "text.translations": (re.compile(r"(en|es|fr|de)(\s*,\s*(en|es|fr|de))*"), "es,fr"),
}  # fmt: skip


def checked(key: str, value: str) -> str:
    """The value as it is stored; "" for the default. Raises UnknownSetting or BadSetting."""
    setting = BY_KEY.get(key)
    if setting is None:
        raise UnknownSetting(key=key)
    text = value.strip()
    if not text:
        return ""
    if setting.kind == "whole":
        _check_number(setting, text)
    elif setting.kind == "flag":
        text = _one_of(setting, _WORDS.get(text.lower(), text), ("1", "0"))
    elif setting.choices:
        _one_of(setting, text, setting.choices)
    elif key in _FORMS:
        text = text.upper() if key == "currency" else text
        form, example = _FORMS[key]
        if not form.fullmatch(text):
            raise BadSetting(key=key, value=value, example=example)
    return text


def _check_number(setting: Setting, text: str) -> None:
    least, most = (1, _MOST_AT_ONCE) if setting.key in _PARALLEL else (0, 10**_MOST_DIGITS - 1)
    sound = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    if not sound or not least <= int(text) <= most:
        raise NotWhole(key=setting.key, value=text, least=least, most=most)


def _one_of(setting: Setting, text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise NotOneOfThese(key=setting.key, value=text, choices=", ".join(filter(None, choices)))
    return text
