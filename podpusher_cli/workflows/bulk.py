"""Make products of a file's rows: the good ones are taken, every bad one is named, none is taken twice."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from podpusher_cli.core.bulk import (
    COLUMNS,
    BadCell,
    BulkRefused,
    BulkReport,
    BulkRow,
    ImportKeys,
    NotUtf8,
    RowOutcome,
    read_rows,
)
from podpusher_cli.core.clock import Clock
from podpusher_cli.core.copywriting import Copy, check_copy, refusals
from podpusher_cli.core.designs import Design
from podpusher_cli.core.errors import PartlyFailed, PodpusherError, as_template, fill
from podpusher_cli.core.money import parse_price
from podpusher_cli.core.products import Content, Origin, Trouble
from podpusher_cli.core.quota import OverQuota
from podpusher_cli.core.text import N_
from podpusher_cli.store.products import NewProduct, Products
from podpusher_cli.store.quota import QuotaLedger
from podpusher_cli.store.settings import Settings
from podpusher_cli.workflows.given import check_given, read_given
from podpusher_cli.workflows.products import split_tags, split_variants

T = TypeVar("T")
_GROUP = 200
_SHOWN = 100
_NUMBERS = ("blueprint_id", "print_provider_id")


@dataclass(frozen=True, slots=True)
class _Read:
    """A row that has been understood."""

    row: BulkRow
    new: NewProduct


class _Reader:
    """Turns rows into products; what a row leaves out comes from the profile's template."""

    def __init__(self, file: Path, *, keep: Callable[[Path], Design], settings: Settings) -> None:
        self._file = file
        self._keep = keep
        self._keys = ImportKeys()
        values = settings.all()
        self._currency = values["currency"]
        self._template: Mapping[str, str] = {
            "blueprint_id": values["template.blueprint"],
            "print_provider_id": values["template.print_provider"],
            "variants": values["template.variants"],
            "price": values["template.price"],
        }
        self._designs: dict[Path, Design] = {}

    def read(self, row: BulkRow) -> tuple[NewProduct | None, tuple[Trouble, ...]]:
        """The product, or every reason why the row cannot be one."""
        troubles: list[Trouble] = []

        def take(make: Callable[[], T]) -> T | None:
            try:
                return make()
            except PodpusherError as error:
                troubles.append(_trouble(error))
                return None

        cells = {name: row.cells.get(name) or self._template.get(name, "") for name in COLUMNS}
        numbers = {name: take(partial(self._number, name, cells[name])) for name in _NUMBERS}
        price = take(lambda: parse_price(cells["price"], self._currency)) if cells["price"] else None
        design = take(lambda: self._design(cells["design"])) if cells["design"] else None
        tags = split_tags(cells["tags"])
        troubles += [
            Trouble(f"listing.{finding.name}", fill(finding.message, finding.values), fill(finding.fix, finding.values))
            for finding in refusals(check_copy(Copy(cells["title"], cells["description"] or "-", tags)))
        ]
        if troubles:
            return None, tuple(troubles)
        content = Content(
            cells["title"],
            cells["description"],
            tags,
            design.id if design else None,
            numbers["blueprint_id"],
            numbers["print_provider_id"],
            split_variants(cells["variants"]),
            price,
        )
        key = self._keys.key(row.cells, design.sha256 if design else "")
        return NewProduct(content, Origin(file=self._file.name, row=row.number), key), ()

    @staticmethod
    def _number(name: str, text: str) -> int | None:
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 12):
            raise BadCell(column=name, text=text, problem="it takes a number")
        return int(text)

    def _design(self, text: str) -> Design:
        path = self._file.parent / text
        kept = self._designs.get(path)
        if kept is None:
            check_given(path, text)
            kept = self._designs[path] = self._keep(path)
        return kept


def import_file(
    file: Path, *, products: Products, keep: Callable[[Path], Design], settings: Settings, quota: QuotaLedger, clock: Clock
) -> tuple[BulkReport, PodpusherError | None]:
    """Read the file and keep its products, by the hundred; `keep` checks and copies a picture.

    What the plan has no room for is refused. The report, and the error that names refused rows.

    Raises NoSuchFile, NotACsv or UnknownColumn before anything is kept.
    """
    rows = list(read_rows(_text(file), file.name))
    reader = _Reader(file, keep=keep, settings=settings)
    refused: list[RowOutcome] = []
    added: list[str] = []
    known = drafts = 0
    full: OverQuota | None = None
    for start in range(0, len(rows), _GROUP):
        group: list[_Read] = []
        for row in rows[start : start + _GROUP]:
            new, troubles = reader.read(row)
            if new is None:
                refused.append(RowOutcome(row.number, "refused", None, row.cells.get("title", ""), troubles))
            else:
                group.append(_Read(row, new))
        kept = products.add_within([each.new for each in group], clock.now(), lambda: quota.queue().left)
        for place, (each, made) in enumerate(zip(group, kept.ids, strict=True)):
            if place in kept.refused:
                full = full or quota.queue_full()
                refused.append(RowOutcome(each.row.number, "refused", None, each.new.content.title, (_trouble(full),)))
                continue
            known += made is None
            if made is not None:
                added.append(made)
                drafts += bool(each.new.content.missing())
    refused.sort(key=lambda outcome: outcome.row)
    report = BulkReport(file.name, len(rows), len(added), known, drafts, tuple(refused), tuple(added[:_SHOWN]))
    return report, _verdict(file, report, full)


def _trouble(error: PodpusherError) -> Trouble:
    return Trouble(error.full_code, error.plain(), error.plain_hint())


def _text(file: Path) -> str:
    body = read_given(file)
    try:
        return body.decode("utf-16" if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise NotUtf8(file=file.name, line=line, columns=", ".join(COLUMNS)) from error


def _verdict(file: Path, report: BulkReport, full: OverQuota | None) -> PodpusherError | None:
    if not report.refused:
        return None
    items = [
        {"id": str(row.row), "code": each.code, "message": each.message, "hint": each.hint}
        for row in report.refused
        for each in row.troubles
    ]
    only_full = full is not None and all(each["code"] == full.full_code for each in items)
    if full is not None and only_full and not report.added:
        full.details["items"] = items
        return full
    if len(report.refused) == report.rows:
        return BulkRefused(file=file.name, details={"items": items})
    if full is not None and only_full:
        hint = as_template(full.plain_hint())
        return PartlyFailed(failed=len(report.refused), total=report.rows, hint=hint, details={"items": items})
    hint = N_("Mend these rows and import the file again; the others are not taken twice.")
    return PartlyFailed(failed=len(report.refused), total=report.rows, run="", hint=hint, details={"items": items})
