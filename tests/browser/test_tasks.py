"""What people come for, done as they do it, with a script and without. Every answer is held against the JSON API."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from tests.browser.driving import column, dollars, expect, follow, form, names, program, row, search, show, tokens
from tests.browser.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

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
        assert price == rate_of(offered, "input")
        assert context >= 200_000
        assert item["capabilities"]["vision"] is True
    assert shown == sorted(shown, key=lambda pair: pair[0])


def rate_of(offered: Mapping[str, Any], meter: str) -> Decimal:
    """The price of a meter that holds without a condition, as the offering itself has it."""
    return min(
        Decimal(rate["usd"])
        for rate in offered["rates"]
        if rate["meter"] == meter and rate["tier"] == "standard" and not rate["when"]
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

    assert compared_names(either) == list(wanted)
    ids = [f"model:openai/{name.lower().replace(' ', '-')}" for name in wanted]
    items = served.api("/compare", id=ids)["items"]
    prices = compared(either, "Input tokens")
    expected = [rate_of(served.api(f"/offerings/{item['model']['cheapest']['offering']}"), "input") for item in items]
    assert prices == expected
    best = cells_of(either, "Input tokens").filter(has_text="lowest")
    assert dollars(best.first.inner_text()) == min(expected)


def compared_names(page: "Page") -> list[str]:
    return page.locator("table.compare thead .name").all_inner_texts()


def cells_of(page: "Page", label: str) -> "Locator":
    """The cells of a line of the comparison."""
    lines = page.locator("table.compare tbody tr")
    return lines.filter(has=page.get_by_role("rowheader", name=label, exact=True)).locator("td")


def compared(page: "Page", label: str) -> list[Decimal]:
    """The prices in a line of the comparison."""
    return [dollars(text) for text in cells_of(page, label).all_inner_texts()]


def test_estimating_a_month(either: "Page", script: bool, served: Served) -> None:
    open_luna(either)
    follow(either, "Estimate")
    either.wait_for_url("**/estimate?**")
    for label, amount in (
        ("Prompt tokens per request", "20000"),
        ("Cached share of the prompt, %", "25"),
        ("Output tokens per request", "800"),
        ("Requests per day", "1500"),
    ):
        form(either).get_by_label(label).fill(amount)
    if not script:
        show(either)
    either.wait_for_url("**requests=1500*")
    expect(either.get_by_role("status").first).to_contain_text("1,500 requests per day, 45,000 in 30 days")

    answer = served.api("/estimate", offering=LUNA, input=15_000, cache_read=5_000, output=800)
    figures = either.locator(".figures dd").all_inner_texts()
    total = answer["total_usd"]
    assert [dollars(text) for text in figures] == [total, total * 1500, total * 45_000]
    costs = either.locator("table.items tbody td:last-child").all_inner_texts()
    assert sorted(map(dollars, costs)) == sorted(item["cost_usd"] for item in answer["items"])


def test_comparing_a_model_on_two_providers(either: "Page", script: bool, served: Served) -> None:
    either.goto(f"/models/{LUNA}")
    ids = [f"{provider}/gpt-5.6-luna" for provider in ("openai", "azure")]
    for provider in ("OpenAI API", "Azure OpenAI"):
        either.get_by_role("checkbox", name=f"Compare GPT-5.6 Luna on {provider}", exact=True).first.check()
    either.get_by_role("button", name="Compare ticked").click()
    either.wait_for_url(lambda url: "/compare?" in url)
    prices = compared(either, "Output tokens")
    assert prices == [rate_of(served.api(f"/offerings/{name}"), "output") for name in ids]


def test_subscribing_to_every_shutdown(either: "Page", served: Served) -> None:
    either.goto("/")
    follow(either, "Shutdowns", "banner")
    either.wait_for_url("**/deprecations")
    told = served.api("/deprecations")["items"]
    assert shutdowns(served, told) <= subscribed(either)
    today = datetime.now(UTC).date().isoformat()
    first = min(day for item in told for day in (item["retires"], item["deprecated"]) if day and day >= today)
    expect(either.locator("#coming time").first).to_have_text(first)


def test_subscribing_to_the_shutdowns_of_one_provider(either: "Page", script: bool, served: Served) -> None:
    either.goto("/deprecations")
    form(either).get_by_label("Provider").select_option("azure")
    if not script:
        show(either)
    either.wait_for_url(lambda url: "provider=azure" in url)
    expect(either.get_by_role("link", name="Subscribe to the calendar")).to_have_attribute("href", re.compile("azure"))
    events = subscribed(either)
    told = [item for item in served.api("/deprecations")["items"] if item["provider"]["id"] == "azure"]
    assert shutdowns(served, told) <= events
    assert {url.removeprefix(served.url).split("/")[2] for url, _ in events} == {"azure"}


def subscribed(page: "Page") -> set[tuple[str, date]]:
    """The page and the day of each event in the calendar that the open page offers."""
    href = page.get_by_role("link", name="Subscribe to the calendar").get_attribute("href")
    assert href is not None
    answer = page.request.get(href)
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.body()).walk("VEVENT")
    return {(str(event["URL"]), event.decoded("DTSTART")) for event in events}


def shutdowns(served: Served, told: Sequence[Mapping[str, Any]]) -> set[tuple[str, date]]:
    """The same from the API, for those whose day is known."""
    known = {
        (served.url + item["url"], date.fromisoformat(item["retires"]))
        for item in told
        if item["retires"] and len(item["retires"]) == len("2026-01-01")
    }
    assert known
    return known
