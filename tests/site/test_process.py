"""What an export reads once instead of asking each time."""

from datetime import date

import pytest

from registry.domain.news import ChangeFilter
from registry.settings import Settings
from registry.site.process import Evidence
from registry.web.stored import Database
from scrapers.sources import SOURCES

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "wanted",
    [
        ChangeFilter(),
        ChangeFilter(offering="openai/GPT-5.6-Luna"),
        ChangeFilter(offering="openai/gpt-5.6-sol"),
        ChangeFilter(offerings=()),
        ChangeFilter(offerings=("openai/gpt-5.6-sol", "openai/gpt-5.6-luna")),
        ChangeFilter(providers=("openai",)),
    ],
)
def test_the_changes_are_those_of_the_database(settings: Settings, wanted: ChangeFilter) -> None:
    database = Database(settings, SOURCES)
    published = database.load(DAY)
    assert published is not None
    edition = published.edition.number
    assert Evidence(database, published).changes(wanted, edition, None, 100) == database.changes(
        wanted, edition, None, 100
    )
    database.close()


def test_some_offerings_have_changes_and_others_none(settings: Settings) -> None:
    database = Database(settings, SOURCES)
    published = database.load(DAY)
    assert published is not None
    evidence = Evidence(database, published)
    totals = [
        evidence.changes(ChangeFilter(offering=one), published.edition.number, None, 9).total
        for one in published.catalog.offerings
    ]
    assert 0 in totals
    assert any(totals)
    database.close()
