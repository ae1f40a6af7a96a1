"""Every command that there is, as Typer has it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from typer.core import TyperGroup

from podpusher_cli.cli import build


@cache
def tree() -> Any:
    """The root with everything below it."""
    return build(None)


@cache
def commands() -> dict[str, Any]:
    """Every command by its path, such as `products list`."""

    def walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:
        if isinstance(command, TyperGroup):
            for name, child in command.commands.items():
                yield from walk(child, f"{path} {name}".strip())
        else:
            yield path, command

    return dict(walk(tree(), ""))
