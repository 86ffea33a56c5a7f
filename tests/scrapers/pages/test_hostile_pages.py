"""Pages that were made to exhaust whoever reads them: each must end, refused in one line.

Nothing here is timed. What these documents cost before there were bounds is minutes, hours or a stopped process.
"""

import json
import re

import pytest

from scrapers.errors import DocumentRefused, LayoutChanged, NotADocument
from scrapers.pages import PAGES, bounds, flight
from scrapers.pages.amounts import MILLION_TOKENS, Amount, Unit, unit_in
from scrapers.pages.blocks import Table, label, without_marks
from scrapers.pages.markup import read_blocks
from tests.scrapers.documents import document

PARSERS = {page.name: page.parse for page in PAGES}
PROPS = "{&quot;headings&quot;:[1,[[0,{&quot;__pricingHtml&quot;:&quot;" + "<" * 40_000 + "&quot;}]]]}"


def html(body: str) -> str:
    return f"<html><body>{body}</body></html>"


def streamed(*values: object) -> str:
    return html(f"<script>self.__next_f.push({json.dumps(values)})</script>")


HOSTILE = {
    "deep elements": html("<div>" * 20_000),
    "deep tables": html("<table><tr><td>" * 3_000 + "x"),
    "cells that never end": html("<table><tr>" + "<td>1" * 20_000 + "</tr></table>"),
    "rows that never end": html("<table>" + "<tr><td>1" * 10_000 + "</table>"),
    "tables that never end": html("<table><tr><td>1</td></tr>" * 3_000),
    "very many cells": html("<table><tr>" + "<td>1</td>" * 200_000 + "</tr></table>"),
    "very many rows": html("<table>" + "<tr><td>1</td></tr>" * 20_000 + "</table>"),
    "very many tables": html("<table><tr><td>1</td></tr></table>" * 1_000),
    "enormous spans": html("<table>" + "<tr><td colspan=99999 rowspan=99999>1</td></tr>" * 5_000 + "</table>"),
    "a span of many digits": html(f"<table><tr><td colspan={'9' * 5_000}>1</td></tr></table>"),
    "an entity of many digits": html(f"<p>&#{'9' * 100_000};</p>"),
    "very many entities": html("<p>" + "&amp;" * 200_000 + "</p>"),
    "comments that never end": "<!--" * 49_000,
    "a long label of marks": html(f"<table><tr><th>{'*' * 1_900}x</th></tr><tr><td>1</td></tr></table>"),
    "a very long cell": html(f"<table><tr><td>{'$1 ' * 100_000}</td></tr></table>"),
    "very long prose": html("model names " * 100_000),
    "more bytes than a page": html(" " * bounds.MOST_BYTES),
    "a wide Markdown table": "|" + " a |" * 50_000 + "\n|" + "---|" * 50_000 + "\n",
    "short Markdown rows": "|" + " a |" * 60 + "\n|" + "---|" * 60 + "\n" + "| 1 |\n" * 3_000,
    "very many Markdown rows": "| a | b |\n|---|---|\n" + "| 1 | $1 |\n" * 50_000,
    "a Markdown rule of spaces": "| a |\n|" + " " * 100_000 + "x\n",
    "Markdown brackets": "[" * 20_000,
    "Markdown of a megabyte": "a " * 500_000,
}

DATA = [
    ("openai", "<TextTokenPricingTables " * 40_000),
    ("openai", '<TextTokenPricingTables tier="standard" rows={[' + "rows={[" * 50_000 + " />"),
    ("openai", html('<astro-island component-export="TextTokenPricingTables" props="{}">' * 90)),
    ("openai", html(f'<astro-island component-export="PricingTable" props="{PROPS}">')),
    ("mistral", html("self.__next_f.push([" * 50_000)),
    ("mistral", html(f"<script>self.__next_f.push({'[' * 100_000}])</script>")),
    ("mistral", streamed(1, '{"id":' * 100_000)),
    ("xai", streamed(1, '{"languageModels":' * 50_000)),
]


def told(content: str) -> str:
    """What the refusal of a page says; nothing if the page is read, which may be with some of it cut off."""
    try:
        read_blocks(document(content), "page")
    except DocumentRefused as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_ends_and_is_told_in_one_short_line(content: str) -> None:
    assert re.fullmatch(r"(page: .{1,300})?", told(content))


@pytest.mark.parametrize(("name", "content"), DATA)
def test_a_page_with_hostile_data_is_refused_in_one_short_line(
    name: str, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flight, "_MOST_WALKED", 100_000)
    with pytest.raises(DocumentRefused) as refused:
        PARSERS[name](document(content))
    assert len(str(refused.value).splitlines()) == 1
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<p>" * 60_000, "60,002 tags are more than a page has"),
        ("<!---->" * 1_001, "1,001 comments are more than a page has"),
        ("<div>" * 101, "nested too deeply"),
        ("<p>&#" + "9" * 5_000 + ";", "the HTML cannot be read"),
        (" " * 4_000_000, "bytes are more than a page has"),
    ],
)
def test_a_page_is_told_what_it_has_too_much_of(content: str, reason: str) -> None:
    with pytest.raises(NotADocument, match=reason):
        read_blocks(document(f"<html>{content}</html>"), "page")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (html("<table><tr><td>1</td></tr></table>" * 501), "at most 500 tables, found 501"),
        (html("<td>" + "x" * 2_001 + "</td>").replace("td", "h2"), "a cell of at most 2,000 characters"),
        (html("x" * 10_001), "a run of words of at most 10,000 characters, found one of 10,001"),
        ("|" + " a |" * 61 + "\n|" + "---|" * 61, "at most 60 columns"),
        ("| a |\n|---|\n" + "| 1 |\n" * 15_000, "15,000 cells in all"),
    ],
)
def test_a_piece_of_a_page_beyond_its_bound_is_another_layout(content: str, expected: str) -> None:
    with pytest.raises(LayoutChanged, match=expected):
        read_blocks(document(content), "page")


def test_code_inside_code_is_one_code() -> None:
    page = html("<table><tr><td>" + "<code>" * 50 + "a" + "</code>" * 50 + "</td></tr></table>")
    (table,) = [block for block in read_blocks(document(page), "page") if isinstance(block, Table)]
    assert table.rows[0][0].codes == ("a",)


@pytest.mark.parametrize(
    "words", ["*" * 50_000 + "x", "* " * 50_000 + "x", "(1)" * 50_000 + "x", "[" + "*" * 50_000 + "x"]
)
def test_words_that_only_look_like_marks_stay(words: str) -> None:
    assert without_marks(words) == words
    assert label(words) == words.casefold()


@pytest.mark.parametrize("number", ["9" * 5_000, "1," * 5_000])
def test_a_unit_of_a_gigantic_number_is_no_unit(number: str) -> None:
    assert unit_in(f"/ {number} tokens") is None


def test_a_price_of_no_units_is_no_price() -> None:
    assert unit_in("per 0 tokens") == Unit("token", 0)
    assert Amount("5", "", "").per(Unit("token", 0)) is None
    assert Amount("9" * 5_000, "", "").per(MILLION_TOKENS) is None


def test_names_and_prices_that_multiply_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CLAIMS", 1_000)
    names = ", ".join(f"m{number}" for number in range(300))
    row = f"<tr><td>{names}</td><td>input</td><td>{' '.join(['$1'] * 500)}</td></tr>"
    heads = "<tr><th>Model</th><th>Type</th><th>Price (/1M tokens) <= 200K input tokens</th></tr>"
    with pytest.raises(LayoutChanged, match="at most 1,000 names and prices"):
        PARSERS["google-vertex"](document(html(f"<table>{heads}{row * 100}</table>")))


def test_objects_inside_each_other_are_walked_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flight, "_MOST_WALKED", 100_000)
    with pytest.raises(LayoutChanged, match="at most 100,000 characters"):
        list(flight.objects('{"id":' * 20_000, '{"id":', "page"))
    assert list(flight.objects('{"id":{"id":1}}', '{"id":', "page")) == [{"id": {"id": 1}}, {"id": 1}]
