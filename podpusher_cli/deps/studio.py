"""The studio: everything that making works with."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from podpusher_cli.core.text import N_
from podpusher_cli.deps.models import Models

if TYPE_CHECKING:
    from podpusher_cli.core.generating import Progress as Making
    from podpusher_cli.core.generating import Wanted
    from podpusher_cli.core.making import ImageModel, TextModel
    from podpusher_cli.store.batches import Batches
    from podpusher_cli.workflows.blanks import Catalogue
    from podpusher_cli.workflows.fitting import PrintRoom
    from podpusher_cli.workflows.studio import Press, Studio

MOST_TRENDS = 500  # as many as are looked at for ideas


class Studios(Models):
    """Everything that making works with."""

    @cached_property
    def catalogue(self) -> Catalogue:
        """Printify's catalogue, from the cache where that is fresh."""
        from podpusher_cli.workflows.blanks import CachedCatalogue

        return CachedCatalogue(lambda: self.printify, self.cache)

    @cached_property
    def print_room(self) -> PrintRoom:
        """Gets designs ready for products."""
        from podpusher_cli.workflows.fitting import PrintRoom

        return PrintRoom(designs=self.designs, inspector=self.inspector, kind_of=self.kind_of_blueprint)

    def kind_of_blueprint(self, blueprint: int) -> str:
        """What a blueprint is: a shirt where Printify cannot be asked."""
        from podpusher_cli.workflows.blanks import kind_of_blueprint

        return kind_of_blueprint(self.catalogue, blueprint)

    def studio(self, wanted: Wanted, watch: Callable[[Making], None]) -> Studio:
        """Everything that making works with."""
        from podpusher_cli.core.keywords import language_of
        from podpusher_cli.providers.hashtags import spelled_out
        from podpusher_cli.providers.ideamaker import said_of
        from podpusher_cli.workflows.blanks import cloths_of, facts_of
        from podpusher_cli.workflows.studio import Studio

        images, texts = self._models(wanted.model)
        region = self.settings.get("trends.region")
        return Studio(
            generations=self.generations,
            runs=self.runs,
            designs=self.designs,
            products=self.products,
            translations=self.translations,
            ledger=self.ledger,
            quota=self.quota,
            images=images,
            texts=texts,
            trends=lambda: self.trends.top(MOST_TRENDS),
            spelled=lambda tag: said_of(spelled_out(tag, language_of(region)), wanted.language),
            seasons=lambda: self.seasons,
            blank=lambda asked: facts_of(asked.base, self.catalogue),
            cloths=lambda asked: cloths_of(asked.base, self.catalogue),
            inspector=self.inspector,
            guard=self._guard(wanted.model),
            watch=watch,
            clock=self.clock,
            parallel=self._making_at_once(wanted.model),
            interrupt=self.clock.interrupt,
            winding_down=self._winding_down,
            press=self._press(images, texts) if wanted.batch else None,
        )

    def _press(self, images: ImageModel, texts: TextModel) -> Press:
        """Where batches go. Raises NoBatches where the models take none."""
        from podpusher_cli.core.batches import NoBatches
        from podpusher_cli.providers.openai.images import OpenAIImages
        from podpusher_cli.providers.openai.texts import OpenAITexts
        from podpusher_cli.workflows.studio import Press

        if not (isinstance(images, OpenAIImages) and isinstance(texts, OpenAITexts)):
            raise NoBatches
        return Press(self.batches, self.openai_batches(), images, texts)

    @cached_property
    def batches(self) -> Batches:
        """The profile's batches."""
        from podpusher_cli.store.batches import Batches

        return Batches(self.db, self.profile_folder() / "batches", self.clock)

    def _making_at_once(self, model: str) -> int:
        """How many are made at once: as many as the plan allows, and on this machine no more than it has processors."""
        from podpusher_cli.core.quota import at_once

        wanted = at_once(int(self.settings.get("generate.parallel")), self.plan)
        return min(wanted, os.cpu_count() or 1) if model == "local" else wanted

    def _winding_down(self) -> None:
        self.out.note(N_("Finishing the calls under way. Press Ctrl-C again to stop at once."))
