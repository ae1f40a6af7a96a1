"""The demo, whole: on a machine with no account of its own, no browser window and no keyring."""

from __future__ import annotations

import re
import shlex
import socket
from pathlib import Path

from podpusher_cli.store.files import file_lock
from podpusher_cli.workflows.demo import marker
from podpusher_cli.workflows.sandbox import find
from tests.support.quick import Hurried

PAGE = (Path(__file__).parents[1] / "docs" / "sandbox.md").read_text(encoding="utf-8")
REAL = {
    "PODPUSHER_PROFILE": "realshop",
    "PODPUSHER_PRINTIFY_TOKEN": "canary-printify",
    "PODPUSHER_PRINTIFY_API_URL": "https://printify.invalid",
    "PODPUSHER_ETSY_KEYSTRING": "canary-etsy",
    "PODPUSHER_ETSY_SHARED_SECRET": "canary-secret",
    "PODPUSHER_ETSY_API_URL": "https://etsy.invalid",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_demo_does_the_whole_job_leaves_files_and_lets_nothing_real_in(cli) -> None:
    """Also where a rehearsal was before, with a real profile and real keys in the environment, and behind a `--`."""
    cli.make_deps = Hurried
    waits = {"PODPUSHER_PUBLISH_POLL": "0.1", "PODPUSHER_PUBLISH_WAIT": "100000"}
    cli("--sandbox", "settings", "set", "language", "en", check=0)

    result = cli("--json", "--", "demo", env=REAL | waits | {"PODPUSHER_CALLBACK_PORT": str(free_port())}, check=0)

    assert [each["state"] for each in result.data["listings"]] == ["draft"] * 3
    assert (result.json["meta"]["sandbox"], result.json["meta"]["profile"]) == (True, "default")
    assert Path(result.data["contact_sheet"]).read_bytes().startswith(b"\x89PNG")
    assert len(result.data["designs"]) == 3
    assert all(Path(file).is_file() for file in result.data["designs"])
    assert find(cli.home / "sandbox" / "world") is None, "without --keep the server ends"
    assert len(cli("--sandbox", "products", "--json", check=0).data) == 3, "they are there to play with"
    lines = [shlex.split(line, comments=True) for line in re.findall(r"^    podpusher (.*)$", PAGE, re.MULTILINE)]
    assert lines[0] == ["demo", "--keep"]
    for words in lines[1 : lines.index(["sandbox", "stop"]) + 1]:
        cli(*words, *(["--yes"] if "reset" in words else []), check=0)  # it asks
    kept = [path for path in cli.home.rglob("*") if path.is_file()]
    assert not [path for path in kept if b"canary" in path.read_bytes()]
    assert "canary" not in result.stdout + result.stderr
    assert not (cli.home / "profiles").exists()


def test_a_rehearsal_is_not_emptied_without_asking(cli) -> None:
    cli("--sandbox", "generate", "Plant dad", check=0)

    refused = cli("demo", "--json", check=2).json["error"]

    assert refused["code"] == "input.needed"
    assert "1 product of your rehearsal" in refused["message"]
    assert len(cli("--sandbox", "products", "--json", check=0).data) == 1
    marker(cli.home / "sandbox").touch()  # as a demo leaves it that was killed
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        begun = cli("demo", "--json", env={"PODPUSHER_CALLBACK_PORT": str(taken.getsockname()[1])}, check=9)
    assert begun.json["error"]["code"] == "machine.port", "what a demo left is emptied by the next one"
    assert cli("--sandbox", "products", "--json", check=0).data == []
    cli("sandbox", "stop", check=0)


def test_a_rehearsal_in_a_profile_of_its_own_is_not_emptied_either(cli) -> None:
    cli("--sandbox", "profile", "add", "fox", check=0)
    cli("--sandbox", "--profile", "fox", "generate", "Plant dad", check=0)
    marker(cli.home / "sandbox").touch()

    refused = cli("demo", "--json", check=2).json["error"]

    assert "1 product of your rehearsal" in refused["message"]
    assert len(cli("--sandbox", "--profile", "fox", "products", "--json", check=0).data) == 1


def test_a_demo_beside_another_leaves_that_one_alone(cli) -> None:
    home = cli.home / "sandbox"
    cli("--sandbox", "settings", "set", "language", "en", check=0)
    left = home / "profiles" / "default" / "state.db"

    with file_lock(home / "demo.lock", 0):
        second = cli("demo", "--json", check=8)

    assert second.json["error"]["code"] == "demo.busy"
    assert left.is_file(), "each demo begins by emptying the sandbox's profile"


def test_a_demo_that_cannot_begin_leaves_no_server(cli) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        failed = cli("demo", "--json", env={"PODPUSHER_CALLBACK_PORT": str(taken.getsockname()[1])}, check=9)

    assert failed.json["error"]["code"] == "machine.port"
    assert find(cli.home / "sandbox" / "world") is None
