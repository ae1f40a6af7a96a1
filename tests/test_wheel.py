"""The wheel: built from the checkout, installed in a bare environment, and used there with nothing of the checkout in reach."""

from __future__ import annotations

import gettext
import io
import json
import os
import shutil
import site
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from urllib.request import urlopen

import pytest

import podpusher_cli
from podpusher_cli.i18n import LANGUAGES, Catalogue

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ("podpusher_cli", "locales", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE")
LEFT = shutil.ignore_patterns("_locale", "__pycache__", ".*")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made of the sdist, and that of a copy, so that a build that compiles catalogues disturbs nobody who reads them."""
    copy, dist = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in SOURCE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=LEFT)
        else:
            shutil.copy(ROOT / name, copy)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(dist), str(copy)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    [sdist] = dist.glob("*.tar.gz")
    sdist.unlink()  # what it lacks, the wheel lacks
    [made] = dist.iterdir()
    return made


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


def content(wheel: Path, name: str) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(name)


@dataclass(frozen=True)
class Bare:
    """An environment with the wheel in it, and the libraries of this one in reach; commands run in an empty folder."""

    folder: Path
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": "/usr/bin:/bin", "HOME": str(self.home), "PODPUSHER_HOME": str(self.home / "podpusher"), "PODPUSHER_TOKEN_STORE": "file",
            "PYTHONIOENCODING": "utf-8",
        }  # fmt: skip

    def run(self, *command: str) -> str:
        program, *words = command
        done = subprocess.run(
            [str(self.folder / "bin" / program), *words], env=self.environment, cwd=self.home, capture_output=True, text=True,
            encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Bare:
    folder = tmp_path_factory.mktemp("bare") / "venv"
    venv.create(folder, with_pip=False)
    python = str(folder / "bin" / "python")
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    [packages] = folder.glob("lib/python*/site-packages")
    # A path in a .pth file is searched last, and no .pth file inside it is read: the checkout's own stays unknown.
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()))
    return Bare(folder, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def package(bare: Bare) -> Path:
    """Where the installed package is."""
    return Path(bare.run("python", "-c", "import podpusher_cli; print(podpusher_cli.__file__)").strip()).parent


# What is in it


def test_every_catalogue_is_compiled_into_it(wheel: Path) -> None:
    for language in set(LANGUAGES) - {"en"}:
        binary = content(wheel, f"podpusher_cli/_locale/{language}/LC_MESSAGES/podpusher.mo")
        told = gettext.GNUTranslations(io.BytesIO(binary)).gettext("Something went wrong.")
        assert told == Catalogue(language).translate("Something went wrong.") != "Something went wrong."


def test_every_font_has_its_licence_beside_it(names: set[str]) -> None:
    families = {name.split("/")[2] for name in names if name.startswith("podpusher_cli/fonts/")}
    assert len(families) >= 40
    for family in families:
        files = {name.rsplit("/", 1)[1] for name in names if name.startswith(f"podpusher_cli/fonts/{family}/")}
        assert "LICENSE" in files
        assert any(name.endswith(".ttf") for name in files), family


def test_the_licences_are_told_in_the_metadata(wheel: Path, names: set[str]) -> None:
    [metadata] = [name for name in names if name.endswith(".dist-info/METADATA")]
    told = HeaderParser().parsestr(content(wheel, metadata).decode())
    assert told["License-Expression"] == "MIT"
    assert "LICENSE" in told.get_all("License-File", [])
    assert len([file for file in told.get_all("License-File", []) if "fonts/" in file]) >= 40
    assert {name for name in names if "LICENSE" in name and "dist-info" not in name} <= set(told.get_all("License-File", []))
    assert told["Version"] == podpusher_cli.__version__
    assert {"bench", "billing", "browser", "review", "sandbox", "test"} == set(told.get_all("Provides-Extra", []))


def test_everything_that_the_package_has_travels_and_nothing_else(names: set[str]) -> None:
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "podpusher_cli").rglob("*")
        if path.is_file() and not {"__pycache__", "_locale"} & set(path.parts)
    }
    inside = {
        name for name in names if name.startswith("podpusher_cli/") and not name.startswith("podpusher_cli/_locale/")
    }
    assert inside == package
    assert {Path(name).suffix for name in inside} >= {".py", ".ttf", ".json", ".html", ".sql"}
    others = {name.split("/")[0] for name in names} - {"podpusher_cli"}
    assert len(others) == 1, others
    assert all(name.endswith(".mo") for name in names if name.startswith("podpusher_cli/_locale/"))


# What it does


def test_it_is_the_wheel_that_runs_and_not_the_checkout(bare: Bare, package: Path) -> None:
    assert package.is_relative_to(bare.folder.resolve())
    paths = bare.run("python", "-c", "import sys; print(*sys.path, sep='\\n')").splitlines()
    assert str(ROOT) not in paths


def test_it_tells_its_version(bare: Bare) -> None:
    assert bare.run("podpusher", "--version") == f"podpusher {podpusher_cli.__version__}\n"
    assert bare.run("python", "-m", "podpusher_cli", "--version") == f"podpusher {podpusher_cli.__version__}\n"


def test_the_doctor_speaks_french_in_it(bare: Bare) -> None:
    told = " ".join(bare.run("podpusher", "--lang", "fr", "doctor").split())
    french, english = Catalogue("fr"), Catalogue("en")
    for sentence in ("{provider} is not connected.", "Translations are there: {languages}."):
        said = french.translate(sentence)
        assert said != english.translate(sentence)
        assert " ".join(said.format(provider="Etsy", languages="es, fr, de").split()) in told


def test_it_makes_a_design_and_a_listing_with_no_account_and_no_network(bare: Bare) -> None:
    [made] = json.loads(bare.run("podpusher", "generate", "Plant dad", "--json"))["data"]["made"]
    design = made["design"]
    assert (design["width"], design["height"], design["dpi"]) == (4500, 5400, 300)
    assert Path(made["file"]).read_bytes().startswith(b"\x89PNG")
    assert made["print_findings"] == made["copy_findings"] == []
    assert "Plant Dad" in bare.run("podpusher", "products")


@pytest.fixture
def sandbox(bare: Bare) -> Iterator[str]:
    """The address of the sandbox that came with the wheel."""
    command = [
        str(bare.folder / "bin" / "python"),
        "-m",
        "podpusher_cli.sandbox",
        "--home",
        str(bare.home / "world"),
        "--port",
        "0",
    ]
    server = subprocess.Popen(
        command,
        env=bare.environment,
        cwd=bare.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    yield json.loads(server.stdout.readline())["url"]
    server.terminate()
    server.communicate()


def test_its_sandbox_has_everything_it_shows(sandbox: str) -> None:
    with urlopen(f"{sandbox}/_sandbox/accounts") as answer:
        known = json.load(answer)
    assert known["printify"]["token"]
    with urlopen(f"{sandbox}/_sandbox/state") as answer:
        assert json.load(answer)["products"] == []


def test_no_file_of_the_checkout_was_opened(bare: Bare) -> None:
    """An audit of every file that a whole command opens."""
    script = (
        "import sys; opened = set(); sys.addaudithook(lambda event, told: event == 'open' and opened.add(str(told[0])));"
        "from podpusher_cli.__main__ import main; main(['generate', 'Cat mom', '--json', '--lang', 'de']); print(*opened, sep='\\n')"
    )
    opened = bare.run("python", "-c", script).splitlines()
    own = [
        path for path in opened if path.startswith(f"{ROOT}{os.sep}") and f"{os.sep}site-packages{os.sep}" not in path
    ]
    assert own == []
    assert any("_locale" in path for path in opened)
