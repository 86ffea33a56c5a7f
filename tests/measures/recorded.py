"""Recorded feeds as evidence, for measuring: each feed's whole history, read once."""

import gzip
import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

from registry.domain.evidence import SourceHistory, Span, observe
from scrapers.claims import Document, Evidence, ProviderStatement, Statement
from scrapers.feeds import FEEDS
from scrapers.source import Source

_DATED = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


def feed_histories(folder: Path) -> list[SourceHistory]:
    """Every recorded snapshot of every feed under `folder`, in the order of the feeds."""
    return [
        feed_history(source, sorted((folder / source.name.replace("-", "_")).glob("*.json.gz"))) for source in FEEDS
    ]


def feed_history(source: Source, paths: list[Path]) -> SourceHistory:
    """What one feed said in these recordings, whose names begin with their date."""
    offerings: dict[tuple[str, str], tuple[Span[Statement], ...]] = {}
    providers: dict[str, tuple[Span[ProviderStatement], ...]] = {}
    times: list[datetime] = []
    for path in paths:
        at = dated(path)
        reading = source.parse(document(source.name, gzip.decompress(path.read_bytes()), at))
        said = {(one.provider, one.api_model_id.lower()): one for one in reading.statements}
        told = {one.provider: one for one in reading.providers}
        for key in {*offerings, *said}:
            offerings[key] = observe(offerings.get(key, ()), times, at, said.get(key))
        for word in {*providers, *told}:
            providers[word] = observe(providers.get(word, ()), times, at, told.get(word))
        times.append(at)
    return SourceHistory(source.name, tuple(times), offerings, providers)


def document(source: str, body: bytes, at: datetime) -> Document:
    """Bytes as a source's document of a day."""
    return Document(body, Evidence(source, f"file:{source}", at, hashlib.sha256(body).hexdigest()))


def dated(path: Path) -> datetime:
    """The day at the beginning of a recording's name; a month alone is its middle."""
    found = _DATED.match(path.name)
    if found is None:
        raise ValueError(f"{path.name} has no date")
    day = found.group()
    return datetime.fromisoformat(day if len(day) > 7 else f"{day}-15").replace(tzinfo=UTC)
