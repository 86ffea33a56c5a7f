"""What people come for, done as they do it, with a script and without. Every answer is held against the JSON API."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from tests.browser.driving import column, dollars, expect, follow, form, names, program, row, search, show, tokens
from tests.browser.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.services

LUNA = "openai/gpt-5.6-luna"
"""An offering with a recipe, a dated change of price and rates for every line of an estimate."""


def open_luna(page: "Page") -> None:
    """Find GPT-5.6 Luna by its name and go to where OpenAI sells it."""
    page.goto("/")
    search(page, "gpt-5.6 luna")
    follow(page, "GPT-5.6 Luna")
    page.wait_for_url(f"**/models/{LUNA}")
    page.locator("#providers").get_by_role("link", name="OpenAI API", exact=True).click()
    page.wait_for_url(f"**/providers/{LUNA}")


def test_the_cheapest_model_that_sees_and_holds_200_000_tokens(either: "Page", script: bool, served: Served) -> None:
    either.goto("/")
    follow(either, "Models", "banner")
    form(either).get_by_label("Capability").select_option(label="Vision")
    form(either).get_by_label("Context at least").select_option(label="200K")
    if not script:
        show(either)
    either.wait_for_url(lambda url: "capability=vision" in url and "context_min=200000" in url)
    expect(either.locator("#results .active a")).to_have_count(2)
    either.get_by_role("columnheader").get_by_role("link", name="Input from").click()
    expect(either.get_by_role("columnheader", name="Input from")).to_have_attribute("aria-sort", "ascending")

    answer = served.api("/models", capability="vision", context_min=200_000, sort="input", dir="asc", limit=100)
    assert names(either) == [item["name"] for item in answer["items"]]
    expect(either.get_by_role("status").first).to_contain_text(f"{answer['total']:,}")
    shown = list(zip(map(dollars, column(either, "Input from")), map(tokens, column(either, "Context")), strict=True))
    for item, (price, context) in list(zip(answer["items"], shown, strict=True))[:20]:
        offered = served.api(f"/offerings/{item['cheapest']['offering']}")
        assert price == lowest_input(offered)
        assert context >= 200_000
        assert item["capabilities"]["vision"] is True
    assert shown == sorted(shown, key=lambda pair: pair[0])


def lowest_input(offered: Mapping[str, Any]) -> Decimal:
    """What the offering itself says of its lowest standard input price without conditions but the prompt's length."""
    return min(
        Decimal(rate["usd"])
        for rate in offered["rates"]
        if rate["meter"] == "input" and rate["tier"] == "standard" and not rate["when"]
    )


def test_copying_a_call(either: "Page", script: bool, served: Served) -> None:
    open_luna(either)
    offered = served.api(f"/offerings/{LUNA}")
    block = program(either)
    if script:
        block.get_by_role("button", name="Copy").click()
        expect(block.get_by_role("button")).to_contain_text("Copied")
        copied = either.evaluate("navigator.clipboard.readText()")
    else:
        assert either.get_by_role("button", name="Copy").count() == 0
        expect(either.get_by_role("heading", name="curl", exact=True).first).to_be_visible()
        block.locator("code").select_text()
        copied = either.evaluate("getSelection().toString()")
    written = markdown_program(served)
    assert copied == written.rstrip("\n")
    assert f'model="{offered["api_model_id"]}"' in copied
    compile(copied, "example", "exec")


def markdown_program(served: Served) -> str:
    """The Python program as the Markdown twin of the page prints it."""
    twin = served.body(f"/providers/{LUNA}.md")
    (program,) = [part.partition("```")[0] for part in twin.split("```python\n")[1:] if "import OpenAI" in part][:1]
    return program


def test_when_a_price_changed_and_who_says_so(either: "Page", served: Served) -> None:
    open_luna(either)
    answer = served.api(f"/models/{LUNA}/history")
    (offering,) = [item for item in answer["offerings"] if item["id"] == LUNA]
    rates = [
        rate
        for rate in offering["rates"]
        if rate["meter"] == "input" and rate["tier"] == "standard" and not rate["when"]
    ]
    old, new = sorted(rates, key=lambda rate: rate["valid_from"] or "")[-2:]
    titles = {source["name"]: source["title"] for source in served.api("/sources")["items"]}

    change = row(either, "Input tokens", new["valid_from"], "was ")
    assert old["usd"] != new["usd"]
    said = change.locator(".number").first.inner_text()
    assert [dollars(part) for part in said.split("→")] == [old["usd"], new["usd"]]
    percentage = round(abs(new["usd"] - old["usd"]) / old["usd"] * 100)
    word = "lower" if new["usd"] < old["usd"] else "higher"
    expect(change).to_contain_text(f"{percentage}%")
    expect(change).to_contain_text(word)
    change.get_by_role("link", name=titles[new["source"]]).click()
    either.wait_for_url(f"**/status#{new['source']}")
    expect(either.locator(f"#{new['source']}")).to_be_visible()


def test_comparing_three_models(either: "Page", script: bool, served: Served) -> None:
    wanted = ("GPT-5.6 Luna", "GPT-5.6 Sol", "GPT-5.6 Terra")
    either.goto("/models")
    form(either).get_by_label("Search").fill("gpt-5.6")
    if not script:
        show(either)
    either.wait_for_url("**/models?q=gpt-5.6*")
    for name in wanted:
        either.get_by_role("checkbox", name=f"Compare {name}", exact=True).check()
    either.get_by_role("button", name="Compare ticked").click()
    either.wait_for_url("**/compare?**")

    assert either.locator("table.compare thead .name").all_inner_texts() == list(wanted)
    ids = [f"model:openai/{name.lower().replace(' ', '-')}" for name in wanted]
    items = served.api("/compare", id=ids)["items"]
    cells = either.locator("table.compare tbody tr").filter(has=either.get_by_text("Input tokens", exact=True))
    prices = [dollars(text) for text in cells.locator("td").all_inner_texts()]
    expected = [lowest_input(served.api(f"/offerings/{item['model']['cheapest']['offering']}")) for item in items]
    assert prices == expected
    best = cells.locator("td").filter(has_text="lowest")
    assert dollars(best.first.inner_text()) == min(expected)


def test_estimating_a_month(either: "Page", script: bool, served: Served) -> None:
    open_luna(either)
    follow(either, "Estimate")
    either.wait_for_url("**/estimate?**")
    for label, amount in (
        ("Prompt tokens a request", "20000"),
        ("of them cached, %", "25"),
        ("Answer tokens a request", "800"),
        ("Requests a day", "1500"),
    ):
        form(either).get_by_label(label).fill(amount)
    if not script:
        show(either)
    either.wait_for_url("**requests=1500*")
    expect(either.get_by_role("status").first).to_contain_text("1,500 requests a day, 45,000 in 30 days")

    answer = served.api("/estimate", offering=LUNA, input=15_000, cache_read=5_000, output=800)
    figures = either.locator(".figures dd").all_inner_texts()
    total = answer["total_usd"]
    assert [dollars(text) for text in figures] == [total, total * 1500, total * 45_000]
    costs = either.locator("table.items tbody td:last-child").all_inner_texts()
    assert sorted(map(dollars, costs)) == sorted(item["cost_usd"] for item in answer["items"])


def test_subscribing_to_shutdowns(either: "Page", served: Served) -> None:
    either.goto("/")
    follow(either, "Shutdowns", "banner")
    either.wait_for_url("**/deprecations")
    link = either.get_by_role("link", name=".ics", exact=True)
    href = link.get_attribute("href")
    assert href is not None
    answer = either.request.get(href)
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.body())
    events = {(str(event["URL"]), event.decoded("DTSTART")) for event in calendar.walk("VEVENT")}
    told = served.api("/deprecations")["items"]
    retiring = {
        (served.url + item["url"], date.fromisoformat(item["retires"]))
        for item in told
        if item["retires"] and len(item["retires"]) == len("2026-01-01")
    }
    assert retiring
    assert retiring <= events
    today = datetime.now(UTC).date().isoformat()
    first = min(day for item in told for day in (item["retires"], item["deprecated"]) if day and day >= today)
    expect(either.locator("#coming time").first).to_have_text(first)
