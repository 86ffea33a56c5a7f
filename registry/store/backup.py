"""A copy of the whole database in one file, made while others read and write it."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine

from registry.errors import CannotWrite, DatabaseError, DatabaseMissing
from registry.store.database import place, sqlite_path


def back_up(engine: Engine, target: Path) -> int:
    """Copy a SQLite database into a new file, as it is in one moment; gives the file's size in bytes.

    The file appears whole under its name or not at all, and never over another file. It holds what has been committed,
    what a copy of the main file alone would lose. Raises CannotWrite and DatabaseError.
    """
    path = sqlite_path(engine.url)
    if path is None:
        raise DatabaseError(f"{place(engine)} is no file: PostgreSQL databases are backed up with pg_dump")
    if not path.exists():
        raise DatabaseMissing(f"there is no database at {path}")
    if target.exists():
        raise _taken(target)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".modeldex-backup-") as workshop:
            draft = Path(workshop) / target.name
            _copy(path, draft)
            _put_in_place(draft, target)
            return target.stat().st_size
    except FileExistsError as error:
        raise _taken(target) from error
    except OSError as error:
        raise CannotWrite(f"{target} cannot be written: {error.strerror}") from error
    except sqlite3.Error as error:
        raise DatabaseError(f"{path} cannot be copied: {error}") from error


def _copy(path: Path, draft: Path) -> None:
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, isolation_level=None)) as source:
        source.execute("VACUUM INTO ?", (str(draft),))
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        # A database that is put back in place must let readers read while it is written, as the original does.
        copy.execute("PRAGMA journal_mode = WAL")
        (said,) = copy.execute("PRAGMA integrity_check").fetchone()
        if said != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {said}")
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def _put_in_place(draft: Path, target: Path) -> None:
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        draft.rename(target)


def _taken(target: Path) -> CannotWrite:
    if target.is_dir():
        return CannotWrite(f"{target} is a folder: name the file to write in it")
    return CannotWrite(f"{target} is there already, and a backup overwrites nothing: choose another name")
