"""The review page, written for the seller's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from podpusher_cli.core.designs import Design
from podpusher_cli.core.feedback import MOST_LETTERS, REASON_WORDS, STARS
from podpusher_cli.core.inking import Cloth
from podpusher_cli.core.reviewing import Standing
from podpusher_cli.core.text import N_, printable
from podpusher_cli.i18n import _, current

SCRIPTS = ("marks.js", "cards.js", "dialogs.js", "keys.js")

WORDS = {
    "title": N_("Review designs"),
    "designs": N_("Designs"),
    "filters": N_("Which designs to show"),
    "filter_new": N_("New"),
    "filter_kept": N_("Kept"),
    "filter_dropped": N_("Dropped"),
    "filter_all": N_("All"),
    "help": N_("Keys"),
    "done": N_("Done"),
    "look": N_("Look closer"),
    "rating": N_("Rating"),
    "tags": N_("Tags"),
    "keep": N_("Keep"),
    "drop": N_("Drop"),
    "tag": N_("Tag"),
    "none": N_("No designs here."),
    "undo": N_("Undo"),
    "close": N_("Close"),
    "cloth": N_("Cloth"),
    "print": N_("How it will print"),
    "previous": N_("Previous design"),
    "next": N_("Next design"),
    "why": N_("Why is it dropped?"),
    "because": N_("In your own words"),
    "save": N_("Save"),
    "no_reason": N_("No reason"),
    "tag_title": N_("Tag this design"),
    "tag_label": N_("Tags, by comma"),
    "cancel": N_("Cancel"),
    "saved": N_("Everything is saved."),
    "close_window": N_("You can close this window."),
    "noscript": N_("This page needs JavaScript. podpusher designs review --terminal does without."),
    # Said by the scripts, which fill in what stands in braces
    "count": N_("{decided} of {total} decided"),
    "said_kept": N_("Kept: {title}"),
    "said_dropped": N_("Dropped: {title}"),
    "said_new": N_("Open again: {title}"),
    "said_changed": N_("Saved: {title}"),
    "said_undone": N_("Taken back: {title}"),
    "nothing_to_undo": N_("There is nothing to undo."),
    "badge_kept": N_("Kept"),
    "badge_dropped": N_("Dropped"),
    "badge_why": N_("Dropped: {why}"),
    "untag": N_("Remove the tag {tag}"),
    "place": N_("{place} of {total}"),
    "summary": N_("Kept: {kept}. Dropped: {dropped}. Not decided: {open}."),
    "gone": N_("podpusher has ended. What was marked before is saved; podpusher designs review goes on."),
    "unreadable": N_("This picture cannot be shown."),
}
CLOTHS = (N_("White"), N_("Sport Grey"), N_("Navy"), N_("Black"))
HELP = (
    (("←", "→", "↑", "↓"), N_("Move from design to design")),
    (("h", "j"), N_("Previous design, next design")),
    (("k",), N_("Keep it, and go to the next")),
    (("x",), N_("Drop it; then 1 to 6 says why, or Enter gives no reason")),
    (("1", "…", "5"), N_("Rate it; 0 takes the rating back")),
    (("t",), N_("Tag it")),
    (("r",), N_("Open again what was decided")),
    (("u",), N_("Undo the last mark")),
    (("Enter",), N_("Look closer; c changes the cloth")),
    (("Esc",), N_("Close what is open")),
    (("?",), N_("Show the keys")),
)
HINTS = (
    ("←→", N_("move")), ("k", N_("keep")), ("x", N_("drop")), ("1–5", N_("rate")), ("t", N_("tag")), ("u", N_("undo")),
    ("Enter", N_("look closer")), ("?", N_("all keys")),
)  # fmt: skip


def page(
    designs: Sequence[Design], standings: Mapping[str, Standing], cloths: Mapping[str, Sequence[Cloth]], tags: Sequence[str], *,
    nonce: str, key: str, everything: bool,
) -> str:  # fmt: skip
    """The page as HTML.

    `cloths`: what each design is looked at on, and which comes first. `nonce`: of its scripts and styles; `key`: what its
    marks carry; `everything`: decided ones are shown from the start, too.
    """
    from babel.core import Locale
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(loader=FunctionLoader(_file), autoescape=True, undefined=StrictUndefined)
    words = {name: _(word) for name, word in WORDS.items()}
    reasons = {reason.value: _(word) for reason, word in REASON_WORDS.items()}
    told = {
        "words": words, "reasons": reasons, "standings": _plain(standings), "tags": list(tags), "key": key,
        "filter": "all" if everything else "new",
    }  # fmt: skip
    return environment.get_template("review.html").render(
        lang=current().language,
        direction=Locale(current().language).text_direction,
        nonce=nonce,
        words=words,
        css=Markup(_file("review.css")),  # noqa: S704 - files of ours
        scripts=[Markup(_file(name)) for name in SCRIPTS],  # noqa: S704
        cards=[_card(each, cloths[each.id]) for each in designs],
        stars=list(STARS),
        reasons=[{"name": name, "word": word} for name, word in reasons.items()],
        most_letters=MOST_LETTERS,
        help=[(keys, _(word)) for keys, word in HELP],
        hints=[(keys, _(word)) for keys, word in HINTS],
        told=told,
    )


def _card(design: Design, cloths: Sequence[Cloth]) -> dict[str, Any]:
    made = (design.layout or "", design.model, current().money(design.cost) if design.cost else "", design.trend or "")
    return {
        "id": design.id,
        "title": printable(design.idea),
        "facts": printable(" · ".join(filter(None, made))),
        "cloths": [{"word": printable(_(each.name)), "colour": each.colour[1:]} for each in cloths],
    }


def _plain(standings: Mapping[str, Standing]) -> Any:
    import msgspec

    return msgspec.to_builtins(dict(standings))


def _file(name: str) -> str:
    return files("podpusher_cli.ui.pages").joinpath(name).read_text(encoding="utf-8")
