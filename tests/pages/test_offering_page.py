"""The page of an offering: all its sections, in order, from the facts of the sample."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from registry.domain.catalog import Catalog
from registry.web.pages.offering import offering_page
from registry.web.pages.prices import price_table
from registry.web.pages.site import Site, freshness
from registry.web.pages.templates import render
from registry.web.views import RateView
from tests.sample import LUNA
from tests.web.published import FREE, PEAK

PATH = "/providers/openai/gpt-5.6-luna"
SECTIONS = [
    "Why use GPT-5.6 Luna on OpenAI API?",
    "Setup recipe",
    "Request example",
    "Gotchas",
    "Pricing",
    "Capabilities",
    "About GPT-5.6 Luna",
    "FAQ",
    "Get started",
    "Model specs",
    "Elsewhere",
    "Sources",
    "For machines",
]


def soup(client: TestClient, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def words(element: object) -> str:
    return " ".join(getattr(element, "get_text")(" ").split())  # noqa: B009


def figures(page: BeautifulSoup) -> dict[str, str]:
    return {words(row.dt): words(row.dd) for row in page.select(".figures > div")}


def test_the_sections_stand_in_their_order(client: TestClient) -> None:
    assert [words(heading) for heading in soup(client, PATH).select("main h2")] == SECTIONS


def test_the_heading_says_what_and_where(client: TestClient) -> None:
    page = soup(client, PATH)
    assert words(page.h1) == "GPT-5.6 Luna on OpenAI API"
    assert words(page.select_one(".under")) == "GPT-5.6 · OpenAI"
    assert [words(chip) for chip in page.select(".title .chips li")] == ["Serverless"]
    fresh = page.select_one(".fresh")
    assert words(fresh) == "Last refreshed 2026-11-23. Next refresh: weekly."
    assert fresh is not None
    assert fresh["title"] == "Next refresh: 2026-11-30"


def test_the_figures_are_those_in_force_today(client: TestClient) -> None:
    assert figures(soup(client, PATH)) == {
        "Input / 1M": "$0.20",
        "Output / 1M": "$1.20",
        "Cache": "read $0.02 · write $0.25",
        "Batch": "in $0.10 · out $0.60",
    }


def test_the_figures_of_an_earlier_day_are_those_of_that_day(client: TestClient) -> None:
    page = soup(client, f"{PATH}?as_of=2026-06-26")
    assert figures(page)["Input / 1M"] == "$1.00"
    assert figures(page)["Batch"] == "Not sourced"
    assert words(page.select_one(".fresh")) == "Prices as of 2026-06-26."
    link = page.select_one('link[rel="canonical"]')
    assert link is not None
    assert link["href"] == f"https://modeldex.test{PATH}"


def test_a_day_that_does_not_exist_is_refused_with_a_clear_line(client: TestClient) -> None:
    answer = client.get(f"{PATH}?as_of=2026-02-31")
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert "as_of: expected a day such as 2026-06-26" in answer.text


def test_a_campaign_tag_changes_nothing(client: TestClient) -> None:
    assert client.get(f"{PATH}?utm_source=somewhere").text == client.get(PATH).text


def test_the_questions_are_answered_in_the_sentences_of_the_specification(site: Site) -> None:
    asked = {each.question: each.answer for each in offering_page(site, LUNA).questions}
    assert asked == {
        "What does GPT-5.6 Luna cost on OpenAI API?": (
            "On OpenAI API, GPT-5.6 Luna costs $0.20 per 1M input tokens and $1.20 per 1M output tokens."
        ),
        "What API model ID do I use for GPT-5.6 Luna on OpenAI API?": (
            "Use the model ID gpt-5.6-luna when calling OpenAI API's API."
        ),
        "Who created GPT-5.6 Luna?": "GPT-5.6 Luna was created by OpenAI as part of the GPT-5.6 model family.",
        "Is GPT-5.6 Luna open source?": ("GPT-5.6 Luna is not open source; our sources list it as proprietary."),
    }


def test_what_nobody_says_is_not_sourced_and_never_free(client: TestClient) -> None:
    page = soup(client, "/providers/example-gateway/openai-gpt-5.6-luna")
    assert set(figures(page).values()) == {"Not sourced"}
    assert "no source prices this offering" in words(page.select_one("#pricing"))
    assert "What GPT-5.6 Luna costs on Example Gateway is not sourced." in words(page.select_one("#faq"))
    assert "free" not in words(page.main).lower()


def test_a_sourced_zero_is_free(site: Site) -> None:
    page = offering_page(site, FREE)
    assert page.figures.input == "$0.00 (free)"
    assert page.why == "Example Gateway offers Tiny free of charge."
    assert "Deprecated" in page.chips


def test_the_long_prompt_step_is_told_on_both_sides(site: Site) -> None:
    rows = [row for group in offering_page(site, LUNA).prices.groups for row in group.rows if group.tier == "Standard"]
    assert [(row.label, row.price.text, row.applies) for row in rows if row.label == "Input tokens"] == [
        ("Input tokens", "$0.20", "Prompts up to 272,000 tokens"),
        ("Input tokens", "$0.40", "Prompts over 272,000 tokens"),
    ]


def test_hours_are_told_on_both_sides(site: Site) -> None:
    page = offering_page(site, PEAK)
    applies = {row.price.text: row.applies for group in page.prices.groups for row in group.rows}
    assert applies["$0.14"] == "01:00\N{EN DASH}04:00 UTC"
    assert applies["$0.07"] == "Other hours"
    assert any("depends on the hour" in line for line in page.gotchas)


def test_the_history_shows_the_cut_once_with_its_date(site: Site) -> None:
    cuts = [row for row in offering_page(site, LUNA).history if row.label == "Input tokens" and row.old]
    assert [(row.since, row.basis, row.old, row.new, row.change, row.down) for row in cuts] == [
        ("2026-07-30", "documented", "$1.00", "$0.20", "▼ 80%", True)
    ]


def test_the_history_tells_when_a_price_applied_as_the_table_does(site: Site) -> None:
    inputs = {row.new: row.applies for row in offering_page(site, LUNA).history if row.label == "Input tokens"}
    assert inputs["$1.00"] == "Always"
    assert inputs["$0.20"] == "Prompts up to 272,000 tokens"
    assert inputs["$0.40"] == "Prompts over 272,000 tokens"


def test_the_prices_of_a_region_stand_apart_where_there_are_others() -> None:
    usual = RateView("input", "token", 1_000_000, Decimal(2), "standard", None, None, "undated", None, "litellm")
    regional = replace(usual, usd=Decimal("2.2"), when={"region": "eu"})
    table = price_table((usual, regional))
    assert [row.price.text for group in table.groups for row in group.rows] == ["$2.00"]
    assert [(row.price.text, row.applies) for group in table.special for row in group.rows] == [("$2.20", "Region eu")]
    assert price_table((regional,)).special == ()


@pytest.mark.parametrize(
    ("retires", "words"), [("2027-01-15", "Shuts down on 2027-01-15"), ("2027-01", "Shuts down in 2027-01")]
)
def test_a_shutdown_that_is_still_to_come_stands_under_the_heading(site: Site, retires: str, words: str) -> None:
    assert words in offering_page(site, replace(PEAK, retires=retires)).chips


def test_capabilities_keep_yes_no_and_not_sourced_apart(site: Site) -> None:
    found = offering_page(site, LUNA).capabilities
    assert found.chips == ("Vision", "Multimodal", "Function Calling", "Tool Use", "Structured Output")
    assert found.no == ("Temperature",)
    assert "Reasoning" in found.not_sourced
    assert not {*found.yes} & {*found.no, *found.not_sourced}


def test_structured_data_says_what_the_page_says(client: TestClient) -> None:
    page = soup(client, PATH)
    script = page.select_one('script[type="application/ld+json"]')
    assert script is not None
    graph = {node["@type"]: node for node in json.loads(script.string or "")["@graph"]}
    assert set(graph) == {"BreadcrumbList", "WebPage", "FAQPage", "SoftwareApplication"}
    prices = graph["SoftwareApplication"]["offers"]["priceSpecification"]
    assert len(prices) == len(page.select("#pricing .prices tbody tr:not(.group)"))
    assert prices[0]["price"] == 0.2
    faq = graph["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"]
    assert faq in words(page.select_one("#faq"))


def test_no_script_stands_in_the_page_and_nothing_comes_from_elsewhere(client: TestClient) -> None:
    page = soup(client, PATH)
    scripts = [script for script in page.select("script") if script.get("type") != "application/ld+json"]
    assert all(script.get("src") and not script.string for script in scripts)
    loaded = [element.get("src") or element.get("href") for element in page.select("script[src], link[rel=stylesheet]")]
    assert loaded
    assert all(str(address).startswith("/static/") for address in loaded)
    assert not page.select("[style], [onclick]")


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=y>"


def test_what_sources_say_is_escaped_everywhere(site: Site) -> None:
    luna = replace(LUNA, api_model_id=HOSTILE, name=HOSTILE, knowledge_cutoff=HOSTILE, serving=("free",))
    model = replace(site.catalog.models[LUNA.model], name=HOSTILE, licence=HOSTILE)
    provider = replace(site.catalog.providers["openai"], docs_url="javascript:alert(1)", name=HOSTILE)
    catalog = Catalog(
        site.catalog.labs,
        site.catalog.families,
        {**site.catalog.providers, "openai": provider},
        {**site.catalog.models, model.id: model},
        {**site.catalog.offerings, luna.id: luna},
    )
    text = render("offering.html", replace(site, catalog=catalog), offering_page(replace(site, catalog=catalog), luna))
    assert "<script>alert" not in text
    assert "<img" not in text
    assert 'href="javascript:' not in text


@pytest.mark.parametrize("name", ["M", "GPT-5.6 Luna", "m" * 61, "An extraordinarily long model name " * 9])
def test_titles_and_descriptions_always_fit(site: Site, name: str) -> None:
    model = replace(site.catalog.models[LUNA.model], name=name)
    catalog = replace(site.catalog, models={**site.catalog.models, model.id: model})
    head = offering_page(replace(site, catalog=catalog), LUNA).head
    assert 0 < len(head.title) <= 60
    assert 0 < len(head.description) <= 158


@pytest.mark.parametrize(
    ("next_refresh", "line"),
    [
        (datetime(2026, 11, 30, 3, tzinfo=UTC), "Last refreshed 2026-11-23. Next refresh: weekly."),
        (datetime(2026, 11, 16, 3, tzinfo=UTC), "Last refreshed 2026-11-23. Refresh overdue since 2026-11-16."),
        (None, "Last refreshed 2026-11-23. Next refresh: not scheduled."),
    ],
)
def test_the_line_under_the_heading_tells_the_truth(site: Site, next_refresh: datetime | None, line: str) -> None:
    assert freshness(replace(site, next_refresh=next_refresh)) == line


def test_the_twins_say_the_same(client: TestClient) -> None:
    served = client.get(f"{PATH}.json")
    assert served.json() == client.get("/api/v1/offerings/openai/gpt-5.6-luna").json()
    text = client.get(f"{PATH}.md").text
    assert text.startswith("# GPT-5.6 Luna on OpenAI API\n")
    assert "| Input tokens | Standard | $0.20 | 1M tokens | Prompts up to 272,000 tokens | 2026-07-30 |" in text
    assert re.search(r"^client = OpenAI\(\)", text, re.MULTILINE)


def test_an_error_can_be_reported_where_the_operator_says(client: TestClient) -> None:
    link = soup(client, PATH).find("a", string="Report an error")
    assert link is not None
    assert link["href"] == "https://issues.test/new?title=Wrong%20value%3A%20openai%2Fgpt-5.6-luna"


def test_the_price_history_is_drawn_and_says_in_words_what_it_shows(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/providers/openai/gpt-5.6-luna").text, "lxml")
    chart = page.select_one("#pricing svg")
    assert chart is not None
    named = str(chart["aria-labelledby"]).split()
    assert [found.name for each in named if (found := chart.find(id=each))] == ["title", "desc"]
    description = chart.find("desc")
    assert description is not None
    assert description.get_text().startswith("Input: $1.00 until 30 Jul 2026, $0.20 since 30 Jul 2026.")
    assert page.select("[style], style") == []


def test_a_price_that_never_changed_has_no_chart(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/providers/deepseek/deepseek-v4").text, "lxml")
    assert page.select("#pricing svg") == []
