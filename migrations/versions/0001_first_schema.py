"""The first schema: evidence, facts, editions, the record of refreshes, and the review queue with its decisions."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.String()
INSTANT = sa.DateTime(timezone=True)
JSON = sa.Text()


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("providers", sa.Integer(), nullable=False),
        sa.Column("models", sa.Integer(), nullable=False),
        sa.Column("offerings", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_edition")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "lab",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab")),
    )
    op.create_table(
        "provider",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=True),
        sa.Column("about", TEXT, nullable=True),
        sa.Column("base_url", TEXT, nullable=True),
        sa.Column("env", JSON, nullable=False),
        sa.Column("package", TEXT, nullable=True),
        sa.Column("docs_url", TEXT, nullable=True),
        sa.Column("pricing_url", TEXT, nullable=True),
        sa.Column("console_url", TEXT, nullable=True),
        sa.Column("status_url", TEXT, nullable=True),
        sa.Column("citations", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
    )
    op.create_table(
        "refresh_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot", INSTANT, nullable=True),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("lease_until", INSTANT, nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("started", INSTANT, nullable=False),
        sa.Column("finished", INSTANT, nullable=True),
        sa.Column("outcome", JSON, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_run")),
        sa.UniqueConstraint("fence", name=op.f("uq_refresh_run_fence")),
        sa.UniqueConstraint("slot", name=op.f("uq_refresh_run_slot")),
    )
    op.create_index(op.f("ix_refresh_run_status"), "refresh_run", ["status"], unique=False)
    op.create_table(
        "source",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("last_attempt", INSTANT, nullable=True),
        sa.Column("last_success", INSTANT, nullable=True),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("origin", TEXT, nullable=True),
        sa.Column("etag", TEXT, nullable=True),
        sa.Column("last_modified", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_source")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("offering", TEXT, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("old", TEXT, nullable=True),
        sa.Column("new", TEXT, nullable=True),
        sa.Column("source", TEXT, nullable=True),
        sa.Column("rate", JSON, nullable=True),
        sa.ForeignKeyConstraint(["edition"], ["edition.number"], name=op.f("fk_change_edition_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_day"), "change", ["day"], unique=False)
    op.create_index(op.f("ix_change_edition"), "change", ["edition"], unique=False)
    op.create_index(op.f("ix_change_offering"), "change", ["offering"], unique=False)
    op.create_table(
        "family",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("lab", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["lab"], ["lab.id"], name=op.f("fk_family_lab_lab")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family")),
    )
    op.create_table(
        "held_claim",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("offering", TEXT, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("old", TEXT, nullable=True),
        sa.Column("new", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("tier", TEXT, nullable=False),
        sa.Column("when", JSON, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_claim")),
    )
    op.create_index(op.f("ix_held_claim_source"), "held_claim", ["source"], unique=False)
    op.create_table(
        "disagreement",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offering", TEXT, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("claims", JSON, nullable=False),
        sa.Column("tier", TEXT, nullable=False),
        sa.Column("when", JSON, nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_disagreement")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_held"), "decision", ["held"], unique=False)
    op.create_table(
        "held_document",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name=op.f("fk_held_document_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_document")),
    )
    op.create_index("ix_held_document_source_state", "held_document", ["source", "state"], unique=False)
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("skipped", JSON, nullable=False),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name=op.f("fk_snapshot_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("source", "fetched_at", name=op.f("uq_snapshot_source_fetched_at")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("provider", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("last_seen", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["source"], ["source.name"], name=op.f("fk_statement_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint(
            "source",
            "kind",
            "provider",
            "subject",
            "first_seen",
            name=op.f("uq_statement_source_kind_provider_subject_first_seen"),
        ),
    )
    op.create_index("ix_statement_subject", "statement", ["subject"], unique=False)
    op.create_index("ix_statement_open", "statement", ["source", "last_seen"], unique=False)
    op.create_table(
        "model",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("lab", TEXT, nullable=False),
        sa.Column("family", TEXT, nullable=True),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=True),
        sa.Column("released", TEXT, nullable=True),
        sa.Column("announced", TEXT, nullable=True),
        sa.Column("knowledge_cutoff", TEXT, nullable=True),
        sa.Column("open_weights", sa.Boolean(), nullable=True),
        sa.Column("licence", TEXT, nullable=True),
        sa.Column("architecture", TEXT, nullable=True),
        sa.Column("availability", TEXT, nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("context", sa.BigInteger(), nullable=True),
        sa.Column("max_input", sa.BigInteger(), nullable=True),
        sa.Column("max_output", sa.BigInteger(), nullable=True),
        sa.Column("input_modalities", JSON, nullable=False),
        sa.Column("output_modalities", JSON, nullable=False),
        sa.Column("capabilities", JSON, nullable=False),
        sa.Column("citations", JSON, nullable=False),
        sa.ForeignKeyConstraint(["family"], ["family.id"], name=op.f("fk_model_family_family")),
        sa.ForeignKeyConstraint(["lab"], ["lab.id"], name=op.f("fk_model_lab_lab")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model")),
    )
    op.create_index(op.f("ix_model_family"), "model", ["family"], unique=False)
    op.create_index(op.f("ix_model_lab"), "model", ["lab"], unique=False)
    op.create_table(
        "override_file",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_override_file")),
    )
    op.create_table(
        "offering",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("folded_id", TEXT, nullable=False),
        sa.Column("provider", TEXT, nullable=False),
        sa.Column("api_model_id", TEXT, nullable=False),
        sa.Column("slug", TEXT, nullable=False),
        sa.Column("model", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("mode", TEXT, nullable=True),
        sa.Column("context", sa.BigInteger(), nullable=True),
        sa.Column("max_input", sa.BigInteger(), nullable=True),
        sa.Column("max_output", sa.BigInteger(), nullable=True),
        sa.Column("dimensions", sa.BigInteger(), nullable=True),
        sa.Column("input_modalities", JSON, nullable=False),
        sa.Column("output_modalities", JSON, nullable=False),
        sa.Column("capabilities", JSON, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("announced", TEXT, nullable=True),
        sa.Column("released", TEXT, nullable=True),
        sa.Column("knowledge_cutoff", TEXT, nullable=True),
        sa.Column("deprecated", TEXT, nullable=True),
        sa.Column("retires", TEXT, nullable=True),
        sa.Column("retires_earliest", TEXT, nullable=True),
        sa.Column("open_weights", sa.Boolean(), nullable=True),
        sa.Column("deployment", TEXT, nullable=False),
        sa.Column("endpoints", JSON, nullable=False),
        sa.Column("reasoning_efforts", JSON, nullable=False),
        sa.Column("package", TEXT, nullable=True),
        sa.Column("base_url", TEXT, nullable=True),
        sa.Column("version", TEXT, nullable=True),
        sa.Column("serving", JSON, nullable=False),
        sa.Column("unlisted", sa.Date(), nullable=True),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("citations", JSON, nullable=False),
        sa.ForeignKeyConstraint(["model"], ["model.id"], name=op.f("fk_offering_model_model")),
        sa.ForeignKeyConstraint(["provider"], ["provider.id"], name=op.f("fk_offering_provider_provider")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering")),
        sa.UniqueConstraint("folded_id", name=op.f("uq_offering_folded_id")),
        sa.UniqueConstraint("provider", "slug", name=op.f("uq_offering_provider_slug")),
    )
    op.create_index(op.f("ix_offering_model"), "offering", ["model"], unique=False)
    op.create_table(
        "rate",
        sa.Column("offering", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("meter", TEXT, nullable=False),
        sa.Column("usd", sa.BigInteger(), nullable=False),
        sa.Column("tier", TEXT, nullable=False),
        sa.Column("when", JSON, nullable=False),
        sa.Column("valid_from", INSTANT, nullable=True),
        sa.Column("valid_to", INSTANT, nullable=True),
        sa.Column("basis", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["offering"], ["offering.id"], name=op.f("fk_rate_offering_offering")),
        sa.PrimaryKeyConstraint("offering", "position", name=op.f("pk_rate")),
        sqlite_with_rowid=False,
    )
    installation = sa.table("installation", sa.column("id", sa.Integer), sa.column("created_at", INSTANT))
    op.bulk_insert(installation, [{"id": 1, "created_at": datetime.now(UTC).replace(microsecond=0)}])


def downgrade() -> None:
    for name in (
        "rate",
        "offering",
        "model",
        "override_file",
        "statement",
        "snapshot",
        "held_document",
        "decision",
        "disagreement",
        "held_claim",
        "family",
        "change",
        "source",
        "refresh_run",
        "provider",
        "lab",
        "installation",
        "edition",
    ):
        op.drop_table(name)
