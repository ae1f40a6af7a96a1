"""Many products from one file: what a row is, and what came of it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.products import Trouble
from podpusher_cli.core.text import N_, NN_

COLUMNS = ("title", "description", "tags", "design", "blueprint_id", "print_provider_id", "variants", "price")
MOST_CELL = 131_072
_SEPARATOR = re.compile(r'"?sep=.?"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BulkRow:
    """A line of the file, as text. `number` counts from 1 after the headings; `line` is where it starts in the file."""

    number: int
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What came of a row: `added`, `known` (an earlier import has it), or `refused` with the reasons."""

    row: int
    outcome: str
    id: str | None = None
    title: str = ""
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What came of a file. `refused` names every bad row; `products` are the first hundred that were added."""

    file: str
    rows: int
    added: int
    known: int
    drafts: int
    refused: tuple[RowOutcome, ...]
    products: tuple[str, ...]


class NotACsv(BadInput):
    code = "bulk.file"
    message = N_("{file} cannot be read as a CSV file: {problem}")
    hint = N_("Save it as CSV with UTF-8. The columns are: {columns}.")


class NotUtf8(NotACsv):
    message = N_("{file} is not saved as UTF-8: line {line} has a letter in another encoding.")


class EmptyCsv(NotACsv):
    message = N_("{file} is empty.")


class CellsWithoutHeading(NotACsv):
    message = NN_(
        "Line {line} of {file} has {cells} cells, but there is {headings} heading.",
        "Line {line} of {file} has {cells} cells, but there are {headings} headings.",
        by="headings",
    )


class HugeCell(NotACsv):
    message = N_("Line {line} of {file} has a cell of more than {most} letters.")


class UnknownColumn(BadInput):
    code = "bulk.column"
    message = N_("{file} has a column “{column}” that podpusher does not know.")
    hint = N_("The columns are: {columns}.")


class DoubleColumn(UnknownColumn):
    message = N_("{file} has the column “{column}” twice.")


class BulkRefused(BadInput):
    code = "bulk.refused"
    message = N_("No row of {file} can be taken; each is named above.")


class BadCell(BadInput):
    code = "bulk.cell"
    message = N_("{column} is “{text}”: {problem}")


def read_rows(text: str, file: str) -> Iterator[BulkRow]:
    """The rows of a CSV text; comma, semicolon or tab, as the headings show. Raises NotACsv or UnknownColumn.

    Blank lines are passed over, empty cells at the end of one, and the first line `sep=;` that Excel takes for an order.
    Headings may stand in any order, in any case.
    """
    columns = ", ".join(COLUMNS)
    lines = list(io.StringIO(text.lstrip("\ufeff"), newline=""))  # only CR and LF end a line, inside a cell too
    if lines and _SEPARATOR.fullmatch(lines[0].strip()):
        lines[0] = "\n"
    heading = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t", key=heading.count)
    csv.field_size_limit(MOST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    names: list[str] | None = None
    number = 0
    start = 1
    try:
        for raw in reader:
            line, start = start, reader.line_num + 1
            cells = _filled(raw)
            if not cells:
                continue
            if names is None:
                names = _headings(cells, file)
                continue
            number += 1
            if len(cells) > len(names):
                raise CellsWithoutHeading(file=file, line=line, cells=len(cells), headings=len(names), columns=columns)
            yield BulkRow(number, line, dict(zip(names, cells, strict=False)))
    except csv.Error as error:
        if "field larger" in str(error):
            raise HugeCell(file=file, line=reader.line_num, most=MOST_CELL, columns=columns) from error
        raise NotACsv(file=file, problem=f"line {reader.line_num}: {error}", columns=columns) from error
    if names is None:
        raise EmptyCsv(file=file, columns=columns)


def _filled(raw: list[str]) -> list[str]:
    """The cells up to the last that has something in it: spreadsheets write a delimiter for every column once used."""
    cells = [cell.strip() for cell in raw]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _headings(cells: list[str], file: str) -> list[str]:
    names = [cell.casefold() for cell in cells]
    for place, name in enumerate(names):
        if name not in COLUMNS:
            raise UnknownColumn(file=file, column=name, columns=", ".join(COLUMNS))
        if name in names[:place]:
            raise DoubleColumn(file=file, column=name, columns=", ".join(COLUMNS))
    return names


class ImportKeys:
    """A key for each row that stays the same when the file is imported again, and differs for a row that stands twice."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def key(self, cells: Mapping[str, str], design_sha256: str) -> str:
        """The key of the next row with these cells."""
        told = {name: cells.get(name, "") for name in COLUMNS if name != "design"} | {"design": design_sha256}
        digest = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:40]
        self._seen[digest] += 1
        return f"{digest}:{self._seen[digest]}"
