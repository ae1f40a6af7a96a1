"""A route of Stripe's API: what it takes and what it does with it; lists and expansions, which are the same for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from podpusher_cli.sandbox.stripe_docs import listed
from podpusher_cli.sandbox.stripe_errors import invalid, missing
from podpusher_cli.sandbox.stripe_forms import SPAN
from podpusher_cli.sandbox.stripe_store import Doc, Store, is_live

_DEEPEST = 4
PAGED = {"limit": range(1, 101), "starting_after": str, "ending_before": str}
# The largest amounts, quantities and trials that Stripe takes.
CENTS, QUANTITY, TRIAL_DAYS = range(100_000_000), range(1, 1_000_000), range(1, 731)
LOCALES = (
    "auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh",
    "zh-HK", "zh-TW",
)  # fmt: skip
CREATED = {"created": SPAN}


@dataclass(slots=True)
class Visit:
    """One call of one route: in which book, what it sent, which object its path names."""

    book: str
    at: int
    fields: Doc = field(default_factory=dict)
    number: str = ""

    @property
    def live(self) -> bool:
        """Whether it is of live mode."""
        return is_live(self.book)


Do = Callable[[Visit], Doc]


@dataclass(frozen=True, slots=True)
class Route:
    """`takes` is a specification as stripe_forms has them; `expand` goes with it where `expands`."""

    method: str
    template: str
    takes: Doc
    do: Do
    expands: bool = True


def page(visit: Visit, url: str, docs: Sequence[Doc]) -> Doc:
    """The part of the list that was asked for; `docs` are newest first, and are all there are."""
    fields = visit.fields
    limit = fields.get("limit", 10)
    if "starting_after" in fields and "ending_before" in fields:
        raise invalid("You cannot pass both starting_after and ending_before.", param="ending_before")
    numbers = [doc["id"] for doc in docs]
    if "ending_before" in fields:
        newer = docs[: _place(numbers, fields["ending_before"], url, "ending_before")]
        return listed(url, newer[-limit:], has_more=len(newer) > limit)
    if "starting_after" in fields:
        docs = docs[_place(numbers, fields["starting_after"], url, "starting_after") + 1 :]
    return listed(url, docs[:limit], has_more=len(docs) > limit)


def _place(numbers: Sequence[str], number: str, url: str, param: str) -> int:
    if number in numbers:
        return numbers.index(number)
    raise missing(url.rpartition("/")[2].removesuffix("s"), number, param)


def made_within(docs: Iterable[Doc], span: Any) -> list[Doc]:
    """Those whose `created` is the number, or lies inside the span."""
    if span is None:
        return list(docs)
    if isinstance(span, int):
        return [doc for doc in docs if doc["created"] == span]
    low = max(span.get("gte", 0), span.get("gt", -1) + 1)
    high = min(span.get("lte", 1 << 60), span.get("lt", 1 << 60) - 1)
    return [doc for doc in docs if low <= doc["created"] <= high]


def matching(visit: Visit, docs: Iterable[Doc], *names: str) -> list[Doc]:
    """Those that have the values the caller gave for these fields, and were made when it said."""
    wanted = {name: visit.fields[name] for name in names if name in visit.fields}
    found = [doc for doc in docs if all(doc[name] == value for name, value in wanted.items())]
    return made_within(found, visit.fields.get("created"))


def future(moment: int, now: int, param: str) -> int:
    """The moment a trial ends. Raises Refuse for one that is past, or too far away."""
    if not now < moment <= now + TRIAL_DAYS[-1] * 86_400:
        raise invalid("Invalid timestamp: must be in the future, and within two years.", param=param)
    return moment


def expanded(store: Store, book: str, doc: Doc, paths: Iterable[str]) -> Doc:
    """The object with whole objects where ids stood. Raises Refuse for a path that leads nowhere."""
    for path in paths:
        _expand(store, book, doc, path.split("."), path)
    return doc


def _expand(store: Store, book: str, place: Any, path: list[str], whole: str) -> None:
    if isinstance(place, list):
        for item in place:
            _expand(store, book, item, path, whole)
        return
    name, *rest = path
    if isinstance(place, dict) and name not in place:
        extra = store.get(book, f"{place.get('object')}.{name}", place.get("id", ""))
        if extra is not None:
            place[name] = extra
    if len(path) > _DEEPEST:
        raise invalid(f"You cannot expand more than 4 levels of a property. Property: {whole}", param="expand")
    if not isinstance(place, dict) or name not in place:
        raise invalid(f"This property cannot be expanded ({whole}).", param="expand")
    if isinstance(place[name], str):
        found = store.find(book, place[name])
        if found is None:
            raise invalid(f"This property cannot be expanded ({whole}).", param="expand")
        place[name] = found
    if rest and place[name] is not None:
        _expand(store, book, place[name], rest, whole)
