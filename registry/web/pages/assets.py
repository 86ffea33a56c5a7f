"""The static files under names that carry a hash of their content, so that they can be cached for ever.

A style sheet names its fonts by their plain names; they are replaced by the hashed ones when it is read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from registry.locate import folder

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_URL = re.compile(rb'url\("([a-z0-9.-]+)"\)')


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file: its hashed name, its bytes and its media type."""

    name: str
    body: bytes
    media_type: str


@cache
def assets() -> Mapping[str, Asset]:
    """Every static file by its plain name (`site.css`)."""
    paths = sorted((folder("templates") / "static").iterdir(), key=lambda path: (path.suffix == ".css", path.name))
    known: dict[str, Asset] = {}
    for path in paths:
        if path.suffix in _TYPES:
            known[path.name] = _asset(path, known)
    return known


@cache
def by_hashed_name() -> Mapping[str, Asset]:
    """Every static file by the name that pages link to."""
    return {asset.name: asset for asset in assets().values()}


def static_url(name: str) -> str:
    """The path of a static file. Raises KeyError for one that does not exist."""
    return f"/static/{assets()[name].name}"


def _asset(path: Path, known: Mapping[str, Asset]) -> Asset:
    body = path.read_bytes()
    if path.suffix == ".css":
        body = _URL.sub(lambda found: b'url("/static/' + known[found[1].decode()].name.encode() + b'")', body)
    digest = sha256(body).hexdigest()[:12]
    return Asset(f"{path.stem}-{digest}{path.suffix}", body, _TYPES[path.suffix])
