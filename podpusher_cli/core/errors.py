"""Every error a seller can meet: a code that never changes, an exit status, what happened, what to do.

`message` and `hint` are marked for translation and filled with the keyword arguments when shown. Text that came from
outside goes into `details` or a placeholder, never into the message itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from podpusher_cli.core.text import N_, Counted, kept_together

_MOST_QUOTED = 500  # letters of outside text inside a sentence


class PodpusherError(Exception):
    """Base of all. Subclasses set the class attributes; `fields` fill the placeholders.

    `provider`: which outside service, or None. `retry_after`: seconds until a repeat makes sense, or None.
    `details`: plain data for `--json`. `reason` makes the code `<provider>.<reason>` where a provider is the speaker.
    """

    code: ClassVar[str] = "podpusher.error"
    exit_status: ClassVar[int] = 1
    message: ClassVar[str] = N_("Something went wrong.")
    hint: ClassVar[str] = ""

    def __init__(
        self,
        *,
        provider: str | None = None,
        retry_after: float | None = None,
        details: Mapping[str, Any] | None = None,
        reason: str | None = None,
        hint: str | None = None,
        **fields: object,
    ) -> None:
        self.provider = provider
        self.retry_after = retry_after
        self.details: dict[str, Any] = dict(details or {})
        self.full_code = f"{provider}.{reason}" if provider and reason else self.code
        self.hint_text = self.hint if hint is None else hint
        self.fields = {"provider": PROVIDER_NAMES.get(provider or "", provider or "")} | fields
        super().__init__(self.plain())

    def plain(self) -> str:
        """The message in English, filled: for logs and the journal."""
        return fill(self.message, self.fields)

    def plain_hint(self) -> str:
        """The hint in English, filled."""
        return fill(self.hint_text, self.fields)


def as_template(text: str) -> str:
    """A text that has been filled already, to be given where a template is taken: filling it changes nothing."""
    return text.replace("{", "{{").replace("}", "}}")


def fill(template: str, fields: Mapping[str, object]) -> str:
    """Put the fields into a message; outside text is made harmless on the way, and cut where it would bury the message."""
    if isinstance(template, Counted):
        template = template.form(_number(fields[template.by]))
    return template.format_map({name: _quoted(_plain(value)) for name, value in fields.items()})


def _number(value: object) -> int:
    """What a sentence's form goes by: a number, or one that is written out; 2 for any other, which is many everywhere."""
    told = str(value)
    return int(told) if told.isascii() and told.isdecimal() else 2


def _plain(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else str(value)


def _quoted(text: str) -> str:
    line = kept_together(text)
    return line if len(line) <= _MOST_QUOTED else line[: _MOST_QUOTED - 1] + "…"


PROVIDER_NAMES = {
    "etsy": "Etsy",
    "printify": "Printify",
    "stripe": "Stripe",
    "openai": "OpenAI",
    "tiktok": "TikTok",
    "instagram": "Instagram",
    "pinterest": "Pinterest",
    "twitter": "X",
    "reddit": "Reddit",
    "google": "Google Trends",
    "sandbox": "sandbox",
}


# What the seller typed or gave (exit 2)


class BadInput(PodpusherError):
    code = "input.invalid"
    exit_status = 2
    message = N_("{problem}")


class UsageError(PodpusherError):
    code = "usage"
    exit_status = 2
    message = N_("{problem}")
    hint = N_("podpusher {command} --help shows what it takes.")


class ProviderRefused(PodpusherError):
    """The provider will not take this, however often it is sent."""

    code = "provider.refused"
    exit_status = 2
    message = N_("{provider} refused it: {problem}")


class FileThere(BadInput):
    """The seller does not agree to lose it."""

    code = "input.file_there"
    message = N_("{path} is there already.")
    hint = N_("Choose another name, or add --yes to replace it.")


class CannotReplace(BadInput):
    """A folder, or a device of the machine, that is named where a file is to be written."""

    code = "input.no_file"
    message = N_("{path} is there, and is not a file that can be replaced.")
    hint = N_("Choose the name of a file.")


# Connections (exit 3)


class NotConnected(PodpusherError):
    code = "account.not_connected"
    exit_status = 3
    message = N_("{provider} is not connected in profile “{profile}”.")
    hint = N_("podpusher connect {name}")


class ConnectionExpired(PodpusherError):
    code = "account.expired"
    exit_status = 3
    message = N_("The connection to {provider} is no longer accepted.")
    hint = N_("podpusher connect {name}")


class LoginLost(ConnectionExpired):
    """The provider has rotated the tokens, and nobody here has got the new ones."""

    code = "account.login_lost"
    message = N_("{provider} renewed the login, but its answer was lost on the way; the old login is used up.")


# Not there (exit 4)


class NotFound(PodpusherError):
    """A name that stands for nothing; a subclass for each kind of thing says so in a sentence of its own."""

    code = "not_found"
    exit_status = 4
    message = N_("There is no “{name}”.")


class NoSuchFile(NotFound):
    message = N_("There is no file “{name}”.")


class NotAFile(NoSuchFile):
    message = N_("“{name}” is a folder or a device, not a file.")


# Some of many (exit 5)


class PartlyFailed(PodpusherError):
    """Carries `items` ({id, code, message, hint}) in details; the command's result is shown all the same."""

    code = "run.partial"
    exit_status = 5
    message = N_("{failed} of {total} items failed; the others are done.")
    hint = N_("podpusher runs resume {run}")


# Later (exit 7)


class TryLater(PodpusherError):
    code = "provider.unavailable"
    exit_status = 7
    message = N_("{provider} is not answering.")
    hint = N_("Run the same command later; it carries on from here.")


class RateLimited(TryLater):
    code = "provider.rate_limited"
    message = N_("{provider} asks us to slow down.")


class PaceFull(RateLimited):
    """Our own pace, so as to keep to the provider's limits: the next turn is further away than one waits."""

    message = N_("{provider} allows no more such calls for now.")


class CircuitOpen(TryLater):
    code = "provider.circuit_open"
    message = N_("{provider} kept failing, so podpusher leaves it alone for a while.")


class OutcomeUnknown(TryLater):
    """A write was sent and no answer came: it may or may not have happened."""

    code = "provider.outcome_unknown"
    message = N_("{provider} did not say whether it did what was asked.")
    hint = N_("Run the same command again; it looks before it repeats anything.")


# Somebody else is at it (exit 8)


class Busy(PodpusherError):
    code = "run.busy"
    exit_status = 8
    message = N_("Another run is working on all of it.")
    hint = N_("podpusher runs list")


# This machine (exit 9)


class MachineTrouble(PodpusherError):
    code = "machine.trouble"
    exit_status = 9
    message = N_("This machine does not allow it: {problem}")


class DiskTrouble(MachineTrouble):
    code = "machine.disk"
    message = N_("Cannot write to {path}: {problem}")
    hint = N_("Free some space or mend the folder's rights, then run the same command again.")


class CannotRead(MachineTrouble):
    code = "machine.disk"
    message = N_("Cannot read {path}: {problem}")
    hint = N_("Mend its rights, then run the same command again.")


class Interrupted(PodpusherError):
    code = "interrupted"
    exit_status = 130
    message = N_("Stopped. What was under way is recorded.")
    hint = N_("Run the same command again to carry on.")


class ForbiddenHost(PodpusherError):
    """A host that must not be spoken to: plain http with a token, or anything but loopback in the sandbox."""

    code = "input.host"
    exit_status = 2
    message = N_("podpusher does not talk to {host} here.")
    hint = N_("A host that gets a token must be https, or this machine itself; the sandbox only talks to this machine.")


class Fault(PodpusherError):
    """A bug of ours, as the seller sees it."""

    code = "podpusher.bug"
    exit_status = 1
    message = N_("podpusher made a mistake of its own. The details are in the log, under {request_id}.")
    hint = N_("podpusher doctor --bundle report.zip makes a redacted report for support.")


# The way out and the secrets


class Unreachable(TryLater):
    """No connection came about, so nothing was sent."""

    code = "provider.unreachable"
    message = N_("{provider} cannot be reached at {host}: {problem}")
    hint = N_("Check the internet connection, then run the same command again.")


class Unsendable(BadInput):
    """A header that HTTP cannot carry: a token with a line break or a letter in it that no token has."""

    code = "input.request"
    message = N_("A key or token for {provider} has characters in it that cannot be sent.")
    hint = N_("Copy it again, without line breaks.")


class ConsentRefused(PodpusherError):
    code = "account.refused"
    exit_status = 3
    message = N_("The login was not allowed: {problem}")
    hint = N_("Run the same command again, and choose to allow it in the browser.")


class ForeignRedirect(PodpusherError):
    code = "account.redirect"
    exit_status = 3
    message = N_("The address that came back does not belong to this login.")
    hint = N_("Run the same command again, and use the page that it opens.")


class LoginTimeout(PodpusherError):
    """The causes are those of reference/etsy.md, section 2.4."""

    code = "account.timeout"
    exit_status = 3
    message = N_("The browser did not come back within {seconds} s.")
    hint = N_(
        "Look at the page in the browser: the callback address {callback} must be registered in the app exactly like"
        " this, the login must be allowed, the browser must be logged in as the shop's owner, and the app's key must be"
        " approved. Then run the same command again."
    )


class PortTaken(MachineTrouble):
    code = "machine.port"
    message = N_("Port {port} is taken by another program.")
    hint = N_(
        "Stop that program, or choose another port with PODPUSHER_CALLBACK_PORT and register the callback address with it."
    )


class PortHeld(PortTaken):
    message = N_("Port {port} is taken by {holder}.")


class LockHeld(MachineTrouble):
    code = "machine.lock"
    message = N_("Another podpusher has been holding {path} for {seconds} s.")
    hint = N_("Wait for it to end, or stop it; then run the same command again.")


class KeyringTrouble(MachineTrouble):
    code = "machine.keyring"
    message = N_("The keyring of this machine cannot be used: {problem}")
    hint = N_("Unlock it, or keep the tokens in an encrypted file: add --token-store file to podpusher connect.")


class KeyringSilent(KeyringTrouble):
    message = N_("The keyring of this machine did not answer within {seconds} s.")


class KeyringEntryDamaged(KeyringTrouble):
    message = N_("What the keyring of this machine keeps as “{entry}” is damaged.")
    hint = N_("podpusher disconnect {name} forgets it; then connect again.")


class TokenFileTrouble(MachineTrouble):
    code = "machine.tokens"
    message = N_("The token file {path} cannot be read: {problem}")
    hint = N_("Put its key file {key_file} back, or delete the token file and connect again.")


class PassphraseNeeded(MachineTrouble):
    code = "machine.passphrase_missing"
    message = N_("The token file {path} is sealed with a passphrase.")
    hint = N_("Set PODPUSHER_TOKEN_PASSPHRASE, or run this on a terminal to be asked for it.")


class WrongPassphrase(MachineTrouble):
    code = "machine.passphrase"
    message = N_("The passphrase does not open the token file {path}.")
    hint = N_("Correct PODPUSHER_TOKEN_PASSPHRASE. If it is lost for good, delete the file and connect again.")


class TokensAside(MachineTrouble):
    """A store could not keep fresh tokens; they are in a file of their own. `details.files` names each."""

    code = "machine.tokens_aside"
    message = N_("The tokens are in {path}, because they could not be kept where they belong: {problem}")
    hint = N_("podpusher status takes them in from there once that works again. Give the file to nobody.")


class TokensElsewhere(MachineTrouble):
    code = "machine.tokens_elsewhere"
    message = N_(
        "The tokens of profile “{profile}” are in the store “{kept}”, and PODPUSHER_TOKEN_STORE says “{said}”."
    )
    hint = N_("Set PODPUSHER_TOKEN_STORE={kept}; or connect once more, which moves what is there.")


class TokensReadOnly(MachineTrouble):
    code = "machine.tokens_read_only"
    message = N_("Tokens that come from the environment cannot be changed by podpusher.")
    hint = N_("Change the variable, or choose another store: PODPUSHER_TOKEN_STORE=file")
