"""Batches: many paid requests in one file, answered within a day at half the price (reference/openai.md, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from podpusher_cli.core.errors import BadInput, NotFound, OutcomeUnknown, PodpusherError, ProviderRefused, TryLater
from podpusher_cli.core.making import Order, Receipt
from podpusher_cli.core.spending import Rates
from podpusher_cli.core.text import N_, NN_

MOST_LINES = 500
"""As many go into one batch: of 50,000 that OpenAI takes, but an answer is a picture of some megabytes."""
LOOK_AGAIN = timedelta(minutes=15)
"""After so long it is worth looking at a batch again; it is done within 24 hours, and mostly far sooner."""
PRICE_SHARE = 2  # the price is divided by it (reference/openai.md, section 2.1)
MARK = "podpusher_batch"
"""The key of a batch's metadata that has our own id of it."""
TOO_MUCH = "token_limit_exceeded"
"""What a batch fails with when others of the account are still in the queue: nothing of it was done, and it can go later."""


class BatchState(StrEnum):
    """`PLANNED`: nothing is bought. `CREATING`: it may have been. `RUNNING`: it is, and its id is known. `OVER`: its answers wait."""

    PLANNED = "planned"
    CREATING = "creating"
    RUNNING = "running"
    OVER = "over"
    DONE = "done"


OPEN = (BatchState.PLANNED, BatchState.CREATING, BatchState.RUNNING, BatchState.OVER)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of one run. `purpose`: `image` or `text`; `remote_id` is OpenAI's; `code` and `problem` say why it came to nothing.

    `count` requests, of which `open` have no answer yet.
    """

    id: str
    run: str
    purpose: str
    model: str
    state: BatchState
    count: int
    open: int
    remote_id: str | None
    code: str | None
    problem: str | None
    made_at: datetime
    submitted_at: datetime | None
    expires_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class RemoteBatch:
    """A batch as OpenAI tells of it. `status` is its own word; `error`: code and message of what was wrong with the file."""

    id: str
    status: str
    output_file: str | None = None
    error_file: str | None = None
    total: int = 0
    error: tuple[str, str] | None = None
    expires_at: float | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.status in {"failed", "completed", "expired", "cancelled"}


@dataclass(frozen=True, slots=True)
class BatchLine:
    """An answer to one request. `status` 0: it was not carried out, and `code` says why. `body` is JSON."""

    custom_id: str
    status: int
    body: bytes
    request_id: str | None
    code: str | None


class BatchOffice(Protocol):
    """Where batches are handed in and fetched. Only `create` costs anything, and that once a batch is carried out."""

    def upload(self, name: str, lines: bytes) -> str:
        """The id of the file."""
        ...

    def create(self, file: str, path: str, mark: str) -> RemoteBatch:
        """A new batch of a file of requests to `path`, which carries our own id of it."""
        ...

    def find(self, mark: str) -> RemoteBatch | None:
        """The batch that carries our id."""
        ...

    def look(self, batch: str) -> RemoteBatch:
        """How a batch stands."""
        ...

    def fetch(self, file: str, into: Path) -> None:
        """Write a file of answers to disk."""
        ...

    def read(self, line: bytes) -> BatchLine | None:
        """One line of answers; None where it is none."""
        ...

    def receipt(self, line: BatchLine, order: Order, rates: Rates | None) -> Receipt:
        """What an answer has cost, at the batch's price."""
        ...

    def judge(self, line: BatchLine, model: str) -> PodpusherError:
        """What a refusal means."""
        ...


class NoBatches(BadInput):
    code = "generate.no_batches"
    message = N_("Only OpenAI itself takes batches.")
    hint = N_("Leave --batch out, or connect OpenAI and add --model openai.")


class BatchRefused(ProviderRefused):
    code = "openai.batch_refused"
    message = N_("{provider} did not take the batch: {problem}")
    hint = N_("podpusher settings list shows the model and the quality that were asked for.")


class BatchLost(OutcomeUnknown):
    """A batch was made, and its answers can no longer be had."""

    code = "openai.batch_lost"
    message = N_("{provider} has no answers for this batch, so it may have been billed; it is not sent again.")
    hint = N_("Run generate with this idea alone to pay for a new one.")


class NoLine(OutcomeUnknown):
    code = "openai.no_line"
    message = N_("{provider} finished the batch without an answer to this request, so it may have been billed.")
    hint = N_("Run generate with this idea alone to pay for a new one.")


class NotInTime(TryLater):
    code = "openai.batch_unfinished"
    message = NN_(
        "{count} request was not carried out before its batch ended: {status}. It cost nothing.",
        "{count} requests were not carried out before their batch ended: {status}. They cost nothing.",
    )
    hint = N_("podpusher designs wait {run} --again sends them in a new batch.")


class NothingWaits(NotFound):
    message = N_("There is no run that waits for a batch.")
    hint = N_("podpusher generate … --model openai --batch makes one.")


def half(micros: int | None) -> int | None:
    """The price in a batch, rounded up."""
    return None if micros is None else -(-micros // PRICE_SHARE)
