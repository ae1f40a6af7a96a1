"""Idempotency keys: the first answer again for the same call, a refusal for another (reference/stripe.md, section 6)."""

from __future__ import annotations

import hashlib

from podpusher_cli.sandbox.answers import Answer, Call
from podpusher_cli.sandbox.stripe_errors import error
from podpusher_cli.sandbox.stripe_store import Store

KEPT_SECONDS = 86_400
_LONGEST = 255


class Replays:
    """Answers that were given under a key, for a day. What was refused before it was tried is not kept."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def answer(self, call: Call) -> Answer | None:
        """What to answer without doing anything, or None."""
        key = call.headers.get("idempotency-key")
        if key is None or call.method != "POST":
            return None
        if len(key) > _LONGEST:
            return error(400, "idempotency_error", "The idempotency key is longer than 255 characters.")
        kept = self._store.get(call.scope, "replay", key)
        if kept is None or kept["at"] + KEPT_SECONDS <= self._store.now():
            return None
        if kept["call"] != _print_of(call):
            text = (
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request."
            )
            return error(400, "idempotency_error", text)
        again = {"idempotent-replayed": "true", "original-request": kept["request"], "idempotency-key": key}
        return Answer(kept["status"], kept["body"].encode(), again)

    def keep(self, call: Call, answer: Answer) -> None:
        """Remember what was done under the key."""
        key = call.headers.get("idempotency-key")
        if key is None or call.method != "POST" or answer.status in {400, 404}:
            return
        kept = {"at": self._store.now(), "call": _print_of(call), "request": call.request_id, "status": answer.status}
        self._store.put(call.scope, "replay", key, kept | {"body": answer.body.decode()})
        answer.headers["idempotency-key"] = key


def _print_of(call: Call) -> str:
    return hashlib.sha256(f"{call.path}?{call.query}\n".encode() + call.body).hexdigest()
