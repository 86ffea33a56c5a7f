"""The other pages and what all pages have in common."""

import brotli  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from registry.web.pages.assets import assets, static_url
from registry.web.pages.errors import render
from tests.pages.conftest import soup

PAGES = [
    "/",
    "/models",
    "/offerings",
    "/models/openai/gpt-5.6-luna",
    "/models/openai/gpt-5.6-luna/history",
    "/providers",
    "/providers/openai",
    "/providers/openai/gpt-5.6-luna",
    "/providers/example-gateway/openai-gpt-5.6-luna",
    "/labs",
    "/labs/openai",
    "/families/openai/gpt-5.6",
    "/changes",
    "/held",
    "/disagreements",
    "/status",
    "/methodology",
    "/deprecations",
    "/compare",
    "/estimate",
    "/charts",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_a_title_that_fits_and_its_own_address(client: TestClient, path: str) -> None:
    page = soup(client, path)
    assert len(page.select("h1")) == 1
    assert page.title is not None
    assert 0 < len(page.title.get_text()) <= 60
    description, canonical = page.select_one('meta[name="description"]'), page.select_one('link[rel="canonical"]')
    assert description is not None
    assert canonical is not None
    assert 0 < len(str(description["content"])) <= 158
    assert canonical["href"] == f"https://modeldex.test{path}"
    assert page.html is not None
    assert page.html["lang"] == "en"


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(client: TestClient, path: str) -> None:
    links = {str(link["href"]) for link in soup(client, path).select("a[href], link[href]")}
    inside = sorted(link.partition("#")[0] for link in links if link.startswith("/"))
    assert inside
    missing = [
        link for link in inside if link not in ("/docs/api", "/openapi.json") and client.get(link).status_code >= 400
    ]
    assert missing == []


@pytest.mark.parametrize(("ending", "budget"), [(".css", 10_000), (".js", 6_000)])
def test_styles_and_scripts_keep_to_their_budget(ending: str, budget: int) -> None:
    bodies = [asset.body for name, asset in assets().items() if name.endswith(ending)]
    assert bodies
    assert sum(len(brotli.compress(body, quality=9)) for body in bodies) <= budget


def test_the_fonts_keep_to_their_budget_and_carry_their_licence() -> None:
    fonts = [asset for name, asset in assets().items() if name.endswith(".woff2")]
    assert len(fonts) == 2
    assert sum(len(font.body) for font in fonts) <= 40_000
    for name in ("source-sans-3", "source-serif-4"):
        assert b"SIL OPEN FONT LICENSE" in assets()[f"{name}.OFL.txt"].body


def test_static_files_are_kept_for_ever_under_a_name_that_changes_with_them(client: TestClient) -> None:
    answer = client.get(static_url("site.css"))
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert static_url("source-sans-3.woff2") in answer.text
    assert client.get("/static/site.css").status_code == 404


def test_the_table_names_one_real_offering_for_both_prices(client: TestClient) -> None:
    row = soup(client, "/models?q=luna").select_one(".list tbody tr")
    assert row is not None
    assert [cell.get_text(strip=True) for cell in row.select("td")] == [
        "OpenAI",
        "2",
        "1,050,000",
        "$0.20",
        "$1.20",
        "$0.02",
        "2026-07-09",
    ]


def test_the_newest_come_first_unless_something_else_is_asked_for(client: TestClient) -> None:
    page = soup(client, "/")
    assert [name.get_text() for name in page.select(".list tbody th > a")] == ["GPT-5.6 Luna", "DeepSeek V4", "Tiny"]
    heading = page.select_one("th[aria-sort]")
    assert heading is not None
    assert (heading.get_text(strip=True), heading["aria-sort"]) == ("Released", "descending")


@pytest.mark.parametrize(
    ("address", "carried"),
    [
        ("/models", []),
        ("/models?sort=input", ["input"]),
        ("/models?q=luna&sort=released&dir=desc", ["released", "desc"]),
    ],
)
def test_the_form_carries_an_order_that_was_chosen(client: TestClient, address: str, carried: list[str]) -> None:
    fields = soup(client, address).select('.filters input[type="hidden"]')
    assert [field["value"] for field in fields] == carried


def test_sorting_is_a_link_that_turns_round(client: TestClient) -> None:
    heading = soup(client, "/models?sort=input&dir=asc").select_one("th[aria-sort] a")
    assert heading is not None
    assert heading["href"] == "/models?sort=input&dir=desc"


def test_each_filter_that_is_set_can_be_taken_off_alone(client: TestClient) -> None:
    chips = soup(client, "/models?lab=openai&capability=vision&sort=input").select(".active a")
    assert [chip["href"] for chip in chips] == [
        "/models?capability=vision&sort=input",
        "/models?lab=openai&sort=input",
    ]


def test_the_form_remembers_what_is_set(client: TestClient) -> None:
    page = soup(client, "/offerings?lab=deepseek&q=v4")
    chosen = page.select_one('select[name="lab"] option[selected]')
    words = page.select_one('.filters input[name="q"]')
    assert chosen is not None
    assert words is not None
    assert (chosen["value"], words["value"]) == ("deepseek", "v4")
    assert page.select_one('[role="status"]') is not None


def test_nothing_found_says_so_and_leads_back(client: TestClient) -> None:
    page = soup(client, "/models?q=nothing-like-this")
    empty = page.select_one(".empty")
    assert empty is not None
    assert "Nothing matches" in empty.get_text()


def test_a_filter_that_cannot_be_used_is_a_page_with_a_clear_line(client: TestClient) -> None:
    answer = client.get("/models?context_min=many")
    assert answer.status_code == 422
    assert "context_min: expected a whole number, zero or more." in answer.text


def test_the_spreadsheet_has_exactly_what_is_filtered_and_leaves_the_unknown_empty(client: TestClient) -> None:
    lines = client.get("/offerings.csv?model=openai/gpt-5.6-luna&sort=id").text.splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "id",
        "example-gateway/openai/gpt-5.6-luna",
        "openai/gpt-5.6-luna",
    ]
    assert ",,,,," in lines[1]
    assert ",0.2,1.2,0.02,0.25," in lines[2]


def test_the_model_page_puts_its_providers_side_by_side(client: TestClient) -> None:
    rows = soup(client, "/models/openai/gpt-5.6-luna").select("#providers tbody tr")
    assert [row.th.get_text(strip=True) for row in rows if row.th] == ["OpenAI API", "Example Gateway"]


@pytest.mark.parametrize("path", ["/labs/openai", "/families/openai/gpt-5.6"])
def test_a_lab_and_a_family_lead_to_their_models_and_name_the_cheapest_provider(client: TestClient, path: str) -> None:
    row = soup(client, path).select_one("#models tbody tr")
    assert row is not None
    assert [(link.get_text(), link["href"]) for link in row.select("a")] == [
        ("GPT-5.6 Luna", "/models/openai/gpt-5.6-luna"),
        ("OpenAI API", "/providers/openai/gpt-5.6-luna"),
    ]


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("openai/gpt-5.6-luna", "openai-gpt-5.6-luna"),
        ("openai/gpt-5.6-luna.md", "openai-gpt-5.6-luna.md"),
        ("openai/GPT-5.6-Luna?as_of=2026-07-01", "openai-gpt-5.6-luna?as_of=2026-07-01"),
        ("tiny:free", "tiny-free"),
        ("tiny:free.json", "tiny-free.json"),
        ("tiny%3Afree", "tiny-free"),
    ],
)
def test_an_api_model_id_leads_to_the_page_with_the_slug(client: TestClient, asked: str, page: str) -> None:
    answer = client.get(f"/providers/example-gateway/{asked}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/providers/example-gateway/{page}")


def test_a_page_that_does_not_exist_suggests_some_that_do(client: TestClient) -> None:
    answer = client.get("/models/openai/gpt-5.6-lunar")
    assert answer.status_code == 404
    page = BeautifulSoup(answer.text, "lxml")
    assert [link.get_text() for link in page.select("main .prose a")] == ["openai/gpt-5.6-luna"]


def test_an_error_page_needs_no_catalog_and_escapes_what_it_repeats() -> None:
    text = render(404, "Not found", "There is no model called '<b>'.", ["<i>"])
    assert "<b>" not in text
    assert "<i>" not in text
    assert '<meta name="robots" content="noindex">' in text


def test_prices_can_be_shown_for_a_thousand_tokens_and_links_keep_it(client: TestClient) -> None:
    page = soup(client, "/models?q=luna&unit=1K")
    assert [cell.get_text(strip=True) for cell in page.select(".list tbody td")][3:5] == ["$0.0002", "$0.0012"]
    hrefs = [str(link["href"]) for link in page.select("thead a")]
    assert hrefs
    assert all("unit=1K" in href for href in hrefs)


def test_columns_are_chosen_by_address_and_the_data_behind_them_is_the_same(client: TestClient) -> None:
    page = soup(client, "/offerings?columns=input&columns=batch_output&sort=id&dir=asc")
    assert [head.get_text(strip=True) for head in page.select(".list thead th")] == ["Model", "Input", "Batch out"]
    assert all(client.get(str(link["href"])).status_code == 200 for link in page.select(".bar a"))
    chosen = [box["value"] for box in page.select('.columns input[name="columns"][checked]')]
    assert chosen == ["input", "batch_output"]


@pytest.mark.parametrize("query", ["unit=1G", "columns=nonsense"])
def test_a_display_that_does_not_exist_is_refused_with_what_does(client: TestClient, query: str) -> None:
    answer = client.get(f"/models?{query}")
    assert answer.status_code == 422
    assert "expected one of" in answer.text


def test_filtering_keeps_the_display_and_the_display_keeps_the_filters(client: TestClient) -> None:
    page = soup(client, "/models?lab=openai&unit=1K")
    assert page.select_one('.filters input[type="hidden"][name="unit"][value="1K"]') is not None
    assert page.select_one('.columns input[type="hidden"][name="lab"][value="openai"]') is not None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/models", "model"),
        ("/offerings", "offering"),
        ("/models/openai/gpt-5.6-luna", "offering"),
        ("/providers/example-gateway", "offering"),
        ("/labs/deepseek", "model"),
    ],
)
def test_rows_can_be_ticked_and_compared(client: TestClient, path: str, kind: str) -> None:
    page = soup(client, path)
    assert page.select_one('form#compare[action="/compare"]') is not None
    ids = [str(box["value"]) for box in page.select('tbody th > input[form="compare"]')]
    assert len(ids) > 1
    kinds = [each["kind"] for each in client.get("/api/v1/compare", params={"id": ids}).json()["items"]]
    assert kinds == [kind] * len(ids)


def test_the_model_page_draws_who_changed_the_input_price_with_the_table_beside_it(client: TestClient) -> None:
    page = soup(client, "/models/openai/gpt-5.6-luna")
    assert page.select_one("#history svg desc") is not None
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("#history tbody tr")]
    assert rows == [["OpenAI API", "2026-07-30", "now", "$0.20"], ["OpenAI API", "undated", "2026-07-30", "$1.00"]]
