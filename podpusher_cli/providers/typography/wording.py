"""The words of an idea: weighed, and broken into lines as a sign painter would."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from podpusher_cli.providers.typography.direction import marked, runs_from_right
from podpusher_cli.providers.typography.faces import is_emoji

_SMALL = (
    "a aber about am an and are as at au aux avec be but by can con dans das de del dem den der des die du ein "
    "eine el en er es est et for from full für has have he her here his i i'm ich if il im in into is isn't it "
    "its je just la las le les los ma me mes mi mit mon my nicht not o oder of off ohne on or ou our para por "
    "pour que qui sans she sie so sont su sur than that the their them then they this to too tu un una und une "
    "until via von vs was we were when where which while who will willing with without y you your zu "
    "а без в для до за и из к как на не но о от по при с у что это я ще та і й є του της το τα ο η οι και με για σε "
    "στο στη δεν να που μου σου είναι ένα μια في من على إلى عن مع ثم أو لا ما هذا هذه كل يا هو هي את של על עם אל כל "
    "לא זה זו אני הוא היא גם או אם כי רק"
)
_BREAKING = "aber and because but et mais or pero since that und until when while who with y и но а що бо και αλλά ثم و لكن או אבל כי"
SMALL_WORDS = frozenset(_SMALL.split())
BREAKERS = frozenset(_BREAKING.split())

PAUSES = ",;:،؛–—-/ "
_TONGUES = re.compile(r"[,;:.!?…–—،؛؟]+$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as printed. `weight` says how much it matters; `ends` that a clause ends with it.

    `from_right` is that of the whole text, whichever way the word itself is read.
    """

    text: str
    weight: float
    small: bool
    ends: bool
    from_right: bool = False


def words_of(text: str, telling: Callable[[str], bool] = bool) -> tuple[Word, ...]:
    """The words with their weights: short connecting words little, long ones more, the last one a little more.

    `telling` says whether a word alone tells what the idea is about; such a word weighs most.
    """
    parts = text.split()
    found: list[Word] = []
    from_right = runs_from_right(text)
    for place, part in enumerate(parts):
        bare = _TONGUES.sub("", part).casefold().replace("’", "'")
        small = (bare in SMALL_WORDS or is_emoji(part[0])) and len(parts) > 1
        length = sum(letter.isalnum() for letter in bare)
        weight = 0.15 if small else 1.0 + 0.25 * min(length, 8) / 8
        if not small and place == len(parts) - 1:
            weight += 0.35
        if not small and telling(bare):
            weight += 0.45
        if not small and place and part[:1].isupper() and not parts[0].isupper():
            weight += 0.15
        found.append(Word(part, weight, small, bool(_TONGUES.search(part)) or part in {"–", "—", "-", "/"}, from_right))
    return tuple(found)


def as_text(words: Sequence[Word], *, last: bool = False) -> str:
    """The words as a line: a comma or full stop at its end is left out, the break says it. `last` keeps a “!” only."""
    line = " ".join(word.text for word in words)
    said = line.rstrip(PAUSES).removesuffix(".") if not last else line.rstrip(PAUSES + ".") or line
    return marked(said, from_right=words[0].from_right) if words else said


Measure = Callable[[Sequence[Word]], float]


def in_lines(words: Sequence[Word], measure: Measure, count: int) -> tuple[float, tuple[tuple[Word, ...], ...]]:
    """The words in `count` lines of nearly equal measure that break at good places, and how bad the best is."""
    size = len(words)
    places = _places(words, measure)
    ideal = (places[size][1] - places[0][0]) / count or 1.0
    best: list[list[tuple[float, int]]] = [[(math.inf, 0)] * (size + 1) for _ in range(count + 1)]
    best[0][0] = (0.0, 0)
    costs = {
        (start, end): _cost(words, start, end, (places[end][1] - places[start][0]) / ideal)
        for start in range(size)
        for end in range(start + 1, size + 1)
    }
    for line in range(1, count + 1):
        for end in range(line, size + 1):
            best[line][end] = min(
                (best[line - 1][start][0] + costs[start, end], start) for start in range(line - 1, end)
            )
    lines: list[tuple[Word, ...]] = []
    end = size
    for line in range(count, 0, -1):
        start = best[line][end][1]
        lines.append(tuple(words[start:end]))
        end = start
    return best[count][size][0] / count, tuple(reversed(lines))


def _places(words: Sequence[Word], measure: Measure) -> list[tuple[float, float]]:
    """For the gap before each word, and the one after the last: where the next word begins and the last one ended."""
    space = measure(words[:2]) - measure(words[:1]) - measure(words[1:2]) if len(words) > 1 else 0.0
    places, at = [(0.0, 0.0)], 0.0
    for word in words:
        at += measure((word,))
        places.append((at + space, at))
        at += space
    return places


def _cost(words: Sequence[Word], start: int, end: int, share: float) -> float:
    """How bad a line is whose width is this share of the ideal."""
    line = words[start:end]
    share = max(share, 0.01)
    cost = math.log(share) ** 2 * (1.5 if share > 1 else 1.0)
    if end < len(words):
        cost += _break_cost(words[end - 1], words[end])
    if len(line) == 1 and line[0].small:
        cost += 1.5
    return cost


def _break_cost(before: Word, after: Word) -> float:
    """How much it hurts to break a line between the two: less than nothing where the sentence pauses."""
    if before.ends:
        return -0.5
    if after.text.casefold() in BREAKERS:
        return -0.25
    return 0.3 if before.small else 0.05


def halves(words: Sequence[Word], measure: Measure) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words in two parts of about equal measure, broken where the sentence pauses. One word: it is the first."""
    if len(words) < 2:
        return tuple(words), ()
    _, lines = in_lines(words, measure, 2)
    return lines[0], lines[1]


def around_hero(words: Sequence[Word]) -> tuple[tuple[Word, ...], tuple[Word, ...], tuple[Word, ...]]:
    """The words before the one that matters most, that one (two if both are short), and those after it."""
    if len(words) <= 1:
        return (), tuple(words), ()
    start = max(range(len(words)), key=lambda index: (words[index].weight, index))
    end = start + 1
    if (
        start > 1
        and not (words[start - 1].small or words[start - 1].ends)
        and len(words[start].text) + len(words[start - 1].text) <= 9
    ):
        start -= 1
    return tuple(words[:start]), tuple(words[start:end]), tuple(words[end:])


_MOODS = {
    "tender": (
        "love mom mum mama mother grandma granny nana wife sister aunt heart baby bride wedding family "
        "sweet flower kind"
    ),
    "fun": (
        "funny weird crazy cat cats introvert coffee pizza nap dog dogs awkward sarcas silly chaos taco "
        "llama snack monday"
    ),
    "bold": "gym lift strong power boss beast train hustle warrior fearless never loud",
    "vintage": (
        "retired vintage old est classic legend trucker mechanic dad grandpa papa whiskey barber biker brew beer garage"
    ),
    "outdoors": (
        "camp hike mountain trail fish hunt lake forest wild adventure outdoor river surf beach ranch "
        "cowboy horse desert"
    ),
    "retro": "retro summer sun disco vinyl groovy 70s 80s beach surf vibes good peace road van music",
    "neon": "neon night synth arcade gamer game cyber disco party dj",
    "calm": ("calm yoga tea plant book read garden quiet slow namaste breathe mindful zen nurse teacher librar"),
}


def moods_of(text: str) -> frozenset[str]:
    """The moods that the words call up; `plain` when they call up none."""
    words = re.findall(r"\w+", text.casefold())
    found = {
        mood
        for mood, stems in _MOODS.items()
        if any(word == stem or (len(stem) > 3 and word.startswith(stem)) for word in words for stem in stems.split())
    }
    return frozenset(found or {"plain"})
