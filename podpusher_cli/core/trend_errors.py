"""Why there are no trends to show: what was asked for is not there, was not agreed to, or did not answer."""

from __future__ import annotations

from collections.abc import Sequence

from podpusher_cli.core.errors import BadInput, NotConnected, TryLater
from podpusher_cli.core.hints import command_for, hint_of
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.text import N_


class UnknownSource(BadInput):
    code = "trends.source"
    message = N_("There is no trend source “{name}”. There are: {names}.")


class UnknownRegion(BadInput):
    code = "trends.region"
    message = N_("{source} has no region “{region}”. It has: {regions}.")


class UnknownRoute(BadInput):
    code = "trends.route"
    message = N_("There is no route “{name}”. There are: {names}.")


class DeadEnd(BadInput):
    code = "trends.dead_end"
    message = N_("{route} leads nowhere any more, so podpusher does not ask {source} for it.")
    hint = "podpusher trends sources"


class NotAgreed(BadInput):
    code = "trends.unofficial"
    message = N_("{source} offers no way for programs here. {terms} podpusher reads it only if you say so.")
    hint = "podpusher settings set trends.allow_unofficial 1"


class KeyNeeded(NotConnected):
    """A source that opens with a key or session, and there is none."""

    code = "trends.not_connected"
    message = N_("{source} is read with a key or session of your own, and there is none.")

    def __init__(self, outcome: RouteOutcome) -> None:
        _, fields = hint_of(outcome)
        super().__init__(provider=outcome.source, source=fields["source"], hint=command_for(outcome.missing or ""))


class NothingToShow(TryLater):
    """No source gave anything and nothing is stored; the code is `trends.<outcome>`, of the first route that was tried."""

    message = N_("{source} gave no trends.")

    def __init__(self, outcomes: Sequence[RouteOutcome]) -> None:
        first = next((each for each in outcomes if not (each.missing or "").startswith("key:")), outcomes[0])
        hint, fields = hint_of(first)
        waits = [each.retry_after for each in outcomes if each.retry_after is not None]
        told = [{"source": each.source, "route": each.route, "outcome": each.outcome.value} for each in outcomes]
        super().__init__(
            provider=first.source, retry_after=min(waits, default=None), details={"outcomes": told}, hint=hint,
            **fields,  # type: ignore[arg-type]  # they fill placeholders and have no names of ours
        )  # fmt: skip
        self.full_code = f"trends.{first.outcome}"
