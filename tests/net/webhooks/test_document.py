"""The receiver's OpenAPI document is true: schemathesis makes requests of it, and looks at what is answered."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from tests.support.webhooks import Running, signed


def test_every_answer_is_in_the_document(receiver: Running, tmp_path: Path) -> None:
    """Unsigned requests of all kinds, by schemathesis' own command; none of them can be accepted."""
    command = [str(Path(sys.executable).with_name("schemathesis")), "--no-color", "run", f"{receiver.url}/openapi.json"]
    command += ["--checks", "all", "--exclude-checks", "positive_data_acceptance,ignored_auth"]
    command += ["--mode", "all", "--max-examples", "40", "--seed", "1", "--generation-database", "none"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NO_PROXY": "*"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = {(each.path, each.status) for each in receiver.visits}
    assert {("/webhook", 400), ("/webhook", 405), ("/health", 200), ("/health", 405), ("/openapi.json", 200)} <= seen
    assert receiver.table.rows() == set()
    assert receiver.faults == []


def sign(request: Any) -> Any:
    """What Stripe would sign of a request as it is sent."""
    body = request.body or b""
    request.headers["Stripe-Signature"] = signed(body if isinstance(body, bytes) else body.encode())
    return request


@pytest.mark.parametrize(
    ("mode", "statuses"), [(GenerationMode.POSITIVE, {200}), (GenerationMode.NEGATIVE, {400})], ids=["fits", "does not"]
)
def test_what_fits_the_document_is_taken_once_it_is_signed(
    receiver: Running, mode: GenerationMode, statuses: set[int]
) -> None:
    seen: Counter[int] = Counter()
    schema = schemathesis.openapi.from_url(f"{receiver.url}/openapi.json")

    @settings(max_examples=100, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(schema["/webhook"]["POST"].as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        bent = {place.value for place, each in case.meta.components.items() if each.mode.is_negative}
        answer = case.call_and_validate(auth=None if "header" in bent else sign, excluded_checks=[ignored_auth])
        seen[answer.status_code] += 1

    check()
    assert set(seen) == statuses
    assert bool(receiver.table.new) == (statuses == {200})
