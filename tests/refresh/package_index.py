"""A package index in memory: wheels that hold one document each, and faults on request."""

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import datetime

import httpx2

from scrapers.fetch import Fetcher, Limits
from scrapers.package_index import PackageIndex
from scrapers.source import Release

MEMBER = "prices/data.json"
ONCE = Limits(attempts=1, connect_attempts=1)


@dataclass
class Index:
    """What is uploaded: project -> version -> (when, the wheel's bytes). `read` lists the versions in order of reading.

    down: versions whose download fails.
    """

    uploads: dict[str, dict[str, tuple[datetime, bytes]]] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    read: list[str] = field(default_factory=list)

    def upload(self, project: str, version: str, at: datetime, content: object, member: str = MEMBER) -> None:
        """A release whose wheel holds this document: a value that becomes JSON, or bytes."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(member, content if isinstance(content, bytes) else json.dumps(content))
        self.uploads.setdefault(project, {})[version] = at, packed.getvalue()

    def open(self, _settings: object = None) -> PackageIndex:
        """As the backfill is given it."""
        transport = httpx2.MockTransport(self._answer)
        return PackageIndex(httpx2.URL("https://index.test/simple"), Fetcher(transport=transport, limits=ONCE))

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        parts = request.url.path.strip("/").split("/")
        if parts[-1] in self.uploads:
            files = [self._listed(parts[-1], version) for version in self.uploads[parts[-1]]]
            return _said(json.dumps({"files": files}).encode())
        if not parts[-1].endswith(".whl"):
            return httpx2.Response(404)
        project, version, *_ = parts[-1].split("-")
        if version in self.down:
            return httpx2.Response(503)
        self.read.append(version)
        return _said(self.uploads[project][version][1])

    def _listed(self, project: str, version: str) -> dict[str, object]:
        at, wheel = self.uploads[project][version]
        name = f"{project}-{version}-py3-none-any.whl"
        url = f"https://files.test/{name}"
        return {"filename": name, "url": url, "upload-time": at.isoformat(), "size": len(wheel), "hashes": {}}


def _said(body: bytes) -> httpx2.Response:
    return httpx2.Response(200, stream=httpx2.ByteStream(body))


def of(project: str) -> Release:
    """The releases of a project in this index."""
    return Release(project, MEMBER)
