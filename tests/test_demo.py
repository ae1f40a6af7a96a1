"""The demo, whole: on a machine with no account, no browser window and no keyring."""

from __future__ import annotations

import socket
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_demo_does_the_whole_job_and_leaves_files(cli) -> None:
    env = {"PODPUSHER_CALLBACK_PORT": str(free_port()), "PODPUSHER_PUBLISH_POLL": "0.1", "PODPUSHER_PUBLISH_WAIT": "30"}

    result = cli("demo", "--json", env=env, check=0)

    assert [each["state"] for each in result.data["listings"]] == ["draft"] * 3
    assert result.json["meta"]["sandbox"] is True
    assert Path(result.data["contact_sheet"]).read_bytes().startswith(b"\x89PNG")
    assert len(result.data["designs"]) == 3
    assert all(Path(file).is_file() for file in result.data["designs"])


def test_no_provider_variable_of_the_environment_reaches_the_sandbox(cli) -> None:
    env = {
        "PODPUSHER_CALLBACK_PORT": str(free_port()),
        "PODPUSHER_PUBLISH_POLL": "0.1",
        "PODPUSHER_PRINTIFY_TOKEN": "canary-printify",
        "PODPUSHER_PRINTIFY_API_URL": "https://printify.invalid",
        "PODPUSHER_ETSY_KEYSTRING": "canary-etsy",
        "PODPUSHER_ETSY_SHARED_SECRET": "canary-secret",
        "PODPUSHER_ETSY_API_URL": "https://etsy.invalid",
    }

    result = cli("demo", "--json", env=env, check=0)

    kept = [path for path in cli.home.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"canary" in path.read_bytes()]
    assert "canary" not in result.stdout + result.stderr
    assert not (cli.home / "profiles").exists()
