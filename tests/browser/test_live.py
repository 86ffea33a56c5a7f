"""Live pages: a filter, a sort link and the pager swap the results in place, and the address tells the same."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.driving import expect, form, names
from tests.browser.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.services

CLICKED = """([attributes, keys]) => {
  const link = document.createElement('a');
  for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
  document.getElementById('results').append(link);
  let taken;
  addEventListener('click', (event) => { taken = event.defaultPrevented; event.preventDefault(); }, {once: true});
  link.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, ...keys}));
  return taken;
}"""
"""Whether the script takes a click on a link in the results; nothing is loaded or opened by the browser itself."""

STAYED = "window.stayed = true"
"""Set on a page, it is gone when another document has been loaded in its place."""

NEWEST_FIRST = {"sort": "released", "dir": "desc"}
"""What a list shows where no words are searched for; words come by how well they match, in the API as well."""


def stayed(page: "Page") -> bool:
    return bool(page.evaluate("window.stayed === true"))


def shown(page: "Page", served: Served, **filters: object) -> None:
    """The rows become those that the API gives for the filters."""
    order = {} if "q" in filters else NEWEST_FIRST
    answer = served.api("/models", limit=100, **{**order, **filters})
    rows = page.locator("#results table tbody th[scope=row] a")
    expect(rows).to_have_text([item["name"] for item in answer["items"]])
    expect(page.locator("#results").get_by_role("status")).to_contain_text(f"{answer['total']:,}")


def test_typing_filters_in_place_and_the_address_follows(page: "Page", served: Served) -> None:
    page.goto("/models")
    page.evaluate(STAYED)
    before = page.evaluate("history.length")
    field = form(page).get_by_label("Search")
    field.press_sequentially("mistral medium", delay=20)
    page.wait_for_url(lambda url: "q=mistral+medium" in url)
    shown(page, served, q="mistral medium")
    expect(field).to_be_focused()
    expect(field).to_have_value("mistral medium")
    assert stayed(page)
    assert page.evaluate("history.length") == before
    assert [part for part in page.url.partition("?")[2].split("&") if part.endswith("=")] == []


def test_a_choice_is_a_step_back_and_forward(page: "Page", served: Served) -> None:
    page.goto("/models")
    page.evaluate(STAYED)
    form(page).get_by_label("Capability").select_option("audio_input")
    shown(page, served, capability="audio_input")
    form(page).get_by_label("Weights").select_option("true")
    shown(page, served, capability="audio_input", open_weights="true")
    page.go_back()
    shown(page, served, capability="audio_input")
    expect(form(page).get_by_label("Weights")).to_have_value("")
    page.go_back()
    shown(page, served)
    expect(form(page).get_by_label("Capability")).to_have_value("")
    page.go_forward()
    shown(page, served, capability="audio_input")
    assert stayed(page)
    page.reload()
    shown(page, served, capability="audio_input")
    expect(form(page).get_by_label("Capability")).to_have_value("audio_input")


def test_a_filter_is_taken_off_by_its_chip(page: "Page", served: Served) -> None:
    page.goto("/models?capability=vision&context_min=1000000")
    page.evaluate(STAYED)
    page.locator("#results .active").get_by_role("link", name="Vision").click()
    shown(page, served, context_min=1_000_000)
    expect(form(page).get_by_label("Capability")).to_have_value("")
    assert stayed(page)


def test_the_pager_and_the_sort_links_stay_on_the_page(page: "Page", served: Served) -> None:
    page.goto("/models")
    page.evaluate(STAYED)
    page.get_by_role("columnheader").get_by_role("link", name="Context").click()
    shown(page, served, sort="context", dir="desc")
    first = names(page)
    page.get_by_role("link", name="Next page").click()
    expect(page.locator("#results table tbody th[scope=row] a").first).not_to_have_text(first[0])
    answer = served.api("/models", sort="context", dir="desc", limit=200)
    assert names(page) == [item["name"] for item in answer["items"][100:]]
    expect(page.locator("#results")).to_be_in_viewport()
    assert stayed(page)


def test_a_link_opened_elsewhere_is_left_alone(page: "Page") -> None:
    page.goto("/models")
    page.evaluate(STAYED)
    with page.context.expect_page() as other:
        page.get_by_role("columnheader").get_by_role("link", name="Context").click(modifiers=["Control"])
    assert "sort=context" in other.value.url
    assert "sort=context" not in page.url
    assert stayed(page)


SORTED = {"href": "/models?sort=context"}
LEFT_ALONE: list[tuple[dict[str, str], dict[str, bool]]] = [
    ({"href": "/models?sort=context#results"}, {}),
    ({"href": "#results"}, {}),
    ({**SORTED, "download": ""}, {}),
    ({**SORTED, "target": "_blank"}, {}),
    *(({"href": f"/models.{ending}?sort=context"}, {}) for ending in ("csv", "json", "atom", "ics")),
    ({"href": "https://example.com/models?sort=context"}, {}),
    *((SORTED, {key: True}) for key in ("ctrlKey", "metaKey", "shiftKey", "altKey")),
]
"""Links by their attributes, and the keys that are held when they are clicked on."""


def test_only_a_plain_link_to_the_same_list_is_shown_in_place(page: "Page") -> None:
    page.goto("/models?q=gpt-5.6")
    assert [link for link in LEFT_ALONE if page.evaluate(CLICKED, link)] == []
    assert page.evaluate(CLICKED, (SORTED, {}))
    page.wait_for_url("**/models?sort=context")


def test_an_answer_that_was_overtaken_is_not_shown(page: "Page", served: Served) -> None:
    held: list[Route] = []

    def hold_the_first(route: "Route") -> None:
        if held or route.request.resource_type != "fetch":
            route.continue_()
        else:
            held.append(route)

    page.goto("/models")
    page.route("**/models?*", hold_the_first)
    form(page).get_by_label("Capability").select_option("vision")
    expect(page.locator("#results")).to_have_attribute("aria-busy", "true")
    form(page).get_by_label("Weights").select_option("true")
    shown(page, served, capability="vision", open_weights="true")
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    held[0].abort()
    page.wait_for_timeout(200)
    shown(page, served, capability="vision", open_weights="true")
    page.unroute_all(behavior="wait")


def test_half_a_number_does_not_leave_the_results_waiting(page: "Page") -> None:
    held: list[Route] = []

    def hold(route: "Route") -> None:
        held.append(route)

    page.goto("/models")
    page.route("**/models?*", hold)
    results, field = page.locator("#results"), form(page).get_by_label("Input at most")
    field.press("1")
    expect(results).to_have_attribute("aria-busy", "true")
    field.press("e")
    expect(results).not_to_have_attribute("aria-busy", "true")
    assert [route.request.url.partition("?")[2] for route in held] == ["input_max=1"]
    held[0].abort()
    page.unroute_all(behavior="wait")


def test_without_an_answer_the_page_is_loaded_plainly(page: "Page", served: Served) -> None:
    page.goto("/models")
    page.evaluate(STAYED)
    page.route(
        "**/models?*", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    form(page).get_by_label("Capability").select_option("vision")
    page.wait_for_url(lambda url: "capability=vision" in url)
    shown(page, served, capability="vision")
    assert not stayed(page)
    page.unroute_all(behavior="wait")


def test_what_is_shown_is_announced(page: "Page", served: Served) -> None:
    page.goto("/models")
    form(page).get_by_label("Capability").select_option("vision")
    total = served.api("/models", capability="vision", limit=1)["total"]
    expect(page.locator("[aria-live=polite]")).to_contain_text(f"{total:,}")
    page.get_by_role("columnheader").get_by_role("link", name="Context").click()
    expect(page.locator("[aria-live=polite]")).to_contain_text("Context, descending")


def test_an_estimate_is_made_anew_in_place(page: "Page", served: Served) -> None:
    page.goto("/estimate?offering=openai/gpt-5.6-luna")
    page.evaluate(STAYED)
    form(page).get_by_label("Requests per day").fill("7000")
    expect(page.get_by_role("status").first).to_contain_text("7,000 requests per day")
    form(page).get_by_label("Batch prices").check()
    page.wait_for_url(lambda url: "batch=true" in url and "requests=7000" in url)
    answer = served.api("/estimate", offering="openai/gpt-5.6-luna", input=10_000, output=1_000, tier="batch")
    expect(page.locator(".figures dd").nth(2)).to_contain_text(f"{answer['total_usd'] * 7000 * 30:,.2f}")
    assert stayed(page)


def test_only_what_differs_is_shown_in_place(page: "Page") -> None:
    page.goto("/compare?id=model:openai/gpt-5.6-luna&id=model:openai/gpt-5.6-sol")
    page.evaluate(STAYED)
    rows = page.locator("table.compare tbody tr")
    every = rows.count()
    form(page).get_by_label("Only what differs").check()
    page.wait_for_url(lambda url: "only=differences" in url)
    expect(page.locator("#results").get_by_role("status")).to_contain_text("left out")
    assert 0 < rows.count() < every
    assert stayed(page)
