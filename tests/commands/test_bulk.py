"""podpusher bulk import: every good line is taken once, every bad one is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.support.pictures import print_file
from tests.support.program import SMALL_DISK, run, shell, start

HEADING = "title,description,tags,design,price"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "art.png").write_bytes(print_file())
    return tmp_path


def write(folder: Path, *lines: str, name: str = "shirts.csv", heading: str = HEADING, encoding: str = "utf-8") -> str:
    (folder / name).write_bytes(("\n".join([heading, *lines]) + "\n").encode(encoding))
    return str(folder / name)


def row(number: int = 1, **cells: str) -> str:
    told = {"title": f"Shirt {number}", "description": "A soft shirt.", "tags": '"shirt, gift"', "design": "art.png", "price": "26.99"}
    return ",".join((told | cells).values())


def test_each_line_becomes_a_product(cli: Cli, folder: Path) -> None:
    report = cli("bulk", "import", write(folder, row(1), row(2)), "--json", check=0).data

    assert (report["rows"], report["added"], report["known"], report["drafts"]) == (2, 2, 0, 2)
    products = cli("products", "--json", check=0).data
    assert [each["title"] for each in products] == ["Shirt 2", "Shirt 1"]
    assert products[0]["source"] == {"run": None, "file": "shirts.csv", "row": 2}
    assert products[0]["content"]["tags"] == ["shirt", "gift"]
    assert products[0]["content"]["price"] == {"amount": 2699, "currency": "USD"}
    assert len(cli("designs", "--json", check=0).data) == 1, "one picture is one design"


def test_what_a_line_leaves_out_comes_from_the_template(cli: Cli, folder: Path) -> None:
    for key, value in (("blueprint", "706"), ("print_provider", "29"), ("variants", "Black / M"), ("price", "19.99")):
        cli("settings", "set", f"template.{key}", value, check=0)
    result = cli("bulk", "import", write(folder, row(price="")), check=0)

    assert "Next: podpusher publish --dry-run" in result.stdout
    (product,) = cli("products", "--json", check=0).data
    assert (product["state"], product["content"]["price"]["amount"]) == ("ready", 1999)


def test_a_line_is_taken_once_however_often_the_file_is_read(cli: Cli, folder: Path) -> None:
    file = write(folder, row(1), row(1), row(2))
    assert cli("bulk", "import", file, "--json", check=0).data["added"] == 3, "a line that stands twice is meant twice"
    again = cli("bulk", "import", file, "--json", check=0).data
    assert (again["added"], again["known"]) == (0, 3)
    more = cli("bulk", "import", write(folder, row(3), row(2), row(1)), "--json", check=0).data
    assert (more["added"], more["known"]) == (1, 2)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("\ufefftitle;description\r\nOne;A soft; \r\n", ["One"]),
        ("title;description;;\nOne;Soft;;\nTwo;;;\n", ["Two", "One"]),
        ("title;description\nOne;A soft;thing\n", None),
        ("\ufefftitle;description\r\nOne;Soft\r\n", ["One"]),
        ("title\tdescription\nOne\tSoft\n", ["One"]),
        ('Title,DESCRIPTION\n"One, two","Soft\nand ""good"""\n', ["One, two"]),
        ("description,title\nSoft,One\n\n\n , \n", ["One"]),
        ("sep=;\r\ntitle;description\r\nOne;Soft, and good\r\n", ["One"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_forms_that_spreadsheets_write(
    cli: Cli, folder: Path, text: str, titles: list[str] | None, encoding: str
) -> None:
    (folder / "x.csv").write_text(text, encoding=encoding, newline="")
    result = cli("bulk", "import", str(folder / "x.csv"), "--json")
    if titles is None:
        assert (result.exit_status, result.json["error"]["code"]) == (2, "bulk.file")
    else:
        assert [each["title"] for each in cli("products", "--json", check=0).data] == titles


def test_every_bad_line_is_named_with_every_reason_and_the_good_ones_are_taken(cli: Cli, folder: Path) -> None:
    file = write(folder, row(1), row(2, price="cheap", design="gone.png"), row(3, title="x" * 141), row(4, tags="a" * 21))
    result = cli("bulk", "import", file, "--json", check=5)

    assert result.data["added"] == 1
    named = [(each["id"], each["code"]) for each in result.json["error"]["details"]["items"]]
    assert named == [("2", "input.price"), ("2", "not_found"), ("3", "listing.title_long"), ("4", "listing.tags_long")]
    assert all(each["hint"] or each["code"] == "not_found" for each in result.json["error"]["details"]["items"])
    text = cli("bulk", "import", file, check=5)
    assert "Row 2" in text.stdout
    assert all(len(line) <= 80 for line in text.stdout.splitlines())
    assert "Zeile 2" in cli("bulk", "import", file, "--lang", "de", check=5).stdout


def test_a_file_of_nothing_but_bad_lines_is_refused(cli: Cli, folder: Path) -> None:
    assert cli("bulk", "import", write(folder, row(price="-1")), "--json", check=2).json["error"]["code"] == "bulk.refused"


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"", "bulk.file", 2),
        (b"title,colour\nx,red\n", "bulk.column", 2),
        (b"title,TITLE\nx,y\n", "bulk.column", 2),
        (b"title,,price\nx,y,1\n", "bulk.column", 2),
        (b"title,description\nx,y,z\n", "bulk.file", 2),
        ("title\nCaf\xe9\n".encode("utf-16")[:-1], "bulk.file", 2),
        ("title,description\nCaf\xe9,Sch\xf6n\n".encode("cp1252"), "bulk.file", 2),
        (b'title\n"never ends\n', "bulk.file", 2),
        (b"title\n" + b"x" * 200_000 + b"\n", "bulk.file", 2),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "bulk.file", 2),
        (None, "not_found", 4),
    ],
)
def test_what_is_no_such_file_is_refused_before_anything_is_taken(cli: Cli, folder: Path, content: bytes | None, code: str, status: int) -> None:
    if content is not None:
        (folder / "x.csv").write_bytes(content)
    error = cli("bulk", "import", str(folder / "x.csv"), "--json", check=status).json["error"]
    assert error["code"] == code
    assert cli("products", "--json", check=0).data == []


def test_a_picture_that_cannot_be_printed_is_named(cli: Cli, folder: Path) -> None:
    (folder / "art.png").write_bytes(b"not a picture")
    error = cli("bulk", "import", write(folder, row()), "--json", check=2).json["error"]
    assert error["details"]["items"][0]["code"] == "design.unreadable"


def test_hostile_cells_do_nothing_to_the_terminal_and_stay_as_they_are(cli: Cli, folder: Path) -> None:
    cli("bulk", "import", write(folder, row(title="[red]Hot[/red] -cmd-calc")), check=0)
    for words in (("products",), ("products", "show", cli("products", "--json").data[0]["id"])):
        assert "[red]Hot[/red]" in cli(*words, check=0).stdout
    bell = cli("bulk", "import", write(folder, row(title="Bell\x07\x1b[31m \u202etxt"), name="b.csv"), check=2)
    assert not {"\x1b", "\x07", "\u202e"} & set(bell.stdout + bell.stderr)


def test_a_thousand_lines(cli: Cli, folder: Path) -> None:
    report = cli("bulk", "import", write(folder, *[row(number) for number in range(1000)]), "--json", check=0).data
    assert report["added"] == 1000
    assert len(report["products"]) == 100


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("title,description\nOne,Soft\nCaf\xe9,Sch\xf6n\n".encode("cp1252"), "is not saved as UTF-8: line 3 has a letter in another encoding."),
        (b"", "is empty."),
        (b"title\nOne\n" + b"x" * 200_000, "has a cell of more than 131072 letters."),
        (b"title\nOne\nTwo,Three\n", "Line 3 of shirts.csv has 2 cells, but there is 1 heading."),
        (b"title,title\nx,y\n", "has the column “title” twice."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_so_that_it_can_be_mended(cli: Cli, folder: Path, content: bytes, words: str) -> None:
    (folder / "shirts.csv").write_bytes(content)
    result = cli("bulk", "import", str(folder / "shirts.csv"), check=2)
    assert words in result.stderr
    assert "columns are: title, description, tags, design, blueprint_id" in result.stderr
    assert "codec" not in result.stderr


@pytest.mark.parametrize("name", ["x" * 5000, "art.png/x.csv", "."])
def test_a_file_that_cannot_be_is_not_there(cli: Cli, folder: Path, name: str) -> None:
    assert cli("bulk", "import", str(folder / name), "--json", check=4).json["error"]["code"] == "not_found"
    design = write(folder, row(design=name))
    (item,) = cli("bulk", "import", design, "--json", check=2).json["error"]["details"]["items"]
    assert (item["id"], item["code"]) == ("1", "not_found")


@pytest.mark.parametrize("column", ["price", "blueprint_id", "print_provider_id", "design"])
def test_a_cell_of_ten_thousand_letters_does_not_bury_its_reason(cli: Cli, folder: Path, column: str) -> None:
    file = write(folder, f"One,{'z' * 10_000}", heading=f"title,{column}")
    result = cli("bulk", "import", file, check=2)
    assert "Row 1" in result.stdout
    assert len(result.stdout) < 1000
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    (item,) = cli("bulk", "import", file, "--json", check=2).json["error"]["details"]["items"]
    assert len(item["message"]) < 600


HOSTILE = ["[red]x[/red]", "\x1b[31mred", "a\x07b", "\u202eevil", "\x9b31m", "=cmd|x", "a\x00b", "</td><script>", "%s{0}{title}"]


@pytest.mark.parametrize("column", ["title", "description", "tags", "variants", "price", "blueprint_id", "design", "another"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_and_no_heading_reaches_the_terminal_as_anything_but_text(cli: Cli, folder: Path, column: str, text: str) -> None:
    cells = {"title": "One", column: text}
    heading = ",".join(text if name == "another" else name for name in cells)
    (folder / "x.csv").write_bytes(f"{heading}\n{','.join(cells.values())}\n".encode())
    said = cli("bulk", "import", str(folder / "x.csv"), "-v")
    assert said.exit_status in {0, 2}
    shown = cli("products", check=0).stdout + said.stdout + said.stderr
    for product in cli("products", "--json", check=0).data:
        shown += cli("products", "show", product["id"], check=0).stdout
    assert not {"\x1b", "\x07", "\x9b", "\x00", "\u202e"} & set(shown)
    assert all(len(line) <= 80 for line in said.stdout.splitlines())


def test_the_report_in_text_and_quietly(cli: Cli, folder: Path) -> None:
    file = write(folder, row(1), row(2))
    first = cli("bulk", "import", file, "-q", check=0)
    assert first.stdout.splitlines() == [
        "Rows: 2. Added: 2, known already: 0, refused: 0.",
        "2 products lack something and are drafts: podpusher products list --state draft",
    ]
    assert first.stderr == ""
    assert cli("bulk", "import", file, check=0).stdout == "Rows: 2. Added: 0, known already: 2, refused: 0.\n"
    assert cli("bulk", "import", file, "--no-input", "--yes", check=0).stderr == ""


def test_two_at_once_take_each_line_once(cli: Cli, folder: Path) -> None:
    file = write(folder, *[row(number) for number in range(400)])
    both = [start(cli, "bulk", "import", file, "--json") for _ in range(2)]
    told = [json.loads(each.communicate(timeout=120)[0])["data"] for each in both]

    assert [each.returncode for each in both] == [0, 0]
    assert sum(each["added"] for each in told) == 400
    assert sum(each["known"] for each in told) == 400
    assert len(cli("products", "--limit", "1000", "--json", check=0).data) == 400
    assert len(cli("designs", "--json", check=0).data) == 1


def test_a_disk_that_fills_is_the_machines_trouble(cli: Cli, folder: Path) -> None:
    file = write(folder, *[f"Shirt {number},{'soft ' * 400}" for number in range(1500)], heading="title,description")
    full = shell(cli, SMALL_DISK, "bulk", "import", file, "--json")

    error = json.loads(full.stdout)["error"]
    assert (full.returncode, error["code"]) == (9, "machine.disk"), full.stderr
    assert "Traceback" not in full.stderr
    assert cli("bulk", "import", file, "--json", check=0).data["added"] == 1500


def test_a_home_where_nothing_can_be_written(cli: Cli, folder: Path) -> None:
    cli.home.write_text("a file in the folder's place")
    result = cli("bulk", "import", write(folder, row()), check=9)
    assert result.stderr.startswith("Error: Cannot write to ")
    assert "Traceback" not in result.stderr


def test_the_list_in_a_terminal_without_our_letters(cli: Cli, folder: Path) -> None:
    cli("bulk", "import", write(folder, row(title="Für Väter")), check=0)
    told = run(cli, "products", env={"PYTHONIOENCODING": "ascii"})
    assert (told.returncode, told.stderr) == (0, "")
    assert "F?r V?ter" in told.stdout
    document = run(cli, "products", "--json", env={"PYTHONIOENCODING": "ascii"})
    assert json.loads(document.stdout)["data"][0]["title"] == "Für Väter"


def test_a_reader_that_goes_early_does_not_undo_the_import(cli: Cli, folder: Path) -> None:
    file = write(folder, row(1), row(2, price="cheap"))
    done = shell(cli, '"$@" | true; exit ${PIPESTATUS[0]}', "bulk", "import", file)
    assert done.returncode == 5, "what was refused is known from the exit status"
    assert len(cli("products", "--json", check=0).data) == 1
