"""Atom, parsed back by a library that readers use."""

from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from registry.domain.catalog import Change, Edition
from registry.web.feeds.atom import Entry, Feed, atom, stable_id
from registry.web.feeds.news import EVERYTHING, MOST_ENTRIES, Subject, change_id, news_feed
from registry.web.pages.site import Site
from tests.sample import LUNA
from tests.web.published import CHANGES, EDITION

feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")

FEEDS = {
    "/changes.atom": "/changes",
    "/providers/openai.atom": "/providers/openai",
    "/providers/openai/gpt-5.6-luna.atom": "/providers/openai/gpt-5.6-luna",
    "/models/openai/gpt-5.6-luna.atom": "/models/openai/gpt-5.6-luna",
    "/labs/openai.atom": "/labs/openai",
    "/families/openai/gpt-5.6.atom": "/families/openai/gpt-5.6",
}


def price(offering: str = LUNA.id, *, id: int = 1, edition: int = 7, day: date = date(2026, 7, 30)) -> Change:  # noqa: A002
    return Change(id, edition, day, "price", offering, "input", "0.000001", "0.0000002", "litellm")


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_is_well_formed_and_names_its_place_and_its_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    read = feedparser.parse(answer.content)
    assert (read.bozo, read.version) == (False, "atom10")
    links = {link.rel: link.href for link in read.feed.links}
    assert links == {"self": f"https://modeldex.test{path}", "alternate": f"https://modeldex.test{FEEDS[path]}"}
    assert read.feed.author == "Modeldex"
    assert len({entry.id for entry in read.entries}) == len(read.entries) > 0


def test_a_price_cut_is_told_with_both_prices_and_its_source(client: TestClient) -> None:
    told = [entry for entry in feedparser.parse(client.get("/changes.atom").content).entries if "Input" in entry.title]
    assert [entry.title for entry in told] == ["GPT-5.6 Luna on OpenAI API: Input tokens $1.00 → $0.20 (▼ 80%)"]
    assert told[0].link == "https://modeldex.test/providers/openai/gpt-5.6-luna"
    assert (told[0].published, told[0].updated) == ("2026-07-30T00:00:00Z", "2026-11-23T00:00:00Z")
    assert told[0].content[0].value.endswith("Source: genai-prices.")


def test_an_offering_that_is_gone_is_told_without_a_link_to_nowhere(client: TestClient) -> None:
    gone = [one for one in feedparser.parse(client.get("/changes.atom").content).entries if "gone" in one.title]
    assert len(gone) == 1
    assert gone[0].title == "gone on OpenAI API: new offering"
    assert "links" not in gone[0]


@pytest.mark.parametrize(
    "page", ["/labs/nobody", "/families/openai/none", "/providers/openai/none", "/models/openai/none"]
)
def test_nothing_has_no_feed(client: TestClient, page: str) -> None:
    assert client.get(f"{page}.atom").status_code == 404


def test_an_id_hangs_on_what_is_said_and_not_on_the_database_that_keeps_it() -> None:
    one = CHANGES[0]
    assert change_id(replace(one, id=99, edition=3)) == change_id(one)
    assert change_id(one) == "urn:uuid:da7ca27e-4b0a-5ca3-9a39-c2a27d392bf4"


@pytest.mark.parametrize(
    "other",
    [{"new": "0.0000003"}, {"day": date(2026, 7, 31)}, {"field": "output"}, {"rate": {"tier": "batch", "when": None}}],
)
def test_another_change_has_another_id(other: dict[str, object]) -> None:
    assert change_id(replace(CHANGES[0], **other)) != change_id(CHANGES[0])  # type: ignore[arg-type]


def test_an_unknown_value_is_not_an_empty_one() -> None:
    assert stable_id("a", None) != stable_id("a", "")


def test_the_newest_edition_comes_first_then_the_latest_day(site: Site) -> None:
    days = [price(id=9, edition=6, day=date(2026, 9, 1)), price(id=1), price(id=2, day=date(2026, 8, 1))]
    entries = news_feed(site, EVERYTHING, days, [EDITION]).entries
    assert [entry.published for entry in entries] == [date(2026, 8, 1), date(2026, 7, 30), date(2026, 9, 1)]


def test_a_feed_is_bounded_and_tells_no_change_twice(site: Site) -> None:
    many = [replace(price(id=number), new=str(number // 2)) for number in range(2 * MOST_ENTRIES)]
    entries = news_feed(site, EVERYTHING, many, [EDITION]).entries
    assert len(entries) == len({entry.id for entry in entries}) == MOST_ENTRIES // 2


def test_a_feed_without_news_is_dated_by_its_edition(site: Site) -> None:
    feed = news_feed(site, Subject("Nobody", "/labs/nobody"), (), ())
    assert feed.updated == EDITION.day
    assert feedparser.parse(atom(feed)).entries == []


def test_the_same_state_gives_the_same_bytes(site: Site) -> None:
    first, second = (atom(news_feed(site, EVERYTHING, CHANGES, (EDITION,))) for _ in range(2))
    assert first == second


def test_what_a_name_says_stays_text_and_characters_that_xml_forbids_are_left_out() -> None:
    day = date(2026, 11, 23)
    entry = Entry("urn:x", "<b>&\x00\x0b]]>", "\ud800 fine", day, day)
    read = feedparser.parse(atom(Feed("urn:f", "t", "s", "https://a.test/f", "https://a.test/", day, [entry])))
    assert not read.bozo
    assert read.entries[0].title == "<b>&]]>"
    assert read.entries[0].content[0].value == "fine"


def test_changes_of_other_editions_than_those_known_are_dated_by_their_own_day(site: Site) -> None:
    feed = news_feed(site, EVERYTHING, [price()], [Edition(3, EDITION.published_at, EDITION.day, "", 0, 0, 0, 0)])
    assert feed.entries[0].updated == date(2026, 7, 30)
