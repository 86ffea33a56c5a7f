"""Which releases a backfill replays."""

from datetime import UTC, datetime, timedelta

import pytest
from packaging.version import Version

from registry.refresh.releases import NOT_NEWEST, OLDER_LINE, RECORDED, plan
from scrapers.package_index import ReleaseFile
from tests.refresh.feeds import ALPHA

MONDAY = datetime(2026, 10, 5, tzinfo=UTC)
EVER = {"since": MONDAY - timedelta(days=365), "until": MONDAY + timedelta(days=365)}


def release(version: str, days: float) -> ReleaseFile:
    uploaded = MONDAY + timedelta(days=days)
    return ReleaseFile("prices", Version(version), f"prices-{version}.whl", uploaded, "https://files.test/x.whl")


def planned(*files, recorded=(), **options):
    """The versions to replay, and how many are passed over why."""
    made = plan(ALPHA, files, recorded, **(EVER | options))
    return [str(file.version) for file in made.wanted], dict(made.passed_over)


def test_releases_are_replayed_oldest_first_whatever_their_order_in_the_index():
    assert planned(release("1.10", 2), release("1.9", 1), release("1.8", 0)) == (["1.8", "1.9", "1.10"], {})


def test_a_correction_of_an_older_line_is_passed_over():
    files = [release("1.99.0", 0), release("1.102.0", 1), release("1.99.2", 2), release("1.102.1", 3)]
    assert planned(*files) == (["1.99.0", "1.102.0", "1.102.1"], {OLDER_LINE: 1})


def test_a_correction_is_of_an_older_line_also_when_the_newer_one_lies_before_the_period():
    files = [release("1.102.0", 0), release("1.99.2", 2)]
    assert planned(*files, since=MONDAY + timedelta(days=1)) == ([], {OLDER_LINE: 1})


def test_the_period_includes_its_beginning_and_not_its_end():
    files = [release(f"1.{day}", day) for day in range(5)]
    assert planned(*files, since=MONDAY + timedelta(days=1), until=MONDAY + timedelta(days=3))[0] == ["1.1", "1.2"]


def test_of_each_week_the_newest_is_replayed():
    files = [release("1.0", -0.1), release("1.1", 0), release("1.2", 6.9), release("1.3", 7), release("1.4", 21)]
    assert planned(*files, every="week") == (["1.0", "1.2", "1.3", "1.4"], {NOT_NEWEST: 1})


@pytest.mark.parametrize("every", ["release", "week"])
def test_what_is_recorded_is_not_replayed_again(every):
    files = [release("1.0", 0), release("1.1", 7)]
    assert planned(*files, recorded={"1.0"}, every=every) == (["1.1"], {RECORDED: 1})


def test_a_week_whose_newest_release_is_recorded_is_done():
    assert planned(release("1.0", 0), release("1.1", 1), recorded={"1.1"}, every="week")[0] == []
