"""Whether the files of an export are as its manifest says: which one was changed, is missing or was added."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from registry.exports.manifest import FILE, Fingerprint, Listed, Manifest

CANONICAL = ".jsonl"
"""The ending of the canonical lines, whose sha256 is the edition's digest."""

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One file that is not as the manifest says."""

    path: str
    what: Literal["changed", "missing", "added"]
    said: str


def check(folder: Path, manifest: Manifest, only: str | None = None) -> tuple[Finding, ...]:
    """What in a folder is not as its manifest says, by path; of one file alone if it is named."""
    listed = {one.path: one for one in manifest.files}
    if only is not None:
        found = [_compared(folder, listed[only], manifest)] if only in listed else [_added(only)]
    else:
        found = [_compared(folder, one, manifest) for one in manifest.files]
        found += [_added(path) for path in _paths(folder) if path not in listed and path != FILE]
    return tuple(sorted(one for one in found if one is not None))


def _compared(folder: Path, one: Listed, manifest: Manifest) -> Finding | None:
    try:
        there = _fingerprint(folder / one.path).listed(one.path)
    except FileNotFoundError:
        return Finding(one.path, "missing", f"{one.path} is missing")
    except OSError as error:
        return Finding(one.path, "changed", f"{one.path} cannot be read: {error.strerror}")
    if there.size != one.size:
        return Finding(one.path, "changed", f"{one.path} was changed: {there.size:,} bytes instead of {one.size:,}")
    if there.sha256 != one.sha256:
        return Finding(one.path, "changed", f"{one.path} was changed: its sha256 is another")
    if one.path.endswith(CANONICAL) and one.sha256 != manifest.digest:
        return Finding(
            one.path, "changed", f"{one.path} was changed, and its manifest: it has not the edition's digest"
        )
    return None


def _added(path: str) -> Finding:
    return Finding(path, "added", f"{path} was added: the manifest does not list it")


def _fingerprint(path: Path) -> Fingerprint:
    taken = Fingerprint()
    with path.open("rb") as file:
        for _ in taken.of(iter(lambda: file.read(_CHUNK_BYTES), b"")):
            pass
    return taken


def _paths(folder: Path) -> Iterator[str]:
    """Every file in a folder and the folders in it."""
    for place, _, names in os.walk(folder):
        for name in names:
            yield (Path(place) / name).relative_to(folder).as_posix()
