"""Whose call of Stripe's API it is: the key that was sent, what its owner has made of it since, and the account it acts for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from podpusher_cli.sandbox import stripe_keys
from podpusher_cli.sandbox.answers import Call, Refuse
from podpusher_cli.sandbox.stripe_keys import KEYS, Key
from podpusher_cli.sandbox.stripe_oauth import OAuth
from podpusher_cli.sandbox.stripe_store import Store

_BOOK = "keys"


class Keyring:
    """The fixed keys and the access tokens of Connect."""

    def __init__(self, store: Store, oauth: OAuth) -> None:
        self._store = store
        self._oauth = oauth

    def of(self, call: Call) -> Key:
        """The key, acting for the account that was asked for; the call learns its book. Raises Refuse."""
        text = stripe_keys.sent(call.headers.get("authorization", ""))
        key = self._known(text) if text else None
        if key is None:
            raise Refuse(stripe_keys.unknown(text))
        account = call.headers.get("stripe-account", key.account)
        if account != key.account:
            acting = self._oauth.acting(key, account) if key.platform else None
            if acting is None:
                raise Refuse(stripe_keys.not_connected(key, account))
            key = acting
        call.account, call.scope = f"stripe:{key.account}", key.book
        return key

    def _known(self, text: str) -> Key | None:
        key = KEYS.get(text) or self._oauth.key(text)
        changed = self._store.get(_BOOK, "key", text) if key else None
        if key is None or changed is None:
            return key
        return None if changed["rolled"] else replace(key, may=frozenset(changed["may"]))

    def roll(self, text: str) -> None:
        """What an owner does whose key has leaked: it opens nothing any more."""
        self._store.put(_BOOK, "key", text, {"rolled": True})

    def permit(self, text: str, may: Collection[str]) -> None:
        """What an owner does who edits a restricted key: these are its permissions from now on."""
        self._store.put(_BOOK, "key", text, {"rolled": False, "may": sorted(may)})
