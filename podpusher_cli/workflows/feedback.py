"""Take down what the seller thinks of a thing that is there."""

from __future__ import annotations

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.feedback import Feedback, NothingSaid, Opinion, Subject, subject_of
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.feedback import FeedbackBook
from podpusher_cli.store.products import Products


def give(
    name: str, said: Opinion, *, feedback: FeedbackBook, designs: Designs, products: Products, clock: Clock
) -> Feedback:
    """What stands about it afterwards; with nothing said, what stands already.

    Raises NothingThere, NoSuchDesign, NoSuchProduct or NothingSaid.
    """
    about = subject_of(name)
    text = designs.get(name).idea if about is Subject.DESIGN else products.get(name).title
    if said.is_empty:
        return _standing(name, feedback)
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
