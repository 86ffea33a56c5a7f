"""Comparing, estimating and the calendar of shutdowns, on the sample catalog."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

from registry.web.views.comparisons import MOST_SIDES
from tests.pages.conftest import soup

LUNA, GATEWAY, PEAK, FREE = (
    "openai/gpt-5.6-luna",
    "example-gateway/openai/gpt-5.6-luna",
    "deepseek/deepseek-v4",
    "example-gateway/tiny:free",
)


def compared(client: TestClient, *ids: str, **others: str) -> BeautifulSoup:
    return soup(client, f"/compare?{urlencode([('id', each) for each in ids] + list(others.items()))}")


def estimated(client: TestClient, *ids: str, **others: str) -> BeautifulSoup:
    return soup(client, f"/estimate?{urlencode([('offering', each) for each in ids] + list(others.items()))}")


def row(page: BeautifulSoup, label: str) -> list[str]:
    found = next(each for each in page.select(".compare tbody tr") if each.th and each.th.get_text(strip=True) == label)
    return [cell.get_text(" ", strip=True) for cell in found.select("td")]


def test_the_best_value_is_marked_in_words_and_what_is_not_sourced_is_never_best(client: TestClient) -> None:
    page = compared(client, LUNA, PEAK, GATEWAY)
    assert row(page, "Input tokens") == ["$0.20", "$0.07 lowest", "Not sourced"]
    assert row(page, "Context") == ["1,050,000 highest", "128,000", "Not sourced"]


def test_values_that_are_alike_have_no_best(client: TestClient) -> None:
    assert row(compared(client, PEAK, FREE), "Context") == ["128,000", "128,000"]


def test_a_model_is_compared_at_the_prices_of_its_cheapest_offering(client: TestClient) -> None:
    page = compared(client, f"model:{LUNA}", LUNA)
    assert row(page, "Input tokens") == ["$0.20", "$0.20"]
    heads = [" ".join(head.get_text(" ", strip=True).split()) for head in page.select(".compare thead th")]
    assert heads[0].startswith("GPT-5.6 Luna at its cheapest, on OpenAI API")
    assert heads[1].startswith("GPT-5.6 Luna on OpenAI API")


def test_only_the_rows_that_differ_can_be_shown(client: TestClient) -> None:
    whole, cut = compared(client, LUNA, GATEWAY), compared(client, LUNA, GATEWAY, only="differences")
    assert len(cut.select(".compare tbody tr")) < len(whole.select(".compare tbody tr"))
    labels = [th.get_text(strip=True) for th in cut.select(".compare tbody th[scope=row]")]
    assert "Input tokens" in labels
    assert "Lab" not in labels


def test_a_seventh_is_left_out_and_that_is_said(client: TestClient) -> None:
    ids = (LUNA, GATEWAY, PEAK, FREE, f"model:{LUNA}", "model:deepseek/deepseek-v4", "model:deepseek/tiny")
    page = compared(client, *ids)
    assert len(page.select(".compare thead th")) == MOST_SIDES
    assert page.body is not None
    assert page.body["data-most"] == f"{MOST_SIDES}"
    assert page.select_one("#f-id") is None
    note = page.select_one(".note")
    assert note is not None
    assert note.get_text() == f"{MOST_SIDES} fit side by side: 1 more is left out."


def test_one_can_be_taken_off(client: TestClient) -> None:
    links = [str(link["href"]) for link in compared(client, LUNA, PEAK).select("thead a.sub")]
    assert links == ["/compare?id=deepseek%2Fdeepseek-v4", "/compare?id=openai%2Fgpt-5.6-luna"]


def test_the_workload_costs_what_the_api_says_and_names_what_is_missing(client: TestClient) -> None:
    page = compared(client, LUNA, GATEWAY, input="100000", output="10000")
    api = client.get(f"/api/v1/estimate?offering={LUNA}&input=100000&output=10000").json()
    assert api["total_usd"] == 0.032
    assert row(page, "Cost of the workload") == ["$0.032", "Input tokens: not sourced; Output tokens: not sourced"]


def test_an_unknown_id_is_a_page_that_suggests_a_known_one(client: TestClient) -> None:
    answer = client.get("/compare?id=openai/gpt-5.6-lunar")
    assert answer.status_code == 404
    assert "openai/gpt-5.6-luna" in answer.text


def test_a_month_is_thirty_days_of_requests_and_the_items_multiply_out(client: TestClient) -> None:
    page = estimated(client, LUNA, input="10000", cached="80", output="1000", requests="1000")
    figures = [figure.get_text(strip=True) for figure in page.select(".figures dd")]
    # 2,000 x $0.20 + 8,000 x $0.02 + 1,000 x $1.20, each per million, is $0.00176 a request.
    assert figures == ["$0.00176", "$1.76", "$52.80"]
    assert [cells(each) for each in page.select(".items tbody tr")] == [
        ["Input tokens", "", "2,000", "$0.20 / 1M tokens", "$0.0004"],
        ["Cache read", "", "8,000", "$0.02 / 1M tokens", "$0.00016"],
        ["Output tokens", "", "1,000", "$1.20 / 1M tokens", "$0.0012"],
    ]


def cells(line: Tag) -> list[str]:
    return [cell.get_text(strip=True) for cell in line.select("th, td")]


def test_every_missing_rate_is_named_and_then_there_is_no_total(client: TestClient) -> None:
    page = estimated(client, LUNA, cached="50", batch="true")
    assert [each.get_text() for each in page.select(".missing li")] == ["Cache read, batch: not sourced"]
    assert page.select(".figures") == []
    both = estimated(client, GATEWAY)
    assert len(both.select(".missing li")) == 2


def test_the_lowest_of_several_is_named(client: TestClient) -> None:
    page = estimated(client, LUNA, FREE)
    best = page.select(".best")
    assert len(best) == 1
    section = best[0].find_parent("section")
    assert section is not None
    assert "Tiny" in section.get_text()


def test_a_price_by_the_hour_is_told_for_each_part_of_the_week_as_the_api_does(client: TestClient) -> None:
    page = estimated(client, PEAK, input="10000", output="0", requests="1000")
    parts = [each.get_text() for each in page.select(".estimate h3")]
    assert parts == ["01:00\N{EN DASH}04:00 UTC", "Other hours"]
    months = [figures.select("dd")[2].get_text() for figures in page.select(".figures")]
    assert months == ["$42.00", "$21.00"]
    links = [str(link["href"]) for link in page.select('.estimate a[href^="/api/"]')]
    assert [client.get(link).json()["total_usd"] for link in links] == [42, 21]
    costs = row(compared(client, PEAK, LUNA, input="10000", output="0"), "Cost of the workload")
    assert costs == ["01:00\N{EN DASH}04:00 UTC: $0.0014; other hours: $0.0007 lowest", "$0.002"]
    assert client.get(f"/estimate?offering={PEAK}").headers["cache-control"] == "no-store"
    assert client.get(f"/estimate?offering={LUNA}").headers["cache-control"] != "no-store"


def test_thirty_days_are_the_same_as_json(client: TestClient) -> None:
    page = estimated(client, LUNA, cached="80")
    link = page.select_one('.estimate a[href^="/api/"]')
    assert link is not None
    assert client.get(str(link["href"])).json()["total_usd"] == 52.8


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("cached=101", "Cached share of the prompt, %"),
        ("input=many", "Prompt tokens per request"),
        ("requests=-1", "Requests per day"),
        ("output=9999999999999", "Output tokens per request"),
    ],
)
def test_a_value_that_cannot_be_is_told_beside_its_field_and_the_form_stays(
    client: TestClient, query: str, label: str
) -> None:
    name, _, given = query.partition("=")
    answer = client.get(f"/estimate?offering={LUNA}&{query}")
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    field = page.select_one(f"#f-{name}")
    assert field is not None
    assert field["value"] == given
    told = page.select_one(f'#{field["aria-describedby"]}[role="alert"]')
    assert told is not None
    assert told.get_text().startswith(f"{label}: expected ")
    assert [str(each["value"]) for each in page.select('input[type="hidden"]')] == [LUNA]
    assert page.select(".figures") == []


@pytest.mark.parametrize(
    ("path", "name", "first"),
    [("/estimate", "offering", LUNA), ("/compare", "id", LUNA)],
)
def test_an_id_that_names_nothing_is_told_beside_its_field_and_the_rest_is_kept(
    client: TestClient, path: str, name: str, first: str
) -> None:
    answer = client.get(f"{path}?{name}={PEAK}&{name}=gpt-5.6-luna&input=777")
    assert answer.status_code == 404
    page = BeautifulSoup(answer.text, "lxml")
    told = page.select_one(f'#e-{name}[role="alert"]')
    assert told is not None
    assert "“gpt-5.6-luna”" in told.get_text()
    link = told.select_one("a")
    assert link is not None
    assert link.get_text() == first
    assert str(link["href"]) == f"{path}?{urlencode([(name, PEAK), (name, first), ('input', '777')])}"
    assert client.get(str(link["href"])).status_code == 200
    assert [str(each["value"]) for each in page.select('.filters input[type="hidden"]')] == [PEAK]
    assert page.select_one('#f-input[value="777"]') is not None


def test_what_shuts_down_says_when_beside_others(client: TestClient) -> None:
    page = compared(client, PEAK, LUNA)
    assert "Shuts down 2027-01-15" in page.select(".compare thead th")[0].get_text()
    assert row(page, "Shuts down") == ["2027-01-15", "Not sourced"]


def test_shutdowns_are_listed_by_month_with_what_is_over_apart(client: TestClient) -> None:
    page = soup(client, "/deprecations")
    assert [each.get_text() for each in page.select("#coming h3")] == ["Jan 2027"]
    assert [each.get_text() for each in page.select("#past h3")] == ["Mar 2026"]
    line = page.select_one("#coming tbody tr")
    assert line is not None
    assert cells(line) == ["2027-01-15in 53 days", "DeepSeek V4", "DeepSeek API", "Shuts down", "deepseek-v4"]


def test_the_next_shutdown_is_answered_in_the_first_sentence(client: TestClient) -> None:
    answer = soup(client, "/deprecations").select_one(".lede")
    assert answer is not None
    assert (
        answer.get_text()
        == "1 offering has a date ahead. The next: DeepSeek V4 on DeepSeek API stops answering on 15 Jan 2027."
    )


def test_the_home_page_leads_to_the_calendar(client: TestClient) -> None:
    assert soup(client, "/").select_one('.aside a[href="/deprecations"]') is not None


def test_the_chart_has_a_point_and_a_row_for_every_model_with_a_context_and_a_price(client: TestClient) -> None:
    page = soup(client, "/charts")
    titles = [title.get_text() for title in page.select("svg circle title")]
    assert titles == [
        "DeepSeek V4: 128,000 tokens of context, $0.07",
        "GPT-5.6 Luna: 1,050,000 tokens of context, $0.20",
    ]
    assert [link.get_text() for link in page.select(".list tbody th a")] == ["GPT-5.6 Luna", "DeepSeek V4"]
    status = page.select_one('[role="status"]')
    assert status is not None
    assert status.get_text() == "2; 1 more lack a context or a price"


def test_the_chart_takes_the_filters_of_the_models(client: TestClient) -> None:
    assert len(soup(client, "/charts?lab=deepseek").select("svg circle")) == 1
    assert soup(client, "/charts?q=nothing-like-this").select_one(".empty") is not None
