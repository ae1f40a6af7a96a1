"""What is amiss with how a design prints, for people: a sentence and what to do, for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.printing import PrintFinding
from podpusher_cli.i18n import _
from podpusher_cli.ui.theme import below, cell

if TYPE_CHECKING:
    from rich.console import RenderableType


def finding_lines(findings: Iterable[PrintFinding], columns: int = 0) -> list[RenderableType]:
    """Two lines for each finding, set in by so many columns."""
    lines: list[RenderableType] = []
    for each in findings:
        lines.append(below(fill(_(each.message), each.values), columns))
        if each.fix:
            lines.append(below(fill(_(each.fix), each.values), columns + 2))
    return lines


def told_of(name: str, findings: Iterable[PrintFinding]) -> list[RenderableType]:
    """The same under the name of what they are about; nothing where there are none."""
    lines = finding_lines(findings, 2)
    return [cell(name), *lines] if lines else []
