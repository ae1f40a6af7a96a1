"""What can go wrong with one try, between the modules of this package. None of these leaves it."""

from __future__ import annotations

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.http import Response
from podpusher_cli.core.traffic import WaitReason


class NothingSentError(Exception):
    """No connection came about. Certainly nothing reached the other side."""


class AnswerLostError(Exception):
    """The request went out, at least in part, and no whole answer came back."""


class AnswerSlowError(AnswerLostError):
    """It was on its way for as long as we wait for any: another try would take as long."""


class UnfitError(Exception):
    """This request cannot be put into HTTP."""


class TryAgainError(Exception):
    """A try failed in a way that may be repeated. `outcome` is what the caller gets when patience ends.

    `after`: seconds the provider asked for, or None.
    """

    def __init__(self, reason: WaitReason, outcome: Response | PodpusherError, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.outcome = outcome
        self.after = after
