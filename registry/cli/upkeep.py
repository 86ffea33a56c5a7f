"""`modeldex db`, `backup` and `doctor`: making, upgrading, copying and examining the database."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from registry.cli.console import show_json, show_line
from registry.cli.options import Json
from registry.refresh.doctor import examine
from registry.settings import load
from registry.store.backup import back_up
from registry.store.catalog import current_edition
from registry.store.database import connect, place, read
from registry.store.migrate import check
from registry.store.migrate import upgrade as migrate
from registry.store.tables import REVISION

db = typer.Typer()


@db.callback(invoke_without_command=True)
def _help(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@db.command()
def upgrade(as_json: Json = False) -> None:
    """Make the database if there is none, and bring it to this version. Nothing is ever overwritten."""
    engine = connect(load().database)
    migrate(engine)
    _tell(engine, as_json=as_json)


@db.command()
def current(as_json: Json = False) -> None:
    """Say where the database is and which edition it holds. Exit code 1 if it is not of this version."""
    engine = connect(load().database)
    check(engine)
    _tell(engine, as_json=as_json)


def backup(
    path: Annotated[Path, typer.Argument(help="The file to write; nothing is ever overwritten.")],
    as_json: Json = False,
) -> None:
    """Copy the database into one file, safely while it is served and refreshed.

    The raw snapshots in the data directory are plain files that never change: copy them as they are.
    """
    engine = connect(load().database)
    check(engine)
    size = back_up(engine, path)
    if as_json:
        show_json({"path": str(path), "bytes": size})
    else:
        show_line(f"{path}: {size:,} bytes")


def doctor(as_json: Json = False) -> int:
    """Check the schema, the database, the digest of the edition, and the raw snapshots.

    One line a check; the exit code is 1 if one of them fails. Nothing is changed.
    """
    settings = load()
    findings = []
    for one in examine(settings, connect(settings.database)):
        findings.append(one)
        if not as_json:
            show_line(f"{'well' if one.well else 'FAILED':6}  {one.check}: {one.said}", "" if one.well else "bold red")
    if as_json:
        show_json({"checks": findings, "ok": all(one.well for one in findings)})
    return 0 if all(one.well for one in findings) else 1


def _tell(engine: Engine, *, as_json: bool) -> None:
    with read(engine) as conn:
        edition = current_edition(conn)
    number = edition.number if edition else None
    if as_json:
        show_json({"database": place(engine), "revision": REVISION, "edition": number})
    else:
        held = f"edition {number}" if number else "no edition yet"
        show_line(f"{place(engine)}: revision {REVISION}, {held}")
