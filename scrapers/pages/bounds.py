"""How large and how tangled a page may be. A page beyond these bounds is refused before anything walks over it.

Each bound is several times what the largest real page needs, and low enough that whatever reads a page within them
ends in seconds: readers may compare things with each other, and regular expressions may look twice.
"""

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup

from scrapers.errors import LayoutChanged, NotADocument

MOST_BYTES = 4_000_000
MOST_MARKDOWN = 500_000
"""Characters. Markdown takes longer to read than HTML, and tables in it are many small pieces."""
MOST_MARKS = 50_000
"""Opening and closing tags, comments and the like: what begins with `<`."""
MOST_COMMENTS = 1_000
"""Comments and declarations: one that does not end is looked for until the end of the page."""
MOST_TABLES = 500
MOST_MARKDOWN_CELLS = 15_000
DEEPEST = 100
"""Elements inside each other."""
WIDEST, LONGEST = 60, 2_000
"""Columns and rows of a table that are read."""
MOST_IN_CELL, MOST_IN_WORDS = 2_000, 10_000
"""Characters of one cell or heading, and of one run of words."""
MOST_CLAIMS = 100_000
"""Models, prices and cells that are not understood, of one page."""


class TooLong(Exception):
    """A piece of a page has too many characters. Whoever knows which page it is says so."""

    def __init__(self, kind: str, most: int, found: int) -> None:
        super().__init__(kind)
        self.kind, self.most, self.found = kind, most, found

    def of(self, source: str) -> LayoutChanged:
        """The refusal of the page."""
        return LayoutChanged(source, f"{self.kind} of at most {self.most:,} characters", f"one of {self.found:,}")


def check(text: str, source: str) -> None:
    """Raise NotADocument if a text has more markup than a page."""
    if (marks := text.count("<")) > MOST_MARKS:
        raise NotADocument(f"{source}: {marks:,} tags are more than a page has")
    if (comments := text.count("<!") + text.count("<?")) > MOST_COMMENTS:
        raise NotADocument(f"{source}: {comments:,} comments are more than a page has")


def parsed(html: str, source: str) -> BeautifulSoup:
    """The tree of an HTML text. Raises NotADocument if there is too much of it, or if it cannot be read."""
    check(html, source)
    try:
        tree = BeautifulSoup(html, "html.parser")
    except (ValueError, ParserRejectedMarkup, RecursionError):  # a character of 5,000 digits, a broken declaration
        raise NotADocument(f"{source}: the HTML cannot be read") from None
    if _depth(tree) > DEEPEST:
        raise NotADocument(f"{source}: the HTML is nested too deeply")
    return tree


def _depth(tree: Tag) -> int:
    """How many elements are inside each other, without recursion."""
    depths = {id(tree): 0}
    for tag in tree.descendants:
        if isinstance(tag, Tag) and tag.parent is not None:
            depths[id(tag)] = depths[id(tag.parent)] + 1
    return max(depths.values())
