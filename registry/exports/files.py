"""Writing an export: the file appears whole under its name, or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from registry.errors import CannotWrite


def write_whole(path: Path, pieces: Iterable[bytes]) -> int:
    """Write the pieces under another name beside the file, flush them to the disk, and rename; gives the size in bytes.

    A file that is there is replaced. Raises CannotWrite, leaving nothing behind.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        return _moved(handle, Path(name), path, pieces)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}") from error


def _moved(handle: int, draft: Path, path: Path, pieces: Iterable[bytes]) -> int:
    try:
        with os.fdopen(handle, "wb") as file:
            size = sum(file.write(piece) for piece in pieces)
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is private; an export is as readable as any other file that its user makes.
        draft.chmod(0o666 & ~_umask())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return size


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
