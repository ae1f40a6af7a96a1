"""Every JSON document that a test sees is held against the schema that `podpusher schema` prints."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema

from podpusher_cli.cli import WORDS, build
from podpusher_cli.workflows.schemas import envelope


@cache
def _validator(path: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(envelope(path))


def check_document(arguments: tuple[str, ...], document: Any) -> None:
    from podpusher_cli.commands.options import RESULTS

    words = [each for each in arguments if not each.startswith("-")]
    word = next((each for each in words if each in WORDS), None)
    if word is None or {"--help", "-h"} & set(arguments):
        return
    build(word)
    path = next(
        (path for path in (f"{word} {each}" for each in words) if path in RESULTS),
        word if word in RESULTS else f"{word} list",
    )
    if path in RESULTS:
        _validator(RESULTS[path]).validate(document)
