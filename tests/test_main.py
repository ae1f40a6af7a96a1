"""The program as a whole: its options, its usage errors, its mistakes, and how it ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli import __version__
from podpusher_cli.__main__ import main
from podpusher_cli.core.options import GLOBAL_OPTIONS
from tests.conftest import Cli
from tests.support.accounts import ROOT, free_port, variables
from tests.support.program import next_line, outside, run, shell, start
from tests.support.sandbox import RunningSandbox, start_sandbox

FAULT = "podpusher made a mistake of its own."


def failing(error: BaseException) -> Any:
    """What hands in a Deps that cannot be made."""

    def make_deps(*_: object) -> Any:
        raise error

    return make_deps


def log_of(cli: Cli) -> list[dict[str, Any]]:
    path = cli.home / "logs" / "podpusher.log"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


# The options that every command takes


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "products", "list"),
        ("products", "--json", "list"),
        ("products", "list", "--json"),
        ("-q", "products", "--json"),
        ("-qv", "products", "list", "--json", "--no-input", "-y", "--no-color"),
    ],
)
def test_json_may_stand_anywhere(cli: Cli, words: tuple[str, ...]) -> None:
    assert cli(*words, check=0).data == []


@pytest.mark.parametrize(
    "words", [("--lang=de", "runs"), ("runs", "--lang", "de"), ("runs", "list", "--lang=de"), ("--lang", "de", "runs")]
)
def test_a_language_may_stand_anywhere(cli: Cli, words: tuple[str, ...]) -> None:
    assert cli(*words, check=0).stdout == "Noch keine Läufe.\n"


@pytest.mark.parametrize(
    "words", [("-Pshop", "products"), ("products", "-P", "shop"), ("products", "--profile=shop", "list")]
)
def test_a_profile_may_stand_anywhere(cli: Cli, words: tuple[str, ...]) -> None:
    cli("profile", "add", "shop", check=0)
    assert cli(*words, "--json", check=0).json["meta"]["profile"] == "shop"


def test_a_cluster_of_short_options_is_each_of_them(cli: Cli) -> None:
    told = cli("-qvy", "products", "show", "p-none", check=4)
    assert "(not_found, req-" in told.stderr, "-v names code and request"


def test_what_follows_two_dashes_belongs_to_the_command(cli: Cli) -> None:
    result = cli("products", "show", "--", "-v", check=4)
    assert "There is no product “-v”." in result.stderr
    result = cli("--json", "products", "show", "--", "--lang=de", check=4)
    assert result.json["error"]["message"] == "There is no product “--lang=de”."
    assert result.json["meta"]["locale"] == "en_US"


def test_an_option_of_a_command_keeps_its_value(cli: Cli) -> None:
    assert "“--json”" not in cli("products", "show", "p-none", "--json", check=4).json["error"]["message"]
    cli("generate", "Plant dad", check=0)
    product = cli("products", "--json", check=0).data[0]["id"]
    changed = cli("products", "edit", product, "--title=--json", "--json", check=0).data
    assert changed["title"] == "--json"


@pytest.mark.parametrize(
    "option", [each for each in GLOBAL_OPTIONS if not each.takes_value], ids=lambda each: each.name
)
def test_every_flag_has_a_variable_that_is_yes_or_no(cli: Cli, option: Any) -> None:
    for text in ("1", "true", "YES", "on", "0", "no", ""):
        assert cli("schema", env={option.variable: text, "PODPUSHER_SANDBOX": "0"}).exit_status == 0
    refused = cli("products", env={option.variable: "perhaps"}, check=2)
    assert refused.stderr == f"Error: {option.variable} is “perhaps”; it takes 1 or 0.\n"
    assert cli("products", "--json", env={option.variable: "perhaps"}, check=2).json["error"]["code"] == "usage"


def test_an_option_goes_before_its_variable(cli: Cli) -> None:
    cli("profile", "add", "shop", check=0)
    env = {"PODPUSHER_PROFILE": "default", "PODPUSHER_LANG": "fr", "PODPUSHER_JSON": "1"}
    meta = cli("products", "-P", "shop", "--lang", "de", env=env, check=0).json["meta"]
    assert (meta["profile"], meta["locale"]) == ("shop", "de_DE")


def test_verbose_is_a_number_in_the_environment_too(cli: Cli) -> None:
    assert "req-" not in cli("products", "show", "p-none", env={"PODPUSHER_VERBOSE": "0"}).stderr
    assert "req-" in cli("products", "show", "p-none", env={"PODPUSHER_VERBOSE": "2"}).stderr


# The version


@pytest.mark.parametrize("words", [("--version", "--json"), ("--json", "--version"), ("--version", "-q", "--json")])
def test_the_version_as_json(cli: Cli, words: tuple[str, ...]) -> None:
    result = cli(*words, check=0)
    assert result.data == {"version": __version__}
    assert result.json["meta"]["request_id"].startswith("req-")
    assert not cli.home.exists(), "nothing is made to tell a version"


def test_the_version_as_text(cli: Cli) -> None:
    for words in (("--version",), ("--version", "-v"), ("-q", "--version")):
        assert cli(*words, check=0).stdout == f"podpusher {__version__}\n"


# Help


@pytest.mark.parametrize(
    "words", [("--help",), ("-h",), (), ("-v",), ("products", "-h"), ("bulk",), ("bulk", "import", "--help")]
)
def test_help_is_a_result_on_stdout(cli: Cli, words: tuple[str, ...]) -> None:
    result = cli(*words, check=0)
    assert result.stdout.startswith("Usage: podpusher")
    assert "--profile" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    "words", [("--help", "--json"), ("--json",), ("bulk", "--json"), ("products", "list", "-h", "--json")]
)
def test_help_as_json_is_one_document_too(cli: Cli, words: tuple[str, ...]) -> None:
    assert cli(*words, check=0).data["help"].startswith("Usage: podpusher")


def test_help_is_a_verb_too(cli: Cli) -> None:
    for words in ((), ("products",), ("bulk", "import")):
        assert cli("help", *words, check=0) == cli(*words, "--help", check=0)
    assert "xyzzy" in cli("help", "xyzzy", check=2).stderr


def test_help_needs_no_home(cli: Cli) -> None:
    cli("products", "edit", "--help", check=0)
    assert not cli.home.exists()


# What was typed wrong


USAGE = [
    (("prodcts",), "There is no command “prodcts”.", "Did you mean “products”?"),
    (("products", "lst"), "There is no command “lst”.", "Did you mean “list”?"),
    (("xyzzy",), "There is no command “xyzzy”.", "podpusher --help lists them all."),
    (("-q", "xyzzy", "--lang", "en"), "There is no command “xyzzy”.", "podpusher --help lists them all."),
    (("products", "xyzzy"), "There is no command “xyzzy”.", "podpusher products --help lists them all."),
    (("bulk", "-q", "template"), "There is no command “template”.", "podpusher bulk --help lists them all."),
    (("products", "-"), "There is no command “-”.", "podpusher products --help lists them all."),
    (("products", "--limt", "3"), "There is no option --limt here.", "Did you mean “--limit”?"),
    (("publish", "--dryrun"), "There is no option --dryrun here.", "Did you mean “--dry-run”?"),
    (("publish", "--drafts"), "There is no option --drafts here.", "Did you mean “--draft”?"),
    (("runs", "--no-imput"), "There is no option --no-imput here.", "Did you mean “--no-input”?"),
    (("runs", "-x"), "There is no option -x here.", "podpusher runs --help shows what it takes."),
    (("publish", "--limit", "3"), "There is no option --limit here.", "podpusher publish --help shows what it takes."),
    (("--limit", "3"), "There is no option --limit here.", "podpusher --help lists them all."),
    (("products", "show"), "PRODUCT is missing.", "podpusher products show --help shows what it takes."),
    (("bulk", "import"), "FILE is missing.", "podpusher bulk import --help shows what it takes."),
    (("runs", "show", "a", "b", "c"), "Too many words: b c", "podpusher runs show --help shows what it takes."),
    (("runs", "--limit", "x"), "--limit takes a number from 1 to 1000.", "podpusher runs --help shows what it takes."),
    (("runs", "--limit", "0"), "--limit takes a number from 1 to 1000.", "podpusher runs --help shows what it takes."),
    (("sandbox", "fault", "x", "--nth", "0"), "--nth takes a number from 1 up.", "podpusher sandbox fault --help shows what it takes."),
    (("products", "edit", "p", "--blueprint", "x"), "--blueprint takes a number from 1 to 999999999.", "podpusher products edit --help shows what it takes."),
    (("blueprints", "show", "x"), "BLUEPRINT takes a number.", "podpusher blueprints show --help shows what it takes."),
    (("completion", "tcsh"), "SHELL takes one of these: bash, zsh, fish.", "podpusher completion --help shows what it takes."),
    (("products", "--state", "gone"), "--state takes one of these: draft, ready, publishing, waiting, published, failed.", "podpusher products --help shows what it takes."),
    (("products", "edit", "p", "--title"), "--title needs a value after it.", ""),
    (("products", "--lang"), "--lang needs a value after it.", ""),
    (("--profile", "--quiet", "products"), "--profile needs a value after it.", ""),
    (("products", "--quiet=1"), "--quiet takes no value.", ""),
    (("products", "--limit", "3", "show", "p"), "Options of “products show” go after that word.", "podpusher products show --help shows what it takes."),
    (("", "products"), "There is no command “”.", "podpusher --help lists them all."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message", "hint"), USAGE)
def test_a_usage_error_says_what_and_where_to_look(cli: Cli, words: tuple[str, ...], message: str, hint: str) -> None:
    text = cli(*words, check=2)
    assert text.stdout == ""
    assert text.stderr == f"Error: {message}\n" + (f"  {hint}\n" if hint else "")

    for arguments in ((*words, "--json"), ("--json", *words)):
        error = cli(*arguments, check=2).json["error"]
        assert (error["code"], error["message"], error["hint"]) == ("usage", message, hint)


def test_a_usage_error_is_in_the_sellers_language_and_its_code_is_not(cli: Cli) -> None:
    german = cli("prodcts", "--lang", "de", check=2)
    assert german.stderr == "Fehler: Den Befehl „prodcts“ gibt es nicht.\n  Meinten Sie „products“?\n"
    document = cli("prodcts", "--lang", "de", "--json", check=2).json
    assert document["error"]["message"] == "There is no command “prodcts”."
    assert document["meta"]["locale"] == "de_DE"


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (("products", "--lang"), {"PODPUSHER_JSON": "1"}),
        (("products", "--quiet=1"), {"PODPUSHER_JSON": "yes"}),
        (("products",), {"PODPUSHER_JSON": "1", "PODPUSHER_QUIET": "perhaps"}),
        (("products", "--quiet=1", "--json"), {}),
    ],
)
def test_options_that_cannot_be_read_obey_json_all_the_same(
    cli: Cli, words: tuple[str, ...], environment: dict[str, str]
) -> None:
    assert cli(*words, env=environment, check=2).json["error"]["code"] == "usage"


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (("products", "--quiet=1", "--lang", "de"), {}),
        (("--lang=de", "products", "--profile"), {}),
        (("products", "--quiet=1"), {"PODPUSHER_LANG": "de"}),
        (("products",), {"PODPUSHER_LANG": "de", "PODPUSHER_QUIET": "perhaps"}),
    ],
)
def test_options_that_cannot_be_read_are_told_in_the_sellers_language(
    cli: Cli, words: tuple[str, ...], environment: dict[str, str]
) -> None:
    assert cli(*words, env=environment, check=2).stderr.startswith("Fehler: ")


def test_what_follows_two_dashes_says_nothing_of_how_a_mistake_is_told(cli: Cli) -> None:
    told = cli("--quiet=1", "products", "--", "--lang=de", check=2)
    assert (told.stdout, told.stderr) == ("", "Error: --quiet takes no value.\n")


def test_hostile_words_do_nothing_to_the_terminal(cli: Cli) -> None:
    hostile = "[red]x[/red]\x1b]0;owned\x07\x9b31m\u202e"
    for words in (
        (hostile,),
        ("products", "show", hostile),
        (f"--{hostile}",),
        ("-P", hostile, "runs"),
        ("schema", hostile),
    ):
        said = cli(*words)
        assert said.exit_status in {2, 4}
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said.stdout + said.stderr)
        assert "[red]x[/red]" in said.stderr, "it is shown as it is, not as a colour"


def test_a_usage_error_makes_no_home(cli: Cli) -> None:
    for words, _, _ in USAGE:
        cli(*words, check=2)
    assert not cli.home.exists()


# Mistakes of our own


def test_a_bug_is_one_sentence_here_and_whole_in_the_log(cli: Cli) -> None:
    cli.make_deps = failing(RuntimeError("the [red]inside[/red] of it"))
    result = cli("products", check=1)

    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: {FAULT}")
    assert "inside" not in result.stderr
    assert "Traceback" not in result.stderr
    (line,) = log_of(cli)
    assert (line["event"], line["kind"]) == ("fault", "RuntimeError")
    assert "the [red]inside[/red] of it" in line["traceback"]
    assert line["request_id"] in result.stderr


def test_a_bug_as_json(cli: Cli) -> None:
    cli.make_deps = failing(KeyError("x"))
    document = cli("products", "--json", check=1).json
    (line,) = log_of(cli)
    assert document["error"]["code"] == "podpusher.bug"
    assert document["error"]["details"] == {"request_id": line["request_id"], "kind": "KeyError"}
    assert document["meta"]["request_id"] == line["request_id"]


def test_a_bug_in_the_sellers_language(cli: Cli) -> None:
    cli.make_deps = failing(ValueError("x"))
    assert cli("products", "--lang", "de", check=1).stderr.startswith(
        "Fehler: podpusher hat selbst einen Fehler gemacht."
    )


def test_a_bug_where_no_log_can_be_written_is_still_told(cli: Cli) -> None:
    cli.home.write_text("a file where the folder should be")
    cli.make_deps = failing(RuntimeError("x"))
    assert FAULT in cli("products", check=1).stderr


@pytest.mark.parametrize("number", [28, 30, 13, 122, 21, 40, 5])  # ENOSPC, EROFS, EACCES, EDQUOT, EISDIR, ELOOP, EIO
def test_a_disk_that_refuses_is_this_machines_trouble_and_no_bug(cli: Cli, number: int) -> None:
    cli.make_deps = failing(OSError(number, "no", "/somewhere/state.db"))
    error = cli("products", "--json", check=9).json["error"]
    assert error["code"] == "machine.disk"
    assert "/somewhere/state.db" in error["message"]
    assert log_of(cli) == []


def test_a_folder_that_is_gone_is_no_bug_and_keeps_nothing_else_from_working(cli: Cli, tmp_path: Path) -> None:
    gone = f'mkdir {tmp_path}/gone; cd {tmp_path}/gone; rmdir {tmp_path}/gone; "$@"'
    assert shell(cli, gone, "runs").returncode == 0
    for words, environment in ((("db", "export", "rows"), {}), (("runs",), {"PODPUSHER_HOME": "home"})):
        told = shell(cli, gone, *words, "--json", env=environment)
        assert (told.returncode, json.loads(told.stdout)["error"]["code"]) == (9, "machine.folder")
    assert log_of(cli) == []


def test_a_home_whose_name_is_no_text_will_do(cli: Cli, tmp_path: Path) -> None:
    cli.environment["PODPUSHER_HOME"] = str(tmp_path / "h\udcffme")
    assert cli("doctor", "--json", check=0).data["home"].endswith("me")
    assert cli("db", "path", check=0).stdout.endswith("state.db\n")


def test_an_interrupt_ends_with_130(cli: Cli) -> None:
    cli.make_deps = failing(KeyboardInterrupt())
    assert cli("products", check=130).stderr.startswith("Error: Stopped.")
    assert cli("products", "--json", check=130).json["error"]["code"] == "interrupted"


def test_everything_that_was_opened_is_given_back_when_a_command_fails(cli: Cli) -> None:
    closed: list[bool] = []

    class Broken:
        def profile_language(self) -> None:
            return None

        def close(self) -> None:
            closed.append(True)

    cli.make_deps = lambda *_: Broken()
    cli("products", check=1)
    assert closed == [True]


# As a process of its own


@pytest.fixture
def etsy(tmp_path: Path) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path / "outside") as running:
        yield running


def test_ctrl_c_is_told_in_a_sentence_or_a_document(cli: Cli, etsy: RunningSandbox) -> None:
    cli.environment |= variables(etsy, free_port())
    for words in (("--json",), ()):
        process = start(cli, "connect", "etsy", "--no-browser", *words)
        while "/oauth/connect" not in next_line(process.stderr):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "Traceback" not in stderr
        if words:
            assert json.loads(stdout)["error"]["code"] == "interrupted"
        else:
            assert "Error: Stopped before the connection was made." in stderr


STOPPED_AT = """
import os, signal, sys
from podpusher_cli.__main__ import run

class Stop:
    def find_spec(self, name, path, target=None):
        if name in stops:
            os.kill(os.getpid(), signal.SIGINT)

stops = sys.argv.pop(1).split(",")
sys.meta_path.insert(0, Stop())
run()
"""


def stopped_at(cli: Cli, *modules: str) -> subprocess.CompletedProcess[str]:
    """`products --json`, where Ctrl-C comes with the import of each of these modules."""
    command = [sys.executable, "-c", STOPPED_AT, ",".join(modules), "products", "--json"]
    return subprocess.run(command, cwd=ROOT, env=outside(cli), capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["podpusher_cli.core.errors", "podpusher_cli.ui.output", "typer", "sqlite3"])
def test_ctrl_c_is_told_however_early_it_comes(cli: Cli, module: str) -> None:
    done = stopped_at(cli, module)
    assert (done.returncode, done.stderr) == (130, "")
    assert json.loads(done.stdout)["error"]["code"] == "interrupted"


def test_a_second_ctrl_c_ends_it_without_a_traceback(cli: Cli) -> None:
    done = stopped_at(cli, "typer", "msgspec")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_ctrl_c_within_a_class_that_is_being_made_is_no_mistake_of_ours(cli: Cli) -> None:
    error = RuntimeError("Error calling __set_name__ on 'Field' instance 'options' in 'Params'")
    error.__cause__ = KeyboardInterrupt()
    cli.make_deps = failing(error)
    assert cli("products", "--json", check=130).json["error"]["code"] == "interrupted"
    assert log_of(cli) == []


@pytest.mark.parametrize(
    "words", [("schema", "products"), ("settings", "list"), ("--help",), ("schema", "--json"), ("--version",)]
)
@pytest.mark.parametrize("reader", ["head -c 1", "true"])
def test_a_reader_that_goes_early_is_no_error(cli: Cli, words: tuple[str, ...], reader: str) -> None:
    done = shell(cli, f'"$@" | {reader}; exit ${{PIPESTATUS[0]}}', *words)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_goes_early_leaves_an_error_its_status(cli: Cli) -> None:
    done = shell(cli, '"$@" | true; exit ${PIPESTATUS[0]}', "products", "show", "p-none", "--json")
    assert (done.returncode, done.stderr) == (4, "")


@pytest.mark.parametrize("words", [("settings", "list"), ("runs", "--json"), ("db", "export"), ("schema",)])
def test_a_full_disk_behind_stdout_is_told_on_stderr(cli: Cli, words: tuple[str, ...]) -> None:
    cli("settings", "set", "model", "local", check=0)
    done = shell(cli, '"$@" > /dev/full', *words)
    assert done.returncode == 9
    assert done.stderr.startswith("Error: Cannot write to <stdout>: No space left on device\n")
    assert "Traceback" not in done.stderr


def test_a_full_disk_behind_stdout_does_not_hide_another_error(cli: Cli) -> None:
    done = shell(cli, '"$@" > /dev/full', "zzz", "--json")
    assert done.returncode == 2
    assert done.stderr.startswith("Error: There is no command “zzz”.")
    assert shell(cli, '"$@" > /dev/full', "--version").returncode == 9
    assert shell(cli, '"$@" 2> /dev/full', "zzz").returncode == 2


@pytest.mark.parametrize(("closed", "status"), [(">&-", 0), ("<&-", 0), ("2>&-", 0), (">&- 2>&- <&-", 0)])
def test_streams_that_were_closed_before_are_nobody(cli: Cli, closed: str, status: int) -> None:
    for words in (("runs",), ("runs", "--json"), ("--version",)):
        done = shell(cli, f'"$@" {closed}', *words)
        assert (done.returncode, done.stderr) == (status, "")
    assert shell(cli, f'"$@" {closed}', "zzz").returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_every_encoding_of_a_terminal_will_do(cli: Cli, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "PODPUSHER_LANG": "de"}
    for words, status in ((("runs",), 0), (("--help",), 0), (("zzz",), 2), (("runs", "--json"), 0)):
        process = start(cli, *words, env=env, text=False)
        stdout, stderr = process.communicate(timeout=60)
        assert process.returncode == status
        said = (stdout + stderr).decode(encoding)
        assert "Traceback" not in said
        if words == ("runs",):
            assert said == ("Noch keine L?ufe.\n" if encoding == "ascii" else "Noch keine Läufe.\n")
        if "--json" in words:
            assert json.loads(stdout)["ok"] is True


@pytest.mark.parametrize("language", [None, "C", "C.UTF-8", "POSIX", "nonsense", "pt_BR.UTF-8"])
def test_a_machine_without_a_language_of_ours_gets_english(cli: Cli, language: str | None) -> None:
    env = {} if language is None else {"LANG": language, "LC_ALL": language}
    assert run(cli, "runs", env=env).stdout == "No runs yet.\n"


def test_the_language_of_the_machine_the_profile_the_variable_and_the_option(cli: Cli) -> None:
    machine = {"LANG": "fr_FR.UTF-8"}
    assert cli("runs", "--json", env=machine).json["meta"]["locale"] == "fr_FR"
    cli("settings", "set", "language", "es", check=0)
    assert cli("runs", "--json", env=machine).json["meta"]["locale"] == "es_ES"
    variable = machine | {"PODPUSHER_LANG": "de"}
    assert cli("runs", "--json", env=variable).json["meta"]["locale"] == "de_DE"
    assert cli("runs", "--json", "--lang", "en", env=variable).json["meta"]["locale"] == "en_US"


# What everything has in common


def test_main_takes_everything_from_outside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environment: Mapping[str, str] = {"PODPUSHER_HOME": str(tmp_path / "home")}
    arguments: Sequence[str] = ["runs", "--json"]
    assert main(arguments, environment=environment) == 0
    assert json.loads(capsys.readouterr().out)["data"] == []


def test_no_two_invocations_have_the_same_request_id(cli: Cli) -> None:
    ids = {cli("--version", "--json").json["meta"]["request_id"] for _ in range(20)}
    assert len(ids) == 20
