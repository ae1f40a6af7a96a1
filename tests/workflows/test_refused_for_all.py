"""Refusals that no product is to blame for end a run at once: Printify wants errors under 5 % of all calls (reference/printify.md, section 5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from podpusher_cli.core.products import ProductState
from podpusher_cli.workflows.publishing import publish
from tests.support.desk import Rig
from tests.support.sandbox import RunningSandbox

UPLOAD = "printify POST /uploads/images.json"
CREATE = "printify POST /shops/{shop}/products.json"
PUBLISH = "printify POST /shops/{shop}/products/{product}/publish.json"


@pytest.fixture
def rig(tmp_path: Path, server: RunningSandbox) -> Rig:
    server.reset(publish_lock_s=0)
    return Rig(tmp_path, server, wait=0.15)


@pytest.mark.parametrize("route", [UPLOAD, CREATE, PUBLISH])
@pytest.mark.parametrize(
    ("status", "body", "code", "exit_status"),
    [
        (403, None, "printify.forbidden", 3),
        (402, None, "printify.plan", 2),
        (400, {"code": 8254, "errors": {"reason": "not connected"}}, "printify.shop_not_connected", 2),
    ],
)
def test_it_is_asked_once_and_nothing_is_lost(
    rig: Rig, route: str, status: int, body: object, code: str, exit_status: int
) -> None:
    names = rig.add(8)
    rig.sandbox.fault(route, "status", times=0, status=status, body=body)

    report, error = publish(rig.desk(parallel=1), products=None, live=False, command="publish")

    assert error is not None
    assert (error.full_code, error.exit_status, report.failed) == (code, exit_status, 0)
    assert rig.sandbox.counts()[route] == {str(status): 1}
    rig.sandbox.clear_faults()
    assert {rig.products.get(name).state for name in names} <= {ProductState.READY, ProductState.WAITING}
    report, _ = publish(rig.desk(parallel=1), products=None, live=False, command="publish")
    assert report.published == 8
    assert rig.sandbox.state()["duplicates"] == []


def test_what_is_certain_to_be_refused_is_not_sent(rig: Rig) -> None:
    """What is certain to be refused is not sent at all, and a URL that answers with an error is not asked again."""
    good, cheap = rig.add(30), rig.add(10, price=100)

    report, _ = publish(rig.desk(parallel=1), products=None, live=False, command="publish")

    assert (report.published, report.failed) == (len(good), len(cheap)), report.troubles
    told = rig.sandbox.admin.get("/_sandbox/calls").json()
    assert told["error_share"] == 0
