"""A pytest plugin: when the suite is over everything that it wrote and all that commands said is searched for secrets.

Likewise for requests to Etsy that its official document does not allow; a run in which the program sent one fails.

Everything lies below one base folder, pytest's own, which controller and workers share. It is kept to the end, so that the
homes of killed processes count too. A run in which a secret is found, or in which the search is blind, fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import canaries, etsy_requests, record
from tests.support.sweep import PLANTED, Verdict, sweep

_KEY = pytest.StashKey[record.Record]()
_VERDICT = pytest.StashKey[Verdict]()
_WRONG = pytest.StashKey[list[str]]()
_CANARIES = pytest.StashKey[set[tuple[str, str, str]]]()
_LEAST_HOMES = 600  # of the whole suite
_OVER = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)


def _base(config: pytest.Config) -> Path:
    folder: Path = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined] # as xdist does
    return folder


def pytest_sessionstart(session: pytest.Session) -> None:
    """Plant the canaries; begin to listen."""
    config = session.config
    if config.option.collectonly:
        return
    if not hasattr(config, "workerinput"):
        config.stash[_CANARIES] = canaries.plant(_base(config) / PLANTED)
    if hasattr(config, "workerinput") or getattr(config.option, "dist", "no") == "no":
        config.stash[_KEY] = record.begin(_base(config))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Keep which folder was this test's, while it is still known."""
    if _KEY in item.config.stash:
        item.config.stash[_KEY].left(item.nodeid, getattr(item, "funcargs", {}).get("tmp_path"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Search, once all workers have ended."""
    config = session.config
    if exitstatus in _OVER and _CANARIES in config.stash:
        whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword
        planted, homes = config.stash[_CANARIES], _LEAST_HOMES if whole else 0
        verdict = config.stash[_VERDICT] = sweep(_base(config), planted, homes=homes)
        config.stash[_WRONG] = etsy_requests.found(_base(config))
        if not verdict.is_good or config.stash[_WRONG]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was found: which secret, where, and in which test."""
    if _VERDICT not in config.stash:
        return
    verdict = config.stash[_VERDICT]
    if not verdict.is_good:
        terminalreporter.section("secrets where none may be", red=True, bold=True)
        for line in (*verdict.leaks, *verdict.blind):
            terminalreporter.line(line, red=True)
    if config.stash[_WRONG]:
        terminalreporter.section("requests that Etsy's document does not allow", red=True, bold=True)
        for line in config.stash[_WRONG]:
            terminalreporter.line(line, red=True)
    terminalreporter.line(f"{verdict.summary}: {len(verdict.leaks) or 'none'} found.")
