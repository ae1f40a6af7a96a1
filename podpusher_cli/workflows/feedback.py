"""Take down what the seller thinks of a thing that is there."""

from __future__ import annotations

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.feedback import Feedback, NothingSaid, Opinion, Subject, subject_of
from podpusher_cli.core.ideabook import IdeaState
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.feedback import FeedbackBook
from podpusher_cli.store.ideas import Ideas
from podpusher_cli.store.products import Products


def give(
    name: str,
    said: Opinion,
    *,
    feedback: FeedbackBook,
    ideas: Ideas,
    designs: Designs,
    products: Products,
    clock: Clock,
) -> Feedback:
    """What stands about it afterwards; with nothing said, what stands already. An idea is kept or dropped by it, too.

    Raises NothingThere, NoSuchIdea, NoSuchDesign, NoSuchProduct, NothingSaid, or IdeaIsMade.
    """
    about = subject_of(name)
    text = {
        Subject.IDEA: lambda: ideas.get(name).text,
        Subject.DESIGN: lambda: designs.get(name).idea,
        Subject.COPY: lambda: products.get(name).title,
    }[about]()
    if said.is_empty:
        return _standing(name, feedback)
    if about is Subject.IDEA and said.verdict is not None:
        ideas.decide([name], IdeaState(said.verdict), clock.now(), reason=said.reason, because=said.because)
    return feedback.say(name, about, text, said, clock.now())


def take_back(name: str, *, feedback: FeedbackBook) -> Feedback:
    """Take back all that was said; what it was. Raises NothingSaid."""
    gone = _standing(name, feedback)
    feedback.forget(name)
    return gone


def _standing(name: str, feedback: FeedbackBook) -> Feedback:
    found = feedback.find(name)
    if found is None:
        raise NothingSaid(name=name)
    return found
