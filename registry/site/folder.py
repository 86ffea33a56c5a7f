"""The folder of a site: a draft beside it, made whole, that then takes its place in one step.

The old site stands until then, whatever happens. A draft that a killed run left behind is cleared by the next one.
"""

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.errors import CannotWrite, ManifestUnusable
from registry.exports import manifest
from registry.exports.check import check
from registry.site.addresses import INDEX

_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2."""


def refuse_unless_ours(folder: Path) -> None:
    """A folder that is there is replaced only if it is empty or holds nothing but a site. Raises CannotWrite."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CannotWrite(f"{folder} is a file; a site is a folder")
    if not any(folder.iterdir()):
        return
    try:
        held = manifest.stored(folder)
    except ManifestUnusable as error:
        raise CannotWrite(f"{error}, and is left as it is: export into another folder") from error
    if held is None or INDEX not in {one.path for one in held.files}:
        raise CannotWrite(f"{folder} holds something other than a site: export into another folder")
    added = next((one for one in check(folder, held) if one.what == "added"), None)
    if added:
        raise CannotWrite(f"{folder}: {added.said}; it would be lost: move it away first")


@contextmanager
def draft_of(folder: Path) -> Iterator[Path]:
    """An empty folder beside `folder`, which is gone at the end. Raises CannotWrite if another export has it."""
    draft = folder.with_name(f".{folder.name}.draft")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir(exist_ok=True)
        lock = os.open(draft, os.O_RDONLY)
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be written: {error.strerror}") from error
    try:
        _take(lock, folder)
        _clear(draft)
        yield draft
    finally:
        os.close(lock)
        shutil.rmtree(draft, ignore_errors=True)


def switch(draft: Path, folder: Path) -> None:
    """Let the draft take the folder's place; what was there is then the draft. Raises CannotWrite."""
    os.sync()
    try:
        if not folder.exists():
            draft.rename(folder)
        elif not _exchanged(draft, folder):
            aside = folder.with_name(f".{folder.name}.old")
            folder.rename(aside)
            draft.rename(folder)
            aside.rename(draft)
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be replaced: {error.strerror}") from error


def _take(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotWrite(f"another export is writing {folder}") from None


def _clear(draft: Path) -> None:
    for left in draft.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()


def _exchanged(draft: Path, folder: Path) -> bool:
    """Whether the two have changed places in one step, which Linux can and other systems cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_HERE, os.fsencode(draft), _HERE, os.fsencode(folder), _EXCHANGE) == 0)
