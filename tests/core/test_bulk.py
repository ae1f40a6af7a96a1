from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.bulk import COLUMNS, ImportKeys, NotACsv, UnknownColumn, read_rows


def rows(text: str) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_rows(text, "shirts.csv")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_headings_show_the_delimiter(delimiter: str) -> None:
    text = delimiter.join(["title", "price"]) + "\n" + delimiter.join(["Plant dad", "26.99"]) + "\n"
    assert rows(text) == [{"title": "Plant dad", "price": "26.99"}]


def test_headings_may_stand_in_any_order_and_case() -> None:
    assert rows("Price,TITLE\n26.99,Plant dad\n") == [{"price": "26.99", "title": "Plant dad"}]


def test_a_byte_order_mark_and_blank_lines_are_passed_over() -> None:
    assert rows("\ufefftitle\n\nA\n ,\n\nB\n".replace(" ,", "  ")) == [{"title": "A"}, {"title": "B"}]


def test_a_quoted_cell_may_hold_line_ends_and_rows_know_their_line() -> None:
    found = list(read_rows('title,description\nA,"one\ntwo"\nB,three\n', "x.csv"))
    assert [row.cells["description"] for row in found] == ["one\ntwo", "three"]
    assert [(row.number, row.line) for row in found] == [(1, 2), (2, 4)]


@pytest.mark.parametrize("letter", ["\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_line_ends_end_a_line(letter: str) -> None:
    assert rows(f"title,price\r\nOne{letter}two,26.99\rThree,1\n") == [
        {"title": f"One{letter}two", "price": "26.99"},
        {"title": "Three", "price": "1"},
    ]


def test_the_order_to_excel_is_no_heading_and_counts_as_a_line() -> None:
    found = list(read_rows("sep=;\ntitle;description\nA;b, c\n", "x.csv"))
    assert [(row.line, dict(row.cells)) for row in found] == [(3, {"title": "A", "description": "b, c"})]


def test_a_column_we_do_not_know_is_named() -> None:
    with pytest.raises(UnknownColumn, match="colour"):
        rows("title,colour\nA,red\n")


@pytest.mark.parametrize("text", ["", "\n\n", 'title\n"open\n', "title\nA,B\n"])
def test_what_is_no_csv_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotACsv):
        rows(text)


def test_the_same_row_has_the_same_key_in_every_import_and_another_the_second_time_in_a_file() -> None:
    cells = {"title": "Plant dad"}
    first, again = ImportKeys(), ImportKeys()
    keys = [first.key(cells, "abc"), first.key(cells, "abc"), first.key(cells, "def")]
    assert keys == [again.key(cells, "abc"), again.key(cells, "abc"), again.key(cells, "def")]
    assert len(set(keys)) == 3


@given(st.text(max_size=300))
def test_any_text_is_rows_or_an_error_of_ours(text: str) -> None:
    try:
        found = rows(",".join(COLUMNS) + "\n" + text)
    except NotACsv:
        return
    assert all(set(each) <= set(COLUMNS) for each in found)
