"""The catalogues: `update` extracts and merges every sentence, `check` fails on what is missing, fuzzy or not marked, `compile` builds them."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("es", "fr", "de")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2), "pgettext": ((1, "c"), 2), "NP_": ((1, "c"), 2)}
# What speaks to machines, to buyers in their own languages or to nobody: it is not the seller's to read.
SILENT = ("sandbox", "providers", "net")
TOLD_BY_ERRORS = {"message", "hint"}
TOLD_BY_CALLS = {"note", "warn", "confirm", "ask", "secret"}
_WORD, _FIELD = re.compile(r"[^\W\d_]"), re.compile(r"\{\w*\}")
_SENTENCE = re.compile(r"[A-Z“{][^\n]* [^\n]* [^\n]*[^\n ][.?!:]")


def template() -> Catalog:
    """Every sentence of the source."""
    made = Catalog(project="podpusher", copyright_holder="The podpusher authors", fuzzy=False)
    found = extract_from_dir(ROOT / "podpusher_cli", [("sandbox/**", "ignore"), ("**.py", "python")], keywords=KEYWORDS)
    for file, line, message, comments, context in sorted(found, key=lambda each: (str(each[0]), each[1])):
        if message and message != ("", ""):
            made.add(message, None, [(f"podpusher_cli/{file}", line)], auto_comments=comments, context=context)
    return made


def path_of(language: str) -> Path:
    """Where a language's sentences are."""
    return ROOT / "locales" / language / "LC_MESSAGES" / "podpusher.po"


def load(language: str) -> Catalog:
    """A language's sentences as they are kept."""
    path = path_of(language)
    with BytesIO(path.read_bytes() if path.exists() else b"") as file:
        return read_po(file, locale=language, domain="podpusher")


def update() -> None:
    """Merge the source's sentences into each language; what is gone is dropped."""
    source = template()
    for language in LANGUAGES:
        catalogue = load(language)
        catalogue.update(source, no_fuzzy_matching=True)
        catalogue.fuzzy = False
        catalogue.obsolete.clear()
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, catalogue, width=120, omit_header=False, no_location=True, sort_output=True)


def problems() -> list[str]:
    """What keeps the catalogues from being whole: sentences missing, stale, fuzzy, with other places or forms; not marked."""
    found = list(unmarked())
    source = template()
    for language in LANGUAGES:
        catalogue = load(language)
        for message in source:
            if message.id:
                kept = catalogue.get(message.id, message.context)
                found += [
                    f"{language}: {fault}: {message.id!r}" for fault in _faults(message, kept, catalogue.num_plurals)
                ]
        found += [
            f"{language}: not in the source: {kept.id!r}"
            for kept in catalogue
            if kept.id and source.get(kept.id, kept.context) is None
        ]
    return found


def _faults(message: Message, kept: Message | None, plurals: int) -> Iterator[str]:
    if kept is None or not all(_forms(kept.string)):
        yield "not translated"
        return
    if kept.fuzzy:
        yield "fuzzy"
    asked, told = _forms(message.id), _forms(kept.string)
    if len(told) != (plurals if message.pluralizable else 1) or kept.pluralizable != message.pluralizable:
        yield "other forms"
    if any(_names(form) != _names(asked[-1 if place else 0]) for place, form in enumerate(told)):
        yield "other placeholders"


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def unmarked(folder: Path = ROOT / "podpusher_cli") -> Iterator[str]:
    """Sentences of the source that no catalogue can have: not marked, or put together inside the mark."""
    for file in sorted(folder.rglob("*.py")):
        tree, top = ast.parse(file.read_text(encoding="utf-8")), file.relative_to(folder).parts[0]
        found = set(_unmarked(tree)) if top not in SILENT else set()
        found |= set(_unmarked_places(tree)) if top != "sandbox" else set()
        for line, fault in sorted(found):
            yield f"{file.relative_to(folder.parent)}:{line}: {fault}"


def _unmarked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    seen: set[ast.AST] = set()  # what is marked, and what stands alone: a docstring
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            seen.add(node.value)
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in KEYWORDS:
            for given in node.args[: 2 if KEYWORDS[node.func.id] else 1]:  # type: ignore[attr-defined]
                words = {each for each in ast.walk(given) if _text(each) is not None}
                if words - {given} or isinstance(given, ast.JoinedStr):
                    yield node.lineno, f"not one sentence: {ast.unparse(given)}"
                seen |= words
    for node in ast.walk(tree):
        text = _text(node)
        if text is not None and node not in seen and _SENTENCE.fullmatch(text.strip()):
            yield node.lineno, f"not marked: {text!r}"  # type: ignore[attr-defined]
        if isinstance(node, ast.JoinedStr):
            seen |= {*node.values}


def _unmarked_places(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Words of any form where sellers read: what an error says and advises, a help text, a note, a question, a heading."""
    for node in ast.walk(tree):
        places: list[ast.expr | None] = []
        if isinstance(node, ast.ClassDef):
            told = [each for each in node.body if isinstance(each, ast.Assign | ast.AnnAssign)]
            targets = {each: each.targets[0] if isinstance(each, ast.Assign) else each.target for each in told}
            places = [each.value for each in told if getattr(targets[each], "id", None) in TOLD_BY_ERRORS]
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", None))
            places = [each.value for each in node.keywords if each.arg == "help"]
            places += {"table": node.args}.get(str(name), node.args[:1] if name in TOLD_BY_CALLS else [])
        for place in places:
            text = _text(place) if place is not None else None
            if text and _WORD.search(_FIELD.sub("", text)) and not text.startswith("podpusher "):
                yield place.lineno, f"not marked: {text!r}"  # type: ignore[union-attr]


def _text(node: ast.AST) -> str | None:
    """What a string says, one with fields too."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(each) or "{}" for each in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def compile_all() -> None:
    """Build what gettext reads, where the package looks for it."""
    for language in LANGUAGES:
        target = ROOT / "podpusher_cli" / "_locale" / language / "LC_MESSAGES" / "podpusher.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, load(language))


def main(verb: str) -> int:
    """Run one verb."""
    if verb == "update":
        update()
    if verb in {"update", "check"}:
        found = problems()
        sys.stderr.writelines(f"{each}\n" for each in found)
        return 1 if found else 0
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
