"""The tables. Nothing here is validated or computed: `publish` and `evidence` write rows and `catalog` reads them.

Evidence (what sources said) is kept for ever: source, snapshot, statement. Facts (the catalog) are the newest edition:
lab, family, provider, model, offering, rate, held_claim, disagreement. Around them: edition and change, refresh_run,
held_document, decision, installation.
The columns of a fact are the fields of its dataclass in registry/domain/catalog.py, by name.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Index, Table, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from registry.domain.catalog import Claimed
from registry.store.columns import Claims, Condition, Facts, Femto, Words
from scrapers.claims import When

REVISION = "0001"
"""The migration that these tables belong to."""

METADATA = SQLModel.metadata
METADATA.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class InstallationRow(SQLModel, table=True):
    """One row: when this database was made. Its first weekly slot is the next one after that."""

    __tablename__ = "installation"
    id: int = Field(primary_key=True)
    created_at: datetime


class SourceRow(SQLModel, table=True):
    """What is known of reading one source: the newest attempt and success, and what a conditional request needs."""

    __tablename__ = "source"
    name: str = Field(primary_key=True)
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    error: str | None = None
    origin: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class SnapshotRow(SQLModel, table=True):
    """A document as it was at one time; its bytes are in the data directory by sha256."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("source", "fetched_at"),)
    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(foreign_key="source.name")
    fetched_at: datetime
    sha256: str
    url: str
    version: str | None = None
    rows: int
    skipped: Mapping[str, object] = Field(sa_type=Facts)


class StatementRow(SQLModel, table=True):
    """What a source says of one subject over a run of its snapshots. `last_seen` NULL: up to its newest snapshot."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("source", "kind", "provider", "subject", "first_seen"),
        Index("ix_statement_subject", "subject"),
        Index("ix_statement_open", "source", "last_seen"),
    )
    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(foreign_key="source.name")
    kind: str
    provider: str
    subject: str
    payload: str = Field(sa_type=Text)
    first_seen: datetime
    last_seen: datetime | None = None


class OverrideFileRow(SQLModel, table=True):
    """An override file as it was when it was last applied."""

    __tablename__ = "override_file"
    name: str = Field(primary_key=True)
    text: str = Field(sa_type=Text)


class LabRow(SQLModel, table=True):
    """Who makes models."""

    __tablename__ = "lab"
    id: str = Field(primary_key=True)
    name: str
    url: str | None = None


class FamilyRow(SQLModel, table=True):
    """A lab's line."""

    __tablename__ = "family"
    id: str = Field(primary_key=True)
    name: str
    lab: str = Field(foreign_key="lab.id")


class ProviderRow(SQLModel, table=True):
    """Who serves models."""

    __tablename__ = "provider"
    id: str = Field(primary_key=True)
    name: str
    kind: str | None = None
    about: str | None = None
    base_url: str | None = None
    env: tuple[str, ...] = Field(sa_type=Words)
    package: str | None = None
    docs_url: str | None = None
    pricing_url: str | None = None
    console_url: str | None = None
    status_url: str | None = None
    citations: Mapping[str, object] = Field(sa_type=Facts)


class ModelRow(SQLModel, table=True):
    """One model, whoever serves it."""

    __tablename__ = "model"
    id: str = Field(primary_key=True)
    name: str
    lab: str = Field(foreign_key="lab.id", index=True)
    family: str | None = Field(default=None, foreign_key="family.id", index=True)
    slug: str
    mode: str | None = None
    released: str | None = None
    announced: str | None = None
    knowledge_cutoff: str | None = None
    open_weights: bool | None = None
    licence: str | None = None
    architecture: str | None = None
    availability: str | None = None
    status: str
    context: int | None = Field(default=None, sa_type=BigInteger)
    max_input: int | None = Field(default=None, sa_type=BigInteger)
    max_output: int | None = Field(default=None, sa_type=BigInteger)
    input_modalities: tuple[str, ...] = Field(sa_type=Words)
    output_modalities: tuple[str, ...] = Field(sa_type=Words)
    capabilities: Mapping[str, object] = Field(sa_type=Facts)
    citations: Mapping[str, object] = Field(sa_type=Facts)


class OfferingRow(SQLModel, table=True):
    """A model on a provider. `folded_id` is the id in lower case, under which it is found."""

    __tablename__ = "offering"
    __table_args__ = (UniqueConstraint("provider", "slug"),)
    id: str = Field(primary_key=True)
    folded_id: str = Field(unique=True)
    provider: str = Field(foreign_key="provider.id")
    api_model_id: str
    slug: str
    model: str = Field(foreign_key="model.id", index=True)
    name: str | None = None
    mode: str | None = None
    context: int | None = Field(default=None, sa_type=BigInteger)
    max_input: int | None = Field(default=None, sa_type=BigInteger)
    max_output: int | None = Field(default=None, sa_type=BigInteger)
    dimensions: int | None = Field(default=None, sa_type=BigInteger)
    input_modalities: tuple[str, ...] = Field(sa_type=Words)
    output_modalities: tuple[str, ...] = Field(sa_type=Words)
    capabilities: Mapping[str, object] = Field(sa_type=Facts)
    status: str
    announced: str | None = None
    released: str | None = None
    knowledge_cutoff: str | None = None
    deprecated: str | None = None
    retires: str | None = None
    retires_earliest: str | None = None
    open_weights: bool | None = None
    deployment: str
    endpoints: tuple[str, ...] = Field(sa_type=Words)
    reasoning_efforts: tuple[str, ...] = Field(sa_type=Words)
    package: str | None = None
    base_url: str | None = None
    version: str | None = None
    serving: tuple[str, ...] = Field(sa_type=Words)
    unlisted: date | None = None
    rule: str
    sources: tuple[str, ...] = Field(sa_type=Words)
    citations: Mapping[str, object] = Field(sa_type=Facts)


class RateRow(SQLModel, table=True):
    """One dated price of an offering; `position` is its place in the offering's order."""

    __tablename__ = "rate"
    __table_args__ = ({"sqlite_with_rowid": False},)
    offering: str = Field(foreign_key="offering.id", primary_key=True)
    position: int = Field(primary_key=True)
    meter: str
    usd: Decimal = Field(sa_type=Femto)
    tier: str
    when: When = Field(sa_type=Condition)
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    basis: str
    source: str


class EditionRow(SQLModel, table=True):
    """One published state."""

    __tablename__ = "edition"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    published_at: datetime
    day: date
    digest: str
    providers: int
    models: int
    offerings: int
    changes: int


class ChangeRow(SQLModel, table=True):
    """One difference between two editions. An offering may be gone when identity improves: hence no foreign key."""

    __tablename__ = "change"
    id: int | None = Field(default=None, primary_key=True)
    edition: int = Field(foreign_key="edition.number", index=True)
    day: date = Field(index=True)
    kind: str
    offering: str = Field(index=True)
    field: str
    old: str | None = None
    new: str | None = None
    source: str | None = None
    rate: Mapping[str, object] | None = Field(default=None, sa_type=Facts)


class RefreshRunRow(SQLModel, table=True):
    """One refresh: the record of the weekly job and its lease. `slot` NULL: started by hand.

    `fence` grows with every take-over; only the highest may publish. status: running, succeeded, partial, failed, lost.
    """

    __tablename__ = "refresh_run"
    id: int | None = Field(default=None, primary_key=True)
    slot: datetime | None = Field(default=None, unique=True)
    owner: str
    lease_until: datetime
    fence: int = Field(unique=True)
    status: str = Field(index=True)
    attempts: int
    started: datetime
    finished: datetime | None = None
    outcome: Mapping[str, object] | None = Field(default=None, sa_type=Facts)


class HeldClaimRow(SQLModel, table=True):
    """A claim of the current edition that a guard stopped; `position` is its place in the catalog's order."""

    __tablename__ = "held_claim"
    id: str = Field(primary_key=True)
    position: int
    source: str = Field(index=True)
    offering: str
    field: str
    old: str | None = None
    new: str
    reason: str
    since: datetime
    tier: str
    when: When = Field(sa_type=Condition)
    state: str


class DisagreementRow(SQLModel, table=True):
    """A field of the current edition of which sources say different things; the published claim is the first."""

    __tablename__ = "disagreement"
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    offering: str
    field: str
    claims: tuple[Claimed, ...] = Field(sa_type=Claims)
    tier: str
    when: When = Field(sa_type=Condition)


class HeldDocumentRow(SQLModel, table=True):
    """A document that is not believed as a whole; its bytes are in the data directory by sha256.

    state: open (at most one of a source), accepted, rejected, or released: the source was believed again.
    """

    __tablename__ = "held_document"
    __table_args__ = (Index("ix_held_document_source_state", "source", "state"),)
    id: str = Field(primary_key=True)
    source: str = Field(foreign_key="source.name")
    reason: str
    since: datetime
    url: str
    fetched_at: datetime
    sha256: str
    version: str | None = None
    rows: int
    state: str


class DecisionRow(SQLModel, table=True):
    """What a person decided about something held: the audit trail. Rows are only ever added; the newest counts."""

    __tablename__ = "decision"
    id: int | None = Field(default=None, primary_key=True)
    held: str = Field(index=True)
    verdict: str
    why: str = Field(sa_type=Text)
    who: str
    at: datetime
    source: str
    claim: str = Field(sa_type=Text)


def table(row: type[SQLModel]) -> Table:
    """The Core table of a row class: everything here is read and written with Core."""
    return METADATA.tables[str(row.__tablename__)]
