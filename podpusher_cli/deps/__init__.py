"""Makes everything with a side effect, once, when first asked for. Only this package reads the environment."""

from __future__ import annotations

from dataclasses import replace

from podpusher_cli.deps.webhooks import Webhooks
from podpusher_cli.deps.work import Work


class Deps(Work, Webhooks):
    """Everything a command may need. Nothing is made before it is asked for."""

    def of_profile(self, name: str) -> Deps:
        """The same for another profile; what it opens is closed with this one."""
        other = Deps(replace(self.options, profile=name), self.outer_environment, self.out)
        self._others.append(other)
        return other
