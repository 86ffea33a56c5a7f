"""Nothing is wider than the screen, however long its names: at 390 px, at 320 px, with text spaced out or at 200%."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.driving import search_field, suggestions, tray
from tests.browser.kinds import KINDS, WORST, Kind, of_each
from tests.browser.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.services

TOO_WIDE = """() => {
  const room = document.scrollingElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > room + 1)
    .map((element) => element.outerHTML.slice(0, 120));
}"""

# The spacing of text that WCAG 1.4.12 says a person may choose.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""


def too_wide(page: "Page", width: int) -> list[str]:
    """The elements that make the page scroll sideways, or []."""
    page.set_viewport_size({"width": width, "height": 844})
    assert page.evaluate("innerWidth") == width
    wide: list[str] = page.evaluate(TOO_WIDE)
    return wide


@contextmanager
def text_at_200_percent(page: "Page") -> Iterator[None]:
    """Set the browser's own size of text, as a person does; media queries in rem follow it."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    try:
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
        yield
    finally:
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        session.detach()


@of_each(*KINDS, *WORST)
def test_no_page_scrolls_sideways(kind: Kind, tab: "Page", served: Served) -> None:
    tab.goto(kind.address(served))
    assert too_wide(tab, 390) == []
    assert too_wide(tab, 320) == []
    tab.evaluate(SPACED)
    assert too_wide(tab, 390) == []
    tab.evaluate("document.adoptedStyleSheets = []")
    with text_at_200_percent(tab):
        assert too_wide(tab, 1280) == []
        assert too_wide(tab, 640) == []


def test_the_tray_and_the_suggestions_fit_a_narrow_screen(opened: OpenPage) -> None:
    page = opened(viewport={"width": 390, "height": 664})
    page.goto("/offerings?q=accounts/fireworks/models")
    for box in page.get_by_role("checkbox", name="Compare ").all()[:6]:
        box.check()
    search_field(page).press_sequentially("accounts/fireworks/models/")
    suggestions(page).first.wait_for()
    for width in (390, 320):
        assert too_wide(page, width) == []
        for shown in (tray(page), suggestions(page).first):
            place = shown.bounding_box()
            assert place is not None
            assert place["x"] >= 0
            assert place["x"] + place["width"] <= width
        assert tray(page).evaluate("tray => tray.offsetHeight") < page.evaluate("innerHeight") / 2


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_names_side_by_side_do_not_run_into_each_other(opened: OpenPage, width: int) -> None:
    page = opened(viewport={"width": width, "height": 900})
    page.goto(
        "/compare?id=openai/gpt-5.6-luna&id=anthropic/claude-sonnet-5&id=google/gemini-3-flash-preview"
        "&id=deepseek/deepseek-flash"
    )
    heads = [box for head in page.locator(".compare thead th").all() if (box := head.bounding_box())]
    assert len(heads) == 4
    for left, right in itertools.pairwise(heads):
        assert left["x"] + left["width"] <= right["x"] + 1


def test_what_is_too_wide_is_seen(page: "Page") -> None:
    page.goto("/methodology")
    page.evaluate("document.querySelector('h1').style.width = '30rem'")
    assert any(element.startswith("<h1") for element in too_wide(page, 390))
