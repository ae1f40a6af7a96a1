"""Every sentence of the source is in every catalogue, with its placeholders, and nothing is there that is not."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def catalogues() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "locales" / "catalogues.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nothing_is_missing_stale_fuzzy_or_broken(catalogues: ModuleType) -> None:
    assert catalogues.problems() == []


KNOWN = {"id": "{count} tag at {place}.", "string": "{count} Tag bei {place}."}
FORMS = {
    "id": ("{count} tag of {most}.", "{count} tags of {most}."),
    "string": ("{count} Tag von {most}.", "{count} Tags von {most}."),
}


@pytest.mark.parametrize(
    ("asked", "told", "fault"),
    [
        (KNOWN, {}, None),
        (FORMS, {}, None),
        (
            FORMS,
            {"id": ("A tag of {most}.", FORMS["id"][1]), "string": ("Ein Tag von {most}.", FORMS["string"][1])},
            None,
        ),
        (KNOWN, {"string": ""}, "not translated"),
        (FORMS, {"string": ("{count} Tag von {most}.", "")}, "not translated"),
        (KNOWN, {"flags": ("fuzzy",)}, "fuzzy"),
        (KNOWN, {"string": "{count} Tag bei {platz}."}, "other placeholders"),
        (KNOWN, {"string": "Ein Tag bei {place}."}, "other placeholders"),
        (FORMS, {"string": ("{zahl} Tag von {most}.", "{count} Tags von {most}.")}, "other placeholders"),
        (FORMS, {"string": ("{count} Tag von {most}.", "Tags von {most}.")}, "other placeholders"),
        (FORMS, {"string": ("{count} Tag von {most}.",)}, "other forms"),
        (FORMS, {"string": ("{count} Tag von {most}.", *("{count} Tags von {most}.",) * 2)}, "other forms"),
    ],
)
def test_a_fault_in_a_catalogue_is_found(
    catalogues: ModuleType, monkeypatch: pytest.MonkeyPatch, asked: dict, told: dict, fault: str | None
) -> None:
    source, kept = Catalog(), Catalog(locale="de")
    source.add(told.get("id", asked["id"]))
    kept.add(**asked | told)
    monkeypatch.setattr(catalogues, "LANGUAGES", ("de",))
    monkeypatch.setattr(catalogues, "unmarked", list)
    monkeypatch.setattr(catalogues, "template", lambda: source)
    monkeypatch.setattr(catalogues, "load", lambda _language: kept)

    assert catalogues.problems() == ([f"de: {fault}: {told.get('id', asked['id'])!r}"] if fault else [])


def test_a_sentence_that_one_side_lacks_is_found(catalogues: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    source, kept = Catalog(), Catalog(locale="de")
    source.add("It is new.")
    kept.add("It is gone.", "Das ist weg.")
    monkeypatch.setattr(catalogues, "LANGUAGES", ("de",))
    monkeypatch.setattr(catalogues, "unmarked", list)
    monkeypatch.setattr(catalogues, "template", lambda: source)
    monkeypatch.setattr(catalogues, "load", lambda _language: kept)

    assert catalogues.problems() == ["de: not translated: 'It is new.'", "de: not in the source: 'It is gone.'"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('message = N_("The title is empty.")', None),
        ('told = ngettext("{count} row is there.", "{count} rows are there.", 2)', None),
        ('message = NN_("{count} row is there.", "{count} rows are there.")', None),
        ("told = _(sentence)", None),
        ('key = "podpusher connect etsy"', None),
        ('message = "The title is empty."', "not marked: 'The title is empty.'"),
        ('out.note("{count} rows are there.", count=2)', "not marked: '{count} rows are there.'"),
        ('out.note(f"The title {title} is empty.")', "not marked: 'The title {} is empty.'"),
        ('out.note("Saved it")', "not marked: 'Saved it'"),
        ('out.note("{line}", line=line)', None),
        ('rows = table(N_("Product"), "State")', "not marked: 'State'"),
        ('option = Option("--all", help="Every product")', "not marked: 'Every product'"),
        ('class Gone(Error):    message = "Shop gone"', "not marked: 'Shop gone'"),
        ('class Gone(Error):    hint = "podpusher status"', None),
        ('told = _(f"The title {title} is empty.")', "not one sentence: f'The title {title} is empty.'"),
        ('told = _(f"{title}")', "not one sentence: f'{title}'"),
        ('told = _("The title is " + what)', "not one sentence: 'The title is ' + what"),
        ('told = _(WORDS[each["kind"]])', "not one sentence: WORDS[each['kind']]"),
        ('told = NN_("{count} row is there.", f"{count} rows are there.")', "not one sentence: f'{count} rows are there.'"),
    ],
)  # fmt: skip
def test_a_sentence_that_no_catalogue_can_have_is_found(
    catalogues: ModuleType, tmp_path: Path, line: str, fault: str | None
) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "new.py").write_text(f'"""What it is for."""\n\n{line}\n', encoding="utf-8")

    found = list(catalogues.unmarked(tmp_path))

    assert len(found) == (fault is not None), found
    assert all(each.startswith(f"{tmp_path.name}/core/new.py:3: {fault}") for each in found)


@pytest.mark.parametrize("folder", ["providers", "net"])
def test_where_machines_are_spoken_to_an_error_is_still_the_sellers(catalogues: ModuleType, tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    lines = 'SCOPE = "A sentence for a model to read."\nclass Gone(Error):\n    message = "The shop is gone."\n'
    (tmp_path / folder / "new.py").write_text(lines, encoding="utf-8")
    assert list(catalogues.unmarked(tmp_path)) == [f"{tmp_path.name}/{folder}/new.py:3: not marked: 'The shop is gone.'"]


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("es", r"[“”„]|(?i:\busted(es)?\b)"),
        ("es", r"^[^¿]*\?(?:$| )"),  # a question has both its marks
        (
            "fr",
            r"[“”„]| [;!?»]| :|« |\w'\w|(?i:\b(tu|ton|tes|toi)\b)",
        ),  # what may not be torn off its word is kept to it
        ("fr", r"\w[;!?](?: |$)"),
        ("de", r"[«»”]|„[^“]*$|(?i:\bIhr wollt\b)|\b(du|dein|deine|dich|dir|euch)\b"),
        ("es", r"\{\w+\} (%|s|MB|GB|mm|DPI)(?!\w)"),
        ("fr", r"\{\w+\} (%|s|Mo|Go|mm|DPI)(?!\w)"),
        ("de", r"\{\w+\} (%|s|MB|GB|mm|DPI)(?!\w)"),
    ],
)
def test_each_language_is_written_as_it_is_set(catalogues: ModuleType, language: str, wrong: str) -> None:
    told = [
        (message.string,) if isinstance(message.string, str) else message.string
        for message in catalogues.load(language)
        if message.id
    ]
    assert [form for forms in told for form in forms if re.search(wrong, form)] == []


def test_make_messages_fails_on_a_fault(catalogues: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(catalogues, "problems", lambda: ["de: fuzzy: 'x'"])

    assert catalogues.main("check") == 1
    assert "de: fuzzy" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "word"), [("es", "Uso:"), ("fr", "Utilisation"), ("de", "Verwendung:")])
def test_help_is_in_the_sellers_language(language: str, word: str, tmp_path: Path) -> None:
    environment = {"PODPUSHER_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "podpusher_cli", "products", "edit", "--lang", language, "--help"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith(word)
    assert "Show this message" not in done.stdout
    assert "[required]" not in done.stdout
