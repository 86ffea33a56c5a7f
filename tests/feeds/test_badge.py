"""Badges say what the API says."""

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as Xml

import pytest
from starlette.testclient import TestClient

from registry.domain.catalog import DatedRate, Offering
from registry.web.feeds.badge import badge, said
from registry.web.pages.site import Site
from registry.web.views import OfferingView, offering_view
from tests.sample import LUNA, UNPRICED
from tests.web.published import FREE, PEAK


def view(site: Site, offering: Offering) -> OfferingView:
    return offering_view(site.catalog, offering, site.day)


def test_a_badge_is_an_image_that_names_the_offering_and_its_prices(client: TestClient) -> None:
    answer = client.get("/badge/openai/gpt-5.6-luna.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["access-control-allow-origin"] == "*"
    image = Xml.fromstring(answer.content)
    assert image.attrib["aria-label"] == "GPT-5.6 Luna on OpenAI API: $0.20 in · $1.20 out per 1M tokens"
    texts = ["".join(node.itertext()) for node in image.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["GPT-5.6 Luna on OpenAI API", "$0.20 in · $1.20 out per 1M tokens"]


@pytest.mark.parametrize(
    ("offering", "words"),
    [
        (UNPRICED, "price not sourced"),
        (FREE, "free"),
        (PEAK, "$0.07 in · $0.000000001 out per 1M tokens"),
        (replace(LUNA, rates=(DatedRate("image", Decimal("0.04")),)), "$0.04 per image"),
        (replace(LUNA, rates=(DatedRate("output", Decimal("0.000001")),)), "$1.00 out per 1M tokens"),
        (replace(LUNA, retires="2026-01-01"), "retired"),
    ],
    ids=["unknown", "free", "tiny", "image", "output alone", "retired"],
)
def test_a_badge_says_no_more_than_is_sourced(site: Site, offering: Offering, words: str) -> None:
    assert said(view(site, offering)) == words


def test_a_name_cannot_leave_its_badge(site: Site) -> None:
    named = view(site, LUNA)
    image = badge(replace(named, model=replace(named.model, name='<script>"&')))
    assert b"<script>" not in image
    assert Xml.fromstring(image).attrib["aria-label"].startswith('<script>"& on')


def test_the_halves_of_a_badge_meet_and_fill_it(client: TestClient) -> None:
    image = Xml.fromstring(client.get("/badge/openai/gpt-5.6-luna.svg").content)
    left, right = image.iter("{http://www.w3.org/2000/svg}rect")
    assert int(left.attrib["width"]) == int(right.attrib["x"])
    assert int(right.attrib["x"]) + int(right.attrib["width"]) == int(image.attrib["width"])


def test_what_is_not_offered_has_no_badge(client: TestClient) -> None:
    assert client.get("/badge/openai/none.svg").status_code == 404
