"""Who says what of an offering: out of all that sources have said, what is about it, with the documents that hold it.

What every offering's provenance shares is read once and holds until another snapshot is recorded, so that one offering
then costs one query by index. An export, which asks for every offering, reads the whole evidence at once instead.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select, tuple_

from registry.domain.build import statements_about, statements_of_each
from registry.domain.catalog import Offering
from registry.domain.evidence import SourceHistory, Span
from registry.domain.identity.providers import filed_ids, is_told_under
from registry.domain.identity.resolve import Index
from registry.domain.rates import Told
from registry.domain.witnesses import Witness
from registry.store import statements
from registry.store.evidence import SNAPSHOT, STATEMENT, histories, history
from scrapers.claims import Evidence, Statement

Said = Mapping[tuple[str, str], tuple[Span[Statement], ...]]
"""(a source's word for a provider, API model ID in lower case) -> what it said of that."""

Documents = Mapping[str, Mapping[datetime, Evidence]]
"""Source -> time of a snapshot -> the document that was taken then."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the provenance of every offering needs, as of `token`.

    words: source -> under which words it files offerings; carried: source -> word -> what speaks of other ids than its
    own.
    """

    token: tuple[object, ...]
    words: Mapping[str, tuple[str, ...]]
    carried: Mapping[str, Mapping[str, Said]]
    documents: Documents


def token(conn: Connection) -> tuple[object, ...]:
    """A value that differs when another snapshot has been recorded."""
    return tuple(conn.execute(select(func.count(SNAPSHOT.c.id), func.max(SNAPSHOT.c.id))).one())


def shared(conn: Connection) -> Shared:
    """What the provenance of every offering needs."""
    words: dict[str, tuple[str, ...]] = {}
    filed = select(STATEMENT.c.source, STATEMENT.c.provider).distinct().where(STATEMENT.c.kind == statements.OFFERING)
    for source, word in conn.execute(filed.order_by(STATEMENT.c.source, STATEMENT.c.provider)):
        words[source] = (*words.get(source, ()), word)
    carried = {source: _by_word(history(conn, source, _carries()).offerings) for source in words}
    return Shared(token(conn), words, carried, documents(conn))


def documents(conn: Connection) -> Documents:
    """Every document that was read."""
    found: dict[str, dict[datetime, Evidence]] = {}
    for row in conn.execute(select(SNAPSHOT)):
        evidence = Evidence(row.source, row.url, row.fetched_at, row.sha256, row.version)
        found.setdefault(row.source, {})[row.fetched_at] = evidence
    return found


def witnesses(
    conn: Connection, offering: Offering, index: Index | None = None, known: Shared | None = None
) -> tuple[Witness, ...]:
    """All that each source says of an offering, or has said, highest authority first: its provenance.

    index: what labs are known to sell, by which display names are understood; without it, ids alone.
    known: what is shared, where it has been read before.
    """
    known = known or shared(conn)
    told = statements_about(list(_about(conn, offering, known)), offering, index)
    return _witnesses(told, known.documents)


class EveryWitness:
    """The provenance of every offering, from one reading of all the evidence."""

    def __init__(self, conn: Connection, index: Index) -> None:
        self._told = statements_of_each(histories(conn), index)
        self._documents = documents(conn)

    def of(self, offering: Offering) -> tuple[Witness, ...]:
        """All that each source says of an offering, or has said, highest authority first."""
        return _witnesses(self._told.get((offering.provider, offering.api_model_id.lower()), ()), self._documents)


def _witnesses(told: Iterable[Told], documents: Documents) -> tuple[Witness, ...]:
    return tuple(
        Witness(one, {span.last_seen: documents[one.source][span.last_seen] for span in one.spans}) for one in told
    )


def _about(conn: Connection, offering: Offering, known: Shared) -> Iterator[SourceHistory]:
    """Each source with the part of its statements that can be about an offering.

    That is what is filed under its id, and what the source files under its provider and carries to other ids.
    """
    words = {
        source: [word for word in filed if is_told_under(source, word, offering.provider)]
        for source, filed in known.words.items()
    }
    for source in (source for source, own in words.items() if own):
        own = history(conn, source, _filed(words[source], filed_ids(offering.api_model_id.lower())))
        carried = (known.carried[source].get(word, {}) for word in words[source])
        said = {key: spans for each in (*carried, own.offerings) for key, spans in each.items()}
        yield SourceHistory(source, own.snapshots, dict(sorted(said.items())), {})


def _filed(words: Sequence[str], names: Sequence[str]) -> ColumnElement[bool]:
    return (STATEMENT.c.kind == statements.OFFERING) & STATEMENT.c.provider.in_(words) & STATEMENT.c.subject.in_(names)


def _carries() -> ColumnElement[bool]:
    """Every statement about a subject of which some statement speaks of other ids than its own."""
    sign = or_(*(STATEMENT.c.payload.contains(sign) for sign in statements.CARRIES))
    subject = (STATEMENT.c.source, STATEMENT.c.provider, STATEMENT.c.subject)
    chosen = select(*subject).where(STATEMENT.c.kind == statements.OFFERING, sign)
    return (STATEMENT.c.kind == statements.OFFERING) & tuple_(*subject).in_(chosen)


def _by_word(said: Said) -> Mapping[str, Said]:
    found: dict[str, dict[tuple[str, str], tuple[Span[Statement], ...]]] = {}
    for key, spans in said.items():
        found.setdefault(key[0], {})[key] = spans
    return found
