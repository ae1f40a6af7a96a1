"""Run a command line; turn an error into a message and an exit status.

The global options are read before Typer is imported, so that `--version` is quick and `--json` holds for every error.
"""

from __future__ import annotations

import os
import sys

from podpusher_cli import __version__

TYPE_CHECKING = False  # typing's own costs more time than `--version` takes
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TextIO

    from podpusher_cli.core.errors import PodpusherError
    from podpusher_cli.core.options import Options
    from podpusher_cli.deps import Deps
    from podpusher_cli.ui.output import Output


def run() -> None:
    """The console script."""
    try:
        status = main(sys.argv[1:])
    except KeyboardInterrupt:  # a second one, while the first was told
        status = 130
    if "signal" in sys.modules:
        import signal

        signal.signal(signal.SIGINT, signal.SIG_DFL)  # all is said: from here on it ends the process without a word
    sys.exit(status)


def main(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
    make_deps: Callable[[Options, Mapping[str, str], Output], Deps] | None = None,
) -> int:
    """Run one command line and return its exit status. Everything from outside can be handed in."""
    stdin = stdin or sys.stdin or _nobody()
    stdout = stdout or sys.stdout or _nobody()
    stderr = stderr or sys.stderr or _nobody()
    if list(arguments) == ["--version"]:
        return _tell_version(stdout)
    environment = os.environ if environment is None else environment
    _hold_interrupts(True)  # until there is something that can tell of them
    from dataclasses import replace

    from podpusher_cli.core.errors import PodpusherError
    from podpusher_cli.core.ids import request_id
    from podpusher_cli.core.options import at_first, from_environment, split
    from podpusher_cli.ui.output import Output

    trouble: PodpusherError | None = None
    options, rest = at_first(arguments, environment), list(arguments)
    try:
        options, rest = split(arguments, from_environment(environment))
        if [word for word in rest if word != "--"][:1] == ["demo"]:
            options = replace(options, sandbox=True, profile=None)
    except PodpusherError as error:
        trouble = error
    out = Output(options, stdin=stdin, stdout=stdout, stderr=stderr, environment=environment)
    out.meta = {"request_id": request_id(), "profile": options.profile or "default"}
    try:
        _hold_interrupts(False)
        _choose_language(options, environment)
        if trouble:
            raise trouble  # noqa: TRY301 - it waited for the language
        if rest == ["--version"]:
            out.text({"version": __version__}, f"podpusher {__version__}")
        else:
            _run_command(rest, options, environment, out, make_deps)
        out.finish()
    except BrokenPipeError:
        return 0
    except PodpusherError as error:
        return _fail(error, out)
    except KeyboardInterrupt:
        from podpusher_cli.core.errors import Interrupted

        return _fail(Interrupted(), out)
    except Exception as error:  # noqa: BLE001 - the last net: a bug is logged whole and shown as one sentence
        return _fail(_own_fault(error, options, environment, out), out)
    return 0


def _hold_interrupts(hold: bool) -> None:
    """Let Ctrl-C wait, or come; one that has waited comes now."""
    import signal

    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        signal.pthread_sigmask(signal.SIG_BLOCK if hold else signal.SIG_UNBLOCK, {signal.SIGINT})


def _nobody() -> TextIO:
    """In place of a stream that was closed before we began."""
    return open(os.devnull, "r+", encoding="utf-8")  # noqa: PTH123 - as long as the process


def _tell_version(stdout: TextIO) -> int:
    try:
        stdout.write(f"podpusher {__version__}\n")
        stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())  # the exit must not fail on what is left unsaid
        return 0 if isinstance(error, BrokenPipeError) else 9
    return 0


def _run_command(
    rest: list[str],
    options: Options,
    environment: Mapping[str, str],
    out: Output,
    make_deps: Callable[[Options, Mapping[str, str], Output], Deps] | None,
) -> None:
    from podpusher_cli import cli
    from podpusher_cli.commands.options import COMPLETING
    from podpusher_cli.deps import Deps

    deps = (make_deps or Deps)(options, environment, out)
    try:
        # A shell that completes a word shall not wait for a database.
        if not options.lang and COMPLETING not in environment and (wish := deps.profile_language()):
            _speak(options, wish, environment)
        cli.invoke(rest, deps)
    finally:
        deps.close()


def _choose_language(options: Options, environment: Mapping[str, str]) -> None:
    from podpusher_cli import i18n

    _speak(options, options.lang, environment)
    if options.lang and not i18n.speaks(options.lang):
        from podpusher_cli.core.options import UnknownLanguage

        raise UnknownLanguage(text=options.lang, languages=", ".join(i18n.LANGUAGES))


def _speak(options: Options, wish: str | None, environment: Mapping[str, str]) -> None:
    """Speak a language, in which the commands that are named lead to this profile."""
    from podpusher_cli import i18n
    from podpusher_cli.commands.words import WORDS
    from podpusher_cli.core.options import leading

    i18n.activate(*i18n.choose(wish, environment=environment), lead=leading(options, WORDS))


def _fail(error: PodpusherError, out: Output) -> int:
    try:
        out.error(error)
        out.finish(error)
    except OSError:  # the document found no room; its sentence may
        out.error(error)
    return error.exit_status


def _own_fault(error: Exception, options: Options, environment: Mapping[str, str], out: Output) -> PodpusherError:
    """Log the traceback and say so in a sentence; a full or read-only disk and a damaged database are not our bug."""
    import errno

    from podpusher_cli.core.errors import DiskTrouble, Fault, Interrupted
    from podpusher_cli.deps.machine import FolderGone, folder_is_gone, home_of, log_fault
    from podpusher_cli.store.db import trouble_of

    if isinstance(error.__cause__, KeyboardInterrupt):  # Python wraps it where it makes a class
        return Interrupted()
    if isinstance(error, FileNotFoundError) and folder_is_gone():
        return FolderGone()
    state = home_of(options, environment) / "profiles" / str(out.meta["profile"]) / "state.db"
    if trouble := trouble_of(error, state):
        return trouble

    if isinstance(error, OSError) and error.errno in {
        errno.ENOSPC,
        errno.EROFS,
        errno.EACCES,
        errno.EDQUOT,
        errno.EPERM,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.EEXIST,  # a file where a folder should be
        errno.ENAMETOOLONG,
        errno.ELOOP,
        errno.EIO,
    }:
        return DiskTrouble(path=error.filename or home_of(options, environment), problem=error.strerror)
    log_fault(error, options, environment, str(out.meta["request_id"]))
    return Fault(
        request_id=out.meta["request_id"], details={"request_id": out.meta["request_id"], "kind": type(error).__name__}
    )


if __name__ == "__main__":
    run()
