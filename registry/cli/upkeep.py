"""`modeldex db`: making, upgrading and looking at the database."""

import typer
from sqlalchemy import Engine

from registry.cli.console import show_json, show_line
from registry.cli.options import Json
from registry.settings import load
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


def _tell(engine: Engine, *, as_json: bool) -> None:
    with read(engine) as conn:
        edition = current_edition(conn)
    number = edition.number if edition else None
    if as_json:
        show_json({"database": place(engine), "revision": REVISION, "edition": number})
    else:
        held = f"edition {number}" if number else "no edition yet"
        show_line(f"{place(engine)}: revision {REVISION}, {held}")
