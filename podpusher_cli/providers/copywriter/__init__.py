"""The local copywriter: an idea in words made into a listing's text, on this machine alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.fitting import fit_copy, fit_title, shortened
from podpusher_cli.core.making import Attempt, CopyBrief
from podpusher_cli.core.spending import Estimate
from podpusher_cli.core.text import one_line
from podpusher_cli.providers.copywriter.english import ENGLISH
from podpusher_cli.providers.copywriter.french import FRENCH
from podpusher_cli.providers.copywriter.german import GERMAN
from podpusher_cli.providers.copywriter.language import Language, Noun, Topic, shuffled, words_of
from podpusher_cli.providers.copywriter.search_words import search_words
from podpusher_cli.providers.copywriter.spanish import SPANISH
from podpusher_cli.providers.copywriter.topics import plain, topics_in, words_in
from podpusher_cli.providers.typography.dice import Dice

MODEL = "copywriter-1"
BY_CODE = {language.code: language for language in (ENGLISH, SPANISH, FRENCH, GERMAN)}

_TITLE_WORDS, _IDEA_LETTERS = 14, 70
_IDEA_WORDS = (10, 8, 6)  # fewer where the whole title would be too long
# Neither titles nor tags take the picture, and buyers search for the word.
_LOVE = re.compile(r"(?<=\bI)\s*[❤♥🧡💛💚💙💜🖤🤍💕💖💗]\ufe0f?\s*(?=\W*\w)", re.IGNORECASE)
_SMALL = words_of("a an and as at but by for from if in into nor of on or over per so the to up via with yet")


def disclosure(language: str, own: Mapping[str, str]) -> str:
    """The sentence that says that an image model made the artwork: the seller's `own` of that language, or ours."""
    return own.get(language) or BY_CODE.get(language, ENGLISH).disclosure


def alt_text(brief: CopyBrief) -> str:
    """What the picture shows, in a sentence; nothing that is not known of it."""
    language = BY_CODE.get(brief.language, ENGLISH)
    sentence = language.alt_lettered if brief.lettered else language.alt_picture
    return sentence.format(noun=language.nouns[brief.facts.kind].name, idea=one_line(brief.idea).join(language.quotes))


class Copywriter:
    """Writes a listing from an idea. The same brief gives the same text; nothing is claimed that the brief does not say.

    `disclosures`: the seller's own sentences on artwork by a model, by language.
    """

    name = "local"

    def __init__(self, disclosures: Mapping[str, str] | None = None) -> None:
        self._disclosures = disclosures or {}

    def estimate(self) -> Estimate | None:
        """Nothing is spent."""
        return None

    def write(self, brief: CopyBrief, attempt: Attempt | None = None) -> Copy:  # noqa: ARG002 - only paid models need it
        """Title, description and 13 tags that break no rule."""
        language = BY_CODE.get(brief.language, ENGLISH)
        noun = language.nouns[brief.facts.kind]
        topics = [language.topics[name] for name in topics_in(f"{brief.idea} {brief.trend or ''}")]
        dice = Dice(f"{MODEL} {brief.seed} {language.code} {brief.idea}")
        spoken = replace(brief, idea=_LOVE.sub(" love ", brief.idea)) if language is ENGLISH else brief
        copy = Copy(
            title=_title(spoken, language, noun, topics, dice),
            description=self._described(brief, language, _description(brief, language, noun, topics, dice)),
            tags=search_words(spoken, language, noun, topics, dice),
            materials=tuple(language.materials.get(each, each).capitalize() for each in brief.facts.materials),
            language=language.code,
            alt=alt_text(brief),
        )
        return fit_copy(copy)

    def _described(self, brief: CopyBrief, language: Language, description: str) -> str:
        return f"{description}\n\n{disclosure(language.code, self._disclosures)}" if brief.disclose_ai else description


def _title(brief: CopyBrief, language: Language, noun: Noun, topics: Sequence[Topic], dice: Dice) -> str:
    order = shuffled(language.titles if topics else language.titles_plain, dice)
    made = [each for most in _IDEA_WORDS for each in _titles(_for_title(brief.idea, most), order, noun, topics)]
    title = next(
        (each for each in made if len(each.split()) <= _TITLE_WORDS), min(made, key=lambda text: len(text.split()))
    )
    return fit_title(_title_case(title) if language.title_case else title[:1].upper() + title[1:], language.code)


def _titles(idea: str, frames: Sequence[str], noun: Noun, topics: Sequence[Topic]) -> list[str]:
    """The frames filled, those first that say nothing twice."""
    nouns = {plain(word) for word in (noun.name, *noun.tags)}
    named = any(plain(word) in nouns for word in words_in(idea))
    occasion = topics[0].occasion if topics else ""
    frames = [frame for frame in frames if occasion or "{occasion}" not in frame]
    if named or not idea:
        frames = [frame for frame in frames if ", {noun" not in frame]
    values = {
        "idea": idea,
        "noun": "" if named else noun.name,
        "noun_small": noun.name[:1].lower() + noun.name[1:],
        "audience": topics[0].audience if topics else "",
        "occasion": occasion,
    }
    return sorted((_tidy(frame.format_map(values)) for frame in frames), key=_repeats)


def _repeats(title: str) -> tuple[int, int]:
    """How often a word stands beside itself, and how often one comes back."""
    words = [plain(word) for word in words_in(title)]
    return sum(one == other for one, other in pairwise(words)), len(words) - len(set(words))


def _for_title(idea: str, most: int) -> str:
    """The idea as the beginning of a title: what Etsy takes of it, a few words, no full stop."""
    text = shortened(fit_title(idea).strip(" .,;:-–—"), _IDEA_LETTERS)
    words = text.split() if words_in(text) else []
    if len(words) > most:
        clause = next((place for place in range(most, 2, -1) if words[place - 1][-1] in ",.;:!?"), most)
        words = words[:clause]
        while len(words) > 1 and plain(words[-1]) in _SMALL:
            words.pop()
    return " ".join(words).strip(" .,;:-–—")


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace(" ,", ",").strip(" ,")


def _title_case(title: str) -> str:
    words = title.split()
    return " ".join(word if place and word.lower() in _SMALL else _capital(word) for place, word in enumerate(words))


def _capital(word: str) -> str:
    """The word with capitals after its hyphens too; one that has capitals already stays as it is."""
    if word != word.lower():
        return word
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _description(brief: CopyBrief, language: Language, noun: Noun, topics: Sequence[Topic], dice: Dice) -> str:
    idea = one_line(brief.idea)
    values = {
        "idea": idea.join(language.quotes),
        "this": noun.this,
        "audience": topics[0].audience if topics else "",
        "occasion": topics[0].occasion if topics else "",
    }
    first = [dice.pick(_hooks(brief, language, topics))]
    if brief.lettered and brief.layout:
        first.append(language.styles.get(brief.layout, ""))
    gifts = language.gifts_plain
    if topics:
        gifts = language.gifts if topics[0].occasion else language.gifts_simple
    parts = [" ".join(first).strip(), dice.pick(gifts), _details(brief, language, dice), dice.pick(language.contact)]
    return "\n\n".join(_sentence(part.format_map(values)) for part in parts)


def _hooks(brief: CopyBrief, language: Language, topics: Sequence[Topic]) -> Sequence[str]:
    if not brief.lettered:
        return language.hooks_picture
    return language.hooks if topics else language.hooks_plain


def _details(brief: CopyBrief, language: Language, dice: Dice) -> str:
    """What is known of the thing, a line each."""
    facts = brief.facts
    lines = [dice.pick(language.made)]
    if facts.materials:
        lines.append(
            language.material.format(
                materials=", ".join(language.materials.get(each, each) for each in facts.materials)
            )
        )
    if facts.sizes:
        lines += [language.sizes.format(sizes=", ".join(facts.sizes)), language.choose]
    return "\n".join([language.details, *(f"• {line}" for line in lines)]).replace("{", "{{").replace("}", "}}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
