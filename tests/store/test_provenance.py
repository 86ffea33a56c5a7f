"""Who says what of an offering, out of the evidence."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from registry.domain.build import build, index_of
from registry.settings import Settings
from registry.store import evidence, provenance
from registry.store.database import read, write
from registry.web.stored import Database
from scrapers.claims import Evidence, Rate, Reading, Statement
from scrapers.sources import SOURCES

START = datetime(2026, 7, 1, tzinfo=UTC)


def snapshot(number: int, source: str = "models-dev") -> Evidence:
    at = START + timedelta(days=number)
    return Evidence(source, "https://example.com/api.json", at, f"sha of {number}")


def statement(provider, name, **others):
    return Statement(provider, name, name, rates=(Rate("input", Decimal("0.000001")),), **others)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("litellm", statement("openai", "GPT-5-Turbo")),
        ("genai-prices", statement("openai", "gpt-5", match={"starts_with": "gpt-5"})),
        ("openai", statement("openai", "GPT-5 Turbo", callable_id=False)),
    ],
)
def test_the_witnesses_of_an_offering_speak_of_it_by_id_by_clause_or_by_name(engine, source, told):
    listed = Reading((statement("openai", "gpt-5-turbo"), statement("openai", "o3")))
    with write(engine) as conn:
        evidence.record(conn, snapshot(0), listed)
        evidence.record(conn, snapshot(1, source), Reading((told, statement("openai", "o4"))))
        made = build(evidence.histories(conn))
        found = provenance.witnesses(conn, made.offerings["openai/gpt-5-turbo"], index_of(made))
    assert {one.told.source for one in found} == {"models-dev", source}
    documents = {one.told.source: list(one.documents.values()) for one in found}
    assert documents[source] == [snapshot(1, source)]


def test_what_a_source_files_under_another_provider_is_a_witness_of_the_real_one(engine):
    with write(engine) as conn:
        told = Reading((statement("bedrock", "claude_platform/claude-5"),))
        evidence.record(conn, snapshot(0, source="litellm"), told)
        offering = build(evidence.histories(conn)).offerings["claude-platform-aws/claude-5"]
        assert [one.told.source for one in provenance.witnesses(conn, offering)] == ["litellm"]


CLAUSED = statement("openai", "gpt-5", match={"starts_with": "gpt-5"})
"""As genai-prices writes: one entry for all ids that begin so."""


@pytest.fixture
def told(engine):
    """An installation of which three sources speak, in several ways."""
    with write(engine) as conn:
        listed = (statement("openai", "gpt-5-turbo"), statement("openai", "o3"), statement("groq", "gpt-5-turbo"))
        evidence.record(conn, snapshot(0), Reading(listed))
        evidence.record(conn, snapshot(1, "genai-prices"), Reading((CLAUSED,)))
        evidence.record(conn, snapshot(2), Reading(listed[:2]))
        paged = (statement("openai", "GPT-5 Turbo", callable_id=False),)
        evidence.record(conn, snapshot(3, "openai"), Reading(paged))
    return engine


def test_the_witnesses_of_all_offerings_are_those_of_each(told):
    with read(told) as conn:
        made = build(evidence.histories(conn))
        index, every = index_of(made), provenance.EveryWitness(conn, index_of(made))
        alone = {one.id: provenance.witnesses(conn, one, index) for one in made.offerings.values()}
        assert {one.id: every.of(one) for one in made.offerings.values()} == alone
    assert [len(alone[name]) for name in ("groq/gpt-5-turbo", "openai/gpt-5-turbo", "openai/o3")] == [1, 3, 1]


def test_a_clause_that_its_source_has_changed_is_a_witness_with_its_whole_past(engine):
    before = statement("openai", "gpt-5")
    with write(engine) as conn:
        evidence.record(conn, snapshot(0, "genai-prices"), Reading((before,)))
        evidence.record(conn, snapshot(1, "genai-prices"), Reading((CLAUSED,)))
        evidence.record(conn, snapshot(2), Reading((statement("openai", "gpt-5-turbo"),)))
        made = build(evidence.histories(conn))
        offering = made.offerings["openai/gpt-5-turbo"]
        found = {one.told.source: one for one in provenance.witnesses(conn, offering, index_of(made))}
    assert [span.first_seen for span in found["genai-prices"].told.spans] == [START, START + timedelta(days=1)]


def test_a_server_hears_of_a_witness_that_a_later_snapshot_brings(engine):
    listed = Reading((statement("openai", "gpt-5-turbo"),))
    with write(engine) as conn:
        evidence.record(conn, snapshot(0), listed)
        made = build(evidence.histories(conn))
    database = Database(Settings(database_url=engine.url.render_as_string(hide_password=False)), SOURCES)
    offering, index = made.offerings["openai/gpt-5-turbo"], index_of(made)
    assert [one.told.source for one in database.witnesses(offering, index)] == ["models-dev"]
    with write(engine) as conn:
        evidence.record(conn, snapshot(1, "litellm"), listed)
    assert [one.told.source for one in database.witnesses(offering, index)] == ["models-dev", "litellm"]
    database.close()


def test_what_is_shared_is_known_to_be_old_when_another_snapshot_has_been_recorded(told):
    with write(told) as conn:
        known = provenance.shared(conn)
        assert provenance.token(conn) == known.token
        evidence.confirm(conn, "openai", START + timedelta(days=9))
        assert provenance.token(conn) != known.token
