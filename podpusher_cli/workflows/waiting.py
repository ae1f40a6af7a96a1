"""Wait for the batches of runs: look, take in what is there, make it, and look again until nothing is under way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from podpusher_cli.core.batches import NothingWaits
from podpusher_cli.core.errors import PodpusherError, TryLater
from podpusher_cli.core.generating import Generation, Waited, Wanted
from podpusher_cli.core.runs import NoSuchRun
from podpusher_cli.store.batches import Batches
from podpusher_cli.store.generations import Generations
from podpusher_cli.store.runs import Runs
from podpusher_cli.workflows.batching import stirs
from podpusher_cli.workflows.generating import resume
from podpusher_cli.workflows.studio import Studio

Ended = tuple[Waited, PodpusherError | None]
_FIRST_S, _LONGEST_S = 5.0, 300.0
_OUTAGES = 12  # looks in a row that may come to nothing, some five minutes apart, before the waiting ends


def chosen(run: str | None, *, runs: Runs, generations: Generations, batches: Batches) -> list[str]:
    """The named run, or all that wait. Raises NoSuchRun or NothingWaits."""
    if run is not None:
        runs.get(run)
        wanted = generations.wanted(run)
        if wanted is None or not wanted.batch:
            raise NoSuchRun(name=run)
        return [run]
    found = list(batches.runs())
    if not found:
        raise NothingWaits
    return found


def wait(
    runs: Sequence[str], *, studio: Callable[[Wanted], Studio], generations: Generations, pause: Callable[[float], None],
    patient: bool, again: bool,
) -> Ended:  # fmt: skip
    """All runs as they stand in the end, and the first error. Not `patient`: one look. `again`: what is left is sent again."""
    ended: dict[str, tuple[Generation, PodpusherError | None]] = {}
    seconds, left, patience = _FIRST_S, list(runs), _OUTAGES
    while left:
        for run in left:
            wanted = generations.wanted(run)
            assert wanted is not None
            made = studio(wanted)
            try:
                if run not in ended or made.press is None or stirs(made.press, run):
                    ended[run] = resume(made, run, wanted, again=again)
                patience = _OUTAGES
            except TryLater:
                patience -= 1
                if not patience:
                    raise
        again = False
        left = [run for run in left if _goes_on(*ended[run])]
        if not patient:
            break
        if left:
            pause(seconds)
            seconds = min(2 * seconds, _LONGEST_S)
    errors = [error for _, error in ended.values() if error is not None]
    return Waited(tuple(result for result, _ in ended.values())), errors[0] if errors else None


def _goes_on(result: Generation, error: PodpusherError | None) -> bool:
    """Whether more comes of the run: something is under way, and what went wrong, if anything did, is about single items."""
    return result.come_back_at is not None and (error is None or error.exit_status in {2, 5, 6})
