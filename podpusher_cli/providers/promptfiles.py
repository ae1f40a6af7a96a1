"""The files that prompts are kept in: those that are shipped, and the seller's own in the folder of all state."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from podpusher_cli.core.blanks import Facts
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.core.prompts import (
    BadPrompt,
    Kind,
    KindOfPrompt,
    NoSuchPrompt,
    Prompt,
    WrongPrompt,
    check_prompt,
    newest,
)
from podpusher_cli.core.text import printable

_KINDS = get_args(Kind)


class PromptFiles:
    """Prompts by name. `own` is the folder of the seller's: `listing-short.toml` there is the prompt `listing-short`."""

    def __init__(self, own: Path) -> None:
        self.folder = own

    def all(self) -> tuple[Prompt, ...]:
        """Those shipped, then the seller's own. Raises BadPrompt for one of the seller's that cannot be used."""
        return (*shipped(), *self._own())

    def get(self, name: str) -> Prompt:
        """The prompt of that name. Raises NoSuchPrompt and BadPrompt."""
        for each in shipped():
            if each.name == name:
                return each
        path = self.folder / f"{name}.toml"
        if Path(name).name != name or not path.is_file():
            raise NoSuchPrompt(name=name)
        return _read(path)

    def used(self, kind: Kind, named: str) -> Prompt:
        """The prompt to ask with: the one that was named, else the newest shipped. Raises as `get` does."""
        if not named:
            return newest(shipped(), kind)
        prompt = self.get(named)
        if prompt.kind != kind:
            raise WrongPrompt(name=named, kind=kind)
        return prompt

    def _own(self) -> Iterator[Prompt]:
        names = {each.name for each in shipped()}
        for path in sorted(self.folder.glob("*.toml")):
            if path.stem not in names:
                yield _read(path)


def shipped() -> tuple[Prompt, ...]:
    """The prompts that come with podpusher."""
    found = sorted(files("podpusher_cli").joinpath("prompts").iterdir(), key=lambda each: each.name)
    return tuple(
        _prompt(each.name.removesuffix(".toml"), tomllib.loads(each.read_text("utf-8")), own=False)
        for each in found
        if each.name.endswith(".toml") and each.name != "briefs.toml"
    )


def briefs() -> tuple[CopyBrief, ...]:
    """The fixed set of ideas that prompts are compared over."""
    told = tomllib.loads(files("podpusher_cli").joinpath("prompts", "briefs.toml").read_text("utf-8"))
    return tuple(
        CopyBrief(
            idea=each["idea"],
            seed=place,
            language=each["language"],
            facts=Facts(each["kind"], tuple(each["materials"]), tuple(each["sizes"])),
        )
        for place, each in enumerate(told["brief"], 1)
    )


def _read(path: Path) -> Prompt:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        raise BadPrompt(name=path.stem, problem=str(error)) from error
    return _prompt(path.stem, told, own=True)


def _prompt(name: str, told: dict[str, Any], *, own: bool) -> Prompt:
    kind = told.pop("kind", None)
    if kind not in _KINDS:
        raise KindOfPrompt(name=name)
    note = printable(str(told.pop("note", "")))
    texts = {text: printable(wording) for text, wording in told.items() if isinstance(wording, str)}
    return check_prompt(Prompt(name, kind, note, texts, own))
