"""Releases of a package as dated snapshots: what the package index lists, and one file out of one wheel.

Speaks the simple repository API in its JSON form. Nothing that is read here is ever installed, imported or run.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import httpx2
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import Version

from scrapers import pip_configuration
from scrapers.answers import Fetched, Progress
from scrapers.errors import FetchFailed, NotADocument, NothingFound
from scrapers.fetch import Fetcher
from scrapers.guard import host_and_port, parse_url, shown, without_credentials
from scrapers.zip_range import RemoteFile, read_member

_JSON = "application/vnd.pypi.simple.v1+json"
_BUDGET = 32_000_000
"""Bytes of one wheel to transfer in parts; the largest member that we want takes about one million."""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One wheel in the index. `uploaded_at` is aware UTC; `size` (bytes) and `sha256` are None where not listed."""

    project: str
    version: Version
    filename: str
    uploaded_at: datetime
    url: str = field(repr=False)
    size: int | None = None
    sha256: str | None = None

    def evidence_url(self, member: str) -> str:
        """A name for this data that is the same whichever mirror it came from."""
        return f"pypi:{self.project}/{self.version}#{member}"


@dataclass(frozen=True, slots=True)
class PackageIndex:
    """A package index and the fetcher that may reach it. `url` is that of the simple API and may hold credentials."""

    url: httpx2.URL = field(repr=False)
    fetcher: Fetcher

    def releases(self, project: str) -> list[ReleaseFile]:
        """One wheel for each release that is neither yanked nor a pre-release, lowest version first.

        Raises FetchFailed, NotADocument and NothingFound.
        """
        page = self.url.copy_with(path=f"{self.url.path.rstrip('/')}/{canonicalize_name(project)}/")
        listing = self.fetcher.get(str(page), accept=_JSON).body or b""
        best: dict[Version, ReleaseFile] = {}
        for entry in _entries(listing, shown(page)):
            file = _wheel(entry, project, page)
            if file is not None:
                best[file.version] = min(best.get(file.version, file), file, key=_preference)
        if not best:
            raise NothingFound(f"{shown(page)}: lists no wheel with a released version and an upload time")
        return [best[version] for version in sorted(best)]

    def read(self, file: ReleaseFile, member: str, most: int, on_progress: Progress | None = None) -> bytes:
        """One member of a wheel, at most that many bytes when unpacked, by ranges if the server knows them.

        Raises FetchFailed, OriginMissing and NotADocument.
        """
        fetcher = self.fetcher.allowing(host_and_port(parse_url(file.url)))

        def fetch(span: tuple[int, int], tell: Progress | None) -> Fetched:
            return fetcher.get(file.url, span=span, on_progress=tell)

        return read_member(RemoteFile(fetch, file.size, _BUDGET, file.sha256, on_progress), member, most)


def configured_index(fetcher: Fetcher) -> PackageIndex:
    """The index that pip is configured with, reached as pip reaches it; limits and allowed hosts come from the fetcher.

    Raises FetchFailed if there is none that can be used.
    """
    pip = pip_configuration.read()
    url = parse_url(pip.index_url)
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchFailed("the package index that pip is configured with is not an http or https URL")
    trusting = fetcher.allowing(host_and_port(url))
    return PackageIndex(url, replace(trusting, certificates=pip.certificates, proxy_for=pip.proxy_for))


def _entries(listing: bytes, where: str) -> Iterator[dict[str, object]]:
    """The `files` of a project's page."""
    try:
        page = json.loads(listing)
    except (ValueError, RecursionError):
        raise NotADocument(f"{where}: the package index does not answer in JSON") from None
    files = page.get("files") if isinstance(page, dict) else None
    if not isinstance(files, list):
        raise NotADocument(f"{where}: the package index lists no files")
    return (entry for entry in files if isinstance(entry, dict))


def _wheel(entry: dict[str, object], project: str, page: httpx2.URL) -> ReleaseFile | None:
    """One entry as a wheel that can be dated and fetched, or None: source archives, yanked files, pre-releases."""
    filename, url, uploaded = entry.get("filename"), entry.get("url"), entry.get("upload-time")
    if not (isinstance(filename, str) and isinstance(url, str) and isinstance(uploaded, str)) or entry.get("yanked"):
        return None
    try:
        _, version, _, _ = parse_wheel_filename(filename)
        uploaded_at = datetime.fromisoformat(uploaded)
        moment = uploaded_at.astimezone(UTC)
        address = _address(url, page)
    except (InvalidWheelFilename, ValueError, OverflowError):
        return None
    if version.is_prerelease or uploaded_at.tzinfo is None:
        return None
    size, hashes = entry.get("size"), entry.get("hashes")
    sha256 = hashes.get("sha256") if isinstance(hashes, dict) else None
    return ReleaseFile(
        project,
        version,
        filename,
        moment,
        str(address),
        size if type(size) is int and size > 0 else None,
        sha256 if isinstance(sha256, str) else None,
    )


def _address(text: str, page: httpx2.URL) -> httpx2.URL:
    """The URL of a file, which may be relative. The index's credentials go to the index itself only. Raises ValueError.

    The hosts that the index names are the operator's choice as the index is, but may not be less protected than it.
    """
    try:
        url = without_credentials(page.join(text))
    except httpx2.InvalidURL as error:
        raise ValueError(str(error)) from error
    if url.scheme not in {"https", page.scheme}:
        raise ValueError("an index over https names a file that is not")
    at_home = url.scheme == page.scheme and host_and_port(url) == host_and_port(page)
    return url.copy_with(username=page.username, password=page.password) if at_home and page.userinfo else url


def _preference(file: ReleaseFile) -> tuple[bool, int]:
    """Of several wheels of a release: one for every platform first, then the smallest. The data is the same in all."""
    return not file.filename.endswith("-none-any.whl"), file.size or 0
