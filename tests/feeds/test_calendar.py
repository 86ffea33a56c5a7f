"""Calendars, parsed back by a library that calendars are read with."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from starlette.testclient import TestClient

from registry.web.feeds.calendar import Event, calendar
from registry.web.feeds.shutdowns import shutdowns
from registry.web.pages.site import Site
from tests.web.published import PEAK

icalendar = pytest.importorskip("icalendar", reason="icalendar is not installed")


def events(body: bytes) -> list:
    return icalendar.Calendar.from_ical(body).walk("VEVENT")


@pytest.mark.parametrize("path", ["/deprecations.ics", "/providers/deepseek.ics"])
def test_a_shutdown_is_an_event_of_its_day(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = events(answer.content)
    assert event["SUMMARY"] == "DeepSeek V4 on DeepSeek API shuts down"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 1, 15), date(2027, 1, 16))
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"] == "https://modeldex.test/providers/deepseek/deepseek-v4"


def test_an_event_is_stamped_with_the_day_of_the_data_and_not_of_the_run(client: TestClient) -> None:
    (event,) = events(client.get("/deprecations.ics").content)
    assert event["DTSTAMP"].dt == datetime(2026, 11, 23, tzinfo=UTC)
    assert client.get("/deprecations.ics").content == client.get("/deprecations.ics").content


def test_a_provider_without_shutdowns_has_an_empty_calendar(client: TestClient) -> None:
    assert events(client.get("/providers/openai.ics").content) == []
    assert client.get("/providers/nobody.ics").status_code == 404


def test_an_event_keeps_its_id_when_its_day_moves(site: Site) -> None:
    (before,) = shutdowns(site, [PEAK])
    (after,) = shutdowns(site, [replace(PEAK, retires="2027-03-01")])
    assert (before.id, before.first) != (after.id, after.first)
    assert before.id == after.id


@pytest.mark.parametrize(
    ("said", "first", "end"),
    [("2027-02", date(2027, 2, 1), date(2027, 3, 1)), ("2027", date(2027, 1, 1), date(2028, 1, 1))],
)
def test_a_date_without_its_day_is_tentative_and_spans_what_it_can_mean(
    site: Site, said: str, first: date, end: date
) -> None:
    (event,) = events(calendar("x", shutdowns(site, [replace(PEAK, retires=said)]), site.day))
    assert (event["DTSTART"].dt, event["DTEND"].dt, event["STATUS"]) == (first, end, "TENTATIVE")


def test_events_come_by_day(site: Site) -> None:
    days = ["2027-05-01", "2026-12-01", "2027-01"]
    found = shutdowns(site, [replace(PEAK, id=f"a/{day}", retires=day) for day in days])
    assert [event.first for event in found] == [date(2026, 12, 1), date(2027, 1, 1), date(2027, 5, 1)]


@pytest.mark.parametrize("text", ["a, b; c\\d", "two\nlines", "ünïcödé " * 40, "x" * 200])
def test_text_survives_escaping_and_folding(text: str) -> None:
    day = date(2026, 11, 23)
    body = calendar("x", [Event("i", day, day, text, text, "https://a.test/", tentative=False)], day)
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    (event,) = events(body)
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (text, text)


def test_no_line_can_be_smuggled_into_a_calendar() -> None:
    day = date(2026, 11, 23)
    body = calendar("x", [Event("i", day, day, "a\r\nATTENDEE:b\x00\x0b", "", "https://a.test/", tentative=False)], day)
    assert b"\r\nATTENDEE" not in body
    assert b"\x00" not in body
