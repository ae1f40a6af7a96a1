"""Connect OpenAI, or a server that speaks its API: an address and a key, proved by the list of its models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from podpusher_cli.core.accounts import NO_KEY, Connection, TokenSet
from podpusher_cli.core.connecting import NoOpenAIKey, NotAnAddress
from podpusher_cli.workflows.accounts import Accounts

_OWN_HOST = "api.openai.com"


def connect(
    accounts: Accounts,
    *,
    server: str,
    key: str,
    models: Callable[[str, str], Sequence[str]],
    used: Sequence[str],
) -> Connection:
    """Prove the key at the server, and keep both: the key is sent nowhere else. `used` are the models that settings name.

    A server other than OpenAI's may want no key. Raises NotAnAddress, NoOpenAIKey, NotOpenAI, KeyRefused, TryLater.
    """
    address = checked_server(server)
    given = key.strip() or (NO_KEY if urlsplit(address).hostname != _OWN_HOST else "")
    if not given:
        raise NoOpenAIKey(provider="openai")
    there = models(address, given)
    if accounts.tokens.name != "env":  # what the environment gives is already there
        with accounts.tokens.lock("openai"):
            accounts.tokens.put("openai", TokenSet(given, server=address).to_dict())
    accounts.remember("openai", address)
    done = replace(accounts.connection("openai"), checked=True)
    return done if all(each in there for each in used) else done.warned("model_missing")


def checked_server(text: str) -> str:
    """The address without a slash at its end. Raises NotAnAddress."""
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
        sound = sound and parts.username is None and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise NotAnAddress(provider="openai", url=text)
    return address
