"""A publish that nobody watched leaves a notice of what did not get through."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from podpusher_cli.core.notifications import Notice
from podpusher_cli.store.notices import Notices
from podpusher_cli.workflows.publishing import publish
from tests.support.desk import LOCK_S, EachLockIsSeen, Rig
from tests.support.sandbox import RunningSandbox

CREATE = "printify POST /shops/{shop}/products.json"
PUBLISH = "printify POST /shops/{shop}/products/{id}/publish.json"


@pytest.fixture
def rig(tmp_path: Path, server: RunningSandbox) -> Rig:
    server.reset(publish_lock_s=0.05)
    return Rig(tmp_path, server)


def notices(rig: Rig) -> tuple[Notice, ...]:
    return Notices(rig.db).page(limit=10, cursor=None, unread=True).items


def test_nothing_is_left_of_a_run_that_got_all_through(rig: Rig) -> None:
    rig.add(2)
    publish(rig.desk(), products=None, live=False, command="publish")
    publish(rig.desk(), products=None, live=False, command="publish")

    assert notices(rig) == ()


def test_what_failed_is_counted_with_the_run_to_look_at(rig: Rig) -> None:
    rig.wait = 60
    rig.add(3)
    rig.sandbox.config(publish_lock_s=LOCK_S)
    rig.sandbox.fault(PUBLISH, "silent_failure", nth=2)
    desk = rig.desk(parallel=1, transport_wrap=partial(EachLockIsSeen, sandbox=rig.sandbox))
    report, _ = publish(desk, products=None, live=False, command="publish")
    (left,) = notices(rig)

    assert (left.kind, left.fields["failed"], left.fields["waiting"]) == ("publish.partial", "1", "0")
    assert f"podpusher runs show {report.run}" in left.text


def test_what_stopped_the_run_is_told(rig: Rig) -> None:
    rig.add(2)
    rig.sandbox.fault(CREATE, "status", status=401, times=9)
    report, error = publish(rig.desk(parallel=1), products=None, live=False, command="publish")
    assert error is not None
    assert (report.published, report.failed, report.waiting) == (0, 0, 0)
    (left,) = notices(rig)

    assert left.kind == "publish.stopped"
    assert error.plain() in left.text
    assert f"podpusher runs resume {report.run}" in left.text


def test_a_run_that_waits_each_hour_lies_there_once(rig: Rig) -> None:
    rig.wait = 0.2
    rig.add(1)
    rig.sandbox.fault(PUBLISH, "lock_forever", nth=1)
    first, _ = publish(rig.desk(parallel=1), products=None, live=False, command="publish")
    assert first.waiting == 1
    second, _ = publish(rig.desk(parallel=1), products=None, live=False, command="publish")
    assert second.waiting == 1

    assert [each.fields["run"] for each in notices(rig)] == [second.run]
