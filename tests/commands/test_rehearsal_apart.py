"""What the sandbox made up stays in the sandbox: a rehearsal's database never becomes a real shop's."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Cli


def test_what_the_sandbox_made_up_never_becomes_a_real_shops(cli: Cli, tmp_path: Path) -> None:
    def keep(name: str, *words: str) -> str:
        cli(*words, "settings", "set", "language", "en", check=0)
        cli(*words, "db", "backup", str(tmp_path / name), check=0)
        return str(tmp_path / name)

    def restore(*words: str) -> object:
        result = cli("db", "restore", *words, "--yes", "--json").json
        return result["ok"] or result["error"]["code"]

    made_up = keep("made-up.db", "--sandbox")
    assert restore(made_up) == "db.rehearsal"
    assert not (cli.home / "profiles" / "default" / "state.db").exists()
    assert restore(made_up, "--sandbox") is True
    real = keep("real.db")
    assert restore(real) is True
    assert restore(real, "--sandbox") is True, "one may rehearse with what is real"
    assert restore(keep("mixed.db", "--sandbox")) == "db.rehearsal"
    taken_for_real = {"PODPUSHER_HOME": str(cli.home / "sandbox")}
    assert cli("products", "--json", env=taken_for_real, check=2).json["error"]["code"] == "db.rehearsal"
    assert "made up" in cli("doctor", env=taken_for_real, check=9).stdout
