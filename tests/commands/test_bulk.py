"""podpusher bulk import: every good line is taken once, every bad one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.support.pictures import print_file

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
        ("\ufefftitle;description\r\nOne;A soft; \r\n", None),
        ("\ufefftitle;description\r\nOne;Soft\r\n", ["One"]),
        ("title\tdescription\nOne\tSoft\n", ["One"]),
        ('Title,DESCRIPTION\n"One, two","Soft\nand ""good"""\n', ["One, two"]),
        ("description,title\nSoft,One\n\n\n , \n", ["One"]),
    ],
)
def test_the_forms_that_spreadsheets_write(cli: Cli, folder: Path, text: str, titles: list[str] | None) -> None:
    (folder / "x.csv").write_text(text, encoding="utf-8", newline="")
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
        (b"title,description\nx,y,z\n", "bulk.file", 2),
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
