"""`modeldex export`: the whole edition in one file and the manifest beside it, or the whole site in a folder."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from registry.cli.console import note, show_json, show_line
from registry.cli.options import Json, base_address
from registry.client import Client
from registry.errors import CannotWrite, ManifestUnusable, WrongUsage
from registry.exports import manifest
from registry.exports.files import write_whole
from registry.exports.formats import FORMATS
from registry.settings import load
from registry.store.catalog import current_edition, load_catalog
from registry.store.database import read

FormatName = Literal["json", "jsonl", "csv", "site"]


def export(
    path: Annotated[
        Path, typer.Argument(help="The file to write (one that is there is replaced), or a folder to write it in.")
    ],
    format: Annotated[  # noqa: A002 - the option's name
        FormatName | None, typer.Option("--format", help="The format; told by the file's ending if it is left out.")
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url",
            parser=base_address,
            metavar="URL",
            help="Where the site will be, as https://example.org/models; instead of MODELDEX_BASE_URL.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the whole edition to a file, which appears whole or not at all, and `manifest.json` beside it.

    The same edition always gives the same bytes. `modeldex verify` checks them by the manifest. The format `site`
    writes every page, twin and feed into a folder, for any web server; the folder stays as it is until all is written.
    """
    if format == "site":
        # Imported here because only the site needs the server.
        from registry.cli.sites import write_site  # noqa: PLC0415

        write_site(path, base_url, as_json=as_json)
        return
    if base_url is not None:
        raise WrongUsage("--base-url is for --format site: the other formats name no address")
    name = format or path.suffix.removeprefix(".")
    if name not in FORMATS:
        raise WrongUsage(f"{path.name} does not tell the format: give --format, one of {', '.join((*FORMATS, 'site'))}")
    target = path / f"catalog.{name}" if path.is_dir() else path
    _check_manifest(target)
    with Client(load(), note) as client, read(client.engine) as conn:
        edition = current_edition(conn) or client.edition()  # which says that there is none
        catalog = load_catalog(conn)
    written = manifest.Fingerprint()
    write_whole(target, written.of(FORMATS[name].write(catalog, edition)))
    listed = written.listed(target.name)
    manifest.add(target.parent, edition, listed)
    if as_json:
        told = {"path": str(target), "format": name, "edition": edition.number, "digest": edition.digest}
        show_json({**told, "bytes": listed.size, "sha256": listed.sha256})
    else:
        show_line(f"{target}: edition {edition.number} as {name}, {listed.size:,} bytes")


def _check_manifest(target: Path) -> None:
    """Refuse to write beside a `manifest.json` that is not ours."""
    if target.name == manifest.FILE:
        raise WrongUsage(f"{manifest.FILE} is what the manifest of an export is called: choose another name")
    try:
        manifest.stored(target.parent)
    except ManifestUnusable as error:
        raise CannotWrite(f"{error}, and is left as it is: export into another folder") from error
