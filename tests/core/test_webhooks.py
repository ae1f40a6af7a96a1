"""Events as they are posted: what every one has, and where its bounds are."""

from __future__ import annotations

from typing import Any

import pytest

from podpusher_cli.core.http import BadAnswer
from podpusher_cli.core.subscriptions import LAST_TIME
from podpusher_cli.core.webhooks import Refused, read_event

EVENT: dict[str, Any] = {
    "object": "event", "id": "evt_1", "type": "invoice.paid", "created": 1_700_000_000, "livemode": False, "data": {"object": {}},
}  # fmt: skip


@pytest.mark.parametrize("created", [1, 420.0, LAST_TIME, float(LAST_TIME)])
def test_any_time_that_the_document_names_is_taken(created: float) -> None:
    assert read_event(EVENT | {"created": created})


@pytest.mark.parametrize("created", [0, -1, LAST_TIME + 1, 1e30, 0.5, True, "1", None])
def test_any_other_is_refused(created: object) -> None:
    with pytest.raises((Refused, BadAnswer)):
        read_event(EVENT | {"created": created})
