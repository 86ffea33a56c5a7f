"""Reading HTML and Markdown into blocks."""

import pytest

from scrapers.errors import LayoutChanged, NotADocument
from scrapers.pages.blocks import Heading, Table, Words, label
from scrapers.pages.markup import read_blocks
from tests.scrapers.documents import document


def table(markup: str) -> Table:
    (found,) = [block for block in read_blocks(document(markup), "page") if isinstance(block, Table)]
    return found


def words(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in found.rows]


def test_a_cell_is_repeated_into_the_rows_and_columns_that_it_spans() -> None:
    found = table("<table><tr><td rowspan=2>A</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
    assert words(found) == [["A", "b", "b"], ["A", "c", "d"]]


def test_two_header_rows_become_one_label_for_each_column() -> None:
    found = table(
        "<table><tr><th></th><th colspan=2>Short</th><th>Long</th></tr>"
        "<tr><th>Model</th><th>Input</th><th>Output</th><th>Input</th></tr>"
        "<tr><td>m</td><td>1</td><td>2</td><td>3</td></tr></table>"
    )
    assert found.labels == ("model", "short input", "short output", "long input")
    assert next(iter(found.records()))["long input"].text == "3"


def test_a_grouped_markdown_header_spreads_over_its_columns() -> None:
    found = table(
        "|  | Short | | Long |\n| --- | --- | --- | --- |\n| Model | Input | Output | Input |\n| m | 1 | 2 | 3 |\n"
    )
    assert found.labels == ("model", "short input", "short output", "long input")
    assert words(found) == [["m", "1", "2", "3"]]


def test_footnote_marks_and_struck_out_words_are_not_part_of_a_cell() -> None:
    found = table("<table><tr><td>$1<sup>(3)</sup> <del>$4</del></td></tr></table>")
    (cell,) = found.rows[0]
    assert (cell.text, cell.marks, cell.struck) == ("$1", ("(3)",), ("$4",))


def test_a_cell_keeps_its_lines_and_its_codes() -> None:
    found = table("<table><tr><td>Input: <code>a</code><br>Output: b</td></tr></table>")
    assert found.rows[0][0].lines == ("Input: a", "Output: b")
    assert found.rows[0][0].codes == ("a",)


def test_a_short_markdown_row_continues_the_cells_of_the_row_above() -> None:
    found = table("| Model | Kind | Price |\n|---|---|---|\n| m | Audio | $1 |\n| Text | $2 |\n")
    assert words(found) == [["m", "Audio", "$1"], ["m", "Text", "$2"]]


def test_an_empty_last_cell_is_not_a_short_row() -> None:
    assert words(table("| A | B |\n|---|---|\n| 1 | |\n")) == [["1", ""]]


def test_a_markdown_row_with_more_cells_than_labels_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="line 3: expected a row of 2 cells, found one of 3"):
        read_blocks(document("| A | B |\n|---|---|\n| 1 | 2 | 3 |\n"), "page")


def test_a_table_that_was_never_closed_does_not_swallow_the_next_one() -> None:
    page = (
        "<div><table><tr><td>junk</td></tr><h3>Real</h3><table><tr><th>Model</th></tr><tr><td>m</td></tr></table></div>"
    )
    blocks = read_blocks(document(page), "page")
    assert [type(block) for block in blocks] == [Table, Heading, Table]
    assert blocks[2] == table("<table><tr><th>Model</th></tr><tr><td>m</td></tr></table>")


def test_a_span_that_reaches_into_the_next_group_ends_there() -> None:
    found = table(
        "<table><tr><th>Model</th><th>Type</th><th>Price</th></tr>"
        "<tr><td rowspan=9>One</td></tr><tr><td>Input</td><td>$1</td></tr>"
        "<tr><td rowspan=2>Two</td></tr><tr><td>Input</td><td>$2</td></tr></table>"
    )
    assert [row for row in words(found) if len(row) == 3] == [["One", "Input", "$1"], ["Two", "Input", "$2"]]


def test_a_table_indented_inside_a_component_is_still_a_table() -> None:
    found = table("<Accordion>\n\n    | A | B |\n    | - | - |\n    | 1 | 2 |\n\n</Accordion>\n")
    assert words(found) == [["1", "2"]]


def test_headings_and_words_come_in_order_with_their_codes() -> None:
    blocks = read_blocks(document("## Gemini 9\n\n*`gemini-9`*\n"), "page")
    assert blocks == (Heading(2, "Gemini 9"), Words("gemini-9", ("gemini-9",)))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"\xff\xfe", "not UTF-8"),
        (b"<!doctype html><html><body><table><tr><td>1", "breaks off"),
        (b"<html><body>Enable JavaScript and cookies to continue</body></html>", "challenge"),
        ("<html>" + "<div>" * 3_000 + "</html>", "nested too deeply"),
    ],
)
def test_bytes_that_are_not_the_page_are_no_document(body: bytes | str, reason: str) -> None:
    with pytest.raises(NotADocument, match=reason):
        read_blocks(document(body), "page")


@pytest.mark.parametrize("written", ["Model", "MODEL (1)", "Model*", " model\u200b ", "Model:"])
def test_labels_are_compared_without_case_marks_and_invisible_characters(written: str) -> None:
    assert label(written) == "model"
