from decimal import Decimal

import pytest

from scrapers.claims import Statement, When
from scrapers.errors import LayoutChanged, NotADocument, NothingFound
from scrapers.feeds.genai_prices import parse
from tests.scrapers.documents import Written, day, document, newest, price, the

LONG = When(prompt_over=272_000)
PEAK = When(utc=("01:00-04:00", "06:00-10:00"))


def feed(model: dict[str, Written], provider: str = "openai") -> list[Written]:
    entry: dict[str, Written] = {"id": "some-model", "match": {"equals": "some-model"}, **model}
    return [
        {"id": provider, "name": "OpenAI", "api_pattern": "x", "pricing_urls": ["https://x.example"], "models": [entry]}
    ]


def only(model: dict[str, Written], provider: str = "openai") -> Statement:
    (statement,) = parse(document(feed(model, provider))).statements
    return statement


def spans(statement: Statement, meter: str) -> list[tuple[str | None, str | None, Decimal, bool]]:
    """(from, until, USD per million, documented) of every standard rate of a meter without hours."""
    return [
        (day(rate), rate.until.date().isoformat() if rate.until else None, rate.usd * 1_000_000, rate.documented)
        for rate in statement.rates
        if rate.meter == meter and not rate.when.utc
    ]


def dated(start: str, **prices: Written) -> dict[str, Written]:
    return {"constraint": {"start_date": start}, "prices": dict(prices)}


def window(start: str, end: str, **prices: Written) -> dict[str, Written]:
    return {"constraint": {"start_time": start, "end_time": end}, "prices": dict(prices)}


@pytest.mark.parametrize(
    ("key", "amount", "meter", "usd_per_unit"),
    [
        ("input_mtok", 0.2, "input", "2E-7"),
        ("cache_write_1h_mtok", 10, "cache_write_1h", "0.00001"),
        ("cache_audio_read_mtok", 0.4, "cache_read_audio", "4E-7"),
        ("output_reasoning_mtok", 3, "reasoning", "0.000003"),
        ("output_citation_mtok", 2, "citation", "0.000002"),
        ("audio_hours", 0.36, "input_second", "0.0001"),
        ("input_mchars", 15, "input_character", "0.000015"),
        ("input_document_kpages", 4, "page", "0.004"),
        ("input_annotated_document_kpages", 5, "annotated_page", "0.005"),
        ("requests_kcount", 5, "request", "0.005"),
        ("web_searches_kcount", 10, "web_search", "0.01"),
        ("storage_searches_kcount", 2.5, "file_search", "0.0025"),
        ("input_text_messages_kcount", 4, "message", "0.004"),
    ],
)
def test_a_price_key_is_a_meter_and_a_number_of_units(key: str, amount: Written, meter: str, usd_per_unit: str) -> None:
    (rate,) = only({"prices": {key: amount}}).rates
    assert (rate.meter, rate.usd) == (meter, Decimal(usd_per_unit))


def test_a_price_with_steps_holds_for_the_whole_request_above_each() -> None:
    luna = only({"prices": {"input_mtok": {"base": 0.2, "tiers": [{"start": 271_999, "price": 0.4}]}}})
    assert (price(luna, "input"), price(luna, "input", when=LONG)) == (Decimal("0.2"), Decimal("0.4"))


def test_a_dated_price_is_documented_only_if_the_list_has_one_before_it() -> None:
    changed = only(
        {"prices": [{"prices": {"input_mtok": 1}}, dated("2026-07-30", input_mtok=0.2, web_searches_kcount=10)]}
    )
    assert spans(changed, "input") == [
        (None, "2026-07-30", Decimal(1), False),
        ("2026-07-30", None, Decimal("0.2"), True),
    ]
    (search,) = [rate for rate in changed.rates if rate.meter == "web_search"]
    assert (day(search), search.documented) == ("2026-07-30", False)


def test_a_dated_entry_that_repeats_a_price_changes_nothing() -> None:
    statement = only(
        {"prices": [{"prices": {"input_mtok": 1, "output_mtok": 2}}, dated("2026-07-30", input_mtok=1, output_mtok=3)]}
    )
    assert spans(statement, "input") == [(None, None, Decimal(1), False)]
    assert len(spans(statement, "output")) == 2


def test_a_meter_that_the_next_price_lacks_ends() -> None:
    statement = only(
        {"prices": [{"prices": {"input_mtok": 1, "cache_read_mtok": 0.1}}, dated("2026-11-03", input_mtok=2)]}
    )
    assert spans(statement, "cache_read") == [(None, "2026-11-03", Decimal("0.1"), False)]


def test_the_last_active_price_of_the_list_wins() -> None:
    prices: list[Written] = [
        {"prices": {"input_mtok": 1}},
        dated("2026-09-01", input_mtok=3),
        dated("2026-08-01", input_mtok=2),
    ]
    assert spans(only({"prices": prices}), "input") == [
        (None, "2026-08-01", Decimal(1), False),
        ("2026-08-01", None, Decimal(2), True),
    ]


def test_equal_windows_are_one_condition_and_undated() -> None:
    prices: list[Written] = [
        {"prices": {"input_mtok": 0.435}},
        dated("2026-08-17", input_mtok=0.66),
        window("06:00:00Z", "10:00:00Z", input_mtok=1.32),
        window("01:00:00Z", "04:00:00Z", input_mtok=1.32),
    ]
    pro = only({"prices": prices}, "deepseek")
    assert price(pro, "input", when=PEAK) == Decimal("1.32")
    assert spans(pro, "input")[-1] == ("2026-08-17", None, Decimal("0.66"), True)
    assert len(pro.rates) == 3


def test_a_base_price_further_down_ends_a_window() -> None:
    prices: list[Written] = [
        {"prices": {"input_mtok": 1}},
        window("00:30:00Z", "16:30:00Z", input_mtok=2),
        dated("2026-09-05", input_mtok=3),
    ]
    (peak,) = [rate for rate in only({"prices": prices}).rates if rate.when.utc]
    assert (peak.when.utc, peak.until and peak.until.date().isoformat()) == (("00:30-16:30",), "2026-09-05")


def variant(conditions: dict[str, Written], start: str | None = None, **prices: Written) -> dict[str, Written]:
    constraint: dict[str, Written] = {"constraint": {"start_date": start}} if start else {}
    return {"when": conditions, "prices": dict(prices), **constraint}


def test_variants_are_service_tiers_and_the_first_active_one_wins() -> None:
    statement = only(
        {
            "prices": {"input_mtok": 1},
            "price_variants": [
                variant({"service_tier": "default"}),
                variant({"processing": "batch"}, "2027-01-01", input_mtok=0.6),
                variant({"processing": "batch"}, "2026-10-14", input_mtok=0.5),
                variant({"service_tier": "flex"}, "2026-10-12", input_mtok=0.5),
            ],
        }
    )
    batch = [
        (day(rate), rate.until and rate.until.year, rate.documented) for rate in statement.rates if rate.tier == "batch"
    ]
    assert batch == [("2026-10-14", 2027, False), ("2027-01-01", None, True)]
    assert price(statement, "input", "flex", since="2026-10-12") == Decimal("0.5")


def test_fast_is_priority_at_openai_and_a_tier_of_its_own_elsewhere() -> None:
    variants: list[Written] = [
        variant({"service_tier": "priority"}, input_mtok=2),
        variant({"service_tier": "fast"}, "2026-10-12", input_mtok=2),
    ]
    openai = only({"prices": {"input_mtok": 1}, "price_variants": variants})
    anthropic = only(
        {"prices": {"input_mtok": 1}, "price_variants": [variant({"speed": "fast"}, input_mtok=2)]}, "anthropic"
    )
    assert [rate.tier for rate in openai.rates] == ["standard", "priority"]
    assert [rate.tier for rate in anthropic.rates] == ["standard", "fast"]


def test_a_route_is_a_region_and_an_unknown_kind_of_request_is_counted() -> None:
    variants: list[Written] = [
        variant({"route": "mistral/eu"}, input_mtok=2),
        variant({"search_type": "fast"}, input_mtok=3),
    ]
    reading = parse(document(feed({"prices": {"input_mtok": 1}, "price_variants": variants})))
    assert {rate.when for rate in reading.statements[0].rates} == {When(), When(region="eu")}
    assert reading.skipped == {"price of an unknown kind of request": 1}


def test_an_id_that_its_own_match_refuses_is_not_callable() -> None:
    prefix: dict[str, Written] = {"prices": {"input_mtok": 1}, "match": {"starts_with": "gpt-5.6-luna-"}}
    assert only(prefix).callable_id is False
    assert only(prefix).match == {"starts_with": "gpt-5.6-luna-"}
    assert only({"prices": {"input_mtok": 1}}).callable_id is True


def test_facts_are_context_name_and_deprecation() -> None:
    facts = only(
        {"prices": {}, "name": "Luna", "context_window": 1_050_000, "deprecated": True, "description": "Prose."}
    ).facts
    assert facts == {"name": "Luna", "context": 1_050_000, "status": "deprecated"}
    assert only({"prices": {}, "max_tokens": 200_000}).facts == {"context": 200_000}


MODULE = '''"""Do not edit."""
import datetime
from decimal import Decimal
from .types import *

providers: list[Provider] = [
    Provider(
        id='openai', name='OpenAI', api_pattern='x', pricing_urls=['https://x.example'],
        extractors=[UsageExtractor(root='usage', mappings=[])],
        models=[
            ModelInfo(
                id='some-model',
                match=ClauseOr(or_=[ClauseEquals(equals='some-model')]),
                context_window=8192,
                prices=[
                    ConditionalPrice(prices=ModelPrice(input_mtok=Decimal('1'))),
                    ConditionalPrice(
                        constraint=StartDateConstraint(start_date=datetime.date(2026, 7, 30)),
                        prices=ModelPrice(
                            input_mtok=TieredPrices(
                                base=Decimal('0.2'), tiers=[Tier(start=272000, price=Decimal('0.4'))]
                            )
                        ),
                    ),
                    ConditionalPrice(
                        constraint=TimeOfDateConstraint(
                            start_time=datetime.time(0, 30, tzinfo=datetime.UTC),
                            end_time=datetime.time(16, 30, tzinfo=datetime.UTC),
                        ),
                        prices=ModelPrice(input_mtok=Decimal('0.3')),
                    ),
                ],
            )
        ],
    )
]
'''


def test_the_data_module_of_the_package_says_the_same_as_the_json() -> None:
    model: dict[str, Written] = {
        "match": {"or": [{"equals": "some-model"}]},
        "context_window": 8192,
        "prices": [
            {"prices": {"input_mtok": 1}},
            dated("2026-07-30", input_mtok={"base": 0.2, "tiers": [{"start": 272_000, "price": 0.4}]}),
            window("00:30:00Z", "16:30:00Z", input_mtok=0.3),
        ],
    }
    assert parse(document(MODULE)) == parse(document(feed(model)))


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        (MODULE[:-20], NotADocument, "neither JSON nor a Python module"),
        ('"""x"""\nother = []  # providers', LayoutChanged, "expected a table called providers"),
        (
            '"""x"""\nproviders = [__import__("os").getcwd() for _ in (1,)]',
            LayoutChanged,
            "expected a value written out",
        ),
        ('"""x"""\nproviders = [Provider(open("/etc/passwd"))]', LayoutChanged, "expected a value written out"),
    ],
)
def test_a_module_is_read_and_never_run(body: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        parse(document(body))


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ("[]", NothingFound, "no usable entry"),
        ("{}", LayoutChanged, "expected a list of providers, found an object"),
        ("", NotADocument, "empty"),
        ([1], LayoutChanged, "expected a provider with an id, found a number"),
        ([{"id": "openai"}], LayoutChanged, "provider openai: expected a list of models, found nothing"),
        ([{"id": "openai", "models": [[]]}], LayoutChanged, "expected a model with an id, found a list"),
        (feed({"prices": "free"}), LayoutChanged, "openai/some-model: expected prices, found a string"),
        (
            feed({"prices": {"input_mtok": -1}}),
            LayoutChanged,
            "openai/some-model: expected a price of 0 or more, found -1",
        ),
        (feed({"prices": {"input_mtok": {"base": -1}}}), LayoutChanged, "found -1"),
        (feed({"prices": {"input_mtok": True}}), LayoutChanged, "expected a price, found true or false"),
    ],
)
def test_a_document_in_another_shape_is_refused_with_one_line(
    body: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        parse(document(body))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_newest_recorded_feed_documents_the_cut_of_luna() -> None:
    luna = the(newest("genai_prices", parse), "openai", "gpt-5.6-luna")
    cuts = {"input": ("1", "0.2"), "output": ("6", "1.2"), "cache_read": ("0.1", "0.02")}
    for meter, (before, after) in cuts.items():
        assert price(luna, meter) == Decimal(before)
        assert price(luna, meter, since="2026-07-30") == Decimal(after)
    assert price(luna, "input", when=LONG, since="2026-07-30") == Decimal("0.4")
    assert {rate.documented for rate in luna.rates if day(rate) == "2026-07-30"} == {True}
    assert {rate.documented for rate in luna.rates if rate.tier == "batch"} == {False}


def test_the_newest_recorded_feed_has_the_ids_that_its_own_match_refuses() -> None:
    reading = newest("genai_prices", parse)
    assert sum(not statement.callable_id for statement in reading.statements) == 85


def test_recorded_deepseek_has_peak_hours_over_an_off_peak_base() -> None:
    pro = the(newest("genai_prices", parse), "deepseek", "deepseek-v4-pro")
    assert price(pro, "input", since="2026-08-17") == Decimal("0.66")
    assert price(pro, "input", when=PEAK) == Decimal("1.32")
