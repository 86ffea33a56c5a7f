"""One installation with a tiny source, an override folder and a clock: what a refresh makes of both."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine

from registry.domain.catalog import Edition, Offering
from registry.domain.pricing import headline, in_force
from registry.refresh.report import RunReport
from registry.refresh.run import refresh
from registry.settings import Settings, load
from registry.store import catalog
from registry.store.database import read
from scrapers.claims import Document, Rate, Reading, Scalar, Statement
from scrapers.errors import NotADocument
from scrapers.source import Source

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

Row = Mapping[str, Scalar]
"""What the source says of one model of OpenAI: `usd.METER` per million, and fields."""

LUNA: Row = {"usd.input": "0.25", "usd.output": "1.20"}


def parse(document: Document) -> Reading:
    """`{"model": {"usd.input": "0.25", "context": 128000}}`."""
    try:
        rows: dict[str, dict[str, Scalar]] = json.loads(document.body)
    except ValueError as error:
        raise NotADocument("expected JSON, found something else") from error
    return Reading(tuple(_statement(name, row) for name, row in rows.items()))


def _statement(name: str, row: Row) -> Statement:
    rates = tuple(
        Rate(key.removeprefix("usd."), Decimal(str(value)).scaleb(-6))
        for key, value in row.items()
        if key.startswith("usd.")
    )
    facts = {key: value for key, value in row.items() if not key.startswith("usd.")}
    return Statement("openai", name, name, facts, rates)


FEED = Source("models-dev", "Feed", "https://feed.example", "MIT", "https://feed.example/models.json", parse)


@dataclass
class Installation:
    """A data directory with its database, at a moment that moves on."""

    folder: Path
    engine: Engine
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.feed = self.folder / "feed.json"
        self.settings: Settings = load(
            data_dir=self.folder / "data", bundled=False, sources=(), source_urls={"MODELS_DEV": str(self.feed)}
        )
        self.settings.overrides_dir.mkdir(parents=True, exist_ok=True)

    def say(self, rows: Mapping[str, Row]) -> None:
        """What the source's document holds from now on."""
        self.feed.write_text(json.dumps(rows))

    def write(self, text: str, name: str = "prices.toml") -> None:
        """An override file."""
        (self.settings.overrides_dir / name).write_text(text)

    def refresh(self, *, dry_run: bool = False) -> RunReport:
        return refresh(self.settings, self.engine, known_sources=(FEED,), clock=lambda: self.now, dry_run=dry_run)

    def later(self, days: int = 7) -> None:
        self.now += timedelta(days=days)

    @property
    def edition(self) -> Edition | None:
        with read(self.engine) as conn:
            return catalog.current_edition(conn)

    def offering(self, identifier: str) -> Offering:
        with read(self.engine) as conn:
            found = catalog.offering(conn, identifier)
        assert found is not None
        return found

    def price(self, identifier: str, meter: str = "input", on: date | None = None) -> Decimal | None:
        """USD per million."""
        rate = headline(in_force(self.offering(identifier).rates, on or self.now), meter)
        return None if rate is None else rate.usd * 1_000_000
