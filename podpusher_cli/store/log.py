"""The log: one JSON object a line, in a rotating file, with everything that looks like a secret masked."""

from __future__ import annotations

import json
import traceback
from contextlib import suppress
from datetime import datetime
from logging import LogRecord, makeLogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path

from podpusher_cli.core.clock import Clock, rfc3339
from podpusher_cli.core.secrets import mask
from podpusher_cli.core.traffic import Exchange
from podpusher_cli.store.files import make_folder

MOST_BYTES = 2_000_000
KEPT_FILES = 5


class _Quiet(RotatingFileHandler):
    """A full disk must not put logging's own traceback on the seller's screen."""

    def handleError(self, record: LogRecord) -> None:  # noqa: N802 - logging's name
        """Let it go."""


class Log:
    """Appends to `podpusher.log` in `folder`. A log that cannot be written never stops the work."""

    def __init__(self, folder: Path, *, clock: Clock, request_id: str) -> None:
        self.path = folder / "podpusher.log"
        self._clock = clock
        self._request_id = request_id
        self._handler: RotatingFileHandler | None = None

    def exchange(self, done: Exchange) -> None:
        """One try of one call."""
        told = {
            "provider": done.provider, "route": done.route, "status": done.status, "ms": round(done.seconds * 1000),
            "attempt": done.attempt, "provider_request": done.request_id, "error": done.error,
        }  # fmt: skip
        self.write("call", **told)

    def fault(self, error: BaseException) -> None:
        """A mistake of our own, with its traceback."""
        self.write("fault", kind=type(error).__name__, traceback="".join(traceback.format_exception(error)))

    def faults(self, since: float) -> list[str]:
        """The kinds of the mistakes of our own since `since` (epoch seconds), oldest first. Raises OSError."""
        found = []
        for path in sorted(self.path.parent.glob(f"{self.path.name}*"), key=lambda each: each.stat().st_mtime):
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                if '"event": "fault"' not in line:
                    continue
                with suppress(ValueError, KeyError, TypeError):
                    told = json.loads(line)
                    if datetime.fromisoformat(told["at"]).timestamp() >= since:
                        found.append(str(told["kind"]))
        return found

    def write(self, event: str, **fields: object) -> None:
        """One line."""
        line: dict[str, object] = {"at": rfc3339(self._clock.now()), "request_id": self._request_id, "event": event}
        line |= {name: value for name, value in fields.items() if value is not None}
        with suppress(OSError):
            self._open().handle(_record(mask(json.dumps(line, ensure_ascii=False, default=str))))

    def _open(self) -> RotatingFileHandler:
        if self._handler is None:
            make_folder(self.path.parent)
            self._handler = _Quiet(
                self.path,
                maxBytes=MOST_BYTES,
                backupCount=KEPT_FILES,
                encoding="utf-8",
                errors="backslashreplace",
                delay=True,
            )
        return self._handler

    def close(self) -> None:
        """Give the file back."""
        if self._handler is not None:
            self._handler.close()


def _record(line: str) -> LogRecord:
    return makeLogRecord({"msg": line, "levelname": "INFO", "levelno": 20})
