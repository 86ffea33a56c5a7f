from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from registry.domain.catalog import SourceState
from registry.web.views import source_view, status_view
from tests.web.published import EDITION

DAY = date(2026, 11, 23)
STATE = SourceState("models-dev", "models.dev", "https://models.dev", "MIT", "https://models.dev/api.json")
READ = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("snapshot", "changed", "stale"),
    [
        (datetime(2026, 11, 2, tzinfo=UTC), {}, False),
        (datetime(2026, 11, 1, tzinfo=UTC), {}, True),
        (datetime(2026, 11, 1, tzinfo=UTC), {"error": "it did not answer"}, False),
        (datetime(2026, 11, 1, tzinfo=UTC), {"enabled": False}, False),
        (None, {"last_success": None}, False),
    ],
    ids=["21 days", "22 days", "failing", "switched off", "never read"],
)
def test_a_source_without_news_for_three_weeks_is_stale_however_well_it_is_read(snapshot, changed, stale):
    state = replace(STATE, snapshot_at=snapshot, last_success=READ)
    assert source_view(replace(state, **changed), DAY, None).stale == stale


def test_a_stale_source_is_named_and_is_no_fault():
    state = replace(STATE, snapshot_at=datetime(2026, 9, 28, tzinfo=UTC), last_success=READ)
    view = status_view(EDITION, [state], day=DAY, last_refresh=READ, next_refresh=None, disagreements=0)
    assert (view.status, view.reasons, view.stale) == ("ok", (), ("models-dev",))
    assert view.sources[0].age_days == 56
