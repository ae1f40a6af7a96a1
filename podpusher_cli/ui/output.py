"""The only writer to the terminal: results, errors, prompts; as text or as one JSON document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

from podpusher_cli.core.errors import BadInput, PodpusherError, fill
from podpusher_cli.core.money import Money
from podpusher_cli.core.options import Options
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current, retell
from podpusher_cli.ui.spans import come_back
from podpusher_cli.ui.streams import Pen, are_one, as_json, guarded, in_ascii
from podpusher_cli.ui.theme import keep_together
from podpusher_cli.ui.waits import WORTH_SAYING_S, Countdown, sentence

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from podpusher_cli.core.traffic import Exchange, Wait


_TRY_LATER = 7


class NeedsAnswer(BadInput):
    code = "input.needed"
    message = N_("This needs an answer, and nobody may be asked: {question}")
    hint = N_("Say it on the command line, or add --yes to agree.")


class Output:
    """Where a command's words go.

    Results to stdout; everything else to stderr. With `--json` the results are kept until `finish`, which writes the one
    document. `meta` is added to: request id, profile, cursor.
    """

    def __init__(
        self, options: Options, *, stdin: TextIO, stdout: TextIO, stderr: TextIO, environment: Mapping[str, str]
    ) -> None:
        self.options = options
        self.meta: dict[str, Any] = {}
        self._data: Any = None
        self._stdin = stdin
        self._stdout = stdout
        self._stderr = stderr
        self._environment = environment
        self._pen = Pen(stderr)
        self._countdown = Countdown(self._count)
        self._said_sandbox = False
        self._no_room = False
        self._finished = False

    @property
    def stdin(self) -> TextIO:
        """Where a person or a pipe types."""
        return self._stdin

    @property
    def json(self) -> bool:
        """Whether the result is one JSON document."""
        return self.options.json

    @property
    def interactive(self) -> bool:
        """Whether a person may be asked."""
        return not (self.json or self.options.no_input) and self._stdin.isatty() and self._stderr.isatty()

    @property
    def watched(self) -> bool:
        """Whether a person reads the result, not a script."""
        return self.interactive and self._stdout.isatty()

    @property
    def animated(self) -> bool:
        """Whether bars and countdowns may be drawn on stderr."""
        return (
            not (self.json or self.options.quiet) and self._stderr.isatty() and self._environment.get("TERM") != "dumb"
        )

    def show(self, data: object, as_text: Callable[[Any], RenderableType]) -> None:
        """Present a result: the dataclass for `--json`, its view for people."""
        if isinstance(data, Page):
            self.meta["next_cursor"] = data.next_cursor
        if self.json:
            self._data = list(data.items) if isinstance(data, Page) else data
            return
        self._countdown.end()
        self._mark_sandbox()
        self._draw(self._stdout, as_text(data))
        if isinstance(data, Page) and data.next_cursor:
            self.note(N_("More: --cursor {cursor}"), cursor=data.next_cursor)

    def preview(self, drawn: RenderableType) -> None:
        """Something to look at before a question: on stderr, for people."""
        if not (self.json or (self.options.quiet and self.options.yes)):
            self._mark_sandbox(results=False)
            self._draw(self._stderr, drawn)

    def _draw(self, stream: TextIO, drawn: RenderableType) -> None:
        """Through `_write`, for Rich gives up where the terminal's encoding lacks a letter."""
        console = self.console(stream)
        with guarded(stream), console.capture() as captured:
            console.print(drawn, soft_wrap=False)
        if text := captured.get():
            self._write(stream, text.removesuffix("\n"))

    def text(self, data: object, text: str) -> None:
        """Present a result whose text is ready: a path, a schema, a version."""
        if self.json:
            self._data = data
        else:
            self._countdown.end()
            self._mark_sandbox(results=False)
            self._write(self._stdout, text)

    def stream(self, lines: Iterable[str]) -> None:
        """A result that is too long to hold: lines of JSON as they come, for a pipe or a file."""
        self._countdown.end()
        self._mark_sandbox(results=False)
        self._pen.lift()
        with guarded(self._stdout):
            for line in lines:
                try:
                    self._stdout.write(line + "\n")
                except UnicodeEncodeError:
                    self._stdout.write(in_ascii(line) + "\n")
            self._stdout.flush()

    def note(self, message: str, **fields: object) -> None:
        """A sentence for people, on stderr; silent with --quiet and --json."""
        if not (self.json or self.options.quiet):
            self._mark_sandbox()
            self._write(self._stderr, self.here(fill(_(message), fields)))

    def tell(self, line: str) -> None:
        """A line as it is, on stderr, that is needed even with --quiet; silent with --json."""
        if not self.json:
            self._mark_sandbox()
            self._write(self._stderr, line)

    def warn(self, message: str, **fields: object) -> None:
        """A warning, on stderr; not silenced by --quiet."""
        if not self.json:
            self._mark_sandbox()
            self._write(self._stderr, _("Warning: {text}").format(text=fill(_(message), self._moments(fields))))

    def waiting(self, wait: Wait) -> None:
        """A pause is about to begin: counted down on a terminal, else said; any thread may say so."""
        if wait.seconds < WORTH_SAYING_S:
            return
        if self.animated:
            self._mark_sandbox()
            self._countdown.add(wait)
        elif not (self.json or self.options.quiet):
            self.tell(sentence(wait, wait.seconds))

    def waited_for(self) -> str:
        """The wait that ends last of those that are on, as it stands now; "" for none."""
        return self._countdown.line()

    def _count(self, line: str) -> None:
        from rich.text import Text

        fitting = Text(line)
        fitting.truncate(self.console(self._stderr).width - 1, overflow="ellipsis")
        self._pen.stand(fitting.plain)

    def draws(self, bar: Console | None) -> None:
        """A bar is drawn on this console from now on; None: no longer."""
        self._pen.lend(bar)

    def called(self, exchange: Exchange) -> None:
        """A call has ended: a line with its time at -vv."""
        if self.options.verbose > 1 and not self.json:
            told = exchange.status or exchange.error
            self._write(
                self._stderr,
                f"  {exchange.provider} {exchange.route} {told} {exchange.seconds * 1000:.0f} ms #{exchange.attempt}",
            )

    def event(self, document: Mapping[str, object]) -> None:
        """One NDJSON line on stderr, for scripts that wait on something."""
        import json

        self._write(self._stderr, json.dumps(document))

    def error(self, error: PodpusherError) -> None:
        """Say what happened and what to do. With `--json` the document says it, unless it found no room."""
        if self.json and not self._no_room:
            return
        self._countdown.end()
        self._mark_sandbox()
        self._write(
            self._stderr, _("Error: {text}").format(text=fill(_(error.message), self._translated(error.fields)))
        )
        if error.hint_text:
            self._write(self._stderr, "  " + self.here(retell(fill(_(error.hint_text), self._moments(error.fields)))))
        if error.retry_after and error.exit_status == _TRY_LATER:
            self._write(self._stderr, "  " + come_back(error.retry_after))
        if self.options.verbose:
            self._write(self._stderr, f"  ({error.full_code}, {self.meta.get('request_id', '')})")

    @staticmethod
    def here(hint: str) -> str:
        """A sentence whose commands lead to the same profile, or to the sandbox."""
        return current().lead(hint)

    @staticmethod
    def _translated(fields: Mapping[str, object]) -> dict[str, object]:
        told = Output._moments(fields)
        return {name: retell(value) if isinstance(value, str) else value for name, value in told.items()}

    @staticmethod
    def _moments(fields: Mapping[str, object]) -> dict[str, object]:
        """Times and money as the language writes them, and errors as it says them."""
        return {name: Output._said(value) for name, value in fields.items()}

    @staticmethod
    def _said(value: object) -> object:
        if isinstance(value, PodpusherError):
            return fill(_(value.message), Output._translated(value.fields))
        if isinstance(value, Money):
            return current().money(value)
        return current().moment(value) if isinstance(value, datetime) else value

    def finish(self, error: PodpusherError | None = None) -> None:
        """Write the JSON document, if that is what was asked for; there is never a second one."""
        if not self.json or self._finished:
            return
        document: dict[str, Any] = {"ok": error is None}
        if error is None or self._data is not None:
            document["data"] = self._data
        if error is not None:
            document["error"] = {
                "code": error.full_code,
                "message": error.plain(),
                "hint": error.plain_hint(),
                "provider": error.provider,
                "retry_after": error.retry_after,
                "details": error.details,
            }
        document["meta"] = {"next_cursor": None, **self.meta, "locale": current().locale}
        if self.options.sandbox:
            document["meta"]["sandbox"] = True
        text = as_json(document, self._stdout.encoding or "utf-8")
        self._finished = True
        self._write(self._stdout, text)

    def confirm(self, question: str, **fields: object) -> bool:
        """Ask for a yes. --yes answers; where nobody may be asked, NeedsAnswer."""
        text = fill(_(question), fields)
        if self.options.yes:
            return True
        if not self.interactive:
            raise NeedsAnswer(question=text)
        answer = self._ask(_("{question} [y/N] ").format(question=text))
        return answer.strip().lower() in {"y", "yes", *_("y yes").split()}

    def ask(self, question: str, default: str = "", **fields: object) -> str:
        """Ask for a word. Without a terminal: the default, or NeedsAnswer."""
        text = fill(_(question), fields)
        if not self.interactive:
            if default:
                return default
            raise NeedsAnswer(question=text)
        return self._ask(f"{text} [{default}] " if default else f"{text} ").strip() or default

    def secret(self, question: str, **fields: object) -> str:
        """Ask for something that must not be seen. Raises NeedsAnswer without a terminal."""
        text = fill(_(question), fields)
        if not self.interactive:
            raise NeedsAnswer(question=text)
        self._clear_for_answer()
        from getpass import getpass

        # getpass takes the newline off, so that an empty answer would look like the end of the input.
        return self._answered(lambda: getpass(text + " ", stream=self._stderr) + "\n").removesuffix("\n")

    def _clear_for_answer(self) -> None:
        """Nothing is counted down where somebody types."""
        self._countdown.end()
        self._mark_sandbox()
        self._pen.lift()

    def _ask(self, text: str) -> str:
        self._clear_for_answer()
        self._stderr.write(text)
        self._stderr.flush()
        return self._answered(self._stdin.readline)

    def _answered(self, read: Callable[[], str]) -> str:
        """What is typed; "" where the input ends (Ctrl-D). What is said after an answer broken off begins a line."""
        try:
            return read() or self._broken_off()
        except EOFError:
            return self._broken_off()
        except KeyboardInterrupt:
            self._broken_off()
            raise

    def _broken_off(self) -> str:
        self._write(self._stderr, "")
        return ""

    def console(self, stream: TextIO) -> Console:
        """A Rich console on one of our streams, 80 columns where nothing else is known."""
        from rich.console import Console

        keep_together()
        plain = (
            self.options.no_color or bool(self._environment.get("NO_COLOR")) or self._environment.get("TERM") == "dumb"
        )
        # Rich takes any digit for a number here, also those that are none, such as ².
        known = {
            name: value
            for name, value in self._environment.items()
            if name not in {"COLUMNS", "LINES"} or (value.isdecimal() and int(value))
        }
        return Console(
            file=stream, width=None if stream.isatty() else int(known.get("COLUMNS", "80")),
            no_color=plain, highlight=False, markup=False, emoji=False,
            color_system=None if plain else "auto", legacy_windows=False, _environ=known,
        )  # fmt: skip

    def progress_console(self) -> Console:
        """The console that bars are drawn on."""
        return self.console(self._stderr)

    def _mark_sandbox(self, *, results: bool = True) -> None:
        """Say once that this is a rehearsal; with `results` also above results that go to a file or a pipe."""
        if self.options.sandbox and not self._said_sandbox:
            self._said_sandbox = True
            self._write(self._stderr, _("SANDBOX: a rehearsal; nothing here reaches a real shop."))
            if results and not self._stdout.isatty() and not are_one(self._stdout, self._stderr):
                self._write(self._stdout, _("SANDBOX: a rehearsal; nothing here reaches a real shop."))

    def _write(self, stream: TextIO, text: str) -> None:
        """What nobody reads any more is not said, and the work goes on. Raises OSError where a result finds no room."""
        try:
            self._pen.write(stream, text)
        except OSError:
            if stream is self._stdout:
                self._no_room = True
                raise
