"""Stripe's events: what happened, in the shape of the account's version at that moment, kept for thirty days."""

from __future__ import annotations

from collections.abc import Callable

from podpusher_cli.sandbox.stripe_docs import VERSION
from podpusher_cli.sandbox.stripe_shapes import shown
from podpusher_cli.sandbox.stripe_store import Doc, Store, is_live, new_id

KEPT_SECONDS = 30 * 86_400


class Events:
    """Writes events down and tells whoever listens. `cause` is the request that is being answered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.cause: Doc = {"id": None, "idempotency_key": None}
        self.listeners: list[Callable[[str, Doc], int]] = []

    def version(self, book: str) -> str:
        """The account's default API version."""
        kept = self._store.get(book, "settings", "version")
        return kept["version"] if kept else VERSION

    def set_version(self, book: str, version: str) -> None:
        """What an owner who upgrades the version in the Dashboard does, or has not done for years."""
        self._store.put(book, "settings", "version", {"version": version})

    def emit(
        self, book: str, kind: str, about: Doc, before: Doc | None = None, *, at: int | None = None, account: str = ""
    ) -> Doc:
        """An event about the object; `before` is the object as it was, of which the changed fields are told.

        `account`: the connected account that it happened to, for events of a platform.
        """
        event: Doc = {
            "id": new_id("evt_"),
            "object": "event",
            "api_version": self.version(book),
            "created": self._store.now() if at is None else at,
            "data": {"object": about},
            "livemode": is_live(book),
            "pending_webhooks": 0,
            "request": self.cause,
            "type": kind,
        } | ({"account": account} if account else {})
        if before is not None:
            self._store.put(book, "event.before", event["id"], before)
        event["pending_webhooks"] = sum(listener(book, event) for listener in self.listeners)
        self._store.save(book, event)
        return event

    def shown(self, book: str, number: str, version: str | None = None) -> Doc | None:
        """The event in the shape it was made in, or in that of another version."""
        kept = self._store.get(book, "event", number)
        return kept and self.render(book, kept, version)

    def render(self, book: str, event: Doc, version: str | None = None) -> Doc:
        """An event of `all` as it is told."""
        version = version or event["api_version"]
        data: Doc = {"object": shown(event["data"]["object"], version)}
        before = self._store.get(book, "event.before", event["id"])
        if before is not None:
            data["previous_attributes"] = _changes(shown(before, version), data["object"])
        return event | {"data": data, "api_version": version}

    def all(self, book: str) -> list[Doc]:
        """Newest first, as they are kept; what is older than thirty days is gone."""
        oldest = self._store.now() - KEPT_SECONDS
        return [event for event in self._store.all(book, "event") if event["created"] > oldest]


def _changes(before: Doc, after: Doc) -> Doc:
    return {name: value for name, value in before.items() if after.get(name) != value}
