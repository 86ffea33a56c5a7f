"""The pages of what is not settled, and the same beside an offering."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from registry.settings import Settings
from registry.web.app import create_app
from registry.web.pages.offering import offering_page
from registry.web.pages.review_rows import value_text, what
from registry.web.pages.site import Site
from registry.web.views import disagreement_view
from scrapers.claims import When
from tests.pages.conftest import soup, words
from tests.sample import LUNA
from tests.web.published import BIGGER, DISAGREEMENTS, HELD, PEAK, published

LUNA_PAGE = "/providers/openai/gpt-5.6-luna"


def test_the_queue_says_what_stands_what_is_held_and_why(client: TestClient) -> None:
    rows = [words(row) for row in soup(client, "/held").select("tbody tr")]
    assert len(rows) == 3
    assert rows[0].startswith("models.dev The whole document")
    assert "held whole: 20 rows where there were 40" in rows[0]
    assert rows[1] == (
        "GPT-5.6 Luna OpenAI API · gpt-5.6-luna Input tokens $0.20 $200.00 litellm 2026-11-16"
        " the price changed by a unit-sized factor 3f9a0c51d2e4"
    )
    assert "Output tokens, batch, prompts over 200,000 tokens nothing $9,000.00" in rows[2]
    assert "rejected" in rows[2]
    assert rows[2].endswith("Rejected: The price list says otherwise.")


def test_a_disagreement_has_each_source_with_value_date_and_link(client: TestClient) -> None:
    page = soup(client, "/disagreements")
    groups = page.select("table.said tbody")
    assert [words(group) for group in groups] == [
        "DeepSeek V4 DeepSeek API · deepseek-v4 Input tokens, 01:00\N{EN DASH}04:00 UTC"
        " models.dev published $0.14 undated 2026-09-28 litellm $0.28 2026-10-01 2026-11-12",
        "GPT-5.6 Luna OpenAI API · gpt-5.6-luna Max output"
        " models.dev published 128,000 undated 2026-11-20 litellm 64,000 undated 2026-11-12",
    ]
    links = [str(link["href"]) for link in page.select("td.number a")]
    assert links == ["https://models.dev/deepseek"]
    assert "javascript:" not in str(page)


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("/held?source=litellm", 1),
        ("/held?state=rejected", 1),
        ("/held?provider=openai&field=output", 0),
        ("/held?utm_source=elsewhere", 3),
        ("/disagreements?provider=deepseek", 2),
        ("/disagreements?offering=openai%2FGPT-5.6-luna", 2),
        ("/disagreements?source=nobody", 0),
    ],
)
def test_filters_are_addresses_and_what_is_active_can_be_taken_off(client: TestClient, path: str, rows: int) -> None:
    page = soup(client, path)
    assert len(page.select("table.stack tbody tr")) == rows
    active = [str(link["href"]) for link in page.select(".active a")]
    assert all(client.get(link).status_code == 200 for link in active)
    assert bool(active) is ("utm" not in path)
    if not rows:
        assert "Nothing matches all of these filters." in words(page.select_one(".empty"))


def test_the_form_offers_what_there_is_with_counts_and_shows_what_is_chosen(client: TestClient) -> None:
    page = soup(client, "/held?source=litellm&offering=openai/gpt-5.6-luna")
    options = [words(option) for option in page.select("#f-source option")]
    assert options == ["Any", "genai-prices (1)", "litellm (1)", "models.dev (1)"]
    assert words(page.select_one("#f-source option[selected]")) == "litellm (1)"
    offering = page.select_one("#f-offering")
    assert offering is not None
    assert offering["value"] == "openai/gpt-5.6-luna"
    assert words(page.select_one('[role="status"]')) == "1 of 3"


def test_a_long_list_is_walked_by_links(client: TestClient) -> None:
    first = soup(client, "/disagreements?limit=1")
    following = first.select_one('a[rel="next"]')
    assert following is None or "cursor=" in str(following["href"])
    assert len(first.select("table.said tbody")) == 1


def test_the_files_of_what_is_filtered_are_one_link_away(client: TestClient) -> None:
    links = [str(link["href"]) for link in soup(client, "/held?source=litellm").select(".bar a")]
    assert links == ["/held.csv?source=litellm", "/api/v1/held?source=litellm"]
    assert len(client.get(links[0]).text.splitlines()) == 2
    assert client.get(links[1]).json()["total"] == 1


def test_where_nothing_is_held_or_disputed_the_pages_say_so(tmp_path) -> None:  # type: ignore[no-untyped-def]
    settled = published(replace(BIGGER, held=(), disagreements=()), held_documents=())
    client = TestClient(create_app(Settings(data_dir=tmp_path), published=settled))
    assert words(soup(client, "/held").select_one(".empty")) == "Nothing is held."
    assert words(soup(client, "/disagreements").select_one(".empty")) == "All sources agree."
    offering = soup(client, LUNA_PAGE)
    assert offering.select_one("#disagreements") is None
    assert offering.select_one("#held") is None


def test_the_status_leads_to_both_pages_and_to_what_is_held_of_a_source(client: TestClient) -> None:
    page = soup(client, "/status")
    assert words(page.select_one(".title .links")).startswith("Held for review (0) Who disagrees (2)")
    assert {"/held", "/disagreements"} <= {str(link["href"]) for link in page.select(".title a")}


def test_an_offering_tells_who_disagrees_about_it_and_what_is_held(client: TestClient) -> None:
    page = soup(client, LUNA_PAGE)
    pricing = page.select_one("#pricing")
    assert pricing is not None
    assert words(pricing.select_one("table.said tbody")).startswith("Max output models.dev published 128,000")
    assert words(pricing.select_one("#held + ul li")) == (
        "litellm says $200.00 for “Input tokens”, where $0.20 stood: the price changed by a unit-sized factor."
        " Not published. Held since 2026-11-16"
    )
    link = pricing.select_one("#held + ul li a[href^='/held']")
    assert link is not None
    assert len(soup(client, str(link["href"])).select("tbody tr")) == 1


def test_what_a_person_rejected_is_not_told_beside_the_offering(site: Site) -> None:
    page = offering_page(site, PEAK)
    assert page.held == ()
    assert [row.what for row in page.disagreements] == ["Input tokens, 01:00\N{EN DASH}04:00 UTC"]
    assert [row.id for row in offering_page(site, LUNA).held] == [HELD[0].id]


def test_the_markdown_twin_says_the_same(client: TestClient) -> None:
    text = client.get(f"{LUNA_PAGE}.md").text
    assert "## Who disagrees" in text
    assert "| Max output | models-dev | 128,000 | yes | undated | 2026-11-20 |" in text
    assert "- litellm says $200.00 for Input tokens since 2026-11-16" in text


def test_what_a_claim_is_about_names_tier_and_condition(site: Site) -> None:
    found = replace(DISAGREEMENTS[0], tier="batch", when=When(prompt_over=272_000, region="us"))
    assert what(disagreement_view(site.catalog, found)) == "Input tokens, batch, prompts over 272,000 tokens, region us"


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [("context", 1_050_000, "1,050,000"), ("open_weights", True, "yes"), ("released", "2026-07", "2026-07")],
)
def test_values_are_written_as_people_read_them(field: str, value: object, text: str) -> None:
    assert value_text(field, value) == text
