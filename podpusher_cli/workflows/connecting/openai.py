"""Connect OpenAI, or a server that speaks its API: an address and a key, proved by the list of its models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from podpusher_cli.core.accounts import Connection
from podpusher_cli.core.connecting import NoOpenAIKey, NotAnAddress
from podpusher_cli.core.errors import ForbiddenHost
from podpusher_cli.core.http import is_loopback_host
from podpusher_cli.core.text import bare
from podpusher_cli.core.tokens import NO_KEY, TokenSet
from podpusher_cli.workflows.accounts import Accounts
from podpusher_cli.workflows.connecting.login import refuse_read_only

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

    A server other than OpenAI's may want no key. Raises NotAnAddress, NoOpenAIKey, NotOpenAI, KeyRefused, TryLater,
    TokensReadOnly.
    """
    address = checked_server(server)
    given = bare(key) or ("" if needs_key(address) else NO_KEY)
    if not given:
        raise NoOpenAIKey(provider="openai")
    tokens = TokenSet(given, server=address)
    refuse_read_only(accounts, "openai", tokens)
    there = models(address, given)
    if accounts.tokens.name != "env":  # what the environment gives is already there
        with accounts.tokens.lock("openai"):
            accounts.tokens.put("openai", tokens.to_dict())
    done = accounts.settled("openai", tokens, address)
    return done if all(each in there for each in used) else done.warned("model_missing")


def needs_key(address: str) -> bool:
    """Whether it is OpenAI's own server; others may want none."""
    return urlsplit(address).hostname == _OWN_HOST


def checked_server(text: str) -> str:
    """The address without a slash at its end. Raises NotAnAddress, or ForbiddenHost where a key may not be sent."""
    address = bare(text).rstrip("/")
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
        sound = sound and parts.username is None and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise NotAnAddress(provider="openai", url=text)
    if parts.scheme == "http" and not is_loopback_host(parts.hostname or ""):
        raise ForbiddenHost(provider="openai", host=f"http://{parts.hostname}")
    return address
