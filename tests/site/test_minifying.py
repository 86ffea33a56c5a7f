"""A minified page is the same page: its words, its addresses, its code and its JSON-LD."""

import re

import pytest
from lxml.etree import _Element
from lxml.html import document_fromstring
from starlette.testclient import TestClient

from registry.settings import Settings
from registry.site.minifying import minified
from registry.web.app import create_app

PAGES = (
    "/",
    "/models",
    "/models/openai/gpt-5.6-luna",
    "/models/openai/gpt-5.6-luna/history",
    "/offerings",
    "/providers",
    "/providers/openai",
    "/providers/openai/gpt-5.6-luna",
    "/providers/example-gateway/openai-gpt-5.6-luna",
    "/labs",
    "/labs/openai",
    "/families/openai/gpt-5.6",
    "/changes",
    "/deprecations",
    "/charts",
    "/held",
    "/disagreements",
    "/status",
    "/methodology",
    "/feeds",
    "/docs/api",
)
OF_A_LINE = frozenset(
    ["a", "abbr", "b", "code", "data", "em", "i", "kbd", "mark", "small", "span", "strong", "sub", "sup", "time"]
)
WITHOUT_WORDS = frozenset(("script", "style"))


@pytest.fixture(scope="module")
def client(settings: Settings) -> TestClient:
    return TestClient(create_app(settings))


def words(element: _Element) -> list[str]:
    """What a reader reads: two elements of a line with nothing between them are one word, blocks never are."""
    return "".join(_read(element)).split()


def _read(element: _Element) -> list[str]:
    if not isinstance(element.tag, str) or element.tag in WITHOUT_WORDS:
        return [" "]
    edge = [] if element.tag in OF_A_LINE else [" "]
    inside = [part for child in element for part in (*_read(child), child.tail or "")]
    return [*edge, element.text or "", *inside, *edge]


def elements(page: _Element) -> list[tuple[str, dict[str, str]]]:
    """Every element with its attributes; a space after a comma in the size of the viewport is nobody's."""
    found = [each for each in page.iter() if isinstance(each.tag, str)]
    return [(each.tag, {name: re.sub(r",\s+", ",", value) for name, value in each.attrib.items()}) for each in found]


def exact(page: _Element, tag: str) -> list[str]:
    return [each.text_content() for each in page.iter(tag)]


@pytest.mark.parametrize("path", PAGES)
def test_a_minified_page_is_the_same_page_in_fewer_bytes(client: TestClient, path: str) -> None:
    served = client.get(path).text
    small = minified(served)
    before, after = document_fromstring(served), document_fromstring(small)
    assert words(after) == words(before)
    assert elements(after) == elements(before)
    assert [exact(after, tag) for tag in ("pre", "script")] == [exact(before, tag) for tag in ("pre", "script")]
    assert len(small) < 0.95 * len(served)
    assert small.startswith("<!doctype html>")
    assert "<!--" not in small


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<nav>\n<a>A</a>\n<a>B</a>\n</nav>", "<nav><a>A</a> <a>B</a></nav>"),
        ("<h2><a>A</a>\n <span>B</span></h2>", "<h2><a>A</a> <span>B</span></h2>"),
        ("<pre><b>A</b>\n  <b>B</b></pre>", "<pre><b>A</b>\n  <b>B</b></pre>"),
        ("<div><span>A</span>\n<p>B</p></div>", "<div><span>A</span><p>B</div>"),
        ("<p>A</p><!-- said -->", "<p>A"),
    ],
)
def test_the_space_between_words_stays_and_no_other(before: str, after: str) -> None:
    assert minified(f"<!doctype html><body>{before}") == f"<!doctype html><body>{after}"
