"""Where a source's bytes come from: an https URL, a release in the package index, or a local file.

Each gives a `Document`: the plain bytes with the evidence of where and when. A release is dated by its upload, because
its data is as of then; the other two by the moment that the caller states.
"""

import hashlib
import re
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.answers import Progress
from scrapers.claims import Document, Evidence
from scrapers.compression import GZIP_MAGIC, gunzip
from scrapers.errors import FetchFailed, OriginMissing, SourceError
from scrapers.fetch import Fetcher
from scrapers.guard import parse_url, without_credentials
from scrapers.package_index import PackageIndex, ReleaseFile
from scrapers.source import Release, Source

MOST_BYTES = 40_000_000
"""The largest plain document that is read; the largest feed has five million. Reading one takes a second a million."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a later fetch needs to ask whether anything changed. They hold for the same origin only."""

    origin: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Outdated:
    """All that can be had is of `at`, and data of `newest` is known."""

    at: datetime
    newest: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """What an origin gave. `document` is None if it has not changed since the validators that were passed, and if it
    was not read because it is outdated.
    """

    document: Document | None
    validators: Validators
    outdated: Outdated | None = None


def obtain(
    source: Source,
    fetcher: Fetcher,
    index: Callable[[], PackageIndex],
    now: datetime,
    *,
    origin: str | None = None,
    known: Validators | None = None,
    newest: datetime | None = None,
    on_progress: Progress | None = None,
) -> Delivery:
    """The newest data of a source: from its URL, and where that fails from its release in the package index.

    newest: of when the newest known data is; a release that was uploaded before is not read.
    origin: where the operator says to read instead (an https URL, a path, a file URL); then nothing else is tried.
    index: is called only when a release is wanted. Raises SourceError; if both ways fail, one line tells of both.
    """
    place = origin_for(origin or source.url)
    if isinstance(place, Path):
        return _delivered(from_file(place, source.name, now))
    if origin is not None or source.release is None:
        return from_url(fetcher, source.name, place, now, known, on_progress)
    try:
        return from_url(fetcher.failing_fast(), source.name, place, now, known, on_progress)
    except FetchFailed as first:
        try:
            return from_release(index(), source.name, source.release, known, newest, on_progress)
        except SourceError as second:
            raise FetchFailed(f"{first}; and from the package index: {second}") from second


def origin_for(text: str) -> str | Path:
    """What an operator's text means: a URL to fetch, or the path of a file. Raises FetchFailed for other schemes."""
    if not _SCHEME.match(text):
        return Path(text).expanduser()
    if text.lower().startswith(("https://", "http://")):
        return text
    parts = urlsplit(text)
    if parts.scheme == "file" and parts.netloc in ("", "localhost"):
        return Path(urllib.request.url2pathname(parts.path))
    raise FetchFailed(f"an origin is an https URL or a file, not {parts.scheme}://")


def from_url(
    fetcher: Fetcher,
    source_name: str,
    url: str,
    now: datetime,
    known: Validators | None = None,
    on_progress: Progress | None = None,
) -> Delivery:
    """Fetch a URL, conditionally if something is known of it. The evidence has the URL that was asked for: where it
    redirects to may be signed and short-lived. Raises FetchFailed, NotADocument.
    """
    origin = str(without_credentials(parse_url(url)))
    held = known if known and known.origin == origin else Validators(origin)
    fetched = fetcher.get(url, etag=held.etag, last_modified=held.last_modified, on_progress=on_progress)
    if fetched.body is None:
        return Delivery(None, held)
    document = _document(fetched.body, Evidence(source_name, origin, now, ""))
    return Delivery(document, Validators(origin, fetched.etag, fetched.last_modified))


def from_file(path: Path, source_name: str, at: datetime) -> Document:
    """Read a plain or gzipped file, fetched at the given time. Messages and evidence have its name, never its folder.

    Raises OriginMissing, FetchFailed, and NotADocument for damaged gzip. An empty file is a document, for the parser.
    """
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise OriginMissing(f"{path.name}: no such file") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
        raise FetchFailed(f"{path.name}: cannot be read ({reason.lower()})") from None
    if len(body) > MOST_BYTES:
        raise FetchFailed(f"{path.name}: larger than {MOST_BYTES:,} bytes")
    return _document(body, Evidence(source_name, f"file:{path.name}", at, ""))


def from_release(
    index: PackageIndex,
    source_name: str,
    release: Release,
    known: Validators | None = None,
    newest: datetime | None = None,
    on_progress: Progress | None = None,
) -> Delivery:
    """The highest version in the package index, unless it is the one that is known, or was uploaded before the newest
    known data. Raises SourceError.

    Highest, not last uploaded: a correction of an older line comes later and holds older data.
    """
    highest = index.releases(release.project)[-1]
    origin = highest.evidence_url(release.member)
    if known and known.origin == origin:
        return Delivery(None, known)
    if newest is not None and highest.uploaded_at < newest:
        return Delivery(None, Validators(origin), Outdated(highest.uploaded_at, newest))
    return _delivered(read_release(index, source_name, release, highest, on_progress))


def releases(index: PackageIndex, release: Release, since: datetime, until: datetime) -> list[ReleaseFile]:
    """The releases uploaded from `since` (included) to `until` (not included), oldest first. Both aware."""
    listed = (file for file in index.releases(release.project) if since <= file.uploaded_at < until)
    return sorted(listed, key=lambda file: (file.uploaded_at, file.version))


def read_release(
    index: PackageIndex, source_name: str, release: Release, file: ReleaseFile, on_progress: Progress | None = None
) -> Document:
    """The member of one release, as of its upload. Raises FetchFailed, OriginMissing, NotADocument."""
    body = index.read(file, release.member, MOST_BYTES, on_progress)
    evidence_url = file.evidence_url(release.member)
    return _document(body, Evidence(source_name, evidence_url, file.uploaded_at, "", str(file.version)))


def _document(body: bytes, evidence: Evidence) -> Document:
    """Unpack what is gzip by its first bytes, whatever it is called, and complete the evidence."""
    if body.startswith(GZIP_MAGIC):
        body = gunzip(body, MOST_BYTES, evidence.url)
    if len(body) > MOST_BYTES:
        raise FetchFailed(f"{evidence.url}: larger than {MOST_BYTES:,} bytes")
    digest = hashlib.sha256(body).hexdigest()
    return Document(body, Evidence(evidence.source, evidence.url, evidence.fetched_at, digest, evidence.version))


def _delivered(document: Document) -> Delivery:
    return Delivery(document, Validators(document.evidence.url))
