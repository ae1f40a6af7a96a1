"""Etsy requests that the official document does not allow, a line each, for whoever writes the program that sent them."""

from __future__ import annotations

from pathlib import Path

from podpusher_cli.sandbox.answers import Call, dumps

FILE = "etsy-violations.jsonl"
_LARGEST = 1_000_000  # bytes; what comes then is not written any more


class Violations:
    """The file in the sandbox's own folder; it outlasts an emptied shop."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def keep(self, call: Call) -> None:
        """Write down what is wrong with the request, by `{method, path, problems, user_agent}`."""
        if self._path.exists() and self._path.stat().st_size > _LARGEST:
            return
        told = {"method": call.method, "path": call.path, "problems": call.violations}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(dumps(told | {"user_agent": call.headers.get("user-agent", "")}) + "\n")
