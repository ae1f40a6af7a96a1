"""pyproject.toml, constraints.txt and the Makefile: what an install may take, and what the tests pass with."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(TEXT)["project"]
WANTED = {
    "": [Requirement(each) for each in PROJECT["dependencies"]],
    **{name: [Requirement(each) for each in found] for name, found in PROJECT["optional-dependencies"].items()},
}
LINES = [
    line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]
PINNED = {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in LINES}


FOLDERS = {"podpusher_cli", "locales", "tests", "docs", ".ci"}


def test_the_checkout_has_the_folders_it_should_and_the_sdist_has_all_of_them() -> None:
    there = {each.name for each in ROOT.iterdir() if each.is_dir() and not (each / "pyvenv.cfg").exists()}
    # What tools make is hidden; `build` and `dist` are made of the checkout, and an environment may have any name.
    assert {each for each in there if not each.startswith(".")} - {"build", "dist"} == FOLDERS - {".ci"}
    sdist = set(tomllib.loads(TEXT)["tool"]["hatch"]["build"]["targets"]["sdist"]["include"])
    assert sdist == FOLDERS | {"README.md", "CHANGELOG.md", "LICENSE", "constraints.txt", "Makefile"}


def closure() -> dict[str, str]:
    """Everything that podpusher with all its extras needs here, with the version that is installed."""
    found: dict[str, str] = {}
    ahead = [(each, extra) for each in chain(*WANTED.values()) for extra in each.extras or {""}]
    seen = set()
    while ahead:
        wanted, extra = ahead.pop()
        name = canonicalize_name(wanted.name)
        if (
            (name, extra) in seen
            or name == "podpusher"
            or (wanted.marker and not wanted.marker.evaluate({"extra": extra}))
        ):
            continue
        seen.add((name, extra))
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # of the benches, which `make bench` installs
        found[name] = package.version
        for each in map(Requirement, package.requires or ()):
            if each.marker is None or each.marker.evaluate({"extra": extra}):
                ahead += [(Requirement(str(each).partition(";")[0]), more) for more in each.extras or {""}]
    return found


def test_the_constraints_are_exact_and_name_no_place() -> None:
    assert [line for line in LINES if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
    assert sorted(PINNED) == sorted(canonicalize_name(line.partition("==")[0]) for line in LINES)


def test_the_constraints_hold_every_package_in_the_version_that_the_tests_pass_with() -> None:
    installed = closure()

    assert len(installed) > 60
    assert {name: version for name, version in installed.items() if PINNED.get(name) != version} == {}


@pytest.mark.parametrize("extra", WANTED)
def test_every_library_has_a_least_version_and_a_reason_for_a_most(extra: str) -> None:
    for each in WANTED[extra]:
        if each.name == "podpusher":
            continue
        assert any(bound.operator == ">=" for bound in each.specifier), each
        assert each.specifier.contains(Version(PINNED[canonicalize_name(each.name)])), each
        [line] = re.findall(rf'^.*"{re.escape(str(each))}".*$|^.*"{re.escape(each.name)}[^"]*".*$', TEXT, re.MULTILINE)[
            :1
        ]
        assert "<" not in str(each.specifier) or " # " in line, f"{each}: why not later?"


@pytest.mark.parametrize("target", ["demo", "test", "lint", "bench", "soak", "messages"])
def test_each_target_makes_what_it_needs(target: str, tmp_path: Path) -> None:
    """On a clone where nothing is: the environment first, then podpusher in it, then what was asked for."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "hatch_build.py").touch()

    steps = subprocess.run(
        ["make", "--dry-run", target], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout

    made, installed = steps.index("-m venv .venv"), steps.index("pip install")
    assert made < installed < steps.rindex(".venv/bin/")
    assert ("-e '.[test]'" in steps) is (target != "demo")
    assert "-c constraints.txt" in steps
