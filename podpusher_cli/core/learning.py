"""What the seller's own verdicts teach: weights for the local maker, and the few examples that a model is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from podpusher_cli.core.feedback import Feedback, Reason, Subject, Verdict
from podpusher_cli.core.ideation import Weights

MOST_EXAMPLES = 5
_LEAST, _MOST = 0.5, 2.0
_DOUBT = 3.0  # verdicts that stand for “as usual” beside the real ones: one alone turns nothing round
_MIDDLE, _REACH = 3, 2  # of the stars
_VERDICTS = {
    (Subject.IDEA, Verdict.KEPT): 0.5,
    (Subject.IDEA, Verdict.DROPPED): -1.0,
    (Subject.DESIGN, Verdict.KEPT): 0.3,
    (Subject.DESIGN, Verdict.DROPPED): -0.5,
    (Subject.COPY, Verdict.KEPT): 0.5,
    (Subject.COPY, Verdict.DROPPED): -1.0,
}
_ABOUT_DRAWING = frozenset({Reason.UGLY, Reason.HARD_TO_READ})
_GOOD, _BAD = 0.4, -0.4


@dataclass(frozen=True, slots=True)
class Voice:
    """What was said of an idea or of a design of it, or of a listing's title, from -1 to 1."""

    text: str
    niche: str | None
    pattern: str | None
    value: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights from 0.5 to 2, and texts that the seller liked and did not like, the clearest first."""

    weights: Weights
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


NOTHING = Learnt(Weights())


def value_of(said: Feedback) -> float:
    """Feedback as a number from -1 to 1; stars say more than a verdict. What is wrong with a drawing says nothing of its idea."""
    if said.reason is Reason.DUPLICATE:
        return 0.0
    if said.about is Subject.DESIGN and said.reason in _ABOUT_DRAWING:
        return 0.0
    if said.rating is not None:
        told = (said.rating - _MIDDLE) / _REACH
        return told / 2 if said.about is Subject.DESIGN else told
    return _VERDICTS.get((said.about, said.verdict), 0.0) if said.verdict else 0.0


def voice_of(said: Feedback) -> Voice:
    """Feedback as a voice about its own words."""
    return Voice(said.text, None, None, value_of(said))


def learn(voices: Sequence[Voice]) -> Learnt:
    """What they come to together. The same voices in the same order teach the same."""
    weights = Weights(
        patterns=_weights((each.pattern, each.value) for each in voices),
        niches=_weights((each.niche, each.value) for each in voices),
    )
    by_text: dict[str, float] = {}
    for each in voices:
        by_text[each.text] = by_text.get(each.text, 0.0) + each.value
    ranked = sorted(by_text, key=lambda text: -by_text[text])
    good = [text for text in ranked if by_text[text] >= _GOOD]
    bad = [text for text in reversed(ranked) if by_text[text] <= _BAD]
    return Learnt(weights, tuple(good[:MOST_EXAMPLES]), tuple(bad[:MOST_EXAMPLES]))


def _weights(said: Iterable[tuple[str | None, float]]) -> dict[str, float]:
    """Twice as usual for what everybody praises, half for what nobody wants, and near to 1 while little is known."""
    sums: dict[str, tuple[float, int]] = {}
    for name, value in said:
        if name is not None and value:
            total, count = sums.get(name, (0.0, 0))
            sums[name] = (total + value, count + 1)
    found = {name: 2.0 ** (total / (count + _DOUBT)) for name, (total, count) in sums.items()}
    return {name: round(min(_MOST, max(_LEAST, weight)), 3) for name, weight in found.items()}
