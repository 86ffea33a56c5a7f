"""HTML or Markdown -> blocks. Markdown is turned into HTML first, so that there is one reader for both.

Spans are repeated into every cell that they cover, so that a row always has all its columns: a price is never read
by counting cells.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from markdown_it import MarkdownIt

from scrapers.claims import Document
from scrapers.errors import LayoutChanged, NotADocument
from scrapers.pages import bounds
from scrapers.pages.blocks import Block, Cell, Heading, Table, Words, tidy

_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|div|main|section|article|table)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\s*<(?:!doctype|html)\b", re.IGNORECASE)
_CHALLENGE = ("cf_chl_opt", "Enable JavaScript and cookies to continue")
_SILENT = frozenset({"script", "style", "svg", "noscript", "template", "head"})
_INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "font", "i", "label", "mark", "span", "strong", "sub", "sup", "tooltip", "u"}
    | {"del", "s", "strike"}
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CELLS = ("td", "th")
_STRUCK = frozenset({"del", "s", "strike"})
_BREAK = "\x1e"
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*")
_ABOVE = "\ue000"
"""Stands, in a Markdown table, in a place that the row above covers."""


def source_text(document: Document, source: str) -> str:
    """The document as text.

    Raises NotADocument if it is empty, not UTF-8, cut short, too large for a page, or a challenge for a browser.
    """
    if len(document.body) > bounds.MOST_BYTES:
        raise NotADocument(f"{source}: {len(document.body):,} bytes are more than a page has")
    try:
        text = document.body.decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError as error:
        raise NotADocument(f"{source}: not UTF-8 text at byte {error.start}") from None
    if not text.strip():
        raise NotADocument(f"{source}: the document is empty")
    if is_html(text) and any(sign in text for sign in _CHALLENGE):
        raise NotADocument(f"{source}: this is a challenge for a browser, not the page")
    if _WHOLE.match(text) and "</html>" not in text.lower():
        raise NotADocument(f"{source}: the HTML breaks off after {len(text):,} characters")
    return text


def is_html(text: str) -> bool:
    """Whether the text is HTML; otherwise it is Markdown."""
    return bool(_HTML.match(text))


def soup_of(text: str, source: str) -> BeautifulSoup:
    """The tree of an HTML or Markdown text."""
    return bounds.parsed(text if is_html(text) else _as_html(text, source), source)


def read_blocks(document: Document, source: str) -> tuple[Block, ...]:
    """The blocks of a page. Raises scrapers.errors.DocumentRefused."""
    return blocks_of(soup_of(source_text(document, source), source), source)


def blocks_of(tree: Tag, source: str) -> tuple[Block, ...]:
    """The blocks inside one element of a page."""
    reader = _Reader()
    try:
        reader.walk(tree)
        reader.end_words()
    except bounds.TooLong as piece:
        raise piece.of(source) from None
    if (tables := sum(isinstance(block, Table) for block in reader.blocks)) > bounds.MOST_TABLES:
        raise LayoutChanged(source, f"at most {bounds.MOST_TABLES} tables", f"{tables:,}")
    return tuple(reader.blocks)


class _Reader:
    """Collects blocks while it walks a tree."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._codes: list[str] = []

    def walk(self, node: Tag) -> None:
        for child in node.children:
            if isinstance(child, Tag):
                self._element(child)
            elif _is_text(child):
                self._words.append(str(child))

    def end_words(self) -> None:
        if text := tidy("".join(self._words)):
            if len(text) > bounds.MOST_IN_WORDS:
                raise bounds.TooLong("a run of words", bounds.MOST_IN_WORDS, len(text))
            self.blocks.append(Words(text, tuple(self._codes)))
        self._words, self._codes = [], []

    def _element(self, tag: Tag) -> None:
        if tag.name in _SILENT:
            return
        if tag.name in _INLINE:
            if _is_code(tag):
                self._codes.append(tidy(tag.get_text()))
            self.walk(tag)
            return
        self.end_words()
        if tag.name == "table":
            self._table(tag)
        elif tag.name in _HEADINGS:
            self._heading(tag)
        else:
            self.walk(tag)
        self.end_words()

    def _heading(self, tag: Tag) -> None:
        cell = cell_of(tag)
        self.blocks.append(Heading(int(tag.name[1]), cell.text, _attribute(tag, "id"), cell.codes))

    def _table(self, tag: Tag) -> None:
        """A table, and what follows it where the page forgot to close it: those tables are then inside it."""
        if table := table_of(tag):
            self.blocks.append(table)
        if tag.find("table"):
            for inner in tag.find_all([*_HEADINGS, "table"]):
                if inner.name in _HEADINGS:
                    self._heading(inner)
                elif table := table_of(inner):
                    self.blocks.append(table)


def table_of(tag: Tag) -> Table | None:
    """One `<table>`; None if it has no cells."""
    # A cell that the page forgot to close holds the next one: each cell belongs to the row, not to the other cell.
    rows = [cells for row in _inside(tag, ("tr",), "table") if (cells := list(_inside(row, _CELLS, "tr")))]
    if not rows:
        return None
    grid = _spread(rows)
    heads = next((i for i, row in enumerate(rows) if any(cell.name != "th" for cell in row)), len(rows))
    if heads == 1 and _is_grouped(grid):
        grid[0], heads = _widened(grid[0]), 2
    return Table(_labels(grid[:heads]), tuple(tuple(row) for row in grid[heads:]))


def _inside(tag: Tag, names: tuple[str, ...], border: str) -> Iterator[Tag]:
    """The elements of these names in document order, down to (and not into) the next element called `border`."""
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name in names:
                yield child
            if child.name != border:
                yield from _inside(child, names, border)


def _is_grouped(grid: list[list[Cell]]) -> bool:
    """Whether a Markdown table hides a second header row: `| | Short context | | |` over `| Model | Input |`."""
    first, *rest = (cell.text for cell in grid[0])
    if first or all(rest) or not any(rest) or len(grid) < 2:
        return False
    return bool(grid[1][0].text) and not any(re.search(r"[0-9$]", cell.text) for cell in grid[1])


def _widened(heads: list[Cell]) -> list[Cell]:
    """Group labels repeated over the columns that they stand above."""
    wide = heads[:1]
    for cell in heads[1:]:
        wide.append(cell if cell.text else wide[-1])
    return wide


def _spread(rows: list[list[Tag]]) -> list[list[Cell]]:
    """Repeat every cell into the places that its spans cover."""
    grid: list[list[Cell]] = []
    hanging: dict[int, tuple[int, Cell]] = {}
    for row in rows[: bounds.LONGEST]:
        if len(row) == 1 and 1 + len(hanging) < len(rows[0]):
            # A row with nothing but the name of the next group: a span that reaches into it was one too long.
            hanging.clear()
        line: list[Cell] = []
        waiting = iter(row)
        while len(line) < bounds.WIDEST:
            if len(line) in hanging:
                left, cell = hanging.pop(len(line))
                if left > 1:
                    hanging[len(line)] = (left - 1, cell)
                line.append(cell)
                continue
            tag = next(waiting, None)
            if tag is None:
                break
            cell = cell_of(tag)
            if cell.text == _ABOVE and grid and len(line) < len(grid[-1]):
                cell = grid[-1][len(line)]
            for _ in range(_span(tag, "colspan", bounds.WIDEST)):
                if (down := _span(tag, "rowspan", bounds.LONGEST)) > 1:
                    hanging[len(line)] = (down - 1, cell)
                line.append(cell)
        grid.append(line)
    return grid


def _span(tag: Tag, name: str, most: int) -> int:
    digits = _attribute(tag, name) or "1"
    return max(1, min(int(digits), most)) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1


def _labels(heads: list[list[Cell]]) -> tuple[str, ...]:
    """The labels of a header of one or more rows: what stands above one column, top to bottom, each word once."""
    width = max((len(row) for row in heads), default=0)
    stacks = ([row[column].text for row in heads if column < len(row)] for column in range(width))
    return tuple(" ".join(dict.fromkeys(words for words in stack if words)) for stack in stacks)


def cell_of(tag: Tag) -> Cell:
    """The words of one element, cut at its line breaks."""
    words: list[str] = []
    codes: list[str] = []
    struck: list[str] = []
    marks: list[str] = []
    for piece in _pieces(tag):
        if isinstance(piece, str):
            words.append(piece)
        elif piece.name == "sup":
            marks.append(tidy(piece.get_text()))
        elif piece.name == "button":
            # A button opens a note; its label says in short what the note is about.
            marks.append(tidy(_attribute(piece, "aria-label") or ""))
        elif piece.name == "code":
            codes.append(tidy(piece.get_text()))
        else:
            struck.append(tidy(piece.get_text()))
    text = "".join(words)
    if (size := len(text) + sum(map(len, (*codes, *struck, *marks)))) > bounds.MOST_IN_CELL:
        raise bounds.TooLong("a cell", bounds.MOST_IN_CELL, size)
    lines = (tidy(line) for line in text.split(_BREAK))
    return Cell(tuple(line for line in lines if line), tuple(codes), tuple(struck), tuple(marks))


def _pieces(tag: Tag) -> Iterator[str | Tag]:
    """The text of an element with _BREAK where a line breaks, and the elements that are more than text."""
    for child in tag.children:
        if not isinstance(child, Tag):
            if _is_text(child):
                yield str(child).replace("\n", " ")
        elif child.name in _SILENT or child.name == "table" or child.name in _CELLS:
            continue
        elif child.name in ("sup", "button") or child.name in _STRUCK:
            yield child
        elif child.name in _INLINE:
            if _is_code(child):
                yield child
            yield from _pieces(child)
        else:
            yield _BREAK
            yield from _pieces(child)
            yield _BREAK


def _is_code(tag: Tag) -> bool:
    """Whether an element is code, and the innermost such one."""
    return tag.name == "code" and tag.find("code") is None


def _is_text(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def _attribute(tag: Tag, name: str) -> str | None:
    value = tag.get(name)
    return value if isinstance(value, str) else None


def _as_html(markdown: str, source: str) -> str:
    if len(markdown) > bounds.MOST_MARKDOWN:
        raise NotADocument(f"{source}: {len(markdown):,} characters are more than a page in Markdown has")
    bounds.check(markdown, source)
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")
    return str(reader.render("\n".join(_whole_rows(markdown.splitlines(), source))))


def _whole_rows(lines: list[str], source: str) -> Iterator[str]:
    """Fill up the rows of a Markdown table that was made from HTML with row spans: they are short on the left.

    A row with more cells than the header would lose prices without a word, so the document is refused.
    """
    width = total = 0
    for number, line in enumerate(lines):
        row, place = line.strip(), f"{source}: line {number + 1}"
        missing = 0
        if not row.startswith("|"):
            width = 0
        elif not width and number + 1 < len(lines) and _RULE.fullmatch(lines[number + 1]):
            width = _cells(row)
        elif width and not _RULE.fullmatch(line) and (missing := width - _cells(row)) < 0:
            raise LayoutChanged(place, f"a row of {width} cells", f"one of {width - missing}")
        total += width
        if width > bounds.WIDEST or total > bounds.MOST_MARKDOWN_CELLS:
            most = f"tables of at most {bounds.WIDEST} columns and {bounds.MOST_MARKDOWN_CELLS:,} cells in all"
            raise LayoutChanged(place, most, "more")
        yield f"| {_ABOVE} " * missing + row if missing else line


def _cells(row: str) -> int:
    return len(_PIPE.findall(row)) - (row.endswith("|") and not row.endswith("\\|"))
