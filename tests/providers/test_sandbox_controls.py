"""What the controls say of a server that stands still."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest

from podpusher_cli.core.errors import OutcomeUnknown, PodpusherError, TryLater, Unreachable
from podpusher_cli.providers.sandbox import SandboxControls, SandboxSilent


class Silent:
    """An HTTP client whose every request ends in one error."""

    def __init__(self, error: PodpusherError) -> None:
        self.error = error

    def send(self, *_asked: Any, **_how: Any) -> NoReturn:
        raise self.error


@pytest.mark.parametrize("error", [TryLater(provider="sandbox"), OutcomeUnknown(provider="sandbox")])
def test_one_that_stands_still_is_told_with_what_to_do(error: PodpusherError) -> None:
    controls = SandboxControls(Silent(error), "http://127.0.0.1:9")  # type: ignore[arg-type]
    for ask in (controls.state, controls.reset):
        with pytest.raises(SandboxSilent) as silent:
            ask()
        assert (silent.value.full_code, silent.value.exit_status) == ("sandbox.silent", 7)
        assert "podpusher sandbox stop" in silent.value.plain_hint()


def test_one_that_has_gone_is_told_as_such() -> None:
    gone = Unreachable(provider="sandbox", host="127.0.0.1", problem="refused")
    with pytest.raises(Unreachable):
        SandboxControls(Silent(gone), "http://127.0.0.1:9").state()  # type: ignore[arg-type]
