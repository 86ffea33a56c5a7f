"""What a page gains with a script beside live filters: suggestions, the tray, copying, tabs, the theme; and print."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from registry.web.views.comparisons import MOST_SIDES
from tests.browser.conftest import OpenPage
from tests.browser.driving import expect, names, search_field, suggestions, tray
from tests.browser.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.services

LUNA = "/providers/openai/gpt-5.6-luna"


@pytest.mark.parametrize("words", ["gpt 5.6 luna", "gpt-5.6-luna", "GPT-5.6 Lu"])
def test_a_model_is_suggested_by_its_name_and_by_its_id(words: str, page: "Page") -> None:
    page.goto("/methodology")
    field = search_field(page)
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially(words)
    option = suggestions(page).first
    expect(option).to_contain_text("GPT-5.6 Luna")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    expect(field).to_be_focused()
    field.press("Enter")
    page.wait_for_url("**/models/openai/gpt-5.6-luna")


def test_a_suggestion_is_taken_with_the_mouse(page: "Page") -> None:
    page.goto("/methodology")
    search_field(page).press_sequentially("gpt-5.6-luna")
    suggestions(page).filter(has_text="GPT-5.6 Luna on OpenAI API").click()
    page.wait_for_url(f"**{LUNA}")


def test_escape_closes_the_suggestions_and_enter_searches_plainly(page: "Page", served: Served) -> None:
    page.goto("/methodology")
    field = search_field(page)
    field.press_sequentially("gpt-5.6")
    expect(suggestions(page).first).to_be_visible()
    field.press("Escape")
    expect(suggestions(page)).to_have_count(0)
    expect(field).to_have_value("gpt-5.6")
    field.press("Enter")
    page.wait_for_url("**/models?q=gpt-5.6")
    assert names(page) == [item["name"] for item in served.api("/models", q="gpt-5.6")["items"]]


def not_reached(route: "Route") -> None:
    route.abort()


def too_many(route: "Route") -> None:
    route.fulfill(status=429, content_type="application/problem+json", body="{}")


@pytest.mark.parametrize("refuse", [not_reached, too_many])
def test_one_list_without_an_answer_leaves_the_other(
    refuse: Callable[["Route"], None], browser: "Browser", served: Served
) -> None:
    with browser.new_context(base_url=served.url) as context:
        page = context.new_page()
        page.route("**/api/v1/models?*", refuse)
        page.goto("/methodology")
        search_field(page).press_sequentially("gpt-5.6-luna")
        expect(suggestions(page).first).to_contain_text("GPT-5.6 Luna on ")


def test_the_tray_remembers_models_across_pages_and_filters(page: "Page") -> None:
    page.goto("/models?q=gpt-5.6")
    expect(tray(page)).to_have_count(0)
    page.get_by_role("checkbox", name="Compare GPT-5.6 Luna", exact=True).check()
    page.goto("/offerings?q=claude-opus-4-5&provider=anthropic")
    box = page.get_by_role("checkbox", name="Compare ").first
    box.check()
    second, name = str(box.get_attribute("value")), str(box.get_attribute("aria-label")).removeprefix("Compare ")
    page.goto("/models?q=gpt-5.6")
    expect(page.get_by_role("checkbox", name="Compare GPT-5.6 Luna", exact=True)).to_be_checked()
    expect(tray(page).get_by_role("listitem")).to_contain_text(["GPT-5.6 Luna", name])
    tray(page).get_by_role("link", name="Compare 2").click()
    page.wait_for_url(lambda url: "/compare?" in url)
    assert page.locator("table.compare thead .name").count() == 2
    assert page.evaluate("new URLSearchParams(location.search).getAll('id')") == ["model:openai/gpt-5.6-luna", second]


def test_the_tray_takes_as_many_as_fit_and_lets_go_of_each(page: "Page") -> None:
    page.goto("/models")
    boxes = page.get_by_role("checkbox", name="Compare ")
    for place in range(MOST_SIDES):
        boxes.nth(place).check()
    boxes.nth(MOST_SIDES).click()
    expect(boxes.nth(MOST_SIDES)).not_to_be_checked()
    expect(tray(page)).to_contain_text(f"{MOST_SIDES} fit side by side: take one off first")
    expect(tray(page).get_by_role("listitem")).to_have_count(MOST_SIDES)
    tray(page).get_by_role("button", name="Remove ").first.click()
    expect(boxes.first).not_to_be_checked()
    expect(tray(page).get_by_role("listitem")).to_have_count(MOST_SIDES - 1)
    tray(page).get_by_role("button", name="Clear").click()
    expect(tray(page)).to_have_count(0)
    expect(boxes.nth(3)).not_to_be_checked()
    page.reload()
    expect(tray(page)).to_have_count(0)


def test_what_another_tab_does_leaves_the_focus_in_the_tray(page: "Page") -> None:
    page.goto("/models")
    boxes = page.get_by_role("checkbox", name="Compare ")
    boxes.nth(0).check()
    boxes.nth(1).check()
    remove, items = tray(page).get_by_role("button", name="Remove ").nth(1), tray(page).get_by_role("listitem")
    remove.focus()
    other = page.context.new_page()
    other.goto("/models")
    other.get_by_label("Theme").select_option(label="Dark")
    other.get_by_role("checkbox", name="Compare ").nth(2).check()
    expect(items).to_have_count(3)
    expect(remove).to_be_focused()
    tray(page).get_by_role("link", name="Compare 3").focus()
    tray(other).get_by_role("button", name="Remove ").first.click()
    expect(tray(page).get_by_role("link", name="Compare 2")).to_be_focused()
    tray(other).get_by_role("button", name="Clear").click()
    expect(tray(page)).to_have_count(0)
    expect(page.get_by_role("main")).to_be_focused()


def test_where_storage_is_full_what_is_ticked_is_kept_as_long_as_the_page(page: "Page") -> None:
    page.add_init_script("""
      Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
    """)
    page.goto("/models")
    for place in range(2):
        page.get_by_role("checkbox", name="Compare ").nth(place).check()
    expect(tray(page).get_by_role("listitem")).to_have_count(2)
    tray(page).get_by_role("button", name="Clear").click()
    expect(tray(page)).to_have_count(0)


def test_every_block_is_copied_as_it_stands(opened: OpenPage) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    page.goto(LUNA)
    blocks = [block for block in page.locator(".code").all() if block.is_visible()]
    assert len(blocks) >= 4
    for block in blocks:
        block.get_by_role("button", name="Copy").click()
        expect(block.get_by_role("button")).to_contain_text("Copied")
        text = block.locator("code").evaluate("code => code.textContent")
        assert page.evaluate("navigator.clipboard.readText()") == text.removesuffix("\n")
    expect(page.locator("[aria-live=polite]")).to_contain_text("Copied")


def test_where_the_clipboard_is_refused_the_text_is_selected(page: "Page") -> None:
    page.goto(LUNA)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    block = page.locator(".code").first
    block.get_by_role("button", name="Copy").click()
    expect(block.get_by_role("button")).to_contain_text("Selected")
    assert page.evaluate("getSelection().toString()") == block.locator("code").inner_text().rstrip("\n")


def test_the_language_of_the_recipe_is_remembered(page: "Page") -> None:
    page.goto(LUNA)
    page.get_by_role("tab", name="curl").click()
    page.goto("/providers/anthropic")
    expect(page.get_by_role("tab", name="curl")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_contain_text("curl ")


def test_the_theme_is_remembered_and_set_before_anything_is_painted(page: "Page") -> None:
    page.add_init_script("""
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        window.atFirst = document.documentElement.dataset.theme ?? '';
        observer.disconnect();
      }).observe(document, {childList: true, subtree: true});
    """)
    page.goto("/")
    light = background(page)
    page.get_by_label("Theme").select_option(label="Dark")
    dark = background(page)
    assert light != dark
    for path in ("/changes", LUNA):
        page.goto(path)
        assert page.evaluate("atFirst") == "dark"
        assert background(page) == dark
        expect(page.get_by_label("Theme")).to_have_value("dark")
    page.get_by_label("Theme").select_option(label="System")
    page.goto("/")
    assert background(page) == light
    page.emulate_media(color_scheme="dark")
    assert background(page) == dark


def background(page: "Page") -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_a_page_that_is_loaded_again_keeps_its_style_and_its_script(page: "Page") -> None:
    page.goto(LUNA)
    colour = background(page)
    page.reload()
    assert background(page) == colour
    expect(page.get_by_label("Theme")).to_be_visible()


def test_what_gets_the_focus_is_in_view_at_once(page: "Page") -> None:
    page.goto("/methodology")
    assert page.evaluate("""() => {
      const link = document.querySelector('.imprint nav a');
      const below = () => link.getBoundingClientRect().bottom > innerHeight;
      const before = below();
      link.focus();
      return [before, below()];
    }""") == [True, False]


def test_paper_shows_every_language_the_addresses_of_the_sources_and_no_controls(page: "Page") -> None:
    page.goto(LUNA)
    page.emulate_media(media="print", color_scheme="dark")
    for control in ("banner", "contentinfo"):
        expect(page.get_by_role(control).get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("searchbox").or_(page.get_by_role("combobox"))).to_have_count(0)
    expect(page.get_by_text('curl "https://').first).to_be_visible()
    expect(page.get_by_text("from openai import OpenAI").first).to_be_visible()
    links = page.locator("#sources a[href^=http]")
    assert links.count() > 0
    printed = links.first.evaluate("link => getComputedStyle(link, '::after').content")
    assert str(links.first.get_attribute("href")) in printed
    expect(links.first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert background(page) == "rgb(255, 255, 255)"
