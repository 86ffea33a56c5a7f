"""The catalog out of small evidence: where statements meet, what wins, what is named."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from registry.domain.build import build, statements_about
from registry.domain.catalog import Catalog
from registry.domain.changes import changes
from registry.domain.evidence import SourceHistory, Span
from registry.domain.export import canonical, digest
from registry.domain.facts import Facts, LabFacts, ModelFacts, ProviderFacts
from registry.domain.lifecycle import status_on
from registry.domain.models import cleaned
from scrapers.claims import ProviderStatement, Rate, Scalar, Statement


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


SEPTEMBER, OCTOBER, NOVEMBER = day("2026-09-28"), day("2026-10-01"), day("2026-11-12")


def said(
    provider: str,
    api_model_id: str,
    facts: Mapping[str, Scalar] | None = None,
    *,
    usd: str | None = None,
    match: Mapping[str, object] | None = None,
    callable_id: bool = True,
) -> Statement:
    rates = (Rate("input", Decimal(usd)),) if usd else ()
    return Statement(provider, api_model_id, api_model_id, facts or {}, rates, None, match, callable_id)


def source(
    name: str,
    *statements: Statement,
    at: datetime = SEPTEMBER,
    newest: datetime | None = None,
    providers: Iterable[ProviderStatement] = (),
) -> SourceHistory:
    """A source that said these things at one time, and was read once more at `newest`, when it said nothing of them."""
    return SourceHistory(
        name,
        (at, newest) if newest else (at,),
        {(one.provider, one.api_model_id.lower()): (Span(one, at, at),) for one in statements},
        {one.provider: (Span(one, at, at),) for one in providers},
    )


def test_statements_of_three_feeds_about_one_offering_meet_in_one() -> None:
    catalog = build(
        [
            source("models-dev", said("google-vertex", "gemini-2.5-pro", {"context": 1_048_576}, usd="1.25E-6")),
            source(
                "litellm", said("vertex_ai-language-models", "gemini-2.5-pro", {"retires": "2027-06-01"}, usd="2E-6")
            ),
            source("genai-prices", said("x-ai", "grok-4", usd="3E-6")),
        ]
    )
    offering = catalog.offerings["google-vertex/gemini-2.5-pro"]
    assert offering.sources == ("models-dev", "litellm")
    assert [rate.usd for rate in offering.rates] == [Decimal("1.25E-6")]
    assert (offering.context, offering.retires) == (1_048_576, "2027-06-01")
    assert offering.citations["retires"] == "litellm"
    assert "xai/grok-4" in catalog.offerings


def test_ids_meet_without_case_and_are_shown_as_models_dev_spells_them() -> None:
    catalog = build(
        [source("litellm", said("novita", "qwen/qwen3-32b")), source("models-dev", said("novita-ai", "Qwen/Qwen3-32B"))]
    )
    assert list(catalog.offerings) == ["novita-ai/Qwen/Qwen3-32B"]


def test_a_match_clause_carries_a_source_s_prices_and_nothing_else_to_ids_that_others_list() -> None:
    clause = {"starts_with": "gpt-4o-mini"}
    catalog = build(
        [
            source("models-dev", said("openai", "gpt-4o-mini-2024-07-18")),
            source(
                "genai-prices",
                said("openai", "gpt 4o mini", {"name": "Mini"}, usd="1E-7", match=clause, callable_id=False),
            ),
        ]
    )
    (offering,) = catalog.offerings.values()
    assert (offering.name, [str(rate.usd) for rate in offering.rates]) == (None, ["1E-7"])
    assert offering.sources == ("models-dev", "genai-prices")


def test_an_official_page_s_display_name_meets_the_ids_of_that_provider_and_wins() -> None:
    page = source(
        "anthropic", said("anthropic", "Claude Opus 4.1", {"retires": "2026-08-05"}, usd="15E-6", callable_id=False)
    )
    feed = source(
        "models-dev",
        said("anthropic", "claude-opus-4-1-20250805", usd="9E-6"),
        said("openrouter", "anthropic/claude-opus-4.1", usd="9E-6"),
    )
    offerings = build([page, feed]).offerings
    own = offerings["anthropic/claude-opus-4-1-20250805"]
    assert ([str(rate.usd) for rate in own.rates], own.sources) == (["0.000015"], ("anthropic", "models-dev"))
    assert own.retires == "2026-08-05"
    assert [str(rate.usd) for rate in offerings["openrouter/anthropic/claude-opus-4.1"].rates] == ["0.000009"]


def test_a_display_name_that_identity_does_not_know_goes_nowhere_and_no_regional_id_is_priced_by_name() -> None:
    page = source(
        "amazon-bedrock",
        said("amazon-bedrock", "Claude Opus 4.1", usd="15E-6", callable_id=False),
        said("amazon-bedrock", "Mystery Model", usd="1E-6", callable_id=False),
    )
    feed = source(
        "models-dev",
        said("amazon-bedrock", "us.anthropic.claude-opus-4-1-20250805-v1:0"),
        said("anthropic", "claude-opus-4-1"),
    )
    assert all(not offering.rates for offering in build([page, feed]).offerings.values())


def test_an_input_limit_is_the_context_only_where_nobody_gives_the_context() -> None:
    litellm = source("litellm", said("openai", "gpt-5.6-luna", {"max_input": 922_000}))
    alone = build([litellm]).offerings["openai/gpt-5.6-luna"]
    both = build([litellm, source("models-dev", said("openai", "gpt-5.6-luna", {"context": 1_050_000}))])
    assert alone.context == 922_000
    assert both.offerings["openai/gpt-5.6-luna"].context == 1_050_000


def test_an_offering_that_every_source_has_dropped_for_45_days_is_dated_at_its_last_sight_and_kept() -> None:
    gone = build([source("litellm", said("openai", "gpt-4", usd="1E-6"), at=SEPTEMBER, newest=NOVEMBER)])
    still = build([source("litellm", said("openai", "gpt-4", usd="1E-6"), at=OCTOBER, newest=NOVEMBER)])
    assert gone.offerings["openai/gpt-4"].unlisted == SEPTEMBER.date()
    assert still.offerings["openai/gpt-4"].unlisted is None


def test_one_model_is_served_by_many_and_speaks_with_its_lab_s_own_voice() -> None:
    catalog = build(
        [
            source(
                "models-dev",
                said("openai", "gpt-5.6-luna", {"name": "GPT-5.6 Luna", "released": "2026-07-09"}),
                said("openrouter", "openai/gpt-5.6-luna", {"name": "OpenAI: GPT-5.6 Luna", "released": "2026-07-10"}),
            )
        ]
    )
    model = catalog.models["openai/gpt-5.6-luna"]
    assert (model.name, model.released, model.family) == ("GPT-5.6 Luna", "2026-07-09", "openai/gpt-5.6")
    assert len(catalog.offerings_of_model[model.id]) == 2
    assert catalog.families["openai/gpt-5.6"].name == "GPT-5.6"


def test_our_own_cited_tables_name_providers_labs_and_announcements() -> None:
    facts = Facts(
        {"openai": ProviderFacts("openai", "OpenAI API", "https://a.example")},
        {"openai": LabFacts("openai", "OpenAI")},
        {"openai/gpt-5.6-luna": ModelFacts("openai/gpt-5.6-luna", "https://a.example", announced="2026-06-26")},
    )
    provider = ProviderStatement("openai", "OpenAI", ("OPENAI_API_KEY",), docs_url="https://d.example")
    catalog = build([source("models-dev", said("openai", "gpt-5.6-luna"), providers=[provider])], facts=facts)
    shown = catalog.providers["openai"]
    assert (shown.name, shown.citations["name"]) == ("OpenAI API", "modeldex")
    assert (shown.docs_url, shown.env, shown.citations["docs_url"]) == (
        "https://d.example",
        ("OPENAI_API_KEY",),
        "models-dev",
    )
    assert catalog.labs["openai"].name == "OpenAI"
    assert catalog.offerings["openai/gpt-5.6-luna"].announced == "2026-06-26"


def test_two_ids_with_one_slug_are_told_apart_and_a_slug_once_given_stays() -> None:
    feed = source("models-dev", said("p", "a/b"), said("p", "a:b"))
    slugs = {o.id: o.slug for o in build([feed]).offerings.values()}
    assert slugs == {"p/a/b": "a-b", "p/a:b": "a-b-2"}
    kept = {o.id: o.slug for o in build([feed], slugs={"p/a:b": "a-b"}).offerings.values()}
    assert kept == {"p/a:b": "a-b", "p/a/b": "a-b-2"}


def test_the_digest_depends_on_the_facts_and_not_on_the_order_of_the_sources() -> None:
    one = source("models-dev", said("openai", "gpt-4", usd="1E-6"), said("openai", "gpt-5", usd="2E-6"))
    two = source("litellm", said("openai", "gpt-4", usd="3E-6"))
    assert digest(build([one, two])) == digest(build([two, one]))
    assert digest(build([one])) != digest(build([source("models-dev", said("openai", "gpt-4", usd="9E-6"))]))


def test_the_canonical_export_has_exact_prices_and_no_empty_fields() -> None:
    (line,) = [
        line
        for line in canonical(build([source("litellm", said("openai", "gpt-4", usd="1.5E-7"))]))
        if b'"offering"' in line
    ]
    assert b'"usd":"0.00000015"' in line
    assert b"null" not in line


def test_provenance_finds_every_source_s_statements_by_the_catalog_s_own_id() -> None:
    histories = [source("litellm", said("azure_text", "GPT-4")), source("models-dev", said("azure", "gpt-4"))]
    offering = build(histories).offerings["azure/gpt-4"]
    assert [told.source for told in statements_about(histories, offering)] == ["models-dev", "litellm"]


def _with(usd: str, facts: Mapping[str, Scalar] | None = None) -> Catalog:
    return build([source("models-dev", said("openai", "gpt-4", facts, usd=usd))])


def test_the_first_edition_s_changes_are_the_dated_price_changes_that_it_knows_of() -> None:
    assert changes(Catalog({}, {}, {}, {}, {}), _with("1E-6"), edition=1, day=date(2026, 11, 12)) == ()
    cut = Rate("input", Decimal("2E-7"), since=day("2026-07-30"), documented=True)
    later = Rate("input", Decimal("3E-7"), since=day("2026-12-01"), documented=True)
    luna = Statement("openai", "gpt-5.6-luna", "k", {}, (Rate("input", Decimal("1E-6")), cut, later))
    new = build([source("genai-prices", luna)])
    found = changes(Catalog({}, {}, {}, {}, {}), new, edition=1, day=date(2026, 11, 12))
    assert [(one.kind, one.old, one.new, one.day) for one in found] == [
        ("price", "0.000001", "0.0000002", date(2026, 7, 30))
    ]


@pytest.mark.parametrize(
    ("old", "new", "kind", "field"),
    [
        (_with("1E-6"), _with("2E-6"), "price", "input"),
        (_with("1E-6", {"context": 1}), _with("1E-6", {"context": 2}), "limit", "context"),
        (_with("1E-6"), _with("1E-6", {"status": "deprecated"}), "status", "status"),
        (_with("1E-6"), _with("1E-6", {"status": "retired"}), "retired", "status"),
        (_with("1E-6"), _with("1E-6", {"capability.vision": True}), "capability", "capability.vision"),
        (_with("1E-6"), _with("1E-6", {"retires": "2027-01-01"}), "lifecycle", "retires"),
    ],
)
def test_each_difference_is_one_change_of_its_kind(old: Catalog, new: Catalog, kind: str, field: str) -> None:
    (change,) = changes(old, new, edition=2, day=date(2026, 11, 12))
    assert (change.kind, change.field, change.offering) == (kind, field, "openai/gpt-4")


def test_a_new_offering_is_one_change_and_not_one_for_each_of_its_fields() -> None:
    new = build(
        [source("models-dev", said("openai", "gpt-4", usd="1E-6"), said("openai", "gpt-5", {"context": 5}, usd="1E-6"))]
    )
    assert [change.kind for change in changes(_with("1E-6"), new, edition=2, day=date(2026, 11, 12))] == ["new"]


def test_a_shutdown_date_that_has_passed_retires_an_offering_and_a_month_ends_on_its_last_day() -> None:
    offering = _with("1E-6", {"retires": "2026-11"}).offerings["openai/gpt-4"]
    assert status_on(offering, date(2026, 11, 29)) == "available"
    assert status_on(offering, date(2026, 11, 30)) == "retired"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("OpenAI: GPT-4o", "GPT-4o"),
        ("Claude Sonnet 4.5 (latest)", "Claude Sonnet 4.5"),
        ("Llama 3.3 70B (free)", "Llama 3.3 70B"),
        ("Gemini 2.5 Pro", "Gemini 2.5 Pro"),
        ("(latest)", "(latest)"),
    ],
)
def test_a_display_name_loses_what_a_listing_puts_around_it(name: str, shown: str) -> None:
    assert cleaned(name) == shown


def test_a_price_announced_in_one_edition_is_a_change_in_the_edition_in_which_it_has_come() -> None:
    announced = Rate("input", Decimal("2E-6"), since=day("2026-12-01"), documented=True)
    statement = Statement("openai", "gpt-4", "gpt-4", {}, (Rate("input", Decimal("1E-6")), announced))
    catalog = build([source("genai-prices", statement)])
    assert changes(catalog, catalog, edition=2, day=date(2026, 11, 30), since=date(2026, 11, 12)) == ()
    (change,) = changes(catalog, catalog, edition=3, day=date(2026, 12, 5), since=date(2026, 11, 30))
    assert (change.kind, change.old, change.new, change.day) == ("price", "0.000001", "0.000002", date(2026, 12, 1))


def test_a_source_without_a_row_in_the_authority_table_overrules_nobody() -> None:
    catalog = build(
        [
            source("somebody", said("openai", "gpt-4", usd="9E-6")),
            source("litellm", said("openai", "gpt-4", usd="1E-6")),
        ]
    )
    assert [str(rate.usd) for rate in catalog.offerings["openai/gpt-4"].rates] == ["0.000001"]


def test_a_name_that_leaves_out_what_tells_two_models_apart_is_not_taken() -> None:
    feed = source("models-dev", said("kilo", "openai/gpt-5.6-luna-pro", {"name": "OpenAI: GPT-5.6 Luna"}))
    assert build([feed]).models["openai/gpt-5.6-luna-pro"].name == "gpt-5.6-luna-pro"


def test_not_sooner_than_is_kept_apart_from_a_day_of_shutdown() -> None:
    page = source("anthropic-deprecations", said("anthropic", "claude-opus-4-7", {"retires_earliest": "2027-04-16"}))
    offering = build([page, source("models-dev", said("anthropic", "claude-opus-4-7"))]).offerings[
        "anthropic/claude-opus-4-7"
    ]
    assert (offering.retires, offering.retires_earliest) == (None, "2027-04-16")
    assert status_on(offering, date(2027, 5, 1)) == "available"


def test_changes_come_by_day_so_that_the_newest_has_the_highest_number() -> None:
    def cut(name: str, start: str) -> Statement:
        rates = (Rate("input", Decimal("2E-6")), Rate("input", Decimal("1E-6"), since=day(start), documented=True))
        return Statement("openai", name, name, {}, rates)

    new = build([source("genai-prices", cut("a", "2026-09-01"), cut("b", "2026-07-01"))])
    found = changes(Catalog({}, {}, {}, {}, {}), new, edition=1, day=date(2026, 11, 12))
    assert [one.offering for one in found] == ["openai/b", "openai/a"]
