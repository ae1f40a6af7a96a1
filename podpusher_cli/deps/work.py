"""What the workflows work with: catalogue, trends, studio, desk, and the doctor's patient."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from podpusher_cli import __version__
from podpusher_cli.core.text import N_
from podpusher_cli.deps.discovery import Discovery

if TYPE_CHECKING:
    from podpusher_cli.core.copywriting import Copy
    from podpusher_cli.core.generating import Progress as Making
    from podpusher_cli.core.generating import Wanted
    from podpusher_cli.core.http import Response
    from podpusher_cli.core.making import CopyBrief, ImageModel, TextModel
    from podpusher_cli.core.prompts import Prompt
    from podpusher_cli.core.publishing import Progress
    from podpusher_cli.providers.promptfiles import PromptFiles
    from podpusher_cli.store.batches import Batches
    from podpusher_cli.workflows.blanks import Catalogue
    from podpusher_cli.workflows.examining.patient import Patient
    from podpusher_cli.workflows.fitting import PrintRoom
    from podpusher_cli.workflows.guarding import Guard
    from podpusher_cli.workflows.publishing import Desk
    from podpusher_cli.workflows.studio import Press, Studio

HOSTS = {
    "etsy": "PODPUSHER_ETSY_API_URL",
    "printify": "PODPUSHER_PRINTIFY_API_URL",
    "stripe": "PODPUSHER_STRIPE_API_URL",
    "openai": "OPENAI_BASE_URL",
}
"""Where the doctor looks for each provider's server."""
_GREETING_S = 5  # a server that needs longer to say anything is no use
MOST_TRENDS = 500  # as many as are looked at for ideas


class Work(Discovery):
    """What the workflows work with."""

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
        from podpusher_cli.core.blanks import kind_of
        from podpusher_cli.core.errors import PodpusherError

        try:
            return next((kind_of(each.title) for each in self.catalogue.blueprints() if each.id == blueprint), "tee")
        except PodpusherError:
            return "tee"

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

    def _models(self, name: str) -> tuple[ImageModel, TextModel]:
        """What makes designs and texts. Raises NotConnected, RetiredModel or BadRates."""
        if name == "local":
            from podpusher_cli.providers.copywriter import Copywriter
            from podpusher_cli.providers.typography import Typographer

            return Typographer(), Copywriter(self._disclosures)
        from podpusher_cli.workflows.guarding import Guard

        prompt = self.prompts.used("listing", self.settings.get("openai.listing_prompt"))
        return self._image_model(), self.text_model(prompt, Guard(self.checker).objections)

    @cached_property
    def prompts(self) -> PromptFiles:
        """What models are asked with: the shipped wordings, and the seller's own."""
        from podpusher_cli.providers.promptfiles import PromptFiles

        return PromptFiles(self.home / "prompts")

    @property
    def _disclosures(self) -> dict[str, str]:
        """The seller's own sentence on artwork by a model, in the language of the listings."""
        own = self.settings.get("listing.disclosure")
        return {self.settings.get("text.language"): own} if own else {}

    def _image_model(self) -> ImageModel:
        from podpusher_cli.core.spending import IMAGE_RATES, rates_of, read_rates
        from podpusher_cli.providers.openai.images import OpenAIImages

        said = self.settings.all()
        model = said["openai.image_model"]
        return OpenAIImages(
            self.openai_wire(said["openai.dialect"]),
            model,
            prompt=self.prompts.used("design", said["openai.design_prompt"]),
            quality=said["openai.quality"],
            size=said["openai.image_size"],
            rates=read_rates("openai.image_rates", said["openai.image_rates"], image=True)
            or rates_of(model, IMAGE_RATES),
        )

    def text_model(self, prompt: Prompt, objections: Callable[[Copy, CopyBrief], list[str]] | None = None) -> TextModel:
        """OpenAI's text model of the settings, asked with that prompt. Raises NotConnected, RetiredModel or BadRates.

        `objections`: what a text says that may not be said, which the model is asked to mend.
        """
        from podpusher_cli.core.feedback import Subject
        from podpusher_cli.core.learning import learn, voice_of
        from podpusher_cli.core.spending import TEXT_RATES, rates_of, read_rates
        from podpusher_cli.providers.openai.texts import OpenAITexts

        said = self.settings.all()
        model = said["openai.text_model"]
        rates = read_rates("openai.text_rates", said["openai.text_rates"], image=False)
        wire = self.openai_wire(said["openai.dialect"])
        return OpenAITexts(
            wire,
            model,
            prompt=prompt,
            rates=rates or rates_of(model, TEXT_RATES),
            disclosures=self._disclosures,
            learnt=learn([voice_of(each) for each in self.feedback.all(Subject.COPY)]),
            objections=objections or (lambda _copy, _brief: []),
        )

    def _guard(self, model: str) -> Guard:
        """What looks at ideas and texts; OpenAI's moderation looks with it where OpenAI is the model."""
        from podpusher_cli.workflows.guarding import Guard

        return Guard(self.checker, None if model == "local" else self._moderated)

    def _moderated(self, texts: Sequence[str]) -> Sequence[tuple[str, ...]]:
        """What OpenAI's moderation flags; nothing, and a word about it, where the server has none."""
        from podpusher_cli.providers.openai.moderation import NoModeration, moderate
        from podpusher_cli.providers.openai.wire import dialect_of, key_headers

        tokens = self.accounts.usable("openai")
        server = tokens.server or self.variable("OPENAI_BASE_URL")
        dialect = dialect_of(server, self.settings.get("openai.dialect"))
        try:
            return moderate(self.http, server, key_headers(dialect, tokens.access_token), texts)
        except NoModeration:
            self.out.note(N_("The ideas were not seen by OpenAI's moderation: the server has none, or did not answer."))
            return ()

    def publish_desk(self, watch: Callable[[Progress], None]) -> Desk:
        """Everything that publishing works with. Raises NotConnected before anything is sent."""
        from podpusher_cli.core.quota import at_once
        from podpusher_cli.workflows.engine.parts import Waits
        from podpusher_cli.workflows.preparing import Preparer
        from podpusher_cli.workflows.publishing import Desk

        self.require("etsy", "printify")
        return Desk(
            journal=self.journal,
            products=self.products,
            printer=self.printify,
            shop=self.etsy,
            shop_id=self.settings.get("printify.shop"),
            preparer=Preparer(catalogue=self.printify.variants, prints=self.print_room.ready, journal=self.journal),
            pace=self.pace,
            clock=self.clock,
            waits=Waits(self.seconds("PODPUSHER_PUBLISH_POLL"), self.seconds("PODPUSHER_PUBLISH_WAIT")),
            parallel=at_once(int(self.settings.get("publish.parallel")), self.plan),
            watch=watch,
            interrupt=self.clock.interrupt,
            winding_down=self._winding_down,
            notices=self.notices,
            quota=self.quota,
            ceiling=self.ceiling,
        )

    def patient(self, *, ask: bool) -> Patient:
        """Everything that the doctor looks at; `ask`: the providers, too."""
        from podpusher_cli import i18n
        from podpusher_cli.net.browser import find
        from podpusher_cli.ui.desktop import has_browser
        from podpusher_cli.workflows.accounts import status
        from podpusher_cli.workflows.examining.patient import Patient

        def store() -> str:
            self.token_store.probe()
            return self.token_store.name

        return Patient(
            version=__version__,
            home=self.home,
            log=self.log.path,
            profile=lambda: self.profile,
            database=lambda: self.database_path,
            connect=lambda: self.db,
            counters=lambda: self.traffic.prove(),  # noqa: PLW0108 - not opened yet
            store=store,
            connections=lambda: status(self.accounts, self.account_checks if ask else {}),
            plan=lambda: self.plan_sheet,
            hosts={each: partial(self._greet, each) for each in HOSTS} if ask else {},
            catalogues=i18n.catalogue_files(),
            faults=self.log.faults,
            browser=find,
            opens_pages=lambda: has_browser(self._outer),
            callback_port=lambda: self.callback_port,
            environment=self._outer,
            clock=self.clock,
        )

    def _greet(self, provider: str) -> Response:
        """Any answer of a provider's server, without a login."""
        from podpusher_cli.core.http import Request

        url = self.variable(HOSTS[provider])
        return self.insistent_http.send(Request("GET", url, route="GET /", timeout=_GREETING_S), provider=provider)
