from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from registry.refresh.plausible import Comparison, compare, doubt
from registry.store.statements import subject_of
from scrapers.claims import Rate, Statement
from scrapers.feeds import FEEDS
from scrapers.origins import from_file


def document(count, usd="1", tier="standard"):
    return {
        ("openai", str(number)): Statement(
            "openai", str(number), str(number), rates=(Rate("input", Decimal(usd), tier),)
        )
        for number in range(count)
    }


@pytest.mark.parametrize(
    ("before", "after", "believed"),
    [
        (4500, 4200, True),  # LiteLLM's other release train
        (5276, 8261, True),
        (1000, 600, True),
        (1000, 599, False),
        (1000, 0, False),
        (10, 1, True),  # too few to judge
        (0, 0, True),
    ],
)
def test_a_source_must_keep_most_of_its_rows(before, after, believed):
    assert (doubt(Comparison(before, after, 0, 0)) is None) is believed


@pytest.mark.parametrize(
    ("priced", "repriced", "believed"), [(100, 40, True), (100, 41, False), (10, 10, True), (4000, 300, True)]
)
def test_prices_must_not_change_nearly_everywhere_at_once(priced, repriced, believed):
    assert (doubt(Comparison(100, 100, priced, repriced)) is None) is believed


def test_a_doubt_tells_its_figures():
    assert doubt(Comparison(4500, 1000, 0, 0)) == "held whole: 1,000 rows where there were 4,500"
    assert doubt(Comparison(4500, 4500, 4000, 3000)) == "held whole: prices changed in 3,000 of 4,000 rows at once"


def test_rows_that_are_new_or_gone_are_not_repriced():
    assert compare(document(30), document(20)) == Comparison(30, 20, 20, 0)
    assert compare(document(20), document(30)) == Comparison(20, 30, 20, 0)


def test_another_price_is_repriced_and_another_meter_or_tier_is_not():
    assert compare(document(5), document(5, "2")).repriced == 5
    assert compare(document(5), document(5, "2", "batch")).repriced == 0


def test_a_price_that_becomes_history_is_not_repriced():
    new = Rate("input", Decimal(1))
    old = Rate("input", Decimal(5), until=datetime(2026, 7, 30, tzinfo=UTC))
    dated = Rate("input", Decimal(1), since=datetime(2026, 7, 30, tzinfo=UTC))
    before = {("openai", "luna"): Statement("openai", "luna", "luna", rates=(new,))}
    after = {("openai", "luna"): Statement("openai", "luna", "luna", rates=(old, dated))}
    assert compare(before, after).repriced == 0


RECORDED = Path(__file__).parents[3] / "shared" / "data"
FEED = {feed.name: feed for feed in FEEDS}
slow = partial(pytest.param, marks=pytest.mark.slow)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded feeds are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        slow("litellm", "litellm/2026-10-18_1.106.0.json.gz", "litellm/2026-10-25_1.106.4.json.gz"),
        ("litellm", "litellm/2025-11-27_1.80.7.json.gz", "litellm/2026-02-01_1.81.6.json.gz"),
        slow("models-dev", "models_dev/2026-07-02.json.gz", "models_dev/2026-09-28.json.gz"),
        ("genai-prices", "genai_prices/2025-06-23_c56491a9_v1.json.gz", "genai_prices/2025-12-01_228f6ef5_v1.json.gz"),
        ("genai-prices", "genai_prices/2026-07-25_c885e328_v1.json.gz", "genai_prices/2026-08-21_47df840a_v2.json.gz"),
    ],
    ids=["release trains", "growth", "a summer", "half a year", "another format"],
)
def test_what_really_happened_is_believed(name, before, after):
    read = []
    for path in (before, after):
        reading = FEED[name].parse(from_file(RECORDED / path, name, datetime(2026, 11, 23, tzinfo=UTC)))
        read.append({(one.provider, subject_of(one)): one for one in reading.statements})
    comparison = compare(*read)
    assert comparison.priced > 0
    assert doubt(comparison) is None
