"""The form of a list: what the address asks for stands in it, is told in words, and outlasts the next submission."""

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient


def page_of(client: TestClient, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def sent(page: BeautifulSoup) -> set[tuple[str, str]]:
    """What the form sends as it stands, without its empty fields."""
    fields = {(each["name"], each.get("value", "")) for each in page.select(".filters input")}
    chosen = {
        (select["name"], each["value"])
        for select in page.select(".filters select")
        for each in select.select("option[selected]")
    }
    return {(str(name), str(value)) for name, value in fields | chosen if value}


@pytest.mark.parametrize("place", ["/models", "/offerings", "/charts"])
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("lab", "openai", "Lab: OpenAI"),
        ("capability", "vision", "Capability: Vision"),
        ("status", "deprecated", "Status: Deprecated"),
        ("context_min", "200000", "Context at least: 200K"),
        ("context_min", "250001", "Context at least: 250001"),
        ("released_after", "2026-01-01", "Released after: 2026-01-01"),
        ("q", "gpt", "“gpt”"),
    ],
)
def test_a_filter_is_told_in_words_and_sent_again(
    client: TestClient, place: str, name: str, value: str, words: str
) -> None:
    page = page_of(client, f"{place}?{name}={value}")
    (chip,) = page.select(".active a")
    assert chip.get_text().removeprefix("Remove ") == words
    assert chip["href"] == place
    assert (name, value) in sent(page)


def test_a_typed_limit_is_told_in_words(client: TestClient) -> None:
    (chip,) = page_of(client, "/models?input_max=0.5").select(".active a")
    assert chip.get_text() == "Remove Input at most, $ / 1M: 0.5"
