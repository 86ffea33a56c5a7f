"""Following the database: what is swapped when, and what is served when the database cannot be."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from registry.domain.catalog import Catalog, Edition, Offering
from registry.domain.identity.resolve import Index
from registry.domain.news import ChangeFilter, FoundChanges
from registry.domain.witnesses import Witness
from registry.errors import DatabaseTooNew
from registry.settings import Settings
from registry.store.database import connect, write
from registry.store.publish import publish
from registry.web.app import create_app
from registry.web.problems import NotReady
from registry.web.state import Published, Reader
from registry.web.stored import Database
from scrapers.sources import SOURCES
from tests.databases import sqlite_url
from tests.sample import CATALOG, LUNA
from tests.web.published import CHANGES, EDITION, published
from tests.web.published import SOURCES as STATES

EMPTY = Catalog({}, {}, {}, {}, {})


class Shelf:
    """A storage that holds what a test puts on it and counts how often it is loaded."""

    def __init__(self, held: Published | None) -> None:
        self.held, self.token, self.fault, self.loads = held, 1, None, 0
        self.fault: Exception | None

    def version(self) -> Hashable:
        if self.fault:
            raise self.fault
        return self.token

    def load(self, day: date) -> Published | None:
        self.loads += 1
        return self.held

    def witnesses(self, offering: Offering, index: Index) -> tuple[Witness, ...]:
        return ()

    def changes(self, wanted: ChangeFilter, edition: int, start: int | None, limit: int | None) -> FoundChanges:
        if self.fault:
            raise self.fault
        return FoundChanges((), 0)


class Clock:
    """A clock that stands still."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def test_nothing_is_loaded_again_while_nothing_changes() -> None:
    shelf = Shelf(published())
    reader = Reader(shelf, now=Clock())
    for _ in range(3):
        reader.poll()
    assert shelf.loads == 1


def test_a_new_edition_replaces_the_whole_state() -> None:
    shelf = Shelf(published())
    reader = Reader(shelf, now=Clock())
    reader.poll()
    old = reader.current()
    shelf.held, shelf.token = published(edition=Edition(8, EDITION.published_at, EDITION.day, "", 0, 0, 0, 0)), 2
    reader.poll()
    assert (old.edition.number, reader.current().edition.number) == (7, 8)
    assert old.responses is not reader.current().responses


def test_a_new_day_drops_the_answers_and_loads_nothing() -> None:
    clock, shelf = Clock(), Shelf(published())
    reader = Reader(shelf, now=clock)
    reader.poll()
    old = reader.current()
    clock.time = datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC)
    reader.poll()
    assert (reader.current().day, shelf.loads) == (date(2026, 11, 24), 1)
    assert reader.current().responses is not old.responses


def test_a_dated_shutdown_comes_at_midnight_without_a_refresh() -> None:
    dated = replace(LUNA, retires="2026-11-24")
    clock, shelf = Clock(), Shelf(published(catalog=replace(CATALOG, offerings={LUNA.id: dated})))
    reader = Reader(shelf, now=clock)
    reader.poll()
    assert reader.current().catalog.offerings[LUNA.id].status == "available"
    clock.time = datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC)
    reader.poll()
    assert reader.current().catalog.offerings[LUNA.id].status == "retired"


@pytest.mark.parametrize("fault", [DatabaseTooNew("revision 9"), RuntimeError("broken pipe")])
def test_a_database_that_breaks_leaves_the_last_state_and_says_why(fault: Exception) -> None:
    shelf = Shelf(published())
    reader = Reader(shelf, now=Clock())
    reader.poll()
    shelf.fault = fault
    reader.poll()
    assert reader.current().edition.number == 7
    assert reader.reason
    shelf.fault = None
    reader.poll()
    assert reader.reason == ""


def test_a_question_to_a_database_that_breaks_is_not_ready() -> None:
    shelf = Shelf(published())
    reader = Reader(shelf, now=Clock())
    reader.poll()
    shelf.fault = DatabaseTooNew("revision 9 in /somewhere")
    with pytest.raises(NotReady) as refused:
        reader.changes(reader.current(), ChangeFilter(), limit=1)
    assert "somewhere" not in refused.value.detail


def test_rows_of_a_past_day_are_made_once() -> None:
    state, day = published(), date(2026, 6, 26)
    assert state.offering_rows_at(day) is state.offering_rows_at(day)
    assert state.offering_rows_at(day) != state.offering_rows


def test_an_attempt_that_failed_is_a_modification() -> None:
    attempt = datetime(2026, 11, 23, 9, tzinfo=UTC)
    failed = replace(STATES[0], last_attempt=attempt, error="it did not answer")
    assert published(sources=(failed,)).modified == attempt


def test_changes_are_asked_of_the_database_up_to_the_edition_that_is_served(tmp_path: Path) -> None:
    made = settings(tmp_path)
    publish_sample(made)
    engine = connect(made.database)
    edition = Edition(2, datetime(2026, 11, 24, 3, tzinfo=UTC), date(2026, 11, 24), "cd" * 32, 2, 1, 2, 1)
    with write(engine) as conn:
        publish(conn, edition, old=CATALOG, new=CATALOG, found=[replace(CHANGES[0], id=0, edition=2)])
    engine.dispose()
    database = Database(made, SOURCES)
    found = [database.changes(ChangeFilter(), edition, None, 10).total for edition in (1, 2)]
    database.close()
    assert found == [0, 1]


def test_without_an_edition_there_is_nothing_to_answer_from() -> None:
    reader = Reader(Shelf(None), now=Clock())
    reader.poll()
    with pytest.raises(NotReady, match="no edition has been published yet"):
        reader.current()


def settings(folder: Path) -> Settings:
    return Settings(data_dir=folder, database_url=sqlite_url(folder))


def publish_sample(made: Settings) -> None:
    engine = connect(made.database)
    edition = Edition(1, datetime(2026, 11, 23, 3, tzinfo=UTC), date(2026, 11, 23), "ab" * 32, 2, 1, 2, 0)
    with write(engine) as conn:
        publish(conn, edition, old=EMPTY, new=CATALOG, found=())
    engine.dispose()


def test_the_application_serves_what_is_published_while_it_runs(tmp_path: Path) -> None:
    made = settings(tmp_path)
    app = create_app(made)
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/readyz").status_code == 503
        publish_sample(made)
        app.state.reader.poll()
        assert client.get("/readyz").json()["edition"] == 1
        assert client.get("/api/v1/offerings/openai/gpt-5.6-luna").json()["rates"][0]["usd"] == 0.2
        assert client.get("/api/v1/offerings/openai/gpt-5.6-luna/sources").status_code == 200
        assert [row["name"] for row in client.get("/api/v1/sources").json()["items"]] == [one.name for one in SOURCES]


def test_the_first_slot_of_a_new_database_is_the_next_one_after_it_was_made(tmp_path: Path) -> None:
    made = settings(tmp_path)
    publish_sample(made)
    database = Database(made, SOURCES)
    loaded = database.load(datetime.now(UTC).date())
    database.close()
    assert loaded is not None
    assert loaded.next_refresh is not None
    assert loaded.next_refresh > datetime.now(UTC)


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be read" * 10])
def test_a_file_that_is_no_database_is_told_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "modeldex.sqlite"
    path.write_bytes(content)
    with TestClient(create_app(Settings(data_dir=tmp_path)), raise_server_exceptions=False) as client:
        answer = client.get("/readyz")
        assert (answer.status_code, client.get("/healthz").status_code) == (503, 200)
        assert str(tmp_path) not in answer.text
    assert path.read_bytes() == content


def test_what_the_forms_of_a_page_share_is_made_once_and_only_the_newest_is_kept() -> None:
    state, made = published(), Counter[int]()

    def page(number: int) -> int:
        made[number] += 1
        return number

    for number in (1, 1, *range(2, 40), 39, 1):
        assert state.page(number, partial(page, number)) == number
    assert made == {number: 2 if number == 1 else 1 for number in range(1, 40)}
