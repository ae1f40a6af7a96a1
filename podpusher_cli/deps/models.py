"""What makes designs and texts: the local makers, or OpenAI's models with the seller's key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from podpusher_cli.core.text import N_
from podpusher_cli.deps.discovery import Discovery

if TYPE_CHECKING:
    from podpusher_cli.core.copywriting import Copy
    from podpusher_cli.core.making import CopyBrief, ImageModel, TextModel
    from podpusher_cli.core.prompts import Prompt
    from podpusher_cli.core.spending import Rates
    from podpusher_cli.providers.promptfiles import PromptFiles
    from podpusher_cli.workflows.guarding import Guard


class Models(Discovery):
    """What makes designs and texts."""

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
        from podpusher_cli.providers.openai.texts import OpenAITexts

        rates = self._text_rates
        return OpenAITexts(
            self.openai_wire(self.settings.get("openai.dialect")),
            self.settings.get("openai.text_model"),
            prompt=prompt,
            rates=rates,
            disclosures=self._disclosures,
            learnt=learn([voice_of(each) for each in self.feedback.all(Subject.COPY)]),
            objections=objections or (lambda _copy, _brief: []),
        )

    @property
    def _text_rates(self) -> Rates | None:
        """What the text model of the settings costs: as the seller says, else as far as it is known. Raises BadRates."""
        from podpusher_cli.core.spending import TEXT_RATES, rates_of, read_rates

        said = self.settings.all()
        own = read_rates("openai.text_rates", said["openai.text_rates"], image=False)
        return own or rates_of(said["openai.text_model"], TEXT_RATES)

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
