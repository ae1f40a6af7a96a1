"""The ledger: what was paid for is neither lost nor paid for again, wherever a process dies."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.making import Order, Receipt
from podpusher_cli.core.spending import PerhapsBilled, SpendState, Usage
from podpusher_cli.store import attempts
from podpusher_cli.store.db import connect
from podpusher_cli.store.spending import Ledger
from tests.support.clock import FakeClock

ORDER = Order("image", "openai", "paint-1", "design-1", 7)
RECEIPT = Receipt(Usage(text_in=10, image_out=1000), 30_050, "req-9")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return again(tmp_path)


def again(folder: Path) -> Ledger:
    """The ledger as the next process sees it."""
    return Ledger(connect(folder / "state.db"), folder / "answers", FakeClock())


def test_an_answer_that_was_paid_for_is_kept(ledger: Ledger, tmp_path: Path) -> None:
    attempt = ledger.attempt("d-1")
    assert attempt.kept("image") is None
    attempt.sending(ORDER)
    attempt.paid("image", RECEIPT, b"picture\nwith\nlines")

    assert again(tmp_path).attempt("d-1").kept("image") == b"picture\nwith\nlines"
    (spend,) = ledger.spends("d-1")
    assert (spend.state, spend.micros, spend.image_out, spend.request_id) == (SpendState.BILLED, 30_050, 1000, "req-9")
    assert (spend.item, spend.seed, spend.prompt) == ("d-1", 7, "design-1")


def test_answers_of_one_item_and_purpose_are_not_those_of_another(ledger: Ledger) -> None:
    ledger.attempt("d-1").sending(ORDER)
    ledger.attempt("d-1").paid("image", RECEIPT, b"one")

    assert ledger.attempt("d-1").kept("text") is None
    assert ledger.attempt("d-2").kept("image") is None


def test_what_was_sent_and_never_answered_is_not_sent_again(ledger: Ledger, tmp_path: Path) -> None:
    ledger.attempt("d-1").sending(ORDER)  # and here the process died

    later = again(tmp_path).attempt("d-1")
    assert later.kept("image") is None
    with pytest.raises(PerhapsBilled):
        later.sending(ORDER)
    with pytest.raises(PerhapsBilled):
        later.sending(ORDER)
    assert [each.state for each in ledger.spends("d-1")] == [SpendState.PERHAPS]


def test_no_answer_counts_as_perhaps_billed(ledger: Ledger) -> None:
    attempt = ledger.attempt("d-1")
    attempt.sending(ORDER)
    attempt.perhaps("image")

    with pytest.raises(PerhapsBilled):
        attempt.sending(ORDER)


def test_what_was_refused_may_be_sent_again(ledger: Ledger) -> None:
    attempt = ledger.attempt("d-1")
    attempt.sending(ORDER)
    attempt.free("image", "req-1")
    attempt.sending(ORDER)
    attempt.paid("image", RECEIPT, b"x")

    assert [each.state for each in ledger.spends("d-1")] == [SpendState.FREE, SpendState.BILLED]
    assert ledger.spends("d-1")[0].request_id == "req-1"


def test_killed_between_the_answers_file_and_its_entry_the_answer_is_found(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    attempt = ledger.attempt("d-1")
    attempt.sending(ORDER)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(attempts.KeptAttempt, "_settle", die)
        attempt.paid("image", RECEIPT, b"picture")

    later = again(tmp_path)
    assert later.attempt("d-1").kept("image") == b"picture"
    (spend,) = later.spends("d-1")
    assert (spend.state, spend.micros) == (SpendState.BILLED, 30_050)


def test_a_full_disk_still_tells_what_was_spent(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    attempt = ledger.attempt("d-1")
    attempt.sending(ORDER)
    monkeypatch.setattr(attempts, "replace_file", full)
    with pytest.raises(DiskTrouble):
        attempt.paid("image", RECEIPT, b"picture")

    assert ledger.spends("d-1")[0].micros == 30_050


def test_an_item_that_is_made_needs_its_answers_no_more(ledger: Ledger) -> None:
    attempt = ledger.attempt("d-1")
    attempt.sending(ORDER)
    attempt.paid("image", RECEIPT, b"x")
    ledger.close("d-1")

    assert list(ledger.folder.iterdir()) == []
    assert ledger.spends("d-1")[0].state is SpendState.BILLED
