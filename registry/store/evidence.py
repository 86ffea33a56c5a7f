"""What sources have said, in SQL: recording a snapshot of any age, and reading the histories that a catalog is made of.

A statement row is a span of snapshots (registry/domain/evidence.py). One that reaches to its source's newest snapshot
has `last_seen` NULL, so that a row which a new snapshot repeats costs nothing. Whatever order snapshots arrive in, the
rows in the end are the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, true, update

from registry.domain.evidence import SourceHistory, Span, observe
from registry.errors import SnapshotConflict
from registry.store import statements, tables
from registry.store.sources import ensure
from registry.store.tables import table
from scrapers.claims import Evidence, Reading, Statement

SNAPSHOT, STATEMENT = table(tables.SnapshotRow), table(tables.StatementRow)


class Subject(NamedTuple):
    """What a statement is about, in its source's own words; `name` is empty for a provider."""

    kind: str
    provider: str
    name: str


Spans = tuple[Span[str], ...]


def record(conn: Connection, evidence: Evidence, reading: Reading) -> bool:
    """Add a snapshot and what it says. False if exactly this snapshot is known already.

    Raises SnapshotConflict if the source has another document of the same instant.
    """
    at = evidence.fetched_at.astimezone(UTC)
    if _known(conn, evidence, at):
        return False
    ensure(conn, [evidence.source])
    earlier = snapshot_times(conn, evidence.source)
    said = dict(_texts(reading))
    if not earlier or at > earlier[-1]:
        _append(conn, evidence.source, earlier, at, said)
    else:
        _insert_between(conn, evidence.source, earlier, at, said)
    conn.execute(
        insert(SNAPSHOT).values(
            source=evidence.source,
            fetched_at=at,
            sha256=evidence.sha256,
            url=evidence.url,
            version=evidence.version,
            rows=len(reading.statements),
            skipped=reading.skipped,
        )
    )
    return True


def confirm(conn: Connection, source: str, at: datetime) -> None:
    """The source, asked `at`, said that nothing has changed since its newest snapshot: one more of the same bytes."""
    newest = conn.execute(
        select(SNAPSHOT).where(SNAPSHOT.c.source == source).order_by(SNAPSHOT.c.fetched_at.desc()).limit(1)
    ).one()
    if at > newest.fetched_at:
        repeated = {name: value for name, value in newest._mapping.items() if name != "id"}
        conn.execute(insert(SNAPSHOT).values(repeated | {"fetched_at": at}))


def snapshot_times(conn: Connection, source: str) -> tuple[datetime, ...]:
    """The times of a source's snapshots, in order."""
    asked = select(SNAPSHOT.c.fetched_at).where(SNAPSHOT.c.source == source).order_by(SNAPSHOT.c.fetched_at)
    return tuple(conn.execute(asked).scalars())


def newest_snapshots(conn: Connection) -> dict[str, datetime]:
    """Source -> the time of its newest snapshot."""
    asked = select(SNAPSHOT.c.source, func.max(SNAPSHOT.c.fetched_at).label("at")).group_by(SNAPSHOT.c.source)
    return {row.source: row.at for row in conn.execute(asked)}


def histories(conn: Connection) -> list[SourceHistory]:
    """All that every source has said, by name of source: what `registry.domain.build` makes a catalog from."""
    names = sorted(conn.execute(select(SNAPSHOT.c.source).distinct()).scalars())
    return [history(conn, name) for name in names]


def history(conn: Connection, source: str, only: ColumnElement[bool] | None = None) -> SourceHistory:
    """All that one source has said, or only some rows of it; subjects in order."""
    snapshots = snapshot_times(conn, source)
    spans = _spans(conn, source, snapshots, only)
    offerings, providers = {}, {}
    for subject in sorted(spans):
        if subject.kind == statements.OFFERING:
            offerings[subject.provider, subject.name] = tuple(
                Span(
                    statements.parse_statement(subject.provider, subject.name, one.said), one.first_seen, one.last_seen
                )
                for one in spans[subject]
            )
        else:
            providers[subject.provider] = tuple(
                Span(statements.parse_provider(subject.provider, one.said), one.first_seen, one.last_seen)
                for one in spans[subject]
            )
    return SourceHistory(source, snapshots, offerings, providers)


def newest_statements(conn: Connection, source: str) -> dict[tuple[str, str], Statement]:
    """(provider, folded API model ID) -> what the source's newest snapshot says of it."""
    asked = select(STATEMENT.c.provider, STATEMENT.c.subject, STATEMENT.c.payload).where(
        STATEMENT.c.source == source, STATEMENT.c.kind == statements.OFFERING, STATEMENT.c.last_seen.is_(None)
    )
    return {
        (provider, name): statements.parse_statement(provider, name, text)
        for provider, name, text in conn.execute(asked)
    }


def _known(conn: Connection, evidence: Evidence, at: datetime) -> bool:
    asked = select(SNAPSHOT.c.sha256).where(SNAPSHOT.c.source == evidence.source, SNAPSHOT.c.fetched_at == at)
    stored = conn.execute(asked).scalar()
    if stored is not None and stored != evidence.sha256:
        raise SnapshotConflict(
            f"{evidence.source} already has another document of {at.isoformat()} (sha256 {stored[:12]}..., now"
            f" {evidence.sha256[:12]}...): give the time at which this one was fetched with --at"
        )
    return stored is not None


def _texts(reading: Reading) -> Iterator[tuple[Subject, str]]:
    """Each subject with its statement's text. Of two statements about one subject the last in the document holds."""
    for provider in reading.providers:
        yield Subject(statements.PROVIDER, provider.provider, ""), statements.dump_provider(provider)
    for one in reading.statements:
        yield Subject(statements.OFFERING, one.provider, statements.subject_of(one)), statements.dump_statement(one)


def _append(
    conn: Connection, source: str, earlier: Sequence[datetime], at: datetime, said: Mapping[Subject, str]
) -> None:
    """A snapshot newer than all others: only the rows that differ from the newest are touched."""
    columns = (STATEMENT.c.kind, STATEMENT.c.provider, STATEMENT.c.subject, STATEMENT.c.id, STATEMENT.c.payload)
    asked = select(*columns).where(STATEMENT.c.source == source, STATEMENT.c.last_seen.is_(None))
    standing = {Subject(kind, provider, name): (row, text) for kind, provider, name, row, text in conn.execute(asked)}
    ended = [row for subject, (row, text) in standing.items() if said.get(subject) != text]
    if ended:
        closing = update(STATEMENT).where(STATEMENT.c.id == bindparam("row")).values(last_seen=earlier[-1])
        conn.execute(closing, [{"row": row} for row in ended])
    begun = [subject for subject, text in said.items() if standing.get(subject, (0, None))[1] != text]
    _add(conn, source, at, {subject: (Span(said[subject], at, at),) for subject in begun})


def _insert_between(
    conn: Connection, source: str, earlier: Sequence[datetime], at: datetime, said: Mapping[Subject, str]
) -> None:
    """A snapshot older than the newest: it may split, extend or join spans of the subjects that it differs on."""
    stored = _spans(conn, source, earlier)
    changed: dict[Subject, Spans] = {}
    for subject in stored.keys() | said.keys():
        spans = observe(stored.get(subject, ()), earlier, at, said.get(subject))
        if spans != stored.get(subject, ()):
            changed[subject] = spans
    _remove(conn, source, changed.keys() & stored.keys())
    _add(conn, source, earlier[-1], changed)


def _spans(
    conn: Connection, source: str, snapshots: Sequence[datetime], only: ColumnElement[bool] | None = None
) -> dict[Subject, Spans]:
    asked = (
        select(
            STATEMENT.c.kind,
            STATEMENT.c.provider,
            STATEMENT.c.subject,
            STATEMENT.c.payload,
            STATEMENT.c.first_seen,
            STATEMENT.c.last_seen,
        )
        .where(STATEMENT.c.source == source, true() if only is None else only)
        .order_by(STATEMENT.c.first_seen)
    )
    found: dict[Subject, list[Span[str]]] = {}
    for kind, provider, name, payload, first_seen, last_seen in conn.execute(asked):
        span = Span(payload, first_seen, last_seen or snapshots[-1])
        found.setdefault(Subject(kind, provider, name), []).append(span)
    return {subject: tuple(spans) for subject, spans in found.items()}


def _remove(conn: Connection, source: str, subjects: Iterable[Subject]) -> None:
    rows = [{"of_kind": one.kind, "of_provider": one.provider, "of_name": one.name} for one in subjects]
    if rows:
        conn.execute(
            delete(STATEMENT).where(
                STATEMENT.c.source == source,
                STATEMENT.c.kind == bindparam("of_kind"),
                STATEMENT.c.provider == bindparam("of_provider"),
                STATEMENT.c.subject == bindparam("of_name"),
            ),
            rows,
        )


def _add(conn: Connection, source: str, newest: datetime, spans: Mapping[Subject, Spans]) -> None:
    rows = [
        {
            "source": source,
            "kind": subject.kind,
            "provider": subject.provider,
            "subject": subject.name,
            "payload": span.said,
            "first_seen": span.first_seen,
            "last_seen": None if span.last_seen == newest else span.last_seen,
        }
        for subject in spans
        for span in spans[subject]
    ]
    if rows:
        conn.execute(insert(STATEMENT), rows)
