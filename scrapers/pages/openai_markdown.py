"""The tables of OpenAI's pricing page in its Markdown twin.

Until July 2026 the twin was the page's source: text-token tables are `<TextTokenPricingTables tier= rows={[...]} />`
and most other components were stripped, some in the middle. Since August it has plain tables, each under its tier.
In February the components were stripped altogether and the panes are empty.
"""

import re
from collections.abc import Iterator

from scrapers import strict_json
from scrapers.errors import LayoutChanged, NotADocument
from scrapers.feeds.tally import items
from scrapers.pages.blocks import Block, Heading, Words
from scrapers.pages.markup import blocks_of, soup_of
from scrapers.pages.openai_grids import Grid, text_grid

EMPTY = "empty"
"""The tier of a table that stands for panes without any data."""

_COMPONENT = re.compile(r"<TextTokenPricingTables\b(?P<attributes>(?:(?!<TextTokenPricingTables\b).)*?)/>", re.DOTALL)
_TIER = re.compile(r'\btier="(\w+)"')
_TRAILING_COMMA = re.compile(r",(\s*\])")
_PANE = "data-content-switcher-pane"
_TIERS = ("standard", "batch", "flex", "priority", "fast")
_STEP = re.compile(r"> ?([0-9]{1,6})K input tokens")
_TITLED = re.compile(r"(\w+) pricing data", re.IGNORECASE)


def read(page: str) -> list[Grid]:
    """Every table of the page. Raises scrapers.errors.DocumentRefused."""
    if components := list(_COMPONENT.finditer(page)):
        return [_component(match["attributes"]) for match in components]
    step = next((int(match[1]) * 1000 for match in _STEP.finditer(page)), None)
    grids = list(_tables(blocks_of(soup_of(page, "openai"), "openai"), step))
    if not any(grid.text for grid in grids) and _PANE in page:
        grids.append(Grid(EMPTY, (), ()))
    return grids


def _component(attributes: str) -> Grid:
    tier, start, end = _TIER.search(attributes), attributes.find("rows={["), attributes.rfind("]}")
    if tier is None or not 0 <= start < end:
        raise LayoutChanged("openai: a text-token table", "a tier and rows", attributes[:60].strip())
    rows = attributes[start + len("rows={") : end + 1]
    try:
        data = strict_json.read(_TRAILING_COMMA.sub(r"\1", rows).encode(), "openai: rows")
    except NotADocument as error:
        raise LayoutChanged(f"openai: the {tier[1]} tier", "rows that are lists of values", str(error)) from None
    return text_grid(tier[1], (items(row) for row in items(data)))


def _tables(blocks: tuple[Block, ...], step: int | None) -> Iterator[Grid]:
    """A table belongs to the last tier named above it; a line that states the unit begins a section without tiers."""
    tier = "standard"
    for block in blocks:
        if isinstance(block, Heading | Words):
            tier = _named_tier(block.text, tier)
        else:
            is_text = any("context" in name for name in block.labels)
            yield Grid(
                tier, block.columns, tuple(tuple(cell.text for cell in row) for row in block.rows), is_text, step
            )


def _named_tier(words: str, tier: str) -> str:
    if words.startswith("Prices per"):
        return "standard"
    titled = _TITLED.fullmatch(words)
    name = (titled[1] if titled else words).casefold()
    return name if name in _TIERS else tier
