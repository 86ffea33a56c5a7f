"""Who says what of an offering: each claim from the document that holds it, on today's prices and on past ones."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from registry.domain.build import build, index_of
from registry.domain.catalog import Catalog, Edition, Offering
from registry.domain.evidence import SourceHistory, Span
from registry.domain.rates import Told
from registry.domain.witnesses import Witness
from registry.settings import Settings
from registry.store import provenance
from registry.store.catalog import load_catalog
from registry.store.database import connect, read
from registry.web.pages.offering import offering_page
from registry.web.pages.site import Site
from registry.web.views.witnesses import FieldView, field_views
from scrapers.claims import Evidence, Rate, Statement

LUNA = "openai/gpt-5.6-luna"
CUT = datetime(2026, 7, 30, tzinfo=UTC)


def day(number: int) -> datetime:
    """A day of June, July, ... 2026, counted from 1 June."""
    return datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=number)


def said(*rates: Rate, context: int | None = None) -> Statement:
    facts = {"context": context} if context else {}
    return Statement("openai", "gpt-5.6-luna", "gpt-5.6-luna", facts, rates, "https://prices.test/luna")


def costs(usd: str, since: datetime | None = None, *, documented: bool = False) -> Rate:
    return Rate("input", Decimal(usd).scaleb(-6), since=since, documented=documented)


def history(source: str, *spans: tuple[int, int, Statement], newest: int = 150) -> SourceHistory:
    """What a source said from one day to another, of which the last was read on day `newest`."""
    told = tuple(Span(statement, day(first), day(last)) for first, last, statement in spans)
    times = sorted({moment for span in told for moment in (span.first_seen, span.last_seen)} | {day(newest)})
    return SourceHistory(source, tuple(times), {("openai", "gpt-5.6-luna"): told})


def witness(one: SourceHistory) -> Witness:
    documents = {at: Evidence(one.name, f"https://{one.name}.test", at, f"{at:%m-%d}") for at in one.snapshots}
    return Witness(Told(one.name, one.offerings["openai", "gpt-5.6-luna"], one.snapshots), documents)


def claims(histories: Sequence[SourceHistory], field: str, at: date) -> list[tuple[str, str, bool, str | None]]:
    """(source, value, won, document) of one field of the offering that the histories give."""
    offering = build(histories).offerings[LUNA]
    views = field_views(offering, [witness(one) for one in histories], (), at)
    found = next(view for view in views if view.field == field)
    return [(claim.source, str(claim.value), claim.won, claim.sha256) for claim in found.claims]


def test_a_past_price_is_claimed_by_the_document_of_its_time() -> None:
    told = history("models-dev", (0, 60, said(costs("1"))), (75, 150, said(costs("0.2"))))
    assert claims([told], "rates.input", date(2026, 6, 26)) == [("models-dev", "1", True, "07-31")]
    assert claims([told], "rates.input", date(2026, 11, 1)) == [("models-dev", "0.2", True, "10-29")]


def test_a_document_that_dates_its_prices_is_claimed_for_each_of_its_days() -> None:
    dated = said(costs("1"), costs("0.2", CUT, documented=True))
    told = history("genai-prices", (90, 150, dated))
    assert claims([told], "rates.input", date(2026, 6, 26)) == [("genai-prices", "1", True, "10-29")]
    assert claims([told], "rates.input", date(2026, 7, 30)) == [("genai-prices", "0.2", True, "10-29")]


def test_another_source_s_price_of_that_day_stands_beside_the_winner() -> None:
    first = history("models-dev", (0, 60, said(costs("1"))), (75, 150, said(costs("0.2"))))
    second = history("litellm", (0, 150, said(costs("3"))))
    assert claims([first, second], "rates.input", date(2026, 6, 26)) == [
        ("models-dev", "1", True, "07-31"),
        ("litellm", "3", False, "10-29"),
    ]


def test_a_source_that_has_dropped_the_offering_is_still_cited_for_what_it_said_then() -> None:
    dropped = history("models-dev", (0, 20, said(costs("1"))))
    living = history("litellm", (60, 150, said(costs("2"))))
    assert claims([dropped, living], "rates.input", date(2026, 6, 10)) == [
        ("models-dev", "1", True, "06-21"),
        ("litellm", "2", False, "10-29"),
    ]
    assert claims([dropped, living], "rates.input", date(2026, 11, 1)) == [("litellm", "2", True, "10-29")]


def test_a_fact_is_claimed_by_those_who_list_the_offering_now() -> None:
    dropped = history("models-dev", (0, 20, said(context=8_000)))
    living = [
        history("genai-prices", (60, 150, said(context=272_000))),
        history("litellm", (60, 150, said(context=1_050_000))),
    ]
    assert claims([dropped, *living], "context", date(2026, 11, 1)) == [
        ("genai-prices", "272000", True, "10-29"),
        ("litellm", "1050000", False, "10-29"),
    ]


def test_a_source_that_says_another_value_has_not_won() -> None:
    told = history("models-dev", (0, 150, said(context=272_000)))
    offering = build([told]).offerings[LUNA]
    corrected = Offering(**{name: getattr(offering, name) for name in offering.__slots__} | {"context": 1_050_000})
    (view,) = [one for one in field_views(corrected, [witness(told)], (), day(150)) if one.field == "context"]
    assert [(claim.value, claim.won) for claim in view.claims] == [(272_000, False)]


def test_a_winner_that_left_no_witness_is_told_without_a_document() -> None:
    offering = build([history("models-dev", (0, 150, said(costs("1"), context=8_000)))]).offerings[LUNA]
    cited = [view for view in field_views(offering, (), (), day(150)) if view.source]
    assert {view.field for view in cited} == {"context", "rates.input"}
    for view in cited:
        (claim,) = view.claims
        assert (claim.source, claim.value, claim.won) == ("models-dev", view.value, True)
        assert (claim.url, claim.fetched_at, claim.sha256) == (None, None, None)


def test_the_page_names_the_document_that_says_a_value() -> None:
    told = history("models-dev", (0, 60, said(costs("1"), context=8_000)), (75, 150, said(costs("0.2"), context=8_000)))
    catalog = build([told])
    edition = Edition(1, day(150), day(150).date(), "ab" * 32, 1, 1, 1, 0)
    site = Site(catalog, edition, edition.day, "https://modeldex.test")
    page = offering_page(site, catalog.offerings[LUNA], date(2026, 6, 26), [witness(told)])
    assert [(each.url, each.fetched, each.values) for each in page.sources] == [
        ("https://prices.test/luna", "2026-10-29", (("Context", "8,000"),)),
        ("https://prices.test/luna", "2026-07-31", (("Input tokens", "$1.00 per 1M tokens"),)),
    ]


Views = list[tuple[Offering, date, tuple[FieldView, ...]]]
SAMPLED = 97
"""One offering of so many of the bundled catalog is looked at, and Luna."""


@pytest.fixture(scope="module")
def bundled_views(bundled_data: Path) -> Iterator[Views]:
    """The provenance of a sample of the bundled catalog on three days."""
    engine = connect(Settings(data_dir=bundled_data).database)
    with read(engine) as conn:
        catalog = load_catalog(conn)
        index, known = index_of(catalog), provenance.shared(conn)
        yield [
            (offering, at, field_views(offering, witnesses, (), at))
            for offering in _sample(catalog)
            for witnesses in [provenance.witnesses(conn, offering, index, known)]
            for at in (date(2026, 6, 26), date(2026, 8, 15), date(2026, 11, 12))
        ]
    engine.dispose()


def _sample(catalog: Catalog) -> list[Offering]:
    chosen = [name for place, name in enumerate(sorted(catalog.offerings)) if place % SAMPLED == 0]
    return [catalog.offerings[name] for name in (LUNA, *chosen)]


def test_every_claim_that_won_says_the_published_value_in_a_document(bundled_views: Views) -> None:
    won = [(view, claim) for _, _, views in bundled_views for view in views for claim in view.claims if claim.won]
    assert len(won) > 5_000
    for view, claim in won:
        assert (claim.source, claim.value) == (view.source, view.value)
        assert claim.sha256 is not None
        assert claim.fetched_at is not None


def test_nearly_every_published_price_has_a_claim_that_won(bundled_views: Views) -> None:
    prices = [view for _, _, views in bundled_views for view in views if view.field.startswith("rates.")]
    # A price that a source has rounded is published more finely, and then no document of that source says it so.
    assert sum(any(claim.won for claim in view.claims) for view in prices) >= 0.99 * len(prices)


def test_the_price_of_luna_before_the_cut_is_claimed_as_it_was(bundled_views: Views) -> None:
    found = {
        at: [(claim.value, claim.won) for claim in view.claims if claim.won]
        for offering, at, views in bundled_views
        if offering.id == LUNA
        for view in views
        if (view.field, view.tier, view.when) == ("rates.input", "standard", None)
    }
    assert found[date(2026, 6, 26)] == [(1, True)]
    assert found[date(2026, 11, 12)] == [(Decimal("0.2"), True)]
