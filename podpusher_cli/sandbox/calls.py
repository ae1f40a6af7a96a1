"""The log of what was asked and answered: the last calls in full, counts of all of them."""

from __future__ import annotations

from collections import Counter, deque
from fnmatch import fnmatchcase
from typing import Any

import msgspec

KEPT = 20_000


class Entry(msgspec.Struct):
    """One call. `status` None: no answer reached the client. `applied`: it was carried out with success."""

    n: int
    at: float
    route: str
    path: str
    status: int | None
    applied: bool
    account: str
    request_id: str
    fault: str | None
    spec_violation: list[str] | None
    ms: float


class Calls:
    """Counts are exact; of the entries themselves the last ones are kept."""

    def __init__(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=KEPT)
        self.violations: deque[Entry] = deque(maxlen=1_000)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.violation_count = 0
        self.total = 0
        self.in_flight = 0

    def add(self, entry: Entry, *, keep: bool) -> None:
        """Count it, and keep it where asked."""
        self.counts[entry.route, str(entry.status) if entry.status else "none"] += 1
        if keep:
            self.entries.append(entry)
        if entry.spec_violation:
            self.violation_count += 1
            self.violations.append(entry)

    def clear(self) -> None:
        """Forget all but the running number."""
        self.entries.clear()
        self.violations.clear()
        self.counts.clear()
        self.violation_count = 0

    def report(
        self, *, route: str = "*", since: int = 0, limit: int = 1_000, violations: bool = False
    ) -> dict[str, Any]:
        """The counts and the kept calls after number `since` whose route matches."""
        source = self.violations if violations else self.entries
        picked = [entry for entry in source if entry.n > since and fnmatchcase(entry.route, route)]
        routes: dict[str, dict[str, int]] = {}
        for (name, status), count in self.counts.items():
            routes.setdefault(name, {})[status] = count
        answered = sum(self.counts.values())
        bad = sum(count for (_, status), count in self.counts.items() if status[0] in "45")
        return {
            "total": answered,
            "error_share": bad / answered if answered else 0.0,
            "spec_violations": self.violation_count,
            "routes": routes,
            "calls": [msgspec.to_builtins(entry) for entry in picked[-limit:]],
        }
