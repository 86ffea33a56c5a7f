"""Two tiny sources for tests of a refresh: documents are JSON, {"model": "USD per million input tokens"}."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from registry.settings import Settings, load
from scrapers.claims import Document, Rate, Reading, Statement
from scrapers.errors import NotADocument
from scrapers.source import Source

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def parse(document: Document) -> Reading:
    try:
        prices = json.loads(document.body)
    except ValueError as error:
        raise NotADocument("expected JSON, found something else") from error
    return Reading(
        tuple(
            Statement("openai", name, name, rates=(Rate("input", Decimal(usd).scaleb(-6)),))
            for name, usd in prices.items()
        )
    )


ALPHA = Source("models-dev", "Alpha", "https://alpha.example", "MIT", "https://alpha.example/prices.json", parse)
BETA = replace(ALPHA, name="litellm", title="Beta", url="https://beta.example/prices.json")
SOURCES = (ALPHA, BETA)


class Feeds:
    """A data directory, and a file for each source that its settings point to."""

    def __init__(self, folder: Path, database_url: str | None = None) -> None:
        self.folder = folder
        urls = {name: str(folder / f"{name}.json") for name in ("MODELS_DEV", "LITELLM")}
        self.settings: Settings = load(
            data_dir=folder / "data", database_url=database_url, bundled=False, sources=(), source_urls=urls
        )

    def say(self, alpha: object = None, beta: object = None) -> None:
        """What the sources' documents hold from now on: a mapping, or raw text; None leaves one as it is."""
        for name, content in (("MODELS_DEV", alpha), ("LITELLM", beta)):
            if content is not None:
                self._write(self.folder / f"{name}.json", content)

    def recorded(self, name: str, content: object) -> Path:
        """A recorded document, to replay."""
        path = self.folder / name
        self._write(path, content)
        return path

    @staticmethod
    def _write(path: Path, content: object) -> None:
        path.write_text(content if isinstance(content, str) else json.dumps(content))
