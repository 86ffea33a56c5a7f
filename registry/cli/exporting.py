"""`modeldex export`: the whole edition in one file."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from registry.cli.console import note, show_json, show_line
from registry.cli.options import Json
from registry.client import Client
from registry.errors import WrongUsage
from registry.exports.files import write_whole
from registry.exports.formats import FORMATS
from registry.settings import load
from registry.store.catalog import load_catalog
from registry.store.database import read

FormatName = Literal["json", "jsonl", "csv"]


def export(
    path: Annotated[Path, typer.Argument(help="The file to write; one that is there is replaced.")],
    format: Annotated[  # noqa: A002 - the option's name
        FormatName | None, typer.Option("--format", help="The format; told by the file's ending if it is left out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the whole edition to a file, which appears whole or not at all.

    The same edition always gives the same bytes.
    """
    name = format or path.suffix.removeprefix(".")
    if name not in FORMATS:
        raise WrongUsage(f"{path.name} does not tell the format: give --format, one of {', '.join(FORMATS)}")
    with Client(load(), note) as client:
        edition = client.edition()
        with read(client.engine) as conn:
            catalog = load_catalog(conn)
    size = write_whole(path, FORMATS[name].write(catalog, edition))
    if as_json:
        show_json({"path": str(path), "format": name, "edition": edition.number, "bytes": size})
    else:
        show_line(f"{path}: edition {edition.number} as {name}, {size:,} bytes")
