"""Price histories out of statements: what is published when sources date, repeat, contradict and forget prices."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from registry.domain.catalog import DatedRate
from registry.domain.evidence import Span
from registry.domain.money import plain
from registry.domain.rates import Told, prices
from scrapers.claims import ALWAYS, Rate, Statement, Tier, When

MILLIONTH = Decimal("0.000001")
PEAK_HOURS = ("01:00-04:00", "06:00-10:00")


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def undated(usd: str, tier: Tier = "standard", when: When = ALWAYS) -> Rate:
    return Rate("input", Decimal(usd) * MILLIONTH, tier, when)


def since(usd: str, start: str, *, documented: bool = True, tier: Tier = "standard") -> Rate:
    return Rate("input", Decimal(usd) * MILLIONTH, tier, since=day(start), documented=documented)


def told(source: str, *runs: tuple[str, str, Sequence[Rate]], newest: str | None = None) -> Told:
    """A source that said these rates from the first to the last day of each run."""
    spans = [Span(Statement("p", "m", "m", {}, tuple(rates)), day(first), day(last)) for first, last, rates in runs]
    snapshots = {moment for span in spans for moment in (span.first_seen, span.last_seen)} | (
        {day(newest)} if newest else set()
    )
    return Told(source, spans, sorted(snapshots))


def history(
    *tellers: Told, tier: Tier = "standard", when: When = ALWAYS
) -> list[tuple[str, str | None, str | None, str]]:
    """(USD per million, valid_from, valid_to, basis) of one key, in order."""
    return [
        (_per_million(rate.usd), _said(rate.valid_from), _said(rate.valid_to), rate.basis)
        for rate in prices("", tellers).rates
        if rate.tier == tier and rate.when == when
    ]


def _per_million(usd: Decimal) -> str:
    return plain(usd * 1_000_000)


def _said(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


GENAI_BEFORE = ("2026-07-25", "2026-07-25", [undated("1")])
GENAI_AFTER = ("2026-07-31", "2026-11-10", [undated("1"), since("0.2", "2026-07-30")])
THE_CUT = [("1", None, "2026-07-30", "undated"), ("0.2", "2026-07-30", None, "documented")]


def test_a_first_price_is_undated_and_holds_for_every_earlier_date() -> None:
    assert history(told("litellm", ("2026-10-01", "2026-11-12", [undated("0.2")]))) == [("0.2", None, None, "undated")]


def test_a_later_price_holds_from_the_day_on_which_it_was_first_seen() -> None:
    teller = told("litellm", ("2026-10-01", "2026-10-01", [undated("1")]), ("2026-10-18", "2026-11-12", [undated("2")]))
    assert history(teller) == [("1", None, "2026-10-18", "undated"), ("2", "2026-10-18", None, "observed")]


def test_a_price_that_a_source_did_not_give_before_is_observed() -> None:
    teller = told("litellm", ("2026-10-01", "2026-10-01", []), ("2026-10-03", "2026-11-12", [undated("0.2")]))
    assert history(teller) == [("0.2", "2026-10-03", None, "observed")]


@pytest.mark.parametrize(
    "others",
    [
        [],
        [told("models-dev", ("2026-09-28", "2026-09-28", [undated("0.2")]))],
        [
            told(
                "litellm",
                ("2026-07-30", "2026-07-30", [undated("1")]),
                ("2026-09-01", "2026-11-12", [undated("0.2")]),
            )
        ],
        [
            told(
                "models-dev",
                ("2026-07-02", "2026-07-02", [undated("1")]),
                ("2026-09-28", "2026-09-28", [undated("0.2")]),
            )
        ],
        [told("models-dev", ("2026-07-02", "2026-09-28", [undated("1")]))],
        [told("models-dev", ("2026-10-28", "2026-10-28", [undated("1")]))],
    ],
    ids=["alone", "seen after", "seen late", "seen before and after", "never noticed", "old value seen after the cut"],
)
def test_a_documented_change_is_shown_once_at_its_date_whatever_the_others_say(others: list[Told]) -> None:
    assert history(told("genai-prices", GENAI_BEFORE, GENAI_AFTER), *others) == THE_CUT
    assert history(*others, told("genai-prices", GENAI_AFTER)) == THE_CUT


def test_one_late_snapshot_of_a_higher_source_does_not_hide_the_history_that_another_saw() -> None:
    litellm = told(
        "litellm", ("2025-09-28", "2026-05-27", [undated("1")]), ("2026-07-01", "2026-11-12", [undated("2")])
    )
    late = told("models-dev", ("2026-09-28", "2026-09-28", [undated("2")]))
    assert history(litellm, late) == [("1", None, "2026-07-01", "undated"), ("2", "2026-07-01", None, "observed")]


def test_a_change_that_two_sources_saw_is_dated_at_its_first_sight() -> None:
    litellm = told(
        "litellm", ("2026-07-01", "2026-07-20", [undated("1")]), ("2026-08-01", "2026-11-12", [undated("2")])
    )
    higher = told(
        "models-dev", ("2026-07-02", "2026-08-10", [undated("1")]), ("2026-09-28", "2026-11-01", [undated("2")])
    )
    assert history(litellm, higher) == [("1", None, "2026-08-01", "undated"), ("2", "2026-08-01", None, "observed")]


def test_a_standing_disagreement_is_no_price_change() -> None:
    litellm = told("litellm", ("2025-09-28", "2026-11-12", [undated("1")]))
    late = told("models-dev", ("2026-09-28", "2026-09-28", [undated("2")]))
    assert history(litellm, late) == [("2", None, None, "undated")]


def test_a_source_of_higher_authority_that_changed_after_the_documented_change_is_believed() -> None:
    newer = told(
        "models-dev", ("2026-07-02", "2026-07-02", [undated("1")]), ("2026-09-28", "2026-09-28", [undated("0.4")])
    )
    assert history(newer, told("genai-prices", GENAI_AFTER)) == [
        ("1", None, "2026-07-30", "undated"),
        ("0.2", "2026-07-30", "2026-09-28", "documented"),
        ("0.4", "2026-09-28", None, "observed"),
    ]


def test_a_tier_seen_before_a_documented_change_of_standard_is_not_carried_past_it() -> None:
    litellm = told(
        "litellm",
        ("2026-07-30", "2026-07-30", [undated("1"), undated("0.5", "batch")]),
        ("2026-09-01", "2026-11-12", [undated("0.2"), undated("0.1", "batch")]),
    )
    assert history(litellm, told("genai-prices", GENAI_AFTER), tier="batch") == [
        ("0.5", None, "2026-07-30", "undated"),
        ("0.1", "2026-07-30", None, "documented"),
    ]


def test_a_tier_first_seen_after_the_change_reaches_back_to_it_and_no_further() -> None:
    litellm = told("litellm", ("2026-10-01", "2026-11-12", [undated("0.2"), undated("0.1", "batch")]))
    assert history(litellm, told("genai-prices", GENAI_AFTER), tier="batch") == [
        ("0.1", "2026-07-30", None, "documented")
    ]


def test_known_from_is_not_a_change() -> None:
    """genai-prices verified the batch rate on 2026-10-14; LiteLLM had it long before."""
    genai = told(
        "genai-prices",
        ("2026-10-29", "2026-11-10", [*GENAI_AFTER[2], since("0.1", "2026-10-14", documented=False, tier="batch")]),
    )
    litellm = told("litellm", ("2026-10-01", "2026-11-12", [undated("0.2"), undated("0.1", "batch")]))
    assert history(genai, litellm, tier="batch") == [("0.1", "2026-07-30", None, "documented")]


def test_a_rate_known_only_from_a_date_is_not_sourced_before_it() -> None:
    genai = told(
        "genai-prices",
        ("2026-10-29", "2026-11-10", [undated("0.2"), since("0.1", "2026-10-14", documented=False, tier="batch")]),
    )
    assert history(genai, tier="batch") == [("0.1", "2026-10-14", None, "observed")]


def test_a_price_missing_from_another_release_train_has_not_gone() -> None:
    teller = told(
        "litellm",
        ("2026-10-18", "2026-10-18", [undated("1")]),
        ("2026-10-25", "2026-10-28", []),
        ("2026-11-09", "2026-11-12", [undated("1")]),
    )
    assert history(teller) == [("1", None, None, "undated")]


def test_a_price_missing_for_longer_than_the_grace_ends_at_its_last_sight() -> None:
    teller = told("litellm", ("2026-08-01", "2026-08-10", [undated("1")]), ("2026-08-20", "2026-11-12", []))
    assert history(teller) == [("1", None, "2026-08-11", "undated")]


def test_a_source_that_was_not_read_for_long_did_not_drop_what_it_says_again() -> None:
    teller = told(
        "models-dev", ("2026-05-21", "2026-05-21", [undated("1")]), ("2026-09-28", "2026-09-28", [undated("2")])
    )
    assert history(teller) == [("1", None, "2026-09-28", "undated"), ("2", "2026-09-28", None, "observed")]


def test_a_source_that_is_not_read_any_more_has_not_dropped_its_prices() -> None:
    teller = told("models-dev", ("2025-07-07", "2025-07-07", [undated("1")]))
    assert history(teller) == [("1", None, None, "undated")]


def test_a_source_last_read_before_another_changed_has_been_overtaken() -> None:
    stale = told("models-dev", ("2026-09-28", "2026-09-28", [undated("1")]))
    fresh = told("litellm", ("2026-10-01", "2026-10-01", [undated("1")]), ("2026-10-18", "2026-11-12", [undated("2")]))
    assert history(stale, fresh) == [("1", None, "2026-10-18", "undated"), ("2", "2026-10-18", None, "observed")]


def test_a_lower_source_does_not_overrule_one_that_is_still_read() -> None:
    read = told("models-dev", ("2026-09-28", "2026-11-20", [undated("1")]))
    other = told("litellm", ("2026-10-01", "2026-10-01", [undated("1")]), ("2026-10-18", "2026-11-12", [undated("2")]))
    assert history(read, other) == [("1", None, None, "undated")]


def test_a_source_that_tells_its_history_anew_corrects_what_it_said() -> None:
    teller = told(
        "genai-prices",
        ("2026-08-01", "2026-08-01", [undated("3")]),
        ("2026-09-01", "2026-09-01", [undated("1"), since("2", "2026-07-01")]),
    )
    assert history(teller) == [("1", None, "2026-07-01", "undated"), ("2", "2026-07-01", None, "documented")]


def test_an_announced_price_is_stored_as_future_and_withdrawn_when_it_is_no_longer_told() -> None:
    announced = ("2026-07-21", "2026-08-01", [undated("2"), since("3", "2026-09-01")])
    assert history(told("genai-prices", announced))[-1] == ("3", "2026-09-01", None, "documented")
    withdrawn = told("genai-prices", announced, ("2026-08-11", "2026-11-10", [undated("2")]))
    assert history(withdrawn) == [("2", None, None, "undated")]


def test_an_announced_price_that_was_never_seen_in_force_did_not_come() -> None:
    announced = ("2026-07-21", "2026-08-21", [undated("2"), since("3", "2026-09-01")])
    teller = told("genai-prices", announced, ("2026-09-25", "2026-11-10", [undated("2")]))
    other = told("litellm", ("2026-07-30", "2026-11-12", [undated("2")]))
    assert history(teller) == history(teller, other) == [("2", None, None, "undated")]


def test_an_announced_price_that_came_stands_where_its_date_is_no_longer_told() -> None:
    announced = ("2026-07-21", "2026-08-21", [undated("2"), since("3", "2026-09-01")])
    teller = told("genai-prices", announced, ("2026-09-25", "2026-11-10", [undated("3")]))
    assert history(teller) == [("2", None, "2026-09-01", "undated"), ("3", "2026-09-01", None, "documented")]


def test_a_documented_change_that_was_taken_back_is_followed_by_the_old_price() -> None:
    raised = ("2026-08-21", "2026-09-20", [undated("2"), since("3", "2026-09-01")])
    teller = told("genai-prices", raised, ("2026-10-29", "2026-11-10", [undated("2")]))
    still = told("models-dev", ("2026-07-30", "2026-11-12", [undated("2")]))
    expected = [
        ("2", None, "2026-09-01", "undated"),
        ("3", "2026-09-01", "2026-10-29", "documented"),
        ("2", "2026-10-29", None, "observed"),
    ]
    assert history(teller) == history(teller, still) == expected


def test_hours_with_weekdays_replace_hours_without_and_hold_only_from_first_sight() -> None:
    crude = When(utc=PEAK_HOURS)
    fine = When(utc=PEAK_HOURS, weekdays=(1, 2, 3, 4, 5))
    genai = told("genai-prices", ("2026-09-25", "2026-11-10", [undated("1"), undated("2", when=crude)]))
    litellm = told("litellm", ("2026-10-01", "2026-11-12", [undated("1"), undated("2", when=fine)]))
    assert history(genai, litellm, when=crude) == [("2", "2026-09-25", "2026-10-01", "observed")]
    assert history(genai, litellm, when=fine) == [("2", "2026-10-01", None, "observed")]


def test_the_order_within_a_day_decides_nothing() -> None:
    """Two sources that change on one day give one history, in whichever order they were read."""

    def at(hour: int, source: str) -> Told:
        moment = day("2026-10-18").replace(hour=hour)
        spans = [
            Span(Statement("p", "m", "m", {}, (undated("1"),)), day("2026-10-01"), day("2026-10-01")),
            Span(Statement("p", "m", "m", {}, (undated("2"),)), moment, moment),
        ]
        return Told(source, spans, [day("2026-10-01"), moment])

    first: Sequence[DatedRate] = prices("", [at(9, "litellm"), at(15, "models-dev")]).rates
    second = prices("", [at(15, "litellm"), at(9, "models-dev")]).rates
    assert first == second


@pytest.mark.parametrize(
    ("meter", "coarse", "fine", "published", "source"),
    [
        ("cache_read", "0.03E-6", "0.025E-6", "2.5E-8", "litellm"),  # models.dev's cents
        ("cache_read", "0.08E-6", "0.075E-6", "7.5E-8", "litellm"),
        ("cache_read", "0.03E-6", "0.035E-6", "3E-8", "models-dev"),  # no rounding explains this
        ("cache_read", "0.125E-6", "0.13E-6", "1.25E-7", "models-dev"),  # the higher source's is the finer one
        ("input", "0.14E-6", "0.135E-6", "1.4E-7", "models-dev"),  # two prices
    ],
)
def test_a_cache_price_in_cents_gives_way_to_the_finer_one_that_it_is_a_rounding_of(
    meter: str, coarse: str, fine: str, published: str, source: str
) -> None:
    (rate,) = prices(
        "",
        [
            told("models-dev", ("2026-09-28", "2026-09-28", [Rate(meter, Decimal(coarse))])),
            told("litellm", ("2026-10-01", "2026-11-12", [Rate(meter, Decimal(fine))])),
        ],
    ).rates
    assert (rate.usd, rate.source) == (Decimal(published), source)
