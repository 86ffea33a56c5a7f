"""Every recorded snapshot of every age goes through its parser and comes out within the vocabulary."""

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrapers import text
from scrapers.claims import CAPABILITIES, FIELDS, TIERS, Reading
from scrapers.feeds import FEEDS
from scrapers.meters import METERS
from scrapers.source import Source
from tests.scrapers.documents import document, recorded

FOLDERS = {"models-dev": "models_dev", "litellm": "litellm", "genai-prices": "genai_prices"}
SNAPSHOTS = {feed.name: recorded(FOLDERS[feed.name]) for feed in FEEDS}
SAMPLED = 4
"""How many snapshots of each feed are read in the fast tests: the first, the last, and some between them."""
PARSERS = {feed.name: feed.parse for feed in FEEDS}
SHARE_WITH_RATES = {"models-dev": 0.5, "litellm": 0.75, "genai-prices": 0.8}
"""Subscriptions have no price per token, and free models often none at all."""


def snapshots() -> Iterator[object]:
    """Every snapshot of every feed, oldest first; those that are not of the sample are slow."""
    for name, paths in SNAPSHOTS.items():
        last = len(paths) - 1
        sample = {last * number // (SAMPLED - 1) for number in range(SAMPLED)}
        for place, path in enumerate(paths):
            marks = () if place in sample else pytest.mark.slow
            yield pytest.param(name, path, id=f"{name}-{path.stem[:10]}", marks=marks)


@pytest.mark.skipif(not any(SNAPSHOTS.values()), reason="the recorded feeds are not beside this checkout")
@pytest.mark.parametrize(("name", "path"), list(snapshots()))
def test_a_recorded_snapshot_is_read_whole(name: str, path: Path) -> None:
    body = gzip.decompress(path.read_bytes())
    reading = PARSERS[name](document(body))
    assert_within_the_vocabulary(reading)
    with_rates = sum(bool(statement.rates) for statement in reading.statements)
    assert len(reading.statements) >= 180
    assert with_rates >= SHARE_WITH_RATES[name] * len(reading.statements)
    assert reading.skipped.get("not laid out as expected", 0) == 0
    assert reading.skipped.get("id is not usable", 0) < 0.02 * len(reading.statements)


def assert_within_the_vocabulary(reading: Reading) -> None:
    offerings = Counter((s.provider, s.api_model_id.lower()) for s in reading.statements)
    assert offerings.most_common(1)[0][1] == 1
    for statement in reading.statements:
        for field, value in statement.facts.items():
            expected = bool if field.removeprefix("capability.") in CAPABILITIES else FIELDS[field]
            assert type(value) is expected, (statement.key, field)
        places = {(rate.meter, rate.tier, rate.when, rate.since) for rate in statement.rates}
        assert len(places) == len(statement.rates), statement.key
        for rate in statement.rates:
            assert rate.until is None or rate.since is None or rate.since < rate.until
            assert not rate.documented or rate.since is not None
    rates = [rate for statement in reading.statements for rate in statement.rates]
    assert {rate.meter for rate in rates} <= METERS.keys()
    assert {rate.tier for rate in rates} <= set(TIERS)
    assert all(text.money(usd) == usd for usd in {rate.usd for rate in rates})


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: str(feed.name))
def test_a_feed_has_a_live_address_and_a_release_behind_it(feed: Source) -> None:
    assert text.web_address(feed.url) == feed.url
    assert feed.url.startswith("https://")
    assert feed.release is not None
    assert feed.release.member
