"""The catalogues: `update` extracts and merges every sentence, `check` fails on anything missing or fuzzy, `compile` builds them."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("es", "fr", "de")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


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
        catalogue.obsolete.clear()
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, catalogue, width=120, omit_header=False, no_location=True, sort_output=True)


def problems() -> list[str]:
    """What keeps the catalogues from being whole: missing, stale or fuzzy sentences, placeholders that differ."""
    found = []
    source = template()
    for language in LANGUAGES:
        catalogue = load(language)
        for message in source:
            kept = catalogue.get(message.id, message.context) if message.id else None
            if message.id and (kept is None or not all(_forms(kept.string))):
                found.append(f"{language}: not translated: {message.id!r}")
            elif kept is not None and message.id:
                if kept.fuzzy:
                    found.append(f"{language}: fuzzy: {message.id!r}")
                names = _names(_forms(message.id)[-1])
                found += [
                    f"{language}: other placeholders: {form!r}"
                    for form in _forms(kept.string)[-1:]
                    if _names(form) != names
                ]
        found += [
            f"{language}: not in the source: {kept.id!r}"
            for kept in catalogue
            if kept.id and source.get(kept.id, kept.context) is None
        ]
    return found


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


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
