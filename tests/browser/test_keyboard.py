"""Everything by the keyboard alone: each control is reached, shows that it has the focus, and lets it go again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.driving import expect, names, program, search_field, tray
from tests.browser.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.services

LUNA = "/providers/openai/gpt-5.6-luna"

# What has the focus: what it is, whether it shows it, and whether any of it can be seen.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  element.dataset.stop ||= `${document.querySelectorAll('[data-stop]').length}`;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const inside = (x, y) => element.contains(document.elementFromPoint(x, y));
  const across = [0.1, 0.5, 0.9].map((part) => box.left + box.width * part);
  return {
    stop: element.dataset.stop,
    what: `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ||
      element.labels?.[0]?.innerText || element.innerText}`.trim().replace(/\\s+/g, ' '),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: across.some((x) => [0.1, 0.5, 0.9].some((part) => inside(x, box.top + box.height * part))),
  };
}"""

CAN_BE_FOCUSED = """() => [...document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter((element) => element.tabIndex >= 0 && !element.disabled)
  .filter((element) => element.checkVisibility({visibilityProperty: true}))
  .length"""

# Whether a key was taken from the browser, as seen after every handler of the page.
TAKEN = """() => {
  window.taken = [];
  addEventListener('keydown', (event) => setTimeout(() => taken.push(event.defaultPrevented)));
}"""

TOLD = "new Promise((done) => setTimeout(() => done(taken), 50))"


def stops(page: "Page", most: int = 1200) -> Sequence[dict[str, object]]:
    """What Tab reaches from the top of the page, in order, until it leaves the page or comes round again."""
    found: list[dict[str, object]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or (found and focused["stop"] == found[0]["stop"]):
            return found
        assert focused["stop"] not in {stop["stop"] for stop in found}, f"a trap: {focused}"
        found.append(focused)
    raise AssertionError(f"no end after {most}: {found[-3:]}")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "/models?q=gpt-5.6",
            ("Skip to the content", "Search models", "Capability", "Context at least", "Input from", "Compare GPT-5.6"),
        ),
        (LUNA, ("Skip to the content", "Search models", "Python", "Copy", "History", "Estimate")),
        ("/compare?id=model:openai/gpt-5.6-luna&id=model:openai/gpt-5.6-sol", ("Only what differs", "Remove")),
        (f"/estimate?offering={LUNA.removeprefix('/providers/')}", ("Requests per day", "Batch prices")),
        ("/feeds", ("/deprecations.ics",)),
    ],
)
def test_tab_reaches_everything_and_shows_where_it_is(path: str, expected: Sequence[str], opened: OpenPage) -> None:
    page = opened(reduced_motion="reduce")
    page.goto(path)
    found = stops(page)
    said = [str(stop["what"]) for stop in found]
    missing = [words for words in expected if not any(words in what for what in said)]
    assert missing == [], said
    assert [stop["what"] for stop in found if not stop["outlined"]] == []
    assert [stop["what"] for stop in found if not stop["seen"]] == []
    assert len(found) == page.evaluate(CAN_BE_FOCUSED), said


def test_the_tray_hides_no_control_that_has_the_focus(opened: OpenPage) -> None:
    page = opened(viewport={"width": 390, "height": 664}, reduced_motion="reduce")
    page.goto("/models?q=gpt-5.6")
    for box in page.get_by_role("checkbox", name="Compare ").all()[:6]:
        box.check()
    expect(tray(page)).to_be_visible()
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    assert [stop["what"] for stop in stops(page) if not stop["seen"]] == []


def test_the_skip_link_leads_past_the_navigation(page: "Page") -> None:
    page.goto("/models?q=gpt-5.6")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_enter_sorts_and_space_ticks(page: "Page", served: Served) -> None:
    page.goto("/models?q=gpt-5.6")
    page.get_by_role("columnheader").get_by_role("link", name="Output from").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Output from")).to_have_attribute("aria-sort", "ascending")
    answer = served.api("/models", q="gpt-5.6", sort="output", dir="asc")
    assert names(page) == [item["name"] for item in answer["items"]]
    assert "Output from" in page.evaluate("document.activeElement.textContent")  # one can go on from here
    box = page.get_by_role("checkbox", name="Compare ").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_call_is_copied_by_a_key(key: str, opened: OpenPage) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    page.goto(LUNA)
    block = program(page)
    block.get_by_role("button", name="Copy").focus()
    page.keyboard.press(key)
    expect(block.get_by_role("button")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == block.locator("code").inner_text().rstrip("\n")


def test_the_arrows_go_from_tab_to_tab(page: "Page") -> None:
    page.goto(LUNA)
    tabs = page.get_by_role("tablist").first.get_by_role("tab")
    expect(tabs.nth(0)).to_have_attribute("aria-selected", "true")
    tabs.nth(0).focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    expect(page.get_by_role("tabpanel")).to_contain_text("curl")


def test_a_slash_goes_to_the_search_and_is_a_slash_in_a_field(page: "Page") -> None:
    page.goto(LUNA)
    page.keyboard.press("/")
    field = search_field(page)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("openai/?")
    expect(field).to_have_value("openai/?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_question_mark_opens_the_help_and_escape_closes_it(page: "Page") -> None:
    page.goto(LUNA)
    page.keyboard.press("?")
    help_box = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_box).to_be_visible()
    assert help_box.evaluate("box => box.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_single_key_shortcuts_can_be_turned_off_and_stay_off(page: "Page") -> None:
    page.goto(LUNA)
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_role("checkbox", name="Single-key shortcuts").uncheck()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    for path in (LUNA, "/methodology"):
        page.goto(path)
        page.keyboard.press("?")
        page.keyboard.press("/")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(search_field(page)).not_to_be_focused()
    page.get_by_role("button", name="Shortcuts").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("path", ["/models", LUNA, "/compare", "/estimate", "/charts"])
def test_no_key_of_the_browser_is_taken(path: str, page: "Page") -> None:
    page.goto(path)
    page.evaluate(TAKEN)
    keys = ("Control+f", "Meta+f", "Control+g", "F3", "Control+/", "Control+Shift+?", "Alt+/", "a", "Home")
    for key in keys:
        page.keyboard.press(key)
    taken = page.evaluate(TOLD)
    assert len(taken) >= len(keys)
    assert not any(taken)
    page.keyboard.press("/")
    assert page.evaluate(TOLD) == [*taken, True]
