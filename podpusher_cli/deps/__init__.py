"""Makes everything with a side effect, once, when first asked for. Only this package reads the environment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from podpusher_cli.deps.ideas import Thinking
from podpusher_cli.deps.review import Reviewing
from podpusher_cli.deps.trials import Trials
from podpusher_cli.deps.webhooks import Webhooks


class Deps(Thinking, Trials, Webhooks, Reviewing):
    """Everything a command may need. Nothing is made before it is asked for."""

    @contextmanager
    def of_profile(self, name: str) -> Iterator[Deps]:
        """The same for another profile; what it opens is closed at the end."""
        ours = self.out.meta["profile"]
        other = type(self)(replace(self.options, profile=name), self.outer_environment, self.out)
        try:
            yield other
        finally:
            other.close()
            self.out.meta["profile"] = ours
