"""The data inside OpenAI's pricing page in HTML: the props of its islands, and the tables rendered from them.

Props are JSON in which each value is `[0, value]` and each list `[1, [...]]`.
"""

import re
from collections.abc import Iterator

from bs4 import Tag

from scrapers import strict_json
from scrapers.errors import LayoutChanged
from scrapers.feeds.tally import items, members
from scrapers.pages.blocks import Table
from scrapers.pages.bounds import MOST_IN_CELL, TooLong, parsed
from scrapers.pages.markup import blocks_of
from scrapers.pages.openai_grids import Grid, text_grid, words
from scrapers.strict_json import Json

_TEXT, _GROUPED, _FLAT = "TextTokenPricingTables", "GroupedPricingTable", "PricingTable"
_STEP = re.compile(r"> ?([0-9]{1,6})K input tokens")
_MARKUP = re.compile(r"<br\s*/?>.*|<[^>]*>", re.DOTALL)


def read(page: str) -> list[Grid]:
    """Every table of the page. Raises LayoutChanged if it has no islands or they contradict what is rendered."""
    islands = [tag for tag in parsed(page, "openai").find_all("astro-island") if _kind(tag) in _READERS]
    if not islands:
        raise LayoutChanged("openai", "islands with pricing tables", "none")
    if any(_kind(inner) in _READERS for island in islands for inner in island.find_all("astro-island", limit=1)):
        raise LayoutChanged("openai", "islands beside each other", "one inside another")
    return [grid for island in islands for grid in _READERS[_kind(island)](_props(island), island)]


def _kind(island: Tag) -> str:
    return str(island.get("component-export", ""))


def _props(island: Tag) -> dict[str, Json]:
    props = strict_json.read(str(island.get("props", "")).encode(), f"openai: the props of {_kind(island)}")
    return {name: _plain(value) for name, value in members(props).items()}


def _plain(value: Json) -> Json:
    """`[0, value]` and `[1, [...]]` -> the value; `[0]` is nothing."""
    kind, *rest = items(value) or [None]
    if not rest:
        return None
    if kind == 1:
        return [_plain(item) for item in items(rest[0])]
    inner = rest[0]
    return {name: _plain(item) for name, item in inner.items()} if isinstance(inner, dict) else inner


def _text_tables(props: dict[str, Json], island: Tag) -> Iterator[Grid]:
    tier = words(props.get("tier"))
    listed = text_grid(tier, (items(row) for row in items(props.get("rows"))))
    yield listed
    known = {row[0]: row for row in listed.rows}
    for table in (block for block in blocks_of(island, "openai") if isinstance(block, Table)):
        _compare(table, known)
        yield Grid(tier, table.columns, tuple(tuple(cell.text for cell in row) for row in table.rows), text=True)


def _compare(table: Table, known: dict[str, tuple[str, ...]]) -> None:
    """What is rendered must be what the island holds, or the order of the island's unlabelled values has changed."""
    for record in table.records():
        name = record["model"].text if "model" in record else ""
        rendered = [
            record.get(f"short context {column}") for column in ("input", "cached input", "cache writes", "output")
        ]
        held = known.get(name)
        for cell, value in zip(rendered, held[1:] if held else (), strict=False):
            if cell is not None and _number(cell.text) != _number(value):
                raise LayoutChanged(f"openai: {name}", f"the rendered {cell.text}", f"{value} in the data of the page")


def _number(digits: str) -> str:
    plain = digits.strip().lstrip("$").replace("-", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _grouped_tables(props: dict[str, Json], island: Tag) -> Iterator[Grid]:
    columns = tuple(_shown(heading) for heading in items(props.get("headings")))
    rows = [
        (_shown(members(group).get("model")), *(_shown(cell) for cell in items(row)))
        for group in items(props.get("groups"))
        for row in items(members(group).get("rows"))
    ]
    step = _STEP.search(str(props.get("headingGroups", "")))
    yield Grid(_tier(island), columns, tuple(rows), step=int(step[1]) * 1000 if step else None)


def _flat_tables(props: dict[str, Json], island: Tag) -> Iterator[Grid]:
    columns = tuple(_shown(heading) for heading in items(props.get("headings")))
    rows = tuple(tuple(_shown(cell) for cell in items(row)) for row in items(props.get("rows")))
    yield Grid(_tier(island), columns, rows)


_READERS = {_TEXT: _text_tables, _GROUPED: _grouped_tables, _FLAT: _flat_tables}


def _tier(island: Tag) -> str:
    """The tab that the island is in; a table without tabs is of the standard tier."""
    pane = island.find_parent(attrs={"data-content-switcher-pane": True})
    return str(pane.get("data-value")) if pane else "standard"


def _shown(value: Json) -> str:
    """A cell or a heading as words: the text of a piece of HTML up to its first line break, or a heading's label."""
    if isinstance(value, dict):
        heading = members(value.get("__pricingTooltipHeading")).get("label")
        value = heading if heading is not None else _plain_words(str(value.get("__pricingHtml", "")))
    return words(value)


def _plain_words(html: str) -> str:
    if len(html) > MOST_IN_CELL:
        raise TooLong("a cell", MOST_IN_CELL, len(html)).of("openai")
    return _MARKUP.sub("", html)
