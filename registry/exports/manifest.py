"""The manifest of an export: of which edition it is, and the size and sha256 of every file.

`manifest.json` lies in the folder of the files that it lists, and is the same bytes for the same edition and files. It
shows damage and mix-ups; who can change a file can change its manifest too.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

import orjson

from registry.domain.catalog import Edition
from registry.errors import ManifestUnusable
from registry.exports.files import write_whole

FILE = "manifest.json"
FORMAT = "modeldex manifest 1"
_LARGEST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """One file: its path in the folder (with `/`), its size in bytes, and the sha256 of its content in hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What belongs to an export of one edition."""

    edition: int
    day: date
    digest: str
    files: tuple[Listed, ...] = ()

    def including(self, listed: Listed) -> "Manifest":
        """With one more file, which takes the place of one of the same path."""
        others = (one for one in self.files if one.path != listed.path)
        return replace(self, files=tuple(sorted((*others, listed))))


@dataclass(slots=True)
class Fingerprint:
    """Size in bytes and sha256 of pieces, taken as they pass."""

    size: int = 0
    _sha256: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def of(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces."""
        for piece in pieces:
            self.size += len(piece)
            self._sha256.update(piece)
            yield piece

    def listed(self, path: str) -> Listed:
        """What has passed, as the file of that path."""
        return Listed(path, self.size, self._sha256.hexdigest())


def manifest_of(edition: Edition, files: Iterable[Listed] = ()) -> Manifest:
    """The manifest of an edition with these files."""
    return Manifest(edition.number, edition.day, edition.digest, tuple(sorted(files)))


def document(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    members = {
        "format": FORMAT,
        "edition": manifest.edition,
        "day": manifest.day,
        "digest": manifest.digest,
        "files": [{"path": one.path, "bytes": one.size, "sha256": one.sha256} for one in manifest.files],
    }
    return orjson.dumps(members, option=orjson.OPT_INDENT_2) + b"\n"


def parse(text: bytes, where: str) -> Manifest:
    """The manifest that `document` wrote. Raises ManifestUnusable, also for a path that leads out of the folder."""
    try:
        said = orjson.loads(text)
        if said["format"] != FORMAT:
            raise ValueError("its format is another")
        listed = (Listed(_inside(one["path"]), int(one["bytes"]), str(one["sha256"])) for one in said["files"])
        day, files = date.fromisoformat(said["day"]), tuple(sorted(listed))
        return Manifest(int(said["edition"]), day, str(said["digest"]), files)
    except (ValueError, KeyError, TypeError) as error:
        raise ManifestUnusable(f"{where} is no manifest of an export") from error


def stored(folder: Path) -> Manifest | None:
    """The manifest in a folder, None if there is none. Raises ManifestUnusable."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ManifestUnusable(f"{path} cannot be read: {error.strerror}") from error
    return parse(text[:_LARGEST_BYTES], str(path))


def add(folder: Path, edition: Edition, listed: Listed) -> Manifest:
    """Put a file that has been written into the folder's manifest; one of another edition begins anew.

    Raises ManifestUnusable and CannotWrite.
    """
    begun, before = manifest_of(edition), stored(folder)
    if before is not None and replace(before, files=()) == begun:
        begun = before
    manifest = begun.including(listed)
    write_whole(folder / FILE, [document(manifest)])
    return manifest


def _inside(path: str) -> str:
    parts = PurePosixPath(path)
    if not parts.parts or parts.is_absolute() or ".." in parts.parts:
        raise ValueError(f"{path!r} is not a path in the folder")
    return path
