"""Whether a source may be read by routes that it does not offer to programs: asked once for each source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from podpusher_cli.core.text import N_
from podpusher_cli.core.trend_errors import NotAgreed
from podpusher_cli.core.trend_routes import Source
from podpusher_cli.store.settings import Settings

_ALL, _AGREED = "trends.allow_unofficial", "trends.agreed"
_QUESTION = N_("{source} offers no way for programs here. {terms} Read its public list all the same?")


@dataclass(frozen=True, slots=True)
class Consent:
    """The seller's word on each source.

    `said` is the environment's word on all of them, None without one; then the settings count. `ask` puts a question to
    the seller; None where nobody may be asked.
    """

    said: bool | None
    settings: Settings
    ask: Callable[..., bool] | None = None

    def given(self, source: Source) -> bool:
        """Whether it has been said for this source, or for all."""
        if self.said is not None:
            return self.said
        return self.settings.get(_ALL) == "1" or source.name in self._agreed()

    def wanted(self, source: Source) -> bool:
        """Whether it has been said, or is said when asked now, with the site's terms; a yes is remembered."""
        if self.given(source):
            return True
        if self.said is not None or not (self.ask and self.ask(_QUESTION, source=source.title, terms=source.terms)):
            return False
        self.settings.set({_AGREED: " ".join([*self._agreed(), source.name])})
        return True

    def refusal(self, source: Source) -> NotAgreed:
        """The error for a source that may not be read; its hint is the command that changes that."""
        return NotAgreed(
            provider=source.name, source=source.title, terms=source.terms, hint=self.command([source.name])
        )

    def command(self, names: Sequence[str]) -> str:
        """The command that says yes to these sources, beside those that were agreed to."""
        return f"podpusher settings set {_AGREED} {','.join(dict.fromkeys([*self._agreed(), *names]))}"

    def _agreed(self) -> list[str]:
        return self.settings.get(_AGREED).replace(",", " ").split()
