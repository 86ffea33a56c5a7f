"""A catalog under its overrides: precedence, lapsing, private offerings, and what becomes of each entry."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from registry.domain.build import build
from registry.domain.evidence import SourceHistory, Span
from registry.domain.export import digest
from registry.domain.facts import Facts, ProviderFacts
from registry.domain.overridden import Overridden, overridden
from registry.domain.override_claims import claims_of
from registry.domain.overrides import NONE, Cited, Correction, Declaration, Overrides, Price
from registry.overrides.telling import idle
from scrapers.claims import ALWAYS, Rate, Scalar, Statement

SEEN = datetime(2026, 11, 23, tzinfo=UTC)
TODAY = SEEN.date()
CITED = Cited("contract 2026-17", "why", date(2026, 11, 20), place="a.toml:1")
ENDING = Cited("https://a.example", "why", date(2026, 11, 20), SEEN + timedelta(days=1), "a.toml:2")
INPUT = ("input", "standard", ALWAYS)
FACTS = Facts(providers={"openai": ProviderFacts("openai", "OpenAI API", "https://a.example", base_url="https://b.c")})


def upstream(facts: Mapping[str, Scalar] | None = None, usd: str = "3E-6", name: str = "litellm") -> SourceHistory:
    said = Statement("openai", "GPT-5", "gpt-5", facts or {}, (Rate("input", Decimal(usd)),))
    return SourceHistory(name, (SEEN,), {("openai", "gpt-5"): (Span(said, SEEN, SEEN),)})


def laid(overrides: Overrides, *histories: SourceHistory, day: date = TODAY) -> Overridden:
    told: Sequence[SourceHistory] = [*(histories or [upstream()]), overrides.history()]
    return overridden(build(told, facts=FACTS), overrides, told, FACTS, day)


def correct(field: str, value: Scalar, replaces: Scalar | None = None, cited: Cited = CITED) -> Overrides:
    return Overrides(corrections=(Correction("offering", "openai/gpt-5", field, value, cited, replaces),))


@pytest.mark.parametrize(
    ("field", "said", "wanted"),
    [
        ("context", 1_000, 2_000),
        ("retires", "2026-12-01", "2027-03-01"),
        ("input_modalities", ("text", "image"), ("text",)),
        ("open_weights", True, False),
        ("capability.vision", True, False),
        ("status", "available", "limited"),
        ("model", "openai/gpt-5", "openai/gpt-5-mini"),
    ],
)
def test_a_correction_holds_while_the_sources_say_what_it_replaces(field: str, said: Scalar, wanted: Scalar) -> None:
    history = upstream({field: said} if field not in ("model", "status") else {})
    replaced = tuple(reversed(said)) if isinstance(said, tuple) else said
    found = laid(correct(field, wanted, replaced), history)
    offering = found.catalog.offerings["openai/GPT-5"]
    name = field.removeprefix("capability.")
    assert (offering.capabilities[name] if name != field else getattr(offering, field)) == wanted
    assert offering.citations[field] == "override"
    assert (len(found.standing), found.lapsed) == (1, ())


def test_a_correction_lapses_when_the_sources_say_anything_else_and_waits_where_people_see_it() -> None:
    found = laid(correct("context", 2_000, 1_000), upstream({"context": 1_500}))
    assert found.catalog.offerings["openai/GPT-5"].context == 1_500
    (held,) = found.catalog.held
    assert (held.source, held.offering, held.field, held.old, held.new) == (
        "override",
        "openai/GPT-5",
        "context",
        "1500",
        "2000",
    )
    assert [str(one) for one in idle(found)] == [
        "a.toml:1: context of openai/gpt-5 has lapsed: it replaces 1000, and the sources now say 1500; remove it, name"
        " that value, or say until when yours holds"
    ]


def test_a_correction_lapses_when_the_sources_fall_silent() -> None:
    assert [one.said for one in laid(correct("context", 2_000, 1_000)).lapsed] == [None]


def test_true_is_not_one() -> None:
    assert len(laid(correct("open_weights", False, 1), upstream({"open_weights": True})).lapsed) == 1


def test_a_correction_that_fills_a_gap_lapses_when_a_source_speaks() -> None:
    assert laid(correct("context", 2_000)).catalog.offerings["openai/GPT-5"].context == 2_000
    assert (
        laid(correct("context", 2_000), upstream({"context": 1_500})).catalog.offerings["openai/GPT-5"].context == 1_500
    )


def test_with_an_end_a_correction_holds_until_then_and_is_over_without_a_word() -> None:
    ending = correct("context", 2_000, cited=ENDING)
    history = upstream({"context": 1_500})
    before, after = laid(ending, history), laid(ending, history, day=TODAY + timedelta(days=1))
    assert before.catalog.offerings["openai/GPT-5"].context == 2_000
    assert after.catalog.offerings["openai/GPT-5"].context == 1_500
    assert (after.lapsed, len(after.over), idle(after)) == ((), 1, ())


def test_a_price_wins_over_every_source_and_is_told_lapsed_in_the_units_of_the_file() -> None:
    def price(replaces: str) -> Overrides:
        return Overrides(prices=(Price("openai/gpt-5", INPUT, Decimal("2E-6"), CITED, None, Decimal(replaces)),))

    found = laid(price("3E-6"), upstream(usd="3E-6"), upstream(usd="4E-6", name="openrouter"))
    assert [(rate.usd, rate.source) for rate in found.catalog.offerings["openai/GPT-5"].rates] == [
        (Decimal("2E-6"), "override")
    ]
    lapsed = laid(price("5E-6"), upstream(usd="3E-6"))
    assert [one.reason for one in lapsed.catalog.held] == ["the override lapsed: it replaces $5.00"]
    (told,) = idle(lapsed)
    assert told.text.startswith("input of openai/gpt-5 has lapsed: it replaces 5, and the sources now say 3;")


def test_where_sources_disagree_the_override_s_claim_comes_first() -> None:
    histories = [
        upstream({"context": 1_000}, usd="3E-6"),
        upstream({"context": 1_500}, usd="4E-6", name="models-dev"),
    ]
    sources = build(histories, facts=FACTS).disagreements
    both = Overrides(
        corrections=(Correction("offering", "openai/gpt-5", "context", 2_000, ENDING),),
        prices=(Price("openai/gpt-5", INPUT, Decimal("2E-6"), ENDING),),
    )
    found = laid(both, *histories).catalog.disagreements
    assert {one.field for one in sources} == {"context", "input"}
    assert {(one.field, one.claims[0].source, one.claims[0].value) for one in found} == {
        ("context", "override", "2000"),
        ("input", "override", "0.000002"),
    }
    assert [one.claims[1:] for one in found] == [one.claims for one in sources]


PRIVATE = Overrides(
    declarations=(Declaration("acme/Chat-2", CITED),),
    corrections=(
        Correction("offering", "acme/Chat-2", "model", "acme/chat-2", CITED),
        Correction("offering", "acme/Chat-2", "name", "ACME Chat 2", CITED),
        Correction("offering", "acme/Chat-2", "context", 128_000, CITED),
        Correction("provider", "acme", "name", "ACME gateway", CITED),
        Correction("provider", "acme", "env", ("ACME_KEY",), CITED),
    ),
    prices=(Price("acme/Chat-2", INPUT, Decimal("5E-7"), CITED, SEEN),),
)


def test_a_private_provider_model_and_offering_simply_exist() -> None:
    found = laid(PRIVATE)
    offering = found.catalog.offerings["acme/Chat-2"]
    assert (offering.model, offering.rule, offering.sources) == ("acme/chat-2", "override", ("override",))
    assert (offering.slug, offering.context, offering.unlisted) == ("chat-2", 128_000, None)
    assert [(rate.usd, rate.valid_from) for rate in offering.rates] == [(Decimal("5E-7"), SEEN)]
    assert found.catalog.models["acme/chat-2"].name == "ACME Chat 2"
    assert found.catalog.labs["acme"].name == "Acme"
    provider = found.catalog.providers["acme"]
    assert (provider.name, provider.env, provider.citations["env"]) == ("ACME gateway", ("ACME_KEY",), "override")
    assert (len(found.standing), idle(found)) == (len(PRIVATE), ())


def test_what_a_source_comes_to_say_of_a_private_offering_stands_field_by_field() -> None:
    said = Statement("acme", "chat-2", "chat-2", {"context": 64_000})
    history = SourceHistory("models-dev", (SEEN,), {("acme", "chat-2"): (Span(said, SEEN, SEEN),)})
    found = laid(PRIVATE, history)
    (offering,) = found.catalog.offerings.values()
    assert (offering.context, offering.name) == (64_000, "ACME Chat 2")
    assert offering.sources == ("override", "models-dev")
    assert "context" in {one.entry.field for one in found.lapsed if isinstance(one.entry, Correction)}


def test_a_provider_is_corrected_against_our_own_table_too() -> None:
    def mirror(replaces: str | None) -> Overrides:
        return Overrides(corrections=(Correction("provider", "openai", "base_url", "https://x.y", CITED, replaces),))

    assert laid(mirror("https://b.c")).catalog.providers["openai"].base_url == "https://x.y"
    assert laid(mirror(None)).catalog.providers["openai"].base_url == "https://b.c"
    assert [one.text.split(";")[0] for one in idle(laid(mirror(None)))] == [
        'base_url of openai has lapsed: it replaces "unknown", and the sources now say "https://b.c"'
    ]


def test_what_does_not_exist_is_told_with_what_was_meant() -> None:
    overrides = Overrides(
        corrections=(
            Correction("offering", "openai/gpt5", "context", 2_000, CITED, 1_000),
            Correction("provider", "opnai", "name", "X", CITED, "Y"),
        )
    )
    found = laid(overrides)
    assert (found.standing, found.lapsed) == ((), ())
    assert [one.text for one in idle(found)] == [
        "there is no offering 'openai/gpt5'; did you mean openai/GPT-5? If it is yours, declare it with [[offering]].",
        "no offering is served by 'opnai'; did you mean openai?",
    ]


def test_without_overrides_the_catalog_is_the_sources_own() -> None:
    catalog = build([upstream()], facts=FACTS)
    assert overridden(catalog, NONE, [upstream()], FACTS, TODAY).catalog is catalog


def test_the_digest_is_of_what_overrides_say_and_not_of_where_or_why() -> None:
    elsewhere = Cited("contract 2026-17", "another why", date(2026, 11, 20), place="b.toml:99")
    one, other = correct("context", 2_000, cited=CITED), correct("context", 2_000, cited=elsewhere)
    assert digest(laid(one).catalog) == digest(laid(other).catalog)
    assert digest(laid(one).catalog) != digest(laid(correct("context", 3_000)).catalog)


def test_each_offering_s_overrides_in_force_are_one_claim_with_the_page_that_they_cite() -> None:
    both = Overrides(
        corrections=(
            Correction("offering", "openai/gpt-5", "context", 2_000, ENDING),
            Correction("offering", "openai/gpt-5", "name", "X", CITED, "not said"),
        ),
        prices=(Price("openai/gpt-5", INPUT, Decimal(2), ENDING),),
    )
    (claim,) = claims_of(laid(both), TODAY)
    assert (claim.api_model_id, claim.key, claim.url) == ("GPT-5", "a.toml:2", "https://a.example")
    assert (dict(claim.facts), claim.rates) == ({"context": 2_000}, (Rate("input", Decimal(2)),))
