"""The raw bytes of every document, kept by their sha256: `snapshots/ab/abcdef....zst` in the data directory.

A file appears whole or not at all, and is on the disk before the transaction that speaks of it commits.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import zstandard

from registry.errors import DataDirectoryUnwritable, EvidenceError

_LEVEL = 10


def path_of(data_dir: Path, digest: str) -> Path:
    """Where the bytes with this sha256 are kept."""
    return data_dir / "snapshots" / digest[:2] / f"{digest}.zst"


def keep(data_dir: Path, body: bytes) -> str:
    """Store the bytes unless they are there; gives their sha256. Raises DataDirectoryUnwritable."""
    digest = sha256(body).hexdigest()
    path = path_of(data_dir, digest)
    if path.exists():
        return digest
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _whole(path) as draft:
            draft.write_bytes(zstandard.ZstdCompressor(level=_LEVEL).compress(body))
    except OSError as error:
        raise DataDirectoryUnwritable(f"{path.parent} cannot be written: {error.strerror}") from error
    return digest


def fetch(data_dir: Path, digest: str) -> bytes | None:
    """The bytes with this sha256, None if they were not kept. Raises EvidenceError if the file holds anything else."""
    path = path_of(data_dir, digest)
    try:
        body = zstandard.ZstdDecompressor().decompress(path.read_bytes())
    except FileNotFoundError:
        return None
    except zstandard.ZstdError as error:
        raise EvidenceError(f"{path} is damaged: {error}") from error
    if sha256(body).hexdigest() != digest:
        raise EvidenceError(f"{path} is damaged: its content has another sha256")
    return body


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, which takes its name when it is complete and on the disk."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
        _sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
