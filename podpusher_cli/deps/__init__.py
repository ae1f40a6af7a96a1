"""Makes everything with a side effect, once, when first asked for. Only this package reads the environment."""

from __future__ import annotations

from podpusher_cli.deps.work import Work


class Deps(Work):
    """Everything a command may need. Nothing is made before it is asked for."""
