"""A run whose requests go out in batches: handed in, found again after a crash, fetched, and made into designs and listings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import msgspec

from podpusher_cli.core.batches import MOST_LINES, TOO_MUCH, Batch, BatchState, NoBatches, NoLine, NotInTime
from podpusher_cli.core.blanks import Facts
from podpusher_cli.core.caps import RunCap
from podpusher_cli.core.errors import OutcomeUnknown, PodpusherError
from podpusher_cli.core.generating import Planned, Wanted
from podpusher_cli.core.making import Asked
from podpusher_cli.core.spending import Estimate
from podpusher_cli.store.batches import Entry, custom_id
from podpusher_cli.workflows.backlog import Backlog
from podpusher_cli.workflows.batch_answers import Reader
from podpusher_cli.workflows.making import Tally, give_up
from podpusher_cli.workflows.studio import Press, Studio

_GRACE_S = 10.0  # a batch that nobody can find so long after it may have been made was not made


class Batcher:
    """The batches of one run. `facts` are those of what its products are printed on. From the main thread."""

    def __init__(
        self, studio: Studio, wanted: Wanted, run: str, facts: Facts, *, cap: RunCap | None, tally: Tally
    ) -> None:
        press = studio.press
        if press is None:
            raise NoBatches
        self._studio, self._press, self._run, self._cap, self._tally = studio, press, run, cap, tally
        self._backlog = Backlog(studio, press, wanted, run, facts)
        self._batches = press.batches

    # Handing in

    def plan(self, *, again: bool) -> None:
        """Put what has no answer into new batches of at most MOST_LINES.

        What was in a batch that ended without it goes `again` only where the seller says so, or where it was merely too
        much at once and there is room now.
        """
        before, room = self._batches.before(self._run), self._has_room()
        waiting = self._batches.waiting(self._run)

        def may(item: str, purpose: str) -> bool:
            known = (item, purpose) in before
            return again or not known or (room and before[item, purpose] == TOO_MUCH)

        asked = [
            (item, each)
            for item, requests in self._backlog.affordable(waiting, may, cap=self._cap, tally=self._tally)
            for each in requests
        ]
        parts: list[tuple[str, list[Entry]]] = []
        for purpose, pictures in (("image", True), ("text", False)):
            lines = iter([_entry(*pair) for pair in asked if (pair[1].order.purpose == "image") is pictures])
            while chunk := list(islice(lines, MOST_LINES)):
                parts.append((purpose, chunk))
        if parts:
            self._batches.plan(self._run, parts)

    def _has_room(self) -> bool:
        """Whether a batch has come to its end since another one was too much."""
        ends = [each for each in self._batches.of(self._run) if each.ended_at is not None]
        refused = [each.ended_at for each in ends if each.code == TOO_MUCH and each.ended_at]
        return bool(refused) and any(
            each.code is None and each.ended_at and each.ended_at >= min(refused) for each in ends
        )

    def push(self) -> None:
        """Hand in what is planned. What may have been handed in already is looked for first, and never bought twice."""
        for batch in self._batches.open(self._run):
            if batch.state is BatchState.CREATING:
                self._find(batch)
        for batch in self._batches.open(self._run):
            if batch.state is BatchState.PLANNED:
                self._hand_in(batch)

    def _hand_in(self, batch: Batch) -> None:
        batches, office = self._batches, self._press.office
        file = batches.handed(batch.id).input_file
        if file is None:
            file = office.upload(batch.id, batches.lines_file(batch.id).read_bytes())
            batches.uploaded(batch.id, file)
        batches.creating(batch.id, self._check(batch.model))
        path = "/images/generations" if batch.purpose == "image" else "/chat/completions"
        try:
            remote = office.create(file, path, batch.id)
        except OutcomeUnknown:
            self._find(replace(batch, state=BatchState.CREATING))
        except PodpusherError:
            batches.not_created(batch.id)
            raise
        else:
            batches.created(batch.id, remote)

    def _find(self, batch: Batch) -> None:
        """It may have been made: take it where it is, and only where it is certainly not is it planned anew."""
        remote = self._press.office.find(batch.id)
        if remote is None:
            self._studio.clock.sleep(_GRACE_S)
            remote = self._press.office.find(batch.id)
        if remote is None:
            self._batches.not_created(batch.id)
        else:
            self._batches.created(batch.id, remote)

    def _check(self, model: str) -> Callable[[int], None]:
        return lambda price: self._studio.ledger.check([Estimate(model, price)], self._cap)

    # Fetching

    def look(self) -> None:
        """See how those that are running stand, and read the answers of those that are over."""
        for batch in self._batches.open(self._run):
            if batch.state is BatchState.RUNNING and batch.remote_id:
                remote = self._press.office.look(batch.remote_id)
                if remote.over:
                    self._batches.over(batch.id, remote)
        for batch in self._batches.open(self._run):
            if batch.state is BatchState.OVER:
                self._collect(batch)

    def _collect(self, batch: Batch) -> None:
        """Every answer into the ledger. What a completed batch has left out may have been billed; of others it was not done."""
        files = self._batches.handed(batch.id)
        rates = self._press.images.rates if batch.purpose == "image" else self._press.texts.rates
        reader = Reader(batch, self._batches, self._studio.ledger, self._press.office, rates, self._give_up)
        for kind, file in (("output", files.output_file), ("error", files.error_file)):
            if file is not None:
                path = self._batches.answers_file(batch.id, kind)
                self._press.office.fetch(file, path)
                reader.read(path)
        completed = batch.code is None
        for design in self._batches.unanswered(batch.id) if completed else ():
            self._give_up(design, NoLine(provider="openai"))
        self._batches.done(batch.id, left="perhaps" if completed else "free")

    def _give_up(self, design: str, error: PodpusherError) -> None:
        item = self._studio.generations.planned(self._run, design)
        if item is not None:
            give_up(self._studio, self._run, item, error, self._tally)

    # What can go on

    def ready(self) -> list[Planned]:
        """The items all of whose answers are there."""
        waiting = self._batches.waiting(self._run)
        held = {design for design, _ in waiting}
        return [
            each
            for each in self._backlog.items()
            if each.design_id not in held and not self._backlog.missing(each, waiting)
        ]

    @property
    def under_way(self) -> bool:
        """Whether anything is in a batch that is not done with."""
        return bool(self._batches.open(self._run))

    def unfinished(self) -> NotInTime | None:
        """What ended batches have left unanswered; None where nothing is."""
        before = self._batches.before(self._run)
        missing = [
            (item.design_id, each.order.purpose)
            for item in self._backlog.items()
            for each in self._backlog.missing(item, frozenset())
        ]
        count = sum(each in before for each in missing)
        if not count or self.under_way:
            return None
        last = self._batches.of(self._run)[-1]
        return NotInTime(count=count, status=last.problem or last.code or "completed", run=self._run, provider="openai")


def _entry(item: Planned, asked: Asked) -> Entry:
    told = {"custom_id": custom_id(item.design_id, asked.order.purpose), "method": "POST", "url": f"/v1{asked.path}"}
    return Entry(item.design_id, asked.order, msgspec.json.encode(told | {"body": asked.body}))


def press_on(batcher: Batcher, make: Callable[[list[Planned]], None], tally: Tally, *, again: bool) -> None:
    """One go: hand in, look, take in what is there, and make what can be made."""
    batcher.push()
    batcher.look()
    batcher.plan(again=again)
    batcher.push()
    if ready := batcher.ready():
        make(ready)
    if tally.cause is None:
        tally.cause = batcher.unfinished()


def stirs(press: Press, run: str) -> bool:
    """Whether there is anything to do for a run now: a batch to hand in or to look for, or one that is over."""
    return any(
        batch.state is not BatchState.RUNNING or batch.remote_id is None or press.office.look(batch.remote_id).over
        for batch in press.batches.open(run)
    )
